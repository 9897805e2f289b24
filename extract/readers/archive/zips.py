"""Members of a zip archive."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from gouji.extract.errors import GoujiError, LimitExceeded, UnsupportedFormat
from gouji.extract.readers.archive import names
from gouji.extract.readers.archive.budget import (
    Budget,
    Member,
    broken_archive,
    broken_member,
    limit_exceeded,
    locked,
)

_END: Final = b"PK\x05\x06"
_TOO_MANY: Final = 0xFFFF
"""What the end says where the number stands elsewhere."""
CENTRAL_ENTRY: Final = b"PK\x01\x02"
ENCRYPTED: Final = 0x1
AES: Final = 99
LOCAL_HEADER: Final = 30
# Errors of zipfile on a stranger's bytes.
BROKEN: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError, RuntimeError, IndexError, KeyError, UnicodeError,
)  # fmt: skip


def members(data: bytes, path: str, budget: Budget, password: str | None) -> Iterator[Member | GoujiError]:
    """Members of a zip archive in the order of its directory; what cannot be unpacked as an error, the rest goes on.

    Raises:
        UnreadableFile: the archive does not open, after the members that could be found in it have been given.
        LimitExceeded: too many entries, or entries that share bytes.
    """
    if data.count(CENTRAL_ENTRY) > budget.limits.members:
        raise limit_exceeded("成员太多", "too many members", path)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as cause:
        yield from _salvaged(data, path, budget)
        raise broken_archive(path, cause) from cause
    with archive:
        entries = archive.infolist()
        refuse_overlaps(entries, path)
        for entry in entries:
            name = names.safe(names.of_zip(entry))
            if entry.filename.endswith("/") or names.is_litter(name):
                continue
            here = f"{path}!/{name}"
            budget.member(here)
            try:
                yield Member(name, _unpacked(archive, entry, here, budget, password))
            except GoujiError as error:
                yield error
    if len(entries) < _announced(data):  # an entry that its neighbour's damaged length swallowed
        yield broken_archive(path)


def _announced(data: bytes) -> int:
    """How many members the end of the archive says there are; 0 where it does not say."""
    end = data.rfind(_END)
    count = int.from_bytes(data[end + 10 : end + 12], "little") if end >= 0 else 0
    return count if count != _TOO_MANY else 0


def _salvaged(data: bytes, path: str, budget: Budget) -> Iterator[Member | GoujiError]:
    """Members of an archive that breaks off or lost its directory, as far as they are whole."""
    from gouji.extract.readers.salvage import salvaged

    rescued = salvaged(data, budget.limits)
    if rescued is None:
        return
    for found in members(rescued.data, path, budget, None):
        if isinstance(found, Member) and found.name in {names.safe(n) for n in rescued.cut}:
            yield broken_member(f"{path}!/{found.name}")
        else:
            yield found


def refuse_overlaps(entries: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse entries whose bytes overlap: no archiver makes such, zip bombs do.

    Raises:
        LimitExceeded: two entries share bytes.
    """
    placed = sorted(entries, key=lambda e: e.header_offset)
    for first, second in pairwise(placed):
        end = first.header_offset + LOCAL_HEADER + first.compress_size
        if end > second.header_offset:
            raise LimitExceeded(
                "压缩包的条目相互重叠，疑为压缩炸弹，未读取",
                "entries of the archive overlap, as in a zip bomb; not read",
                path,
            )


def _unpacked(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, here: str, budget: Budget, password: str | None
) -> bytes:
    budget.announced(entry.file_size, entry.compress_size, here)
    encrypted = bool(entry.flag_bits & ENCRYPTED)
    if encrypted and password is None:
        raise locked(here, wrong=False)
    if entry.compress_type == AES:
        raise UnsupportedFormat(
            "压缩包用AES加密，不能在此解密；请先解压再检查",
            "the archive is encrypted with AES, which is not read here; unpack it first",
            here,
        )
    secret = password.encode() if encrypted and password is not None else None
    try:
        with archive.open(entry, pwd=secret) as stream:
            data = stream.read(entry.file_size + 1)
    except RuntimeError as cause:
        raise (locked(here, wrong=True) if encrypted else broken_member(here, cause)) from cause
    except BROKEN as cause:
        raise (locked(here, wrong=True) if encrypted else broken_member(here, cause)) from cause
    if len(data) != entry.file_size:
        raise broken_member(here)
    budget.spend(len(data), here)
    return data
