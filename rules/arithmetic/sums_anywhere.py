"""Telling figures that are to the last digit the sum or the difference of two told shortly before, where chance hardly makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.audit.constraint import Constraint, differs_by, sums_to
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction

_BACK = 10
"""So many amounts of the same measure before a figure are tried, two by two."""
_CHANCE = Fraction(1, 100)
"""Where more pairs than this share of the figure's places would meet it by chance, to meet it says nothing."""
_DIGITS = 4


def sums_anywhere(facts: FactSet) -> Iterator[Constraint]:
    """One relation for each such figure of a paragraph, of what it and the paragraph before tell. To confirm only."""
    before: dict[str, list[Number]] = {}
    for passage in facts.passages:
        if passage.cell is not None:
            continue
        own: dict[str, list[Number]] = {}
        for item in passage.items:
            number = passage.number(item.mention)
            if not item.plain or item.average or number.quantity.soft or not number.point or number.dimension() in ("1", "", "分", "百分点"):
                continue
            told = own.setdefault(number.dimension(), [])
            near = [*before.get(number.dimension(), [])[-_BACK:], *told[-_BACK:]][-_BACK:]
            if len(number.digits) >= _DIGITS and number.point > 0:
                yield from _made_of(number, near)
            told.append(number)
        before = own


def _made_of(number: Number, near: Sequence[Number]) -> Iterator[Constraint]:
    """The nearest two that make it; none where so many pairs would by chance."""
    step = number.quantity.step
    point = number.point or Fraction(0)
    places = point / (Fraction(step) * number.factor()) if step else point / number.factor()
    if len(near) * (len(near) - 1) > _CHANCE * places:
        return
    by_value = {n.point: n for n in near if n.point}
    for a in reversed(near):
        if a.point is None or a.point == point:
            continue
        if (rest := by_value.get(point - a.point)) is not None and rest is not a and rest.point != a.point:
            yield sums_to(number, [rest, a], cue="两数之和")
            return
        if (less := by_value.get(a.point - point)) is not None and less is not a:
            yield differs_by(number, a, less, cue="两数之差")
            return
