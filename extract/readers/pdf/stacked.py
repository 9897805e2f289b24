"""Rows of a table without rules whose cells run over several lines: what is one cell, what one row, what several rows share.

A cell is told by its lines standing closer than rows do, a row by its cells having one middle (or one top), a merged
label by standing half way down the rows beside it. Where one of these cannot be shown, there is no table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from gouji.extract.readers.pdf import centred
from gouji.extract.readers.pdf.blocks import NUMBER, Block, Grid, take
from gouji.extract.readers.pdf.gutters import Piece
from gouji.extract.readers.pdf.spread import spread, widen

HANGS_TOGETHER, WIDEST_SPREAD = 0.13, 0.35
"""Lines of one cell are set with the least distances in their column, in heights: how far these may differ …"""
CLEAR = 0.2
"""… and by how much at least those from row to row are larger."""
SAME_SIZE = 1.2
TIGHTEST_LEADING, WIDEST_LEADING = 0.95, 1.9
LEAST_APART = 0.5
SAME_KEY = 0.16
OFF_MIDDLE = 0.4
"""How far, in heights of a line, a merged label may stand from the middle of its rows."""
ALONE = 0.45
"""What a row with one cell counts where rows and merged labels stand in each other's way."""


class Rows(NamedTuple):
    """Borders from the top down, and the cells with their rows."""

    borders: list[float]
    blocks: list[Block]


def rows(
    pieces: Sequence[Piece], size: float, width: int, limit: float, bridged: Sequence[int] = ()
) -> Rows | None:
    """The rows in which every piece has its place, or ``None``.

    Args:
        pieces: the text between the strips.
        size: height of its characters.
        width: number of columns.
        limit: what ``leading`` gave.
        bridged: columns in which a merged cell of the page before may go on.
    """
    blocks = _blocks(pieces, limit)
    if any(_has_two_numbers(block) for block in blocks):
        return None
    edges = centred.borders(width, blocks)
    apart = max((limit - 1) * size, LEAST_APART)
    for way in (_by_middle, _by_top):
        # Each writes into the cells.
        found = way([replace(block) for block in blocks], size, apart, edges, bridged)
        if found is not None:
            return found
    return None


def leading(pieces: Sequence[Piece]) -> float | None:
    """Up to which distance, in heights, a line goes on with the cell above; ``None`` where that cannot be told."""
    columns: dict[int, list[Piece]] = {}
    for piece in sorted(pieces, key=lambda p: p.top):
        columns.setdefault(piece.first, []).append(piece)
    steps, between_numbers = [], []
    for column in columns.values():
        for a, b in pairwise(column):
            step = _step(a, b)
            steps.append(step)
            if NUMBER.fullmatch(a.string) and NUMBER.fullmatch(b.string):
                between_numbers.append(step)
    steps.sort()
    if not steps or steps[0] >= WIDEST_LEADING:
        return 0.0
    if steps[0] < TIGHTEST_LEADING:
        return None
    # The least distances that hang together.
    last = next((i for i, (a, b) in enumerate(pairwise(steps)) if b - a > HANGS_TOGETHER), len(steps) - 1)
    most = steps[last]
    if any(step <= most + CLEAR for step in between_numbers):
        return 0.0
    if most - steps[0] > WIDEST_SPREAD or any(most < step <= most + CLEAR for step in steps):
        return None
    return most + CLEAR / 2


def _step(above: Piece, piece: Piece) -> float:
    """From line to line, in heights; figures may be lower than words."""
    return (piece.bottom - above.bottom) / max(above.size, piece.size)


def _goes_on(above: Piece, piece: Piece, limit: float) -> bool:
    small, large = sorted((above.size, piece.size))
    return _step(above, piece) <= limit and large < SAME_SIZE * small


def _blocks(pieces: Sequence[Piece], limit: float) -> list[Block]:
    blocks: list[Block] = []
    latest: dict[int, Block] = {}
    for piece in sorted(pieces, key=lambda p: (p.top, p.first)):
        columns = range(piece.first, piece.last + 1)
        above = {id(latest[c]): latest[c] for c in columns if c in latest}
        block = next(iter(above.values())) if len(above) == 1 else None
        if block is not None and _goes_on(block.pieces[-1], piece, limit):
            block.pieces.append(piece)
            block.first, block.last = min(block.first, piece.first), max(block.last, piece.last)
            block.bottom = max(block.bottom, piece.bottom)
        else:
            block = Block(piece.first, piece.last, piece.top, piece.bottom, [piece])
            blocks.append(block)
        for c in range(block.first, block.last + 1):
            latest[c] = block
    return blocks


