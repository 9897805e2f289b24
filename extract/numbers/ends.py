"""Ends of a number: what an operator leaves open, one unit of the last digit, decimals written out."""

from __future__ import annotations

from decimal import Decimal

from gouji.extract.numbers.amounts import POW10


def bounded(operator: str, value: Decimal) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    """Ends of an amount after an operator: (low, high, low open, high open)."""
    if operator == "≥":
        return value, None, False, False
    if operator == "≤":
        return None, value, False, False
    if operator == ">":
        return value, None, True, False
    if operator == "<":
        return None, value, False, True
    if operator == "±":
        return -abs(value), abs(value), False, False
    return value, value, False, False


def last_unit(value: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 400 → 100, 216 → 1, 1.5 → 0.1."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return POW10[exponent] if isinstance(exponent, int) and -40 <= exponent <= 40 else Decimal(1)


def plain(value: Decimal | None, place: int) -> Decimal | None:
    """The value written out to its last printed place: never with an exponent, never with zeros nobody printed."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    if exponent == min(place, 0) or abs(value) >= POW10[27] or not isinstance(exponent, int):
        return value
    if exponent < 0:
        value = value.normalize()
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < min(place, 0):
            return value
    return value.quantize(POW10[max(min(place, 0), -20)])
