"""Shares and rates that no words tie to a base: borne out where an amount told shortly before makes them, and chance hardly does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from gouji.audit.choose import first_held, held
from gouji.audit.constraint import Constraint, Term, ratio_is, slight
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.numbers.units import sort_of
from gouji.extract.rational import Fraction
from gouji.rules.beside_tables import sum_rows, told_above
from gouji.rules.cells import in_unit

_Offered = dict[str, list[tuple[Fraction, Number]]]
_ALSO = re.compile(r"[（(，,]?(?:即|共|为|计)?")
"""P%（1640公里）, P%，即408处: the part right behind its rate."""
_BACK = 3
"""So many paragraphs before its own may tell what a share is of."""
_BESIDE = 3
"""So many amounts before a rate may be its part."""
_ABOUT = Fraction(1, 20)
"""Only pairs whose ratio is so near the rate are worked out exactly."""
_YEARS = (365, 366)
_CHANCE = Fraction(1, 20)
"""A rate that more of the amounts to choose from would meet by chance says nothing."""


def borne_out(facts: FactSet, settled: Collection[str]) -> Iterator[Constraint]:
    """One relation for each rate that only one base makes; ``settled`` are the rates other readings have dealt with. To confirm only."""
    rows = sum_rows(facts)
    for index, passage in enumerate(facts.passages):
        asked = [
            (item, a) for item in passage.items for a in item.attributes
            if a.kind in ("share", "rate") and a.base is None and not a.adjusted and passage.number(a.mention).id not in settled
        ]
        if not asked:
            continue
        wholes = _wholes(facts, index)
        above = told_above(rows, passage.block)
        measures, counts = _by_measure(wholes), _counted(wholes)
        wider = _by_measure([*wholes, *above]) if above else {}
        for item, a in asked:
            rate, parts = passage.number(a.mention), _parts(passage, item, a)
            near = _only_one(rate, _by_measure(parts), measures)
            found = near or _only_one(rate, _counted(parts), counts) or _of_the_year(rate, parts) or _only_one(rate, _by_measure([*parts, *above]), wider)
            yield from [found if found is near else slight(found)] if found else ()


def _parts(passage: Passage, item: Item, a: Attribute) -> list[Number]:
    """The amount the rate is told of; of a named rate those before it in the sentence as well, and the one right behind it."""
    if a.kind == "share":
        return [passage.number(item.mention)]
    before = [x for x in passage.items if x.mention.at < a.mention.at and a.mention.sentence - x.mention.sentence <= 1][-_BESIDE:]
    here = [x for x in passage.items if x.mention.sentence == a.mention.sentence]
    behind = [x for x in here if x.mention.at == a.mention.at + 1 and x.plain and _ALSO.fullmatch(passage.text[a.mention.quantity.end : x.mention.quantity.start])]
    return [passage.number(x.mention) for x in (*before, *behind)]


def _wholes(facts: FactSet, index: int) -> list[Number]:
    """Amounts of the paragraph and of those before it."""
    return [
        n for p in facts.passages[max(0, index - _BACK) : index + 1] for x in p.items
        if x.plain and not x.average and not (n := p.number(x.mention)).quantity.soft
    ]


def _by_measure(numbers: Sequence[Number]) -> _Offered:
    """The numbers that have a value, by what they measure."""
    out: _Offered = {}
    for n in numbers:
        if n.point and (measure := n.dimension()) != "1":
            out.setdefault(measure, []).append((n.point, n))
    return out


def _counted(numbers: Sequence[Number]) -> _Offered:
    """Whatever is counted, in one list: 床位22800张，实际入住20930人，入住率91.80%."""
    return {"": [(n.point, n) for n in numbers if n.point and sort_of(n.unit) == "count" and "/" not in n.dimension()]}


def _only_one(rate: Number, parts: _Offered, wholes: _Offered) -> Constraint | None:
    within, point = rate.interval(), rate.point
    if not point or point <= 0 or within.low is None or within.high is None or rate.quantity.soft:
        return None
    pairs = [
        (p, w) for measure, told in parts.items() for p in told for w in wholes.get(measure, ()) if p[1] is not w[1] and (p[0] < w[0] or point > 1)
    ]
    choices = len({(p, w) for (p, _), (w, _) in pairs})
    if not choices or choices * (within.high - within.low) > _CHANCE * point:
        return None
    near = [(p, w) for (a, p), (b, w) in pairs if abs(a / b - point) <= _ABOUT * point]
    found = [c for p, w in near if held(c := ratio_is(rate, p, w, cue="占"))]
    return found[-1] if len({(c.linear[0].number.point, c.divisor[0].number.point) for c in found}) == 1 else None


def _of_the_year(rate: Number, parts: Sequence[Number]) -> Constraint | None:
    """空气优良天数263天，占全年的72.1%: of the days a year has, which nobody prints."""
    days = [in_unit(p, "个") for p in parts if p.unit == "天" and p.point]
    if len(days) != 1 or rate.quantity.soft or rate.quantity.value is None:
        return None
    return first_held(
        Constraint("ratio", (Term(rate, Fraction(-n)), Term(days[0])), result=rate, cue="全年", template=f"{{{days[0].id}}}÷{n}={{{rate.id}}}")
        for n in _YEARS
    )
