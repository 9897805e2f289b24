"""Sheets of an .ods straight from its XML: the shown text stands in it, beside the stored figure and the formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from gouji.extract.errors import EncryptedFile, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.workbook.address import LAST_COLUMN, LAST_ROW, Area
from gouji.extract.readers.workbook.number_format import signed
from gouji.extract.readers.workbook.package import (
    BrokenPart,
    Element,
    SheetPackage,
    holds_text,
    local,
    misplaced,
)
from gouji.extract.readers.workbook.sheet import Budget, Sheet, SheetCell, decimal_of

_PARTS: Final = ("style", "table-column", "table-row", "table")
_IN_CELLS: Final = frozenset((
    "p", "annotation", "table", "detective", "cell-range-source", "frame", "g", "custom-shape", "rect", "line", "polyline",
    "polygon", "regular-polygon", "path", "circle", "ellipse", "connector", "caption", "measure", "control", "a", "list", "h",
))  # fmt: skip
"""What may stand in a cell: its paragraphs, and what is drawn over it."""
_CONTENT: Final = "content.xml"
_GONE: Final = ("collapse", "filter")
_FIGURES: Final = ("float", "percentage", "currency")
_REFERENCE: Final = re.compile(
    r"\[(?P<sheet>\$?(?:'(?:[^']|'')+'|[^.\[\]']*))\.(?P<first>\$?[A-Z]+\$?[0-9]+)(?::[^.\[\]]*\.(?P<last>\$?[A-Z]+\$?[0-9]+))?\]"
)


def read_ods(data: bytes, path: str, limits: Limits) -> list[Sheet]:
    """Every sheet of the workbook in the order of its tabs.

    Raises:
        UnreadableFile: or one of its kinds: damaged, encrypted, over a limit.

    """
    package = SheetPackage(data, path, limits)
    if _encrypted(package):
        raise EncryptedFile("文件有打开密码，请去除密码后再检查", "the file needs a password; remove it and try again", path)
    book = _Book(Budget(path, limits))
    try:
        for element in package.elements(_CONTENT, _PARTS):
            book.take(element)
    except KeyError as error:
        raise UnreadableFile(
            "压缩包内没有工作簿正文（content.xml），文件已损坏，请重新获取",
            "the package has no content.xml: the workbook is damaged; fetch it again", path,
        ) from error  # fmt: skip
    except BrokenPart as error:
        if not book.sheets:
            raise UnreadableFile(
                f"工作簿正文已损坏，无法读取（{error}）", f"the workbook's content is damaged ({error})", path
            ) from error
        book.sheets[-1].losses.append((
            f"工作表的XML有错（{error}），出错处之后的内容可能缺失",
            f"the sheet's XML is malformed ({error}); what follows the error may be missing",
        ))  # fmt: skip
    if book.sheets and (lost := package.misplaced + book.misplaced):
        book.sheets[-1].losses.append(misplaced(lost))
    return book.sheets


def _encrypted(package: SheetPackage) -> bool:
    try:
        return b"encryption-data" in package.read("META-INF/manifest.xml")
    except (KeyError, BrokenPart):
        return False


class _Book:
    """The sheets found so far, and the place in the last one."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: list[Sheet] = []
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._bordered_styles: set[str] = set()
        self._row = self._column = 0
        self._open: Element | None = None
        self.misplaced = 0

    def take(self, element: Element) -> None:
        """One style, column, row, or the end of a table."""
        kind = local(element)
        if kind == "style":
            self._style(element)
            return
        table = element if kind == "table" else next((a for a in element.iterancestors() if local(a) == "table"), None)
        if table is None:
            return
        if table is not self._open:
            if self._open is not None and any(a is self._open for a in element.iterancestors()):
                return
            self._begin(table)
        if kind == "table":
            self._open = None
        elif kind == "table-column":
            count = _repeated(element, "number-columns-repeated")
            if _own(element, "visibility") in _GONE:
                self.sheets[-1].hidden_columns.append((self._column, min(self._column + count - 1, LAST_COLUMN)))
            self._column += count
        else:
            self._read_row(element)

    def _begin(self, table: Element) -> None:
        self._open, self._row, self._column = table, 0, 0
        hidden = _own(table, "style-name") in self._hidden_styles
        self.sheets.append(Sheet(_own(table, "name") or f"Sheet{len(self.sheets) + 1}", hidden=hidden))

    def _style(self, element: Element) -> None:
        name = _own(element, "name")
        for properties in element:
            kind = local(properties)
            if kind == "table-properties" and _own(properties, "display") == "false":
                self._hidden_styles.add(name)
            elif kind == "table-cell-properties" and _boxed(properties):
                self._bordered_styles.add(name)

    def _read_row(self, element: Element) -> None:
        sheet = self.sheets[-1]
        count = min(_repeated(element, "number-rows-repeated"), LAST_ROW + 1 - self._row)
        if count < 1:
            return
        cells = list(self._cells(element))
        if any(c is not None for _, c, _ in cells):
            self._budget.spend(count)
            if _own(element, "visibility") in _GONE:
                sheet.hidden_rows.extend(range(self._row, self._row + count))
            for row in range(self._row, self._row + count):
                for column, cell, span in cells:
                    self._place(sheet, row, column, cell, span)
        elif count == 1:
            for column, cell, span in cells:
                self._place(sheet, self._row, column, cell, span)
        self._row += count

    def _place(self, sheet: Sheet, row: int, column: int, cell: SheetCell | None, span: tuple[int, int, bool]) -> None:
        self._budget.spend()
        down, across, bordered = span
        if cell is not None:
            sheet.cells[row, column] = cell
        if down * across > 1:
            sheet.merges.append(Area(row, column, min(row + down - 1, LAST_ROW), min(column + across - 1, LAST_COLUMN)))
        if bordered:
            sheet.border(row, column)

    def _cells(self, row: Element) -> Iterator[tuple[int, SheetCell | None, tuple[int, int, bool]]]:
        """Cells of a row by column, with rows and columns they span and whether they are boxed in."""
        column = 0
        for element in row:
            kind = local(element)
            if kind not in ("table-cell", "covered-table-cell"):
                self.misplaced += holds_text(element)
                continue
            self.misplaced += sum(local(e) not in _IN_CELLS and holds_text(e) for e in element)
            count = min(_repeated(element, "number-columns-repeated"), LAST_COLUMN + 1 - column)
            if count < 1:
                return
            cell = _cell(element) if kind == "table-cell" else None
            bordered = _own(element, "style-name") in self._bordered_styles
            span = (_repeated(element, "number-rows-spanned"), _repeated(element, "number-columns-spanned"), bordered)
            if cell is not None or bordered or span[0] * span[1] > 1:
                self._budget.spend(count)
                for c in range(column, column + count):
                    yield c, cell, span
            column += count


