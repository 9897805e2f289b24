"""Ruled tables: rules are snapped and joined, their crossings found, and the smallest closed boxes are the cells.

The idea is pdfplumber's (in turn Anssi Nurminen's thesis); here every step works on whole arrays.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gouji.extract.kept import kept
from gouji.extract.readers.pdf.arrays import Floats, Ints

SNAP = 3.0
JOIN = 3.0
MEET = 3.0
SHORTEST = 3.0
SAME_DOTS = 0.1
SHORTEST_DOTTED = 10.0
MAX_CROSSINGS = 30_000_000


class Rules(Struct, frozen=True):
    """Snapped and joined rules of one direction: fixed coordinate, and from where to where."""

    at: Floats
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.at)


class Grid(NamedTuple):
    """Borders of a table's columns and rows, and for each cell the indices of its four borders."""

    xs: Floats
    ys: Floats
    left: Ints
    top: Ints
    right: Ints
    bottom: Ints

    @property
    def boxes(self) -> Floats:
        """The cells as boxes."""
        sides = (self.xs[self.left], self.ys[self.top], self.xs[self.right], self.ys[self.bottom])
        return np.stack(sides, axis=1)


class Lattice(Struct, frozen=True, dict=True):
    """One ruled table: ``boxes`` are its cells ``(x0, top, x1, bottom)`` from top to bottom, left to right."""

    boxes: Floats
    known: Grid | None = None
    """The grid, where the finder has it."""

    @kept
    def grid(self) -> Grid:
        """The cells as grid positions."""
        if self.known is not None:
            return self.known
        many = len(self.boxes)
        xs, column = _distinct(self.boxes[:, (0, 2)].T.ravel())
        ys, row = _distinct(self.boxes[:, (1, 3)].T.ravel())
        return Grid(xs, ys, column[:many], row[:many], column[many:], row[many:])

    @property
    def areas(self) -> Ints:
        """Number of grid positions each cell covers."""
        grid = self.grid
        areas: Ints = (grid.right - grid.left) * (grid.bottom - grid.top)
        return areas

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Outer box of all cells."""
        x0, top = self.boxes[:, :2].min(axis=0).tolist()
        x1, bottom = self.boxes[:, 2:].max(axis=0).tolist()
        return x0, top, x1, bottom


def clusters(values: Floats, tolerance: float) -> Ints:
    """Cluster numbers of ``values``: neighbours in order no further apart than ``tolerance`` are together."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    out = np.zeros(len(values), np.intp)
    out[order[1:]] = np.cumsum(ordered[1:] - ordered[:-1] > tolerance)
    return out


