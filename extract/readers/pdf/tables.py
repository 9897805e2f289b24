"""From a page's lattices to tables of that page: which character is in which cell, grid positions, spans."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct

from gouji.extract.readers.pdf.arrays import Ints
from gouji.extract.readers.pdf.glyphs import Line, PageText
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.raw import RawPage

_NO_PLACE = -1


class GridCell(NamedTuple):
    """A cell of one page's table: its place in the grid of that page, and its lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    lines: tuple[Line, ...]


class PageTable(Struct, frozen=True):
    """A table as far as it stands on one page: positions of its column and row borders, its cells."""

    page: int
    top: float
    bottom: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]


def places(page: RawPage, lattices: list[Lattice]) -> Ints:
    """Number of the cell (counted over all lattices in order) that holds the middle of each character, or −1."""
    place = np.full(len(page.codes), _NO_PLACE, np.intp)
    x = (page.boxes[:, 0] + page.boxes[:, 2]) / 2
    y = (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    offset = 0
    for lattice in lattices:
        grid = lattice.grid
        number = np.full((len(grid.ys) + 1, len(grid.xs) + 1), _NO_PLACE, np.intp)
        single = (grid.bottom - grid.top == 1) & (grid.right - grid.left == 1)
        # Large ones first, so that a cell within a cell wins.
        merged = np.flatnonzero(~single)
        for k in merged[np.argsort(-lattice.areas[merged], kind="stable")].tolist():
            number[grid.top[k] + 1 : grid.bottom[k] + 1, grid.left[k] + 1 : grid.right[k] + 1] = offset + k
        number[grid.top[single] + 1, grid.left[single] + 1] = offset + np.flatnonzero(single)
        # Row and column 0 of ``number``, and those after the last border, are outside.
        hit = number[np.searchsorted(grid.ys, y, side="right"), np.searchsorted(grid.xs, x, side="right")]
        place = np.where(hit >= 0, hit, place)
        offset += len(lattice.boxes)
    return place


def page_tables(text: PageText, lattices: list[Lattice]) -> list[PageTable]:
    """The tables of a page with the lines of their cells."""
    out = []
    offset = 0
    for lattice in lattices:
        out.append(_page_table(text, lattice, offset))
        offset += len(lattice.boxes)
    return out


def _page_table(text: PageText, lattice: Lattice, offset: int) -> PageTable:
    grid = lattice.grid
    none: tuple[Line, ...] = ()
    columns = (
        grid.top.tolist(),
        grid.left.tolist(),
        (grid.bottom - grid.top).tolist(),
        (grid.right - grid.left).tolist(),
        lattice.boxes[:, 0].tolist(),
        lattice.boxes[:, 2].tolist(),
        [tuple(text.lines.get(k, none)) for k in range(offset, offset + len(lattice.boxes))],
    )
    cells = tuple(map(GridCell._make, zip(*columns, strict=True)))
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    return PageTable(text.number, ys[0], ys[-1], tuple(xs), tuple(ys), cells)
