"""Tables as Tika dumps them: a tab starts a cell, an untabbed line continues it, an empty line ends the row.

Two empty lines end the table. Empty paragraphs inside a cell look just the same, so a row that breaks off is
put together again when its parts only together have the width of their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.extract.readers.text_lines import Line

CellLines = list[Line]
RowCells = list[CellLines]


@dataclass(slots=True)
class _Chunk:
    """Cells without an empty line between them, and what follows: ``gap`` blank lines, then ``loose`` text."""

    cells: RowCells
    gap: list[Line] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    loose_touches: bool = False
    next: int = 0

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def opens_blank(self) -> bool:
        return bool(self.cells) and all(f.blank for f in self.cells[0])


def starts_cell(line: Line) -> bool:
    """True for a line that is one whole cell start: a tab at its head and none behind."""
    return line.string.startswith("\t") and "\t" not in line.string[1:].rstrip("\t ")


def read_tables(lines: Sequence[Line], start: int) -> tuple[list[list[RowCells]], int]:
    """Read the tables of which the first has its first cell at ``lines[start]``.

    Returns:
        Tables that follow one another without text between, each a list of rows, each a list of cells, each a
        list of its lines; and the index of the first line after them.
    """
    chunks = _chunks(lines, start)
    tables: list[list[RowCells]] = []
    rows: list[RowCells] = []
    i = 0
    while i < len(chunks):
        chunk = chunks[i]
        while i + 1 < len(chunks) and _continues(chunks, i, chunk, rows):
            chunk = _joined(chunk, chunks[i + 1])
            i += 1
        rows.append(chunk.cells)
        if i + 1 == len(chunks):
            break
        if _ends(chunk, chunks[i + 1]):
            tables.append(rows)
            rows = []
            if chunk.loose:
                return tables, chunk.next
        i += 1
    return [*tables, rows], chunk.next


def _chunks(lines: Sequence[Line], start: int) -> list[_Chunk]:
    """All runs of cells from here to the next text that can be in no table."""
    chunks: list[_Chunk] = []
    i = start
    while i < len(lines) and lines[i].string.startswith("\t"):
        chunk = _Chunk([])
        while i < len(lines):
            line = lines[i]
            if line.string.startswith("\t"):
                chunk.cells.append([line.slice(1)])
            elif line.string:
                chunk.cells[-1].append(line)
            else:
                break
            i += 1
        chunk.next = i
        while i < len(lines) and not lines[i].string:
            chunk.gap.append(lines[i])
            i += 1
        if len(chunk.gap) == 1 and i < len(lines) and not lines[i].string.startswith("\t"):
            j = i
            while j < len(lines) and lines[j].string and not lines[j].string.startswith("\t"):
                chunk.loose.append(lines[j])
                j += 1
            chunk.loose_touches = j < len(lines) and lines[j].string.startswith("\t")
            if not chunk.loose_touches and not _reopens(lines, j):
                chunk.loose.clear()
            else:
                i = j if chunk.loose_touches else j + 1
        chunks.append(chunk)
        if len(chunk.gap) > 1 and not (i < len(lines) and lines[i].string.startswith("\t")):
            break
    return chunks


def _reopens(lines: Sequence[Line], at: int) -> bool:
    """True when one empty line and then a blank cell follow: the row below a merged cell."""
    return (
        at + 1 < len(lines)
        and not lines[at].string
        and lines[at + 1].string.startswith("\t")
        and not lines[at + 1].string.strip()
    )


def _continues(chunks: list[_Chunk], i: int, here: _Chunk, rows: list[RowCells]) -> bool:
    """True when the chunk after ``i`` belongs to the row ``here`` that broke off.

    Evidence is the width of the rows around: only both together are as wide as the row below, or (at the end)
    as the rows above; a single empty line, which ends a row as a rule, wants a first cell left alone and rows
    below that continue it by a blank cell.
    """
    following, width = chunks[i + 1], here.width
    both = width + following.width
    below = chunks[i + 2].width if i + 2 < len(chunks) else 0
    above = len(rows[-1]) if rows else 0
    if width == above or following.width in (above, below):
        return False
    if here.loose_touches:
        return both in (above, below)
    if here.loose:
        return False
    if len(here.gap) >= 2:
        widths = Counter(len(r) for r in rows)
        return both == below or (both == above and widths[both] > 1)
    if len(here.gap) == 1 and width == 1 and both == below and not following.opens_blank:
        later = [c for c in chunks[i + 2 : i + 5] if c.width == both]
        return len(later) >= 2 and all(c.opens_blank for c in later) and len(here.cells[0]) > 1
    return False


def _joined(first: _Chunk, second: _Chunk) -> _Chunk:
    cells = [list(c) for c in first.cells]
    cells[-1].extend(first.gap)
    cells[-1].extend(first.loose)
    return _Chunk(cells + second.cells, second.gap, second.loose, second.loose_touches, second.next)


def _ends(chunk: _Chunk, following: _Chunk) -> bool:
    """True when the table ends after this row: two empty lines, unless a merged cell goes on below."""
    if chunk.loose:
        if chunk.loose_touches:
            return True
        chunk.cells[-1].extend([*chunk.gap, *chunk.loose])
        return False
    if len(chunk.gap) == 1:
        return False
    if len(chunk.gap) == 2 and following.opens_blank and following.width == chunk.width:
        chunk.cells[-1].extend(chunk.gap[:-1])
        return False
    return True
