"""Property modifiers (Sprm) of the binary Word format, MS-DOC 2.2.5 and 2.6: how they are packed, and those we read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

C_DELETED: Final = 0x0800
C_FORM_DATA: Final = 0x0806
C_HIDDEN: Final = 0x083C
C_RAISED: Final = 0x2A48
C_STYLE: Final = 0x4A30
C_FONT: Final = 0x4A4F
C_SYMBOL: Final = 0x6A09
C_PICTURE: Final = 0x6A03

P_IN_TABLE: Final = 0x2416
P_ROW_END: Final = 0x2417
P_INNER_CELL: Final = 0x244B
P_INNER_ROW_END: Final = 0x244C
P_DEPTH: Final = 0x6649
P_STYLE: Final = 0x4600
P_LIST_LEVEL: Final = 0x260A
P_LIST: Final = 0x460B
P_OUTLINE: Final = 0x2640
P_HUGE: Final = 0x6646
P_HUGE_OLD: Final = 0x6645
P_TABLE_DEPTH_STEP: Final = 0x664A

T_DEFINITION: Final = 0xD608
T_MERGE: Final = 0x5624
T_SPLIT: Final = 0x5625
T_VERTICAL: Final = 0xD62B
T_INSERT: Final = 0x7621
T_DELETE: Final = 0x5622
T_WIDTH: Final = 0x7623
T_LEFT: Final = 0x9601

S_TITLE_PAGE: Final = 0x300A

SHORT: Final = {
    0x0E: P_LIST_LEVEL, 0x18: P_IN_TABLE, 0x19: P_ROW_END, 0x41: C_DELETED, 0x47: C_FORM_DATA, 0x5C: C_HIDDEN,
    0x68: C_RAISED, 0x78: P_OUTLINE,
}  # fmt: skip
"""The modifiers that a piece may name by one byte (Prm0, MS-DOC 2.9.215), those we read."""

_TABS: Final = 0xC615
_FIXED: Final = (1, 1, 2, 4, 2, 2, 0, 3)
"""Operand bytes by the three highest bits; 0 where the operand begins with its own length."""


CHARACTER_GROUPS: Final = frozenset((2, 3))
PARAGRAPH_GROUPS: Final = frozenset((1, 5))
_PADDING: Final = 2
_SPECIAL: Final = b"\x55\x08"
"""That a character is special; LibreOffice writes four bytes behind it, of which only the first is meant."""


@lru_cache(maxsize=8192)
def are_sound(packed: bytes, groups: frozenset[int]) -> bool:
    """Whether modifiers are of these groups (bits 10 to 12 of the code) and end where they should."""
    if packed[-6:-4] == _SPECIAL:
        packed = packed[:-3]
    size = 0
    for code, operand in modifiers(packed):
        if code >> 10 & 7 not in groups:
            return False
        size += 2 + len(operand) + (0 if _FIXED[code >> 13] else 2 if code == T_DEFINITION else 1)
    return len(packed) - size <= _PADDING


def modifiers(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of each modifier; a cut-off last one is left out. Lengths are not part of the operand."""
    at, end = 0, len(packed)
    while at + 2 < end:
        code = packed[at] | packed[at + 1] << 8
        at += 2
        size = _FIXED[code >> 13]
        if not size:
            if code == T_DEFINITION:
                size = int.from_bytes(packed[at : at + 2], "little") - 1
                at += 2
            elif code == _TABS and packed[at] == 255:
                deleted = packed[at + 1] if at + 1 < end else 0
                added = packed[at + 2 + 4 * deleted] if at + 2 + 4 * deleted < end else 0
                size = 2 + 4 * deleted + 3 * added
                at += 1
            else:
                size = packed[at]
                at += 1
        if size < 0 or at + size > end:
            return
        yield code, packed[at : at + size]
        at += size


def first_byte(operand: bytes) -> int:
    """A one-byte operand."""
    return operand[0] if operand else 0


def number(operand: bytes) -> int:
    """An operand as an unsigned number."""
    return int.from_bytes(operand, "little")
