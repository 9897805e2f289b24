"""Members of 7z archives (optional: ``pip install 'gouji[archives]'``)."""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Iterator
from typing import Any, Final

from gouji.extract.errors import GoujiError, LimitExceeded, UnsupportedFormat
from gouji.extract.readers.archive import names
from gouji.extract.readers.archive.budget import Budget, Member, broken_archive, broken_member, locked

BROKEN: Final = (
    lzma.LZMAError, zlib.error, EOFError, OSError, ValueError, TypeError, OverflowError, IndexError, KeyError,
    AttributeError, NotImplementedError, RuntimeError, AssertionError, UnicodeError,
)  # fmt: skip


def members(data: bytes, path: str, budget: Budget, password: str | None) -> Iterator[Member | GoujiError]:
    """Members of a 7z archive. They are packed together, so they are unpacked together, into memory.

    Raises:
        UnsupportedFormat: py7zr is not installed, or a method it does not know.
        EncryptedFile: no password, or a wrong one.
        UnreadableFile: the archive is damaged.
        LimitExceeded: it unpacks to more than it may.
    """
    try:
        import py7zr
        from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError
    except ImportError as cause:
        raise UnsupportedFormat(
            "读取7z压缩包需要安装：pip install 'gouji[archives]'；或先解压再检查",
            "reading 7z needs: pip install 'gouji[archives]'; or unpack it first",
            path,
        ) from cause
    try:
        with py7zr.SevenZipFile(io.BytesIO(data), password=password) as archive:
            if archive.password_protected and password is None:
                raise locked(path, wrong=False)
            wanted = _wanted(archive, path, len(data), budget)
            factory = _Factory(budget, path)
            archive.extract(targets=list(wanted), factory=factory)
    except GoujiError:
        raise
    except PasswordRequired as cause:
        raise locked(path, wrong=False) from cause
    except UnsupportedCompressionMethodError as cause:
        raise UnsupportedFormat(
            "7z压缩包用了不支持的压缩方法，请先解压再检查", "the 7z archive uses a method not known here; unpack it first", path
        ) from cause
    except (ArchiveError, *BROKEN) as cause:
        if password is not None and archive_is_locked(data):
            raise locked(path, wrong=True) from cause
        raise broken_archive(path, cause) from cause
    for inner, name in wanted.items():
        content = factory.files.get(inner)
        yield Member(name, content.getvalue()) if content is not None else broken_member(f"{path}!/{name}")


def archive_is_locked(data: bytes) -> bool:
    """True when the archive names the 7z AES method anywhere (headers may be packed, so this may be missed)."""
    import py7zr

    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            return bool(archive.password_protected)
    except Exception:  # an encrypted directory raises PasswordRequired; damaged ones anything
        return True


def _wanted(archive: Any, path: str, packed: int, budget: Budget) -> dict[str, str]:
    """Inner name → safe name of the files to unpack; sizes are held against the budget first."""
    out: dict[str, str] = {}
    total = 0
    for entry in archive.list():
        name = names.safe(entry.filename)
        if entry.is_directory or names.is_litter(name):
            continue
        here = f"{path}!/{name}"
        budget.member(here)
        budget.announced(entry.uncompressed, None, here)
        total += entry.uncompressed
        out[entry.filename] = name
    budget.ratio(total, packed, path)
    if total > budget.limits.unzipped_bytes:
        raise LimitExceeded(
            f"7z压缩包解压后有{total}字节，上限{budget.limits.unzipped_bytes}；请先解压再检查",
            f"the 7z archive unpacks to {total} bytes, limit {budget.limits.unzipped_bytes}; unpack it first",
            path,
        )
    return out


class _Factory:
    """Gives py7zr a buffer in memory for each member: nothing is written to disk, whatever its name says."""

    def __init__(self, budget: Budget, path: str) -> None:
        self._budget, self._path = budget, path
        self.files: dict[str, _Buffer] = {}

    def create(self, filename: str, mode: str = "w") -> _Buffer:
        return self.files.setdefault(filename, _Buffer(self._budget, f"{self._path}!/{names.safe(filename)}"))


class _Buffer:
    """A buffer that refuses to grow beyond the budget; with the methods py7zr's ``Py7zIO`` asks for."""

    def __init__(self, budget: Budget, path: str) -> None:
        self._budget, self._path, self._buffer = budget, path, io.BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        self._budget.spend(len(s), self._path)
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do: the bytes are still wanted."""

    def size(self) -> int:
        return len(self._buffer.getbuffer())

    def getvalue(self) -> bytes:
        """All bytes written."""
        return self._buffer.getvalue()
