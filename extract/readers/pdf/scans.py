"""Pages that are pictures: told from pages with text, and recognised where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gouji.extract.document import Problem, Span
from gouji.extract.errors import LimitExceeded
from gouji.extract.readers.pdf.layout import PageLayout
from gouji.extract.readers.pdf.raw import RawDocument, RawPage
from gouji.extract.readers.pdf.reference import ReferenceDocument
from gouji.extract.reading import Reading

if TYPE_CHECKING:
    from gouji.extract.readers.ocr.page import ScannedPage

_UNMAPPED = 0.05
_FEW = 40
_MOST = 0.5
_OUTSIDE = 0.2
"""Marks for the printer off the page are fewer than this share of its characters."""


def is_unmapped(page: RawPage, read: PageLayout) -> bool:
    """Whether a font hides what a good part of the page's characters are."""
    return page.unmapped > _UNMAPPED * (len(read.text.string) + page.unmapped)


def is_picture(page: RawPage, read: PageLayout) -> bool:
    """Whether the page shows something but has no text, or hardly any beside a large picture."""
    pictured = float(
        ((page.images[:, 2] - page.images[:, 0]) * (page.images[:, 3] - page.images[:, 1])).sum()
    )
    characters = len(read.text.string)
    return bool(not characters and (len(page.images) or len(page.rules))) or (
        characters < _FEW and pictured > _MOST * page.width * page.height
    )


def recognised(
    document: RawDocument | ReferenceDocument, index: int, reading: Reading, path: str
) -> ScannedPage | None:
    """Page ``index`` (0-based) as its picture reads; ``None`` when it is too large to be drawn.

    Raises:
        UnsupportedFormat: the engine is not installed.
        UnreadableFile: the engine failed.
    """
    from gouji.extract.readers.ocr.engine import engine_of
    from gouji.extract.readers.ocr.page import scanned_page

    engine = engine_of(reading.ocr_engine, path)
    try:
        picture = document.picture(index, reading.dpi)
    except LimitExceeded:
        return None
    return scanned_page(picture, index + 1, reading.dpi, engine, path)


def problems(page: RawPage, read: PageLayout) -> Iterator[Problem]:
    """What of a page was not read (GJ002)."""
    if is_unmapped(page, read):
        yield problem(
            page.number,
            f"第{page.number}页有{page.unmapped}个字符的字体没有文字对照表，未读取（可用 --ocr 识别）",
            f"page {page.number}: the font of {page.unmapped} characters does not say what they are; "
            "not read (--ocr recognises them)",
        )
    elif is_picture(page, read):
        yield problem(
            page.number,
            f"第{page.number}页没有文字层，未读取（可用 --ocr 识别）",
            f"page {page.number} has no text layer and was not read (--ocr recognises it)",
        )
    if page.outside > _OUTSIDE * (len(read.text.string) + page.outside):
        yield problem(
            page.number,
            f"第{page.number}页有{page.outside}个字符在页面范围以外，未读取；页面大小可能有误",
            f"page {page.number}: {page.outside} characters stand off the page and were not read; its size may be wrong",
        )
    if page.blank_fields:
        yield problem(
            page.number,
            f"第{page.number}页有{page.blank_fields}个填了内容的表单栏没有显示出来，未读取；请用阅读器打开后打印为PDF",
            f"page {page.number}: {page.blank_fields} filled fields of its form are not drawn and were not read; "
            "open it in a viewer and print it to PDF",
        )
    if page.cut:
        yield problem(
            page.number,
            f"第{page.number}页内容过多，未全部读取",
            f"page {page.number} holds too much; not all was read",
        )


def problem(page: int, zh: str, en: str) -> Problem:
    """A page that was not, or not wholly, read."""
    return Problem("GJ002", zh, en, Span(page=page))
