"""Text set in two columns: where the gutter is, and which lines are beside it."""

from __future__ import annotations

from statistics import mean
from typing import NamedTuple

from gouji.extract.readers.pdf.arrays import Ints
from gouji.extract.readers.pdf.glyphs import PageText
from gouji.extract.readers.pdf.raw import RawPage

OUTSIDE, LEFT, RIGHT = -1, -2, -3
"""Places of characters outside cells: across the page, in the left and in the right column."""

FEWEST_LINES = 5
NARROWEST = 0.28
FULLNESS = 0.6
STEPS = 25


class Gutter(NamedTuple):
    """The strip between two columns of text: its middle, and from where to where it runs."""

    x: float
    top: float
    bottom: float


class _Stretch(NamedTuple):
    x0: float
    x1: float
    top: float
    bottom: float


def gutter(text: PageText, width: float) -> Gutter | None:
    """The gutter of a page on which long lines stand beside one another, if there is one."""
    stretches = _stretches(text)
    if sum(s.x1 - s.x0 < 0.6 * width for s in stretches) < 2 * FEWEST_LINES:
        return None
    found: list[tuple[int, Gutter]] = []
    for step in range(STEPS + 1):
        x = width * (0.38 + 0.24 * step / STEPS)
        for run in _runs(stretches, x):
            left, right = [s for s in run if s.x1 <= x], [s for s in run if s.x0 >= x]
            if _is_column(left, width) and _is_column(right, width):
                top, bottom = min(s.top for s in run), max(s.bottom for s in run)
                middle = (max(s.x1 for s in left) + min(s.x0 for s in right)) / 2
                found.append((len(run), Gutter(middle, top, bottom)))
    return max(found)[1] if found else None


def place_columns(page: RawPage, place: Ints, strip: Gutter) -> None:
    """Give the characters beside the gutter the place of their column."""
    x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    beside = (place == OUTSIDE) & (y > strip.top) & (y < strip.bottom)
    place[beside & (x < strip.x)] = LEFT
    place[beside & (x >= strip.x)] = RIGHT


def _stretches(text: PageText) -> list[_Stretch]:
    out: list[_Stretch] = []
    for line in text.lines.get(OUTSIDE, ()):
        chunks = text.chunks.get(line.start)
        if chunks:
            out += [_Stretch(c.x0, c.x1, line.top, line.bottom) for c in chunks]
        else:
            out.append(_Stretch(line.x0, line.x1, line.top, line.bottom))
    return out


def _runs(stretches: list[_Stretch], x: float) -> list[list[_Stretch]]:
    """What stands between two stretches that cross ``x``."""
    runs: list[list[_Stretch]] = [[]]
    crossed = sorted((s.top, s.bottom) for s in stretches if s.x0 < x < s.x1)
    for s in sorted(stretches, key=lambda s: s.top):
        if s.x0 < x < s.x1 or any(top < (s.top + s.bottom) / 2 < bottom for top, bottom in crossed):
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append(s)
    return [run for run in runs if len(run) >= 2 * FEWEST_LINES]


def _is_column(stretches: list[_Stretch], width: float) -> bool:
    if len(stretches) < FEWEST_LINES:
        return False
    full = max(s.x1 for s in stretches) - min(s.x0 for s in stretches)
    return full >= NARROWEST * width and mean(s.x1 - s.x0 for s in stretches) >= FULLNESS * full
