"""Which files an audit is about: files named, and folders searched for what gouji can read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from gouji.extract.errors import GoujiError, LimitExceeded, PassedOver, UnreadableFile
from gouji.extract.readers import MAX_BYTES, PICTURES, extensions, load
from gouji.extract.readers.sniff import sniff

# Office lock files, system litter: never what someone wants audited.
_LITTER = ("~$", ".")
# How documents begin: PDF, zip packages, OLE, RTF, XML and pages, mail headers of .mht, byte order marks.
_BEGINNINGS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<", b"From:", b"MIME-Version:", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
_HEAD = 16
_UNNAMED = ("text", "archive", "image")


class Sources(Struct, frozen=True):
    """Files to audit, in order, each once; what could not be opened; what a folder held besides."""

    files: tuple[Path, ...]
    errors: tuple[GoujiError, ...] = ()
    passed_over: tuple[tuple[Path, Counter[str]], ...] = ()


def find(paths: Iterable[Path], *, pictures: bool = False) -> Sources:
    """Files named are taken as they are; folders are searched recursively, links to folders not followed.

    Pictures in folders are taken where they are asked for (scans to be recognised).
    """
    files: dict[str, Path] = {}
    errors: list[GoujiError] = []
    passed_over: list[tuple[Path, Counter[str]]] = []
    for path in paths:
        if path.is_char_device() or path.is_block_device() or path.is_socket():
            errors.append(UnreadableFile("这是设备，不是文件；请给出文件或文件夹", "this is a device; name a file or a folder", str(path)))
            continue
        if not path.is_dir():
            files.setdefault(os.path.realpath(path), path)
            continue
        found, others = _in_folder(path, errors, pictures)
        for file in found:
            files.setdefault(os.path.realpath(file), file)
        if not found:
            errors.append(_nothing_in(path, others))
        elif others:
            passed_over.append((path, others))
    return Sources(tuple(files.values()), tuple(errors), tuple(passed_over))


def _in_folder(folder: Path, errors: list[GoujiError], pictures: bool) -> tuple[list[Path], Counter[str]]:
    """Files of a folder that can be read, by extension or else by content, and a count of the others by extension."""
    wanted = extensions() | (PICTURES if pictures else frozenset())
    found: list[Path] = []
    others: Counter[str] = Counter()

    def refused(cause: OSError) -> None:
        errors.append(UnreadableFile("没有权限打开文件夹", "the folder cannot be opened", str(cause.filename)))

    for root, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if name.startswith(_LITTER):
                continue
            extension = Path(name).suffix.lower()
            if not os.path.isfile(os.path.join(root, name)):  # noqa: PTH113, PTH118
                if extension in wanted and Path(root, name).is_symlink():
                    errors.append(UnreadableFile("链接指向的文件不存在", "a link to a file that is not there", str(Path(root, name))))
                continue
            if extension in wanted or _is_report(Path(root, name)):
                found.append(Path(root, name))
            else:
                others[extension or "—"] += 1
    return found, others


def _is_report(file: Path) -> bool:
    """True when a file whose name says nothing is a document by its content.

    A text may be anything (a log, a program), and archives and pictures have names of their own.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head.startswith(_BEGINNINGS):
            return False
        return sniff(load(file), str(file)) not in _UNNAMED
    except (OSError, GoujiError):
        return False


def _nothing_in(folder: Path, others: Counter[str]) -> UnreadableFile:
    if not others:
        return UnreadableFile(
            "文件夹是空的，没有可审计的文件；请核对路径", "the folder is empty, there is nothing to audit; check its path", str(folder)
        )
    kinds = ", ".join(f"{k} ×{n}" for k, n in others.most_common(5))
    return UnreadableFile(
        f"文件夹里没有能读取的文件（有{kinds}）；支持的格式见 gouji formats",
        f"the folder holds no readable file (found {kinds}); gouji formats lists what can be read",
        str(folder),
    )


def left_out(sources: Sources) -> Iterator[PassedOver]:
    """What folders held of other kinds, one note a folder."""
    for folder, others in sources.passed_over:
        kinds = ", ".join(f"{k} ×{n}" for k, n in others.most_common(5))
        yield PassedOver(
            f"有{others.total()}个其他类型的文件未读（{kinds}）",
            f"{others.total()} files of other kinds were not read ({kinds})",
            str(folder),
        )


def content(stream: IO[bytes], name: str) -> bytes:
    """All bytes of a stream whose size is not known beforehand (standard input, a pipe).

    Raises:
        LimitExceeded: more than a file may have.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // 2**20
        raise LimitExceeded(f"内容超过上限{megabytes} MB", f"more than the limit of {megabytes} MB", name)
    return data
