"""Tables whose columns are only set apart by blanks, aligned from line to line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gouji.extract.document import Cell, Table
from gouji.extract.readers.text_lines import Line, text_of
from gouji.extract.readers.text_wrap import width

FEWEST_ROWS: Final = 3
MAX_ROWS: Final = 5_000
TRIES: Final = 3
_GAP: Final = re.compile(r"(?:[ \xa0]{2,}|[ \xa0]*\u3000+[ \xa0\u3000]*)")
_HAS_GAP: Final = re.compile(r"\S(?: {2,}|\xa0{2,}|[ \xa0]*\u3000)[ \xa0\u3000]*\S")
_RULE: Final = re.compile(r"[\s\-=─━═_+]{5,}")
_NUMBER: Final = re.compile(r"[-+−±△▲≥≤>＞<＜]?\s?\d[\d,，.．]*\s?[%％‰]?|[-—/]")
_FIELD: Final = re.compile(r"[^：:]{1,12}[：:]")
_SENTENCE_END: Final = re.compile("[。；，]$")
_NUMERIC: Final = 0.6
_SAME_SHAPE: Final = 0.6
_LONGEST: Final = 60
_SLACK: Final = 2


class Chunk(NamedTuple):
    """A stretch of a line between gaps: its display columns and its characters."""

    x0: int
    x1: int
    line: Line


class Row(NamedTuple):
    """Chunks by the first column they stand in, with the last; several lines when cells are wrapped."""

    cells: dict[int, tuple[int, list[Line]]]
    line: Line


def aligned_at(lines: Sequence[Line], start: int, index: int) -> tuple[Table | None, int]:
    """The table that begins at ``lines[start]``, numbered ``index``, and the line after it.

    At least three lines in a row fall into the same columns, and one column holds figures in most of them.
    Without a table: ``None`` and the next line at which one may begin.
    """
    if not _HAS_GAP.search(lines[start].string):
        return None, start + 1
    end = start
    while end < len(lines) and end - start < MAX_ROWS and _may_be_row(lines[end]):
        end += 1
    # A line or two with gaps may stand above the table; to try every line would take for ever on a long run.
    for begin in range(start, min(start + TRIES, end)):
        table = _table_of(lines[begin:end], index)
        if table is not None:
            if begin > start:
                return None, begin
            last = max(p.span.line or 0 for c in table.cells for p in c.text.pieces)
            while end > start and lines[end - 1].number > last and not _RULE.fullmatch(lines[end - 1].string):
                end -= 1
            return table, end
    return None, max(end, start + 1)


def _table_of(lines: Sequence[Line], index: int) -> Table | None:
    own = [line for line in lines if not _RULE.fullmatch(line.string)]
    run = [_chunks(line) for line in own]
    while run and len(run[-1]) < 2:
        run.pop()
    if sum(len(r) > 1 for r in run) < FEWEST_ROWS or len(run[0]) < 2:
        return None
    rows = _rows(run) or _in_order(run, own)
    if rows is None:
        return None
    columns = 1 + max(last for row in rows for last, _ in row.cells.values())
    first = [line.string for _, found in rows[0].cells.values() for line in found]
    if len(first) < columns and any(_FIELD.match(string) for string in first):
        # A caption or fields above the table (单位：万元), not its first row.
        return None
    return _table(rows, columns, index) if _convincing(rows, columns) else None


def _may_be_row(line: Line) -> bool:
    string = line.string
    if line.blank or "\t" in string or "|" in string:
        return False
    return bool(_HAS_GAP.search(string) or _RULE.fullmatch(string)) or (
        len(string.strip()) <= _LONGEST // 2 and string[:1] in " \u3000\xa0"
    )


def _chunks(line: Line) -> list[Chunk]:
    out: list[Chunk] = []
    string = line.string
    at = len(string) - len(string.lstrip())
    end = len(string.rstrip())
    x = width(string[:at])
    for gap in [*_GAP.finditer(string, at, end), None]:
        stop = gap.start() if gap else end
        if stop > at:
            x1 = x + width(string[at:stop])
            out.append(Chunk(x, x1, line.slice(at, stop)))
            x = x1
        if gap:
            x += width(gap[0])
            at = gap.end()
    return out


def _rows(run: list[list[Chunk]]) -> list[Row] | None:
    """The lines on the columns that the most common number of chunks shows; ``None`` when they do not fit them."""
    counts = Counter(len(r) for r in run if len(r) > 1)
    for size, count in sorted(counts.items(), key=lambda item: (-item[0] * item[1], -item[0])):
        if count < 2:
            continue
        columns = _columns([r for r in run if len(r) == size])
        if len(columns) == size and (rows := _placed(run, columns)) is not None:
            return rows
    return None


def _in_order(run: list[list[Chunk]], lines: Sequence[Line]) -> list[Row] | None:
    """Rows of as many chunks as the heads have, one for each: the gaps only part them, and line up nothing.

    Where all gaps are one and the same, one twice as wide stands for an empty cell. Else all behind the name of a row with
    fewer is one cell over the other columns: which of them is empty cannot be told.
    """
    size = len(run[0])
    full = sum(len(r) == size for r in run)
    heads = [c.line.string for c in run[0]]
    if size < FEWEST_ROWS or full < max(FEWEST_ROWS, _NUMERIC * len(run)) or any(len(r) > size for r in run):
        return None
    if any(_NUMBER.fullmatch(h) for h in heads):
        return None
    gaps = {b.x0 - a.x1 for r in run[1:] if len(r) == size for a, b in pairwise(r)}
    rows: list[Row] = []
    for chunks, line in zip(run, lines, strict=False):
        places = _by_gaps(chunks, size, gaps.copy().pop()) if len(gaps) == 1 else []
        cells = {k: (k, [c.line]) for k, c in zip(places or range(size), chunks, strict=False)}
        if 1 < len(chunks) < size and not places:
            begin, end = (c.line.start - line.start for c in (chunks[1], chunks[-1]))
            rest = line.slice(begin, end + len(chunks[-1].line.string))
            cells = {0: (0, [chunks[0].line]), 1: (size - 1, [rest])}
        rows.append(Row(cells, line))
    return rows


def _by_gaps(chunks: list[Chunk], size: int, gap: int) -> list[int]:
    """The columns of a row's chunks where every gap is a multiple of the one gap; none where they do not come out."""
    at = [0]
    for a, b in pairwise(chunks):
        times, rest = divmod(b.x0 - a.x1, gap)
        if rest:
            return []
        at.append(at[-1] + times)
    return at if at[-1] == size - 1 else []


