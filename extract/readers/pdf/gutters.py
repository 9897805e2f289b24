"""Columns that only white strips part: where such strips run through many lines, and the pieces of text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from gouji.extract.readers.pdf.arrays import Bools

NARROWEST = 0.3
"""A strip is at least this share of the height of the text wide."""
WIDE = 0.9
FIGURE = re.compile(r"[-+−±△▲]?[\d,，.．]*\d[\d,，.．]*[%％‰]?")
MAX_WIDTH = 2_000
FEWEST_COLUMNS = 4
OTHER_SIZE = 1.25
NOTHING = slice(0, 0)


class Segment(NamedTuple):
    """Characters of one line without a gap between them that could be a strip."""

    x0: float
    x1: float
    top: float
    bottom: float
    string: str


class Piece(NamedTuple):
    """What one line has between two strips, with the first and the last column it reaches."""

    first: int
    last: int
    x0: float
    x1: float
    top: float
    bottom: float
    string: str

    @property
    def size(self) -> float:
        """Height of its characters."""
        return self.bottom - self.top


class Strip(NamedTuple):
    """White between two columns, from where to where."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Where the border is put."""
        return (self.x0 + self.x1) / 2

    def common(self, other: Strip) -> Strip:
        """What two strips share; of no width or less where they do not meet."""
        return Strip(max(self.x0, other.x0), min(self.x1, other.x1))

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0


def strips(lines: Sequence[Sequence[Segment]], fewest: int = FEWEST_COLUMNS) -> tuple[list[Strip], float]:
    """The strips of the table in ``lines`` and the height of its text; none where there are too few columns for one."""
    size = median(s.bottom - s.top for line in lines for s in line)
    window = _core(lines, NARROWEST * size, fewest)
    if window == NOTHING:
        return [], size
    size = median(s.bottom - s.top for line in lines[window] for s in line)
    least = NARROWEST * size
    found = _free([s for line in lines[window] for s in line], least)
    # What is set in other letters is no part of it.
    lines = [line for line in lines if size / OTHER_SIZE < max(s.bottom - s.top for s in line) < size * OTHER_SIZE]
    found = narrowed(lines, found, least)
    edges = [-np.inf, *(strip.middle for strip in found), np.inf]
    for low, high in pairwise(edges):
        found = [*found, *_within(lines, low, high, least)]
    return narrowed(lines, _parting(lines, sorted(found)), least), size


def _parting(lines: Sequence[Sequence[Segment]], found: list[Strip]) -> list[Strip]:
    """Without strips that have text on one side only in every line: words to the left and figures to the right of one column."""
    cells = [(s, sum(s.x0 > strip.middle for strip in found)) for line in lines for s in line]
    kept: list[Strip] = []
    since = 0
    for i, strip in enumerate(found):
        left = [s for s, column in cells if since <= column <= i and s.x1 <= strip.x1]
        right = [s for s, column in cells if column == i + 1]
        if any(a.top < b.bottom and b.top < a.bottom for a in left for b in right):
            kept.append(strip)
            since = i + 1
    return kept


def _core(lines: Sequence[Sequence[Segment]], least: float, fewest: int) -> slice:
    """The stretch of lines with the most strips, each counted as often as lines show it."""
    left = min((s.x0 for line in lines for s in line), default=0.0)
    right = max((s.x1 for line in lines for s in line), default=0.0)
    wide = round(right - left) + 1
    if wide > MAX_WIDTH:
        return NOTHING
    cover: Bools = np.zeros((len(lines), wide + 1), np.bool_)
    for i, line in enumerate(lines):
        for s in line:
            # Drawn out by the least width of a strip: what is free then is a strip wide enough.
            cover[i, int(s.x0 - left) : max(int(s.x0 - left) + 1, round(s.x1 - left + least - 1))] = True
    best, window = 0, NOTHING
    for first in range(len(lines)):
        covered = np.logical_or.accumulate(cover[first:], axis=0)
        columns = covered[:, 0] + (covered[:, 1:] & ~covered[:, :-1]).sum(axis=1)
        score = np.where(columns >= fewest, (columns - 1) * np.arange(1, len(columns) + 1), 0)
        last = int(score.argmax())
        if score[last] > best:
            best, window = int(score[last]), slice(first, first + last + 1)
    return window


