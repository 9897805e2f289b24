"""Members of tar archives, packed or not, and single files packed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import posixpath
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO, Final, cast

from gouji.extract.errors import GoujiError, UnreadableFile
from gouji.extract.readers.archive import names
from gouji.extract.readers.archive.budget import (
    Budget,
    Guarded,
    Member,
    broken_archive,
    broken_member,
)

TAR_MAGIC: Final = b"ustar"
TAR_MAGIC_AT: Final = 257
BLOCK: Final = 512
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
DICTIONARY_BYTES: Final = 256 * 1024 * 1024
BROKEN: Final = (
    tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError, IndexError,
    KeyError, UnicodeError, RecursionError,
)  # fmt: skip


def is_packed(data: bytes) -> bool:
    """True for gzip, bzip2 and xz."""
    return data.startswith((GZIP, BZIP2 + b"1", BZIP2 + b"9", XZ)) or (
        data.startswith(BZIP2) and data[3:4].isdigit() and data[4:10] == b"1AY&SY"
    )


def is_tar(head: bytes) -> bool:
    """True for the first block of a tar archive."""
    return head[TAR_MAGIC_AT : TAR_MAGIC_AT + len(TAR_MAGIC)] == TAR_MAGIC


def members(data: bytes, path: str, budget: Budget, password: str | None) -> Iterator[Member | GoujiError]:
    """Members of a tar archive in order; of a packed single file, that file. Links are named and never followed.

    Raises:
        UnreadableFile: the archive does not open; or it breaks off, after the members before have been given.
        LimitExceeded: it unpacks to more than it may.
    """
    stream = Guarded(_decompressed(data), len(data), budget, path)
    try:
        head = _exactly(stream, BLOCK)
        whole = cast("IO[bytes]", io.BufferedReader(_Joined(head, stream), 1 << 16))
        if is_tar(head):
            yield from _tar_members(whole, stream, path, budget)
        else:
            yield _single(whole, path, budget)
    except GoujiError:
        raise
    except BROKEN as cause:
        raise broken_archive(path, cause) from cause


class _Joined(io.RawIOBase):
    """Bytes already read, then the stream they came from."""

    def __init__(self, head: bytes, stream: Guarded) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        out = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(out)] = out
        return len(out)


def _decompressed(data: bytes) -> io.BufferedIOBase:
    raw = io.BytesIO(data)
    if data.startswith(GZIP):
        return gzip.GzipFile(fileobj=raw)
    if data.startswith(BZIP2):
        return bz2.BZ2File(raw)
    if data.startswith(XZ):
        return lzma.LZMAFile(raw)
    return raw


def _exactly(stream: Guarded, size: int) -> bytes:
    out = b""
    while len(out) < size and (more := stream.read(size - len(out))):
        out += more
    return out


def _tar_members(
    whole: IO[bytes], stream: Guarded, path: str, budget: Budget
) -> Iterator[Member | GoujiError]:
    with tarfile.open(fileobj=whole, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        for entry in archive:
            stream.since = 0
            name = names.safe(names.of_tar(entry.name))
            if entry.isdir() or names.is_litter(name):
                continue
            here = f"{path}!/{name}"
            budget.member(here)
            if not entry.isfile():
                yield UnreadableFile(
                    "压缩包中的链接或设备，未跟随", "a link or device in the archive, not followed", here
                )
                continue
            try:
                budget.announced(entry.size, None, here)
                content = archive.extractfile(entry)
                body = content.read() if content is not None else b""
                if len(body) != entry.size:
                    raise broken_member(here)
                yield Member(name, body)
            except GoujiError as error:
                yield error
            archive.members = []  # type: ignore[attr-defined]  # a stream never goes back: do not keep every header
    while stream.read():
        stream.since = 0
    if stream.tail.strip(b"\0"):
        raise broken_archive(path, EOFError("no end mark"))


def _single(whole: IO[bytes], path: str, budget: Budget) -> Member:
    """A file packed on its own: ``report.txt.gz`` holds ``report.txt``."""
    name, extension = posixpath.splitext(posixpath.basename(path.replace("\\", "/")))
    budget.member(path)
    return Member(names.safe(name if extension.lower() in (".gz", ".bz2", ".xz") else name + extension), whole.read())
