"""Tables of figures without upright rules and without white between their rows, as word processors set them.

Where wrapped lines and rows stand equally close, a row is told by its figures: a line with figures is a row, and the
lines of words beside, above and below it belong to the row at whose top, or middle, their cell stands. What shows that a
line goes on with the one above is that its first word found no room there. Where that leaves two readings, there is no
table: figures beside the wrong label are worse than figures in no table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gouji.extract.readers.pdf import gutters
from gouji.extract.readers.pdf.blocks import Block
from gouji.extract.readers.pdf.gutters import Piece, Segment, Strip
from gouji.extract.readers.pdf.ledger_heads import Head, head_of
from gouji.extract.readers.pdf.room import LEADING, OPENING, Room
from gouji.extract.readers.pdf.stacked import Rows, leading

FIGURE: Final = re.compile(
    r"[≥≤><＞＜=＝]?[-+−±△▲]?[\d,，.．]*\d[\d,，.．]*(?:[%％‰]|万?[元个次人户家件项处批]|亿元|批次|人次)?|[-—–/]+"
)
YEAR: Final = re.compile(r"(?:19|20)\d\d年?度?")
FEWEST_COLUMNS: Final = 3
FEWEST_ROWS: Final = 3
SAME_MIDDLE: Final = 0.3
"""How far the middle of a cell may be from that of its row, in heights of a line."""
FILLED: Final = 0.6
MOST_ABOVE: Final = 6
SAME_STEP: Final = 1.15


class Ways(NamedTuple):
    """Where in their rows the cells of a table may stand."""

    top: bool
    middle: bool
    bottom: bool


EITHER: Final = Ways(True, True, True)


class Ledger(NamedTuple):
    """A table found: its rows and cells, the strips between its columns, and in which ways it can be read."""

    rows: Rows
    strips: list[Strip]
    ways: Ways = EITHER


class Body(NamedTuple):
    """The lines cut at the columns, which of them have figures, how much room the columns have, which rows begin in, whether a head is not needed."""

    lines: list[list[Piece]]
    anchors: list[int]
    room: Room
    width: int
    labels: frozenset[int]
    goes_on: bool


def find(
    lines: Sequence[Sequence[Segment]], goes_on: Sequence[Strip] | None = None, ways: Ways = EITHER
) -> Ledger | None:
    """The table of figures among the lines of one stretch of a page, if its rows can be told without doubt.

    ``goes_on`` are the strips of the table that the page before ends with, ``ways`` how that can be read: the rest of it
    needs no head.
    """
    read = _body(lines, goes_on)
    if read is None:
        return None
    body, strips = read
    tried = [[_at_top(body)], _half_way_down(body), [_at_bottom(body)]]
    kept = [
        [one for one in made if possible and one is not None and _convincing(one, body)]
        for made, possible in zip(tried, ways, strict=True)
    ]
    found = [one for made in kept for one in made]
    if not found or any(_texts(one) != _texts(found[0]) for one in found[1:]):
        return None
    return found[0]._replace(strips=strips, ways=Ways(*(made != [] for made in kept)))


def is_doubtful(lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether words among figures go on with the line above, and rows stand as close as lines."""
    read = _body(lines)
    if read is None:
        return False
    body, _ = read
    table = body.lines[body.anchors[0] : body.anchors[-1] + 1]
    wrapped = [
        below for above, below in pairwise(table)
        if not any(p.first and is_figure(p) for p in below) and all(any(body.room.goes_on(a, p) for a in above) for p in below)
    ]
    return wrapped != [] and (not leading([p for line in table for p in line]) or _labels_run_on(table, body))


def _labels_run_on(table: Sequence[Sequence[Piece]], body: Body) -> bool:
    """Whether a label that stands beside figures is as close to the line above as the lines of one label are.

    Only where every row has its label: one half way down several rows may be anywhere.
    """
    if any(body.lines[i][0].first for i in body.anchors):
        return False
    labels = [(line[0], any(p.first and is_figure(p) for p in line)) for line in table if line[0].first == 0]
    steps: dict[bool, list[float]] = {True: [], False: []}
    for (above, _), (label, begins) in pairwise(labels):
        steps[begins].append(label.bottom - above.bottom)
    return all(steps.values()) and min(steps[True]) <= SAME_STEP * min(steps[False])


