"""One story of a Word file (body, header, footnotes …) into blocks, in reading order."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from gouji.extract.document import Block, Cell, Paragraph, ParagraphKind, Piece, Problem, Span, Table, Text
from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.docx.embedded import tell_embedded
from gouji.extract.readers.docx.inline import Inline, shown_alternative, texts_in
from gouji.extract.readers.docx.names import (
    ALT_CHUNK,
    ALTERNATE,
    DEL,
    ILVL,
    MOVE_FROM,
    NUM_ID,
    NUM_PR,
    OUTLINE,
    P_PR,
    P_STYLE,
    R_PR,
    SDT,
    SDT_CONTENT,
    TBL,
    TRANSPARENT,
    VAL,
    VANISH,
    P,
    is_on,
    whole,
)  # fmt: skip
from gouji.extract.readers.docx.numbering import Counter, Numbering
from gouji.extract.readers.docx.package import Element
from gouji.extract.readers.docx.styles import Style, Styles, outline_level
from gouji.extract.readers.docx.tables import Anchor, TooWide, lay_out


class Gathering(Struct):
    """What all stories of one document share: definitions, limits, and what was read so far."""

    path: str
    limits: Limits
    styles: Styles
    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    pictures: int = 0

    def count_cells(self, anchors: list[Anchor]) -> None:
        """Add a table's grid, the empty positions too, to the total; raises ``LimitExceeded`` above the limit."""
        rows = max(a.row + a.row_span for a in anchors)
        self.cells += rows * max(a.column + a.column_span for a in anchors)
        if self.cells > self.limits.cells:
            limit = self.limits.cells
            raise self.too_much(f"表格超过 {limit} 格", f"the tables have more than {limit} cells")

    def too_much(self, zh: str, en: str) -> LimitExceeded:
        """The error for a passed limit."""
        return LimitExceeded(
            f"{zh}，超过安全上限，未读取；请核对文件", f"{en}, above the safety limit; not read", self.path
        )


class Position(Struct, frozen=True):
    """The cell being read."""

    table: int
    row: int
    column: int


class Properties(Struct, frozen=True):
    """What a paragraph says of itself."""

    style: str | None = None
    num_pr: Element | None = None
    outline: Element | None = None
    mark_gone: bool = False


UNMARKED = Properties()
"""Those of a paragraph that says nothing of itself."""


class Rendered(Struct):
    """A paragraph as shown: number prefix, then own texts (several when tracked changes joined paragraphs)."""

    prefix: str
    parts: list[tuple[int, str]]
    level: int | None

    def text(self, part: str, at: Position | None = None) -> Text:
        """The text with its places."""
        string, pieces = "", []
        table, row, column = (at.table, at.row, at.column) if at is not None else (None, None, None)
        if self.prefix:
            string = self.prefix
            span = Span(
                part=part, paragraph=self.parts[-1][0], start=0, end=0, table=table, row=row, column=column
            )
            pieces.append(Piece(0, len(string), span))
        for paragraph, own in self.parts:
            if own:
                span = Span(
                    part=part, paragraph=paragraph, start=0, end=len(own), table=table, row=row, column=column
                )
                pieces.append(Piece(len(string), len(string) + len(own), span))
                string += own
        return Text(string, tuple(pieces))