def _has_two_numbers(block: Block) -> bool:
    return len(block.pieces) > 1 and all(NUMBER.fullmatch(piece.string) for piece in block.pieces)


# --- cells set half way down their row -------------------------------------------------------------------------


def _by_middle(
    blocks: list[Block], size: float, apart: float, edges: Sequence[float] | None, bridged: Sequence[int]
) -> Rows | None:
    groups = _chosen(_grouped(blocks, lambda b: b.middle, size), apart)
    extents = [(min(b.top for b in g), max(b.bottom for b in g)) for g in groups]
    borders = _borders(extents)
    taken = _placed(groups)
    if taken is None:
        return None
    chosen = {id(b) for g in groups for b in g}
    left = sorted((b for b in blocks if id(b) not in chosen), key=lambda b: (b.first, b.middle))
    while left:
        block = left.pop(0)
        if _merged(block, borders, taken, size):
            continue
        # The paragraphs of one label.
        if not left or left[0].first != block.first or left[0].last != block.last:
            return None
        rest = left.pop(0)
        block.pieces = [*block.pieces, *rest.pieces]
        block.bottom = rest.bottom
        blocks = [b for b in blocks if b is not rest]
        left.insert(0, block)
    spread(blocks, taken, len(groups), edges)
    _stretched(blocks, borders, taken, size)
    blocks += _bridges(taken, bridged, len(groups))
    return Rows(borders, blocks) if _labelled(taken, len(groups)) else None


def _grouped(blocks: list[Block], key: Callable[[Block], float], size: float) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in sorted(blocks, key=key):
        if groups and key(block) - key(groups[-1][0]) <= SAME_KEY * size:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _chosen(groups: list[list[Block]], apart: float) -> list[list[Block]]:
    """The groups that are rows: those most that do not stand in each other's way. The others are merged labels."""
    best: list[tuple[float, list[int]]] = []
    for i, group in enumerate(groups):
        top = min(b.top for b in group)
        columns = {c for b in group for c in range(b.first, b.last + 1)}
        worth = (1.0 if len(columns) > 1 and len(group) > 1 else ALONE) + 0.001 * len(columns)
        before: tuple[float, list[int]] = (0.0, [])
        for j in range(i):
            if max(b.bottom for b in groups[j]) <= top - apart and best[j][0] > before[0]:
                before = best[j]
        best.append((before[0] + worth, [*before[1], i]))
    return [groups[i] for i in max(best)[1]] if best else []


def _borders(extents: list[tuple[float, float]]) -> list[float]:
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(extents)]
    pad = max(((b[0] - a[1]) / 2 for a, b in pairwise(extents)), default=2.0)
    pad = min(pad, 6.0)
    return [extents[0][0] - pad, *between, extents[-1][1] + pad]


def _placed(groups: list[list[Block]]) -> Grid | None:
    """Which block holds each position; ``None`` where two would."""
    taken: Grid = {}
    for row, group in enumerate(groups):
        for block in group:
            block.rows = (row, row)
            if not take(block, taken):
                return None
    return taken


def _is_free(block: Block, first: int, last: int, taken: Grid) -> bool:
    columns = range(block.first, block.last + 1)
    return all(taken.get((r, c)) in (None, block) for r in range(first, last + 1) for c in columns)


def _merged(
    block: Block, borders: list[float], taken: Grid, size: float
) -> bool:
    """Give a block between rows those it stands half way down of, if only some are so."""
    fits = [
        (abs((borders[a] + borders[b + 1]) / 2 - block.middle), a, b)
        for a in range(len(borders) - 1)
        for b in range(a + 1, len(borders) - 1)
        if abs((borders[a] + borders[b + 1]) / 2 - block.middle) <= OFF_MIDDLE * size and _is_free(block, a, b, taken)
    ]
    if not fits:
        return False
    # Of several, the one up to what stands above and below it.
    _, a, b = min(fits, key=lambda fit: (fit[1] - fit[2], fit[0]))
    block.rows = (a, b)
    return take(block, taken)


