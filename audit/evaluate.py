"""Is a relation true of what is printed? Exact interval arithmetic, one verdict, one line to re-do by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import lcm

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.constraint import ONE, Constraint
from gouji.audit.finding import Verdict
from gouji.audit.polynomial import Polynomial
from gouji.audit.wording import amount, centre, equation, printed_step, stated
from gouji.extract.facts.model import Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.numbers.units import sort_of
from gouji.extract.rational import Fraction, ratio

_SOFT = Fraction(1, 10)
"""How far a soft word (约, 近) moves an end at the least: 近1800 may be called 2000."""
_MOVE, _ZERO_VALUE = Fraction(1, 10), Fraction(0)
"""A relation that stays true when any of its values moves by this share confirms nothing."""


class Outcome(Struct, frozen=True):
    """A relation as evaluated.

    Attributes:
        constraint: what was evaluated.
        verdict: ``holds``, ``within_rounding``, ``broken`` or ``not_assessable``.
        confirming: true when moving one of its values by a tenth would have broken it.
        soft: the break rests on a vague word in part: a warning at most.
        value: the result computed from the printed values, base units.
        difference: stated less computed, base units.
        reason: why it is not assessable, both languages.
        shape: the relation as an expression, where it was evaluated.
        possible: true values exist that satisfy it (a rate with its further decimals cut off may be let pass without).
    """

    constraint: Constraint
    verdict: Verdict
    confirming: bool
    soft: bool
    value: Fraction | None
    difference: Fraction | None
    reason: Mapping[str, str]
    shape: Polynomial | None = None
    possible: bool = False

    @property
    def computed(self) -> Interval | None:
        """Values of the result that the others allow, base units."""
        result = self.constraint.result
        if self.shape is None or result is None:
            return None
        return self.shape.solve(result.id, box_of(self.constraint))

    @property
    def holds(self) -> bool:
        """True or true up to rounding."""
        return self.verdict in ("holds", "within_rounding")

    @property
    def text(self) -> str:
        """The sum in the printed figures, with its outcome."""
        return equation(self.constraint, verdict=self.verdict, computed=self.value)

    def _about(self, result: Number) -> tuple[Fraction | None, Fraction | None]:
        """What the others make and how far off the result is, where one of them is no single figure (9.3万余人)."""
        made, allowed = None if self.computed is None else centre(self.computed), interval_of(result)
        own = allowed.high if allowed.low is None else allowed.low
        return made, None if made is None or own is None else made - own

    def words(self) -> dict[str, str]:
        """Place-holders of a rule's message, as text."""
        result = self.constraint.result or self.constraint.numbers[-1]
        made, gap_made = self._about(result) if self.value is None else (self.value, self.difference)
        value = "" if made is None else amount(made, result, unit=True, apart_from=True)[0]
        gap = "" if gap_made is None else amount(abs(gap_made), result, unit=True)[0]
        label = result.label or next((n.label for n in self.constraint.numbers if n.label), "")
        return {
            "label": label, "stated": stated(result), "computed": value, "difference": gap,
            "sum": self.text, "cue": self.constraint.cue,
        }


def interval_of(number: Number, *, exact: bool = False) -> Interval:
    """True values the number allows, base units; without the half printed step when ``exact``.

    A bare ``0`` is nothing at all, not something below a half; a whole number below a head that counts (人, 所, 户) is
    as exact as one that is followed by the word.
    """
    if exact:
        return number.stated_interval()
    known: Interval | None = number.__dict__.get("_allowed")
    if known is None:
        q = number.quantity
        nothing = q.value == 0 and (q.step is None or q.step >= 1)
        known = number.stated_interval() if nothing or _counted(number) else number.interval()
        number.__dict__["_allowed"] = known
    return known


def _counted(number: Number) -> bool:
    """True for a whole number whose counting word stands in the head or the caption of its table."""
    q = number.quantity
    return q.unit is None and q.step == 1 and number.factor() == 1 and sort_of(number.unit) == "count"


def softened(number: Number, interval: Interval) -> Interval:
    """The interval as a vague word lets it be: 近 reaches lower only, 约 and 左右 both ways."""
    if not number.quantity.soft:
        return interval
    low, high = interval.low, interval.high
    below = None if low is None else low - abs(low) * _SOFT
    if number.quantity.approximate == "近":
        return Interval(below, high, interval.low_open, interval.high_open)
    above = None if high is None else high + abs(high) * _SOFT
    return Interval(below, above, interval.low_open, interval.high_open)


def box_of(constraint: Constraint, *, soft: bool = False) -> dict[str, Interval]:
    """Interval of every number that takes part; with vague words let loose when ``soft``."""
    exact = constraint.exact
    if soft:
        return {n.id: softened(n, interval_of(n, exact=exact)) for n in constraint.numbers}
    return {n.id: interval_of(n, exact=exact) for n in constraint.numbers}


def point_of(numbers: Iterable[Number]) -> dict[str, Fraction] | None:
    """The printed values, base units; ``None`` when one of them is a range or a bound."""
    point = {}
    for n in numbers:
        value = n.point
        if value is None:
            return None
        point[n.id] = value
    return point