def _cell(element: Element) -> SheetCell | None:
    text = "\n".join("".join(_text(p)) for p in element if local(p) == "p")
    stored: Decimal | None = None
    if _own(element, "value-type") in _FIGURES:
        stored = decimal_of(_own(element, "value"))
    if stored is not None and stored < 0:
        text = signed(text)
    formula = _formula(_own(element, "formula"))
    if not text.strip() and formula is None:
        return None
    return SheetCell(text, stored, formula)


def _text(paragraph: Element) -> Iterator[str]:
    """Text of a paragraph with its blanks, tabs and line ends; notes left out."""
    yield paragraph.text or ""
    for child in paragraph:
        kind = local(child)
        if kind == "s":
            yield " " * min(_repeated(child, "c"), 1000)
        elif kind == "tab":
            yield "\t"
        elif kind == "line-break":
            yield "\n"
        elif kind not in ("annotation", "ruby-text"):
            yield from _text(child)
        yield child.tail or ""


def _formula(text: str) -> str | None:
    """``of:=SUM([.B4:.B6])`` as ``=SUM(B4:B6)``; ``None`` for other notations."""
    if not text.startswith("of:="):
        return None
    return _REFERENCE.sub(_reference, text[3:])


def _reference(found: re.Match[str]) -> str:
    sheet = found["sheet"].lstrip("$")
    if sheet and not sheet.startswith("'"):
        sheet = f"'{sheet}'"
    return (f"{sheet}!" if sheet else "") + found["first"] + (f":{found['last']}" if found["last"] else "")


def _boxed(properties: Element) -> bool:
    sides = {str(k).rsplit("}", 1)[-1]: v for k, v in properties.attrib.items() if str(k).rsplit("}", 1)[-1].startswith("border")}
    drawn = {str(k) for k, v in sides.items() if not str(v).startswith(("none", "hidden"))}
    return bool(drawn & {"border", "border-left", "border-right"}) or {"border-top", "border-bottom"} <= drawn


def _own(element: Element, name: str) -> str:
    """An attribute whatever its namespace; those of the standard come before extensions of the same name."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rsplit("}", 1)[-1] == name), "")


def _repeated(element: Element, name: str) -> int:
    text = _own(element, name)
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
