"""Whether the string table of an .xls is whole: its strings, one behind the other, must fill it to the last byte.

[MS-XLS] 2.4.265 (SST) and 2.5.293 (XLUnicodeRichExtendedString). Long tables go on in CONTINUE records; a string that is
split there says anew whether its characters take one byte or two.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

HEADER: Final = 8
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_RUN: Final = 4


def is_whole(parts: Sequence[bytes]) -> bool:
    """Whether the record and its continuations hold as many strings as they say, and nothing else."""
    said = struct.unpack_from("<I", parts[0], 4)[0]
    bytes_ = _Bytes([parts[0][HEADER:], *parts[1:]])
    count = 0
    while bytes_.left:
        if not bytes_.string():
            return False
        count += 1
    return bool(count == said)


class _Bytes:
    """The bytes of a table, part by part."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = [part for part in parts if part][::-1]
        self._at = 0

    @property
    def left(self) -> bool:
        return bool(self._parts)

    def string(self) -> bool:
        """Pass over one string; whether it was all there."""
        part = self._parts[-1]
        if self._at + 3 > len(part):
            return False
        length, flags = struct.unpack_from("<HB", part, self._at)
        self._skip(3)
        more = 0
        for flag, form, size in ((_RICH, "<H", _RUN), (_EXTENDED, "<I", 1)):
            if flags & flag:
                head = struct.calcsize(form)
                if not self._parts or self._at + head > len(self._parts[-1]):
                    return False
                more += size * struct.unpack_from(form, self._parts[-1], self._at)[0]
                self._skip(head)
        return self._characters(length, flags & _WIDE) and self._skip(more)

    def _characters(self, length: int, wide: int) -> bool:
        while True:
            size = 2 if wide else 1
            here = min(length, (len(self._parts[-1]) - self._at) // size) if self._parts else 0
            self._skip(here * size)
            length -= here
            if not length:
                return True
            if not self._parts or self._at:
                return False
            wide = self._parts[-1][0] & _WIDE
            self._skip(1)

    def _skip(self, size: int) -> bool:
        """Go on by so many bytes, over the ends of parts; whether there are as many."""
        while self._parts:
            here = len(self._parts[-1]) - self._at
            if size < here:
                self._at += size
                return True
            self._parts.pop()
            self._at, size = 0, size - here
            if not size:
                return True
        return not size
