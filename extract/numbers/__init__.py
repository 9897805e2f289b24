"""Numerals: found, read as intervals, told apart from what is no quantity."""

from gouji.extract.numbers.interval import Interval
from gouji.extract.numbers.quantity import Quantity

__all__ = ["Interval", "Quantity"]
