"""Tables of figures that were copied with one cell to a line: heads, then rows of as many cells, figures in the same places.

Nothing but the order is left of such a table. It is put together where the cells repeat with one period: words where the
first row has words, figures where it has figures, for three rows and more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gouji.extract.document import Cell, Table
from gouji.extract.readers.text_lines import Line, text_of

FEWEST_ROWS: Final = 3
NARROWEST: Final = 3
WIDEST: Final = 12
FEWEST_FIGURES: Final = 2
MAX_CELLS: Final = 6_000
_LONGEST: Final = 24
_FIGURE: Final = re.compile(r"[-+−]?\d[\d,，]*(?:\.\d+)?\s?[%％‰]?")
_NOTHING: Final = re.compile(r"[-—－/无]{1,2}")
_SAID: Final = re.compile(r"[。；，！？]")
_NUMBERED: Final = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．])")


def columns_at(lines: Sequence[Line], start: int, index: int) -> tuple[Table | None, int]:
    """The table that begins at ``lines[start]``, numbered ``index``, and the line after it; ``None`` without one."""
    if not _is_head(lines[start].string.strip()):
        return None, start
    opening = _cells(lines, start, (FEWEST_ROWS + 1) * WIDEST)
    found = next((i for i, line in enumerate(opening) if _FIGURE.fullmatch(line.string)), 0)
    for width in range(NARROWEST, min(WIDEST, found) + 1):
        if _rows(opening, width) and all(_is_head(line.string) for line in opening[:width]):
            rows = _rows(_cells(lines, start, MAX_CELLS), width)
            last = rows[-1][-1].number
            end = next((k for k in range(start, len(lines)) if lines[k].number > last), len(lines))
            made = tuple(
                Cell(r, c, text_of([line], table=index, row=r, column=c)) for r, row in enumerate(rows) for c, line in enumerate(row)
            )
            return Table(index, made), end
    return None, start


def _is_head(text: str) -> bool:
    """Short words, no sentence, no figure, no heading of a section."""
    return 0 < len(text) <= _LONGEST and not _SAID.search(text) and not _FIGURE.fullmatch(text) and not _NUMBERED.match(text)


def _cells(lines: Sequence[Line], start: int, most: int) -> list[Line]:
    """The short lines from here on, blanks left out, up to the first that is a sentence or a cell of another sort."""
    out: list[Line] = []
    for line in lines[start : start + 2 * most]:
        bare = line.strip()
        if len(out) >= most:
            break
        if line.blank:
            continue
        if len(bare.string) > _LONGEST or "\t" in line.string or "|" in line.string or _SAID.search(bare.string):
            break
        out.append(bare)
    return out


def _rows(cells: Sequence[Line], width: int) -> list[Sequence[Line]]:
    """Heads and rows where all rows are like the first; none where they are too few or hold too few figures."""
    first = [_FIGURE.fullmatch(line.string) is not None for line in cells[width : 2 * width]]
    if len(first) < width or first[0] or sum(first) < FEWEST_FIGURES or sum(first) < width // 2:
        return []
    rows: list[Sequence[Line]] = [cells[:width]]
    at = width
    while at + width <= len(cells) and _like(cells[at : at + width], first):
        rows.append(cells[at : at + width])
        at += width
    return rows if len(rows) > FEWEST_ROWS else []


def _like(row: Sequence[Line], first: Sequence[bool]) -> bool:
    """Figures where the first row has them, or a mark that stands for none; words elsewhere."""
    figures = [_FIGURE.fullmatch(line.string) is not None for line in row]
    return any(figures) and all(
        told == own or (own and not told and _NOTHING.fullmatch(line.string) is not None)
        for line, told, own in zip(row, figures, first, strict=True)
    )
