"""Tables as Tika dumps them: a tab starts a cell, an untabbed line continues it, an empty line ends the row.

Two empty lines end the table. Empty paragraphs inside a cell look just the same, so a row that breaks off is
put together again when its parts only together have the width of their neighbours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from gouji.extract.readers.text_lines import Line

_NEAR_ROWS = 50

CellLines = list[Line]
RowCells = list[CellLines]


class _Chunk(Struct):
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
    ahead = _Ahead(_chunks(lines, start))
    tables: list[list[RowCells]] = []
    rows: list[RowCells] = []
    while True:
        chunk = ahead.take()
        while (following := ahead.peek(0)) is not None and _continues(chunk, following, ahead, rows):
            chunk = _joined(chunk, ahead.take())
        rows.append(chunk.cells)
        if following is None:
            return [*tables, rows], chunk.next
        if _ends(chunk, following):
            tables.append(rows)
            rows = []
            if chunk.loose:
                return tables, chunk.next


class _Ahead:
    """Chunks read one by one, with a look at the next few."""

    def __init__(self, chunks: Iterator[_Chunk]) -> None:
        self._chunks = chunks
        self._waiting: deque[_Chunk] = deque()

    def peek(self, n: int) -> _Chunk | None:
        """The chunk ``n`` after the next one, ``None`` behind the last."""
        while len(self._waiting) <= n:
            chunk = next(self._chunks, None)
            if chunk is None:
                return None
            self._waiting.append(chunk)
        return self._waiting[n]

    def take(self) -> _Chunk:
        """The next chunk; there must be one."""
        if self.peek(0) is None:
            raise IndexError("no chunk left")
        return self._waiting.popleft()


def _chunks(lines: Sequence[Line], start: int) -> Iterator[_Chunk]:
    """Runs of cells from here to the next text that can be in no table."""
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
        yield chunk
        if len(chunk.gap) > 1 and not (i < len(lines) and lines[i].string.startswith("\t")):
            return


def _reopens(lines: Sequence[Line], at: int) -> bool:
    """True when one empty line and then a blank cell follow: the row below a merged cell."""
    return (
        at + 1 < len(lines)
        and not lines[at].string
        and lines[at + 1].string.startswith("\t")
        and not lines[at + 1].string.strip()
    )


def _continues(here: _Chunk, following: _Chunk, ahead: _Ahead, rows: list[RowCells]) -> bool:
    """True when the chunk that follows belongs to the row ``here`` that broke off.

    Evidence is the width of the rows around: only both together are as wide as the row below, or (at the end)
    as the rows above; a single empty line, which ends a row as a rule, wants a first cell left alone and rows
    below that continue it by a blank cell.
    """
    width = here.width
    both = width + following.width
    row_below = ahead.peek(1)
    below = row_below.width if row_below is not None else 0
    above = len(rows[-1]) if rows else 0
    if width == above or following.width in (above, below):
        return False
    if here.loose_touches:
        return both in (above, below)
    if here.loose:
        return False
    if len(here.gap) >= 2:
        return both == below or (both == above and sum(len(r) == both for r in rows[-_NEAR_ROWS:]) > 1)
    if len(here.gap) == 1 and width == 1 and both == below and not following.opens_blank:
        later = [c for c in map(ahead.peek, (1, 2, 3)) if c is not None and c.width == both]
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
