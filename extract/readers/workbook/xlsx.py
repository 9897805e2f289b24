"""Sheets of an .xlsx or .xlsm, straight from its XML: shown text, stored figure, formula, border, what is hidden."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from gouji.extract.errors import UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.workbook.address import LAST_COLUMN, LAST_ROW, parse_area, parse_cell
from gouji.extract.readers.workbook.format_dates import serial_of
from gouji.extract.readers.workbook.number_format import show, show_text
from gouji.extract.readers.workbook.package import (
    BrokenPart,
    Element,
    SheetPackage,
    holds_text,
    local,
    misplaced,
)
from gouji.extract.readers.workbook.sheet import Budget, Sheet, SheetCell, decimal_of
from gouji.extract.readers.workbook.styles import PLAIN, CellStyle, read_styles

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_TRUE: Final = ("1", "true", "on")
_SHEET_PARTS: Final = ("row", "col", "mergeCell")


def read_xlsx(data: bytes, path: str, limits: Limits) -> list[Sheet]:
    """Every sheet of the workbook in the order of its tabs.

    Raises:
        UnreadableFile: or one of its kinds: no workbook inside, damaged, encrypted, over a limit.

    """
    return _Workbook(SheetPackage(data, path, limits), path, limits).sheets()


class _Workbook:
    def __init__(self, package: SheetPackage, path: str, limits: Limits) -> None:
        self._package, self._path = package, path
        self._budget = Budget(path, limits)
        self._losses: list[tuple[str, str]] = []
        self._main = next(
            (r.target for r in package.relations("") if r.kind == "officeDocument" and r.target.lower() in package.names),
            "xl/workbook.xml",
        )
        self._targets = {r.id: r.target for r in package.relations(self._main) if not r.external}
        self._by_kind = {r.kind: r.target for r in package.relations(self._main) if not r.external}

    def sheets(self) -> list[Sheet]:
        root = self._root()
        self._from_1904 = any(
            e.get("date1904", "0") in _TRUE for e in root if local(e) == "workbookPr"
        )
        self._styles = self._read_styles()
        self._strings = self._read_strings()
        found: list[Sheet] = []
        for at, entry in enumerate(e for group in root if local(group) == "sheets" for e in group):
            sheet = Sheet(entry.get("name", f"Sheet{at + 1}"), hidden=entry.get("state", "visible") != "visible")
            identity = next((v for k, v in entry.attrib.items() if str(k).rsplit("}", 1)[-1] == "id"), "")
            target = self._targets.get(str(identity)) or f"xl/worksheets/sheet{at + 1}.xml"
            if "chartsheets" not in target and "dialogsheets" not in target:
                self._read_sheet(target, sheet)
            found.append(sheet)
        if found:
            found[0].losses[:0] = self._losses
        return found

    def _root(self) -> Element:
        try:
            return self._package.xml(self._main)[0]
        except (KeyError, BrokenPart) as error:
            raise UnreadableFile(
                "工作簿的主部件（xl/workbook.xml）缺失或已损坏，请用 Excel/WPS 打开修复后另存",
                "the workbook's main part (xl/workbook.xml) is missing or damaged; repair it in Excel and save a copy",
                self._path,
            ) from error

    def _side(self, kind: str, usual: str) -> str:
        return self._by_kind.get(kind) or posixpath.join(posixpath.dirname(self._main), usual)

    def _read_styles(self) -> tuple[CellStyle, ...]:
        name = self._side("styles", "styles.xml")
        try:
            return read_styles(self._package.xml(name)[0])
        except KeyError:
            return ()
        except BrokenPart:
            self._losses.append((
                "样式部件已损坏，百分比、日期等数字格式未能识别，数字按存储值显示",
                "the styles part is damaged: figures are shown as stored, without percent or date formats",
            ))  # fmt: skip
            return ()

    def _read_strings(self) -> list[str]:
        name = self._side("sharedStrings", "sharedStrings.xml")
        strings: list[str] = []
        try:
            strings.extend(rich_text(item) for item in self._package.elements(name, ("si",)))
        except KeyError:
            pass
        except BrokenPart:
            self._losses.append((
                "共享文字部件已损坏，部分单元格的文字缺失；请用 Excel/WPS 修复后重新检查",
                "the shared strings are damaged: text of some cells is missing",
            ))  # fmt: skip
        return strings

    def _read_sheet(self, name: str, sheet: Sheet) -> None:
        rows = _Rows(sheet, self._budget, self._styles, self._strings, self._from_1904)
        try:
            for element in self._package.elements(name, _SHEET_PARTS):
                kind = local(element)
                if kind == "row":
                    rows.read(element)
                elif kind == "col":
                    _column(element, sheet)
                else:
                    area = parse_area(element.get("ref", ""))
                    if area is not None:
                        self._budget.spend()
                        sheet.merges.append(area)
        except KeyError:
            sheet.losses.append(("工作表的内容部件缺失，未读取", "the sheet's part is missing and was not read"))
        except BrokenPart as error:
            sheet.losses.append((
                f"工作表的XML有错（{error}），出错处之后的内容可能缺失",
                f"the sheet's XML is malformed ({error}); what follows the error may be missing",
            ))  # fmt: skip
        rows.misplaced += self._package.misplaced
        self._package.misplaced = 0
        rows.finish()


def _column(element: Element, sheet: Sheet) -> None:
    """One ``<col>``: columns that are hidden or have no width."""
    first, last = _whole(element.get("min"), 0) - 1, _whole(element.get("max"), 0) - 1
    if first >= 0 and (element.get("hidden", "0") in _TRUE or _is_zero(element.get("width"))):
        sheet.hidden_columns.append((first, min(last, LAST_COLUMN)))


class _Rows:
    """The rows of one sheet, read one after the other."""

    def __init__(
        self, sheet: Sheet, budget: Budget, styles: tuple[CellStyle, ...], strings: list[str], from_1904: bool
    ) -> None:
        self._sheet, self._budget, self._styles = sheet, budget, styles
        self._strings, self._from_1904 = strings, from_1904
        self._shared: dict[str, tuple[str, tuple[int, int]]] = {}
        self._row = -1
        self._uncached: list[str] = []
        self._wrong: list[str] = []
        self._lost_strings = 0
        self.misplaced = 0

    def read(self, element: Element) -> None:
        row = _whole(element.get("r"), self._row + 2) - 1
        if not 0 <= row <= LAST_ROW:
            self.misplaced += holds_text(element)
            return
        self._row = row
        if element.get("hidden", "0") in _TRUE or _is_zero(element.get("ht")):
            self._sheet.hidden_rows.append(row)
        column = -1
        for c in element:
            if local(c) != "c":
                self.misplaced += holds_text(c)
                continue
            place = parse_cell(c.get("r", ""))
            column = place[1] if place is not None and place[0] == row else column + 1
            if column <= LAST_COLUMN:
                self._cell(c, row, column)
            else:
                self.misplaced += holds_text(c)

    def _cell(self, c: Element, row: int, column: int) -> None:
        style = self._styles[i] if (i := _whole(c.get("s"), 0)) < len(self._styles) else PLAIN
        if style.bordered:
            self._budget.spend()
            self._sheet.border(row, column)
        raw: str | None = None
        formula: Element | None = None
        inline: str | None = None
        for child in c:
            name = local(child)
            if name == "v":
                raw = child.text
            elif name == "f":
                formula = child
            elif name == "is":
                inline = rich_text(child)
            elif name != "extLst":
                self.misplaced += holds_text(child)
        if raw is None and formula is None and not inline:
            return
        self._budget.spend()
        text, stored = self._value(c.get("t", "n"), raw, inline, style)
        declared, relative = self._formula(formula, row, column)
        if declared is not None and raw is None and inline is None:
            self._uncached.append(c.get("r", ""))
        if text or declared is not None:
            before = self._sheet.cells.get((row, column))
            self.misplaced += before is not None and before.text not in ("", text)
            self._sheet.cells[row, column] = SheetCell(text, stored, declared, relative)
        if c.get("t") == "e" and text:
            self._wrong.append(f"{c.get('r', '')} {text}")

    def _value(self, kind: str, raw: str | None, inline: str | None, style: CellStyle) -> tuple[str, Decimal | None]:
        """Shown text and stored figure."""
        if inline is not None and (kind == "inlineStr" or raw is None):
            return show_text(inline, style.code), None
        if raw is None:
            return "", None
        if kind == "s":
            at = _whole(raw.strip(), -1)
            if 0 <= at < len(self._strings):
                return show_text(self._strings[at], style.code), None
            self._lost_strings += 1
            return "", None
        if kind == "b":
            return ("TRUE" if raw.strip() in _TRUE else "FALSE"), None
        if kind == "d":
            value = serial_of(raw)
        elif kind in ("n", ""):
            value = decimal_of(raw)
        else:
            return (raw if kind == "e" else show_text(unescaped(raw), style.code)), None
        return (raw.strip(), None) if value is None else (show(value, style.code, from_1904=self._from_1904), value)

    def _formula(
        self, f: Element | None, row: int, column: int
    ) -> tuple[str | None, tuple[int, int] | None]:
        """Formula of a cell and, where it was written for another one, that one's place."""
        if f is None or f.get("t") in ("array", "dataTable"):
            return None, None
        text = (f.text or "").strip()
        if f.get("t") != "shared":
            return ("=" + text if text else None), None
        name = f.get("si", "")
        if text:
            self._shared[name] = ("=" + text, (row, column))
            return "=" + text, None
        shared = self._shared.get(name)
        return shared if shared is not None else (None, None)

    def finish(self) -> None:
        """Say what the sheet's cells lack."""
        sheet = self._sheet
        sheet.hidden_rows.sort()
        if self.misplaced:
            sheet.losses.append(misplaced(self.misplaced))
        if self._uncached:
            sheet.losses.append((
                f"{len(self._uncached)}个公式单元格没有保存计算结果（{_few(self._uncached)}），这些数未审核；"
                "请用 Excel/WPS 打开并保存后再检查",
                f"{len(self._uncached)} formula cells hold no result ({_few(self._uncached)}) and were not checked; "
                "open the file in Excel, save it and try again",
            ))  # fmt: skip
        if self._wrong:
            sheet.losses.append((
                f"{len(self._wrong)}个单元格显示错误值（{_few(self._wrong)}），其数未审核",
                f"{len(self._wrong)} cells show an error value ({_few(self._wrong)}) and were not checked",
            ))  # fmt: skip
        if self._lost_strings:
            sheet.losses.append((
                f"{self._lost_strings}个单元格的文字缺失（共享文字部件不完整）",
                f"the text of {self._lost_strings} cells is missing (shared strings are incomplete)",
            ))  # fmt: skip


def rich_text(item: Element) -> str:
    """Text of a string item, its runs joined, phonetic hints left out."""
    return unescaped("".join(_runs(item)))


def _runs(item: Element) -> Iterator[str]:
    for child in item:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from (t.text or "" for t in child if local(t) == "t")


def unescaped(text: str) -> str:
    """``_x000D_`` and the like as the characters they stand for, line ends as ``\\n``."""
    if "_x" in text:
        text = _SURROGATE.sub("\ufffd", _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _few(places: list[str]) -> str:
    return "、".join(places[:5]) + ("…" if len(places) > 5 else "")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default


def _is_zero(text: str | None) -> bool:
    return text is not None and text.strip("0.") == "" and text != ""
