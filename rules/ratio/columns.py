"""Rate columns of tables as relations: the way of working a column out that its own rows bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import by_a_hair, held
from gouji.audit.constraint import Constraint, grows_to, ratio_is
from gouji.extract.facts.model import FactSet, Form, Number, RateColumn, RateLine
from gouji.rules.cells import exactly, stated
from gouji.rules.money import rate_readings

_PROOF = 2
"""So many rows that hold, and more than are broken, prove how a column is worked out."""


def column_relations(facts: FactSet, form: Form, column: RateColumn) -> Iterator[Constraint]:
    """The relations of a rate column, by the one way of working it out that most of its rows bear out.

    A row that breaks what the others prove keeps the rule's severity; with no such proof it says nothing.
    """
    best: list[Constraint] = []
    merit = (0, 0)
    for way in column.ways:
        found = [c for c in (_line(facts, form, column, line) for line in way) if c is not None]
        holds = sum(held(c) for c in found)
        if (holds, holds - len(found)) > merit:
            best, merit = found, (holds, holds - len(found))
    proven = merit[0] >= _PROOF and 2 * merit[0] > len(best)
    for relation in best:
        if held(relation) or proven:
            # Shares are nudged by a last place to make 100 %: no contradiction.
            yield by_a_hair(relation) if column.kind == "share" else relation


def _line(facts: FactSet, form: Form, column: RateColumn, line: RateLine) -> Constraint | None:
    """The reading of one rate that holds, else the first; ``None`` where a cell does not print one plain figure."""
    rate, top, bottom = (facts.only(form.block, c) for c in (line.rate, line.top, line.bottom))
    if rate is None or top is None or bottom is None or top is bottom:
        return None
    if None in (stated(rate), stated(top)) or (stated(bottom) or 0) <= 0 or top.dimension() != bottom.dimension():
        return None
    if column.kind == "score":
        whole = stated(top) is not None and (stated(top) or 0).denominator == 1
        top, bottom = exactly(top) if whole else top, exactly(bottom)  # 9.52 of 10 points times 95.18 is rounded
    ways = list(_ways(column, rate_readings(rate), top, bottom))
    return next((w for w in ways if held(w)), ways[-1] if ways else None)


def _ways(column: RateColumn, readings: Sequence[Number], top: Number, bottom: Number) -> Iterator[Constraint]:
    for rate in readings:
        if column.kind == "growth":
            yield replace(grows_to(rate, top, bottom, cue=column.head), kind="growth")
        else:
            yield ratio_is(rate, top, bottom, cue=column.head)
