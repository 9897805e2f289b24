"""How far cells of a table without rules reach to the right: under a head over several, and where two columns are one."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.extract.readers.pdf import centred
from gouji.extract.readers.pdf.blocks import Block, Grid, take


def spread(blocks: list[Block], taken: Grid, height: int, edges: Sequence[float] | None) -> None:
    """Give cells the columns they have beyond those their text reaches.

    Args:
        blocks: the cells.
        taken: the positions they hold.
        height: number of rows.
        edges: borders of the columns in the middle of which texts are centred, if they are.
    """
    if edges is None:
        _share(taken, height)
    else:
        widen(blocks, taken, edges)
    _group_heads(taken, height)


def _share(taken: Grid, height: int) -> None:
    """Two columns that a stretch of rows does not tell apart are one there.

    That is so where some cell stands in both, or words stand to the left and figures to the right.
    """
    for column in range(max(c for _, c in taken)):
        apart = [
            row for row in range(height)
            if (row, column) in taken and (row, column + 1) in taken
            and taken[row, column] is not taken[row, column + 1]
        ]
        first = 0
        for row in (*apart, height):
            left, both, right = _beside(taken, column, range(first, row))
            if both:
                widened = left
            elif left and not any(b.is_figure for b in left) and len(right) > 1 and all(b.is_figure for b in right):
                widened = [*left, *right]
            else:
                widened = []
            for block in widened:
                block.first, block.last = min(block.first, column), max(block.last, column + 1)
                take(block, taken)
            first = row + 1


def _beside(
    taken: Grid, column: int, rows_of: range
) -> tuple[list[Block], list[Block], list[Block]]:
    """The cells of some rows that end in a column, those that stand in it and in the next, those that begin in the next."""
    cells = {id(b): b for row in rows_of for c in (column, column + 1) if (b := taken.get((row, c))) is not None}
    inside = [b for b in cells.values() if rows_of.start <= b.rows[0] and b.rows[1] < rows_of.stop]
    return (
        [b for b in inside if b.last == column],
        [b for b in inside if b.first <= column < b.last],
        [b for b in inside if b.first == column + 1],
    )


def _group_heads(taken: Grid, height: int) -> None:
    """In a head of two rows: what has nothing to its right reaches over the heads below, what has nothing below goes down."""
    width = max(c for _, c in taken) + 1
    for row in range(height - 2):
        cells = [[taken.get((r, c)) for c in range(width)] for r in (row, row + 1)]
        if _is_head_of_two(cells, taken, row, width):
            _reach(cells, taken, row)


def _is_head_of_two(cells: list[list[Block | None]], taken: Grid, row: int, width: int) -> bool:
    """Whether two rows are words over figures, with a head for every column and none above them."""
    words = [b for line in cells for b in line if b is not None]
    above, below = ([taken[r, c] for c in range(width) if (r, c) in taken] for r in (row - 1, row + 2))
    return (
        len({id(b) for b in cells[0] if b is not None}) >= 3
        and not any(b.is_figure for b in words)
        and all(a is not None or b is not None for a, b in zip(*cells, strict=True))
        and any(b.is_figure for b in below)
        and (not above or any(b.is_figure for b in above))
    )


def _reach(cells: list[list[Block | None]], taken: Grid, row: int) -> None:
    width = len(cells[0])
    for column, block in enumerate(cells[0]):
        if block is None or block.rows != (row, row) or block.last != column:
            continue
        # Blank heads to the left are this one's where the head beside them goes down.
        while (
            block.first > 1
            and cells[0][block.first - 1] is None
            and all(cells[r][b] is not None for r, b in ((1, block.first - 1), (1, column)))
            and _goes_down(next((b for b in reversed(cells[0][: block.first]) if b is not None), None), row)
        ):
            block.first -= 1
        below = cells[1][block.first : column + 1]
        if block.first == column and below == [None]:
            block.rows = (row, row + 1)
        while (
            None not in below
            and block.last + 1 < width
            and cells[0][block.last + 1] is None
            and cells[1][block.last + 1] is not None
        ):
            block.last += 1
        take(block, taken)


def _goes_down(block: Block | None, row: int) -> bool:
    return block is not None and block.rows[1] > row


def widen(blocks: list[Block], taken: Grid, edges: Sequence[float]) -> None:
    """Where texts are centred, give cells the columns they are centred over."""
    for block in sorted(blocks, key=lambda b: (b.rows, b.first)):
        filled = {column for row, column in taken if block.rows[0] <= row <= block.rows[1]}
        block.first, block.last = centred.widened(block, edges, filled)
        take(block, taken)
