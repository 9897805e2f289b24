"""Old and foreign office files: our own reader where there is one, else LibreOffice makes a file we read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Document, Problem, Span
from gouji.extract.errors import EmptyFile, EncryptedFile, GoujiError, LimitExceeded, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers import rtf_damage
from gouji.extract.readers.soffice import Given, convert

Kind = Literal["doc", "wps", "rtf", "odt", "dps", "works", "et", "wordml", "spreadsheetml"]
WORD: Final = ("doc", "wps")


class Through(Struct, frozen=True):
    """How a format goes through LibreOffice: what it becomes, the Debian package that reads it, its names."""

    target: Literal["docx", "xlsx", "pdf"]
    package: str
    extension: str
    zh: str
    en: str


BRIDGED: Final[dict[str, Through]] = {
    "doc": Through("docx", "libreoffice-writer", "doc", "Word 95 或更早的文档", "Word 95 or older documents"),
    "wps": Through("docx", "libreoffice-writer", "doc", "旧版WPS文档", "old WPS documents"),
    "works": Through("docx", "libreoffice-writer", "wps", "Works文档", "Works documents"),
    "rtf": Through("docx", "libreoffice-writer", "rtf", "RTF文档", "RTF documents"),
    "odt": Through("docx", "libreoffice-writer", "odt", "OpenDocument文字文档", "OpenDocument texts"),
    "et": Through("xlsx", "libreoffice-calc", "xls", "WPS表格", "WPS workbooks"),
    "wordml": Through("docx", "libreoffice-writer", "xml", "Word 2003 XML文档", "Word 2003 XML documents"),
    "spreadsheetml": Through("xlsx", "libreoffice-calc", "xml", "Excel 2003 XML表格", "Excel 2003 XML spreadsheets"),
    "dps": Through("pdf", "libreoffice-impress", "ppt", "演示文稿", "presentations"),
}


def read_office(data: bytes, name: str, sha256: str, kind: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one office file of the formats in ``BRIDGED`` into a ``Document`` whose format is ``kind``.

    Raises:
        UnsupportedFormat: LibreOffice is needed and not installed; the message names the package.
        UnreadableFile: (or a subclass) the file is damaged, encrypted, or took too long.

    """
    found = read_offices([(data, name, sha256, kind)], limits)[0]
    if isinstance(found, GoujiError):
        raise found
    return found


def read_offices(
    files: Sequence[tuple[bytes, str, str, str]], limits: Limits = DEFAULT_LIMITS
) -> list[Document | GoujiError]:
    """Read several office files, those that need LibreOffice in as few starts as there are target formats.

    Args:
        files: bytes, name, digest and format of each.
        limits: what may be spent on each.

    Returns:
        for each file, in order, its document or why it could not be read.

    """
    results: list[Document | GoujiError | None] = [None] * len(files)
    waiting: dict[str, list[int]] = {}
    for i, (data, name, sha256, kind) in enumerate(files):
        try:
            results[i] = _own(data, name, sha256, kind, limits)
        except GoujiError as error:
            results[i] = error
        if results[i] is None:
            waiting.setdefault(BRIDGED[kind].target, []).append(i)
    for target, places in waiting.items():
        given = [Given(files[i][0], files[i][1], BRIDGED[files[i][3]].extension) for i in places]
        needs = [BRIDGED[files[i][3]] for i in places]
        made = convert(given, target, [(n.package, n.zh, n.en) for n in needs], limits)
        for i, result in zip(places, made, strict=True):
            _, name, sha256, kind = files[i]
            results[i] = (
                result if isinstance(result, GoujiError) else _made(result, target, name, sha256, limits)
            )
            document = results[i]
            if isinstance(document, Document):
                results[i] = replace(
                    document, format=kind, problems=document.problems + _losses(files[i][0], kind)
                )
    return [r for r in results if r is not None]


