"""Zip packages (Word, Excel, OFD …) that break off or lost their directory: what can still be unpacked, as a sound one.

Every entry of a zip has a header of its own in front of its bytes, so the entries before the break can be read without
the directory at the end, and of the broken entry the bytes before the break.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Document, Problem
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.archive import names

LOCAL: Final = b"PK\x03\x04"
_HEADER: Final = struct.Struct("<4s5H3I2H")
_CHUNK: Final = 1 << 14
_CENTRAL: Final = b"PK\x01\x02"
_DESCRIPTOR: Final = b"PK\x07\x08"
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_UNKNOWN_SIZE: Final = 0xFFFF_FFFF
_SHOWN: Final = 3
_MOST_PASSES: Final = 8
"""How often all bytes of a file may be gone through: headers may be planted anywhere."""
BROKEN: Final = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error)
"""What opening a zip raises when its directory is missing or damaged."""


class Salvaged(Struct, frozen=True):
    """A zip made of what was found: its bytes, and the names of the entries that are not whole."""

    data: bytes
    cut: tuple[str, ...]

    def told(self, document: Document) -> Document:
        """The document read from ``data``, with the loss among its problems."""
        named = "、".join(self.cut[:_SHOWN])
        problem = Problem(
            "GJ002",
            "文件不完整（压缩包在中途断开或目录损坏），只读出了还在的部分"
            + (f"，{named} 不完整" if named else "") + "；请重新获取文件",
            "the file is truncated or its directory damaged; only what is left of it was read"
            + (f" ({', '.join(self.cut[:_SHOWN])} not whole)" if named else "") + "; fetch it again",
        )
        return replace(document, problems=(problem, *document.problems))


def salvaged(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Salvaged | None:
    """What is left of a zip that does not open; ``None`` when it opens, or when nothing is left.

    Entries with a password are left out. What is unpacked stays within ``limits``: bytes of a part, of all, members.
    """
    if not data.startswith(LOCAL):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)):
            return None
    except BROKEN:
        pass
    parts: dict[str, bytes] = {}
    cut: list[str] = []
    for name, content, whole in _entries(data, limits):
        if whole or name not in parts:
            parts[name] = content
        if not whole:
            cut.append(name)
    if not any(parts.values()):
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return Salvaged(out.getvalue(), tuple(cut))


def _entries(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes, bool]]:
    """Name, content as far as it can be unpacked, and whether that is all of it, of each entry found."""
    at, left, work = 0, limits.unzipped_bytes, _MOST_PASSES * len(data)
    for _ in range(limits.members):
        at = data.find(LOCAL, at)
        if at < 0 or at + _HEADER.size > len(data):
            return
        _, _, flags, method, _, _, check, packed, size, name_size, extra_size = _HEADER.unpack_from(data, at)
        start = at + _HEADER.size + name_size + extra_size
        raw = data[at + _HEADER.size : at + _HEADER.size + name_size]
        name = names.of_bytes(raw, raw.decode("cp437"))
        at = start
        if flags & _ENCRYPTED or not name or name.endswith("/") or start > len(data):
            continue
        known = not flags & _SIZES_FOLLOW and packed != _UNKNOWN_SIZE
        most = min(limits.part_bytes, left)
        if method == zipfile.ZIP_STORED:
            end = start + packed if known else _next_mark(data, start)
            content, whole = data[start : min(end, start + most)], end <= len(data)
        elif method == zipfile.ZIP_DEFLATED:
            content, whole, end = _inflated(data, start, most)
            work -= end - start
        else:
            continue
        if known and whole:
            whole = len(content) == size and zlib.crc32(content) == check
        left -= len(content)
        at = max(start, end if whole else start)
        yield name, content, whole
        if left <= 0 or work <= 0:
            return


def _inflated(data: bytes, start: int, most: int) -> tuple[bytes, bool, int]:
    """What a deflate stream gives before it ends or breaks, whether it ended, and where."""
    inflate = zlib.decompressobj(-15)
    out = bytearray()
    view = memoryview(data)
    at, step = start, _CHUNK
    while at < len(data) and not inflate.eof and len(out) < most:
        before, chunk = inflate.copy(), view[at : at + step]
        try:
            out += inflate.decompress(chunk, most - len(out))
        except zlib.error:
            if step == 1:
                return bytes(out), False, at
            inflate, step = before, 1  # up to the very byte that is damaged
            continue
        at += len(chunk)
    return bytes(out), inflate.eof, at - len(inflate.unused_data)


def _next_mark(data: bytes, start: int) -> int:
    """Where the entry after this one, its descriptor or the directory begins; the end of the file when nothing does."""
    found = [at for mark in (_DESCRIPTOR, LOCAL, _CENTRAL) if (at := data.find(mark, start)) >= 0]
    return min(found, default=len(data) + 1)
