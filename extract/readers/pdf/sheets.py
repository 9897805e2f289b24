"""Sheets without upright rules: their cells run over several lines, their labels over several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from gouji.extract.readers.pdf import gutters, ledgers
from gouji.extract.readers.pdf.arrays import Ints
from gouji.extract.readers.pdf.blocks import NUMBER, Block
from gouji.extract.readers.pdf.glyphs import PageText, is_space, ordered
from gouji.extract.readers.pdf.gutters import Segment, Strip
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.raw import RawPage
from gouji.extract.readers.pdf.stacked import Rows, leading, rows

MAX_LINES = 160
FEWEST_LINES = 5
FEWEST_ROWS = 4
APART, APART_ROWS = 2.5, 6.0
CLOSE = 1.3
SAME_SIZE, OTHER_SIZE = 1.15, 1.2
MARGIN = 2.0
MOST, FILLED = 0.75, 0.85
WIDE = 0.5
"""A line without a gap that is wider than this share of what stands around it is prose."""
CAPTION = re.compile(r"附?表[\d一二三四五六七八九十]|续表|[^：:]{0,12}单位[：:]|[（(]?单位[：:]|(?:注|说明|资料来源|备注)[：:]")
FIGURE = re.compile(
    r"[≥≤><＞＜=＝]?[-+−±△▲]?[\d,，.．]*\d[\d,，.．]*[%％‰]?[^\d，。；：]{0,6}|[-—–/]+|≥|≤|＝|=|定性"
)


class Open(NamedTuple):
    """What the rest of a sheet on the next page is known by: its borders, leading, and columns of merged labels."""

    xs: list[float]
    strips: list[Strip]
    limit: float
    labels: list[int]
    ways: ledgers.Ways | None = None
    """How ``ledgers`` may read it, where its rows are told by their figures."""


class Sheet(NamedTuple):
    """A sheet found, the lines of the page that are in it, and how it may go on."""

    lattice: Lattice
    lines: set[int]
    open: Open


def find(
    page: RawPage, place: Ints, text: PageText, taken: Sequence[Lattice], above: Open | None = None
) -> tuple[list[Sheet], set[int]]:
    """The sheets among the lines outside cells; ``above`` is the one that the page before ends with.

    Also the lines that stand in as many columns as a sheet has, and of which no rows could be made: to read them as
    plain rows would be wrong.
    """
    lines = text.lines.get(-1, ())
    if above is None and sum(len(chunks) > 2 for chunks in text.chunks.values()) < FEWEST_ROWS:
        return [], set()
    segments = _segments(page, place)
    found: list[Sheet] = []
    refused: set[int] = set()
    runs = [part for run in _runs(segments, taken) for part in _at_prose(run, segments)][::-1]
    while runs:
        run = runs.pop()
        of_run = [segments[i] for i in run]
        made = _own(of_run) if len(run) >= FEWEST_LINES else None
        rest = None
        if above is not None and not found:
            rest = _rest(of_run, above) if above.ways is None else _ledger(of_run, above)
        if rest is not None and (made is None or len(rest[0].boxes) >= len(made[0].boxes)):
            made = rest
        if made is None:
            if len(run) >= FEWEST_LINES and (gutters.strips(of_run)[0] or ledgers.is_doubtful(of_run)):
                refused.update(lines[i].start for i in run)
            continue
        sheet, goes_on = made
        _, top, _, bottom = sheet.box
        middles = [(lines[i].top + lines[i].bottom) / 2 for i in run]
        inside = {lines[i].start for i, y in zip(run, middles, strict=True) if top < y < bottom}
        found.append(Sheet(sheet, inside, goes_on))
        # What stands below may be another.
        runs.append([i for i, y in zip(run, middles, strict=True) if y >= bottom])
    return found, refused


def _size(lines: list[list[Segment]]) -> float:
    """Height of the text."""
    return median(s.bottom - s.top for line in lines for s in line)


def _segments(page: RawPage, place: Ints) -> list[list[Segment]]:
    """The lines outside cells, each cut at its gaps."""
    index = np.flatnonzero((place < 0) & ~is_space(page.codes))
    if not len(index):
        return []
    order, line = ordered(page.boxes[index], place[index], page.codes[index])
    index = index[order]
    boxes, codes = page.boxes[index], page.codes[index]
    new = np.ones(len(index), np.bool_)
    height = boxes[:, 3] - boxes[:, 1]
    gap = boxes[1:, 0] - boxes[:-1, 2]
    new[1:] = (line[1:] != line[:-1]) | (gap >= gutters.NARROWEST * np.minimum(height[1:], height[:-1]))
    starts = np.flatnonzero(new)
    ends = [*starts[1:].tolist(), len(index)]
    out: list[list[Segment]] = []
    last = -1
    for a, b in zip(starts.tolist(), ends, strict=True):
        if line[a] != last:
            last = line[a]
            out.append([])
        x0, top = boxes[a:b, :2].min(axis=0).tolist()
        x1, bottom = boxes[a:b, 2:].max(axis=0).tolist()
        out[-1].append(Segment(x0, x1, top, bottom, "".join(map(chr, codes[a:b].tolist()))))
    return out


def _runs(lines: list[list[Segment]], taken: Sequence[Lattice]) -> list[list[int]]:
    """Stretches of lines with nothing between them, neither much white nor a ruled table."""
    borders = [lattice.box[1] for lattice in taken]
    runs: list[list[int]] = [[]]
    reached = before = 0.0
    for i, line in enumerate(lines):
        top, bottom = min(s.top for s in line), max(s.bottom for s in line)
        size = max(s.bottom - s.top for s in line)
        # Between full rows there may be more white than between lines: a tall label, the head that a page repeats.
        most = APART_ROWS if len(line) > 2 and runs[-1] and len(lines[runs[-1][-1]]) > 2 else APART
        apart = top - reached > most * size or any(reached < y < top for y in borders)
        # A line for itself in other letters is a caption or a paragraph.
        other = max(size, before) > OTHER_SIZE * min(size, before) and (len(line) == 1 or not runs[-1][1:])
        if runs[-1] and (apart or other):
            runs.append([])
        reached = bottom if not runs[-1] else max(reached, bottom)
        before = size
        runs[-1].append(i)
    return [run for run in runs if 0 < len(run) <= MAX_LINES]


def _sheet(lines: list[list[Segment]]) -> tuple[Lattice, Open] | None:
    strips, size = gutters.strips(lines)
    if not strips:
        return None
    least = gutters.NARROWEST * size
    lines = _between(lines, strips, least)
    if any(gutters.is_torn(line, strips, size) for line in lines):
        return None
    pieces = [piece for line in lines for piece in gutters.pieces(line, strips, least)]
    limit = leading(pieces)
    found = None if limit is None else rows(pieces, size, len(strips) + 1, limit)
    if found is None or limit is None:
        return None
    found = _trimmed(found, len(strips) + 1, size)
    if found is None or not _convincing(found, len(strips) + 1):
        return None
    left = min(b.x0 for b in found.blocks) - MARGIN
    right = max(b.x1 for b in found.blocks) + MARGIN
    return _made(found, [left, *(s.middle for s in strips), right], strips, limit)


def _at_prose(run: list[int], segments: list[list[Segment]]) -> list[list[int]]:
    """A stretch cut at its lines of prose and its captions, if there is a table of figures in one of the parts at least."""
    left = min(s.x0 for i in run for s in segments[i])
    right = max(s.x1 for i in run for s in segments[i])
    parts: list[list[int]] = [[]]
    for i in run:
        line = segments[i]
        is_prose = len(line) == 1 and line[0].x1 - line[0].x0 > WIDE * (right - left)
        if is_prose or CAPTION.match("".join(s.string for s in line)):
            parts.append([])
        else:
            parts[-1].append(i)
    parts = [part for part in parts if part]
    if any(len(part) >= FEWEST_LINES and ledgers.find([segments[i] for i in part]) for part in parts):
        return parts
    return [run]


def _own(lines: list[list[Segment]]) -> tuple[Lattice, Open] | None:
    """A table with a head of its own."""
    made = _ledger(lines, None)
    return made if made is not None or ledgers.is_doubtful(lines) else _sheet(lines)


def _ledger(lines: list[list[Segment]], above: Open | None) -> tuple[Lattice, Open] | None:
    """A table of figures whose rows stand as close as lines, or the rest of the one ``above``."""
    known = None if above is None or above.ways is None else (above.strips, above.ways)
    found = ledgers.find(lines) if known is None else ledgers.find(lines, *known)
    if found is None:
        return None
    left = min(b.x0 for b in found.rows.blocks) - MARGIN
    right = max(b.x1 for b in found.rows.blocks) + MARGIN
    # A column whose lines are wrapped ends where they do: that they were full is seen by that again.
    wrapped = {b.last for b in found.rows.blocks if len(b.pieces) > 1}
    inner = [min(s.middle, s.x0 + MARGIN) if c in wrapped else s.middle for c, s in enumerate(found.strips)]
    xs = [left, *inner, right]
    if above is not None:
        xs = [x if i and i < len(xs) - 1 and _lies_in(x, found.strips[i - 1]) else own for i, (x, own) in enumerate(zip(above.xs, xs, strict=True))]
        xs[0], xs[-1] = min(left, above.xs[0]), max(right, above.xs[-1])
    lattice, goes_on = _made(found.rows, xs, found.strips, 0.0)
    return lattice, goes_on._replace(ways=found.ways)


def _lies_in(x: float, strip: Strip) -> bool:
    return strip.x0 <= x <= strip.x1


def _made(found: Rows, xs: list[float], strips: list[Strip], limit: float) -> tuple[Lattice, Open]:
    labels = sorted({b.first for b in found.blocks if b.first == b.last and b.rows[0] < b.rows[1]})
    return _boxes(found, xs), Open(xs, strips, limit, labels)


def _rest(lines: list[list[Segment]], above: Open) -> tuple[Lattice, Open] | None:
    """The rows at the top of a page that stand in the columns of the sheet above."""
    size = _size(lines)
    least = gutters.NARROWEST * size
    strips = gutters.narrowed(lines, above.strips, least)
    own, _ = gutters.strips(lines)
    if any(all(strip.common(known).width <= 0 for known in strips) for strip in own):
        return None
    lines = _between(lines, strips, least, APART)
    pieces = [piece for line in lines for piece in gutters.pieces(line, strips, least)]
    width = len(strips) + 1
    found = rows(pieces, size, width, above.limit, above.labels) if pieces else None
    if found is None:
        return None
    height = len(found.borders) - 1
    cells = [[b for b in found.blocks if b.rows[0] <= row <= b.rows[1]] for row in range(height)]
    first = next((row for row in range(height) if len(cells[row]) > 1), height)
    while 0 < first < height and _is_end_of_cell(cells[first - 1]):
        first -= 1
    last = next((row for row in range(first, height) if _is_prose(cells[row], width, size)), height)
    while last > first and len(cells[last - 1]) < 2:
        last -= 1
    found = _cut(found, first, last)
    if not any(_is_row(row, width) for row in cells[first:last]):
        return None
    xs = [
        x if not 0 < i < width or strips[i - 1].x0 <= x <= strips[i - 1].x1 else strips[i - 1].middle
        for i, x in enumerate(above.xs)
    ]
    xs[0] = min(xs[0], *(b.x0 for b in found.blocks if b.pieces))
    xs[-1] = max(xs[-1], *(b.x1 for b in found.blocks if b.pieces))
    return _made(found, xs, strips, above.limit)


def _is_row(cells: list[Block], width: int) -> bool:
    """Whether a row fills the columns as a row of a table does, or is a label with a figure."""
    if len(cells) >= max(3, 0.5 * width):
        return True
    return cells[:1] != [] and min(b.first for b in cells) == 0 and any(b.first and b.is_figure for b in cells)


def _is_end_of_cell(cells: list[Block]) -> bool:
    """Whether a row at the top of a page can be what the page break cut off a cell."""
    return len(cells) == 1 and 0 < cells[0].first == cells[0].last and not cells[0].is_figure


def _between(
    lines: list[list[Segment]], strips: list[Strip], least: float, close: float = CLOSE
) -> list[list[Segment]]:
    """From the first line with a strip in one of its gaps to the last."""
    shown = [i for i, line in enumerate(lines) if len(gutters.pieces(line, strips, least)) > 1]
    if not shown:
        return []
    first, last = shown[0], shown[-1] + 1
    while first > 0 and _goes_with(lines[first - 1], lines[first], close):
        first -= 1
    while last < len(lines) and _goes_with(lines[last - 1], lines[last], CLOSE):
        last += 1
    return lines[first:last]


def _goes_with(above: list[Segment], below: list[Segment], most: float) -> bool:
    """Whether two lines stand as close as the lines of a row, in letters of one size."""
    small, large = sorted(max(s.bottom - s.top for s in line) for line in (above, below))
    close = min(s.top for s in below) - max(s.bottom for s in above) < most * large
    return close and large < SAME_SIZE * small


def _trimmed(found: Rows, width: int, size: float) -> Rows | None:
    """The rows of the table: around its head, without what stands above and below; ``None`` where there is no head."""
    height = len(found.borders) - 1
    cells = [[b for b in found.blocks if b.rows[0] <= row <= b.rows[1]] for row in range(height)]
    head = next((row for row in range(height - 2) if _is_head(cells[row], width)), None)
    if head is None:
        return None
    first = max((row + 1 for row in range(head) if len(cells[row]) < 2), default=0)
    last = next((row for row in range(head + 1, height) if _is_prose(cells[row], width, size)), height)
    while last > head and len(cells[last - 1]) < 2:
        last -= 1
    return _cut(found, first, last)


def _cut(found: Rows, first: int, last: int) -> Rows:
    """The rows from ``first`` up to ``last``."""
    kept = [b for b in found.blocks if first <= b.rows[0] and b.rows[1] < last]
    for block in kept:
        block.rows = (block.rows[0] - first, block.rows[1] - first)
    return Rows(found.borders[first : last + 1], kept)


def _is_head(cells: list[Block], width: int) -> bool:
    """Whether a row has words over nearly all columns."""
    columns = {c for b in cells for c in range(b.first, b.last + 1)}
    return len(columns) >= 0.8 * width and len(cells) >= 3 and not any(map(_is_figure, cells))


def _is_prose(cells: list[Block], width: int, size: float) -> bool:
    """Whether a row is one line across the table, or in other letters."""
    if len(cells) != 1 or not cells[0].pieces:
        return False
    small, large = sorted((size, max(piece.size for piece in cells[0].pieces)))
    return cells[0].last - cells[0].first + 1 >= 0.5 * width or large > SAME_SIZE * small


def _convincing(found: Rows, width: int) -> bool:
    """Whether most cells of some column below a head are figures."""
    height = len(found.borders) - 1
    several = sum(sum(b.rows[0] <= row <= b.rows[1] for b in found.blocks) > 1 for row in range(height))
    if height < FEWEST_ROWS or _has_torn_head(found, width) or several < MOST * height:
        return False
    if any(_is_torn_row(block, found.borders) for block in found.blocks):
        return False
    for column in range(1, width):
        below = [b for b in found.blocks if b.first == b.last == column]
        if sum(map(_is_figure, below)) >= max(3, 0.5 * len(below)):
            return True
    return False


def _is_torn_row(block: Block, borders: list[float]) -> bool:
    """Whether a head has figures in it, or the labels of several rows have become one that fills them from top to bottom."""
    first, last = block.rows
    if first == 0 and len(block.pieces) > 1:
        return NUMBER.fullmatch(block.pieces[-1].string) is not None and not block.is_figure
    rows_of, height = last - first + 1, borders[last + 1] - borders[first]
    return rows_of >= FEWEST_ROWS and len(block.pieces) > rows_of and block.bottom - block.top > FILLED * height


def _has_torn_head(found: Rows, width: int) -> bool:
    """Whether a row of words stands, cell by cell, below some of another and above figures: then it may be the rest of it."""
    rows_of = [[b for b in found.blocks if b.rows == (row, row)] for row in range(len(found.borders) - 1)]
    for above, row, below in zip(rows_of, rows_of[1:], rows_of[2:], strict=False):
        places = {(b.first, b.last) for b in above}
        if (
            1 < len(row) < len(above)
            and {(b.first, b.last) for b in row} <= places
            and not any(map(_is_figure, (*above, *row)))
            and sum(map(_is_figure, below)) >= 0.4 * width
        ):
            return True
    return False


def _is_figure(block: Block) -> bool:
    return FIGURE.fullmatch(block.string) is not None


def _boxes(found: Rows, xs: list[float]) -> Lattice:
    ys = found.borders
    boxes = []
    covered: set[tuple[int, int]] = set()
    for block in found.blocks:
        a, b = block.rows
        boxes.append((xs[block.first], ys[a], xs[block.last + 1], ys[b + 1]))
        covered.update((r, c) for r in range(a, b + 1) for c in range(block.first, block.last + 1))
    for row in range(len(ys) - 1):
        boxes += [
            (xs[c], ys[row], xs[c + 1], ys[row + 1]) for c in range(len(xs) - 1) if (row, c) not in covered
        ]
    boxes.sort(key=lambda box: (box[1], box[0]))
    return Lattice(np.array(boxes, np.float64))
