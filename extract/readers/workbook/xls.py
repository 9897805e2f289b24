"""Sheets of an .xls (or .et): texts through calamine, figures and their formats from the records themselves.

The records are those of [MS-XLS]: figures as stored, number formats, borders, hidden rows, columns and sheets. A
workbook of an older kind (before Excel 97) is read through calamine alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from gouji.extract.errors import EncryptedFile, LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.ole.container import Container
from gouji.extract.readers.workbook import xls_strings
from gouji.extract.readers.workbook.calamine import damaged, open_book, sheets_of
from gouji.extract.readers.workbook.number_format import builtin, show, show_text
from gouji.extract.readers.workbook.sheet import Budget, Sheet, SheetCell, decimal_of
from gouji.extract.readers.workbook.styles import PLAIN, CellStyle
from gouji.extract.readers.workbook.xls_formula import formula_text

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF, _DATEMODE = 0x041E, 0x00E0, 0x0022
_ROW, _COLINFO, _MERGED = 0x0208, 0x007D, 0x00E5
_NUMBER, _RK, _MULRK, _FORMULA, _BLANK, _MULBLANK, _LABELSST, _LABEL = (
    0x0203, 0x027E, 0x00BD, 0x0006, 0x0201, 0x00BE, 0x00FD, 0x0204,
)  # fmt: skip
_SST, _CONTINUE = 0x00FC, 0x003C
_LABELSST_SIZE: Final = 10
_DIMENSIONS: Final = 0x0200
_LAST_COLUMN: Final = 255
_ROWS: Final = 65_536
_LAST_KIND: Final = 0x1100
"""Record types of Excel 97–2003 lie between 1 and this."""
_SHRFMLA: Final = 0x04BC
_BIFF8: Final = 0x0600
_WORKSHEET: Final = 0


def read_xls(data: bytes, path: str, limits: Limits) -> list[Sheet]:
    """Every sheet of the workbook in the order of its tabs.

    Raises:
        UnreadableFile: or one of its kinds: damaged, encrypted, over a limit.

    """
    container = Container(data, path, limits)
    stream = container.read("Workbook") or container.read("Book")
    records = _Records(stream, path, limits)
    records.check()
    if container.tangled or any(record not in data for record in records.misstated):
        raise damaged(path)
    for record in records.misstated:
        data = data.replace(record, record[:4] + bytes(len(record) - 4))
    sheets = sheets_of(open_book(data, path), path, Budget(path, limits))
    try:
        records.apply(sheets)
    except (struct.error, IndexError, ValueError) as error:
        _plain(sheets, str(error))
    if not records.known:
        _plain(sheets, "BIFF5")
    if sheets and (records.broken or container.cut):
        sheets[0].losses.append((
            "工作簿的内部记录已损坏，部分单元格可能没有读出；请重新获取文件，或用 Excel/WPS 打开核对后另存",
            "records of the workbook are damaged and cells may be missing; fetch it again, or open it in Excel and save a copy",
        ))  # fmt: skip
    return sheets


def _plain(sheets: list[Sheet], reason: str) -> None:
    if sheets:
        sheets[0].losses.append((
            f"未能读出数字格式和隐藏的行列（{reason}），百分比等按存储值显示；请另存为 .xlsx 后再检查",
            f"number formats and hidden rows could not be read ({reason}); figures are shown as stored: save as .xlsx",
        ))  # fmt: skip


class _Records:
    """The records of the workbook stream."""

    def __init__(self, stream: bytes, path: str, limits: Limits) -> None:
        self._stream, self._path, self._limits = stream, path, limits
        self.known = len(stream) > 8 and stream[:2] == b"\x09\x08" and struct.unpack_from("<H", stream, 4)[0] == _BIFF8
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, bool]] = []
        self._sheets: list[tuple[int, bool, bool]] = []
        self._from_1904 = False
        self._strings = 0
        self.broken = False
        """Whether a record is none, breaks off, or points to what is not there."""
        self.misstated: list[bytes] = []
        """Records by which sheets claim to be larger than any can be, or less than none: calamine would make room for it."""

    def _walk(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Records from an offset to the end of its substream."""
        at, stream, depth = start, self._stream, 0
        while at + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, at)
            if at + 4 + size > len(stream):
                break
            if not 0 < kind < _LAST_KIND:
                self.broken = True
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            if depth == 1:
                yield kind, stream[at + 4 : at + 4 + size]
            at += 4 + size
        self.broken = True

    def check(self) -> None:
        """Read what the workbook says of itself.

        Raises:
            EncryptedFile: it needs a password.
            LimitExceeded: it says it is larger than the limit.

        """
        if not self.known:
            return
        within, table = False, list[bytes]()
        for kind, body in self._walk(0):
            if kind == _FILEPASS:
                raise EncryptedFile(
                    "文件有打开密码，请用 --password 给出", "the file needs a password; give it with --password", self._path
                )
            if kind == _BOUNDSHEET and len(body) >= 6:
                self._sheets.append((struct.unpack_from("<I", body)[0], body[4] & 3 != 0, body[5] == _WORKSHEET))
            elif kind == _SST and len(body) >= xls_strings.HEADER:
                self._strings = struct.unpack_from("<I", body, 4)[0]
                table = [body]
            elif kind == _CONTINUE and within:
                table.append(body)
            elif kind == _FORMAT and len(body) >= 5:
                self._codes[struct.unpack_from("<H", body)[0]] = _string(body, 2)
            elif kind == _XF and len(body) >= 14:
                sides = body[10] & 0x0F, body[10] >> 4, body[11] & 0x0F, body[11] >> 4
                self._styles.append((struct.unpack_from("<H", body, 2)[0], bool(sides[0] or sides[1]) or all(sides[2:])))
            elif kind == _DATEMODE and body[:1] == b"\x01":
                self._from_1904 = True
            within = kind == _SST or (kind == _CONTINUE and within)
        if table and not xls_strings.is_whole(table):
            self.broken = True
        cells = 0
        for start, _, _ in self._sheets:
            rows = columns = 0
            misstated = b""
            for kind, body in self._walk(start):
                if kind == _DIMENSIONS and len(body) >= 12:
                    top, bottom, left, right = struct.unpack_from("<IIHH", body)
                    if not (top <= bottom <= _ROWS and left <= right <= _LAST_COLUMN + 1):
                        misstated = struct.pack("<HH", kind, len(body)) + body
                elif kind in (_NUMBER, _RK, _MULRK, _FORMULA, _LABELSST, _LABEL, _BLANK, _MULBLANK) and len(body) >= 4:
                    row, column = struct.unpack_from("<HH", body)
                    self.broken = self.broken or column > _LAST_COLUMN or (kind == _LABELSST and not self._is_string(body))
                    rows, columns = max(rows, row + 1), max(columns, column + 1)
            cells += rows * columns
            if misstated:  # of a sheet without cells some writers say so
                self.misstated.append(misstated)
                self.broken |= rows > 0
        if cells > self._limits.cells:
            raise LimitExceeded(
                f"工作簿的单元格超过{self._limits.cells}个；请拆成几份，或用 --limit cells=N 放宽",
                f"more than {self._limits.cells} cells in the workbook; split it, or allow more with --limit cells=N",
                self._path,
            )

    def _is_string(self, body: bytes) -> bool:
        """Whether a cell of text points to one of the workbook's strings and formats."""
        if len(body) != _LABELSST_SIZE:
            return False
        style, index = struct.unpack_from("<HI", body, 4)
        return bool(style < len(self._styles) and index < self._strings)

    def apply(self, sheets: list[Sheet]) -> None:
        """Give the sheets what calamine leaves out."""
        if not self.known:
            return
        for sheet, (start, hidden, worksheet) in zip(sheets, self._sheets, strict=False):
            sheet.hidden = hidden
            if worksheet:
                self._sheet(sheet, start)
                sheet.hidden_rows.sort()

    def _sheet(self, sheet: Sheet, start: int) -> None:
        formulas: dict[tuple[int, int], bytes] = {}
        for kind, body in self._walk(start):
            if kind == _ROW and len(body) >= 16:
                row, height = struct.unpack_from("<HxxxxH", body)
                if body[12] & 0x20 or height & 0x7FFF == 0:
                    sheet.hidden_rows.append(row)
            elif kind == _COLINFO and len(body) >= 10:
                first, last, width, _, flags = struct.unpack_from("<5H", body)
                if flags & 1 or not width:
                    sheet.hidden_columns.append((first, min(last, 255)))
            elif kind == _NUMBER and len(body) >= 14:
                row, column, style, value = struct.unpack_from("<HHHd", body)
                self._figure(sheet, row, column, style, value)
            elif kind == _RK and len(body) >= 10:
                row, column, style, packed = struct.unpack_from("<HHHI", body)
                self._figure(sheet, row, column, style, unpacked(packed))
            elif kind == _MULRK and len(body) >= 12:
                row, column = struct.unpack_from("<HH", body)
                for i in range((len(body) - 6) // 6):
                    style, packed = struct.unpack_from("<HI", body, 4 + 6 * i)
                    self._figure(sheet, row, column + i, style, unpacked(packed))
            elif kind == _FORMULA and len(body) >= 22:
                row, column, style = struct.unpack_from("<HHH", body)
                if body[12:14] != b"\xff\xff":
                    self._figure(sheet, row, column, style, struct.unpack_from("<d", body, 6)[0])
                self._declared(sheet, row, column, body, formulas)
                self._border(sheet, row, column, style)
            elif kind == _SHRFMLA and len(body) >= 10:
                top, _, left, _ = struct.unpack_from("<HHBB", body)
                formulas[top, left] = body[8:]
                self._shared(sheet, top, left, body)
            elif kind in (_BLANK, _LABELSST, _LABEL) and len(body) >= 6:
                row, column, style = struct.unpack_from("<HHH", body)
                self._border(sheet, row, column, style)
                if kind != _BLANK and (cell := sheet.cells.get((row, column))) is not None:
                    sheet.cells[row, column] = replace(cell, text=show_text(cell.text, self._style(style).code))
            elif kind == _MULBLANK and len(body) >= 6:
                row, column = struct.unpack_from("<HH", body)
                for i in range((len(body) - 6) // 2):
                    self._border(sheet, row, column + i, struct.unpack_from("<H", body, 4 + 2 * i)[0])

    def _declared(
        self, sheet: Sheet, row: int, column: int, body: bytes, shared: dict[tuple[int, int], bytes]
    ) -> None:
        """A cell's own formula, or the shared one that it points to."""
        tokens = body[20:]
        if len(body) > 26 and body[22] == 0x01:
            place = struct.unpack_from("<HH", body, 23)
            tokens = shared.get((place[0], place[1]), b"")
        text = formula_text(tokens, row, column)
        cell = sheet.cells.get((row, column))
        if text is not None and cell is not None:
            sheet.cells[row, column] = replace(cell, formula=text)

    def _shared(self, sheet: Sheet, row: int, column: int, body: bytes) -> None:
        """The shared formula follows the first cell that uses it."""
        cell = sheet.cells.get((row, column))
        text = formula_text(body[8:], row, column)
        if cell is not None and text is not None and cell.formula is None:
            sheet.cells[row, column] = replace(cell, formula=text)

    def _figure(self, sheet: Sheet, row: int, column: int, style: int, value: float) -> None:
        self._border(sheet, row, column, style)
        stored = decimal_of(repr(value))
        if stored is None:
            return
        text = show(stored, self._style(style).code, from_1904=self._from_1904)
        if text:
            sheet.cells[row, column] = SheetCell(text, stored)
        else:
            sheet.cells.pop((row, column), None)

    def _style(self, index: int) -> CellStyle:
        if index >= len(self._styles):
            return PLAIN
        identity, bordered = self._styles[index]
        return CellStyle(self._codes.get(identity) or builtin(identity), bordered)

    def _border(self, sheet: Sheet, row: int, column: int, style: int) -> None:
        if style < len(self._styles) and self._styles[style][1]:
            sheet.border(row, column)


def unpacked(packed: int) -> float:
    """An RK figure: 30 bits of a whole number or of a double, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if packed & 0x80000000 else whole)
    else:
        value = float(struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0])
    return value / 100 if packed & 1 else value


def _string(body: bytes, at: int) -> str:
    """A string with a two-byte length, in one or two bytes a character."""
    length, wide = struct.unpack_from("<HB", body, at)
    raw = body[at + 3 :]
    return raw[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else raw[:length].decode("latin-1")
