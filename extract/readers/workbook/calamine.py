"""Values of a workbook through python-calamine: the texts of .xls, and all of workbooks older than that."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from gouji.extract.errors import EncryptedFile, UnreadableFile
from gouji.extract.readers.workbook.address import LAST_COLUMN, LAST_ROW, Area
from gouji.extract.readers.workbook.number_format import general
from gouji.extract.readers.workbook.sheet import Budget, Sheet, SheetCell, decimal_of

_PANIC: Final = "PanicException"
_HIDDEN: Final = ("Hidden", "VeryHidden")


def open_book(data: bytes, path: str) -> Any:
    """A calamine workbook.

    Raises:
        EncryptedFile: it needs a password.
        UnreadableFile: it is damaged.

    """
    import python_calamine

    try:
        return python_calamine.load_workbook(BytesIO(data))
    except BaseException as error:
        raise _unreadable(error, path) from error


def _unreadable(error: BaseException, path: str) -> BaseException:
    """The library's panics are no ``Exception``; what is neither its error nor a panic is passed on."""
    if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
        return error
    if type(error).__name__ == "PasswordError":
        return EncryptedFile("文件有打开密码，请用 --password 给出", "the file needs a password; give it with --password", path)
    return damaged(path)


def damaged(path: str) -> UnreadableFile:
    """The workbook cannot be read as it is."""
    return UnreadableFile(
        "工作簿不完整或已损坏，请重新下载，或用 Excel/WPS 打开修复后另存",
        "the workbook is truncated or damaged; fetch it again, or open it in Excel to repair and save a copy", path,
    )  # fmt: skip


def sheets_of(book: Any, path: str, budget: Budget) -> list[Sheet]:
    """Every sheet with its values and merged cells; figures as they are stored.

    Raises:
        LimitExceeded: too many cells.

    """
    found = []
    for index, data in enumerate(book.sheets_metadata):
        sheet = Sheet(data.name, hidden=str(data.visible).rsplit(".", 1)[-1] in _HIDDEN)
        if str(data.typ).endswith("WorkSheet"):
            _fill(book, index, sheet, path, budget)
        found.append(sheet)
    return found


def _fill(book: Any, index: int, sheet: Sheet, path: str, budget: Budget) -> None:
    try:
        values = book.get_sheet_by_index(index)
        start, end = values.start, values.end
        merges = values.merged_cell_ranges or []
    except BaseException as error:
        if isinstance(_unreadable(error, path), UnreadableFile):
            sheet.losses.append(("工作表已损坏，未读取", "the sheet is damaged and was not read"))
            return
        raise
    sheet.merges.extend(Area(a[0], a[1], b[0], b[1]) for a, b in merges if b[0] <= LAST_ROW and b[1] <= LAST_COLUMN)
    if start is None or end is None:
        return
    budget.spend((end[0] - start[0] + 1) * (end[1] - start[1] + 1))
    for row, line in enumerate(values.iter_rows(), 0):
        for column, value in enumerate(line):
            cell = _cell(value)
            if cell is not None:
                sheet.cells[row, column] = cell


def _cell(value: Any) -> SheetCell | None:
    if isinstance(value, bool):
        return SheetCell("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return SheetCell(value.replace("\r\n", "\n").replace("\r", "\n")) if value.strip() else None
    if isinstance(value, int | float):
        stored = decimal_of(repr(value))
        return None if stored is None else SheetCell(general(stored), stored)
    if isinstance(value, datetime.datetime):
        day = f"{value.year}年{value.month}月{value.day}日"
        return SheetCell(day if value.time() == datetime.time() else f"{day}{value:%H:%M:%S}")
    if isinstance(value, datetime.date):
        return SheetCell(f"{value.year}年{value.month}月{value.day}日")
    if isinstance(value, datetime.time):
        return SheetCell(f"{value:%H:%M:%S}")
    if isinstance(value, datetime.timedelta):
        return SheetCell(str(Decimal(value.days) + Decimal(value.seconds) / 86_400))
    return None
