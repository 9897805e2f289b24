"""Ruled tables: rules are snapped and joined, their crossings found, and the smallest closed boxes are the cells.

The idea is pdfplumber's (in turn Anssi Nurminen's thesis); here every step works on whole arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gouji.extract.readers.pdf.arrays import Floats, Ints

SNAP = 3.0
JOIN = 3.0
MEET = 3.0
SHORTEST = 3.0
MAX_CROSSINGS = 30_000_000


@dataclass(frozen=True, slots=True)
class Rules:
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


@dataclass(frozen=True)
class Lattice:
    """One ruled table: ``boxes`` are its cells ``(x0, top, x1, bottom)`` from top to bottom, left to right."""

    boxes: Floats

    @cached_property
    def grid(self) -> Grid:
        """The cells as grid positions."""
        xs, column = np.unique(self.boxes[:, (0, 2)], return_inverse=True)
        ys, row = np.unique(self.boxes[:, (1, 3)], return_inverse=True)
        column, row = column.reshape(-1, 2), row.reshape(-1, 2)
        return Grid(xs, ys, column[:, 0], row[:, 0], column[:, 1], row[:, 1])

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
    out = np.empty(len(values), np.intp)
    out[order] = np.concatenate(([0], np.cumsum(np.diff(values[order]) > tolerance))) if len(values) else 0
    return out


def rules(strokes: Floats) -> tuple[Rules, Rules]:
    """Horizontal and vertical rules made of raw strokes ``(x0, top, x1, bottom)``."""
    upright = strokes[:, 0] == strokes[:, 2]
    level = strokes[:, 1] == strokes[:, 3]
    horizontal, vertical = strokes[level & ~upright], strokes[upright & ~level]
    return (
        _joined(horizontal[:, 1], horizontal[:, 0], horizontal[:, 2]),
        _joined(vertical[:, 0], vertical[:, 1], vertical[:, 3]),
    )


def _joined(at: Floats, low: Floats, high: Floats) -> Rules:
    """Rules closer than ``SNAP`` brought to their mean, those on one line and nearly touching made one."""
    if not len(at):
        return Rules(at, low, high)
    group = clusters(at, SNAP)
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
    long = end - start >= SHORTEST
    return Rules(mean[group[first]][long], start[long], end[long])


def find(horizontal: Rules, vertical: Rules) -> list[Lattice]:
    """Ruled tables of a page made by its joined rules, top to bottom. A single closed box is no table."""
    if not len(horizontal) or not len(vertical) or len(horizontal) * len(vertical) > MAX_CROSSINGS:
        return []
    cells = _cells(horizontal, vertical)
    tables = [t for t in _grouped(cells) if len(t) > 1]
    tables.sort(key=lambda t: (float(t[:, 1].min()), float(t[:, 0].min())))
    return [Lattice(t[np.lexsort((t[:, 0], t[:, 1]))]) for t in tables]


def _cells(horizontal: Rules, vertical: Rules) -> Floats:
    """All cells: from every crossing the nearest closed box to its lower right."""
    crossing = (
        (vertical.at[None, :] >= horizontal.low[:, None] - MEET)
        & (vertical.at[None, :] <= horizontal.high[:, None] + MEET)
        & (horizontal.at[:, None] >= vertical.low[None, :] - MEET)
        & (horizontal.at[:, None] <= vertical.high[None, :] + MEET)
    )
    h, v = np.nonzero(crossing)
    xs, column = np.unique(vertical.at, return_inverse=True)
    ys, row = np.unique(horizontal.at, return_inverse=True)
    shape = (len(ys), len(xs))
    if shape[0] * shape[1] > MAX_CROSSINGS:
        return np.zeros((0, 4))
    # Number of the rule through each grid point; -1 where there is no crossing.
    across = np.full(shape, -1, np.int64)
    down = np.full(shape, -1, np.int64)
    across[row[h], column[v]] = h
    down[row[h], column[v]] = v
    points = np.argwhere(across >= 0)
    if not len(points):
        return np.zeros((0, 4))
    right = _next_along(across, points, axis=1)
    below = _next_along(down, points, axis=0)
    open_point = (right >= 0) & (below >= 0)
    points, right, below = points[open_point], right[open_point], below[open_point]
    j, i = points[:, 0], points[:, 1]
    closed = (
        (across[below, right] >= 0)
        & (across[below, right] == across[below, i])
        & (down[below, right] == down[j, right])
    )
    found = [np.stack((xs[i[closed]], ys[j[closed]], xs[right[closed]], ys[below[closed]]), axis=1)]
    rest = [_search(across, down, int(a), int(b)) for a, b in points[~closed]]
    more = [(xs[b], ys[a], xs[d], ys[c]) for a, b, c, d in rest if c > a]
    if more:
        found.append(np.array(more, np.float64))
    return np.concatenate(found)


def _next_along(lines: npt.NDArray[np.int64], points: Ints, axis: int) -> Ints:
    """For every point the index of the next point on the same rule to the right (axis 1) or below (axis 0), or -1."""
    main, other = (0, 1) if axis == 1 else (1, 0)
    order = np.lexsort((points[:, other], points[:, main]))
    sorted_points = points[order]
    number = lines[sorted_points[:, 0], sorted_points[:, 1]]
    same = (sorted_points[1:, main] == sorted_points[:-1, main]) & (number[1:] == number[:-1])
    follower = np.full(len(points), -1, np.intp)
    follower[order[:-1][same]] = sorted_points[1:, other][same]
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


def _grouped(cells: Floats) -> list[Floats]:
    """Cells that share a corner, directly or through others, are one table."""
    if not len(cells):
        return []
    xs, x = np.unique(cells[:, (0, 2)], return_inverse=True)
    _, y = np.unique(cells[:, (1, 3)], return_inverse=True)
    x, y = x.reshape(-1, 2), y.reshape(-1, 2)
    corners = np.concatenate([y[:, [b]] * len(xs) + x[:, [a]] for a in (0, 1) for b in (0, 1)], axis=1)
    label = np.arange(len(cells))
    while True:
        lowest = np.full(len(xs) * (int(y.max()) + 1), len(cells))
        np.minimum.at(lowest, corners.ravel(), np.repeat(label, 4))
        spread = lowest[corners].min(axis=1)
        spread = spread[spread]
        if (spread == label).all():
            break
        label = spread
    return [cells[label == one] for one in dict.fromkeys(label.tolist())]
