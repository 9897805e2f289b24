"""Tables without upright rules: three-line tables, and tables whose columns are only aligned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from gouji.extract.readers.pdf import wraps
from gouji.extract.readers.pdf.glyphs import Chunk, Line, PageText
from gouji.extract.readers.pdf.lattice import Lattice, Rules, clusters
from gouji.extract.readers.pdf.wraps import Row

SAME_END = 6.0
MIN_RULE = 100.0
MARGIN = 2.0
MAX_LINES = 2_000
_NUMBER = re.compile(r"[-+−±△▲≥≤><＞＜]?[\d,，.．\s]*\d[\d,，.．\s]*[%％‰]?|[-—/]")


def find(
    text: PageText, horizontal: Rules, taken: Sequence[Lattice], used: set[int]
) -> list[Lattice]:
    """Tables in the lines outside the ``taken`` ones, top to bottom.

    ``horizontal`` are all horizontal rules of the page; those of taken tables are left aside here. ``used`` are the
    beginnings of lines that belong to the latter.
    """
    if not text.chunks:
        return []
    rows = [Row(line, text.chunks.get(line.start, ())) for line in text.lines.get(-1, ())[:MAX_LINES] if line.start not in used]
    rows = [
        row if row.chunks else Row(row.line, (Chunk(row.line.x0, row.line.x1, text.text(row.line)),))
        for row in rows
    ]
    rows = wraps.joined(rows)
    found: list[Lattice] = []
    used = set(used)
    for top, bottom, left, right in _framed(horizontal, taken):
        inside = [
            r
            for r in rows
            if top - MARGIN < _middle(r.line) < bottom + MARGIN and left - SAME_END < r.line.x0 < right
        ]
        table = _table(inside, framed=True)
        if table is not None:
            found.append(table)
            used.update(r.line.start for r in inside)
    for run in _runs([r for r in rows if r.line.start not in used], taken):
        table = _table(run, framed=False)
        if table is not None:
            found.append(table)
    return found


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _framed(horizontal: Rules, taken: Sequence[Lattice]) -> list[tuple[float, float, float, float]]:
    """Regions ``(top, bottom, left, right)`` between the first and last of several equally long free rules."""
    boxes = [lattice.box for lattice in taken]
    free = [
        (at, low, high)
        for at, low, high in zip(
            horizontal.at.tolist(), horizontal.low.tolist(), horizontal.high.tolist(), strict=True
        )
        if high - low >= MIN_RULE
        and not any(t - 3 <= at <= b + 3 and low < r and high > x for x, t, r, b in boxes)
    ]
    if len(free) < 3:
        return []
    ends = np.array(free)
    keys = list(
        zip(clusters(ends[:, 1], SAME_END).tolist(), clusters(ends[:, 2], SAME_END).tolist(), strict=True)
    )
    regions = []
    for key, count in Counter(keys).items():
        if count >= 3:
            members = ends[[k == key for k in keys]]
            top, bottom = float(members[:, 0].min()), float(members[:, 0].max())
            if not any(t < bottom and b > top for _, t, _, b in boxes):
                regions.append((top, bottom, float(members[:, 1].min()), float(members[:, 2].max())))
    return regions


def _runs(rows: list[Row], taken: Sequence[Lattice]) -> list[list[Row]]:
    """Stretches of lines that all have gaps, with single-chunk lines between them when they are wrapped cells."""
    borders = [lattice.box[1] for lattice in taken]
    runs: list[list[Row]] = []
    current: list[Row] = []
    for row in rows:
        last = current[-1].line if current else None
        if last is not None and (
            row.line.top - last.bottom > 2.5 * last.size or any(last.top < y < row.line.top for y in borders)
        ):
            runs.append(current)
            current = []
        if len(row.chunks) > 1 or (current and _within_one(row, current)):
            current.append(row)
        elif current:
            runs.append(current)
            current = []
    runs.append(current)
    out = []
    for run in runs:
        while run and len(run[-1].chunks) < 2:
            run = run[:-1]
        if sum(len(r.chunks) > 1 for r in run) >= 3:
            out.append(run)
    return out


def _within_one(row: Row, current: list[Row]) -> bool:
    """Whether a single chunk stands within the width of a later column of the last full line."""
    x0, x1, _ = row.chunks[0]
    columns = max(current[-4:], key=lambda r: len(r.chunks)).chunks
    return any(c.x0 - 20 < x0 and x1 < c.x1 + 20 for c in columns[1:])


def _table(rows: list[Row], framed: bool) -> Lattice | None:
    counts = Counter(len(r.chunks) for r in rows if len(r.chunks) > 1)
    if not counts:
        return None
    for width, count in sorted(counts.items(), key=lambda item: (-item[1] * item[0], -item[0])):
        if count < 2:
            break
        columns = _columns([r for r in rows if len(r.chunks) == width])
        if len(columns) != width:
            continue
        grid = _grid(rows, columns)
        if grid is not None and _convincing(grid, width, count, framed, len(rows)):
            return _boxes(grid, columns)
    return None


def _columns(rows: list[Row]) -> list[tuple[float, float]]:
    """Stretches of the line that are covered by some chunk."""
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted((c.x0, c.x1) for r in rows for c in r.chunks):
        if out and x0 <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


class _GridRow(NamedTuple):
    lines: list[Line]
    cells: dict[int, tuple[int, str]]
    """First column → last column and text."""


def _grid(rows: list[Row], columns: list[tuple[float, float]]) -> list[_GridRow] | None:
    """Rows with each chunk on its columns; ``None`` when two chunks fall into one."""
    borders = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    grid: list[_GridRow] = []
    for row in rows:
        cells: dict[int, tuple[int, str]] = {}
        reached = -1
        for x0, x1, string in row.chunks:
            first = sum(x0 > b for b in borders)
            last = max(first, sum(x1 > b for b in borders))
            if first <= reached:
                return None
            cells[first] = (last, string)
            reached = last
        if (
            grid
            and 0 not in cells
            and not any(_NUMBER.fullmatch(s) for _, s in cells.values())
            and _close(grid[-1], row)
        ):
            grid[-1].lines.append(row.line)
        else:
            grid.append(_GridRow([row.line], cells))
    return grid


def _close(above: _GridRow, row: Row) -> bool:
    """Whether a line is near enough to be wrapped from the row above."""
    last = above.lines[-1]
    return row.line.top - last.bottom < 0.6 * last.size


def _convincing(grid: list[_GridRow], width: int, full: int, framed: bool, lines: int) -> bool:
    if framed:
        return len(grid) >= 2 and full >= 0.4 * lines
    if width == 2 and _is_contents(grid):
        return False
    body = grid[1:]
    numeric = [
        sum(1 for row in body if c in row.cells and _NUMBER.fullmatch(row.cells[c][1]))
        for c in range(1, width)
    ]
    share = max(numeric, default=0) / max(1, len(body))
    return full >= 3 and (width >= 3 or full >= 4) and share >= 0.6


def _is_contents(grid: list[_GridRow]) -> bool:
    """Whether the right column holds page numbers: whole numbers that never fall."""
    right = [row.cells[1][1] for row in grid if 1 in row.cells]
    if not all(string.isdecimal() and len(string) <= 3 for string in right):
        return False
    pages = [int(string) for string in right]
    return pages == sorted(pages)


def _boxes(grid: list[_GridRow], columns: list[tuple[float, float]]) -> Lattice:
    lines = [line for row in grid for line in row.lines]
    left, right = min(line.x0 for line in lines) - MARGIN, max(line.x1 for line in lines) + MARGIN
    xs = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), right]
    tops = [min(line.top for line in row.lines) for row in grid]
    bottoms = [max(line.bottom for line in row.lines) for row in grid]
    ys = [
        tops[0] - MARGIN,
        *((b + t) / 2 for b, t in zip(bottoms[:-1], tops[1:], strict=True)),
        bottoms[-1] + MARGIN,
    ]
    boxes: list[tuple[float, float, float, float]] = []
    for i, row in enumerate(grid):
        column = 0
        while column < len(columns):
            last = row.cells[column][0] if column in row.cells else column
            boxes.append((xs[column], ys[i], xs[last + 1], ys[i + 1]))
            column = last + 1
    return Lattice(np.array(boxes, np.float64))
