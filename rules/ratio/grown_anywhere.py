"""Growth rates that no reading settled: borne out where amounts told shortly before make them, and chance hardly does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, grows_by, grows_to, ratio_is, slight
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.prose import Attribute
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.rational import Fraction
from gouji.rules.beside_tables import sum_rows, told_above

_BACK = 2
"""So many paragraphs before its own may tell what has grown."""
_BESIDE = 2
"""So many amounts before a rate may be the change it tells, or what has grown."""
_LATER = 6
"""So many figures of the year before that are told behind it."""
_CHANCE = Fraction(1, 20)
"""A rate that more of the amounts to choose from would meet by chance says nothing."""


def grown_anywhere(facts: FactSet, settled: Collection[str]) -> Iterator[Constraint]:
    """与上年支出1702.50万元比较，增加60.59万元，增长3.56%: one relation for each rate that only one pair makes; to confirm only."""
    rows = sum_rows(facts)
    for index, passage in enumerate(facts.passages):
        above = told_above(rows, passage.block)
        near = facts.passages[max(0, index - _BACK) : index + 1]
        for item in passage.items:
            for a in item.of("growth"):
                rate = passage.number(a.mention)
                if a.adjusted or rate.id in settled or rate.quantity.soft or not rate.point or rate.quantity.value is None:
                    continue
                told = [
                    n for p in near for n in p.numbers
                    if n.is_quantity and n.point and not n.quantity.soft and n.quantity.operator is None and n.dimension() not in ("1", "", "百分点", "分")
                    and (p is not passage or n.quantity.end <= rate.quantity.start)
                ]
                then = [
                    passage.number(x.mention) for x in passage.items
                    if x.prior and x.plain and x.mention.at > a.mention.at and any(w in x.mention.before + x.mention.context for w in cue_words("earlier"))
                ][:_LATER]
                own = [n for n in told[-_BESIDE:] if n.block == rate.block]
                nearest = (n for k in (_BESIDE, 2 * _BESIDE, len(told)) if (n := _only_one(rate, own, told[-k:], a)) is not None)
                found = next(nearest, None) or _only_one(rate, own, above, a) or _only_one(rate, own, then, a)
                yield from [slight(found)] if found else ()


def _only_one(rate: Number, own: Sequence[Number], told: Sequence[Number], a: Attribute) -> Constraint | None:
    within, point = rate.interval(), rate.point
    pairs = [(x, y) for x in own for y in told if x is not y and x.dimension() == y.dimension()]
    if not pairs or not point or within.low is None or within.high is None or 3 * len(pairs) * (within.high - within.low) > _CHANCE * abs(point):
        return None
    found: dict[str, Constraint] = {}
    for x, y in pairs:
        ways = (ratio_is(rate, x, y, cue="增加"), grows_by(rate, y, x, falls=a.falls, cue="增加"), grows_to(rate, x, y, falls=a.falls, cue="增长"))
        if (fits := next((c for c in ways if held(c)), None)) is not None:
            found[x.id] = fits  # 比121件增加26件，达147件: the change over what was, or over what is less the change
    return next(iter(found.values())) if len(found) == 1 else None
