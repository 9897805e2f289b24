"""Points in a sentence that are in proportion to what was done: 目标≥96处，实际93处，满分15分，得14.53分; to confirm only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, score_is, slight
from gouji.extract.facts.model import Number, Passage
from gouji.extract.rational import Fraction
from gouji.rules.cells import exactly, stated

_GOT = re.compile(r"得(?:分)?(?:为|：)?$")
_CHANCE = Fraction(1, 60)
"""Where more readings than this share of the points' places would meet them by chance, to meet them says nothing."""
_BACK = 8
"""So many figures before the points are tried."""


def in_proportion(passage: Passage) -> Iterator[Constraint]:
    """The nearest full marks and the nearest rate, or target and value, that make the points."""
    told = [n for n in passage.numbers if n.is_quantity]
    if sum(n.unit == "分" for n in told) < len(("full", "got")):
        return
    for at, score in enumerate(told):
        points = stated(score)
        if score.unit != "分" or not points or points.denominator == 1 or _GOT.search(passage.text[: score.quantity.start]) is None:
            continue
        near = [*told[max(0, at - _BACK) : at][::-1], *told[at + 1 : at + 4]]
        worth = [n for n in near if n.unit == "分" and (stated(n) or 0) > points]
        yield from _made_of(score, worth, [n for n in near if n.unit != "分" and n.quantity.low is not None])


def _made_of(score: Number, worth: Sequence[Number], near: Sequence[Number]) -> Iterator[Constraint]:
    step = score.quantity.step
    places = (score.point or Fraction(0)) / ((Fraction(step) if step else Fraction(1)) * score.factor())
    rates = [n for n in near if n.dimension() == "1" and n.point]
    beside = [(a, b) for a, b in pairwise(near) if a.dimension() == b.dimension() != "" and a.point != b.point]
    tried = 0
    for full in worth[:2]:
        for rate in rates:
            tried += 1
            if tried <= _CHANCE * places and held(found := score_is(score, exactly(full), rate, cue="按比例得分")):
                yield slight(found)
                return
        for a, b in beside:
            low, high = sorted((_end(a), _end(b)))
            tried += 1
            if tried > _CHANCE * places or not low or not high:
                continue
            found = Constraint(
                "score", (Term(score), Term(a, Fraction(0)), Term(b, Fraction(0))), divisor=(Term(full),), rate_constant=low / high, result=score,
                cue="按完成比例得分", template=f"{{{full.id}}}×{{{(a if _end(a) == low else b).id}}}÷{{{(b if _end(a) == low else a).id}}}={{{score.id}}}",
            )
            if held(found):
                yield slight(found)
                return


def _end(number: Number) -> Fraction:
    """The value, or the bound of a target: ≥96处."""
    q = number.quantity
    end = q.low if q.low is not None else q.high
    return Fraction(end) * number.factor() if end is not None else Fraction(0)
