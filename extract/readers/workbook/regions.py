"""A sheet cut into rectangles that stand apart: rows, then columns, with nothing shown between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from gouji.extract.kept import kept
from gouji.extract.readers.workbook.address import Area
from gouji.extract.readers.workbook.sheet import Sheet, SheetCell

_RULED_SHARE: Final = 0.6


class Anchor(Struct, frozen=True):
    """A cell with a text, or a merged rectangle: where it stands on the sheet and what it covers there."""

    area: Area
    cell: SheetCell | None


class Region(Struct, frozen=True, dict=True):
    """A rectangle of a sheet, hidden rows and columns inside it passed over."""

    sheet: Sheet
    area: Area
    anchors: tuple[Anchor, ...]

    @kept
    def rows(self) -> tuple[int, ...]:
        """Shown rows, as numbered on the sheet."""
        sheet = self.sheet
        return tuple(r for r in range(self.area.top, self.area.bottom + 1) if not sheet.row_hidden(r))

    @kept
    def columns(self) -> tuple[int, ...]:
        """Shown columns, as numbered on the sheet."""
        sheet = self.sheet
        return tuple(c for c in range(self.area.left, self.area.right + 1) if not sheet.column_hidden(c))

    @kept
    def written(self) -> tuple[Anchor, ...]:
        """Anchors with a text, row by row."""
        return tuple(a for a in self.anchors if a.cell is not None and a.cell.text.strip())

    @kept
    def by_row(self) -> dict[int, list[Anchor]]:
        """Anchors with a text by the sheet row they begin in."""
        rows: dict[int, list[Anchor]] = {}
        for anchor in self.written:
            rows.setdefault(anchor.area.top, []).append(anchor)
        return rows

    def positions(self) -> int:
        """Grid positions, hidden ones included; cheap."""
        a = self.area
        return (a.bottom - a.top + 1) * (a.right - a.left + 1)

    def bordered(self, row: int) -> bool:
        """True when a cell of the row has a border."""
        runs = self.sheet.bordered.get(row, ())
        return any(first <= self.area.right and last >= self.area.left for first, last in runs)

    @kept
    def ruled(self) -> bool:
        """True when the rows of its table are boxed in, but for a few that lost their borders."""
        several = [r for r, row in self.by_row.items() if len(row) > 1] or list(self.by_row)
        return sum(1 for r in several if self.bordered(r)) > _RULED_SHARE * len(several)

    def cut(self, top: int, bottom: int) -> Region:
        """Rows ``top`` … ``bottom`` of it, as wide as what stands there."""
        inside = [
            Anchor(a.area._replace(top=max(a.area.top, top), bottom=min(a.area.bottom, bottom)), a.cell)
            for a in self.anchors if a.area.top <= bottom and a.area.bottom >= top
        ]
        return _tight(self.sheet, inside, Area(top, self.area.left, bottom, self.area.right))


def whole(sheet: Sheet) -> Region | None:
    """All that the sheet shows, ``None`` when that is nothing. Merged cells are cut to what is written on the sheet."""
    shown = [(r, c) for (r, c), cell in sheet.cells.items() if cell.text.strip() and sheet.shown(r, c)]
    merges = {(m.top, m.left): m for m in sheet.merges if m.bottom > m.top or m.right > m.left}
    merged_away = [
        (r, c) for r, c in merges
        if (cell := sheet.cells.get((r, c))) is not None and cell.text.strip() and not sheet.shown(r, c)
        and _shown_part(sheet, merges[r, c])
    ]
    places = shown + merged_away
    if not places:
        return None
    box = Area(min(r for r, _ in places), min(c for _, c in places), max(r for r, _ in places), max(c for _, c in places))
    anchors = [
        Anchor(_clipped(merges.get((r, c), Area(r, c, r, c)), box), sheet.cells[r, c]) for r, c in places
    ]
    taken = set(places)
    anchors.extend(
        Anchor(_clipped(m, box), None) for place, m in merges.items()
        if place not in taken and _meets(m, box)
    )
    anchors.sort(key=lambda a: (a.area.top, a.area.left))
    return Region(sheet, box, tuple(anchors))


def _shown_part(sheet: Sheet, area: Area) -> bool:
    """True when some row and some column of a merged rectangle are shown."""
    rows = area.bottom - area.top + 1 - sheet.hidden_between(area.top, area.bottom)
    return rows > 0 and any(not sheet.column_hidden(c) for c in range(area.left, area.right + 1))


def _clipped(area: Area, box: Area) -> Area:
    if area.top >= box.top and area.left >= box.left and area.bottom <= box.bottom and area.right <= box.right:
        return area
    return Area(
        max(area.top, box.top), max(area.left, box.left),
        max(min(area.bottom, box.bottom), area.top), max(min(area.right, box.right), area.left),
    )  # fmt: skip


def _meets(a: Area, b: Area) -> bool:
    return a.top <= b.bottom and a.bottom >= b.top and a.left <= b.right and a.right >= b.left


def _tight(sheet: Sheet, anchors: Iterable[Anchor], area: Area) -> Region:
    """The region of what is written among the anchors; ``area`` where nothing is."""
    anchors = tuple(sorted(anchors, key=lambda a: (a.area.top, a.area.left)))
    written = [a.area for a in anchors if a.cell is not None and a.cell.text.strip()]
    if not written:
        return Region(sheet, area, anchors)
    box = Area(
        min(a.top for a in written), min(a.left for a in written),
        min(area.bottom, max(a.bottom for a in written)), min(area.right, max(a.right for a in written)),
    )  # fmt: skip
    inside = tuple(Anchor(_clipped(a.area, box), a.cell) for a in anchors if _meets(a.area, box))
    return Region(sheet, box, inside)


def by_rows(region: Region) -> Iterator[Region]:
    """Its parts with a blank row between them. A row with borders is not blank."""
    box = region.area
    spans = [(a.area.top, a.area.bottom) for a in region.written]
    spans.extend((r, r) for r in region.sheet.bordered if box.top <= r <= box.bottom and region.bordered(r))
    groups = list(_joined(spans, region.sheet.hidden_between))
    tops = [top for top, _ in groups]
    members: list[list[Anchor]] = [[] for _ in groups]
    for anchor in region.anchors:
        at = bisect_right(tops, anchor.area.top) - 1
        if at >= 0 and anchor.area.top <= groups[at][1]:
            members[at].append(anchor)
    for (top, bottom), inside in zip(groups, members, strict=True):
        part = _tight(region.sheet, inside, Area(top, box.left, bottom, box.right))
        if part.written:
            yield part


def by_columns(region: Region) -> tuple[Region, ...]:
    """Its parts with a blank column between them, from the left; itself when there is none."""
    sheet, box = region.sheet, region.area
    spans = [(a.area.left, a.area.right) for a in region.written]
    for row in region.rows:
        for first, last in sheet.bordered.get(row, ()):
            if first <= box.right and last >= box.left:
                spans.append((max(first, box.left), min(last, box.right)))

    def hidden(first: int, last: int) -> int:
        return sum(1 for c in range(first, last + 1) if sheet.column_hidden(c))

    groups = list(_joined(spans, hidden))
    if len(groups) < 2:
        return (region,)
    parts = []
    for left, right in groups:
        inside = [a for a in region.anchors if left <= a.area.left <= right]
        part = _tight(sheet, inside, Area(box.top, left, box.bottom, right))
        if part.written:
            parts.append(part)
    return tuple(parts)


def _joined(spans: list[tuple[int, int]], hidden: Callable[[int, int], int]) -> Iterator[tuple[int, int]]:
    """Runs without a shown gap in them."""
    spans.sort()
    start: int | None = None
    end = -1
    for first, last in spans:
        if start is None:
            start, end = first, last
        elif first <= end + 1 or hidden(end + 1, first - 1) == first - 1 - end:
            end = max(end, last)
        else:
            yield start, end
            start, end = first, last
    if start is not None:
        yield start, end


def gap_between(above: Region, below: Region) -> int:
    """Shown rows between two regions."""
    first, last = above.area.bottom + 1, below.area.top - 1
    return max(last - first + 1 - above.sheet.hidden_between(first, last), 0)


def together(above: Region, below: Region) -> Region:
    """Both as one."""
    a, b = above.area, below.area
    area = Area(a.top, min(a.left, b.left), b.bottom, max(a.right, b.right))
    return Region(above.sheet, area, (*above.anchors, *below.anchors))
