"""Numerals: found, read as intervals, told apart from what is no quantity."""

from gouji.extract.numbers.interval import Interval
from gouji.extract.numbers.masking import is_personal, mask, shown
from gouji.extract.numbers.quantity import Quantity
from gouji.extract.numbers.scan import quantities
from gouji.extract.numbers.units import base_of, compatible, normalise_unit, sort_of

__all__ = [
    "Interval", "Quantity", "base_of", "compatible", "is_personal", "mask", "normalise_unit", "quantities", "shown", "sort_of",
]
