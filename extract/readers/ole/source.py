"""All that a binary Word file holds, opened: text, formats, styles, lists, and the tables that name places in it."""

from __future__ import annotations

import struct
from typing import Final

from msgspec import Struct

from gouji.extract.document import Problem, Span
from gouji.extract.errors import EncryptedFile, LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.ole.container import Container
from gouji.extract.readers.ole.fib import WORD_97, Fib, Where, information
from gouji.extract.readers.ole.inline import FIELD, FIELD_END, Characters
from gouji.extract.readers.ole.lists import Lists
from gouji.extract.readers.ole.pieces import MISSING, Pieces, TooLong, garbled_in, pieces
from gouji.extract.readers.ole.properties import Formats, FormattedPages
from gouji.extract.readers.ole.styles import Styles

MAIN: Final = "WordDocument"
GUARD: Final = 1
"""Characters a sound file may hold beyond those it counts: the mark behind the last story."""
_FONT_NAME_AT: Final = 40
_PLACES: Final = {
    Where.FOOTNOTE_REFS: 2, Where.FOOTNOTE_TEXTS: 0, Where.COMMENT_TEXTS: 0, Where.SECTIONS: 12, Where.HEADERS: 0,
    Where.ENDNOTE_REFS: 2, Where.ENDNOTE_TEXTS: 0, Where.BOX_TEXTS: 22,
}  # fmt: skip
"""The tables of places in the text, and the bytes of their entries."""


class OlderWord(UnreadableFile):
    """A Word 2, 6 or 95 file, laid out otherwise than what this package reads."""


class Source(Struct, frozen=True):
    """One file, opened."""

    fib: Fib
    stream: bytes
    table: bytes
    data: bytes
    pieces: Pieces
    formats: Formats
    characters: Characters
    styles: Styles
    lists: Lists
    fonts: list[str]
    problems: list[Problem]

    def structure(self, where: Where) -> bytes:
        """Bytes of a structure of the table stream, as many as are there."""
        return _cut(self.table, self.fib.place(where))

    def positions(self, where: Where, entry: int) -> tuple[list[int], list[bytes]]:
        """Positions and entries of a plc whose entries have ``entry`` bytes; there is one position more."""
        return plc(self.structure(where), entry)

    def is_disordered(self, where: Where) -> bool:
        """Whether positions go backwards or lie beyond the text, the last one aside, which may be anything (MS-DOC 2.8)."""
        found = self.positions(where, _PLACES[where])[0][:-1]
        return found != sorted(found) or (bool(found) and found[-1] > len(self.pieces.text))


def plc(packed: bytes, entry: int) -> tuple[list[int], list[bytes]]:
    """Positions of a plc and its entries, one fewer."""
    count = (len(packed) - 4) // (4 + entry)
    if count < 0:
        return [], []
    at = 4 * (count + 1)
    return list(struct.unpack_from(f"<{count + 1}I", packed)), [
        packed[at + entry * i : at + entry * (i + 1)] for i in range(count)
    ]


def open_source(data: bytes, path: str, limits: Limits) -> Source:
    """Open a binary Word file.

    Raises:
        OlderWord: Word 2, 6 or 95.
        EncryptedFile: it has a password.
        UnreadableFile: no Word stream, or one too damaged to find its text.
        LimitExceeded: its piece table claims more text than the file can hold.

    """
    container = Container(data, path, limits)
    stream = container.read(MAIN)
    fib = information(stream)
    if fib is None:
        raise UnreadableFile(
            "文件不完整或已损坏（没有可读的 WordDocument 流），请重新下载或用 Word/WPS 打开修复后另存",
            "the file is truncated or damaged (it has no readable WordDocument stream); "
            "fetch it again, or open it in Word to repair and save a copy",
            path,
        )
    if fib.encrypted:
        raise EncryptedFile(
            "文件有打开密码，请用 --password 给出",
            "the file needs a password; give it with --password",
            path,
        )
    if fib.version < WORD_97:
        raise OlderWord(
            "这是 Word 95 或更早的文件；请用 Word/WPS 另存为 .docx，或安装 LibreOffice（libreoffice-writer）后再试",
            "this is a Word 95 or older file; save it as .docx, or install LibreOffice (libreoffice-writer)",
            path,
        )
    names = ("1Table", "0Table") if fib.second_table else ("0Table", "1Table")
    table = container.read(names[0]) or container.read(names[1])
    found = _pieces(stream, _cut(table, fib.place(Where.PIECES)), path)
    extra = container.read("Data")
    guard = found.byte(fib.lengths.total) if len(found.text) - fib.lengths.total == GUARD else -1
    paragraphs = FormattedPages(stream, _cut(table, fib.place(Where.PARAGRAPHS)), True, guard)
    characters = FormattedPages(stream, _cut(table, fib.place(Where.CHARACTERS)), False, guard)
    source = Source(
        fib, stream, table, extra, found, Formats(paragraphs, extra), Characters(found, characters),
        Styles(_cut(table, fib.place(Where.STYLES))),
        Lists(table, fib.place(Where.LISTS), fib.place(Where.LIST_OVERRIDES)),
        _fonts(_cut(table, fib.place(Where.FONTS))), [],
    )  # fmt: skip
    _losses(source, container.cut, paragraphs, characters)
    return source


