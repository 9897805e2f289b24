"""Figures of cells for weighing structural readings against each other; exact, in Decimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import is_blank, is_glued
from gouji.extract.numbers.quantity import Quantity

Found = Mapping[tuple[int, int], tuple[Quantity, ...]]
_SCALE = {"亿元": 8, "千万元": 7, "百万元": 6, "万元": 4, "千元": 3, "元": 0}


_NEARLY = 20
"""A sum within one in so many of its total is a sum that was mistyped."""


class Figure(Struct, frozen=True):
    """Value of a cell with half a unit of its last printed place."""

    value: Decimal
    half: Decimal


class Tally(Struct, frozen=True):
    """How often a proposed sum holds: exactly over several figures, trivially (one figure, or by rounding), or not."""

    holds: int = 0
    trivial: int = 0
    broken: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.holds + other.holds, self.trivial + other.trivial, self.broken + other.broken)

    @property
    def merit(self) -> tuple[int, int]:
        """For comparing readings: what speaks for it less what speaks against."""
        return self.holds - self.broken, self.trivial - self.broken

    @property
    def is_regular(self) -> bool:
        """It holds somewhere, and in most places."""
        return self.holds + self.trivial > 0 and self.holds + self.trivial >= 2 * self.broken

    @property
    def is_proven(self) -> bool:
        """Regular, and one part alone equal to the whole does not outweigh a break."""
        return self.is_regular and (self.holds > 0 or not self.broken)


class Figures:
    """Values of the cells of one table."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._read: dict[tuple[int, int], Figure | None] = {}

    def of(self, cell: Cell | None) -> Figure | None:
        """The value of a cell with exactly one plain quantity, else ``None``."""
        if cell is None:
            return None
        place = (cell.row, cell.column)
        if place not in self._read:
            self._read[place] = self._figure(cell)
        return self._read[place]

    def _figure(self, cell: Cell) -> Figure | None:
        quantities = [q for q in self._found.get((cell.row, cell.column), ()) if q.kind == "quantity"]
        value = quantities[0].value if len(quantities) == 1 else None
        if value is None or is_glued(cell.text.string):
            return None
        unit, step = quantities[0].unit or "", quantities[0].step or Decimal(0)
        scale = Decimal(10) ** _SCALE.get(unit, 0)
        return Figure(value * scale, step * scale / 2)

    def check(self, total: Cell | None, parts: Iterable[Cell | None], signs: Sequence[int] = ()) -> Tally:
        """Whether one proposed sum holds; nothing is said where total or all parts are blank or unreadable."""
        whole = self.of(total)
        if whole is None:
            return Tally()
        value = half = Decimal(0)
        read = nonzero = 0
        for k, cell in enumerate(parts):
            if cell is None or is_blank(cell.text.string):
                continue
            figure = self.of(cell)
            if figure is None:
                return Tally()
            read += 1
            nonzero += figure.value != 0
            value += figure.value * (signs[k] if signs else 1)
            half += figure.half
        if not read:
            return Tally()
        if abs(value - whole.value) <= half + whole.half:
            if nonzero >= 2 and value == whole.value:
                return Tally(holds=1)
            return Tally(trivial=1) if nonzero else Tally()
        return Tally(broken=1)

    def nearly(self, total: Cell | None, parts: Sequence[Cell | None]) -> bool:
        """The sum can be read and comes within a twentieth: some figure of it is mistyped, not another thing added up."""
        whole, figures = self.of(total), [self.of(p) for p in parts if p is not None and not is_blank(p.text.string)]
        if whole is None or not figures or any(f is None for f in figures) or not whole.value:
            return False
        value = sum((f.value for f in figures if f is not None), Decimal(0))
        return abs(value - whole.value) * _NEARLY <= abs(whole.value)

    def holds(self, total: Cell | None, parts: Sequence[Cell | None]) -> bool:
        """The sum can be read and holds."""
        tally = self.check(total, parts)
        return tally.holds + tally.trivial > 0

    def check_all(self, sums: Iterable[tuple[Cell | None, Sequence[Cell | None]]]) -> Tally:
        """The tallies of several sums, equal rows of figures counted once (copied columns are no second witness)."""
        seen: set[tuple[Decimal | None, ...]] = set()
        holds = trivial = broken = 0
        for total, parts in sums:
            whole = self.of(total)
            if whole is None:
                continue
            figures = [self.of(c) for c in parts]
            key = (whole.value, *(f.value if f else None for f in figures))
            if key in seen:
                continue
            seen.add(key)
            one = self.check(total, parts)
            holds, trivial, broken = holds + one.holds, trivial + one.trivial, broken + one.broken
        return Tally(holds, trivial, broken)
