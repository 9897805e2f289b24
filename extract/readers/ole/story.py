"""One story of a binary Word file (body, header, footnotes …) into blocks, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from msgspec import Struct, field

from gouji.extract.document import Block, Cell, Paragraph, ParagraphKind, Problem, Span, Table
from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.docx.embedded import tell_embedded
from gouji.extract.readers.docx.numbering import Counter
from gouji.extract.readers.docx.story import Position, Rendered, joined
from gouji.extract.readers.ole.coverage import Coverage
from gouji.extract.readers.ole.inline import Inline
from gouji.extract.readers.ole.pieces import MISSING
from gouji.extract.readers.ole.properties import BODY_LEVEL, PLAIN, ParagraphFormat
from gouji.extract.readers.ole.source import Source
from gouji.extract.readers.ole.styles import Style
from gouji.extract.readers.ole.tables import CellText, RowText, lay_out, misfits, row_shape

MARK: Final = re.compile("[\r\x07]")
CELL_MARK: Final = "\x07"
MOST_NESTED: Final = 30
NO_LIST: Final = 0x07FF


class Gathering(Struct):
    """What all stories of one file share: the limits and what was read so far."""

    path: str
    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    pictures: int = 0
    misfits: int = 0
    coverage: Coverage = field(default_factory=Coverage)


class _OpenTable(Struct):
    rows: list[RowText] = field(default_factory=list)
    row: RowText = field(default_factory=RowText)
    cell: CellText = field(default_factory=CellText)


class Story:
    """Reads one story. ``paragraph`` in its spans counts the story's paragraphs, those of cells too, row marks not.

    Args:
        shared: what was gathered so far.
        source: the opened file.
        part: name of the story, for places.
        ends: positions one past the section marks, which end a paragraph as well.
        watched: positions of notes and drawings, in order.

    """

    def __init__(
        self, shared: Gathering, source: Source, part: str, ends: frozenset[int] = frozenset(), watched: list[int] | None = None
    ) -> None:  # fmt: skip
        self._shared, self._source, self._part, self._ends = shared, source, part, ends
        self.inline = Inline(
            source.pieces.text, source.characters, source.styles, source.fonts, source.data, watched or []
        )
        self._counter = Counter(source.lists)
        self._joining: list[tuple[int, str]] = []
        self._open: list[_OpenTable] = []
        self._index = -1
        self._kind: ParagraphKind = "body"
        self.after_block: Callable[[list[int]], None] | None = None
        """Called after each block with the positions of the notes and drawings met in it."""

    def read(self, start: int, end: int, kind: ParagraphKind = "body") -> None:
        """Append the blocks of a stretch of text."""
        self._kind = kind
        text = self._source.pieces.text
        end = min(end, len(text))
        self._shared.coverage.add(start, end)
        at = start
        while at < end:
            mark = self._mark(at, end)
            self._paragraph(at, mark, text[mark] if mark < end else "")
            at = mark + 1
        self._close(0)
        self._flush()
        self._shared.pictures += self.inline.pictures
        self.inline.pictures = 0

    def _mark(self, at: int, end: int) -> int:
        """Position of the mark that ends the paragraph beginning at ``at``; ``end`` when nothing does."""
        match = MARK.search(self._source.pieces.text, at, end)
        mark = match.start() if match is not None else end
        if self._ends:
            found = self._source.pieces.text.find("\x0c", at, mark)
            while found >= 0 and found + 1 not in self._ends:
                found = self._source.pieces.text.find("\x0c", found + 1, mark)
            if found >= 0:
                return found
        return mark

    def _paragraph(self, start: int, mark: int, character: str) -> None:
        source = self._source
        pieces = source.pieces
        position = min(mark, len(pieces.text) - 1)
        stretch = pieces.at(position)
        form = source.formats.paragraph(stretch.byte(position), stretch.modifiers)
        mark_format = source.characters.at(position) if character else PLAIN
        gone = mark_format.deleted
        depth = min(form.table_depth, MOST_NESTED)
        if depth and self._row_mark(form, depth, character):
            if start < mark and not gone:  # no sound row mark has text before it: better a cell too many than a loss
                self._index += 1
                self._joining.append((self._index, self.inline.text(start, mark, source.styles[form.style]).replace(MISSING, "")))
                self._to_cell(Rendered("", self._joining, None), depth, True)
                self._joining = []
            self._close(depth)
            self._end_row(form, depth, gone)
            return
        self._index += 1
        style = source.styles[form.style]
        text = self.inline.text(start, mark, style).replace(MISSING, "")
        self._joining.append((self._index, text))
        cell_end = (depth == 1 and character == CELL_MARK) or (depth > 1 and form.inner_cell)
        if not depth:
            self._close(0)
        if (gone or mark_format.hidden == 1) and not cell_end:
            return
        rendered = self._rendered(form, style)
        if depth:
            self._to_cell(rendered, depth, cell_end)
        else:
            self._append(rendered)
            self._block_done()

    def _row_mark(self, form: ParagraphFormat, depth: int, character: str) -> bool:
        return form.row_end and character == CELL_MARK if depth == 1 else form.inner_row_end

    def _rendered(self, form: ParagraphFormat, style: Style) -> Rendered:
        parts, self._joining = self._joining, []
        prefix = ""
        number, at = style.list, style.list_level
        if form.list is not None:
            number, at = form.list, 0
        if form.list_level is not None:
            at = form.list_level
        if number and number != NO_LIST:
            prefix, suffix = self._counter.next(str(number), at)
            if prefix and any(own.strip() for _, own in parts):
                prefix += suffix
        level = style.level
        if form.outline is not None:
            level = form.outline + 1 if form.outline < BODY_LEVEL else None
        return Rendered(prefix, parts, level)

    def _append(self, rendered: Rendered) -> None:
        text = rendered.text(self._part)
        if text.string.strip():
            heading = self._kind == "body" and rendered.level is not None
            self._shared.blocks.append(Paragraph(text, "heading" if heading else self._kind, rendered.level))

    def _flush(self) -> None:
        """End a paragraph whose mark is deleted but that nothing followed."""
        if self._joining:
            parts, self._joining = self._joining, []
            self._append(Rendered("", parts, None))
        self._block_done()

    def _block_done(self) -> None:
        inline = self.inline
        tell_embedded(inline.objects, self._part, self._shared.problems)
        inline.objects = []
        marks, inline.marks = inline.marks, []
        if marks and self.after_block is not None:
            kind = self._kind
            self.after_block(marks)
            self._kind = kind

    def _to_cell(self, rendered: Rendered, depth: int, cell_end: bool) -> None:
        if not self._open and len(self._joining) == 0:
            self._open.append(_OpenTable())
        while len(self._open) < depth:
            self._open.append(_OpenTable())
        self._close(depth)
        table = self._open[-1]
        cell = table.cell
        cell.first = rendered.parts[0][0] if cell.first is None else cell.first
        cell.paragraphs.append(rendered)
        if cell_end:
            table.row.cells.append(cell)
            table.cell = CellText()

    def _end_row(self, form: ParagraphFormat, depth: int, gone: bool) -> None:
        if len(self._open) < depth:
            return
        table = self._open[-1]
        if table.cell.paragraphs or table.cell.nested:
            table.row.cells.append(table.cell)
            table.cell = CellText()
        if table.row.cells and not (gone and _is_blank(table.row)):  # LibreOffice deletes the mark of the row before
            table.row.shape = row_shape(form.table)
            table.rows.append(table.row)
        table.row = RowText()

    def _close(self, depth: int) -> None:
        """End the tables nested deeper than ``depth``."""
        while len(self._open) > depth:
            table = self._open.pop()
            if table.cell.paragraphs or table.cell.nested:
                table.row.cells.append(table.cell)
            if table.row.cells:
                table.rows.append(table.row)
            if not table.rows:
                continue
            if self._open:
                self._open[-1].cell.nested.append(table.rows)
            else:
                self._table(table.rows, None)
                self._block_done()

    def _table(self, rows: list[RowText], nested_in: tuple[int, int, int] | None) -> None:
        shared = self._shared
        anchors, unshown = lay_out(rows)
        if not anchors:
            return
        shared.misfits += misfits(rows) + unshown
        columns = max(a.column + a.column_span for a in anchors)
        self._count(len(rows), columns)
        index = shared.tables
        shared.tables += 1
        slot = len(shared.blocks)
        shared.blocks.append(Table(index, ()))
        cells: list[Cell] = []
        nested: list[tuple[list[RowText], tuple[int, int, int]]] = []
        for anchor in anchors:
            content = anchor.content
            at = Position(index, anchor.row, anchor.column)
            empty = Span(
                part=self._part,
                paragraph=content.first,
                start=0,
                end=0,
                table=index,
                row=at.row,
                column=at.column,
            )
            text = joined([p.text(self._part, at) for p in content.paragraphs], empty)
            cells.append(Cell(anchor.row, anchor.column, text, anchor.row_span, anchor.column_span))
            nested += [(inner, (index, at.row, at.column)) for inner in content.nested]
        shared.blocks[slot] = Table(index, tuple(cells), nested_in=nested_in)
        for inner, place in nested:
            self._table(inner, place)

    def _count(self, rows: int, columns: int) -> None:
        """Add a table's grid to the total; raises ``LimitExceeded`` above the limits."""
        shared = self._shared
        shared.cells += rows * columns
        limits = shared.limits
        if columns > limits.columns:
            zh, en = f"表格超过 {limits.columns} 列", f"a table has more than {limits.columns} columns"
        elif shared.cells > limits.cells:
            zh, en = f"表格超过 {limits.cells} 格", f"the tables have more than {limits.cells} cells"
        else:
            return
        raise LimitExceeded(
            f"{zh}，超过安全上限，未读取；请核对文件", f"{en}, above the safety limit; not read", shared.path
        )


def _is_blank(row: RowText) -> bool:
    return not any(
        cell.nested or any(text.strip() for rendered in cell.paragraphs for _, text in rendered.parts) for cell in row.cells
    )
