"""From a page's lattices to ``Table`` rows: grid positions, spans, and the text of every cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gouji.extract.document import Cell, Table, Text
from gouji.extract.readers.pdf.arrays import Floats, Ints
from gouji.extract.readers.pdf.glyphs import Line, PageText, TextBuilder, wrap_separator
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.raw import RawPage

_PADDING = 5.5
_NO_PLACE = -1


class GridCell(NamedTuple):
    """A cell of one page's table: its place in the grid of that page, and its lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as far as it stands on one page: positions of its column and row borders, its cells."""

    page: int
    top: float
    bottom: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]


def places(page: RawPage, lattices: list[Lattice]) -> Ints:
    """Number of the cell (counted over all lattices in order) that holds the middle of each character, or −1."""
    place = np.full(len(page.codes), _NO_PLACE, np.intp)
    x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    offset = 0
    for lattice in lattices:
        boxes = lattice.boxes
        xs, ys = np.unique(boxes[:, (0, 2)]), np.unique(boxes[:, (1, 3)])
        number = np.full((len(ys) + 1, len(xs) + 1), _NO_PLACE, np.intp)
        column, last_column = np.searchsorted(xs, boxes[:, 0]) + 1, np.searchsorted(xs, boxes[:, 2]) + 1
        row, last_row = np.searchsorted(ys, boxes[:, 1]) + 1, np.searchsorted(ys, boxes[:, 3]) + 1
        # Large ones first, so that a cell within a cell wins.
        for k in np.argsort(-(last_row - row) * (last_column - column), kind="stable").tolist():
            number[row[k] : last_row[k], column[k] : last_column[k]] = offset + k
        i = np.searchsorted(ys, y, side="right")
        j = np.searchsorted(xs, x, side="right")
        inside = (i > 0) & (i < len(ys)) & (j > 0) & (j < len(xs))
        hit = np.where(inside, number[np.minimum(i, len(ys)), np.minimum(j, len(xs))], _NO_PLACE)
        place = np.where(hit >= 0, hit, place)
        offset += len(boxes)
    return place


def page_tables(text: PageText, lattices: list[Lattice]) -> list[PageTable]:
    """The tables of a page with the lines of their cells."""
    out = []
    offset = 0
    for lattice in lattices:
        out.append(_page_table(text, lattice.boxes, offset))
        offset += len(lattice.boxes)
    return out


def _page_table(text: PageText, boxes: Floats, offset: int) -> PageTable:
    xs, ys = np.unique(boxes[:, (0, 2)]), np.unique(boxes[:, (1, 3)])
    left, right = np.searchsorted(xs, boxes[:, 0]).tolist(), np.searchsorted(xs, boxes[:, 2]).tolist()
    top, bottom = np.searchsorted(ys, boxes[:, 1]).tolist(), np.searchsorted(ys, boxes[:, 3]).tolist()
    cells = tuple(
        GridCell(
            top[k],
            left[k],
            bottom[k] - top[k],
            right[k] - left[k],
            x0,
            x1,
            tuple(text.lines.get(offset + k, ())),
        )
        for k, (x0, _, x1, _) in enumerate(boxes.tolist())
    )
    return PageTable(text.number, float(ys[0]), float(ys[-1]), tuple(xs.tolist()), tuple(ys.tolist()), cells)


def cell_text(page: PageText, cell: GridCell, table: int, row: int, column: int) -> Text:
    """Text of a cell: wrapped lines put together, lines that ended early kept apart by a line feed."""
    lines = cell.lines
    if not lines:
        return Text("")
    if len(lines) == 1:
        line = lines[0]
        return Text(
            page.text(line), tuple(page.pieces(line, 0, {"table": table, "row": row, "column": column}))
        )
    builder = TextBuilder()
    padding = min(_PADDING, max(0.0, min(line.x0 for line in lines) - cell.x0))
    room = max(cell.x1 - cell.x0 - 2 * padding, max(line.x1 - line.x0 for line in lines))
    previous: Line | None = None
    for line in lines:
        separator = ""
        if previous is not None:
            left = room - (previous.x1 - previous.x0)
            if left > line.token + 0.25 * line.size:
                separator = "\n"
            else:
                separator = wrap_separator(page.text(previous), page.text(line))
        builder.add(page, line, separator, table=table, row=row, column=column)
        previous = line
    return builder.build()


def to_table(parts: list[tuple[PageTable, PageText]], index: int) -> Table:
    """One ``Table`` of the parts it has on successive pages, put below one another on a common set of columns."""
    xs = common_columns([part for part, _ in parts])
    cells: list[Cell] = []
    base = 0
    for part, text in parts:
        columns = [nearest(xs, x) for x in part.xs]
        for c in part.cells:
            column, end = columns[c.column], columns[c.column + c.column_span]
            row = base + c.row
            cells.append(
                Cell(row, column, cell_text(text, c, index, row, column), c.row_span, max(1, end - column))
            )
        base += len(part.ys) - 1
    cells.sort(key=lambda c: (c.row, c.column))
    return Table(index, tuple(cells))


def common_columns(parts: list[PageTable]) -> list[float]:
    """Column borders of all parts together, those closer than 3 points made one."""
    xs: list[float] = []
    for x in sorted(x for part in parts for x in part.xs):
        if not xs or x - xs[-1] > 3.0:
            xs.append(x)
    return xs


def nearest(xs: list[float], x: float) -> int:
    """Index of the border nearest to ``x``."""
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))