def canonical_key(constraint: Constraint) -> tuple[object, ...]:
    """Equal for the same relation however it was found: order, sign and scale of the terms do not matter."""
    known = constraint.outcome
    shape = known.shape if known is not None and known.shape is not None else Polynomial.of(constraint)
    names = sorted(shape.variables)
    top, below = shape.top, shape.below
    lead = next((c for n in names for c in (top.get(n), below.get(n)) if c), ONE)
    if shape.inequality:
        lead = abs(lead)

    def scaled(value: Fraction | None) -> Fraction | int:
        if not value:
            return 0
        part = value if lead == 1 else value / lead
        return part.numerator if part.denominator == 1 else part

    terms = tuple((n, scaled(top.get(n)), scaled(below.get(n))) for n in names)
    return (constraint.comparison, terms, shape.rate if below else None, scaled(shape.constant))


def evaluate(constraint: Constraint) -> Outcome:
    """Check one relation; see ``Outcome``. Never raises on odd values: what cannot be checked says so.

    What was found is kept with the relation, also when it is named.
    """
    known = constraint.outcome
    if known is None:
        known = _evaluated(constraint)
    elif known.constraint is not constraint:
        known = replace(known, constraint=constraint)
    else:
        return known
    constraint.keep(known)
    return known


def _evaluated(constraint: Constraint) -> Outcome:
    reason = _why_not(constraint)
    if reason:
        return Outcome(constraint, "not_assessable", False, False, None, None, reason)
    shape = Polynomial.of(constraint)

    def found(
        verdict: Verdict, *, confirming: bool = False, soft: bool = False, reason: Mapping[str, str] = _NOTHING
    ) -> Outcome:
        return Outcome(constraint, verdict, confirming, soft, value, difference, reason, shape, possible)

    hard = box_of(constraint)
    point = point_of(constraint.numbers)
    soft = any(n.quantity.soft for n in constraint.numbers)
    result = constraint.result
    value = difference = None
    if point is not None and not soft:
        plain = _plainly(shape, constraint.numbers, point, hard)
        if plain is not None:
            possible = True
            if result is not None and not shape.inequality and result.id in shape.top:
                value, difference = result.point, _ZERO_VALUE
            elif result is not None and shape.inequality:
                difference = plain[1]
            return found("holds", confirming=plain[0])
    if point is not None and result is not None and not shape.inequality:
        value = shape.solve_at(result.id, point)
    values = shape.range(hard)
    possible = shape.satisfied(values)
    if result is not None and value is None and not shape.inequality:
        computed = shape.solve(result.id, hard)
        if computed is not None and computed.exact:
            value = computed.low
    difference = _difference(constraint, shape, value, point)
    if not possible:
        loose = box_of(constraint, soft=True) if soft else hard
        if soft and shape.allows(loose):
            return found("not_assessable", reason=_VAGUE)
        if _mixed(constraint):
            return found("not_assessable", reason=_UNITS)
        if _cut_off(constraint, value):
            return found("within_rounding", confirming=True)
        return found("broken", soft=soft)
    verdict: Verdict = "holds" if _as_printed(constraint, shape, point, value) else "within_rounding"
    box = box_of(constraint, soft=True) if soft else hard
    confirming = could_fail(constraint, shape, box, shape.range(box) if soft else values)
    return found(verdict, confirming=confirming)


