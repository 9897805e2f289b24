"""The head of a table of figures: one row, whose cells may be wrapped, or groups of columns over their own heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gouji.extract.readers.pdf.blocks import Block
from gouji.extract.readers.pdf.gutters import Piece
from gouji.extract.readers.pdf.room import Room

MOST_LINES: Final = 6
APART: Final = 2.5
SAME_LINE: Final = 0.4
COLON: Final = re.compile("[：:]")
"""A line above a head that says the unit or the date is no head."""
OVER: Final = 2.5
"""How far from the middle of its columns, in heights of a line, a head over several may stand."""


class Head(NamedTuple):
    """Cells of the head, how many rows they make, and the line it begins in."""

    blocks: list[Block]
    rows: int
    first: int


def head_of(lines: Sequence[Sequence[Piece]], room: Room, width: int) -> Head | None:
    """The head that ends with the last of ``lines``; ``None`` where there is none, or none that can be understood."""
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_LINES), -1):
        if not _may_begin(lines, first, room.size):
            return None
        head = _one_row(lines[first:], room, width) or _groups(lines[first:], width, room)
        if head is None or (first and _goes_on_above(lines[first - 1], head[0], room)):
            continue
        if min(b.first for b in head[0]) > 0 and _has_more(lines, first, room.size):
            continue
        if first and head[1] == 1 and _may_begin(lines, first - 1, room.size):
            grouped = _groups(lines[first - 1 :], width, room)
            if grouped is not None:
                return Head(*grouped, first - 1)
        return Head(*head, first)
    return None


def _may_begin(lines: Sequence[Sequence[Piece]], i: int, size: float) -> bool:
    """Whether line ``i`` stands near enough to the next, in letters as large, to be in one head with it."""
    if i + 1 == len(lines):
        return True
    here, below = lines[i], lines[i + 1]
    small, large = sorted(max(p.size for p in line) for line in (here, below))
    return min(p.top for p in below) - max(p.bottom for p in here) < APART * size and large < 1.2 * small


def _has_more(lines: Sequence[Sequence[Piece]], first: int, size: float) -> bool:
    """Whether the head of the labels may stand in the line above, alone or beside heads over several columns."""
    if not first or not _may_begin(lines, first - 1, size):
        return False
    return len(lines[first - 1]) > 1 or lines[first - 1][0].first == 0


def _goes_on_above(above: Sequence[Piece], head: Sequence[Block], room: Room) -> bool:
    """Whether a cell of the head begins in the line above."""
    return any(room.goes_on(piece, block.pieces[0]) for piece in above for block in head)


def _one_row(lines: Sequence[Sequence[Piece]], room: Room, width: int) -> tuple[list[Block], int] | None:
    """A head that has one cell over each column; that over the labels may be blank."""
    columns: dict[int, Block] = {}
    for piece in (p for line in lines for p in line):
        if piece.first != piece.last:
            return None
        block = columns.get(piece.first)
        if block is None:
            columns[piece.first] = Block(piece.first, piece.last, piece.top, piece.bottom, [piece])
        elif room.goes_on(block.pieces[-1], piece) and not room.had_room(block.pieces[-1], piece, _beside(piece, lines)):
            block.pieces.append(piece)
            block.bottom = piece.bottom
        else:
            return None
    if not set(range(1, width)) <= columns.keys():
        return None
    blocks = [columns[c] for c in sorted(columns)]
    return (blocks, 1) if _in_one_row(blocks, room.size) and not _is_repeated(blocks) else None


def _is_repeated(blocks: Sequence[Block]) -> bool:
    """Whether heads end alike, one with a line above it and another without: then that line is over both."""
    ends = {(b.pieces[-1].string, len(b.pieces) > 1) for b in blocks}
    return any((string, True) in ends for string, wrapped in ends if not wrapped) or (
        any(wrapped for _, wrapped in ends) and len({b.string for b in blocks}) < len(blocks)
    )


def _beside(piece: Piece, lines: Sequence[Sequence[Piece]]) -> float:
    """Where the head to the right of a piece begins."""
    return min((p.x0 for line in lines for p in line if p.first == piece.last + 1), default=0.0)


def _in_one_row(blocks: Sequence[Block], size: float) -> bool:
    """Whether cells stand at the top, half way down or at the bottom of one row, all of them alike."""
    ways = [[b.top for b in blocks], [b.middle for b in blocks], [b.bottom for b in blocks]]
    return any(max(places) - min(places) <= SAME_LINE * size for places in ways)


def _groups(lines: Sequence[Sequence[Piece]], width: int, room: Room) -> tuple[list[Block], int] | None:
    """Two rows: heads of single columns below, above them heads over several, beside both those of the others."""
    below = {p.first: p for p in lines[-1] if p.first == p.last}
    above = sorted((p for line in lines[:-1] for p in line), key=lambda p: p.x0)
    if not 2 <= len(lines) <= 3 or not 2 <= len(below) == len(lines[-1]):
        return None
    beside = [p for p in above if not any(c in below for c in range(p.first, p.last + 1))]
    over = [p for p in above if p not in beside]
    alone = [p.first for p in beside]
    if any(p.first != p.last for p in beside) or len(set(alone)) < len(alone) or {0, *alone, *below} != set(range(width)):
        return None
    if not over or any(COLON.search(p.string) for p in over) or max(p.top for p in over) - min(p.top for p in over) > SAME_LINE * room.size:
        return None
    spans = _spans(over, below, room)
    if spans is None and 0 in below and min(p.first for p in over) > 0:  # the head of the labels, at the bottom of both rows
        beside.append(below.pop(0))
        spans = _spans(over, below, room)
    if spans is None:
        return None
    blocks = [Block(p.first, p.last, p.top, p.bottom, [p], (1, 1)) for p in below.values()]
    blocks += [Block(a, b, p.top, p.bottom, [p], (0, 0)) for p, (a, b) in zip(over, spans, strict=True)]
    blocks += [Block(p.first, p.last, p.top, p.bottom, [p], (0, 1)) for p in beside]
    return blocks, 2


def _spans(over: Sequence[Piece], below: dict[int, Piece], room: Room) -> list[tuple[int, int]] | None:
    """The columns each of the upper heads is over: two or more, all of those below, each once, as their places say."""
    columns = sorted(below)
    ways = list(_shared_out(columns, len(over)))
    left = [way for way in ways if all(abs(p.x0 - below[a].x0) <= SAME_LINE * room.size for p, (a, _) in zip(over, way, strict=True))]
    if len(left) == 1:
        return left[0]
    off = sorted((max(_off_middle(p, span, room) for p, span in zip(over, way, strict=True)), way) for way in ways)
    if not off or off[0][0] > OVER * room.size or (len(off) > 1 and off[1][0] < off[0][0] + room.size):
        return None
    return off[0][1]


def _shared_out(columns: Sequence[int], among: int) -> Iterator[list[tuple[int, int]]]:
    """All ways to give neighbouring columns to heads from left to right, two at least to each."""
    if not among:
        if not columns:
            yield []
        return
    for count in range(2, len(columns) + 1):
        if columns[count - 1] - columns[0] == count - 1:
            for rest in _shared_out(columns[count:], among - 1):
                yield [(columns[0], columns[count - 1]), *rest]


def _off_middle(head: Piece, span: tuple[int, int], room: Room) -> float:
    """How far the middle of a head is from that of what its columns hold."""
    return abs((head.x0 + head.x1) / 2 - (room.starts[span[0]] + room.ends[span[1]]) / 2)
