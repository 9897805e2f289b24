"""From the parts a table has on successive pages to one ``Table``: common columns, rows and cells cut by the page, text."""

from __future__ import annotations

from msgspec import Struct

from gouji.extract.document import Cell, Table, Text
from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.pdf.glyphs import Line, PageText, TextBuilder, wrap_separator
from gouji.extract.readers.pdf.seam import bridged_columns, is_split_row
from gouji.extract.readers.pdf.tables import GridCell, PageTable

_PADDING = 5.5
_SAME_BORDER = 3.0
_EMPTY = Text("")

Part = tuple[PageTable, PageText]


class Placed(Struct):
    """A cell on its way into the whole table; ``parts`` are what it has on each page it reaches."""

    row: int
    column: int
    row_span: int
    column_span: int
    parts: list[tuple[PageText, GridCell]]

    @property
    def plain(self) -> str:
        """Its characters without spaces."""
        return "".join(text.text(line) for text, cell in self.parts for line in cell.lines).replace(" ", "")


def to_table(parts: list[Part], index: int, limits: Limits, path: str) -> Table:
    """One ``Table`` of its parts, put below one another on a common set of columns.

    Raises:
        LimitExceeded: more grid positions than ``limits.cells`` or columns than ``limits.columns``.

    """
    xs = common_columns([part for part, _ in parts])
    rows = sum(len(part.ys) - 1 for part, _ in parts)
    if len(xs) > limits.columns + 1 or rows * len(xs) > limits.cells:
        raise LimitExceeded(
            f"表格太大（{rows}行{len(xs) - 1}列）", f"a table of {rows} × {len(xs) - 1} cells", path
        )
    if len(parts) == 1:
        # By far the most tables; their columns are the common ones.
        ((part, text),) = parts
        return Table(
            index,
            tuple(
                Cell(
                    c.row, c.column, cell_text([(text, c)], index, c.row, c.column), c.row_span, c.column_span
                )
                for c in part.cells
            ),
        )
    placed: list[Placed] = []
    for part, text in parts:
        _append(placed, _placed(part, text, xs))
    cells = [
        Cell(p.row, p.column, cell_text(p.parts, index, p.row, p.column), p.row_span, p.column_span)
        for p in placed
    ]
    cells.sort(key=lambda c: (c.row, c.column))
    return Table(index, tuple(cells))


def _placed(part: PageTable, text: PageText, xs: list[float]) -> list[Placed]:
    columns = [nearest(xs, x) for x in part.xs]
    return [
        Placed(
            c.row,
            columns[c.column],
            c.row_span,
            max(1, columns[c.column + c.column_span] - columns[c.column]),
            [(text, c)],
        )
        for c in part.cells
    ]


def _append(placed: list[Placed], more: list[Placed]) -> None:
    """Put the cells of the next page below, joining what the page cut."""
    if not placed:
        placed += more
        return
    height = max(p.row + p.row_span for p in placed)
    bottom = {(p.column, p.column_span): p for p in placed if p.row + p.row_span == height}
    top = {(p.column, p.column_span): p for p in more if p.row == 0}
    pairs = [(bottom[key], top[key]) for key in sorted(top) if key in bottom]
    if len(pairs) == len(top) == len(bottom) and is_split_row(pairs):
        height -= 1
        joined = pairs
    else:
        bridged = bridged_columns(pairs, placed, more)
        joined = [(above, below) for above, below in pairs if above.column in bridged]
    for above, below in joined:
        above.row_span = height + below.row_span - above.row
        above.parts += below.parts
    gone = {id(below) for _, below in joined}
    for p in more:
        if id(p) not in gone:
            p.row += height
            placed.append(p)


def cell_text(parts: list[tuple[PageText, GridCell]], table: int, row: int, column: int) -> Text:
    """Text of a cell: wrapped lines put together, lines that ended early kept apart by a line feed."""
    lines = [(page, line, cell) for page, cell in parts for line in cell.lines]
    if not lines:
        return Text("")
    if len(lines) == 1:
        page, line, _ = lines[0]
        return Text(page.text(line), tuple(page.pieces(line, 0, table, row, column)))
    padding = min(_PADDING, max(0.0, min(line.x0 - cell.x0 for _, line, cell in lines)))
    widest = max(line.x1 - line.x0 for _, line, _ in lines)
    builder = TextBuilder()
    before: tuple[PageText, Line] | None = None
    for page, line, cell in lines:
        separator = ""
        if before is not None:
            room = max(cell.x1 - cell.x0 - 2 * padding, widest)
            separator = _separator(before, (page, line), room)
        builder.add(page, line, separator, table, row, column)
        before = page, line
    return builder.build()


def _separator(before: tuple[PageText, Line], after: tuple[PageText, Line], room: float) -> str:
    left = room - (before[1].x1 - before[1].x0)
    if left > after[1].token + 0.25 * after[1].size:
        return "\n"
    return wrap_separator(before[0].text(before[1]), after[0].text(after[1]))


def common_columns(parts: list[PageTable]) -> list[float]:
    """Column borders of all parts together, those closer than 3 points made one."""
    xs: list[float] = []
    for x in sorted(x for part in parts for x in part.xs):
        if not xs or x - xs[-1] > _SAME_BORDER:
            xs.append(x)
    return xs


def nearest(xs: list[float] | tuple[float, ...], x: float) -> int:
    """Index of the border nearest to ``x``."""
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))
