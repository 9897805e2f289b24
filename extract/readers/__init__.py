"""Readers: a file in, one ``Document`` out; the format is told by content, not by the name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Document, Problem
from gouji.extract.errors import LimitExceeded, UnreadableFile, UnsupportedFormat, reason_of
from gouji.extract.invisible import without_invisible
from gouji.extract.readers.hard_breaks import without_hard_breaks
from gouji.extract.readers.sniff import Format, sniff
from gouji.extract.reading import DEFAULT_READING, Reading

MAX_BYTES = 256 * 1024 * 1024
_UNDECODED = "\ufffd"
ZIP_MAGIC = b"PK\x03\x04"


class Supported(Struct, frozen=True):
    """A format gouji reads: its name, usual extensions, and what is read of it."""

    format: Format
    extensions: tuple[str, ...]
    zh: str
    en: str


SUPPORTED: tuple[Supported, ...] = (
    Supported(
        "text",
        (".txt", ".text", ".md", ".tsv", ".csv"),
        "纯文本（UTF-8、UTF-16、GB18030、Big5），含制表符、逗号、竖线、Markdown和空格对齐的表格",
        "plain text (UTF-8, UTF-16, GB18030, Big5) with tables by tabs, commas, pipes, Markdown or aligned blanks",
    ),
    Supported(
        "docx", (".docx", ".docm", ".dotx", ".dotm"), "Word文档（含另存为XML的单文件）",
        "Word documents (flat XML packages too)",
    ),
    Supported("doc", (".doc", ".dot"), "旧版Word文档（Word 97–2007）", "binary Word documents (Word 97–2007)"),
    Supported("wps", (".wps", ".wpt"), "WPS文字文档", "WPS Writer documents"),
    Supported(
        "rtf", (".rtf",), "RTF文档（需要 LibreOffice：apt install libreoffice-writer）",
        "RTF documents (through LibreOffice: apt install libreoffice-writer)",
    ),
    Supported(
        "odt", (".odt", ".ott"), "OpenDocument文字文档（需要 LibreOffice：apt install libreoffice-writer）",
        "OpenDocument texts (through LibreOffice: apt install libreoffice-writer)",
    ),
    Supported(
        "dps", (".dps", ".ppt"), "演示文稿（需要 LibreOffice：apt install libreoffice-impress）",
        "presentations (through LibreOffice: apt install libreoffice-impress)",
    ),
    Supported("et", (".et", ".ett"), "WPS表格", "WPS Spreadsheets workbooks"),
    Supported(
        "works", (".wps",), "Microsoft Works文档（需要 LibreOffice：apt install libreoffice-writer）",
        "Microsoft Works documents (through LibreOffice: apt install libreoffice-writer)",
    ),
    Supported(
        "wordml", (".xml",), "Word 2003 XML文档（需要 LibreOffice：apt install libreoffice-writer）",
        "Word 2003 XML documents (through LibreOffice: apt install libreoffice-writer)",
    ),
    Supported(
        "spreadsheetml", (".xml",), "Excel 2003 XML表格，常见于导出的 .xls（需要 LibreOffice：apt install libreoffice-calc）",
        "Excel 2003 XML spreadsheets, exported as .xls as a rule (through LibreOffice: apt install libreoffice-calc)",
    ),
    Supported("pdf", (".pdf",), "有文字层的PDF", "PDF with a text layer"),
    Supported(
        "xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), "Excel工作簿（含公式、数字格式）",
        "Excel workbooks with their formulas and number formats",
    ),
    Supported("xls", (".xls", ".xlt"), "旧版Excel工作簿", "binary Excel workbooks"),
    Supported("xlsb", (".xlsb",), "二进制Excel工作簿（含公式、数字格式）", "binary Excel packages with their formulas and number formats"),
    Supported("ods", (".ods", ".ots"), "OpenDocument表格", "OpenDocument spreadsheets"),
    Supported("html", (".html", ".htm", ".xhtml"), "网页", "web pages"),
    Supported("mht", (".mht", ".mhtml"), "单文件网页", "web pages saved as one file"),
    Supported("ofd", (".ofd",), "OFD版式文档（GB/T 33190）", "OFD documents (GB/T 33190)"),
    Supported(
        "archive",
        (".zip", ".tar", ".tgz", ".gz", ".tbz2", ".bz2", ".txz", ".xz", ".7z", ".rar"),
        "压缩包，其中的文件逐个审计（7z、rar需要 pip install 'gouji[archives]'）",
        "archives, their members audited one by one (7z and rar need pip install 'gouji[archives]')",
    ),
)


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
"""Extensions of pictures, read where recognition is asked for."""


def extensions() -> frozenset[str]:
    """Extensions that say that a file can be read; ``.xml`` says nothing, only the content does."""
    return frozenset(extension for kind in SUPPORTED for extension in kind.extensions) - {".xml"}


def read(
    path: str | Path, *, format: str | None = None, password: str | None = None, reading: Reading = DEFAULT_READING
) -> Document:
    """Read a file into a ``Document``.

    Args:
        path: the file.
        format: a name of ``SUPPORTED`` to override detection by content.
        password: opens an encrypted file.
        reading: PDF engine, recognition of scans.

    Raises:
        UnreadableFile: (or a subclass) when the file cannot be read; the message says why and what to do.

    """
    return read_bytes(load(path), str(path), format=format, password=password, reading=reading)


def load(path: str | Path) -> bytes:
    """All bytes of a file.

    Raises:
        UnreadableFile: it is missing, a folder, too large or may not be read.

    """
    name = str(path)
    file = Path(path)
    try:
        if file.is_dir():
            raise UnreadableFile(
                "这是文件夹；请给出一个文件，整个文件夹用 gouji check 核对",
                "this is a folder; name one file, or audit the folder with gouji check", name,
            )
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(size, name)
        return file.read_bytes()
    except FileNotFoundError as cause:
        raise UnreadableFile("找不到文件，请核对路径和文件名", "no such file; check its path and name", name) from cause
    except PermissionError as cause:
        raise UnreadableFile("没有读取权限，请联系文件的所有者或复制一份", "permission denied; ask its owner or make a copy", name) from cause
    except OSError as cause:
        raise UnreadableFile(f"读取失败（{reason_of(cause)}）", f"cannot be read ({cause.strerror})", name) from cause


def read_bytes(
    data: bytes, name: str, *, format: str | None = None, password: str | None = None,
    reading: Reading = DEFAULT_READING,
) -> Document:
    """Read a file's bytes into a ``Document``; ``name`` is only used in messages and reports.

    Raises:
        UnreadableFile: (or a subclass) when the bytes cannot be read.

    """
    if len(data) > MAX_BYTES:
        raise _too_large(len(data), name)
    sha256 = hashlib.sha256(data).hexdigest()
    if password is not None:
        from gouji.extract.readers.locked import unlocked

        data = unlocked(data, name, password)
    kind = format or sniff(data, name)
    if data.startswith(ZIP_MAGIC) and kind != "archive":
        from gouji.extract.readers.salvage import salvaged

        rescued = salvaged(data, reading.limits)
        if rescued is not None:
            return _mended(rescued.told(_read(rescued.data, name, sha256, kind, password, reading)))
    return _mended(_read(data, name, sha256, kind, password, reading))


def _mended(document: Document) -> Document:
    return _undecoded_told(without_hard_breaks(without_invisible(document)))


def _undecoded_told(document: Document) -> Document:
    """With a word on characters that whatever read the file could not decode, where the reader has said nothing of the kind."""
    wrong = sum(t.string.count(_UNDECODED) for *_, t in document.texts() if _UNDECODED in t.string)
    if not wrong or any("无法解码" in p.zh for p in document.problems):
        return document
    told = Problem(
        "GJ002", f"有{wrong}个字符无法解码，已用“{_UNDECODED}”代替", f"{wrong} characters could not be decoded and were replaced by “{_UNDECODED}”"
    )
    return replace(document, problems=(*document.problems, told))


def _read(data: bytes, name: str, sha256: str, kind: str, password: str | None, reading: Reading) -> Document:
    limits = reading.limits
    if kind == "text":
        from gouji.extract.readers.text import read_text

        return read_text(data, name, sha256)
    if kind == "docx":
        from gouji.extract.readers.docx import read_docx

        return read_docx(data, name, sha256, limits)
    if kind in ("doc", "wps", "rtf", "odt", "dps", "works", "et", "wordml", "spreadsheetml"):
        from gouji.extract.readers.office import read_office

        return read_office(data, name, sha256, kind, limits)
    if kind == "pdf":
        from gouji.extract.readers.pdf import read_pdf

        return read_pdf(data, name, sha256, password=password, limits=limits, reading=reading)
    if kind == "image":
        from gouji.extract.readers.ocr.reader import read_image

        return read_image(data, name, sha256, reading=reading, limits=limits)
    if kind == "archive":
        raise UnsupportedFormat(
            "这是压缩包，里面有多个文件；请用 gouji check 或 gouji.read_many",
            "this is an archive of files; use gouji check or gouji.read_many",
            name,
        )
    if kind in ("html", "mht"):
        from gouji.extract.readers.html import read_html, read_mht

        return (read_html if kind == "html" else read_mht)(data, name, sha256, limits)
    if kind == "ofd":
        from gouji.extract.readers.ofd import read_ofd

        return read_ofd(data, name, sha256, limits=limits)
    if kind in ("xlsx", "xls", "xlsb", "ods"):
        from gouji.extract.readers.workbook import read_workbook

        return read_workbook(data, name, sha256, kind, limits)
    known = "、".join(s.format for s in SUPPORTED)
    raise UnsupportedFormat(
        f"没有名为“{kind}”的格式；可用：{known}", f"no format named “{kind}”; known: {known}", name
    )


def _too_large(size: int, name: str) -> LimitExceeded:
    return LimitExceeded(
        f"文件太大（{size / 2**20:.0f} MB），上限{MAX_BYTES // 2**20} MB；请拆成几份再核对",
        f"the file is too large ({size / 2**20:.0f} MB); the limit is {MAX_BYTES // 2**20} MB: split it",
        name,
    )
