"""Rows and cells of an HTML table on one grid, as the HTML standard lays them out, and tables that only lay out the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from gouji.extract.readers.html_tree import Element, shown

_GROUPS: Final = ("thead", "tbody", "tfoot")
_CELLS: Final = ("td", "th")
_SPAN: Final = re.compile(r"\s*\+?(\d{1,9})")
WIDEST_SPAN: Final = 1_000
TALLEST_SPAN: Final = 65_534

_FIGURE: Final = re.compile(r"[-+−≥≤>＞<＜=＝]?\s*[\d０-９][\d０-９,，.．\s]*[%％‰]?[一-鿿㎡]{0,3}")
_SHORT: Final = 60
_LONG: Final = 400
_FEW_CELLS: Final = 8


class Anchor(Struct):
    """A cell at its top-left grid position."""

    row: int
    column: int
    row_span: int
    column_span: int
    element: Element


def rows_of(table: Element) -> Iterator[tuple[int, list[Element]]]:
    """Shown rows from top to bottom as (number of their group, shown cells); a foot stands last wherever it is written."""
    groups: list[tuple[int, Element]] = []
    loose: list[Element] = []
    _collect(table, groups, loose, [0])
    order = [g for g in groups if g[1].tag == "thead"][:1]
    feet = [g for g in groups if g[1].tag == "tfoot"][:1]
    head_first = {id(g[1]) for g in (*order, *feet)}
    for number, group in (*order, *(g for g in groups if id(g[1]) not in head_first), *feet):
        rows: list[Element] = []
        if group.tag == "tr":
            rows = [group]
        else:
            _rows(group, rows)
        for row in rows:
            cells: list[Element] = []
            _cells(row, cells)
            yield number, cells
    if loose:
        yield -1, loose


def _collect(parent: Element, groups: list[tuple[int, Element]], loose: list[Element], count: list[int]) -> None:
    """Row groups and rows in order, through wrappers that do not belong there; cells without a row are ``loose``."""
    bare = False
    for child in parent:
        if not shown(child):
            continue
        tag = child.tag
        if tag in _GROUPS:
            count[0] += 1
            groups.append((count[0], child))
            bare = False
        elif tag == "tr":
            # Rows that stand in the table itself form one group.
            count[0] += not bare
            bare = True
            groups.append((count[0], child))
        elif tag in _CELLS:
            loose.append(child)
        elif tag not in ("table", "caption", "colgroup", "col"):
            _collect(child, groups, loose, count)


def _rows(parent: Element, rows: list[Element]) -> None:
    for child in parent:
        if not shown(child):
            continue
        if child.tag == "tr":
            rows.append(child)
        elif child.tag not in ("table", *_CELLS):
            _rows(child, rows)


def _cells(parent: Element, cells: list[Element]) -> None:
    for child in parent:
        if not shown(child):
            continue
        if child.tag in _CELLS:
            cells.append(child)
        elif child.tag != "table":
            _cells(child, cells)


def lay_out(table: Element) -> list[Anchor]:
    """Anchor cells in reading order.

    Rows without cells that no merged cell reaches are no rows. A span that reaches beyond its row group, over a
    cell merged from above or (``colspan=100``) beyond all other rows is cut there.
    """
    anchors: list[Anchor] = []
    taken: dict[int, int] = {}
    groups: dict[int, int] = {}
    of_anchor: list[int] = []
    row, last = 0, None
    for group, cells in rows_of(table):
        if group != last:
            taken, last = {}, group
        if not cells and not any(until > row for until in taken.values()):
            continue
        column = 0
        for cell in cells:
            while taken.get(column, 0) > row:
                column += 1
            down = span_of(cell, "rowspan", TALLEST_SPAN, zero=TALLEST_SPAN)
            wide = span_of(cell, "colspan", WIDEST_SPAN, zero=1)
            width = 1
            while width < wide and taken.get(column + width, 0) <= row:
                width += 1
            anchors.append(Anchor(row, column, down, width, cell))
            of_anchor.append(group)
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + width), row + down))
            column += width
        row += 1
        groups[group] = row
    for anchor, group in zip(anchors, of_anchor, strict=True):
        anchor.row_span = min(anchor.row_span, groups[group] - anchor.row)
    if anchors:
        start = max(a.column for a in anchors)
        width = start + min(a.column_span for a in anchors if a.column == start)
        for anchor in anchors:
            anchor.column_span = min(anchor.column_span, width - anchor.column)
    return anchors


def span_of(cell: Element, name: str, most: int, zero: int) -> int:
    """A span attribute as browsers read it: 1 when missing or senseless."""
    found = _SPAN.match(cell.get(name) or "")
    if not found:
        return 1
    return min(int(found[1]), most) or zero


class _Weight(Struct, frozen=True):
    """What a cell holds: characters, those in links, those in nested tables; whether it is a figure."""

    all: int
    linked: int
    nested: int
    figure: bool


def only_lays_out(table: Element, anchors: list[Anchor]) -> bool:
    """Whether a table is there for the page's looks, told by what is in it."""
    if table.get("role") in ("presentation", "none"):
        return True
    n_rows = max((a.row + a.row_span for a in anchors), default=0)
    n_columns = max((a.column + a.column_span for a in anchors), default=0)
    weights = [_weigh(a.element) for a in anchors]
    figures = sum(w.figure for w in weights)
    total = sum(w.all for w in weights)
    nested = sum(w.nested for w in weights)
    if n_columns < 2:
        return True
    if nested and 2 * nested >= total and figures < 3:
        return True
    filled = [w for w in weights if w.all]
    if n_rows < 2:
        return nested > 0 or figures == 0 or len(filled) < 3 or any(w.all > _SHORT for w in filled)
    if any(a.element.tag == "th" for a in anchors):
        return False
    largest = max((w.all for w in weights), default=0)
    if largest >= _LONG and largest >= 0.7 * total and len(filled) <= _FEW_CELLS and figures < 3:
        return True
    return figures == 0 and total > 0 and sum(w.linked for w in weights) >= 0.7 * total


def _weigh(cell: Element) -> _Weight:
    total = linked = nested = 0
    own: list[str] = []
    stack: list[tuple[Element, bool, bool]] = [(cell, False, False)]
    while stack:
        element, link, inner = stack.pop()
        if element.text:
            size = len("".join(element.text.split()))
            total += size
            linked += size if link else 0
            nested += size if inner else 0
            own.append(element.text)
        for child in reversed(element):
            if child.tail and child.tail.strip():
                size = len("".join(child.tail.split()))
                total += size
                linked += size if link else 0
                nested += size if inner else 0
                own.append(child.tail)
            if shown(child):
                stack.append((child, link or child.tag == "a", inner or child.tag == "table"))
    figure = not nested and total <= 20 and _FIGURE.fullmatch("".join(own).strip()) is not None
    return _Weight(total, linked, nested, figure)