def _columns(rows: list[list[Chunk]]) -> list[tuple[int, int]]:
    """Stretches of display columns covered by some chunk."""
    out: list[tuple[int, int]] = []
    for x0, x1 in sorted((c.x0, c.x1) for r in rows for c in r):
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _placed(run: list[list[Chunk]], columns: list[tuple[int, int]]) -> list[Row] | None:
    rows: list[Row] = []
    for chunks in run:
        cells: dict[int, tuple[int, list[Line]]] = {}
        reached = -1
        for x0, x1, line in chunks:
            over = [k for k, (a, b) in enumerate(columns) if x0 < b and a < x1]
            if not over:
                nearest = min(range(len(columns)), key=lambda k: max(columns[k][0] - x1, x0 - columns[k][1]))
                if max(columns[nearest][0] - x1, x0 - columns[nearest][1]) > _SLACK:
                    return None
                over = [nearest]
            if over[0] <= reached:
                return None
            cells[over[0]] = (over[-1], [line])
            reached = over[-1]
        if rows and _goes_on(rows[-1], cells):
            for column, (_, lines) in cells.items():
                rows[-1].cells[column][1].extend(lines)
        elif chunks:
            rows.append(Row(cells, chunks[0].line))
    return rows


def _goes_on(above: Row, cells: dict[int, tuple[int, list[Line]]]) -> bool:
    """Whether a line holds the rest of wrapped cells of the row above: words only, none of them in the first column."""
    return (
        0 not in cells
        and all(c in above.cells for c in cells)
        and not any(_NUMBER.fullmatch(line.string) for _, lines in cells.values() for line in lines)
        and not any(_NUMBER.fullmatch(above.cells[c][1][-1].string) for c in cells)
    )


def _convincing(rows: list[Row], columns: int) -> bool:
    """Whether the rows are a table rather than fields, a list of contents or words set apart."""
    full = [row for row in rows if len(row.cells) == columns]
    strings = [line.string for row in rows for _, lines in row.cells.values() for line in lines]
    if len(full) < FEWEST_ROWS - 1 or len(rows) < FEWEST_ROWS or len(full) < _SAME_SHAPE * len(rows) / 2:
        return False
    if max(map(len, strings)) > _LONGEST or sum(1 for s in strings if _FIELD.match(s)) > 0.3 * len(strings):
        return False
    if sum(1 for s in strings if _SENTENCE_END.search(s)) > 0.3 * len(strings):
        return False
    body = rows[1:]
    numeric = max(
        sum(1 for row in body if c in row.cells and _NUMBER.fullmatch(row.cells[c][1][0].string)) for c in range(1, columns)
    )
    return numeric >= _NUMERIC * len(body) and not _is_contents(rows, columns)


def _is_contents(rows: list[Row], columns: int) -> bool:
    """Whether the right one of two columns holds page numbers: whole numbers that never fall."""
    right = [row.cells[1][1][0].string for row in rows if 1 in row.cells] if columns == 2 else []
    if not right or not all(s.isdecimal() and len(s) <= 3 for s in right):
        return False
    pages = [int(s) for s in right]
    return pages == sorted(pages)


def _table(rows: list[Row], columns: int, index: int) -> Table:
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        column = 0
        while column < columns:
            last, lines = row.cells.get(column, (column, []))
            end = len(row.line.string)
            found = lines or [row.line.slice(end, end)]
            cells.append(Cell(r, column, text_of(found, table=index, row=r, column=column), 1, last - column + 1))
            column = last + 1
    return Table(index, tuple(cells))
