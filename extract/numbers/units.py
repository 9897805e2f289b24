"""Units: names, families and factors to a base unit."""

from __future__ import annotations

from fractions import Fraction


def base_of(unit: str | None) -> tuple[str, Fraction]:
    """Base unit and factor of a unit as printed: ``万元`` → (``元``, 10000); ``None`` → (``""``, 1)."""
    raise NotImplementedError
