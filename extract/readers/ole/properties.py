"""Paragraph and character properties from the formatted pages of the Word stream (MS-DOC 2.9.33, 2.9.175)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.readers.ole import sprm
from gouji.extract.readers.ole.sprm import (
    CHARACTER_GROUPS,
    PARAGRAPH_GROUPS,
    are_sound,
    first_byte,
    modifiers,
    number,
)

PAGE: Final = 512
_PAGE_NUMBER: Final = 0x3F_FFFF
RAISED: Final = {1: "superscript", 2: "subscript"}
BODY_LEVEL: Final = 9
CACHED: Final = 8192


class ParagraphFormat(Struct, frozen=True):
    """What a paragraph's mark says of it; ``None`` where its style decides.

    ``table`` holds the modifiers of a row's mark, from which the row's cells are read.
    """

    style: int = 0
    in_table: bool = False
    depth: int | None = None
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    list: int | None = None
    list_level: int | None = None
    outline: int | None = None
    table: bytes = b""

    @property
    def table_depth(self) -> int:
        """In how many tables, one in the other, the paragraph stands."""
        return self.depth if self.depth is not None else int(self.in_table)


class CharacterFormat(Struct, frozen=True):
    """What a run says of its characters; ``hidden`` as in the file: 0, 1, 0x80 (as the style), 0x81 (opposite)."""

    deleted: bool = False
    hidden: int | None = None
    raised: int | None = None
    style: int | None = None
    font: int | None = None
    symbol: tuple[int, int] | None = None
    data: int | None = None


PLAIN: Final = CharacterFormat()


@lru_cache(maxsize=CACHED)
def paragraph_format(packed: bytes, base: ParagraphFormat | None = None) -> ParagraphFormat:
    """Read paragraph modifiers over ``base``."""
    found = base or ParagraphFormat()
    for code, operand in modifiers(packed):
        if code == sprm.P_IN_TABLE:
            found = replace(found, in_table=bool(first_byte(operand)))
        elif code == sprm.P_ROW_END:
            found = replace(found, row_end=bool(first_byte(operand)), table=packed)
        elif code == sprm.P_INNER_CELL:
            found = replace(found, inner_cell=bool(first_byte(operand)))
        elif code == sprm.P_INNER_ROW_END:
            found = replace(found, inner_row_end=bool(first_byte(operand)), table=packed)
        elif code == sprm.P_DEPTH:
            found = replace(found, depth=min(number(operand), 64))
        elif code == sprm.P_LIST:
            found = replace(found, list=number(operand))
        elif code == sprm.P_LIST_LEVEL:
            found = replace(found, list_level=first_byte(operand))
        elif code == sprm.P_OUTLINE:
            found = replace(found, outline=first_byte(operand))
        elif code == sprm.P_STYLE:
            found = replace(found, style=number(operand))
    return found


@lru_cache(maxsize=CACHED)
def character_format(packed: bytes) -> CharacterFormat:
    """Read character modifiers."""
    found = PLAIN
    for code, operand in modifiers(packed):
        if code == sprm.C_DELETED:
            found = replace(found, deleted=bool(first_byte(operand)))
        elif code == sprm.C_HIDDEN:
            found = replace(found, hidden=first_byte(operand))
        elif code == sprm.C_RAISED:
            found = replace(found, raised=first_byte(operand))
        elif code == sprm.C_STYLE:
            found = replace(found, style=number(operand))
        elif code == sprm.C_FONT:
            found = replace(found, font=number(operand))
        elif code == sprm.C_SYMBOL:
            found = replace(found, symbol=(number(operand[:2]), number(operand[2:])))
        elif code == sprm.C_PICTURE:
            found = replace(found, data=number(operand))
    return found


class FormattedPages:
    """Runs of one kind by byte of the stream: ``at(offset)`` gives the packed properties there.

    ``guard`` is the byte of the mark behind the last story; what is said of it is not asked to be sound.
    """

    def __init__(self, stream: bytes, plc: bytes, paragraphs: bool, guard: int = -1) -> None:
        self.lost = 0
        """Pages that lie outside the file, hold nothing, or are damaged."""
        runs: list[tuple[int, int, bytes]] = []
        count = (len(plc) - 4) // 8
        for i in range(max(count, 0)):
            page = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * i)[0] & _PAGE_NUMBER
            start = page * PAGE
            if start + PAGE > len(stream):
                self.lost += 1
                continue
            found, whole = _page(stream[start : start + PAGE], paragraphs, guard)
            self.lost += not whole
            runs += found
        runs.sort(key=lambda run: run[:2])
        self._starts = [run[0] for run in runs]
        self._runs = runs

    def at(self, offset: int) -> bytes | None:
        """Packed properties at a byte; ``None`` where no run covers it."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self._runs[i][1]:
            return None
        return self._runs[i][2]

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """Runs that touch the bytes ``start`` to ``end``, cut to them."""
        i = max(bisect_right(self._starts, start) - 1, 0)
        while i < len(self._runs) and self._runs[i][0] < end:
            first, last, packed = self._runs[i]
            if last > start:
                yield max(first, start), min(last, end), packed
            i += 1


