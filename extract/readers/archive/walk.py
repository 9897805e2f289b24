"""From a file to the files it holds: archives opened, nested ones too, every member under ``archive.zip!/dir/name``."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from gouji.extract.document import Document
from gouji.extract.errors import EncryptedFile, GoujiError, LimitExceeded, PassedOver, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.archive import zips
from gouji.extract.readers.archive.budget import Budget, Member

RAR, SEVEN_ZIP, ZIP = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK"


class Source(Struct, frozen=True):
    """A file to be read: a member of an archive, or the file itself when it is none."""

    name: str
    data: bytes


def read_many(
    path: str | Path, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Document | GoujiError]:
    """Read a file; of an archive, every file in it, in its order.

    A member that cannot be read comes as an error and the others go on. Files of kinds nobody reads (pictures …) are
    counted in one ``PassedOver`` at the end. Documents are named ``archive.zip!/dir/name.docx``.
    """
    from gouji.extract.readers import load

    try:
        data = load(path)
    except GoujiError as error:
        yield error
        return
    yield from read_many_bytes(data, str(path), password=password, limits=limits)


def read_many_bytes(
    data: bytes, name: str, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Document | GoujiError]:
    """``read_many`` on bytes; ``name`` is only used in messages and reports."""
    from gouji.extract.readers import read_bytes

    for source in opened(data, name, password=password, limits=limits):
        if isinstance(source, GoujiError):
            yield source
            continue
        try:
            yield read_bytes(source.data, source.name, password=password)
        except GoujiError as error:
            yield error


def opened(
    data: bytes, name: str, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS, pictures: bool = False
) -> Iterator[Source | GoujiError]:
    """The files a file holds, not read yet; a file that is no archive gives itself. The order is always the same.

    Pictures in archives are given where they are asked for (scans to be recognised).
    """
    from gouji.extract.readers.sniff import sniff

    try:
        kind = sniff(data, name)
    except EncryptedFile as error:
        if password is None:
            yield error
        else:
            yield Source(name, data)
        return
    except GoujiError as error:
        yield error
        return
    if kind != "archive":
        yield Source(name, data)
        return
    yield from _Walk(password, Budget(limits), pictures).archive(data, name)


class _Walk:
    """The walk through one outermost archive."""

    def __init__(self, password: str | None, budget: Budget, pictures: bool) -> None:
        self._password, self._budget, self._pictures = password, budget, pictures
        self._others: Counter[str] = Counter()
        self._given = 0

    def archive(self, data: bytes, name: str) -> Iterator[Source | GoujiError]:
        for source in self._inside(data, name, 1):
            self._given += 1
            yield source
        if self._given == 0:
            yield _nothing_in(name, self._others)
        elif self._others:
            yield _passed_over(name, self._others)

    def _inside(self, data: bytes, path: str, depth: int) -> Iterator[Source | GoujiError]:
        if depth > self._budget.limits.archive_depth:
            yield LimitExceeded(
                f"压缩包套压缩包超过{self._budget.limits.archive_depth}层，未读取",
                f"archives nested more than {self._budget.limits.archive_depth} deep; not read",
                path,
            )
            return
        try:
            for member in _members(data, path, self._budget, self._password):
                if isinstance(member, Member):
                    yield from self._member(member, f"{path}!/{member.name}", depth)
                else:
                    yield member
        except GoujiError as error:
            yield error
        except MemoryError:
            yield LimitExceeded("解压需要的内存太多，未读取", "unpacking needs too much memory; not read", path)

    def _member(self, member: Member, name: str, depth: int) -> Iterator[Source | GoujiError]:
        from gouji.extract.readers import extensions
        from gouji.extract.readers.sniff import sniff

        wanted = posixpath.splitext(member.name)[1].lower() in extensions()
        try:
            kind = sniff(member.data, name)
        except GoujiError as error:
            if isinstance(error, EncryptedFile) and self._password is not None:
                yield Source(name, member.data)
            elif wanted:
                yield error
            else:
                self._pass_over(member)
            return
        if kind == "archive":
            yield from self._inside(member.data, name, depth + 1)
        elif self._pictures if kind == "image" else wanted or kind != "text":  # an unknown extension with text in it may be anything: a log, a program
            yield Source(name, member.data)
        else:
            self._pass_over(member)

    def _pass_over(self, member: Member) -> None:
        self._others[posixpath.splitext(member.name)[1].lower() or "—"] += 1


def _members(data: bytes, path: str, budget: Budget, password: str | None) -> Iterator[Member | GoujiError]:
    # Each kind loads its libraries when it is met: tarfile and its codecs alone cost a fiftieth of a short audit.
    if data.startswith(ZIP):
        return zips.members(data, path, budget, password)
    if data.startswith(SEVEN_ZIP):
        from gouji.extract.readers.archive import sevens

        return sevens.members(data, path, budget, password)
    if data.startswith(RAR):
        from gouji.extract.readers.archive import rars

        return rars.members(data, path, budget, password)
    from gouji.extract.readers.archive import tars

    return tars.members(data, path, budget, password)


def _kinds(others: Counter[str]) -> str:
    return ", ".join(f"{k} ×{n}" for k, n in others.most_common(5))


def _nothing_in(path: str, others: Counter[str]) -> UnreadableFile:
    if not others:
        return UnreadableFile("压缩包是空的", "the archive is empty", path)
    return UnreadableFile(
        f"压缩包里没有能读取的文件（有{_kinds(others)}）；支持的格式见 gouji formats",
        f"the archive holds no readable file (found {_kinds(others)}); gouji formats lists what can be read",
        path,
    )


def _passed_over(path: str, others: Counter[str]) -> PassedOver:
    return PassedOver(
        f"压缩包里有{others.total()}个其他类型的文件未读（{_kinds(others)}）",
        f"{others.total()} files of other kinds in the archive were not read ({_kinds(others)})",
        path,
    )
