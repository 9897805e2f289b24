"""The reader: pages one by one, then what only the whole file tells, then blocks in reading order."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from gouji.extract.document import Document, Problem, Span
from gouji.extract.errors import NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.pdf.flow import blocks_of
from gouji.extract.readers.pdf.layout import PageLayout, layout
from gouji.extract.readers.pdf.raw import RawDocument, RawPage
from gouji.extract.readers.pdf.reference import ReferenceDocument

Engine = Literal["pdfium", "pdfplumber"]

_TAIL = 2048
_UNMAPPED = 0.05
_FEW = 40
_MOST = 0.5


def read_pdf(
    data: bytes,
    path: str,
    sha256: str,
    *,
    password: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    engine: Engine = "pdfium",
) -> Document:
    """Read a PDF.

    Args:
        data: the file.
        path: its name, for messages and the document.
        sha256: its digest.
        password: opens an encrypted file.
        limits: how many pages and cells are read.
        engine: ``pdfplumber`` reads characters and ruled tables by that library, as the reference; much slower.

    Returns:
        Paragraphs and tables in reading order. Every piece has its page and box in points from the top left.
        Pages without text are named in ``problems`` (GJ002).

    Raises:
        EncryptedFile: a password is needed.
        UnreadableFile: broken or truncated.
        NoTextLayer: no page has text.
        LimitExceeded: too many pages.

    """
    with _no_collection():
        return _read(data, path, sha256, password, limits, engine)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking, again and again, through objects that form no cycles: a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    data: bytes, path: str, sha256: str, password: str | None, limits: Limits, engine: Engine
) -> Document:
    layouts: list[PageLayout] = []
    problems: list[Problem] = []
    if b"%%EOF" not in data[-_TAIL:]:
        problems.append(_truncated())
    opened = ReferenceDocument if engine == "pdfplumber" else RawDocument
    with opened(data, path, limits.pages, password) as document:
        for index in range(document.pages):
            page = document.page(index)
            if page is None:
                problems.append(_unreadable_page(index + 1))
                continue
            ruled = document.lattices(index) if isinstance(document, ReferenceDocument) else None
            layouts.append(layout(page, ruled))
            problems += _page_problems(page, layouts[-1])
        count = document.pages
    if not layouts:
        raise UnreadableFile("PDF 没有可读的页", "no page of the PDF can be read", path)
    if not any(page.text.string for page in layouts):
        raise NoTextLayer(
            "PDF 没有文字层（可能是扫描件），需先做文字识别",
            "the PDF has no text layer (a scan?); run OCR on it first",
            path,
        )
    return Document(path, "pdf", sha256, blocks_of(layouts, limits, path), count, tuple(problems))


def _page_problems(page: RawPage, read: PageLayout) -> Iterator[Problem]:
    pictured = float(
        ((page.images[:, 2] - page.images[:, 0]) * (page.images[:, 3] - page.images[:, 1])).sum()
    )
    characters = len(read.text.string)
    if page.unmapped > _UNMAPPED * (characters + page.unmapped):
        yield _problem(
            page.number,
            f"第{page.number}页有{page.unmapped}个字符的字体没有文字对照表，未读取",
            f"page {page.number}: the font of {page.unmapped} characters does not say what they are; not read",
        )
    elif (not characters and (len(page.images) or len(page.rules))) or (
        characters < _FEW and pictured > _MOST * page.width * page.height
    ):
        yield _problem(
            page.number,
            f"第{page.number}页没有文字层，未读取",
            f"page {page.number} has no text layer and was not read",
        )
    if page.cut:
        yield _problem(
            page.number,
            f"第{page.number}页内容过多，未全部读取",
            f"page {page.number} holds too much; not all was read",
        )


def _unreadable_page(number: int) -> Problem:
    return _problem(number, f"第{number}页已损坏，未读取", f"page {number} is broken and was not read")


def _problem(page: int, zh: str, en: str) -> Problem:
    return Problem("GJ002", zh, en, Span(page=page))


def _truncated() -> Problem:
    return Problem(
        "GJ002",
        "PDF 结尾不完整，后面的内容可能已丢失",
        "the end of the PDF is missing; what followed may be lost",
    )