def _distinct(values: Floats) -> tuple[Floats, Ints]:
    """The distinct values in order, and of each value the index of its like: ``np.unique`` without its overhead."""
    order = np.argsort(values)
    ordered = values[order]
    new = np.ones(len(values), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    index = np.empty(len(values), np.intp)
    index[order] = np.cumsum(new) - 1
    return ordered[new], index


def rules(strokes: Floats) -> tuple[Rules, Rules]:
    """Horizontal and vertical rules made of raw strokes ``(x0, top, x1, bottom)``."""
    upright = strokes[:, 0] == strokes[:, 2]
    level = strokes[:, 1] == strokes[:, 3]
    horizontal, vertical = strokes[level & ~upright], strokes[upright & ~level]
    return (
        _of_strokes(horizontal[:, 1], horizontal[:, 0], horizontal[:, 2]),
        _of_strokes(vertical[:, 0], vertical[:, 1], vertical[:, 3]),
    )


def _of_strokes(at: Floats, low: Floats, high: Floats) -> Rules:
    """Rules made of strokes. Short strokes count where many on one line make a dotted rule; else they are corners."""
    long = high - low >= SHORTEST
    if long.all():
        return _joined(at, low, high, SNAP, SHORTEST)
    dotted = _joined(at[~long], low[~long], high[~long], SAME_DOTS, SHORTEST_DOTTED)
    return _joined(
        np.concatenate((at[long], dotted.at)),
        np.concatenate((low[long], dotted.low)),
        np.concatenate((high[long], dotted.high)),
        SNAP,
        SHORTEST,
    )


def _joined(at: Floats, low: Floats, high: Floats, snap: float, shortest: float) -> Rules:
    """Strokes closer than ``snap`` brought to their mean, those on one line and nearly touching made one rule."""
    if not len(at):
        return Rules(at, low, high)
    group = clusters(at, snap)
    mean = np.bincount(group, weights=at) / np.bincount(group)
    order = np.lexsort((low, group))
    group, low, high = group[order], low[order], high[order]
    # The furthest end reached so far within the group: shift every group beyond the reach of the one before.
    shift = group * (float(high.max() - low.min()) + 10.0)
    reach = np.maximum.accumulate(high + shift) - shift
    new = np.ones(len(low), np.bool_)
    new[1:] = (group[1:] != group[:-1]) | (low[1:] > reach[:-1] + JOIN)
    first = np.flatnonzero(new)
    start, end = low[first], np.maximum.reduceat(high, first)
    long = end - start >= shortest
    return Rules(mean[group[first]][long], start[long], end[long])


def find(horizontal: Rules, vertical: Rules) -> list[Lattice]:
    """Ruled tables of a page made by its joined rules, top to bottom. A single closed box is no table."""
    if not len(horizontal) or not len(vertical) or len(horizontal) * len(vertical) > MAX_CROSSINGS:
        return []
    xs, column = _distinct(vertical.at)
    ys, row = _distinct(horizontal.at)
    if len(xs) * len(ys) > MAX_CROSSINGS:
        return []
    cells = _cells(horizontal, vertical, row, column, (len(ys), len(xs)))
    grids = [_grid(xs, ys, cells[members]) for members in _grouped(cells, len(xs), len(ys)) if len(members) > 1]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return [Lattice(grid.boxes, grid) for grid in grids]


def _grid(xs: Floats, ys: Floats, cells: Ints) -> Grid:
    """The cells on those borders that are theirs."""
    top, left, bottom, right = cells.T
    xs, left, right = _used(xs, left, right)
    ys, top, bottom = _used(ys, top, bottom)
    return Grid(xs, ys, left, top, right, bottom)


def _used(borders: Floats, low: Ints, high: Ints) -> tuple[Floats, Ints, Ints]:
    """The borders that some cell has, and the cells' indices among them."""
    used = np.zeros(len(borders), np.bool_)
    used[low] = used[high] = True
    number = np.cumsum(used) - 1
    return borders[used], number[low], number[high]


def _cells(horizontal: Rules, vertical: Rules, row: Ints, column: Ints, shape: tuple[int, int]) -> Ints:
    """All cells, from every crossing the nearest closed box to its lower right: top, left, bottom, right in the grid.

    They come row by row; ``row`` and ``column`` are the grid positions of the rules.
    """
    crossing = (
        (vertical.at >= (horizontal.low - MEET)[:, None])
        & (vertical.at <= (horizontal.high + MEET)[:, None])
        & (horizontal.at[:, None] >= vertical.low - MEET)
        & (horizontal.at[:, None] <= vertical.high + MEET)
    )
    h, v = np.nonzero(crossing)
    # Number of the rule through each grid point; -1 where there is no crossing.
    across = np.full(shape, -1, np.int64)
    down = np.full(shape, -1, np.int64)
    at = row[h], column[v]
    across[at], down[at] = h, v
    j, i = np.nonzero(across >= 0)
    by_column = np.argsort(i, kind="stable")
    right = _next_along(j, i, across[j, i])
    below = np.empty_like(right)
    below[by_column] = _next_along(i[by_column], j[by_column], down[j, i][by_column])
    corner = np.flatnonzero((right >= 0) & (below >= 0))
    j, i, right, below = j[corner], i[corner], right[corner], below[corner]
    end = across[below, right]
    closed = (end >= 0) & (end == across[below, i]) & (down[below, right] == down[j, right])
    found = np.stack((j, i, below, right), axis=1)
    if closed.all():
        return found
    rest = [_search(across, down, int(a), int(b)) for a, b in found[~closed, :2]]
    more = np.array([cell for cell in rest if cell[2] > cell[0]], np.intp).reshape(-1, 4)
    found = np.concatenate((found[closed], more))
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def _next_along(line: Ints, along: Ints, rule: npt.NDArray[np.int64]) -> Ints:
    """For every point the position of the next one on the same line and the same rule, or -1; the points in order."""
    follower = np.full(len(line), -1, np.intp)
    same = (line[1:] == line[:-1]) & (rule[1:] == rule[:-1])
    follower[:-1][same] = along[1:][same]
    return follower


def _search(
    across: npt.NDArray[np.int64], down: npt.NDArray[np.int64], j: int, i: int
) -> tuple[int, int, int, int]:
    """The smallest closed box from a point whose nearest corner is not closed: beside merged cells."""
    lower = [k for k in np.flatnonzero(down[j + 1 :, i] == down[j, i]) + j + 1]
    rights = [k for k in np.flatnonzero(across[j, i + 1 :] == across[j, i]) + i + 1]
    for below in lower:
        for right in rights:
            if (
                across[below, right] >= 0
                and across[below, right] == across[below, i]
                and down[below, right] == down[j, right]
            ):
                return j, i, int(below), int(right)
    return j, i, -1, -1


def _grouped(cells: Ints, width: int, height: int) -> list[Ints]:
    """Which cells are one table: those that share a corner, directly or through others."""
    if not len(cells):
        return []
    corners = cells[:, (0, 0, 2, 2)] * width + cells[:, (1, 3, 1, 3)]
    label = np.arange(len(cells))
    while True:
        lowest = np.full(width * height, len(cells))
        np.minimum.at(lowest, corners.ravel(), np.repeat(label, 4))
        spread = lowest[corners].min(axis=1)
        spread = spread[spread]
        if not spread.any():
            return [np.arange(len(cells))]
        if (spread == label).all():
            break
        label = spread
    return [np.flatnonzero(label == one) for one in dict.fromkeys(label.tolist())]
