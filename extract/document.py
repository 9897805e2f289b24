"""The document model: what every reader gives and everything above it reads.

A long file has some hundred thousand places: ``Span`` and ``Piece`` are named tuples, made in a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

from gouji.extract.kept import kept
from gouji.extract.rational import Fraction

Box = tuple[float, float, float, float]
NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
FULL_WIDTH = "\u2e80"
"""From here on characters are twice as wide as Latin ones, the signs of Chinese punctuation included."""


class Span(NamedTuple):
    """Where something stands in the source file; only the fields that fit the format are set.

    Attributes:
        line: text files, 1-based, split on ``\\n`` only.
        start: first character (0-based code point) in that line, or in the Word paragraph's text.
        end: one past the last character.
        part: Word part, ``document``, ``footnotes``, ``header1`` …
        paragraph: index of the paragraph in that part's body order.
        page: PDF page, 1-based.
        bbox: PDF box ``(x0, top, x1, bottom)`` in points from the top left.
        sheet: worksheet name.
        address: worksheet cell, ``C7``.
        table: index of the table in the document, 0-based.
        row: grid row, 0-based.
        column: grid column, 0-based.
    """

    line: int | None = None
    start: int | None = None
    end: int | None = None
    part: str | None = None
    paragraph: int | None = None
    page: int | None = None
    bbox: Box | None = None
    sheet: str | None = None
    address: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def within(self, start: int, end: int) -> Span:
        """The same line or paragraph, from one character to another."""
        return Span(
            self.line, start, end, self.part, self.paragraph, self.page, self.bbox, self.sheet, self.address, self.table,
            self.row, self.column,
        )

    def to_json(self) -> dict[str, Any]:
        """The ``location`` object of the machine report: set fields only."""
        out: dict[str, Any] = {}
        for name in ("line", "start", "end", "part", "paragraph", "page", "sheet", "table", "row", "column"):
            value = getattr(self, name)
            if value is not None:
                out[name] = value
        if self.address is not None:
            out["cell"] = self.address
        if self.bbox is not None:
            out["bbox"] = [round(v, 2) for v in self.bbox]
        return out


class Piece(NamedTuple):
    """A run of a text, ``text[start:end]``, and its place in the source.

    When ``span.start`` is set, characters map one to one from there; otherwise the whole piece has one place
    (a PDF word, a workbook cell), as it has when the span is empty (an automatic number, which is not in the text).
    ``confidence`` (0 to 1) is how sure the recognition of a scan is of it; ``None`` where nothing was recognised.
    """

    start: int
    end: int
    span: Span
    confidence: float | None = None


class Text(Struct, frozen=True):
    """A string every character of which knows its place in the source."""

    string: str
    pieces: tuple[Piece, ...] = ()

    def locate(self, start: int, end: int) -> Span:
        """Place of ``string[start:end]``; of its first line or paragraph when it runs over several."""
        last = end if end > start else start + 1
        hit = [p for p in self.pieces if p.start < last and start < p.end]
        if not hit:
            return self.pieces[-1].span if self.pieces else Span()
        first = hit[0]
        span = first.span
        if span.start is not None and span.start != span.end:
            base = span.start - first.start
            ends, at = hit[-1], base + min(end, first.end)
            if ends is not first and ends.span.start is not None and ends.span.within(0, 0) == span.within(0, 0):
                at = ends.span.start - ends.start + min(end, ends.end)  # the same line, characters that print nothing between
            return span.within(base + max(start, first.start), at)
        boxes = [self._box(p, start, last) for p in hit if p.span.bbox and p.span.page == span.page]
        if boxes:
            x0, top, x1, bottom = zip(*boxes, strict=True)
            return span._replace(bbox=(min(x0), min(top), max(x1), max(bottom)))
        return span

    def _box(self, piece: Piece, start: int, end: int) -> Box:
        """The box of that part of a piece that lies within ``string[start:end]``: what is read from left to right."""
        x0, top, x1, bottom = piece.span.bbox or NO_BOX
        if start <= piece.start and piece.end <= end:
            return x0, top, x1, bottom
        widths = [2 if character >= FULL_WIDTH else 1 for character in self.string[piece.start : piece.end]]
        step = (x1 - x0) / sum(widths)
        left, right = max(start - piece.start, 0), min(end, piece.end) - piece.start
        return x0 + step * sum(widths[:left]), top, x0 + step * sum(widths[:right]), bottom

    def confidence(self, start: int, end: int) -> float | None:
        """The least confidence of ``string[start:end]`` where it was recognised in a scan, else ``None``."""
        if len(self.pieces) == 1 and self.pieces[0].confidence is None:
            return None
        sure = [
            p.confidence for p in self.pieces if p.confidence is not None and p.start < end and start < p.end
        ]
        return min(sure, default=None)

    def __str__(self) -> str:
        return self.string


ParagraphKind = Literal["body", "heading", "header", "footer", "footnote", "textbox", "comment", "page_number"]


class Paragraph(Struct, frozen=True):
    """A paragraph: its text (auto-number included, as the page shows it) and what it is.

    ``level`` is the heading level 1–9 where a style or outline level says so, else ``None``.
    """

    text: Text
    kind: ParagraphKind = "body"
    level: int | None = None


class Cell(Struct, frozen=True):
    """A table cell at its anchor (top-left) position of the grid; its paragraphs joined by ``\\n``.

    ``stored`` is the figure a workbook keeps behind the shown text, decimal: ``0.6686`` behind ``66.9%``.
    """

    row: int
    column: int
    text: Text
    row_span: int = 1
    column_span: int = 1
    stored: str | None = None


class FormulaTerm(Struct, frozen=True):
    """A cell that a formula names, by table index and grid position, with its coefficient."""

    table: int
    row: int
    column: int
    coefficient: Fraction = Fraction(1)


class Formula(Struct, frozen=True):
    """What a workbook's author declared of one cell: ``(terms + constant) · factor / divisor``, of stored values.

    Attributes:
        row: grid row of the cell it stands in.
        column: grid column of the cell.
        text: the formula as typed, ``=B2/C2``.
        terms: the linear part.
        constant: what is added to it: figures in the formula itself, and cells that are not shown.
        divisor: what it is divided by; empty for 1.
        factor: a single cell it is multiplied with.
        places: decimals the formula itself rounds to, ``None`` where it does not.
    """

    row: int
    column: int
    text: str
    terms: tuple[FormulaTerm, ...]
    constant: Fraction = Fraction(0)
    divisor: tuple[FormulaTerm, ...] = ()
    factor: FormulaTerm | None = None
    places: int | None = None


class Table(Struct, frozen=True, dict=True):
    """A table as one grid.

    Attributes:
        index: 0-based index of the table in the document.
        cells: anchor cells, row by row. A position covered by a merged cell has no cell of its own.
        ragged: the source lost the horizontal merges (text dumps): ``column`` is then the position in the row,
            rows have different widths, and vertically merged positions come as empty cells.
        nested_in: ``(table, row, column)`` of the cell that holds it, if any.
        caption: line above the table when the reader knows it (else sections find it).
        formulas: what a workbook's author declared of its cells.
        partial: rows or columns of it with something in them are not shown, so its totals may count more.
        narrowed: of those, columns only: what stands in one column is there from top to bottom.
    """

    index: int
    cells: tuple[Cell, ...]
    ragged: bool = False
    nested_in: tuple[int, int, int] | None = None
    caption: str | None = None
    formulas: tuple[Formula, ...] = ()
    partial: bool = False
    narrowed: bool = False

    @kept
    def n_rows(self) -> int:
        """Number of grid rows."""
        return max((c.row + c.row_span for c in self.cells), default=0)

    @kept
    def n_columns(self) -> int:
        """Number of grid columns (of the widest row)."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    @kept
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Rows of cells; a merged cell stands at every position it covers, ``None`` where there is none."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    rows[r][c] = cell
        return tuple(tuple(row) for row in rows)

    @kept
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Anchor cells row by row."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows)


