"""Structural alternatives: which of several readings of one relation the figures bear out."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.audit.constraint import Constraint
from gouji.audit.evaluate import evaluate

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
