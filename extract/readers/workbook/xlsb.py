"""Sheets of an .xlsb from its records ([MS-XLSB] 2.4): figures with their formats, formulas, merges, what is hidden."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from typing import Final

from gouji.extract.errors import UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.workbook.address import LAST_COLUMN, LAST_ROW, Area, address_of
from gouji.extract.readers.workbook.number_format import builtin, show, show_text
from gouji.extract.readers.workbook.package import BrokenPart, SheetPackage
from gouji.extract.readers.workbook.sheet import Budget, Sheet, SheetCell, decimal_of
from gouji.extract.readers.workbook.styles import PLAIN, CellStyle
from gouji.extract.readers.workbook.xls import unpacked
from gouji.extract.readers.workbook.xls_formula import formula_text

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED_TEXT = 0, 1, 2, 3, 4, 5, 6, 7
_F_TEXT, _F_NUMBER, _F_BOOL, _F_ERROR, _RICH_TEXT = 8, 9, 10, 11, 62
_CELLS: Final = frozenset((*range(1, 12), _RICH_TEXT))
_STRING, _FORMAT, _BORDER, _XF, _COLUMNS = 19, 44, 46, 47, 60
_WORKBOOK, _SHEET, _MERGE, _SHARED = 153, 156, 176, 427
_CELL_STYLES, _CELL_STYLES_END = 617, 618
_POINTER: Final = 0x01
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xlsb(data: bytes, path: str, limits: Limits) -> list[Sheet]:
    """Every sheet of the workbook in the order of its tabs.

    Raises:
        UnreadableFile: or one of its kinds: damaged, encrypted, over a limit.

    """
    return _Workbook(SheetPackage(data, path, limits), path, limits).sheets()


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Records of a part: their kind and body; those of a part that breaks off up to there.

    Raises:
        BrokenPart: a record is longer than what is left.
    """
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind, at = kind & 0x7F | (part[at] & 0x7F) << 7, at + 1
        size = shift = 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + size > end:
            raise BrokenPart(f"record {kind} at byte {at} breaks off")
        yield kind, part[at : at + size]
        at += size


class _Workbook:
    def __init__(self, package: SheetPackage, path: str, limits: Limits) -> None:
        self._package, self._path = package, path
        self._budget = Budget(path, limits)
        named = (r.target for r in package.relations("") if r.kind == "officeDocument" and r.target.lower() in package.names)
        self._main = next(named, "xl/workbook.bin")
        relations = [r for r in package.relations(self._main) if not r.external]
        self._targets = {r.id: r.target for r in relations}
        self._by_kind = {r.kind: r.target for r in relations}
        self._losses: list[tuple[str, str]] = []

    def sheets(self) -> list[Sheet]:
        from_1904 = False
        entries: list[tuple[str, Sheet]] = []
        try:
            for kind, body in records(self._package.read(self._main)):
                if kind == _WORKBOOK:
                    from_1904 = bool(body[:1] and body[0] & 1)
                elif kind == _SHEET:
                    relation, at = _string(body, 8)
                    entries.append((relation, Sheet(_string(body, at)[0], hidden=body[:4] != b"\0\0\0\0")))
        except (KeyError, BrokenPart, struct.error) as error:
            raise UnreadableFile(
                "工作簿的主部件（xl/workbook.bin）缺失或已损坏，请用 Excel/WPS 打开修复后另存",
                "the workbook's main part (xl/workbook.bin) is missing or damaged; repair it in Excel and save a copy",
                self._path,
            ) from error
        styles, strings = self._styles(), self._strings()
        for at, (relation, sheet) in enumerate(entries, 1):
            target = self._targets.get(relation) or f"xl/worksheets/sheet{at}.bin"
            if "chartsheets" not in target and "dialogsheets" not in target:
                _Cells(sheet, self._budget, styles, strings, from_1904).read(self._part(target, sheet.losses))
        if entries:
            entries[0][1].losses[:0] = self._losses
        return [sheet for _, sheet in entries]

    def _part(self, name: str, losses: list[tuple[str, str]]) -> Iterator[tuple[int, bytes]]:
        """Records of a part; that it is missing or breaks off is noted."""
        try:
            yield from records(self._package.read(name))
        except (KeyError, BrokenPart) as error:
            losses.append((
                f"部件 {name} 缺失或已损坏，其后的内容可能没有读出（{error}）",
                f"part {name} is missing or damaged; what follows may not have been read ({error})",
            ))  # fmt: skip

    def _side(self, kind: str, usual: str) -> Iterator[tuple[int, bytes]]:
        name = self._by_kind.get(kind) or posixpath.join(posixpath.dirname(self._main), usual)
        return self._part(name, self._losses) if name.lower() in self._package.names else iter(())

    def _styles(self) -> tuple[CellStyle, ...]:
        codes: dict[int, str] = {}
        borders: list[bool] = []
        styles: list[CellStyle] = []
        inside = False
        for kind, body in self._side("styles", "styles.bin"):
            if kind == _FORMAT and len(body) > 6:
                codes[struct.unpack_from("<H", body)[0]] = _string(body, 2)[0]
            elif kind == _BORDER and len(body) >= 41:
                top, bottom, left, right = (body[1 + 10 * i] != 0 for i in range(4))
                borders.append(left or right or (top and bottom))
            elif kind in (_CELL_STYLES, _CELL_STYLES_END):
                inside = kind == _CELL_STYLES
            elif kind == _XF and inside and len(body) >= 10:
                identity, border = struct.unpack_from("<2xH4xH", body)
                code = codes.get(identity) or builtin(identity)
                styles.append(CellStyle(code, border < len(borders) and borders[border]))
        return tuple(styles)

    def _strings(self) -> list[str]:
        found = []
        for kind, body in self._side("sharedStrings", "sharedStrings.bin"):
            if kind == _STRING:
                found.append(_string(body, 1)[0])
        return found


