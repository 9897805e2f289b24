"""Formulas of the sheets as relations between cells of the document's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from gouji.extract.document import Block, Formula, FormulaTerm, Table
from gouji.extract.rational import Fraction
from gouji.extract.readers.workbook.address import Area
from gouji.extract.readers.workbook.formula_shape import Place, Shape, shape_of
from gouji.extract.readers.workbook.formula_text import NotRead
from gouji.extract.readers.workbook.layout import Places
from gouji.extract.readers.workbook.sheet import Sheet, SheetCell, decimal_of

_MOST_FORMULAS: Final = 20_000
_MOST_TERMS: Final = 500
_MOST_WORK: Final = 4_000_000


def with_formulas(blocks: Iterable[Block], sheets: list[Sheet], places: Places) -> tuple[Block, ...]:
    """The same blocks, their tables with what the formulas of their cells declare."""
    found = _Finder(sheets, places).by_table()
    return tuple(
        replace(b, formulas=tuple(found[b.index])) if isinstance(b, Table) and b.index in found else b for b in blocks
    )


class _Finder:
    def __init__(self, sheets: list[Sheet], places: Places) -> None:
        self._sheets = {s.name.casefold(): s for s in sheets}
        self._places, self._work = places, _MOST_WORK

    def by_table(self) -> dict[int, list[Formula]]:
        out: dict[int, list[Formula]] = {}
        left = _MOST_FORMULAS
        for sheet in self._sheets.values():
            for (row, column), cell in sorted(sheet.cells.items()):
                if cell.formula is None or cell.stored is None:
                    continue
                where = self._places.get((sheet.name, row, column))
                if where is None:
                    continue
                left -= 1
                if left < 0:
                    return out
                try:
                    formula = self._formula(sheet, row, column, cell, where)
                except NotRead:
                    continue
                out.setdefault(where[0], []).append(formula)
        return out

    def _formula(self, sheet: Sheet, row: int, column: int, cell: SheetCell, where: tuple[int, int, int]) -> Formula:
        origin = cell.relative or (row, column)
        assert cell.formula is not None
        shape = shape_of(cell.formula, sheet.name, self._cells, (row - origin[0], column - origin[1]))
        if (sheet.name, row, column) in shape.terms or not (shape.terms or shape.factor):
            raise NotRead
        text = cell.formula if cell.relative is None else f"{cell.formula}（自{_name(origin)}填充）"
        return self._resolved(shape, where, text)

    def _resolved(self, shape: Shape, where: tuple[int, int, int], text: str) -> Formula:
        """Cells as positions in tables; those that are hidden or outside count with what they store."""
        if len(shape.terms) > _MOST_TERMS:
            raise NotRead
        constant, terms = shape.constant, []
        for place, coefficient in shape.terms.items():
            at = self._places.get(place)
            if at is not None:
                terms.append(FormulaTerm(*at, coefficient))
            else:
                constant += coefficient * self._stored(place)
        divisor = []
        for place, coefficient in shape.divisor.items():
            at = self._places.get(place)
            if at is None:
                raise NotRead
            divisor.append(FormulaTerm(*at, coefficient))
        factor = None
        if shape.factor is not None:
            at = self._places.get(shape.factor)
            if at is None:
                raise NotRead
            factor = FormulaTerm(*at)
        if not terms or (factor is not None and constant):
            raise NotRead
        return Formula(where[1], where[2], text, tuple(terms), constant, tuple(divisor), factor, shape.places)

    def _stored(self, place: Place) -> Fraction:
        cell = self._sheets[place[0].casefold()].cells[place[1], place[2]]
        if cell.stored is None:
            raise NotRead
        return Fraction(cell.stored)

    def _cells(self, name: str, area: Area) -> list[Place]:
        """Cells of an area that hold a figure, or a text that reads as one: blank ones and words add nothing."""
        sheet = self._sheets.get(name.casefold())
        if sheet is None:
            raise NotRead
        size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        self._work -= min(size, len(sheet.cells))
        if self._work < 0:
            raise NotRead
        inside: Iterator[tuple[int, int]]
        if size <= len(sheet.cells):
            inside = (
                (r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)
                if (r, c) in sheet.cells
            )
        else:
            inside = (
                (r, c) for r, c in sheet.cells if area.top <= r <= area.bottom and area.left <= c <= area.right
            )
        return [(sheet.name, r, c) for r, c in inside if _is_figure(sheet.cells[r, c])]


def _is_figure(cell: SheetCell) -> bool:
    return cell.stored is not None or decimal_of(cell.text.replace(",", "").replace("，", "")) is not None


def _name(place: tuple[int, int]) -> str:
    from gouji.extract.readers.workbook.address import address_of

    return address_of(*place)
