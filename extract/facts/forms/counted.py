"""Tables of bare whole numbers: whether they count things, which add up to the unit, or are rounded amounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gouji.extract.document import Cell
from gouji.extract.facts.model import Form
from gouji.extract.numbers.quantity import Quantity

_ENOUGH, _MOST = 4, 3
"""So many different sums must hold to the unit, and so many for each that does not."""
_PARTS = 2


def is_bare_whole(quantity: Quantity) -> bool:
    """A whole number without a unit of its own."""
    return quantity.kind == "quantity" and quantity.unit is None and quantity.step == 1


def adds_up_to_the_unit(form: Form, found: Mapping[tuple[int, int, int], tuple[Quantity, ...]]) -> bool:
    """True where the sums of a table of bare whole numbers hold exactly: rounded figures would miss by one here and there."""
    exact: set[tuple[Decimal, ...]] = set()
    missed: set[tuple[Decimal, ...]] = set()
    for total in form.totals:
        cells = [_value(form.block, cell, found) for cell in (total.total, *total.parts)]
        values = [v for v in cells if v is not None]
        if len(values) < len(cells) or sum(v != 0 for v in values[1:]) < _PARTS:
            continue
        signs = total.signs or (1,) * len(total.parts)
        holds = sum((v * s for v, s in zip(values[1:], signs, strict=True)), Decimal(0)) == values[0]
        (exact if holds else missed).add(tuple(values))
    return len(exact) >= _ENOUGH and len(exact) >= _MOST * len(missed)


def _value(block: int, cell: Cell, found: Mapping[tuple[int, int, int], tuple[Quantity, ...]]) -> Decimal | None:
    quantities = [q for q in found.get((block, cell.row, cell.column), ()) if q.kind == "quantity"]
    return quantities[0].value if len(quantities) == 1 and is_bare_whole(quantities[0]) else None
