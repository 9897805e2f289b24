"""Columns that are another column over one and the same base: 发病率（1/10万） of 病例数, 人均 of 总额."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, product_is
from gouji.audit.finding import Defect, cite
from gouji.audit.wording import decimal_text, places_of
from gouji.extract.facts.grids import Grid
from gouji.extract.facts.model import Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

_ENOUGH = 5
"""So many rows of different figures must share the base."""
_FEWEST, _CLOSE = 4, Fraction(1, 1000)
"""So many rows of different figures, so near to one factor, show how an amount is worked out."""
_MONTHS = 12
_OF_COUNT = {
    "zh": "{label}写为{stated}，其余各行都是数量乘标准，按此应为{computed}",
    "en": "{label} is stated as {stated}; in all other rows it is count times price, which gives {computed}",
}
_DIGITS = 3
"""Significant digits from which on a figure tells the base at all."""


def per_constant(grid: Grid, column: int) -> Iterator[Defect]:
    """The only row whose rate does not come of the base that all the others share."""
    best: tuple[int, int, list[tuple[Number, Number]], list[tuple[Number, Number]]] = (0, 0, [], [])
    for other in grid.heads:
        pairs = [
            (r.numbers[other], r.numbers[column]) for r in grid.rows
            if other != column and other in r.numbers and column in r.numbers and _telling(r.numbers[other]) and _telling(r.numbers[column])
        ]
        if len({a.point for a, _ in pairs}) <= _ENOUGH:
            continue
        base = _shared(pairs)
        if base is None:
            continue
        keeping = [(a, b) for a, b in pairs if _ratio(a, b).meets(base)]
        off = [(a, b) for a, b in pairs if not _ratio(a, b).meets(base)]
        if len(keeping) > best[0] and len(keeping) >= _ENOUGH:
            best = (len(keeping), other, keeping, off)
    _, other, keeping, off = best
    if len(off) != 1 or any(r.total and r.numbers.get(column) is off[0][1] for r in grid.rows):
        return  # a sum that is off is told as a sum
    count, rate = off[0]
    witness = max(keeping, key=lambda pair: pair[0].point or Fraction(0))
    due = (count.point or Fraction(0)) * (witness[1].point or Fraction(0)) / (witness[0].point or Fraction(1)) / rate.factor()
    shown = decimal_text(due, places_of(rate))
    yield Defect(
        (cite(rate), cite(count, "secondary"), cite(witness[0], "secondary"), cite(witness[1], "secondary")), severity="warning",
        computation=f"{count.raw}×{witness[1].raw}÷{witness[0].raw}≈{shown}≠{rate.raw}",
        message={
            "zh": f"{rate.label}写为{rate.raw}，其余各行与{grid.heads[other]}都按同一基数计算，按此应为{shown}",
            "en": f"{rate.label} is stated as {rate.raw}; all other rows are worked out on one base, which gives {shown}",
        },
    )


def per_factor(grid: Grid, column: int) -> Iterator[Constraint]:
    """人数 | 月标准 | 季度金额: each amount is its count times its price times the factor that the others share; a warning where one is not.

    The factor is what the heads leave unsaid: three months, 元 told in 万元.
    """
    rows = [r for r in grid.rows if not r.total]
    for count, amount in permutations((i for i in grid.heads if i != column), 2):
        told = [
            (r.numbers[count], r.numbers[column], r.numbers[amount]) for r in rows
            if all(i in r.numbers and (r.numbers[i].point or 0) > 0 and not r.numbers[i].quantity.soft for i in (count, column, amount))
        ]
        factors = [(a.point or Fraction(0)) / ((n.point or Fraction(1)) * (p.point or Fraction(1))) for n, p, a in told]
        if len(factors) < _FEWEST - 1 or len({n.point for n, _, _ in told}) < len(told):
            continue
        common = max(factors, key=lambda f: sum(abs(f - g) <= _CLOSE * f for g in factors))
        off = [t for t, f in zip(told, factors, strict=True) if abs(f - common) > _CLOSE * common]
        apart = len({p.point for _, p, _ in told}) >= _FEWEST
        if len(off) > 1 or len(told) - len(off) < _FEWEST - 1 or common == 1 or not (apart or _round(common)):
            continue
        for number, price, paid in told:
            relation = replace(product_is(paid, price, number, cue=grid.heads[column]), divisor=(Term(number, common),))
            if held(relation):
                yield relation
            elif apart and len(told) >= _FEWEST and (number, price, paid) in off:
                yield replace(relation, severity="warning", message=_OF_COUNT)
        return


def _round(factor: Fraction) -> bool:
    """What the heads of a table leave unsaid: a power of ten, so many months or quarters."""
    while factor and factor % 10 == 0:
        factor /= 10
    while factor.denominator > 1 and factor.denominator % 10 == 0:
        factor *= 10
    return factor.denominator == 1 and 1 <= factor <= _MONTHS


def _telling(number: Number) -> bool:
    value = number.quantity.value
    return value is not None and value > 0 and len(number.digits) >= _DIGITS and number.quantity.operator is None


def _ratio(count: Number, rate: Number) -> Interval:
    """The bases that the two figures of a row allow."""
    a, b = count.interval(), rate.interval()
    low = (a.low or Fraction(0)) / (b.high or Fraction(1))
    high = (a.high or Fraction(0)) / b.low if b.low else None
    return Interval(low, high)


def _shared(pairs: list[tuple[Number, Number]]) -> Interval | None:
    """The base that most rows allow; ``None`` where it would only be one: then the two columns are the same."""
    found: Interval | None = None
    most = 0
    for a, b in pairs:
        own = _ratio(a, b)
        agreeing = [_ratio(x, y) for x, y in pairs if _ratio(x, y).meets(own)]
        if len(agreeing) > most:
            common = own
            for other in agreeing:
                if other.meets(common):
                    common = common.intersect(other)
            most, found = sum(r.meets(common) for r in agreeing), common
    return None if found is None or Fraction(1) in found else found
