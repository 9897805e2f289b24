"""Sheets of an .xlsb through calamine: values and merged cells."""

from __future__ import annotations

from gouji.extract.limits import Limits
from gouji.extract.readers.workbook.calamine import open_book, sheets_of
from gouji.extract.readers.workbook.package import SheetPackage
from gouji.extract.readers.workbook.sheet import Budget, Sheet


def read_xlsb(data: bytes, path: str, limits: Limits) -> list[Sheet]:
    """Every sheet of the workbook in the order of its tabs, figures as stored.

    Raises:
        UnreadableFile: or one of its kinds: damaged, encrypted, over a limit.

    """
    package = SheetPackage(data, path, limits)
    for name in package.names:
        if name.startswith("xl/worksheets/") or name == "xl/sharedstrings.bin":
            package.read(name)
    sheets = sheets_of(open_book(data, path), path, Budget(path, limits))
    if sheets:
        sheets[0].losses.append((
            "这是二进制工作簿（.xlsb），数字格式、公式和隐藏的行列未能读出，百分比等按存储值显示；请另存为 .xlsx 后再检查",
            "this is a binary workbook (.xlsb): number formats, formulas and hidden rows were not read and figures are "
            "shown as stored; save it as .xlsx",
        ))  # fmt: skip
    return sheets
