"""The reader: pages one by one, then what only the whole file tells, then blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gouji.extract.collection import without_collection
from gouji.extract.document import Document, Problem
from gouji.extract.errors import NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.pdf import integrity, scans
from gouji.extract.readers.pdf.flow import blocks_of
from gouji.extract.readers.pdf.layout import PageLayout, layout
from gouji.extract.readers.pdf.mended import mended
from gouji.extract.readers.pdf.raw import RawDocument
from gouji.extract.readers.pdf.reference import ReferenceDocument
from gouji.extract.readers.pdf.sides import parts
from gouji.extract.reading import PdfEngine, Reading

if TYPE_CHECKING:
    from gouji.extract.readers.ocr.page import ScannedPage

_TAIL = 2048
_HEADER, _HEADER_WITHIN = b"%PDF", 1024


def read_pdf(
    data: bytes,
    path: str,
    sha256: str,
    *,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    engine: PdfEngine = "pdfium",
    reading: Reading | None = None,
) -> Document:
    """Read a PDF.

    Args:
        data: the file.
        path: its name, for messages and the document.
        sha256: its digest.
        password: opens an encrypted file.
        limits: how many pages and cells are read.
        engine: ``pdfplumber`` reads characters and ruled tables by that library, as the reference; much slower.
        reading: the same and whether pages without text are recognised; wins over ``engine``.

    Returns:
        Paragraphs and tables in reading order. Every piece has its page and box in points from the top left.
        Pages without text are named in ``problems`` (GJ002) unless they were recognised.

    Raises:
        EncryptedFile: a password is needed.
        UnreadableFile: broken or truncated.
        NoTextLayer: no page has text.
        LimitExceeded: too many pages.

    """
    with without_collection():
        return _read(data, path, sha256, password, limits, reading or Reading(engine))


def _read(
    data: bytes, path: str, sha256: str, password: str | None, limits: Limits, reading: Reading
) -> Document:
    layouts: list[PageLayout] = []
    problems: list[Problem] = []
    scanned: dict[int, ScannedPage] = {}
    pictured = False
    if b"%%EOF" not in data[-_TAIL:]:
        problems.append(_truncated())
    problems += integrity.problems(data, path, limits)
    if _HEADER not in data[:_HEADER_WITHIN]:
        problems.append(_headless())
        data = _HEADER + b"-1.4\n" + data
    with _opened(data, path, limits, password, reading, problems) as document:
        for index in range(document.pages):
            page = document.page(index)
            if page is None:
                problems.append(_unreadable_page(index + 1))
                continue
            pictured |= len(page.images) > 0
            ruled = document.lattices(index) if isinstance(document, ReferenceDocument) else None
            page, *sides = parts(page) if ruled is None else [page]
            read = layout(page, ruled, layouts[-1] if layouts else None)
            if reading.ocr and (scans.is_unmapped(page, read) or scans.is_picture(page, read)):
                scan = scans.recognised(document, index, reading, path)
                if scan is not None and len(scan.raw.codes):
                    scanned[page.number] = scan
                    layouts.append(layout(scan.raw))
                    continue
            layouts += [read, *map(layout, sides)]
            problems += scans.problems(page, read)
        count = document.pages
    problems += _unexplained_blanks(layouts, data, path, limits)
    if not layouts:
        raise UnreadableFile("PDF 没有可读的页", "no page of the PDF can be read", path)
    if not any(page.text.string for page in layouts):
        if _truncated() in problems and not pictured:
            raise UnreadableFile(
                "PDF 结尾不完整，剩下的部分读不出文字；请重新获取文件",
                "the end of the PDF is missing and no text can be read from the rest; fetch the file again",
                path,
            )
        raise NoTextLayer(
            "PDF 没有文字层（可能是扫描件）；加 --ocr 识别文字（需要 pip install 'gouji[ocr]'）",
            "the PDF has no text layer (a scan?); --ocr recognises it (needs pip install 'gouji[ocr]')",
            path,
        )
    blocks = blocks_of(layouts, limits, path)
    if scanned:
        from gouji.extract.readers.ocr.page import with_confidence

        blocks = with_confidence(blocks, scanned)
    return Document(path, "pdf", sha256, blocks, count, tuple(problems))


def _opened(
    data: bytes, path: str, limits: Limits, password: str | None, reading: Reading, problems: list[Problem]
) -> RawDocument | ReferenceDocument:
    """The open file; one that breaks off before its index is given a new one, which is a loss to be told."""
    engine = ReferenceDocument if reading.pdf_engine == "pdfplumber" else RawDocument
    try:
        return engine(data, path, limits.pages, password)
    except UnreadableFile as error:
        rescued = mended(data) if type(error) is UnreadableFile else None
        if rescued is None:
            raise
        if not problems:
            problems.append(_truncated())
        return engine(rescued, path, limits.pages, password)


def _unexplained_blanks(layouts: list[PageLayout], data: bytes, path: str, limits: Limits) -> Iterator[Problem]:
    """Pages nothing was read from, in a file with more text than the other pages account for."""
    shown = {page.number for page in layouts if page.text.string}
    blank = [str(i) for i in sorted({page.number for page in layouts} - shown)]
    if blank and b"/Encrypt" not in data and integrity.texts(data, path, limits) > len(shown):
        yield Problem(
            "GJ002",
            f"第{'、'.join(blank)}页没有读到文字，而文件中还有未归页的文字，该页可能已损坏",
            f"nothing was read from page {', '.join(blank)}, yet the file holds more text; the page may be damaged",
        )


def _unreadable_page(number: int) -> Problem:
    return scans.problem(number, f"第{number}页已损坏，未读取", f"page {number} is broken and was not read")


def _truncated() -> Problem:
    return Problem(
        "GJ002",
        "PDF 结尾不完整，后面的内容可能已丢失；请重新获取文件",
        "the end of the PDF is missing and what followed may be lost; fetch it again",
    )


def _headless() -> Problem:
    return Problem(
        "GJ002",
        "PDF 的文件头已损坏，文件其他部分也可能受损",
        "the header of the PDF is damaged; other parts of it may be, too",
    )
