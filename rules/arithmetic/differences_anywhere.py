"""Figures called a difference (高于, 少, 缺口, 下降 … 个百分点) that two figures told beside them make; to confirm only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, differs_by
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.rational import Fraction

_BEFORE, _BEHIND = 5, 2
"""So many figures of the same measure before a difference and behind it are tried, two by two, the nearest first."""
_CHANCE = Fraction(1, 12)
"""A pair that more of this share of the figure's places would make by chance says nothing."""
_POINT = Fraction(1, 100)


def differences_anywhere(passage: Passage, settled: Collection[str]) -> Iterator[Constraint]:
    """非标占比较上年末的7.3%下降2.2个百分点（期末5.1%）: the nearest two that make it."""
    mentions = [m for item in passage.items for m in _told(item)]
    for m in mentions:
        number = passage.number(m)
        points = number.unit == "个百分点"
        if number.id in settled or not number.point or number.quantity.soft or number.quantity.value is None or not (points or _is_difference(m)):
            continue
        alike = "1" if points else number.dimension()
        if alike in ("", "百分点") or (alike == "1" and not points):
            continue
        like = [x for x in mentions if x is not m and (n := passage.number(x)).dimension() == alike and n.quantity.value is not None and n.quantity.operator is None]
        before = [x for x in like if x.at < m.at and m.sentence - x.sentence <= 1][-_BEFORE:]
        behind = [x for x in like if x.at > m.at and x.sentence == m.sentence][:_BEHIND]
        yield from _made_of(passage, number, m, [*before, *behind], points=points)


def _told(item: Item) -> Iterator[Mention]:
    yield item.mention
    yield from (a.mention for a in item.attributes)


def _is_difference(m: Mention) -> bool:
    """Its words say that it is what one figure is more or less than another by."""
    return any(w in m.before[-_TELLING:] for w in cue_words("differences"))


_TELLING = 8
"""So many characters before a figure may call it a difference."""


def _made_of(passage: Passage, number: Number, m: Mention, near: Sequence[Mention], *, points: bool) -> Iterator[Constraint]:
    step = number.quantity.step
    places = abs(number.point or Fraction(0)) / ((Fraction(step) if step else Fraction(1)) * number.factor())
    pairs = sorted(combinations(near, 2), key=lambda pair: abs(m.at - pair[0].at) + abs(m.at - pair[1].at))
    for pair in pairs[: max(1, int(_CHANCE * places))]:
        a, b = sorted((passage.number(x) for x in pair), key=lambda n: n.point or Fraction(0))
        found = differs_by(number, b, a, cue="两数之差")
        if points:
            found = replace(found, linear=(Term(number, _POINT), *found.linear[1:]))
        if a.point != b.point and held(found) and a.point:
            yield found
            return