Block = Paragraph | Table


class Problem(Struct, frozen=True):
    """Something a reader could not read, although it went on: code, message in both languages, place."""

    code: str
    zh: str
    en: str
    span: Span = field(default_factory=Span)


class Document(Struct, frozen=True, dict=True):
    """A file as read: blocks in reading order. Headers, footers and page numbers come with their ``kind``."""

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    problems: tuple[Problem, ...] = ()

    @kept
    def tables(self) -> tuple[Table, ...]:
        """The tables in order; ``tables[i].index == i``."""
        return tuple(b for b in self.blocks if isinstance(b, Table))

    @kept
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order."""
        return tuple(b for b in self.blocks if isinstance(b, Paragraph))

    @kept
    def _texts(self) -> tuple[tuple[int, Cell | None, Text], ...]:
        found: list[tuple[int, Cell | None, Text]] = []
        for i, block in enumerate(self.blocks):
            if isinstance(block, Paragraph):
                found.append((i, None, block.text))
            else:
                found.extend((i, cell, cell.text) for cell in block.cells)
        return tuple(found)

    def texts(self) -> Iterator[tuple[int, Cell | None, Text]]:
        """Every text in reading order: block index, the cell if it is one, the text."""
        return iter(self._texts)

    @kept
    def _whole(self) -> str:
        return "\0".join(text.string for _, _, text in self._texts)

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """True where the pattern, which ends at no text's end, is found anywhere in it: else no text need be looked at."""
        return pattern.search(self._whole) is not None

    def said(self, words: Iterable[str]) -> tuple[str, ...]:
        """Those of the words that stand anywhere in it: what a rule need not look for text by text."""
        return tuple(w for w in words if w in self._whole)
