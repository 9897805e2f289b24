"""A worksheet as its file gives it, before titles and tables are told apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Context, Decimal, InvalidOperation
from typing import Final

from msgspec import Struct, field

from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.workbook.address import Area

_SIGNIFICANT: Final = Context(prec=15)


class SheetCell(Struct, frozen=True):
    """A cell with something in it.

    Attributes:
        text: what the sheet shows.
        stored: the figure behind it, ``None`` for text.
        formula: its formula with the leading ``=``, if any.
        relative: row and column the formula is written for, where it is shared and stands elsewhere.
    """

    text: str
    stored: Decimal | None = None
    formula: str | None = None
    relative: tuple[int, int] | None = None


class Sheet(Struct):
    """One worksheet.

    Attributes:
        name: as on its tab.
        cells: by row and column; blank cells are left out.
        bordered: columns with a border, as runs by row, for cells that are blank or not.
        merges: merged rectangles.
        hidden_rows: rows that are not shown, sorted.
        hidden_columns: columns that are not shown, as sorted runs, ends included.
        hidden: the whole sheet is not shown.
        losses: what could not be read, in both languages.
    """

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    bordered: dict[int, list[list[int]]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False
    losses: list[tuple[str, str]] = field(default_factory=list)

    def row_hidden(self, row: int) -> bool:
        """True when the row is not shown."""
        at = bisect_left(self.hidden_rows, row)
        return at < len(self.hidden_rows) and self.hidden_rows[at] == row

    def hidden_between(self, first: int, last: int) -> int:
        """How many of the rows ``first`` … ``last`` (ends included) are not shown."""
        return bisect_right(self.hidden_rows, last) - bisect_left(self.hidden_rows, first)

    def column_hidden(self, column: int) -> bool:
        """True when the column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def shown(self, row: int, column: int) -> bool:
        """True when the cell can be seen."""
        return not (self.row_hidden(row) or self.column_hidden(column))

    def border(self, row: int, column: int) -> None:
        """Note that a cell has a border; cells come in order."""
        runs = self.bordered.setdefault(row, [])
        if runs and runs[-1][1] >= column - 1:
            runs[-1][1] = max(runs[-1][1], column)
        else:
            runs.append([column, column])


class Budget:
    """Counts the cells of a workbook against the limit."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path, self.limits, self._left = path, limits, limits.cells

    def spend(self, cells: int = 1) -> None:
        """Take so many cells from what is left.

        Raises:
            LimitExceeded: nothing is left.

        """
        self._left -= cells
        if self._left < 0:
            raise LimitExceeded(
                f"工作簿的单元格超过{self.limits.cells}个；请拆成几份，或用 --limit cells=N 放宽",
                f"more than {self.limits.cells} cells in the workbook; split it, or allow more with --limit cells=N",
                self.path,
            )


def decimal_of(raw: str) -> Decimal | None:
    """A stored figure to the 15 digits a spreadsheet keeps: ``0.66859999999999997`` is 0.6686."""
    try:
        value = Decimal(raw.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 330:
        return None
    return _SIGNIFICANT.plus(value)


def plain_digits(value: Decimal) -> str:
    """A figure without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
