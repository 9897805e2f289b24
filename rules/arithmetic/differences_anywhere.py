"""Figures called a difference (高于, 少, 缺口, 下降 … 个百分点) that two figures told beside them make; to confirm only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, Term, differs_by, slight
from gouji.audit.evaluate import evaluate
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.rational import Fraction

_BEFORE, _BEHIND = 5, 2
"""So many figures of the same measure before a difference and behind it are tried, two by two, the nearest first."""
_CHANCE = Fraction(1, 12)
"""A pair that more of this share of the figure's places would make by chance says nothing."""
_POINT = Fraction(1, 100)


def differences_anywhere(passage: Passage, settled: Collection[str], above: Sequence[Number] = ()) -> Iterator[Constraint]:
    """非标占比较上年末的7.3%下降2.2个百分点（期末5.1%）: the nearest two that make it; ``above``: the sum row of the table before."""
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
        near = sorted((*before, *behind), key=lambda x: abs(m.at - x.at))
        told = [passage.number(x) for x in near]
        found = _made_of(number, told, points=points) or _made_of(number, [*(n for n in above if n.dimension() == alike), *told[:1]], points=points)
        then = {passage.number(x).id for x in near if any(w in x.before for w in cue_words("earlier"))}
        yield from [slight(found)] if found and not _contrary(m, found, then) else ()


def _told(item: Item) -> Iterator[Mention]:
    yield item.mention
    yield from (a.mention for a in item.attributes)


def _is_difference(m: Mention) -> bool:
    """Its words say that it is what one figure is more or less than another by."""
    return any(w in m.before[-_TELLING:] for w in cue_words("differences"))


_TELLING = 8
"""So many characters before a figure may call it a difference."""


def _contrary(m: Mention, found: Constraint, then: Collection[str]) -> bool:
    """平均住院日7.71天，比上年延长0.3天（上年8.01天）: the words say that it rose where it fell, or fell where it rose."""
    up, down = cues().up.search(m.before) is not None, cues().down.search(m.before) is not None
    _, larger, smaller = (t.number for t in found.linear)
    return up != down and (larger.id in then) != (smaller.id in then) and (smaller.id in then) != up


def _made_of(number: Number, near: Sequence[Number], *, points: bool) -> Constraint | None:
    step = number.quantity.step
    places = abs(number.point or Fraction(0)) / ((Fraction(step) if step else Fraction(1)) * number.factor())
    pairs = sorted(combinations(range(len(near)), 2), key=sum)
    for i, j in pairs[: max(1, int(_CHANCE * places))]:
        a, b = sorted((near[i], near[j]), key=lambda n: n.point or Fraction(0))
        found = differs_by(number, b, a, cue="两数之差")
        if points:
            found = replace(found, linear=(Term(number, _POINT), *found.linear[1:]))
        if a.point != b.point and a.point and evaluate(found).verdict == "holds":
            return found
    return None
