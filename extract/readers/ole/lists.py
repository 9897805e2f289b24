"""Automatic list numbers of a binary Word file, counted as those of a .docx are (MS-DOC 2.9.146–2.9.150)."""

from __future__ import annotations

import struct
from typing import Final

from msgspec.structs import replace

from gouji.extract.readers.docx.numbering import LEVELS, LONGEST, Level, ListDefinition, Numbering
from gouji.extract.readers.ole.properties import character_format

FORMATS: Final = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "decimal", "decimal", "hex",
    "decimal", "ideographDigital", "japaneseCounting", "decimal", "decimal", "decimalFullWidth", "decimalHalfWidth",
    "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "decimal", "decimal",
    "decimalZero", "bullet", "decimal", "decimal", "decimalEnclosedFullstop", "decimalEnclosedParen",
    "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional", "ideographZodiac",
    "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand",
    "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand", "ideographDigital",
)  # fmt: skip
"""Names of the number formats 0–40 of MS-OSHARED 2.2.1.3; words of other languages count in digits."""
NUMBER_IN_DASH: Final = 57
NONE: Final = 255
SUFFIX: Final = {0: "\t", 1: " ", 2: ""}
_LIST_SIZE: Final = 28
_LEVEL_SIZE: Final = 28
_OVERRIDE_SIZE: Final = 16


class Lists(Numbering):
    """List definitions by number of the override a paragraph names (``"1"`` is the first).

    Args:
        table: the table stream.
        lists: offset and length of PlfLst; the levels stand behind it.
        overrides: offset and length of PlfLfo.

    """

    def __init__(self, table: bytes, lists: tuple[int, int], overrides: tuple[int, int]) -> None:
        super().__init__(None)
        if not lists[1] or not overrides[1]:
            return
        definitions = _definitions(table, *lists)
        self._read_overrides(table[overrides[0] : overrides[0] + overrides[1]], definitions)

    def _read_overrides(self, packed: bytes, definitions: dict[int, tuple[Level, ...]]) -> None:
        count = min(int.from_bytes(packed[:4], "little"), len(packed) // _OVERRIDE_SIZE)
        at = 4 + _OVERRIDE_SIZE * count
        for i in range(count):
            list_id = struct.unpack_from("<I", packed, 4 + _OVERRIDE_SIZE * i)[0]
            changes = packed[4 + _OVERRIDE_SIZE * i + 12]
            levels = list(definitions.get(list_id, (Level(),) * LEVELS))
            starts: dict[int, int] = {}
            at += 4
            for _ in range(changes):
                if at + 8 > len(packed):
                    break
                start, flags = struct.unpack_from("<iI", packed, at)
                level = flags & 0x0F
                at += 8
                if flags & 0x20:
                    changed, at = _level(packed, at)
                    if level < LEVELS:
                        levels[level] = changed
                if flags & 0x10 and level < LEVELS:
                    starts[level] = levels[level].start if flags & 0x20 else start
                    levels[level] = replace(levels[level], start=starts[level])
            if list_id in definitions:
                self._lists[str(i + 1)] = ListDefinition(str(list_id), tuple(levels), starts)


def _definitions(table: bytes, offset: int, length: int) -> dict[int, tuple[Level, ...]]:
    """Levels of every list by its id."""
    count = min(int.from_bytes(table[offset : offset + 2], "little"), max(length - 2, 0) // _LIST_SIZE)
    found: dict[int, tuple[Level, ...]] = {}
    at = offset + length
    for i in range(count):
        place = offset + 2 + _LIST_SIZE * i
        if place + _LIST_SIZE > len(table):
            break
        list_id, simple = struct.unpack_from("<I", table, place)[0], table[place + 26] & 1
        levels: list[Level] = []
        for _ in range(1 if simple else LEVELS):
            level, at = _level(table, at)
            levels.append(level)
        found[list_id] = tuple(levels) + (Level(),) * (LEVELS - len(levels))
    return found


def _level(packed: bytes, at: int) -> tuple[Level, int]:
    """One level and where the next begins; an empty one past the end."""
    if at + _LEVEL_SIZE + 2 > len(packed):
        return Level(), len(packed)
    start, form, flags = struct.unpack_from("<iBB", packed, at)
    places = packed[at + 6 : at + 15]
    follow, characters, paragraphs, restart = (
        packed[at + 15],
        packed[at + 24],
        packed[at + 25],
        packed[at + 26],
    )
    behind = at + _LEVEL_SIZE + paragraphs
    look = packed[behind : behind + characters]
    behind += characters
    length = int.from_bytes(packed[behind : behind + 2], "little")
    text = packed[behind + 2 : behind + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start=start,
        number_format=_name(form),
        template=_template(text[:LONGEST], places),
        suffix=SUFFIX.get(follow, "\t"),
        restart_after=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
        hidden=character_format(look).hidden == 1,
    )
    return level, behind + 2 + 2 * length


def _name(form: int) -> str:
    if form == NUMBER_IN_DASH:
        return "numberInDash"
    if form == NONE:
        return "none"
    return FORMATS[form] if form < len(FORMATS) else "decimal"


def _template(text: str, places: bytes) -> str:
    """The number's text with ``%1`` … where the numbers of levels stand."""
    at = {place - 1 for place in places if place}
    return "".join(f"%{ord(c) + 1}" if i in at and ord(c) < LEVELS else c for i, c in enumerate(text))
