"""Sheets to blocks: a heading with the sheet's name, then its title lines, tables and notes in reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from gouji.extract.document import Block, Cell, Paragraph, ParagraphKind, Piece, Span, Table, Text
from gouji.extract.readers.workbook.address import address_of
from gouji.extract.readers.workbook.regions import (
    Anchor,
    Region,
    by_columns,
    by_rows,
    gap_between,
    together,
    whole,
)
from gouji.extract.readers.workbook.sheet import Budget, Sheet, plain_digits
from gouji.extract.readers.workbook.titles import is_default_name, is_table, lines_above, lines_below, seam_of

_SPARSE_POSITIONS: Final = 20_000
_SPARSE_SHARE: Final = 50
_DEEPEST: Final = 4
_MOST_SEAMS: Final = 500
_LEVEL: Final = 1
_EDGE: Final = 1_000

Places = dict[tuple[str, int, int], tuple[int, int, int]]


class Layout:
    """Lays sheets out one after the other.

    Attributes:
        blocks: what has been laid out.
        places: table index, grid row and column by sheet name, row and column.
    """

    def __init__(self, budget: Budget) -> None:
        self.blocks: list[Block] = []
        self.places: Places = {}
        self._budget = budget
        self._tables = 0

    def add(self, sheet: Sheet) -> None:
        """Lay out one sheet; one that shows nothing gives no block."""
        region = whole(sheet)
        if region is None:
            return
        if sheet.name.strip():
            kind: ParagraphKind = "header" if is_default_name(sheet.name) else "heading"
            self._line(sheet.name.strip(), Span(sheet=sheet.name), kind, None if kind == "header" else _LEVEL)
        for part in _continued(by_rows(region)):
            self._region(part, 0)

    def _region(self, region: Region, depth: int) -> None:
        """A region, cut first where a second table begins under the first without a blank row."""
        for _ in range(_MOST_SEAMS):
            seam = None if _is_sparse(region) else seam_of(region)
            if seam is None:
                break
            area = region.area
            self._stack(region.cut(area.top, seam - 1), depth)
            region = region.cut(seam, area.bottom)
        self._stack(region, depth)

    def _stack(self, region: Region, depth: int) -> None:
        """Title lines, one table or several side by side, and notes."""
        if _is_sparse(region) or not is_table(region):
            self._lines(region.written, region.sheet)
            return
        rows = region.rows
        above = lines_above(region)
        below = lines_below(region) if above < len(rows) else 0
        if above + below >= len(rows):
            self._lines(region.written, region.sheet)
            return
        first, last = rows[above], rows[len(rows) - 1 - below]
        core = region.cut(first, last)
        if not core.written or not is_table(core):
            self._lines(region.written, region.sheet)
            return
        self._lines((a for a in region.written if a.area.top < first), region.sheet)
        parts = by_columns(core) if depth < _DEEPEST else (core,)
        if len(parts) > 1 and all(_stands_alone(p) for p in parts):
            for part in parts:
                for piece in _continued(by_rows(part)):
                    self._region(piece, depth + 1)
        else:
            self._table(core)
        self._lines((a for a in region.written if a.area.top > last), region.sheet)

    def _lines(self, anchors: Iterable[Anchor], sheet: Sheet) -> None:
        for anchor in anchors:
            if anchor.cell is not None:
                place = address_of(anchor.area.top, anchor.area.left)
                self._line(anchor.cell.text.strip("\n"), Span(sheet=sheet.name, address=place))

    def _line(self, text: str, span: Span, kind: ParagraphKind = "body", level: int | None = None) -> None:
        self.blocks.append(Paragraph(Text(text, (Piece(0, max(len(text), 1), span),)), kind, level))

    def _table(self, region: Region) -> None:
        rows, columns = region.rows, region.columns
        self._budget.spend(len(rows) * len(columns))
        index, sheet = self._tables, region.sheet
        cells: dict[tuple[int, int], Cell] = {}
        covered: set[tuple[int, int]] = set()
        for anchor in region.anchors:
            spot = self._spot(anchor, rows, columns, covered)
            if spot is None:
                continue
            row, column, down, across = spot
            area = anchor.area
            place = Span(sheet=sheet.name, address=address_of(area.top, area.left), table=index, row=row, column=column)
            text, stored = "", None
            if anchor.cell is not None:
                text, stored = anchor.cell.text, anchor.cell.stored
                self.places[sheet.name, area.top, area.left] = (index, row, column)
            cells[row, column] = _cell(row, column, text, place, down, across, stored)
        for row, sheet_row in enumerate(rows):
            for column, sheet_column in enumerate(columns):
                if (row, column) not in covered:
                    place = Span(
                        sheet=sheet.name, address=address_of(sheet_row, sheet_column), table=index, row=row, column=column
                    )
                    cells[row, column] = _cell(row, column, "", place)
        rows_hidden, columns_hidden = _hides(region)
        self.blocks.append(Table(
            index, tuple(cells[key] for key in sorted(cells)), partial=rows_hidden or columns_hidden,
            narrowed=columns_hidden and not rows_hidden,
        ))  # fmt: skip
        self._tables += 1

    def _spot(
        self, anchor: Anchor, rows: tuple[int, ...], columns: tuple[int, ...], covered: set[tuple[int, int]]
    ) -> tuple[int, int, int, int] | None:
        """Grid row and column of an anchor and the rows and columns it covers; ``None`` when it is not shown.

        Merged cells that overlap another one are taken as unmerged.
        """
        a = anchor.area
        top, bottom = bisect_left(rows, a.top), bisect_right(rows, a.bottom)
        left, right = bisect_left(columns, a.left), bisect_right(columns, a.right)
        if top >= bottom or left >= right or (top, left) in covered:
            return None
        if (bottom - top) * (right - left) > 1:
            self._budget.spend((bottom - top) * (right - left))
            area = [(r, c) for r in range(top, bottom) for c in range(left, right)]
            if covered.isdisjoint(area):
                covered.update(area)
                return top, left, bottom - top, right - left
        covered.add((top, left))
        return top, left, 1, 1


def _cell(
    row: int, column: int, text: str, span: Span, down: int = 1, across: int = 1, stored: Decimal | None = None
) -> Cell:
    return Cell(
        row, column, Text(text, (Piece(0, max(len(text), 1), span),)), down, across,
        None if stored is None else plain_digits(stored),
    )


def _hides(region: Region) -> tuple[bool, bool]:
    """Whether a hidden row of the region or at its edge holds something, and whether a hidden column does."""
    sheet, box = region.sheet, region.area
    if not sheet.hidden_columns and not sheet.hidden_rows:
        return False, False
    top, bottom = box.top, box.bottom
    while bottom - box.bottom < _EDGE and sheet.row_hidden(bottom + 1):
        bottom += 1
    while box.top - top < _EDGE and sheet.row_hidden(top - 1):
        top -= 1
    hidden = [
        (r, c) for (r, c), cell in sheet.cells.items()
        if top <= r <= bottom and box.left <= c <= box.right and cell.text.strip() and not sheet.shown(r, c)
    ]
    by_row = {(r, c) for r, c in hidden if sheet.row_hidden(r)}
    return bool(by_row), len(by_row) < len(hidden)


def _is_sparse(region: Region) -> bool:
    """True when a few cells far apart span a huge rectangle: no table, whatever else."""
    positions = region.positions()
    return positions > _SPARSE_POSITIONS and positions > _SPARSE_SHARE * len(region.written)


def _stands_alone(region: Region) -> bool:
    """True when a part beside a blank column can be a table of its own and not just labels or figures of one."""
    return len(region.by_row) > 1 and len(region.columns) > 1 and max(len(r) for r in region.by_row.values()) > 1


def _continued(parts: Iterable[Region]) -> list[Region]:
    """Regions in order, one that only goes on with the table above a single blank row joined to it."""
    out: list[Region] = []
    for part in parts:
        if out and _goes_on(out[-1], part):
            out[-1] = together(out[-1], part)
        else:
            out.append(part)
    return out


def _goes_on(above: Region, below: Region) -> bool:
    a, b = above.area, below.area
    if gap_between(above, below) != 1 or a.left != b.left or b.right > a.right:
        return False
    if _is_sparse(above) or _is_sparse(below) or above.ruled or below.ruled:
        return False
    first = below.by_row.get(b.top, [])
    figures = [x for x in first if x.cell is not None and x.cell.stored is not None]
    return bool(
        len(first) > 1 and figures and is_table(above) and not lines_above(below) and not lines_below(above)
    )
