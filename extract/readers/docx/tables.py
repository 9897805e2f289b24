"""Tables: rows of merged cells laid out on one grid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator
from typing import Final

from msgspec import Struct

from gouji.extract.readers.docx.inline import shown_alternative
from gouji.extract.readers.docx.names import (
    ALTERNATE,
    CELL_DEL,
    DEL,
    GRID_BEFORE,
    GRID_SPAN,
    H_MERGE,
    SDT,
    SDT_CONTENT,
    TC,
    TC_PR,
    TR,
    TR_PR,
    TRANSPARENT,
    V_MERGE,
    VAL,
    W,
    whole,
)  # fmt: skip
from gouji.extract.readers.docx.package import Element

TBL_GRID: Final = W + "tblGrid"
GRID_COLUMN: Final = W + "gridCol"
WIDTH: Final = W + "w"
NOT_MERGED: Final = (1, None, None, False)
SLIVER: Final = 15
"""Twips up to which a grid column is no column but two cell edges that rounding drew apart (a quarter millimetre)."""


class TooWide(Exception):
    """A row wider than the limit."""


class Anchor(Struct):
    """A cell at its top-left grid position, growing downwards as merged cells under it are met."""

    row: int
    column: int
    column_span: int
    element: Element
    deleted: bool = False
    row_span: int = 1


def lay_out(
    table: Element, widest: int, merged: Container[Element], left_out: Callable[[Element], None]
) -> list[Anchor]:
    """Anchor cells of a table in reading order, deleted rows left out; ``merged`` are the cells that say of merging.

    A cell merged into the one above it has no anchor, whatever text it still holds: Word does not show it.
    ``left_out`` is told of such cells and rows.
    Raises ``TooWide`` when a row passes ``widest`` columns.
    """
    anchors: list[Anchor] = []
    open_above: dict[int, Anchor] = {}
    row = 0
    slivers = _slivers(table, widest)
    for tr in wrapped(table, TR, left_out):
        column, deleted = _row(tr)
        if deleted:
            left_out(tr)
            continue
        open_here: dict[int, Anchor] = {}
        last: Anchor | None = None
        for tc in wrapped(tr, TC, left_out):
            span, vertical, horizontal, gone = _merging(tc) if tc in merged else NOT_MERGED
            if column + span > widest:
                raise TooWide
            place, column = column, column + span
            if slivers:
                place, span = _without(slivers, place, column)
            above = open_above.get(place) if vertical == "continue" else None
            if above is not None and above.column_span == span:
                above.row_span += 1
                left_out(tc)
                open_here[place] = last = above
            elif horizontal == "continue" and last is not None and last.row == row:
                last.column_span += span
                left_out(tc)
            else:
                last = Anchor(row, place, span, tc, gone)
                anchors.append(last)
                if vertical is not None:
                    open_here[place] = last
        open_above = open_here
        row += 1
    return anchors


def _slivers(table: Element, widest: int) -> list[int]:
    """Grid columns too narrow to be any, in order; none that is all a cell has."""
    grid = table.find(TBL_GRID)
    if grid is None:
        return []
    widths = [whole(column.get(WIDTH), SLIVER + 1) for column in grid.iterchildren(GRID_COLUMN)]
    narrow = {i for i, width in enumerate(widths) if 0 < width <= SLIVER}
    if not narrow or len(widths) > widest:
        return []
    for tr in wrapped(table, TR):
        column = _row(tr)[0]
        for tc in wrapped(tr, TC):
            span = _merging(tc)[0]
            if column in narrow and span <= len(widths) and narrow.issuperset(range(column, column + span)):
                narrow.difference_update(range(column, column + span))
            column += span
    return sorted(narrow)


def _without(slivers: list[int], start: int, end: int) -> tuple[int, int]:
    """Column and span of a cell from ``start`` to ``end`` when the slivers are left out."""
    before = bisect_left(slivers, start)
    return start - before, end - start - (bisect_left(slivers, end) - before)


def _row(tr: Element) -> tuple[int, bool]:
    """Grid columns left empty before the row, and whether a tracked change takes the row away."""
    before, deleted = 0, False
    for properties in tr.iterchildren(TR_PR):
        for child in properties:
            if child.tag == DEL:
                deleted = True
            elif child.tag == GRID_BEFORE:
                before = max(whole(child.get(VAL), 0), 0)
    return before, deleted


def _merging(tc: Element) -> tuple[int, str | None, str | None, bool]:
    """Columns covered, how the cell is merged down and (in old files) across, whether it is deleted."""
    span, vertical, horizontal, deleted = 1, None, None, False
    for properties in tc.iterchildren(TC_PR):
        for child in properties:
            tag = child.tag
            if tag == GRID_SPAN:
                span = max(whole(child.get(VAL), 1), 1)
            elif tag == V_MERGE:
                vertical = child.get(VAL, "continue")
            elif tag == H_MERGE:
                horizontal = child.get(VAL, "continue")
            elif tag == CELL_DEL:
                deleted = True
    return span, vertical, horizontal, deleted


def wrapped(parent: Element, wanted: str, left_out: Callable[[Element], None] | None = None) -> Iterator[Element]:
    """Children of one name, also those inside content controls and other wrappers."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == SDT:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from wrapped(content, wanted, left_out)
        elif tag in TRANSPARENT:
            yield from wrapped(child, wanted, left_out)
        elif tag == ALTERNATE:
            chosen = shown_alternative(child, left_out)
            if chosen is not None:
                yield from wrapped(chosen, wanted, left_out)
