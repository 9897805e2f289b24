"""Cells over several columns in a table whose texts are centred: how far one reaches is told by where its middle stands."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise
from statistics import median
from typing import Protocol

from gouji.extract.readers.pdf.gutters import Strip

SAME_MIDDLE = 2.0
MOST = 0.7
EDGE = 20.0
"""How far from the outermost text the edge of the table may be."""


class Placed(Protocol):
    """A cell with the columns its text reaches and from where to where it stands."""

    first: int
    last: int

    @property
    def is_figure(self) -> bool:
        """Whether it is a number and nothing else."""

    @property
    def x0(self) -> float:
        """Where its text begins."""

    @property
    def x1(self) -> float:
        """Where its text ends."""


def borders(width: int, cells: Sequence[Placed]) -> list[float] | None:
    """Borders of the ``width`` columns such that the texts stand in their middle; ``None`` where they are not centred.

    The middles leave one border open: the texts say from where to where it may lie.
    """
    alone: list[list[Placed]] = [[c for c in cells if c.first == c.last == column] for column in range(width)]
    middles = [_middle(own) for own in alone]
    if not all(alone) or sum(m is not None for m in middles) < MOST * width:
        return None
    # Texts of one length begin together too: some columns must have texts that do not.
    if sum(_at_one_place([c.x0 for c in own]) is None for own in alone) < 0.4 * width:
        return None
    left, right = min(c.x0 for c in cells), max(c.x1 for c in cells)
    between = [Strip(max(c.x1 for c in a), min(c.x0 for c in b)) for a, b in pairwise(alone)]
    return _chained([Strip(left - EDGE, left), *between, Strip(right, right + EDGE)], middles)


def _middle(own: Sequence[Placed]) -> float | None:
    return _at_one_place([(c.x0 + c.x1) / 2 for c in own])


def _at_one_place(places: Sequence[float]) -> float | None:
    """Where most of them are."""
    if not places:
        return None
    place = median(places)
    return place if sum(abs(x - place) <= SAME_MIDDLE for x in places) >= MOST * len(places) else None


def _chained(strips: Sequence[Strip], middles: Sequence[float | None]) -> list[float]:
    """Borders each as far from its column's middle as the one before, within their strips."""
    found: list[float] = []
    while len(found) < len(strips):
        # From one border the others follow: border[k + 1] = 2 × middle[k] − border[k].
        start = len(found)
        chain, low, high = [(1.0, 0.0)], strips[start].x0, strips[start].x1
        for k in range(start, len(strips) - 1):
            middle = middles[k]
            if middle is None:
                break
            factor, shift = -chain[-1][0], 2 * middle - chain[-1][1]
            ends = sorted((x - shift) / factor for x in strips[k + 1])
            if max(low, ends[0]) > min(high, ends[1]):
                break
            low, high = max(low, ends[0]), min(high, ends[1])
            chain.append((factor, shift))
        found += [factor * (low + high) / 2 + shift for factor, shift in chain]
    return found


def widened(cell: Placed, edges: Sequence[float], filled: Set[int]) -> tuple[int, int]:
    """The columns of a cell: those its text reaches, or more of those not ``filled`` beside it if its middle says so."""
    middle = (cell.x0 + cell.x1) / 2

    def off(a: int, b: int) -> float:
        return abs((edges[a] + edges[b + 1]) / 2 - middle)

    low, high = cell.first, cell.last
    while low > 0 and low - 1 not in filled:
        low -= 1
    while high < len(edges) - 2 and high + 1 not in filled:
        high += 1
    # Words in the middle of free columns have them all; a figure has its own, the others are blank.
    if off(low, high) <= SAME_MIDDLE and not cell.is_figure:
        return low, high
    if off(cell.first, cell.last) <= SAME_MIDDLE:
        return cell.first, cell.last
    spans = [(low, high), *((low, b) for b in range(cell.last, high)), *((a, high) for a in range(cell.first, low, -1))]
    best = min(spans, key=lambda span: off(*span))
    if off(low, high) <= 2 * SAME_MIDDLE:
        return low, high
    return best if off(*best) <= 2 * SAME_MIDDLE else (cell.first, cell.last)