class _Cells:
    """The records of one sheet."""

    def __init__(
        self, sheet: Sheet, budget: Budget, styles: tuple[CellStyle, ...], strings: list[str], from_1904: bool
    ) -> None:
        self._sheet, self._budget, self._styles, self._strings = sheet, budget, styles, strings
        self._from_1904 = from_1904
        self._row = 0
        self._shared: dict[tuple[int, int], bytes] = {}
        self._waiting: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._wrong: list[str] = []
        self._odd = 0
        """Records cut short, of places filled already, or of texts there are none of."""

    def read(self, found: Iterator[tuple[int, bytes]]) -> None:
        for kind, body in found:
            try:
                self._record(kind, body)
            except (struct.error, IndexError):
                self._odd += kind in _CELLS or kind == _ROW  # other short records say nothing
        self._sheet.hidden_rows.sort()
        if self._odd:
            self._sheet.losses.append((
                f"有{self._odd}条行或单元格的记录残缺或重复，部分单元格可能没有读出或错位；请用 Excel/WPS 打开修复后另存",
                f"{self._odd} records of rows or cells are short or doubled; cells may be missing or out of place; repair it in "
                "Excel and save a copy",
            ))  # fmt: skip
        if self._wrong:
            few = "、".join(self._wrong[:5]) + ("…" if len(self._wrong) > 5 else "")
            self._sheet.losses.append((
                f"{len(self._wrong)}个单元格显示错误值（{few}），其数未审核",
                f"{len(self._wrong)} cells show an error value ({few}) and were not checked",
            ))  # fmt: skip

    def _record(self, kind: int, body: bytes) -> None:
        sheet = self._sheet
        if kind in _CELLS:
            self._cell(kind, body)
        elif kind == _ROW:
            row, flags = struct.unpack_from("<I7xB", body)
            self._row = row
            if flags & 0x10:
                sheet.hidden_rows.append(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if (flags & 1 or not width) and first <= LAST_COLUMN:
                sheet.hidden_columns.append((first, min(last, LAST_COLUMN)))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            if top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN:
                self._budget.spend()
                sheet.merges.append(Area(top, left, bottom, right))
        elif kind == _SHARED:
            top, _, left, _ = struct.unpack_from("<4I", body)
            self._shared[top, left] = body[16:]
            for place in self._waiting.pop((top, left), ()):
                self._declare(place, body[16:])

    def _cell(self, kind: int, body: bytes) -> None:
        column, style_number = struct.unpack_from("<II", body)
        row = self._row
        if column > LAST_COLUMN or row > LAST_ROW:
            return
        at = style_number & 0xFFFFFF
        style = self._styles[at] if at < len(self._styles) else PLAIN
        if style.bordered:
            self._budget.spend()
            self._sheet.border(row, column)
        if kind == _BLANK:
            return
        self._budget.spend()
        self._odd += (row, column) in self._sheet.cells
        text, value, end = self._value(kind, body)
        stored = None if value is None else decimal_of(repr(value))
        if stored is not None:
            text = show(stored, style.code, from_1904=self._from_1904)
        elif kind in (_TEXT, _SHARED_TEXT, _F_TEXT, _RICH_TEXT):
            text = show_text(text, style.code)
        if text or kind in (_F_TEXT, _F_NUMBER):
            self._sheet.cells[row, column] = SheetCell(text, stored)
        if kind in (_F_TEXT, _F_NUMBER):
            self._declare((row, column), body[end + 2 :])
        if kind in (_ERROR, _F_ERROR):
            self._wrong.append(f"{address_of(row, column)} {text}")

    def _value(self, kind: int, body: bytes) -> tuple[str, float | None, int]:
        """Text or figure of a cell, and where its value ends."""
        if kind == _RK:
            return "", unpacked(struct.unpack_from("<I", body, 8)[0]), 12
        if kind in (_REAL, _F_NUMBER):
            return "", float(struct.unpack_from("<d", body, 8)[0]), 16
        if kind in (_BOOL, _F_BOOL):
            return "TRUE" if body[8] else "FALSE", None, 9
        if kind in (_ERROR, _F_ERROR):
            return _ERRORS.get(body[8], "#N/A"), None, 9
        if kind == _SHARED_TEXT:
            number = struct.unpack_from("<I", body, 8)[0]
            self._odd += number >= len(self._strings)
            return self._strings[number] if number < len(self._strings) else "", None, 12
        text, end = _string(body, 9 if kind == _RICH_TEXT else 8)
        return text, None, end

    def _declare(self, place: tuple[int, int], formula: bytes) -> None:
        """Give a cell its formula, or that of the first cell of those that share it, once that is known."""
        if len(formula) >= 13 and formula[4] == _POINTER:
            home = struct.unpack_from("<I", formula, 5)[0], struct.unpack_from("<I", formula, len(formula) - 4)[0]
            if home not in self._shared:
                self._waiting.setdefault(home, []).append(place)
                return
            formula = self._shared[home]
        text = formula_text(formula, *place, wide=True)
        cell = self._sheet.cells.get(place)
        if text is not None and cell is not None:
            self._sheet.cells[place] = SheetCell(cell.text, cell.stored, text)


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A string with a four-byte length, and where it ends; a missing one is empty, a cut one what is there."""
    length = int.from_bytes(body[at : at + 4], "little")
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = min(at + 4 + 2 * length, len(body))
    return body[at + 4 : end].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n"), end