def _own(data: bytes, name: str, sha256: str, kind: str, limits: Limits) -> Document | None:
    """The document where we can read the file ourselves; ``None`` where LibreOffice must.

    Raises ``GoujiError`` when the file is not to be read at all.
    """
    from gouji.extract.readers.docx.package import Package

    if kind == "odt":
        _check_package(data, name, limits)
    if kind in ("wordml", "spreadsheetml"):
        Package(data, name, limits)  # refuses entities, endless nesting and broken XML
    if kind == "et":
        return _own_workbook(data, name, sha256, limits)
    if kind not in WORD:
        return None
    from gouji.extract.readers.ole import OlderWord, read_doc

    try:
        return read_doc(data, name, sha256, kind, limits)
    except OlderWord:
        return None


def _own_workbook(data: bytes, name: str, sha256: str, limits: Limits) -> Document | None:
    """A .et as the .xls it mostly is; ``None`` when it is laid out otherwise."""
    from gouji.extract.readers.workbook import read_workbook

    try:
        return replace(read_workbook(data, name, sha256, "xls", limits), format="et")
    except (EncryptedFile, EmptyFile, LimitExceeded):
        raise
    except UnreadableFile:
        return None


def _made(data: bytes, target: str, name: str, sha256: str, limits: Limits) -> Document | GoujiError:
    """Read what LibreOffice made; the loss of an embedded thing is told as for any Word file."""
    try:
        if target == "pdf":
            from gouji.extract.readers.pdf import read_pdf

            return read_pdf(data, name, sha256)
        if target == "xlsx":
            from gouji.extract.readers.workbook import read_workbook

            return read_workbook(data, name, sha256, "xlsx", limits)
        from gouji.extract.readers.docx import read_docx

        return read_docx(data, name, sha256, limits)
    except GoujiError as error:
        return error


def _check_package(data: bytes, name: str, limits: Limits) -> None:
    """Refuse an OpenDocument package that is encrypted, damaged or a bomb before anything else opens it."""
    from gouji.extract.readers.docx.package import BrokenPart, Package

    package = Package(data, name, limits)
    for part in ("content.xml", "styles.xml", "META-INF/manifest.xml"):
        if part.lower() not in package.names:
            continue
        try:
            if part == "META-INF/manifest.xml":
                if b"encryption-data" in package.read(part):
                    raise EncryptedFile(
                        "文件有打开密码，请去除密码后再检查",
                        "the file needs a password; remove it and try again",
                        name,
                    )
            else:
                package.xml(part)
        except BrokenPart as error:
            raise UnreadableFile(
                f"文件不完整或已损坏（{part} 读不出），请重新下载或重新保存",
                f"the file is truncated or damaged ({part} cannot be read); fetch or save it again",
                name,
            ) from error


def _losses(data: bytes, kind: str) -> tuple[Problem, ...]:
    """What LibreOffice reads without a word although it is not whole."""
    if kind == "rtf" and rtf_damage.has_no_end(data):
        return (
            _told(
                "文件不完整：RTF没有结尾，结尾部分可能缺失，只检查了能读出的部分；请重新获取文件",
                "the file is truncated: the RTF has no end, and only what could be read was checked; fetch it again",
            ),
        )
    if kind == "rtf" and rtf_damage.is_damaged(data):
        return (
            _told(
                "RTF已损坏（有不该有的字节、表格行与其定义不符，或在中途就结束了），部分文字可能没有读出；请重新获取文件",
                "the RTF is damaged (bytes that no RTF has, rows unlike their definition, or an end in its midst) and text may be missing; fetch it again",
            ),
        )
    if kind == "et":
        return (
            _told(
                "WPS表格已损坏或写法特殊，由LibreOffice转换后读取，部分内容可能缺失；请用WPS另存为 .xlsx 后再核对",
                "the WPS workbook is damaged or written in an unknown way and was read through LibreOffice, so that some of it "
                "may be missing; save it as .xlsx with WPS and check that",
            ),
        )
    return ()


def _told(zh: str, en: str) -> Problem:
    return Problem("GJ002", zh, en, Span(part="document"))
