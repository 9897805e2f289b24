"""What one archive, with the archives inside it, may cost; and the errors members give."""

from __future__ import annotations

import io
from typing import Protocol

from msgspec import Struct

from gouji.extract.errors import EncryptedFile, LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits


class Member(Struct, frozen=True):
    """A file in an archive: its name there (``/`` between folders, never leading out) and its bytes."""

    name: str
    data: bytes


class Budget:
    """Counts members and unpacked bytes of an outermost archive, nested ones included.

    Every method raises ``LimitExceeded`` when a limit is passed.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.members = self.bytes = 0

    def member(self, path: str) -> None:
        """Another member is looked at."""
        self.members += 1
        if self.members > self.limits.members:
            raise limit_exceeded(
                f"成员超过{self.limits.members}个", f"more than {self.limits.members} members", path
            )

    def announced(self, size: int, packed: int | None, path: str) -> None:
        """A member says it will be ``size`` bytes, out of ``packed`` (``None``: packed together with others)."""
        limits = self.limits
        if size > limits.member_bytes:
            raise limit_exceeded(
                f"解压后有{size}字节，上限{limits.member_bytes}", f"{size} bytes unpacked, limit {limits.member_bytes}", path
            )
        if packed is not None:
            self.ratio(size, packed, path)
        if self.bytes + size > limits.archive_bytes:
            raise self._too_much(path)

    def ratio(self, size: int, packed: int, path: str) -> None:
        """``size`` bytes came out of ``packed``."""
        limits = self.limits
        if size > limits.ratio_floor and size > limits.ratio * max(packed, 1):
            raise limit_exceeded(
                f"压缩比超过{limits.ratio}，疑为压缩炸弹", f"packed more than {limits.ratio} to 1, like a zip bomb", path
            )

    def spend(self, size: int, path: str) -> None:
        """``size`` bytes have been unpacked."""
        self.bytes += size
        if self.bytes > self.limits.archive_bytes:
            raise self._too_much(path)

    def _too_much(self, path: str) -> LimitExceeded:
        total = self.limits.archive_bytes
        return limit_exceeded(f"解压总量超过{total}字节", f"more than {total} bytes unpacked", path)


class Readable(Protocol):
    """What a decompressor gives."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        ...


class Guarded(io.RawIOBase):
    """A decompressed stream that refuses to grow beyond the budget.

    ``since`` counts the bytes since the last member began: a header of endless length is a bomb too; ``tail`` is the
    end of what was read.
    """

    def __init__(self, stream: Readable, packed: int, budget: Budget, path: str) -> None:
        self._stream, self._packed, self._budget, self._path = stream, packed, budget, path
        self.total = self.since = 0
        self.tail = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes, at most a megabyte."""
        step = 1 << 20
        out = self._stream.read(step if size < 0 else min(size, step))
        self.tail = out[-512:] if len(out) >= 512 else (self.tail + out)[-512:]
        self.total += len(out)
        self.since += len(out)
        self._budget.ratio(self.total, self._packed, self._path)
        self._budget.spend(len(out), self._path)
        if self.since > self._budget.limits.member_bytes + step:
            self._budget.announced(self.since, None, self._path)
        return out


def limit_exceeded(zh: str, en: str, path: str) -> LimitExceeded:
    """A limit passed; ``zh`` and ``en`` say which."""
    return LimitExceeded(
        f"{zh}，超过安全上限，未读取；如确属正常文件，请解压后直接检查其中的文件",
        f"{en}: above the safety limit and not read; if the file is sound, unpack it and check the files inside",
        path,
    )


def broken_archive(path: str, cause: Exception | None = None) -> UnreadableFile:
    """The archive as a whole cannot be opened."""
    return UnreadableFile(
        "压缩包不完整或已损坏，请重新下载或重新打包",
        f"the archive is truncated or damaged{_detail(cause)}; fetch or pack it again",
        path,
    )


def broken_member(path: str, cause: Exception | None = None) -> UnreadableFile:
    """One member cannot be unpacked."""
    return UnreadableFile(
        "压缩包中的这个文件已损坏，无法解压；请重新下载或重新打包",
        f"this file is damaged in the archive and cannot be unpacked{_detail(cause)}; fetch or pack it again",
        path,
    )


def _detail(cause: Exception | None) -> str:
    """What the library says, in English as it is."""
    return f" ({cause})" if cause is not None and str(cause) else ""


def locked(path: str, wrong: bool) -> EncryptedFile:
    """A password is needed, or the one given is wrong."""
    if wrong:
        return EncryptedFile("密码不对，未能解压；请核对后用 --password 重新给出", "the password is wrong; give the right one with --password", path)
    return EncryptedFile(
        "压缩包有密码，请用 --password 给出", "the archive has a password; give it with --password", path
    )
