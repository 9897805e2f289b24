"""Structural alternatives: which of several readings of one relation the figures bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.constraint import Constraint, Term
from gouji.audit.evaluate import box_of, evaluate, point_of
from gouji.audit.polynomial import Polynomial
from gouji.audit.repairs import DECISIVE, slip_of
from gouji.audit.wording import printed_step
from gouji.extract.facts.model import Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

_HELD = ("holds", "within_rounding")
_FINE = 300
"""Rounded figures that leave fewer values than this are met by some slip or other."""


class Question(Struct, frozen=True):
    """Relations of which the words suggest one, and none holds: no finding, unless others bear one of them out.

    Whether the words mean any of them is open; see ``audit.support``. ``likely``: other places bear the reading out,
    so that it is reported by itself, unless relations that hold stand against a change of any of its numbers.
    """

    alternatives: tuple[Constraint, ...]
    likely: bool = False

    def named(self, rule: str) -> Question:
        """The same question, raised by that rule."""
        return replace(self, alternatives=tuple(c.named(rule) for c in self.alternatives))


def results_of(told: Constraint | Question | object) -> set[str]:
    """Ids of the results that a relation, or a question whose reading is likely, speaks of: nothing else need bear them out."""
    relations = (told,) if isinstance(told, Constraint) else told.alternatives if isinstance(told, Question) and told.likely else ()
    return {c.result.id for c in relations if c.result is not None}


def held(constraint: Constraint) -> bool:
    """True when the relation holds, exactly or within rounding."""
    return evaluate(constraint).verdict in _HELD


def broken(constraint: Constraint) -> bool:
    """True when the relation is plainly broken."""
    return evaluate(constraint).verdict == "broken"


def first_held(alternatives: Iterable[Constraint]) -> Constraint | None:
    """The first alternative that holds, if any."""
    return next((c for c in alternatives if held(c)), None)


def by_a_hair(constraint: Constraint) -> Constraint:
    """A rate that would hold if figures were cut off, not rounded, or rounded twice: a warning, no contradiction.

    Every figure may then be off by a whole unit of its last place, where rounding allows half of one.
    """
    if not broken(constraint):
        return constraint
    loose = constraint
    for number in constraint.numbers:
        step = number.quantity.step
        if step is not None:
            loose = with_number(loose, number, replace(number, quantity=replace(number.quantity, step=2 * step)))
    return replace(constraint, severity=constraint.severity or "warning") if held(loose) else constraint


def open_question(alternatives: Iterable[Constraint], *, likely: bool = False) -> Iterator[Question]:
    """The question which of several relations is meant, where each of them is broken."""
    found = tuple(alternatives)
    if found and all(broken(c) for c in found):
        yield Question(found, likely)


def slipped(constraint: Constraint) -> Iterator[Constraint | Question]:
    """A relation the words only suggest, as a warning, where one slip of hand explains why it does not hold.

    An open list that misses its total by chance is no finding; one that would reach it to the last digit if two
    digits of one figure changed places almost surely is. Nothing is given for a relation that holds; one that no slip
    explains is an open question.
    """
    if _slip_strength(constraint):
        yield replace(constraint, severity="warning")
    else:
        yield from open_question([constraint])


def only_slipped(alternatives: Iterable[Constraint], *, telling: bool = False) -> Iterator[Constraint | Question]:
    """Of several relations that the words offer, none of which holds, the only one that a telling slip explains.

    The more there are to choose from, the sooner a slip fits by chance: a weak one counts only for a lone relation,
    and not even there where ``telling`` is asked for. Without such a slip it is an open question.
    """
    found = list(alternatives)
    if any(held(c) for c in found):
        return
    slips = [_telling_slip(c) for c in found]
    best = max((s.strength for s in slips), default=0)
    asked = {(s.number, s.value) for s in slips if s.strength == best}
    if best >= (DECISIVE if telling or len(found) > 1 else 1) and len(asked) == 1:
        yield replace(next(c for c, s in zip(found, slips, strict=True) if s.strength == best), severity="warning")
    else:
        yield from open_question(c for c in found if broken(c))


def with_value(constraint: Constraint, number: Number, value: Fraction) -> Constraint:
    """The relation as it would be if the document gave that value (in the number's own unit) in its place."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return with_number(constraint, number, replace(number, quantity=replace(number.quantity, low=exact, high=exact)))


def with_number(constraint: Constraint, number: Number, other: Number) -> Constraint:
    """The same relation with another number in a number's place."""

    def put(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(replace(t, number=other) if t.number is number else t for t in terms)

    return replace(
        constraint, linear=put(constraint.linear), divisor=put(constraint.divisor),
        rate=other if constraint.rate is number else constraint.rate,
        result=other if constraint.result is number else constraint.result,
    )


def _resolution(constraint: Constraint) -> Fraction:
    """How many values the coarsest number of a relation can be told apart from: 93.5 % printed to 0.1 gives 935."""
    found = []
    for number in constraint.numbers:
        interval, value = number.interval(), number.quantity.value
        if value and interval.low is not None and interval.high is not None and interval.high > interval.low:
            found.append(abs(Fraction(value) * number.factor()) / (interval.high - interval.low))
    return min(found, default=Fraction(_FINE))


def _coarse(constraint: Constraint) -> bool:
    """A total rounded to two digits (8.6万公里) is met by some slip or other of its parts."""
    total = constraint.result
    if total is None or total.quantity.step is None or total.quantity.value is None:
        return False
    return abs(total.quantity.value) < 100 * total.quantity.step


def room(constraint: Constraint, shape: Polynomial, number: Number) -> Interval:
    """Values of a number (own units) outside of which the relation cannot hold: cheap to ask before it is evaluated."""
    wanted = shape.solve(number.id, box_of(constraint))
    if wanted is None:
        return Interval(None, None)
    return wanted.scale(1 / number.factor()).widen(printed_step(number))


class _Telling(Struct, frozen=True):
    """The most telling slip that explains a broken relation: how strong, and which value of which number it asks for."""

    strength: int = 0
    number: str = ""
    value: Fraction | None = None


def _slip_strength(constraint: Constraint) -> int:
    """Strength of the most telling slip that explains a broken relation; 0 without one."""
    return _telling_slip(constraint).strength


def _telling_slip(constraint: Constraint) -> _Telling:
    """The most telling slip of one of its numbers after which the relation holds."""
    shape = Polynomial.of(constraint)
    point = point_of(constraint.numbers)
    if point is None or not broken(constraint) or (constraint.kind == "sum" and _coarse(constraint)):
        return _Telling()
    best = _Telling()
    fine = constraint.kind in ("ratio", "growth", "sum") and _resolution(constraint) >= _FINE
    for number in constraint.numbers:
        required = shape.solve_at(number.id, point)
        if required is None:
            continue
        own = required / number.factor()
        # Off by little, a rate is more likely taken of another base (a mean population) than misprinted.
        far = 20 * abs(required - point[number.id]) > abs(point[number.id])
        within = None
        if far and fine:
            within = room(constraint, shape, number)

        def fits(
            value: Fraction, own: Fraction = own, number: Number = number, within: Interval | None = within
        ) -> bool:
            possible = within is not None and value in within
            return value == own or (possible and held(with_value(constraint, number, value)))

        is_total = number is constraint.result
        slip = slip_of(number, fits, is_total=is_total, required=own)
        if slip is not None and (slip.value == own or slip.strength >= DECISIVE) and slip.strength > best.strength:
            best = _Telling(slip.strength, number.id, slip.value)
    return best
