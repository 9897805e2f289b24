"""From a page's lattices to tables of that page: which character is in which cell, grid positions, spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gouji.extract.readers.pdf.arrays import Floats, Ints
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


@dataclass(frozen=True, slots=True)
class PageTable:
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
        boxes = lattice.boxes
        xs, ys = np.unique(boxes[:, (0, 2)]), np.unique(boxes[:, (1, 3)])
        number = np.full((len(ys) + 1, len(xs) + 1), _NO_PLACE, np.intp)
        column, last_column = np.searchsorted(xs, boxes[:, 0]) + 1, np.searchsorted(xs, boxes[:, 2]) + 1
        row, last_row = np.searchsorted(ys, boxes[:, 1]) + 1, np.searchsorted(ys, boxes[:, 3]) + 1
        # Large ones first, so that a cell within a cell wins.
        for k in np.argsort(-(last_row - row) * (last_column - column), kind="stable").tolist():
            number[row[k] : last_row[k], column[k] : last_column[k]] = offset + k
        i = np.searchsorted(ys, y, side="right")
        j = np.searchsorted(xs, x, side="right")
        inside = (i > 0) & (i < len(ys)) & (j > 0) & (j < len(xs))
        hit = np.where(inside, number[np.minimum(i, len(ys)), np.minimum(j, len(xs))], _NO_PLACE)
        place = np.where(hit >= 0, hit, place)
        offset += len(boxes)
    return place


def page_tables(text: PageText, lattices: list[Lattice]) -> list[PageTable]:
    """The tables of a page with the lines of their cells."""
    out = []
    offset = 0
    for lattice in lattices:
        out.append(_page_table(text, lattice.boxes, offset))
        offset += len(lattice.boxes)
    return out


def _page_table(text: PageText, boxes: Floats, offset: int) -> PageTable:
    xs, ys = np.unique(boxes[:, (0, 2)]), np.unique(boxes[:, (1, 3)])
    left, right = np.searchsorted(xs, boxes[:, 0]).tolist(), np.searchsorted(xs, boxes[:, 2]).tolist()
    top, bottom = np.searchsorted(ys, boxes[:, 1]).tolist(), np.searchsorted(ys, boxes[:, 3]).tolist()
    cells = tuple(
        GridCell(
            top[k],
            left[k],
            bottom[k] - top[k],
            right[k] - left[k],
            x0,
            x1,
            tuple(text.lines.get(offset + k, ())),
        )
        for k, (x0, _, x1, _) in enumerate(boxes.tolist())
    )
    return PageTable(text.number, float(ys[0]), float(ys[-1]), tuple(xs.tolist()), tuple(ys.tolist()), cells)
