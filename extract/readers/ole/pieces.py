"""The piece table: the text of all stories in order, and where in the file each character stands (MS-DOC 2.4.1)."""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_right
from typing import Final

from msgspec import Struct

from gouji.extract.readers.ole.sprm import SHORT

COMPRESSED: Final = 0x4000_0000
_OFFSET: Final = 0x3FFF_FFFF
UNUSUAL: Final = re.compile("[^\x00-\x7e\xa0-\xff\u2000-\u2027\u2030-\u205e\u2100-\u23ff\u2460-\u27bf\u3000-\u302f\u4e00-\u9fff\ue000-\uf8ff\uff01-\uff5e]")
"""Characters worth a look: whatever Chinese reports and symbol fonts have is left out."""
HALF: Final = re.compile("[\ud800-\udfff]")
MISSING: Final = "\x00"
"""Stands for a character that the file no longer holds, so that positions stay right."""


class Stretch(Struct, frozen=True):
    """A run of characters that stand one behind the other in the file.

    Attributes:
        start: position of the first character in the text.
        end: one past the last.
        offset: byte of the first in the stream.
        width: bytes of one character, 1 or 2.
        modifiers: properties a fast save laid over the whole stretch.

    """

    start: int
    end: int
    offset: int
    width: int
    modifiers: bytes

    def byte(self, position: int) -> int:
        """Byte of the stream at which a character of this stretch stands."""
        return self.offset + (position - self.start) * self.width


class Pieces(Struct, frozen=True, dict=True):
    """The whole text, one character a position (halves of rare characters each their own), and its stretches."""

    text: str
    stretches: tuple[Stretch, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> Stretch:
        """The stretch a character is in."""
        return self.stretches[max(bisect_right(self.starts, position) - 1, 0)]

    def byte(self, position: int) -> int:
        """Byte of the stream at which a character stands."""
        return self.at(position).byte(position)


class TooLong(Exception):
    """The piece table claims more text than the file can hold."""


def pieces(stream: bytes, table: bytes) -> Pieces | None:
    """Read the piece table ``table`` (a Clx); ``None`` when it is missing or damaged.

    Raises ``TooLong`` when its stretches overlap so much that the text would outgrow the file.
    """
    overlays, plc = _split(table)
    count = (len(plc) - 4) // 12
    if count < 1:
        return None
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    most = 2 * len(stream)
    texts: list[str] = []
    stretches: list[Stretch] = []
    total = 0
    for i in range(count):
        start, end = positions[i], positions[i + 1]
        if end <= start or start != total:
            break
        if end > most:
            raise TooLong
        place, overlay = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * i + 2)
        width = 1 if place & COMPRESSED else 2
        offset = (place & _OFFSET) // 2 if width == 1 else place & _OFFSET
        own = _decoded(stream[offset : offset + (end - start) * width], width)
        texts.append(own.ljust(end - start, MISSING))
        stretches.append(Stretch(start, end, offset, width, _overlay(overlay, overlays)))
        total = end
    if not stretches:
        return None
    return Pieces("".join(texts), tuple(stretches), tuple(s.start for s in stretches))


def _split(table: bytes) -> tuple[list[bytes], bytes]:
    """The property overlays in front of the piece table, and the table."""
    overlays: list[bytes] = []
    at = 0
    while at + 3 <= len(table):
        if table[at] == 2:
            size = int.from_bytes(table[at + 1 : at + 5], "little")
            return overlays, table[at + 5 : at + 5 + size]
        if table[at] != 1:
            break
        size = int.from_bytes(table[at + 1 : at + 3], "little")
        overlays.append(table[at + 3 : at + 3 + size])
        at += 3 + size
    return overlays, b""


def _overlay(overlay: int, overlays: list[bytes]) -> bytes:
    if not overlay:
        return b""
    if overlay & 1:
        at = overlay >> 1
        return overlays[at] if at < len(overlays) else b""
    code = SHORT.get(overlay >> 1 & 0x7F)
    return struct.pack("<HB", code, overlay >> 8) if code is not None else b""


def _decoded(raw: bytes, width: int) -> str:
    if width == 1:
        text = raw.decode("cp1252", "replace")
        return text if "\ufffd" not in text else "".join(_single(b) for b in raw)
    raw = raw[: len(raw) // 2 * 2]
    text = raw.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _single(byte: int) -> str:
    """One byte; the five that cp1252 leaves open stand for themselves."""
    return bytes((byte,)).decode("cp1252", "ignore") or chr(byte)


def garbled_in(text: str) -> int:
    """Characters that no text has: lone halves of rare ones, code points that are none, control characters of Latin-1."""
    odd = UNUSUAL.findall(whole(text))
    return sum(c == "\ufffd" or unicodedata.category(c) in ("Cn", "Cc") for c in odd)


def whole(text: str) -> str:
    """``text`` with halves of rare characters put together; a lone half becomes U+FFFD."""
    if HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
