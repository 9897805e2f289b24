"""The OLE compound file around a binary Word document: its streams, opened with care."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import olefile

from gouji.extract.errors import UnreadableFile
from gouji.extract.limits import Limits

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY: Final = 128
"""Bytes of a directory entry; they begin at multiples of it."""
BROKEN: Final = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, MemoryError, RecursionError)  # fmt: skip
"""What olefile raises on damaged containers, its own errors (all ``OSError``) and those it does not catch."""


class Container:
    """The streams in the root of one compound file.

    Raises ``UnreadableFile`` when the container is too damaged to list them.
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self._path, self._limits = path, limits
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
            listed = self._ole.listdir(streams=True, storages=False)
        except BROKEN as error:
            raise UnreadableFile(
                "文件不完整或已损坏（OLE复合文件的目录读不出），请重新下载或用 Word/WPS 打开修复后另存",
                "the file is truncated or damaged (the directory of its OLE container cannot be read); "
                "fetch it again, or open it in Word to repair and save a copy",
                path,
            ) from error
        self.names = frozenset(entry[0] for entry in listed if len(entry) == 1)
        self.cut: set[str] = set()
        """Streams that hold fewer bytes than the directory says."""

    @property
    def tangled(self) -> bool:
        """Whether the sectors of the directory, of the small streams or of a stream run in a circle: some readers never end there."""
        ole = self._ole
        entries = [e for e in ole.direntries if e is not None and e.size]
        chains = [(ole.fat, ole.first_dir_sector), (ole.fat, ole.first_mini_fat_sector)]
        for entry in entries:
            small = entry is not ole.root and entry.size < ole.minisectorcutoff
            chains.append(((ole.minifat or ()) if small else ole.fat, entry.isectStart))
        return any(map(_is_circular, chains))

    def read(self, name: str) -> bytes:
        """Bytes of a root stream, as many as are there; none when it is missing."""
        if name not in self.names:
            return b""
        try:
            size = self._ole.get_size(name)
            stream = self._ole.openstream(name)
            data: bytes = stream.read(min(size, self._limits.unzipped_bytes))
        except BROKEN:
            self.cut.add(name)
            return b""
        if len(data) < size:
            self.cut.add(name)
        return data


def _is_circular(chain: tuple[Sequence[int], int]) -> bool:
    """Whether following the sectors of a chain comes by one of them again."""
    following, at = chain
    seen: set[int] = set()
    while 0 <= at < len(following):
        if at in seen:
            return True
        seen.add(at)
        at = following[at]
    return False


def root_streams(data: bytes) -> frozenset[str]:
    """Names of the root streams of a compound file; none when it is too damaged to tell."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return frozenset(entry[0] for entry in ole.listdir() if len(entry) == 1)
    except BROKEN:
        return frozenset()


def named_in(data: bytes, name: str) -> bool:
    """Whether some directory entry of a damaged compound file has this name."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % ENTRY:
        at = data.find(wanted, at + 1)
    return at >= 0
