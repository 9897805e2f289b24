"""What a file is, told by its first bytes and its inner names, never by its extension."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from contextlib import suppress
from typing import Literal

from gouji.extract.errors import EmptyFile, EncryptedFile, GoujiError, UnreadableFile, UnsupportedFormat
from gouji.extract.readers.html_sniff import page_format
from gouji.extract.readers.xml_sniff import xml_format

Format = Literal["text", "docx", "pdf", "image", "archive", "html", "mht", "ofd", "doc", "wps", "rtf", "odt", "dps", "works", "et", "xlsx", "xlsb", "xls", "ods", "wordml", "spreadsheetml"]

_ZIP_MAGIC = b"PK"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_MAGIC = b"%PDF"
_PDF_HEADER_WITHIN = 1024
_PDF_OBJECT = re.compile(rb"(?<!\d)\d+ \d+ obj\b")
_PDF_OBJECT_WITHIN = 4096
_PDF_END_WITHIN = 2048

_SIGNATURES = (
    b"PK\x03\x04", _OLE_MAGIC, b"%PDF-", b"{\\rtf", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh",
)  # fmt: skip
_TEXT_NAMES = (".txt", ".text", ".md", ".tsv", ".csv")

# (magic, offset, zh, en): files people rename or attach by mistake.
_FOREIGN: tuple[tuple[bytes, int, str, str], ...] = (
    (b"GIF8", 0, "GIF图片", "a GIF image"),
    (b"MZ", 0, "可执行程序", "a program"),
    (b"\x7fELF", 0, "可执行程序", "a program"),
    (b"SQLite format 3\x00", 0, "SQLite数据库", "an SQLite database"),
    (b"ftyp", 4, "视频或HEIC图片", "a video or HEIC image"),
)
# A zip with such a name is a damaged package, not an archive of files.
_PACKAGES = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xlsb", ".pptx", ".ods", ".odt", ".ofd", ".wps", ".et")
_SAVE_AS = ("；请用Word或WPS另存为 .docx 后再试", "; save it as .docx with Word or WPS and try again")


def sniff(data: bytes, name: str) -> Format:
    """Format of a file's bytes.

    Raises:
        EmptyFile: no bytes at all, or blanks only.
        EncryptedFile: an Office file with a password.
        UnsupportedFormat: a kind that no reader knows.
        UnreadableFile: a truncated or damaged container.

    """
    if not data:
        raise EmptyFile("文件是空的（0字节），请重新下载或重新导出", "the file is empty (0 bytes); fetch or export it again", name)
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        raise EmptyFile("文件里只有空白", "the file holds nothing but blanks", name)
    if _is_broken_off(data, name):
        raise UnreadableFile(
            f"文件只剩开头{len(data)}个字节，内容已丢失；请重新下载或重新保存",
            f"only the first {len(data)} bytes of the file are left; fetch or save it again",
            name,
        )
    if data.startswith(_OLE_MAGIC):
        return _inside_ole(data, name)
    if data.startswith((_ZIP_MAGIC + b"\x03\x04", _ZIP_MAGIC + b"\x05\x06", _ZIP_MAGIC + b"\x07\x08")):
        return _inside_zip(data, name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _is_archive(data):
        return "archive"
    if _PDF_MAGIC in data[:_PDF_HEADER_WITHIN] or _is_headless_pdf(data):
        return "pdf"
    for magic, offset, zh, en in _FOREIGN:
        if data[offset : offset + len(magic)] == magic and _is_foreign(magic, data):
            raise UnsupportedFormat(f"这是{zh}，不是报告文件", f"this is {en}, not a report", name)
    if _is_image(data):
        return "image"
    if (page := page_format(data)) is not None:
        return page
    return xml_format(data, name) or "text"


def _is_broken_off(data: bytes, name: str) -> bool:
    """Whether a file that is not named a text ends within the signature of another kind."""
    extension = posixpath.splitext(name)[1].lower()
    if extension in _TEXT_NAMES or (len(data) == 1 and not extension):
        return False
    return any(len(data) < len(signature) and signature.startswith(data) for signature in _SIGNATURES)


def _is_headless_pdf(data: bytes) -> bool:
    """A PDF the first bytes of which are damaged: text by its bytes, but objects and their index follow."""
    return b"startxref" in data[-_PDF_END_WITHIN:] and _PDF_OBJECT.search(data[:_PDF_OBJECT_WITHIN]) is not None


def _is_image(data: bytes) -> bool:
    """PNG, JPEG, TIFF, WebP, BMP: what a scanner or a camera gives."""
    return (
        data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00")
    )


def _is_archive(data: bytes) -> bool:
    """RAR, 7z, gzip, bzip2, xz and tar; zip is looked into."""
    return (
        data.startswith((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ\x00"))
        or (data[:3] == b"BZh" and data[4:10] == b"1AY&SY")
        or data[257:262] == b"ustar"
    )


def _is_foreign(magic: bytes, data: bytes) -> bool:
    """Two-letter magics are also words: a program or archive has bytes that text never has."""
    return len(magic) > 2 or b"\x00" in data[:256]


def _inside_zip(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = _open_document(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as cause:
        from gouji.extract.readers.salvage import salvaged  # broken files are few

        rescued = salvaged(data)
        if rescued is not None:
            with suppress(UnsupportedFormat):
                return _inside_zip(rescued.data, name)
        raise UnreadableFile(
            "文件不完整或已损坏（压缩包结构被截断）；请重新下载或重新保存",
            "the file is truncated or damaged (broken zip container); fetch or save it again",
            name,
        ) from cause
    if any(n.lower().lstrip("/") == "ofd.xml" for n in names):
        return "ofd"
    if "word/document.xml" in names or any(n.lower().endswith("word/document.xml") for n in names):
        return "docx"
    if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
        return "docx"
    if kind == "text":
        return "odt"
    if kind == "spreadsheet":
        return "ods"
    parts = {n.lower().lstrip("/") for n in names}
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "xl/workbook.bin" in parts:
        return "xlsb"
    if "[Content_Types].xml" not in names and not name.lower().endswith(_PACKAGES):
        return "archive"
    raise _zip_error(names, name)


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    """What an OpenDocument package says it is: ``text``, ``spreadsheet`` …; nothing for other packages."""
    if "mimetype" not in names or "content.xml" not in names:
        return ""
    with archive.open("mimetype") as stream:
        named = stream.read(100).decode("ascii", "replace")
    kind = named.removeprefix("application/vnd.oasis.opendocument.").split("-")[0].strip()
    return kind if kind != named else ""


def _zip_error(names: set[str], name: str) -> GoujiError:
    if any(n.startswith("xl/") for n in names):
        kind = ("Excel工作簿（.xlsx），目前不能读取", "an Excel workbook (.xlsx), which cannot be read yet")
    elif any(n.startswith("ppt/") for n in names):
        kind = ("PowerPoint演示文稿，不能读取；请另存为 PDF 后再核对", "a PowerPoint file, which cannot be read; save it as PDF")
    elif "content.xml" in names:
        kind = ("OpenDocument文档" + _SAVE_AS[0], "an OpenDocument file" + _SAVE_AS[1])
    else:
        kind = (
            "压缩包，里面没有Word正文（word/document.xml）；请解压后检查其中的文件",
            "a zip archive without a Word body (word/document.xml); unpack it and check the files inside",
        )
    return UnsupportedFormat(f"这是{kind[0]}", f"this is {kind[1]}", name)


def _inside_ole(data: bytes, name: str) -> Format:
    from gouji.extract.readers.ole.container import named_in, root_streams  # old files are few

    streams = root_streams(data)

    def holds(stream: str) -> bool:
        return stream in streams if streams else named_in(data, stream)

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise EncryptedFile(
            "文件有打开密码，请用 --password 给出", "the file needs a password; give it with --password", name
        )
    if holds("WordDocument"):
        return "wps" if name.lower().endswith((".wps", ".wpt")) else "doc"
    if streams and name.lower().endswith((".et", ".ett")):
        return "et"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("PowerPoint Document"):
        return "dps"
    if holds("MatOST") or holds("MM") or (holds("CONTENTS") and name.lower().endswith(".wps")):
        return "works"
    from gouji.extract.readers.ole.salvage import beginning

    if beginning(data) is not None:
        return "doc"
    if not streams:
        raise UnreadableFile(
            "文件不完整或已损坏（OLE复合文件的目录读不出）；请重新下载或重新保存",
            "the file is truncated or damaged (the directory of its OLE container cannot be read); fetch or save it again",
            name,
        )
    raise UnsupportedFormat(
        f"这是旧版Office文件（OLE），目前不能读取{_SAVE_AS[0]}",
        f"this is an old Office file (OLE), which cannot be read yet{_SAVE_AS[1]}",
        name,
    )
