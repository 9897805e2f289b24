"""The reader: pages one by one, then what only the whole file tells, then blocks in reading order."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gouji.extract.document import Block, Document, Paragraph, ParagraphKind, Problem, Span
from gouji.extract.errors import NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.pdf import aligned, lattice
from gouji.extract.readers.pdf.assemble import Part, to_table
from gouji.extract.readers.pdf.continued import continues, without_repeated_header
from gouji.extract.readers.pdf.furniture import Furniture, furniture
from gouji.extract.readers.pdf.glyphs import Line, PageText, TextBuilder, page_text, wrap_separator
from gouji.extract.readers.pdf.layout import PageLayout
from gouji.extract.readers.pdf.openings import closed
from gouji.extract.readers.pdf.paragraphs import Margins, begins_paragraph, margins, stands_alone
from gouji.extract.readers.pdf.raw import RawDocument, RawPage
from gouji.extract.readers.pdf.tables import PageTable, page_tables, places


def read_pdf(
    data: bytes, path: str, sha256: str, *, password: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a PDF.

    Args:
        data: the file.
        path: its name, for messages and the document.
        sha256: its digest.
        password: opens an encrypted file.
        limits: how many pages and cells are read.

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
        return _read(data, path, sha256, password, limits)


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


def _read(data: bytes, path: str, sha256: str, password: str | None, limits: Limits) -> Document:
    layouts: list[PageLayout] = []
    problems: list[Problem] = []
    with RawDocument(data, path, limits.pages, password) as document:
        for index in range(document.pages):
            page = document.page(index)
            if page is None:
                problems.append(_unreadable_page(index + 1))
                continue
            layouts.append(layout(page))
            if not layouts[-1].text.string and (len(page.images) or len(page.rules)):
                problems.append(_textless_page(page.number))
        count = document.pages
    if not layouts:
        raise UnreadableFile("PDF 没有可读的页", "no page of the PDF can be read", path)
    if not any(page.text.string for page in layouts):
        raise NoTextLayer(
            "PDF 没有文字层（可能是扫描件），需先做文字识别",
            "the PDF has no text layer (a scan?); run OCR on it first",
            path,
        )
    return Document(path, "pdf", sha256, _blocks(layouts, limits, path), count, tuple(problems))


def layout(page: RawPage) -> PageLayout:
    """Lines and tables of one page."""
    horizontal, vertical = closed(*lattice.rules(page.rules))
    lattices = lattice.find(horizontal, vertical)
    text = page_text(page, places(page, lattices))
    if more := aligned.find(text, horizontal, lattices):
        lattices = sorted([*lattices, *more], key=lambda one: (one.box[1], one.box[0]))
        text = page_text(page, places(page, lattices))
    return PageLayout(
        page.number,
        page.width,
        page.height,
        text,
        tuple(text.lines.get(-1, ())),
        tuple(page_tables(text, lattices)),
    )


@dataclass
class _Flow:
    """Blocks being put together while the pages go by."""

    blocks: list[Block | list[Part]] = field(default_factory=list)
    open_lines: list[tuple[PageText, Line]] = field(default_factory=list)
    open_table: list[Part] | None = None

    def end_paragraph(self) -> None:
        if self.open_lines:
            self.blocks.append(_paragraph(self.open_lines, "body"))
            self.open_lines = []

    def line(self, page: PageLayout, line: Line, frame: Margins) -> None:
        self.open_table = None
        if self.open_lines:
            text, before = self.open_lines[-1]
            alone = stands_alone(text.chunks.get(before.start, ())) or stands_alone(
                page.text.chunks.get(line.start, ())
            )
            if alone or begins_paragraph(before, line, text.text(before), page.string(line), frame):
                self.end_paragraph()
        self.open_lines.append((page.text, line))

    def table(self, page: PageLayout, table: PageTable, first_on_page: bool) -> None:
        self.end_paragraph()
        before = self.open_table
        if (
            before is not None
            and first_on_page
            and before[-1][0].page == page.number - 1
            and continues(before[-1][0], table)
        ):
            before.append(without_repeated_header(before[0], (table, page.text)))
            return
        self.open_table = [(table, page.text)]
        self.blocks.append(self.open_table)


def _blocks(pages: list[PageLayout], limits: Limits, path: str) -> tuple[Block, ...]:
    marked = furniture(pages)
    frames = margins(pages, lambda number, line: (number, line.start) not in marked)
    flow = _Flow()
    for page in pages:
        _flow_page(flow, page, marked, frames[round(page.width)])
    flow.end_paragraph()
    blocks: list[Block] = []
    tables = 0
    for block in flow.blocks:
        if isinstance(block, list):
            blocks.append(to_table(block, tables, limits, path))
            tables += 1
        else:
            blocks.append(block)
    return tuple(blocks)


def _flow_page(flow: _Flow, page: PageLayout, marked: Furniture, frame: Margins) -> None:
    items: list[tuple[float, Line | PageTable]] = [(line.top, line) for line in page.lines]
    items += [(table.top, table) for table in page.tables]
    items.sort(key=lambda item: item[0])
    first_on_page = True
    apart: list[Paragraph] = []
    for _, item in items:
        if isinstance(item, PageTable):
            flow.table(page, item, first_on_page)
            first_on_page = False
        elif kind := marked.get((page.number, item.start)):
            apart.append(_paragraph([(page.text, item)], kind))
        else:
            flow.line(page, item, frame)
            first_on_page = False
    flow.blocks += apart


def _paragraph(lines: list[tuple[PageText, Line]], kind: ParagraphKind) -> Paragraph:
    builder = TextBuilder()
    before = ""
    for page, line in lines:
        text = page.text(line)
        builder.add(page, line, wrap_separator(before, text))
        before = text
    return Paragraph(builder.build(), kind)


def _textless_page(number: int) -> Problem:
    return Problem(
        "GJ002",
        f"第{number}页没有文字层，未读取",
        f"page {number} has no text layer and was not read",
        Span(page=number),
    )


def _unreadable_page(number: int) -> Problem:
    return Problem(
        "GJ002", f"第{number}页已损坏，未读取", f"page {number} is broken and was not read", Span(page=number)
    )