def _cut(table: bytes, place: tuple[int, int]) -> bytes:
    offset, length = place
    return table[offset : offset + length] if length else b""


def _pieces(stream: bytes, table: bytes, path: str) -> Pieces:
    try:
        found = pieces(stream, table)
    except TooLong:
        raise LimitExceeded(
            "文字总量超过文件本身能容纳的数量，疑为恶意文件，未读取",
            "the text would outgrow the file that holds it; it may be hostile and was not read",
            path,
        ) from None
    if found is None:
        raise UnreadableFile(
            "文件不完整或已损坏（找不到正文的分段表），请重新下载或用 Word/WPS 打开修复后另存",
            "the file is truncated or damaged (the table of its text pieces is missing); "
            "fetch it again, or open it in Word to repair and save a copy",
            path,
        )
    return found


def _losses(source: Source, cut: set[str], *pages: FormattedPages) -> None:
    """Say what of the file is missing."""
    text, total = source.pieces.text, source.fib.lengths.total
    missing = text.count(MISSING) + max(total - len(text), 0)
    if missing:
        _lost(
            source,
            f"文件不完整：约有 {missing} 个字符已丢失，只检查了能读出的部分；请重新获取文件",
            f"the file is truncated: about {missing} characters are lost and only the rest was checked; fetch it again",
        )
    garbled = garbled_in(text)
    if garbled:
        _lost(
            source,
            f"有 {garbled} 个字符不是文字，文件可能已损坏，该处内容不可信；请用 Word/WPS 打开核对并另存",
            f"{garbled} characters are none of any script: the file may be damaged there; open it in Word and save a copy",
        )
    if cut and not missing:
        streams = "、".join(sorted(cut))
        _lost(
            source,
            f"文件不完整：数据流 {streams} 被截断，部分内容可能缺失；请重新获取文件",
            f"the file is truncated: stream {', '.join(sorted(cut))} is cut short and something may be missing",
        )
    if len(text) - total > GUARD:
        _lost(
            source,
            f"文件记载的字数比实有的少 {len(text) - total} 个，文件可能已损坏，部分内容可能未检查；请用 Word/WPS 打开后另存",
            f"the file claims {len(text) - total} characters fewer than it holds: it may be damaged and something may "
            "be left unchecked; open it in Word and save a copy",
        )
    if text.count(FIELD) != text.count(FIELD_END):
        _lost(
            source,
            "域（自动更新的文字）的起止标记不成对，文件可能已损坏，部分文字可能未显示；请用 Word/WPS 打开后另存",
            "the marks of fields do not pair: the file may be damaged and some text hidden; open it in Word and save a copy",
        )
    if any(map(source.is_disordered, _PLACES)):
        _lost(
            source,
            "脚注、页眉、文本框等的位置表已损坏，部分文字可能没有读出或错位；请用 Word/WPS 打开后另存",
            "the tables that place notes, headers or text boxes are damaged and text may be missing or misplaced; "
            "open the file in Word and save a copy",
        )
    lost = sum(p.lost for p in pages)
    if lost:
        _lost(
            source,
            f"文件不完整：{lost} 页格式信息已丢失，表格可能读成了普通文字；请重新获取文件",
            f"the file is truncated: {lost} pages of formatting are lost and tables may have become plain text",
        )


def _lost(source: Source, zh: str, en: str) -> None:
    source.problems.append(Problem("GJ002", zh, en, Span(part="document")))


def _fonts(table: bytes) -> list[str]:
    """Names of the fonts by number (SttbfFfn, MS-DOC 2.9.287)."""
    fonts: list[str] = []
    at = 4
    while at < len(table):
        size = table[at] + 1
        name = table[at + _FONT_NAME_AT : at + size].decode("utf-16-le", "ignore")
        fonts.append(name.split("\0", 1)[0])
        at += size
    return fonts
