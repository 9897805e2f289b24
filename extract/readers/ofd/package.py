"""The parts of an OFD file: its zip opened with care, its XML parsed without entities, its paths resolved."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from gouji.extract.errors import EncryptedFile, LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits

Element = etree._Element

_CENTRAL_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 1 << 20


class BrokenPart(Exception):
    """A part that is missing or cannot be read; the reader decides whether the file can do without."""


class Package:
    """The parts of one OFD file by path. Names are compared without case, as some writers are careless with it.

    Raises ``UnreadableFile`` or one of its kinds when the bytes are no zip package.
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self._path, self._limits, self._spent = path, limits, 0
        members = data.count(_CENTRAL_ENTRY)
        if members > limits.members:
            raise self._limit(f"压缩包内有{members}个部件", f"the package has {members} parts")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                "OFD 文件不完整或已损坏（压缩包打不开），请重新获取",
                "the OFD file is truncated or damaged (its zip package does not open); fetch it again",
                path,
            ) from error
        self._entries = {_key(entry.filename): entry for entry in entries if not entry.filename.endswith("/")}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def resolve(self, base: str, location: str) -> str:
        """The path ``location`` names in part ``base``: from the root with a leading slash, else from its folder.

        Some writers leave the slash out; then the path from the root is taken when only that one is there.
        """
        location = location.strip().replace("\\", "/")
        near = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")
        whole = posixpath.normpath("/" + location).lstrip("/")
        return whole if near not in self and whole in self else near

    def xml(self, name: str, forgiving: bool = False) -> Element:
        """Root of a part; ``forgiving`` takes of malformed XML what can be had.

        Raises:
            BrokenPart: missing, damaged or malformed.
            LimitExceeded: too large.
            EncryptedFile: the part is encrypted.

        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True, collect_ids=False, recover=forgiving,
        )  # fmt: skip
        try:
            root = etree.fromstring(self._read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BrokenPart(f"{name}: {error}") from error
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise BrokenPart(f"{name}: DOCTYPE")
        return root

    def _read(self, name: str) -> bytes:
        limits = self._limits
        entry = self._entries.get(_key(name))
        if entry is None:
            raise BrokenPart(f"{name}: missing")
        if entry.flag_bits & _ENCRYPTED:
            raise encrypted(self._path)
        most = min(limits.part_bytes, limits.unzipped_bytes - self._spent)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    packed = max(entry.compress_size, 1)
                    if size > most or (size > limits.ratio_floor and size > limits.ratio * packed):
                        raise self._limit(f"部件 {name} 解压后过大", f"part {name} is too large when unpacked")
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise BrokenPart(f"{name}: {error}") from error
        self._spent += size
        return b"".join(parts)

    def _limit(self, zh: str, en: str) -> LimitExceeded:
        return LimitExceeded(f"{zh}，超过安全上限，未读取", f"{en}, above the safety limit; not read", self._path)


def encrypted(path: str) -> EncryptedFile:
    """The error for an OFD file with encrypted parts."""
    return EncryptedFile(
        "OFD 文件已加密，请解密或另存后再检查", "the OFD file is encrypted; decrypt it and try again", path
    )


def _key(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lower()


def local(element: Element) -> str:
    """An element's name without its namespace, which some writers get wrong."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next((c for c in element if local(c) == name), None)


def text_of(element: Element, name: str) -> str:
    """Text of the first child of that name, empty when there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""