def _body(
    lines: Sequence[Sequence[Segment]], goes_on: Sequence[Strip] | None = None
) -> tuple[Body, list[Strip]] | None:
    """The lines at the columns of a table of figures, if there are enough of both."""
    strips, size = gutters.strips(lines, FEWEST_COLUMNS)
    least = gutters.NARROWEST * size
    if goes_on is not None:
        if any(all(strip.common(known).width <= 0 for known in goes_on) for strip in strips):
            return None
        strips = gutters.narrowed(lines, goes_on, least)
    if len(strips) + 1 < FEWEST_COLUMNS or any(gutters.is_torn(line, strips, size) for line in lines):
        return None
    cut = [gutters.pieces(line, strips, least) for line in lines]
    anchors = [i for i, line in enumerate(cut) if any(p.first and is_figure(p) for p in line)]
    while anchors and len(cut[anchors[-1]]) == 1 and not _is_near(cut, anchors[-1], size):
        anchors.pop()  # a page number
    if len(anchors) < (FEWEST_ROWS if goes_on is None else 1):
        return None
    above = [line for line in cut[max(0, anchors[0] - MOST_ABOVE) : anchors[0]] if len(line) > 1]
    inside = [p for line in (*above, *cut[anchors[0] : anchors[-1] + 1]) for p in line if p.first == p.last]
    labels = _label_columns([cut[i] for i in anchors])
    return Body(cut, anchors, Room.of(inside, size), len(strips) + 1, labels, goes_on is not None), strips


def _is_near(lines: Sequence[Sequence[Piece]], i: int, size: float) -> bool:
    """Whether a line stands as close to the one above as lines do."""
    return i > 0 and lines[i][0].bottom - max(p.bottom for p in lines[i - 1]) <= LEADING * size


def is_figure(piece: Piece) -> bool:
    """Whether a piece is a figure and nothing else, and no year of a head."""
    return FIGURE.fullmatch(piece.string) is not None and YEAR.fullmatch(piece.string) is None


def _label_columns(lines: Sequence[Sequence[Piece]]) -> frozenset[int]:
    """The columns a row may begin in: the first, and in a table of two sides that of the labels behind the first figures."""
    words = Counter(p.first for line in lines for p in line if not is_figure(p))
    figures = Counter(p.first for line in lines for p in line if is_figure(p))
    return frozenset({0, *(c for c in words if words[c] > figures[c] and figures[c - 1] > words[c - 1] and figures[c + 1])})


def _texts(found: Ledger) -> list[tuple[int, int, str]]:
    return sorted((b.rows[0], b.first, b.string) for b in found.rows.blocks)


def _convincing(found: Ledger, body: Body) -> bool:
    """Whether every row of figures has a label, and some column below the head is figures for the most part."""
    blocks = [b for b in found.rows.blocks if any(is_figure(p) for p in b.pieces)]
    rows = {b.rows[0] for b in blocks if b.first}
    firsts = {row: min(b.first for b in found.rows.blocks if b.rows[0] == row) for row in rows}
    columns = [sum(b.first == column for b in blocks) for column in range(1, body.width)]
    return len(rows) >= (1 if body.goes_on else FEWEST_ROWS) and body.labels.issuperset(firsts.values()) and max(columns) >= FILLED * len(rows)