def _stretched(
    blocks: list[Block], borders: list[float], taken: Grid, size: float
) -> None:
    """Labels of an odd number of rows stand on the middle one: they get the rows up to the next label on both sides."""
    height = len(borders) - 1
    width = max(c for _, c in taken) + 1
    for column in range(width):
        for block in [b for b in blocks if b.first == b.last == column and b.rows[0] == b.rows[1]]:
            row = block.rows[0]
            a, b = row, row
            while a > 0 and (a - 1, column) not in taken:
                a -= 1
            while b < height - 1 and (b + 1, column) not in taken:
                b += 1
            if a == row or b == row or (column and taken.get((a, column - 1)) is not taken.get((b, column - 1))):
                continue
            if abs((borders[a] + borders[b + 1]) / 2 - block.middle) <= OFF_MIDDLE * size:
                block.rows = (a, b)
                take(block, taken)


def _leaf(taken: Grid, height: int) -> int:
    """The first column with a cell of its own in most rows: what stands left of it are labels."""
    width = max(c for _, c in taken) + 1
    for column in range(width):
        single = {b.rows[0] for (_, c), b in taken.items() if c == column and b.first == column}
        if len(single) >= 0.75 * height:
            return column
    return 0


def _bridges(taken: Grid, columns: Sequence[int], height: int) -> list[Block]:
    """The blank cells in which merged labels of the page before go on."""
    found = []
    most = height
    for column in columns:
        rows_of = next((row for row in range(most) if (row, column) in taken), most)
        # What goes on below a label cannot reach further than the label to its left.
        most = rows_of
        if rows_of:
            found.append(Block(column, column, 0.0, 0.0, [], (0, rows_of - 1)))
            take(found[-1], taken)
    return found


def _labelled(taken: Grid, height: int) -> bool:
    """Whether every row has a label in the first column."""
    return _leaf(taken, height) == 0 or all((row, 0) in taken for row in range(height))


# --- cells set at the top of their row ---------------------------------------------------------------------------


def _with_labels(groups: list[list[Block]], apart: float) -> list[list[Block]]:
    """The groups, those put to the label above that are too close to the rows to be one: its next paragraph."""
    kept: list[list[Block]] = []
    for i, group in enumerate(groups):
        block = group[0]
        above = next((b for g in reversed(kept) for b in g if b.first == b.last == block.first == block.last), None)
        beside = [b for g in groups[max(0, i - 1) : i + 2] for b in g if b is not block and b is not above]
        if (
            len(group) == 1
            and above is not None
            and not block.is_figure
            and any(b.top - apart < block.bottom and block.top < b.bottom + apart for b in beside)
        ):
            above.pieces = [*above.pieces, *block.pieces]
            above.bottom = block.bottom
        else:
            kept.append(group)
    return kept


def _by_top(
    blocks: list[Block], size: float, apart: float, edges: Sequence[float] | None, bridged: Sequence[int]
) -> Rows | None:
    groups = _with_labels(_grouped(blocks, lambda b: b.top, size), apart)
    blocks = [b for g in groups for b in g]
    taken = _placed(groups)
    if taken is None:
        return None
    leaf = _leaf(taken, len(groups))
    tops = [min(b.top for b in g) for g in groups]
    bottoms = [max(b.bottom for b in g) for g in groups]
    pads = [(b - a) / 2 for a, b in zip(bottoms, tops[1:], strict=False) if b > a]
    pad = min([*pads, 4.0])
    borders = [tops[0] - pad, *(top - pad for top in tops[1:]), bottoms[-1] + pad]
    for block in blocks:
        row = block.rows[0]
        while block.rows[1] + 1 < len(groups) and tops[block.rows[1] + 1] < block.bottom + apart:
            block.rows = (row, block.rows[1] + 1)
            if block.first >= max(leaf, 1):
                return None
        if not take(block, taken):
            return None
    if edges is not None:
        widen(blocks, taken, edges)
    height, width = len(groups), max(c for _, c in taken) + 1
    for column in range(0 if leaf else 1, width):
        for block in [b for b in blocks if b.last == column and not b.is_figure]:
            a, b = block.rows
            while (
                b < height - 1
                and all((b + 1, c) not in taken for c in range(block.first, column + 1))
                and any((b + 1, c) in taken for c in range(column + 1, width))
                and (block.first == 0 or taken.get((b + 1, block.first - 1), block) is taken.get((a, block.first - 1)))
            ):
                b += 1
            block.rows = (a, b)
            take(block, taken)
    spread(blocks, taken, height, edges)
    blocks += _bridges(taken, bridged, height)
    return Rows(borders, blocks) if _labelled(taken, height) else None