class Story:
    """Reads one part. ``paragraph`` in its spans is the position among all ``w:p`` of the part, in document order."""

    def __init__(self, shared: Gathering, part: str, root: Element, source: bytes = b"") -> None:
        self._shared, self._part, self._source = shared, part, source
        self._inline = Inline(shared.styles, root, source)
        self._survey = self._inline.survey
        style = shared.styles[shared.styles.default]
        self._unmarked = style if style.num_id is None else None
        self._counter = Counter(shared.numbering)
        self._index = {p: i for i, p in enumerate(root.iter(P))}
        self._joining: list[tuple[int, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.after_block: Callable[[], None] | None = None
        """Called after each block, when ``notes`` holds what the block refers to."""

    @property
    def page_fields(self) -> int:
        """Page number fields met so far."""
        return self._inline.fields.pages

    @property
    def pictures(self) -> int:
        """Images met so far."""
        return self._inline.pictures

    def read_whole(self, container: Element, kind: ParagraphKind = "body") -> None:
        """``read``, and tell when some text of the container was not met on the way."""
        before = self._inline.met
        self.read(container, kind)
        met = self._inline.met - before
        if self._source.count(b"<w:t>") + self._source.count(b"<w:t ") == met:  # the usual case, told at a glance
            return
        lost = texts_in(container) - met
        if lost > 0:
            self._problem(
                f"有{lost}处文字放在不该有文字的位置（文件可能已损坏），没有读出；请用 Word/WPS 打开核对并另存",
                f"{lost} runs of text stand where none may (the file may be damaged) and were not read; "
                "open it in Word, compare, and save a copy",
            )

    def read(self, container: Element, kind: ParagraphKind = "body") -> None:
        """Append the blocks of a container, each with the text boxes anchored in it behind it."""
        for child in self._blocks(container):
            tag = child.tag
            if tag == P:
                rendered = self._paragraph(child)
                if rendered is not None:
                    self._append(rendered, kind)
            elif tag == TBL:
                self._flush(kind)
                self._table(child, None)
            elif tag == ALT_CHUNK:
                self._alt_chunk()
            self._boxes()
        self._flush(kind)

    def _append(self, rendered: Rendered, kind: ParagraphKind) -> None:
        text = rendered.text(self._part)
        if text.string.strip():
            heading = kind == "body" and rendered.level is not None
            self._shared.blocks.append(Paragraph(text, "heading" if heading else kind, rendered.level))

    def _flush(self, kind: ParagraphKind) -> None:
        """End a paragraph whose mark is deleted but that nothing followed."""
        if self._joining:
            self._append(Rendered("", self._joining, None), kind)
            self._joining = []

    def _boxes(self) -> None:
        inline = self._inline
        self.notes += inline.notes
        inline.notes = []
        boxes, inline.boxes = inline.boxes, []
        tell_embedded(inline.objects, self._part, self._shared.problems)
        inline.objects = []
        joining, self._joining = self._joining, []
        for box in boxes:
            self.read(box, "textbox")
        self._joining = joining
        if self.after_block is not None and self.notes:
            self.after_block()

    def _problem(self, zh: str, en: str) -> None:
        self._shared.problems.append(Problem("GJ002", zh, en, Span(part=self._part)))

    def _alt_chunk(self) -> None:
        self._problem(
            "文中嵌入了另一份文件（altChunk），其内容未读取；请用 Word 打开并另存后再检查",
            "another file is embedded here (altChunk) and was not read; open the document in Word and save it again",
        )

    def _paragraph(self, p: Element) -> Rendered | None:
        """The paragraph as shown; ``None`` when its mark is deleted, so that it runs on into the next."""
        found = _properties(p) if p in self._survey.telling else UNMARKED
        styles = self._shared.styles
        style = styles[found.style if found.style is not None else styles.default]
        text = self._inline.text(p, style)
        self._joining.append((self._index[p], text))
        if found.mark_gone:
            return None
        parts, self._joining = self._joining, []
        prefix = ""
        num_id, at = self._list_of(found.num_pr, style)
        if num_id is not None:
            prefix, suffix = self._counter.next(num_id, at)
            if prefix and any(own.strip() for _, own in parts):
                prefix += suffix
        level = style.level if found.outline is None else outline_level(found.outline)
        return Rendered(prefix, parts, level)

    def _list_of(self, num_pr: Element | None, style: Style) -> tuple[str | None, int]:
        """List id and level of a paragraph, from itself or its style."""
        num_id, at, by_style = style.num_id, style.num_level, True
        if num_pr is not None:
            named, level = num_pr.find(NUM_ID), num_pr.find(ILVL)
            if named is not None:
                num_id, at, by_style = named.get(VAL), 0, False
            if level is not None:
                at, by_style = whole(level.get(VAL), 0), False
        if num_id is not None and by_style:
            found = self._shared.numbering.get(num_id)
            named_level = found.level_of_style(style.num_style) if found is not None else None
            at = named_level if named_level is not None else at
        return num_id, at or 0

    def _table(self, tbl: Element, nested_in: tuple[int, int, int] | None) -> None:
        shared = self._shared
        try:
            anchors = lay_out(tbl, shared.limits.columns, self._survey.merged, self._inline.leave_out)
        except TooWide:
            raise shared.too_much(
                f"表格超过 {shared.limits.columns} 列",
                f"a table has more than {shared.limits.columns} columns",
            ) from None
        if not anchors:
            return
        shared.count_cells(anchors)
        index = shared.tables
        shared.tables += 1
        slot = len(shared.blocks)
        shared.blocks.append(Table(index, ()))
        cells: list[Cell] = []
        nested: list[tuple[Element, tuple[int, int, int]]] = []
        for anchor in anchors:
            text = self._plain_cell(anchor, index)
            if text is None:
                text, inner = self._cell(anchor, Position(index, anchor.row, anchor.column))
                nested += [(table, (index, anchor.row, anchor.column)) for table in inner]
            cells.append(Cell(anchor.row, anchor.column, text, anchor.row_span, anchor.column_span))
        shared.blocks[slot] = Table(index, tuple(cells), nested_in=nested_in)
        for table, place in nested:
            self._table(table, place)

    def _cell(self, anchor: Anchor, at: Position) -> tuple[Text, list[Element]]:
        """Text of a cell, its paragraphs joined by line ends, and the tables nested in it."""
        texts: list[Text] = []
        inner: list[Element] = []
        first = None
        if anchor.deleted:
            self._inline.leave_out(anchor.element)
        for child in () if anchor.deleted else self._blocks(anchor.element):
            tag = child.tag
            if tag == P:
                first = self._index[child] if first is None else first
                rendered = self._paragraph(child)
                if rendered is not None:
                    texts.append(rendered.text(self._part, at))
            elif tag == TBL:
                inner.append(child)
            elif tag == ALT_CHUNK:
                self._alt_chunk()
        if self._joining:
            texts.append(Rendered("", self._joining, None).text(self._part, at))
            self._joining = []
        return joined(texts, Span(part=self._part, paragraph=first, start=0, end=0,
                                   table=at.table, row=at.row, column=at.column)), inner  # fmt: skip

    def _blocks(self, container: Element) -> list[Element]:
        """Paragraphs, tables and embedded chunks of a container, wrappers opened."""
        found: list[Element] = []
        for child in container:
            tag = child.tag
            if tag in (P, TBL, ALT_CHUNK):
                found.append(child)
            elif tag == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    found += self._blocks(content)
            elif tag in TRANSPARENT:
                found += self._blocks(child)
            elif tag in (DEL, MOVE_FROM):
                self._inline.leave_out(child)
            elif tag == ALTERNATE:
                chosen = shown_alternative(child, self._inline.leave_out)
                if chosen is not None:
                    found += self._blocks(chosen)
        return found

    def _plain_cell(self, anchor: Anchor, table: int) -> Text | None:
        """Text of a cell that holds one paragraph and nothing else, as most do, read the short way; else ``None``."""
        if anchor.deleted or self._unmarked is None or anchor.element in self._survey.mixed:
            return None
        paragraphs = list(anchor.element.iterchildren(P))
        if len(paragraphs) != 1 or paragraphs[0] in self._survey.telling:
            return None
        string = self._inline.text(paragraphs[0], self._unmarked)
        if not string.strip():
            string = ""
        end = len(string)
        place = Span(
            None, 0, end, self._part, self._index[paragraphs[0]], None, None, None, None, table, anchor.row,
            anchor.column,
        )  # fmt: skip
        return Text(string, (Piece(0, end, place),))


def _properties(p: Element) -> Properties:
    """Properties of a paragraph, in one pass."""
    style, num_pr, outline, gone = None, None, None, False
    for properties in p:
        if properties.tag != P_PR:
            break
        for child in properties:
            tag = child.tag
            if tag == P_STYLE:
                style = child.get(VAL, "")
            elif tag == NUM_PR:
                num_pr = child
            elif tag == OUTLINE:
                outline = child
            elif tag == R_PR:
                gone |= any(
                    mark.tag in (DEL, MOVE_FROM) or (mark.tag == VANISH and is_on(mark.get(VAL))) for mark in child
                )
    return Properties(style, num_pr, outline, gone)


def joined(texts: list[Text], empty: Span) -> Text:
    """Texts joined by line ends, empty ones at both ends dropped; ``empty`` is the place of an empty cell."""
    while texts and not texts[-1].string.strip():
        texts.pop()
    while texts and not texts[0].string.strip():
        del texts[0]
    if not texts:
        return Text("", (Piece(0, 0, empty),))
    if len(texts) == 1:
        return texts[0]
    pieces: list[Piece] = []
    length = 0
    for text in texts:
        pieces += [Piece(length + p.start, length + p.end, p.span) for p in text.pieces]
        length += len(text.string) + 1
    return Text("\n".join(text.string for text in texts), tuple(pieces))