def _ledger(body: Body, start: int, rows: list[list[Block]]) -> Ledger | None:
    """A table of these rows, which begin in line ``start``, below the head above them."""
    if body.goes_on and (cut_off := _rest_of_label(body, start)):
        rows = [[_block(cut_off[0])], *rows]
        for piece in cut_off[1:]:
            _append(rows[0][0], piece)
        start -= len(cut_off)
    head = head_of(body.lines[:start], body.room, body.width) or (Head([], 0, start) if body.goes_on else None)
    if head is None:
        return None
    blocks = list(head.blocks)
    for number, row in enumerate(rows, head.rows):
        for block in row:
            block.rows = (number, number)
        blocks += row
    height = head.rows + len(rows)
    extents = []
    for number in range(height):
        own = [b for b in blocks if b.rows == (number, number)]
        extents.append((min(b.top for b in own), max(b.bottom for b in own)))
    borders = [extents[0][0] - 2, *((a[1] + b[0]) / 2 for a, b in pairwise(extents)), extents[-1][1] + 2]
    if borders != sorted(borders):
        return None
    return Ledger(Rows(borders, blocks), [])


def _rest_of_label(body: Body, start: int) -> list[Piece]:
    """The lines of a label that the page before began."""
    rest: list[Piece] = []
    for i in range(start - 1, -1, -1):
        line = body.lines[i]
        if len(line) > 1 or line[0].last or is_figure(line[0]) or not body.room.is_close(line[0], body.lines[i + 1][0]):
            break
        if rest and not body.room.goes_on(line[0], rest[0]):
            break
        rest.insert(0, line[0])
    return rest


def _block(piece: Piece) -> Block:
    return Block(piece.first, piece.last, piece.top, piece.bottom, [piece])


def _append(block: Block, piece: Piece) -> None:
    block.pieces.append(piece)
    block.bottom = max(block.bottom, piece.bottom)


# --- cells set at the top of their row ---------------------------------------------------------------------------


def _at_top(body: Body) -> Ledger | None:
    """Every row begins with its figures; lines without figures go on with the cells above, or are a label alone."""
    start = body.anchors[0]
    while start > 0 and _is_label_alone(body, start - 1):
        start -= 1
    rows: list[list[Block]] = []
    for i in range(start, len(body.lines)):
        line = body.lines[i]
        if i not in body.anchors:
            above = [_above(rows, piece, body.room) for piece in line]
            if all(above):
                for block, piece in zip(above, line, strict=True):
                    assert block is not None
                    _append(block, piece)
                continue
            if i > body.anchors[-1]:
                break
            if any(above) or not _begins_row(body, i):
                return None
        elif line[0].first not in body.labels:
            return None
        rows.append([_block(piece) for piece in line])
    return _ledger(body, start, rows)


def _above(rows: list[list[Block]], piece: Piece, room: Room) -> Block | None:
    """The cell that a piece goes on with, in the row being read."""
    block = next((b for b in rows[-1] if b.first == piece.first), None) if rows else None
    if block is None or is_figure(block.pieces[-1]) or not room.goes_on(block.pieces[-1], piece):
        return None
    return block


def _begins_row(body: Body, i: int) -> bool:
    """Whether a line without figures is a row: it has a label, with which that of the next line does not go on.

    One that is numbered may be as wide as its column by chance, if it is not the first of three.
    """
    if body.lines[i][0].first:
        return False
    label, below, last = (body.lines[j][0] if j < len(body.lines) else None for j in (i, i + 1, i + 2))
    if label is None or below is None or not body.room.goes_on(label, below):
        return True
    return OPENING.match(label.string) is not None and (last is None or not body.room.goes_on(below, last))


def _is_label_alone(body: Body, i: int) -> bool:
    """Whether a line above the first figures is a row that has nothing but a label, as ``一、本级``."""
    line = body.lines[i]
    return len(line) == 1 and line[0].first == line[0].last == 0 and _begins_row(body, i) and body.room.is_close(line[0], body.lines[i + 1][0])


# --- cells set at the bottom of their row ------------------------------------------------------------------------


