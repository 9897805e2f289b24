"""Tables drawn with characters: ``│`` and ``├──┼──┤``, or ``|`` and ``+--+--+``.

A rule of the drawing ends the cells above the columns it runs across and no others, so that a label beside which rules run
is one cell over several rows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct, field

from gouji.extract.document import Cell, Piece, Span, Table, Text
from gouji.extract.readers.text_lines import Line
from gouji.extract.readers.text_wrap import width

_UPRIGHT: Final = "│┃║|｜"
_LEVEL: Final = re.compile(r"[─━═┄┅┈┉]+|[-=]{3,}")
"""A rule from stroke to stroke: a dash with blanks around it stands for nothing to report."""
_RULE: Final = re.compile(r"[\u2500-\u257f+=\-|\s]*[─━═┄┅┈┉\-=]{2,}[\u2500-\u257f+=\-|\s]*")
_FIRST_RULE: Final = re.compile(r"\s*(?:[┌┏╔╭├┣╠]|\+[-=])")
_STROKE: Final = re.compile(r"(?![─━═┄┅┈┉])[\u2500-\u257f|｜]")
_STROKE_OF_RULE: Final = re.compile(rf"{_STROKE.pattern}|\+")
_FIGURE: Final = re.compile(r"[-+−]?[\d,，.]*\d[%％]?")
SAME_EDGE: Final = 2
"""Display columns by which the strokes of one border stand apart from line to line."""


class _Segment(Struct, frozen=True):
    """What a line has between two strokes: from which display column to which, its characters, or that it is a rule."""

    left: int
    right: int
    line: Line
    rule: bool


class _Open(Struct):
    """A cell that further lines may go on with."""

    row: int
    column: int
    span: int
    room: int
    lines: list[Line] = field(default_factory=list)
    rows: int = 1


def drawn_at(lines: Sequence[Line], start: int, index: int) -> tuple[Table | None, int]:
    """The drawn table that begins at a line, ``None`` when none does, and the line after it."""
    first = lines[start].string
    if not (_FIRST_RULE.match(first) and _RULE.fullmatch(first)) and not _framed(first, _UPRIGHT[:3]):
        return None, start
    end = start
    while end < len(lines) and (_RULE.fullmatch(lines[end].string) or _framed(lines[end].string, _UPRIGHT)):
        end += 1
    drawn = [list(_segments(line)) for line in lines[start:end]]
    ruled = sum(all(s.rule for s in segments) for segments in drawn)
    if not ruled or len(drawn) - ruled < 2:
        return None, start
    grid = _Grid(_borders(drawn))
    for segments in drawn:
        grid.line(segments)
    return Table(index, tuple(_cell(one, index) for one in sorted(grid.cells, key=lambda c: (c.row, c.column)))), end


def _framed(string: str, strokes: str) -> bool:
    bare = string.strip()
    return len(bare) > 2 and (bare[0] in strokes or bare[0] in "├┣╠┝┠╟") and (bare[-1] in strokes or bare[-1] in "┤┫╣┥┨╢")


def _segments(line: Line) -> Iterator[_Segment]:
    """The parts of a line between its strokes. ``+`` parts a rule only."""
    string = line.string.rstrip()
    stroke = _STROKE_OF_RULE if _RULE.fullmatch(string) else _STROKE
    cuts = [m.start() for m in stroke.finditer(string)]
    for a, b in pairwise(cuts):
        rule = _LEVEL.fullmatch(string, a + 1, b) is not None
        yield _Segment(width(string[:a]), width(string[:b]), line.slice(a + 1, b).strip(), rule)


class _Grid:
    """The cells while line after line is drawn."""

    def __init__(self, borders: Sequence[int]) -> None:
        self._borders = borders
        self._open: dict[int, _Open] = {}
        self._row = -1
        self._ruled = True
        self.cells: list[_Open] = []

    def line(self, segments: Sequence[_Segment]) -> None:
        """Add a line."""
        placed = [(bisect_right(self._borders, s.left + SAME_EDGE) - 1, s) for s in segments]
        rules = [(column, s) for column, s in placed if s.rule]
        for column, segment in rules:
            for c in range(column, self._after(segment)):
                self._open.pop(c, None)
        texts = [(column, s) for column, s in placed if not s.rule]
        if rules:
            self._ruled = True
        elif self._ruled or self._is_row(texts):
            if not self._ruled:
                self._open.clear()
            self._row += 1
            self._ruled = False
        for column, segment in texts:
            if not rules or column in self._open or segment.line.string:
                self._text(column, segment)

    def _after(self, segment: _Segment) -> int:
        return bisect_right(self._borders, segment.right + SAME_EDGE) - 1

    def _is_row(self, texts: Sequence[tuple[int, _Segment]]) -> bool:
        """Whether a figure stands below another, with no rule between."""
        return any(
            _FIGURE.fullmatch(s.line.string) and any(_FIGURE.fullmatch(a.string) for a in self._open[column].lines)
            for column, s in texts if column in self._open
        )

    def _text(self, column: int, segment: _Segment) -> None:
        cell = self._open.get(column)
        if cell is None:
            span = max(self._after(segment) - column, 1)
            cell = _Open(max(self._row, 0), column, span, segment.right - segment.left)
            self.cells.append(cell)
            for c in range(column, column + span):
                self._open[c] = cell
        cell.rows = max(cell.rows, self._row - cell.row + 1)
        if segment.line.string:
            cell.lines.append(segment.line)


def _borders(drawn: Sequence[Sequence[_Segment]]) -> list[int]:
    """Display columns of the strokes, those next to one another made one."""
    borders: list[int] = []
    for edge in sorted({edge for segments in drawn for s in segments for edge in (s.left, s.right)}):
        if not borders or edge - borders[-1] > SAME_EDGE:
            borders.append(edge)
    return borders


def _cell(cell: _Open, table: int) -> Cell:
    """Its lines put together: where the next would have fitted, they are lines of their own."""
    string, pieces = "", list[Piece]()
    for i, line in enumerate(cell.lines):
        if i:
            fitted = width(cell.lines[i - 1].string) + width(line.string[:1]) + SAME_EDGE <= cell.room
            string += "\n" if fitted else ""
        span = Span(
            line=line.number, start=line.start, end=line.start + len(line.string), table=table, row=cell.row,
            column=cell.column,
        )
        pieces.append(Piece(len(string), len(string) + len(line.string), span))
        string += line.string
    return Cell(cell.row, cell.column, Text(string, tuple(pieces)), cell.rows, cell.span)
