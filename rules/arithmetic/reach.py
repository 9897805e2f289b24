"""How far the parts listed for a total reach."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from gouji.audit.constraint import Term, sums_to
from gouji.audit.evaluate import evaluate
from gouji.extract.facts.model import Number
from gouji.extract.facts.prose import Group
from gouji.extract.rational import Fraction

_SLIPS = (Fraction(10**4), Fraction(1, 10**4), Fraction(10**8), Fraction(1, 10**8))
_LEAST_ROWS = 3
_NEARLY = Fraction(19, 20)
_FEW = 8
"""Of so many parts every selection is tried."""


def exceeds(total: Number, parts: list[Number]) -> bool:
    """True when even the smallest reading of the parts passes the total."""
    low = sum((p.interval().low or 0) for p in parts)
    high = total.interval().high
    return high is not None and low > high


def some_make_up(total: Number, parts: list[Number]) -> bool:
    """总量27088.1，其中地表25984.4、地下7924.4、不重复1103.7: two of them are the whole, the third overlaps."""
    value, step = total.quantity.value, total.quantity.step or 1
    if value is None or abs(value) < 1000 * step or len(parts) > _FEW:
        return False
    return any(
        evaluate(sums_to(total, chosen)).verdict == "holds"
        for n in range(2, len(parts)) for chosen in combinations(parts, n)
    )


def most_of(total: Number, parts: list[Number]) -> bool:
    """True when the parts reach four fifths of the total: a list of less names some of them only."""
    low = total.interval().low
    return low is None or sum((p.interval().high or 0) for p in parts) >= low * Fraction(4, 5)


def nearly_all(group: Group, total: Number, parts: list[Number]) -> bool:
    """编制26人，其中本级11人、甲所5人、乙中心9人: three and more behind each other that leave less than a twentieth leave it out by mistake."""
    at = [c.mention.at for c in (group.parent, *group.children)]
    in_a_row = group.cue == "其中" and len(parts) == len(group.children) == at[-1] - at[0]
    reached = sum((p.interval().high or 0) for p in parts)
    low = total.interval().low or 0
    return in_a_row and len(parts) >= _LEAST_ROWS and low * _NEARLY <= reached < low


def slip_repairs(total: Number, parts: list[Number]) -> bool:
    """True when reading one part in 万 (or 亿) makes the list add up to the last digit: a slip of the unit."""
    for i, part in enumerate(parts):
        for factor in _SLIPS:
            terms = [Term(p, factor) if j == i else Term(p) for j, p in enumerate(parts)]
            if part.dimension() == "元" and evaluate(sums_to(total, terms)).verdict == "holds":
                return True
    return False


def lies_between(total: Number, parts: Sequence[Term]) -> bool:
    """合计 | 0.329 under 0.298, 0.341, 0.406 (吨水电耗): between the least and the most of three and more, no sum of them."""
    values = [t.number.point for t in parts]
    if len(values) < _LEAST_ROWS or total.point is None or total.dimension() == "元":
        return False
    told = [v for v in values if v is not None and v > 0]
    return len(told) == len(values) and all(t.coefficient > 0 for t in parts) and min(told) <= total.point <= max(told) and not slip_repairs(total, [t.number for t in parts])
