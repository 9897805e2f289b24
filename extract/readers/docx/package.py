"""The parts of a Word file, out of a zip or a flat XML package, opened with care."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree
from msgspec import Struct

from gouji.extract.errors import EmptyFile, EncryptedFile, LimitExceeded, UnreadableFile, UnsupportedFormat
from gouji.extract.kept import kept
from gouji.extract.limits import Limits
from gouji.extract.readers.docx.names import CONTENT_TYPE_OVERRIDE, PKG, RELATIONSHIP
from gouji.extract.readers.html_sniff import start_of

Element = etree._Element

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CENTRAL_ENTRY: Final = b"PK\x01\x02"
ZIP_ENCRYPTED: Final = 0x1
PROLOG: Final = 65_536
FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
STRICT_NAMESPACES: Final[tuple[tuple[bytes, bytes], ...]] = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    )
)
FLAT: Final = (
    "http://schemas.microsoft.com/office/2006/xmlPackage",
    "http://schemas.microsoft.com/office/word/2003/wordml",
    "urn:schemas-microsoft-com:office:spreadsheet",
)
"""Namespaces of office files that are one XML file; only the first has parts, the others are merely checked."""
TOO_MUCH_XML: Final = re.compile(
    r"excessive depth|huge|too (?:long|big)|resource limit|maximum .*(?:amplification|exceeded)|entity reference loop",
    re.IGNORECASE,
)


class Relation(Struct, frozen=True):
    """One relationship of a part: its id, the last word of its type, the part it names."""

    id: str
    kind: str
    target: str
    external: bool


class BrokenPart(Exception):
    """A part that is there but cannot be read; the package decides whether the file can do without."""


class Package:
    """The parts of one Word file by name (``word/document.xml``), however they were packed.

    Raises ``UnreadableFile`` or one of its kinds when the bytes are no Word package.
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self._path, self._limits, self._spent = path, limits, 0
        self.broken_relations = False
        self._zip: zipfile.ZipFile | None = None
        self._flat: dict[str, Element] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        if not data.strip(b"\0 \t\r\n"):
            raise EmptyFile("文件是空的，没有任何内容", "the file is empty", path)
        if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
            self._open_zip(data)
        elif _is_flat(data):
            self._open_flat(data)
        else:
            raise _not_a_package(data, path)

    def _open_zip(self, data: bytes) -> None:
        members = data.count(CENTRAL_ENTRY)
        if members > self._limits.members:
            raise self._limit(f"压缩包内有 {members} 个部件", f"the package has {members} parts")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                "文件不完整或已损坏（Word 压缩包打不开），请重新下载或从原处再复制一份，也可用 Word/WPS 打开修复后另存",
                "the file is truncated or damaged (its zip package does not open); fetch it again, "
                "or open it in Word to repair and save a copy",
                self._path,
            ) from error
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def _open_flat(self, data: bytes) -> None:
        if len(data) > self._limits.part_bytes:
            raise self._limit(f"文件有 {len(data)} 字节", f"the file has {len(data)} bytes")
        try:
            root = self._parse(data)
        except BrokenPart as error:
            raise UnreadableFile(
                f"XML 有错，无法读取（{error}），请用 Word/WPS 打开后另存为 .docx",
                f"the XML is malformed ({error}); open it in Word and save it as .docx",
                self._path,
            ) from error
        for part in root.iterfind(PKG + "part"):
            xml = part.find(PKG + "xmlData")
            if xml is not None and len(xml):
                self._flat[part.get(PKG + "name", "").lstrip("/").lower()] = xml[0]

    def _limit(self, zh: str, en: str) -> LimitExceeded:
        return LimitExceeded(f"{zh}，超过安全上限，未读取；如确属正常文件，请调高上限后重试",
                             f"{en}, above the safety limit, so it was not read; raise the limit if the file is sound",
                             self._path)  # fmt: skip

    @kept
    def names(self) -> frozenset[str]:
        """Lower-case names of all parts."""
        return frozenset(self._flat or self._entries)

    def read(self, name: str) -> bytes:
        """Bytes of a part of a zip package.

        Raises ``BrokenPart`` when it is damaged, ``KeyError`` when missing, ``LimitExceeded``, ``EncryptedFile``.
        """
        entry, limits = self._entries[name.lower()], self._limits
        if entry.flag_bits & ZIP_ENCRYPTED:
            raise EncryptedFile(
                "文件有打开密码，请去除密码后再检查",
                "the file needs a password; remove it and try again",
                self._path,
            )
        size = entry.file_size
        if size > limits.part_bytes:
            raise self._limit(f"部件 {name} 解压后有 {size} 字节", f"part {name} unpacks to {size} bytes")
        if size > limits.ratio_floor and size > limits.ratio * max(entry.compress_size, 1):
            raise self._limit(
                f"部件 {name} 的压缩比超过 {limits.ratio}，疑为压缩炸弹",
                f"part {name} is packed more than {limits.ratio} to 1, like a zip bomb",
            )
        self._spent += size
        if self._spent > limits.unzipped_bytes:
            raise self._limit(
                f"解压总量超过 {limits.unzipped_bytes} 字节",
                f"more than {limits.unzipped_bytes} bytes unpacked",
            )
        assert self._zip is not None
        try:
            with self._zip.open(entry) as stream:
                return stream.read(size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise BrokenPart(str(error)) from error

    def xml(self, name: str) -> tuple[Element, bytes]:
        """Root element of a part and the bytes it came from (empty for a flat package).

        Raises ``KeyError`` when there is no such part, ``BrokenPart`` when it is damaged, ``LimitExceeded``.
        """
        if self._flat:
            return self._flat[name.lower()], b""
        data = self.read(name)
        return self._parse(data), data

    def salvaged(self, name: str) -> Element | None:
        """What a forgiving parse makes of a part whose XML is malformed; ``None`` when nothing."""
        try:
            return self._parse(self.read(name), forgiving=True)
        except BrokenPart:
            return None

    def _parse(self, data: bytes, forgiving: bool = False) -> Element:
        if b"<!DOCTYPE" in data[:PROLOG]:
            raise self._doctype()
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, transitional in STRICT_NAMESPACES:
                data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            remove_comments=True, remove_pis=True, collect_ids=False, recover=forgiving,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if TOO_MUCH_XML.search(str(error)):
                raise self._limit(
                    "XML 嵌套过深或过大", "the XML is nested too deeply or too large"
                ) from error
            raise BrokenPart(str(error)) from error
        if root is None:
            raise BrokenPart("no XML")
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._doctype()
        return root

    def _doctype(self) -> UnreadableFile:
        return UnreadableFile(
            "文件内含 DOCTYPE 声明，Word 文件不应有，可能是恶意文件，未读取",
            "the file declares a DOCTYPE, which no Word file may, and was not read; it may be hostile",
            self._path,
        )

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Relationships of a part (``""`` for the package); none when they are missing, or damaged, which is noted."""
        folder, base = posixpath.split(name)
        try:
            root, _ = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        except KeyError:
            return ()
        except BrokenPart:
            self.broken_relations = True
            return ()
        return tuple(
            Relation(
                item.get("Id", ""),
                item.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/" + folder, item.get("Target", ""))).lstrip("/"),
                item.get("TargetMode") == "External",
            )
            for item in root.iter(RELATIONSHIP)
        )

    @kept
    def main(self) -> str:
        """Name of the main document part.

        Raises ``UnsupportedFormat`` for another kind of office file, ``UnreadableFile`` when there is none.
        """
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target.lower() in self.names:
                if relation.target.lower().startswith(("xl/", "ppt/")):
                    break
                return relation.target
        for name in ("word/document.xml", *self._main_by_content_type()):
            if name.lower() in self.names:
                return name
        if self.names & {
            "xl/workbook.xml",
            "xl/workbook.bin",
            "ppt/presentation.xml",
            "content.xml",
            "ofd.xml",
        }:
            raise UnsupportedFormat(
                "这不是 Word 文件（是表格、演示、ODF 或 OFD 文件），请核对扩展名",
                "this is no Word file but a workbook, presentation, ODF or OFD file; check its extension",
                self._path,
            )
        raise UnreadableFile(
            "压缩包内没有 Word 正文（word/document.xml），文件不是 Word 文件或已损坏，请重新获取",
            "the package has no Word main part (word/document.xml): no Word file, or a damaged one; fetch it again",
            self._path,
        )

    def _main_by_content_type(self) -> list[str]:
        try:
            root, _ = self.xml("[content_types].xml")
        except (KeyError, BrokenPart):
            return []
        return [
            item.get("PartName", "").lstrip("/")
            for item in root.iter(CONTENT_TYPE_OVERRIDE)
            if item.get("ContentType", "").endswith(".main+xml") and "word" in item.get("ContentType", "")
        ]


def _is_flat(data: bytes) -> bool:
    head = start_of(data).lstrip("\ufeff \t\r\n")
    return head.startswith("<") and any(namespace in head for namespace in FLAT)


def _not_a_package(data: bytes, path: str) -> UnreadableFile:
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return EncryptedFile(
                "文件有打开密码，请用 --password 给出",
                "the file needs a password; give it with --password",
                path,
            )
        return UnsupportedFormat(
            "这是旧版 .doc/.wps 文件，请在 Word/WPS 中另存为 .docx",
            "this is an old .doc/.wps file; save it as .docx",
            path,
        )
    for magic, name in FOREIGN:
        if data.startswith(magic):
            return UnsupportedFormat(
                f"扩展名是 Word，内容却是 {name} 文件，请核对",
                f"named as Word, but it is a {name} file",
                path,
            )
    return UnreadableFile(
        "不是 Word 文件（.docx），或文件头已损坏，请核对文件或用 Word/WPS 打开后另存",
        "no Word file (.docx), or its beginning is damaged; check it, or open it in Word and save a copy",
        path,
    )