def _plainly(
    shape: Polynomial, numbers: Sequence[Number], point: Mapping[str, Fraction], box: Mapping[str, Interval]
) -> tuple[bool, Fraction] | None:
    """For a linear relation that its printed figures satisfy: whether it could fail, and the value of its expression.

    ``None`` for any other. Most relations are such, and whole numbers over one denominator take a fifth of the time.
    """
    if shape.below:
        return None
    terms = []
    denominators = [shape.constant.denominator]
    for name, c in shape.top.items():
        i, at = box[name], point[name]
        if i.low is None or i.high is None or i.low_open or i.high_open:
            return None
        times = c.denominator
        denominators += (at.denominator * times, i.low.denominator * times, i.high.denominator * times)
        terms.append((name, c, at, i.low, i.high))
    unit = lcm(*denominators)
    value = low = high = shape.constant.numerator * (unit // shape.constant.denominator)
    tenths: dict[str, tuple[int, int]] = {}
    for name, c, at, least, most in terms:
        factor, scale = c.numerator, unit // c.denominator
        a, b = least.numerator * (scale // least.denominator), most.numerator * (scale // most.denominator)
        value += factor * at.numerator * (scale // at.denominator)
        low += factor * (a if factor > 0 else b)
        high += factor * (b if factor > 0 else a)
        tenths[name] = abs(factor), max(abs(a), abs(b))
    if value > 0 or (value and not shape.inequality) or (shape.strict and not value):
        return None
    room = -low if shape.inequality else min(-low, high)
    for n in (*numbers[-1:], *numbers[:-1]):
        if n.id in tenths:
            factor, largest = tenths[n.id]
            if factor * largest > 10 * room:
                return True, ratio(value, unit)
            move = max(ratio(largest, 10), printed_step(n) * n.factor() * unit / shape.top[n.id].denominator)
            if factor * move > room or (shape.strict and factor * move == room):
                return True, ratio(value, unit)
    return False, ratio(value, unit)


_NOTHING: Mapping[str, str] = {}
_NO_VALUE = {"zh": "没有可比的数值", "en": "no value to compare"}
_ZERO = {"zh": "除数为零", "en": "divisor is zero"}
_BASE = {"zh": "基数不为正", "en": "base is not positive"}
_UNITS = {"zh": "计量单位不同或不明", "en": "units differ or are unknown"}
_VAGUE = {"zh": "含约数，无法判定", "en": "rests on an approximate figure"}


def _why_not(c: Constraint) -> Mapping[str, str]:
    """Why the relation cannot be checked at all; empty when it can."""
    if not c.numbers:
        return _NO_VALUE
    for n in c.numbers:
        q = n.quantity
        if q.kind != "quantity" or (q.low is None and q.high is None):
            return _NO_VALUE
    if c.rate is not None and c.divisor and c.result is not None and c.result.id == c.rate.id:
        point = point_of(dict.fromkeys(t.number for t in (*c.linear, *c.divisor)))
        if point is None:
            return {}
        below = sum((t.coefficient * point[t.number.id] for t in c.divisor), Fraction(0))
        if not below:
            return _ZERO
        if c.kind == "growth" and below < 0:
            return _BASE
    return {}


_POINTS = {"1", "百分点"}
"""Percentages and the points between them: the one mixture that has a meaning, as a difference."""


def _mixed(c: Constraint) -> bool:
    """Numbers of different sorts set side by side: a bare figure beside 万元, money beside a share."""
    if c.rate is not None and c.divisor:
        return False
    sorts = {n.dimension() for n in c.numbers}
    if len(sorts) < 2 or (sorts == _POINTS and c.kind == "difference"):
        return False
    if "" in sorts and any(n.factor() != 1 for n in c.numbers):
        return True
    return len(sorts - {""}) > 1 and bool(sorts & {"元", "1"})


def _difference(
    c: Constraint, shape: Polynomial, value: Fraction | None, point: Mapping[str, Fraction] | None
) -> Fraction | None:
    if c.result is None:
        return None
    stated_value = c.result.point
    if value is not None and stated_value is not None:
        return stated_value - value
    if shape.inequality and point is not None and not shape.below:
        return shape.at(point)
    return None


def _as_printed(
    c: Constraint, shape: Polynomial, point: Mapping[str, Fraction] | None, value: Fraction | None
) -> bool:
    """True when the printed values satisfy the relation, the result rounded as it is printed."""
    if point is None:
        return True
    if shape.satisfied_at(shape.at(point)):
        return True
    if shape.inequality or c.exact:
        return False
    if shape.below and c.result is not None and value is not None:
        return value in c.result.interval()
    if c.kind == "equal" and len(c.numbers) == 2:
        a, b = c.numbers
        return point[a.id] in b.interval() or point[b.id] in a.interval()
    return False


def _cut_off(c: Constraint, value: Fraction | None) -> bool:
    """True when the result is the computed rate or score with the further decimals cut off instead of rounded."""
    if c.comparison != "=" or not c.divisor or c.rate is None or c.exact or c.result is None or value is None:
        return False
    own, step = c.result.quantity.value, c.result.quantity.step
    if own is None or step is None or places_small(step) is False:
        return False
    beyond = abs(value / c.result.factor()) - abs(Fraction(own))
    return 0 <= beyond < Fraction(step) and value * Fraction(own) >= 0


def places_small(step: object) -> bool:
    """True for a printed step below one unit: cutting off is a habit with decimals, not with whole numbers."""
    return Fraction(str(step)) < 1


def _told_alike(numbers: Sequence[Number]) -> bool:
    """True for one bound or rough figure told again in the same terms (≥75% … 75%以上): any other would differ."""
    told = {(n.quantity.low, n.quantity.high, n.quantity.operator, n.unit) for n in numbers}
    return len(told) == 1 and numbers[0].quantity.value is None


def could_fail(
    constraint: Constraint, shape: Polynomial, box: Mapping[str, Interval], values: Interval
) -> bool:
    """True when moving one of the values by a tenth (at least a printed step) would break the relation.

    ``values`` is the range of the relation over ``box``.
    """
    loose = dict(box)
    numbers = constraint.numbers
    if constraint.kind == "equal" and _told_alike(numbers):
        return True
    linear = not shape.below
    for n in (*numbers[-1:], *numbers[:-1]):
        here = box[n.id]
        largest = max((abs(e) for e in (here.low, here.high) if e is not None), default=_ZERO_VALUE)
        by = max(largest * _MOVE, printed_step(n) * n.factor())
        for move in (by, -by):
            if linear:
                fails = not shape.satisfied(values.shift(move * shape.top.get(n.id, _ZERO_VALUE)))
            else:
                loose[n.id] = here.shift(move)
                fails = not shape.allows(loose)
            if fails:
                return True
        loose[n.id] = here
    return False