def _page(page: bytes, paragraphs: bool, guard: int) -> tuple[list[tuple[int, int, bytes]], bool]:
    """Runs of one formatted page: first byte, one past the last, properties (of paragraphs: style id first).

    Also whether the page is in order: places ascending, properties where they may be and of the kind they should be.
    """
    count = page[PAGE - 1]
    entry = 13 if paragraphs else 1
    runs: list[tuple[int, int, bytes]] = []
    if not count or 4 * (count + 1) + entry * count > PAGE - 1:
        return runs, False
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    whole = True
    for i in range(count):
        if bounds[i] >= bounds[i + 1]:
            whole = False
            continue
        packed = _packed(page, 2 * page[4 * (count + 1) + entry * i], paragraphs)
        sound = packed is not None and _is_sound(packed, paragraphs)
        whole = whole and (sound or bounds[i] == guard)
        runs.append((bounds[i], bounds[i + 1], packed or b""))
    return runs, whole


def _packed(page: bytes, at: int, paragraphs: bool) -> bytes | None:
    """Properties that begin at a byte of the page; ``None`` when they run beyond it."""
    if not at:
        return b""
    size, first = page[at], at + 1
    if paragraphs:
        if size:
            size = 2 * size - 1
        elif first < PAGE:
            size, first = 2 * page[first], first + 1
    return page[first : first + size] if first + size < PAGE else None


def _is_sound(packed: bytes, paragraphs: bool) -> bool:
    return are_sound(packed[2:], PARAGRAPH_GROUPS) if paragraphs else are_sound(packed, CHARACTER_GROUPS)


class Formats:
    """Properties by position in the text."""

    def __init__(self, paragraphs: FormattedPages, data: bytes) -> None:
        self._paragraphs, self._data = paragraphs, data
        self.damaged: set[int] = set()
        """Places in the data stream where modifiers should stand and do not."""

    def paragraph(self, offset: int, overlay: bytes) -> ParagraphFormat:
        """Format of the paragraph whose mark stands at a byte; plain where the file does not say."""
        packed = self._paragraphs.at(offset)
        if not packed:
            return paragraph_format(overlay) if overlay else ParagraphFormat()
        return _of_mark(packed, overlay, self._huge(packed))

    def _huge(self, packed: bytes) -> bytes:
        """Modifiers kept in the data stream because they were too many for a page."""
        if b"\x46\x66" not in packed and b"\x45\x66" not in packed:
            return b""
        for code, operand in modifiers(packed[2:]):
            if code in (sprm.P_HUGE, sprm.P_HUGE_OLD):
                at = number(operand)
                size = int.from_bytes(self._data[at : at + 2], "little")
                huge = self._data[at + 2 : at + 2 + size]
                if len(huge) < size or not size or not are_sound(huge, PARAGRAPH_GROUPS):
                    self.damaged.add(at)
                return huge
        return b""


@lru_cache(maxsize=CACHED)
def _of_mark(packed: bytes, overlay: bytes, huge: bytes) -> ParagraphFormat:
    base = ParagraphFormat(style=int.from_bytes(packed[:2], "little"))
    return paragraph_format(packed[2:] + huge + overlay, base)
