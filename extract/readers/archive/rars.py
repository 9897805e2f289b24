"""Members of rar archives (optional: ``pip install 'gouji[archives]'``, and unrar or bsdtar for packed members)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from gouji.extract.errors import GoujiError, UnsupportedFormat
from gouji.extract.readers.archive import names
from gouji.extract.readers.archive.budget import Budget, Member, broken_archive, broken_member, locked

RAR: Final = b"Rar!\x1a\x07"


def members(data: bytes, path: str, budget: Budget, password: str | None) -> Iterator[Member | GoujiError]:
    """Members of a rar archive in order.

    Raises:
        UnsupportedFormat: rarfile, or a program that unpacks rar, is not installed.
        EncryptedFile: no password, or a wrong one.
        UnreadableFile: the archive is damaged.
    """
    try:
        import rarfile
    except ImportError as cause:
        raise UnsupportedFormat(
            "读取RAR压缩包需要安装：pip install 'gouji[archives]'；或先解压再检查",
            "reading RAR needs: pip install 'gouji[archives]'; or unpack it first",
            path,
        ) from cause
    try:
        archive = rarfile.RarFile(io.BytesIO(data))
        if archive.needs_password() and password is None:
            raise locked(path, wrong=False)
        if password is not None:
            archive.setpassword(password)
        entries = archive.infolist()
    except GoujiError:
        raise
    except rarfile.PasswordRequired as cause:
        raise locked(path, wrong=False) from cause
    except Exception as cause:  # rarfile parses strangers' bytes with struct and indexes: anything may come
        raise broken_archive(path, cause) from cause
    with archive:
        for entry in entries:
            name = names.safe(entry.filename or "")
            if entry.is_dir() or names.is_litter(name):
                continue
            here = f"{path}!/{name}"
            budget.member(here)
            try:
                yield Member(name, _unpacked(rarfile, archive, entry, here, budget, password))
            except UnsupportedFormat:
                raise
            except GoujiError as error:
                yield error
    last = max((_end(entry) for entry in entries), default=0)
    if password is None and not _is_behind_all(data, last):
        raise broken_archive(path, EOFError("no end mark"))


def _is_behind_all(data: bytes, at: int) -> bool:
    """Whether the end mark (every archive since RAR 3 has one) or a service block stands there, and no member more."""
    if data[len(RAR) : len(RAR) + 1] == b"\x00":
        return data[at + 2 : at + 3] in (b"\x78", b"\x79", b"\x7a", b"\x7b")
    at += 4  # the block's sum, then its size in seven bits a byte
    while data[at : at + 1] >= b"\x80":
        at += 1
    return data[at + 1 : at + 2] in (b"\x03", b"\x05")


def _end(entry: Any) -> int:
    """Where the packed bytes of a member end."""
    return int(entry.data_offset or 0) + int(entry.compress_size or 0)


def _unpacked(
    rarfile: Any, archive: Any, entry: Any, here: str, budget: Budget, password: str | None
) -> bytes:
    if entry.is_symlink():
        raise broken_member(here, ValueError("link"))
    budget.announced(entry.file_size, entry.compress_size, here)
    try:
        with archive.open(entry) as stream:
            data: bytes = stream.read(entry.file_size + 1)
    except rarfile.RarCannotExec as cause:
        raise UnsupportedFormat(
            "解压RAR需要外部程序：请安装 unrar 或 bsdtar（Debian/Ubuntu：apt install libarchive-tools）；或先解压再检查",
            "unpacking RAR needs a program: install unrar or bsdtar (Debian/Ubuntu: apt install libarchive-tools); "
            "or unpack it first",
            here,
        ) from cause
    except rarfile.RarWrongPassword as cause:
        raise locked(here, wrong=True) from cause
    except rarfile.PasswordRequired as cause:
        raise locked(here, wrong=False) from cause
    except Exception as cause:  # the same, and whatever the outside program does
        raise (locked(here, wrong=True) if password and entry.needs_password() else broken_member(here, cause)) from cause
    if len(data) != entry.file_size:
        raise broken_member(here)
    budget.spend(len(data), here)
    return data