def _within(
    lines: Sequence[Sequence[Segment]], low: float, high: float, least: float, depth: int = 3
) -> list[Strip]:
    """Strips that part one column for some of the lines, one of which at least has text on both sides."""
    inside = []
    for line in lines:
        cut = [s for s in line if s.x0 < high and s.x1 > low]
        if cut:
            inside.append(cut)
    found = [
        strip for strip in _free([s for line in inside[_core(inside, least, 2)] for s in line], least)
        if low < strip.middle < high
        and any(gap.common(strip).width >= least for line in inside for gap in gaps(line))
        and sum(s.x1 <= strip.middle for line in inside for s in line) > 1
        and sum(s.x0 >= strip.middle for line in inside for s in line) > 1
    ]
    if not found or not depth:
        return []
    edges = [low, *(strip.middle for strip in found), high]
    return [*found, *(s for a, b in pairwise(edges) for s in _within(lines, a, b, least, depth - 1))]


def _free(segments: list[Segment], least: float) -> list[Strip]:
    found: list[Strip] = []
    reached: float | None = None
    for s in sorted(segments):
        if reached is not None and s.x0 - reached >= least:
            found.append(Strip(reached, s.x0))
        reached = s.x1 if reached is None else max(reached, s.x1)
    return found


def gaps(line: Sequence[Segment]) -> Iterator[Strip]:
    """White between the segments of a line."""
    for a, b in pairwise(line):
        yield Strip(a.x1, b.x0)


def narrowed(lines: Sequence[Sequence[Segment]], known: Sequence[Strip], least: float) -> list[Strip]:
    """The strips less what other lines have in them, as far as enough is left."""
    found = list(known)
    for s in (s for line in lines for s in line):
        for i, strip in enumerate(found):
            if s.x0 < strip.x0 < s.x1 <= strip.x1 - least:
                found[i] = Strip(s.x1, strip.x1)
            elif strip.x0 + least <= s.x0 < strip.x1 < s.x1:
                found[i] = Strip(strip.x0, s.x0)
    return found


def pieces(line: Sequence[Segment], found: Sequence[Strip], least: float) -> list[Piece]:
    """A line cut where one of its gaps meets a strip."""
    out: list[list[Segment]] = [[line[0]]]
    for gap, segment in zip(gaps(line), line[1:], strict=True):
        if any(gap.common(strip).width >= 0.6 * min(least, strip.width) for strip in found):
            out.append([segment])
        else:
            out[-1].append(segment)
    return [_piece(one, found) for one in out]


def is_torn(line: Sequence[Segment], found: Sequence[Strip], size: float) -> bool:
    """Whether a figure stands far from its neighbour where no strip is: then the columns are not understood."""
    least = NARROWEST * size
    return any(
        gap.width > WIDE * size
        and (FIGURE.fullmatch(a.string) or FIGURE.fullmatch(b.string))
        and not any(gap.common(strip).width >= 0.6 * min(least, strip.width) for strip in found)
        for gap, a, b in zip(gaps(line), line, line[1:], strict=False)
    )


def _piece(segments: list[Segment], found: Sequence[Strip]) -> Piece:
    x0, x1 = segments[0].x0, max(s.x1 for s in segments)
    return Piece(
        sum(x0 > strip.middle for strip in found),
        sum(x1 > strip.middle for strip in found),
        x0,
        x1,
        min(s.top for s in segments),
        max(s.bottom for s in segments),
        "".join(s.string for s in segments),
    )
