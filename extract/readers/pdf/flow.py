"""Pages to blocks in reading order: paragraphs and tables that go on over the page are put together."""

from __future__ import annotations

from msgspec import Struct, field

from gouji.extract.document import Block, Paragraph, ParagraphKind
from gouji.extract.limits import Limits
from gouji.extract.readers.pdf.assemble import Part, to_table
from gouji.extract.readers.pdf.continued import MARK, continues, says_again, without_repeated_header
from gouji.extract.readers.pdf.furniture import Furniture, furniture
from gouji.extract.readers.pdf.glyphs import Line, PageText, TextBuilder, wrap_separator
from gouji.extract.readers.pdf.layout import PageLayout
from gouji.extract.readers.pdf.paragraphs import Margins, begins_paragraph, margins, stands_alone
from gouji.extract.readers.pdf.tables import PageTable

ROW_SLACK = 12.0
WIDEST_FOOT = 110.0
CAPTION_LINES = 4


class _Flow(Struct, dict=True):
    """Blocks being put together while the pages go by."""

    blocks: list[Block | list[Part]] = field(default_factory=list)
    open_lines: list[tuple[PageText, Line]] = field(default_factory=list)
    open_frame: Margins = field(default_factory=lambda: Margins(0.0, 0.0, 0.0))
    open_table: list[Part] | None = None
    captions: list[str] = field(default_factory=list)
    """The lines above the open table, the last ones."""
    above: list[str] = field(default_factory=list)
    """The lines since the last table."""

    def end_paragraph(self) -> None:
        if self.open_lines:
            self.blocks.append(_paragraph(self.open_lines, "body"))
            self.open_lines = []

    def line(self, page: PageLayout, line: Line, frame: Margins) -> None:
        """Add a body line to the open paragraph or begin a new one."""
        if not MARK.fullmatch(page.string(line)):
            self.open_table = None
        self.above.append(page.string(line))
        if self.open_lines:
            text, before = self.open_lines[-1]
            alone = stands_alone(text.chunks.get(before.start, ())) or stands_alone(
                page.text.chunks.get(line.start, ())
            )
            if alone or begins_paragraph(
                before, line, text.text(before), page.string(line), self.open_frame, frame
            ):
                self.end_paragraph()
        self.open_lines.append((page.text, line))
        self.open_frame = frame

    def table(self, page: PageLayout, table: PageTable, first_on_page: bool, floor: float, told: bool) -> None:
        """Add a table to the one the page before ended with, or as a new one.

        Text can stand down to ``floor``; ``told``: what stands above says that the table goes on.
        """
        self.end_paragraph()
        part: Part = (table, page.text)
        above = self.open_table
        if above is not None and first_on_page and above[-1][0].page == page.number - 1:
            rest = without_repeated_header(above[0], part)
            would_have_fitted = floor - above[-1][0].bottom > _first_rows(rest[0]) + ROW_SLACK
            if continues(above[-1][0], table) and (told or not would_have_fitted):
                above.append(rest)
                return
        self.open_table = [part]
        self.captions, self.above = self.above[-CAPTION_LINES:], []
        self.blocks.append(self.open_table)

    def repeated(self, page: PageLayout, marked: Furniture) -> int:
        """How many of the page's items say that the open table goes on, and nothing else: they stand above its rest."""
        if self.open_table is None:
            return 0
        strings: list[str] = []
        for i, item in enumerate(page.items):
            if isinstance(item, PageTable):
                goes_on = continues(self.open_table[-1][0], item) and says_again(strings, self.captions)
                return i if goes_on else 0
            if (page.number, item.start) not in marked:
                strings.append(page.string(item))
        return 0


def blocks_of(pages: list[PageLayout], limits: Limits, path: str) -> tuple[Block, ...]:
    """All blocks of the file.

    Raises:
        LimitExceeded: a table is too large.

    """
    marked = furniture(pages)
    frames = margins(pages, lambda number, line: (number, line.start) not in marked)
    floors = _floors(pages, marked)
    flow = _Flow()
    for page in pages:
        _flow_page(flow, page, marked, frames, floors[round(page.height)])
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


def _first_rows(table: PageTable) -> float:
    """Height of the first row and those that merged cells tie to it."""
    tied = max((c.row_span for c in table.cells if c.row == 0), default=1)
    return table.ys[tied] - table.ys[0]


def _floors(pages: list[PageLayout], marked: Furniture) -> dict[int, float]:
    """How far down text stands on pages of one (rounded) height."""
    floors: dict[int, float] = {}
    for page in pages:
        height = round(page.height)
        bottoms = [
            item.bottom
            for item in page.items
            if isinstance(item, PageTable) or (page.number, item.start) not in marked
        ]
        floors[height] = max([floors.get(height, page.height - WIDEST_FOOT), *bottoms])
    return floors


def _flow_page(
    flow: _Flow, page: PageLayout, marked: Furniture, frames: dict[tuple[int, int], Margins], floor: float
) -> None:
    first_on_page = True
    apart: list[Paragraph] = []
    repeated = flow.repeated(page, marked)
    for i, item in enumerate(page.items):
        if isinstance(item, PageTable):
            flow.table(page, item, first_on_page, floor, repeated > 0)
            first_on_page = False
        elif kind := marked.get((page.number, item.start)) or ("header" if page.aside or i < repeated else None):
            apart.append(_paragraph([(page.text, item)], kind))
        else:
            flow.line(page, item, frames[round(page.width), item.column])
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