def _at_bottom(body: Body) -> Ledger | None:
    """Every row ends with its figures; lines without figures begin the cells below, or are a label alone."""
    start = body.anchors[0]
    while start > 0 and _leads_down(body, start - 1):
        start -= 1
    rows: list[list[Block]] = []
    begun: dict[int, Block] = {}
    for i in range(start, body.anchors[-1] + 1):
        line = body.lines[i]
        cells = []
        for piece in line:
            block = begun.get(piece.first)
            if block is not None and _leads_to(block.pieces[-1], piece, body.room):
                _append(begun.pop(piece.first), piece)
                cells.append(block)
            elif block is not None and not (piece.first == 0 and len(begun) == 1):
                return None
            else:
                cells.append(_block(piece))
        if begun and set(begun) != {0}:
            return None
        for label in begun.values():
            if rows and not rows[-1][0].first and body.room.goes_on(rows[-1][0].pieces[-1], label.pieces[0]):
                return None
            rows.append([label])
        begun = {} if i in body.anchors else {block.first: block for block in cells}
        if i in body.anchors:
            if cells[0].first not in body.labels:
                return None
            rows.append(cells)
    below = body.lines[body.anchors[-1] + 1] if body.anchors[-1] + 1 < len(body.lines) else ()
    if any(_above(rows, piece, body.room) for piece in below):
        return None
    return _ledger(body, start, rows)


def _leads_to(above: Piece, piece: Piece, room: Room) -> bool:
    """Whether words go on in the next line; a numbered label that had room for more is one alone."""
    if is_figure(piece) or not room.goes_on(above, piece):
        return False
    return OPENING.match(above.string) is None or not room.had_room(above, piece)


def _leads_down(body: Body, i: int) -> bool:
    """Whether all that stands in a line above the first figures goes on in the next, or it is a label alone."""
    line, below = body.lines[i], body.lines[i + 1]
    if all(any(_leads_to(p, q, body.room) for q in below) for p in line):
        return True
    return len(line) == 1 and line[0].first == line[0].last == 0 and body.room.is_close(line[0], below[0])


# --- cells set half way down their row ---------------------------------------------------------------------------


def _half_way_down(body: Body) -> list[Ledger | None]:
    """The tables in which every cell has the middle of its figures, for each line the first row may begin in."""
    return [_by_middle(body, start) for start in range(body.anchors[0], max(-1, body.anchors[0] - MOST_ABOVE), -1)]


def _by_middle(body: Body, start: int) -> Ledger | None:
    middles = [_middle(next(p for p in body.lines[i] if p.first and is_figure(p))) for i in body.anchors]
    rows: list[list[Block]] = [[_block(p) for p in body.lines[i] if is_figure(p)] for i in body.anchors]
    last = body.anchors[-1] + 1
    for column in range(body.width):
        words = [(i, p) for i in range(start, len(body.lines)) for p in body.lines[i] if p.first == column and not is_figure(p)]
        at = 0
        for row, middle in zip(rows, middles, strict=True):
            found = _centred(words[at:], middle, body.room)
            if found is None:
                continue
            for _, piece in words[at + 1 : at + found]:
                if piece.last != words[at][1].last:
                    return None
            block = _block(words[at][1])
            for _, piece in words[at + 1 : at + found]:
                _append(block, piece)
            row.append(block)
            at += found
            while row is rows[-1] and at < len(words) and body.room.goes_on(block.pieces[-1], words[at][1]):
                _append(block, words[at][1])  # what the page cuts off stands no more half way down
                at += 1
            last = max(last, words[at - 1][0] + 1)
        if any(i < last for i, _ in words[at:]):
            return None
    used = {id(p) for row in rows for b in row for p in b.pieces}
    if any(id(p) not in used for line in body.lines[start:last] for p in line):
        return None
    return _ledger(body, start, [sorted(row, key=lambda b: b.first) for row in rows])


def _centred(words: Sequence[tuple[int, Piece]], middle: float, room: Room) -> int | None:
    """How many of the next lines of a column are the cell with this middle; ``None`` where there is none."""
    for count in range(1, len(words) + 1):
        first, last = words[0][1], words[count - 1][1]
        if count > 1 and not room.goes_on(words[count - 2][1], last):
            return None
        off = (first.top + last.bottom) / 2 - middle
        if abs(off) <= SAME_MIDDLE * room.size:
            return count
        if off > 0:
            return None
    return None


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2
