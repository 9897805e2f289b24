"""Structural alternatives: which of several readings of one relation the figures bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from gouji.audit.constraint import Constraint
from gouji.audit.evaluate import evaluate, point_of
from gouji.audit.polynomial import Polynomial
from gouji.audit.repairs import DECISIVE, slip_of

_HELD = ("holds", "within_rounding")


def held(constraint: Constraint) -> bool:
    """True when the relation holds, exactly or within rounding."""
    return evaluate(constraint).verdict in _HELD


def broken(constraint: Constraint) -> bool:
    """True when the relation is plainly broken."""
    return evaluate(constraint).verdict == "broken"


def first_held(alternatives: Iterable[Constraint]) -> Constraint | None:
    """The first alternative that holds, if any."""
    return next((c for c in alternatives if held(c)), None)


def slipped(constraint: Constraint) -> Iterator[Constraint]:
    """A relation the words only suggest, as a warning, where one slip of hand explains why it does not hold.

    An open list that misses its total by chance is no finding; one that would reach it to the last digit if two
    digits of one figure changed places almost surely is. Nothing is given for a relation that holds.
    """
    if _slip_strength(constraint):
        yield replace(constraint, severity="warning")


def only_slipped(alternatives: Iterable[Constraint], *, telling: bool = False) -> Iterator[Constraint]:
    """Of several relations that the words offer, none of which holds, the only one that a telling slip explains.

    The more there are to choose from, the sooner a slip fits by chance: a weak one counts only for a lone relation,
    and not even there where ``telling`` is asked for.
    """
    found = list(alternatives)
    if any(held(c) for c in found):
        return
    strengths = [_slip_strength(c) for c in found]
    best = max(strengths, default=0)
    if best >= (DECISIVE if telling or len(found) > 1 else 1) and strengths.count(best) == 1:
        yield replace(found[strengths.index(best)], severity="warning")


def _slip_strength(constraint: Constraint) -> int:
    """Strength of the most telling slip that explains a broken relation; 0 without one."""
    shape = Polynomial.of(constraint)
    point = point_of(constraint.numbers)
    if point is None or not broken(constraint):
        return 0
    best = 0
    for number in constraint.numbers:
        required = shape.solve_at(number.id, point)
        if required is None:
            continue
        own = required / number.factor()
        is_total = number is constraint.result

        def fits(value: Fraction, own: Fraction = own) -> bool:
            return value == own

        slip = slip_of(number, fits, is_total=is_total, required=own)
        if slip is not None:
            best = max(best, slip.strength)
    return best
