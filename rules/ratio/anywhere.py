"""Shares and rates that no words tie to a base: borne out where an amount told shortly before makes them, and chance hardly does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.rational import Fraction

_BACK = 3
"""So many paragraphs before its own may tell what a share is of."""
_BESIDE = 3
"""So many amounts before a rate may be its part."""
_ABOUT = Fraction(1, 20)
"""Only pairs whose ratio is so near the rate are worked out exactly."""
_CHANCE = Fraction(1, 20)
"""A rate that more of the amounts to choose from would meet by chance says nothing."""


def borne_out(facts: FactSet, settled: Collection[str]) -> Iterator[Constraint]:
    """One relation for each rate that only one base makes; ``settled`` are the rates other readings have dealt with. To confirm only."""
    for index, passage in enumerate(facts.passages):
        for item in passage.items:
            for a in item.attributes:
                number = passage.number(a.mention)
                if a.kind in ("share", "rate") and a.base is None and not a.adjusted and number.id not in settled:
                    yield from _only_one(number, _parts(passage, item, a), _wholes(facts, index))


def _parts(passage: Passage, item: Item, a: Attribute) -> list[Number]:
    """The amount the rate is told of; of a named rate those before it in the sentence as well."""
    if a.kind == "share":
        return [passage.number(item.mention)]
    before = [x for x in passage.items if x.mention.at < a.mention.at and x.mention.sentence == a.mention.sentence]
    return [passage.number(x.mention) for x in before[-_BESIDE:]]


def _wholes(facts: FactSet, index: int) -> list[Number]:
    """Amounts of the paragraph and of those before it."""
    return [
        n for p in facts.passages[max(0, index - _BACK) : index + 1] for x in p.items
        if x.plain and not x.average and not (n := p.number(x.mention)).quantity.soft
    ]


def _only_one(rate: Number, parts: Sequence[Number], wholes: Sequence[Number]) -> Iterator[Constraint]:
    within, point = rate.interval(), rate.point
    if not point or point <= 0 or within.low is None or within.high is None or rate.quantity.soft:
        return
    pairs = [
        (p, w) for p in parts for w in wholes
        if p is not w and p.point and w.point and p.dimension() == w.dimension() != "1" and (p.point < w.point or point > 1)
    ]
    choices = len({(p.point, w.point) for p, w in pairs})
    if not choices or choices * (within.high - within.low) > _CHANCE * point:
        return
    near = [(p, w) for p, w in pairs if abs((p.point or Fraction(0)) / (w.point or Fraction(1)) - point) <= _ABOUT * point]
    found = [c for p, w in near if held(c := ratio_is(rate, p, w, cue="占"))]
    if len({(c.linear[0].number.point, c.divisor[0].number.point) for c in found}) == 1:
        yield found[-1]
