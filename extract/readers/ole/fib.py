"""The file information block: what a Word stream says of itself and where its tables stand (MS-DOC 2.5)."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Final

from msgspec import Struct

IDENTIFIERS: Final = (0xA5EC, 0xA5DC)
WORD_97: Final = 0x00C1
SMALLEST: Final = 0x01AA
"""Bytes up to the end of the entry that names the piece table."""
ENCRYPTED: Final = 0x0100
SECOND_TABLE: Final = 0x0200
_COUNTS_AT: Final = 0x4C
_TABLES_AT: Final = 0x9A


class Where(IntEnum):
    """Position of an entry among the (offset, length) pairs of FibRgFcLcb97."""

    STYLES = 1
    FOOTNOTE_REFS = 2
    FOOTNOTE_TEXTS = 3
    COMMENT_TEXTS = 5
    SECTIONS = 6
    HEADERS = 11
    CHARACTERS = 12
    PARAGRAPHS = 13
    FONTS = 15
    SETTINGS = 31
    PIECES = 33
    SHAPES = 40
    ENDNOTE_REFS = 46
    ENDNOTE_TEXTS = 47
    DRAWINGS = 50
    BOX_TEXTS = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class Lengths(Struct, frozen=True):
    """Characters of each story, in the order in which they stand in the text."""

    body: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int
    header_boxes: int

    @property
    def total(self) -> int:
        """Characters of all stories together."""
        return (
            self.body + self.footnotes + self.headers + self.macros + self.comments + self.endnotes + self.boxes
            + self.header_boxes
        )  # fmt: skip


class Fib(Struct, frozen=True):
    """The information block of a Word 97–2007 stream.

    Attributes:
        version: ``nFib``; below ``WORD_97`` the rest of the stream is laid out otherwise.
        encrypted: the text cannot be read without a password.
        second_table: the tables stand in the stream ``1Table``, else in ``0Table``.
        lengths: characters of each story.

    """

    version: int
    encrypted: bool
    second_table: bool
    lengths: Lengths
    _stream: bytes

    def place(self, entry: Where) -> tuple[int, int]:
        """Offset and length of a structure in the table stream; length 0 when the file has none."""
        at = _TABLES_AT + 8 * entry
        if at + 8 > len(self._stream):
            return 0, 0
        offset, length = struct.unpack_from("<II", self._stream, at)
        return offset, length


def information(stream: bytes) -> Fib | None:
    """The block at the start of a ``WordDocument`` stream; ``None`` when there is none."""
    if len(stream) < 0x20:
        return None
    identifier, version = struct.unpack_from("<HH", stream)
    if identifier not in IDENTIFIERS:
        return None
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    counts = struct.unpack_from("<8I", stream, _COUNTS_AT) if len(stream) >= SMALLEST else (0,) * 8
    return Fib(version, bool(flags & ENCRYPTED), bool(flags & SECOND_TABLE), Lengths(*counts), stream)
