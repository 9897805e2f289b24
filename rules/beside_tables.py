"""Figures of the sum row of a table that stands right above a paragraph: what its notes speak of without repeating it."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.extract.facts.grids import grids
from gouji.extract.facts.model import FactSet, Number

_NEAR = 3
"""So many blocks above a paragraph its table may stand."""


def sum_rows(facts: FactSet) -> Mapping[int, tuple[Number, ...]]:
    """Block of each table → the figures of its last sum row, or of the total of its money block; read once, several rules ask."""
    known: dict[int, tuple[Number, ...]] | None = facts.__dict__.get("_sum_rows")
    if known is None:
        known = facts.__dict__["_sum_rows"] = _sum_rows(facts)
    return known


def _sum_rows(facts: FactSet) -> dict[int, tuple[Number, ...]]:
    out: dict[int, tuple[Number, ...]] = {}
    for grid in grids(facts):
        row = next((r for r in reversed(grid.rows) if r.total), None)
        if row is not None:
            out[grid.form.block] = tuple(row.numbers.values())
    for form in facts.forms:
        total = next((f for f in form.funds if f.kind == "total"), None)
        if total is not None and form.block not in out:
            out[form.block] = tuple(n for c in total.cells.values() if (n := facts.only(form.block, c)) is not None)
    return out


def told_above(rows: Mapping[int, tuple[Number, ...]], block: int) -> tuple[Number, ...]:
    """The sum row of the table right above that block; none where no table stands near."""
    return next((tuple(n for n in rows[b] if n.point) for b in range(block - 1, block - 1 - _NEAR, -1) if b in rows), ())
