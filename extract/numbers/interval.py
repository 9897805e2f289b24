"""Intervals with open and closed ends, exact (``Fraction``); ``None`` stands for no end."""

from __future__ import annotations

from msgspec import Struct

from gouji.extract.rational import Fraction

Ends = tuple[Fraction | None, bool]


class Interval(Struct, frozen=True):
    """The set of values between ``low`` and ``high``; an end that is ``None`` is infinite (and open)."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """The interval of one value."""
        end = value if type(value) is Fraction else Fraction(value)
        return cls(end, end)

    @property
    def empty(self) -> bool:
        """True when no value lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def exact(self) -> bool:
        """True when it holds exactly one value."""
        return self.low is not None and self.low == self.high and not (self.low_open or self.high_open)

    def __contains__(self, value: Fraction | int) -> bool:
        low, high = self.low, self.high
        return (low is None or low < value or (low == value and not self.low_open)) and (
            high is None or value < high or (value == high and not self.high_open)
        )

    def intersect(self, other: Interval) -> Interval:
        """Values in both."""
        low, low_open = _inner(self.low, self.low_open, other.low, other.low_open, larger=True)
        high, high_open = _inner(self.high, self.high_open, other.high, other.high_open, larger=False)
        return Interval(low, high, low_open, high_open)

    def meets(self, other: Interval) -> bool:
        """True when some value lies in both."""
        return not (_below(self, other) or _below(other, self) or self.empty or other.empty)

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high, None if self.low is None else -self.low,
            self.high_open, self.low_open,
        )

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def scale(self, factor: Fraction | int) -> Interval:
        """Every value times a constant."""
        if factor == 1:
            return self
        if factor == 0:
            return Interval.point(0)
        me, f = (self, factor) if factor > 0 else (-self, -factor)
        if me.low is not None and me.low is me.high:
            end = me.low * f
            return Interval(end, end, me.low_open, me.high_open)
        return Interval(
            None if me.low is None else me.low * f, None if me.high is None else me.high * f, me.low_open, me.high_open
        )

    def shift(self, by: Fraction) -> Interval:
        """Every value and a constant."""
        if self.low is self.high and self.low is not None:
            end = self.low + by
            return Interval(end, end, self.low_open, self.high_open)
        return Interval(
            None if self.low is None else self.low + by, None if self.high is None else self.high + by,
            self.low_open, self.high_open,
        )

    def widen(self, by: Fraction) -> Interval:
        """Both ends moved outward."""
        return Interval(
            None if self.low is None else self.low - by, None if self.high is None else self.high + by,
            self.low_open, self.high_open,
        )


def _inner(a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool, *, larger: bool) -> Ends:
    """The tighter of two ends on the same side."""
    if a is None:
        return b, b_open
    if b is None:
        return a, a_open
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a > b) == larger else (b, b_open)


def _below(a: Interval, b: Interval) -> bool:
    """True when every value of one is less than every value of the other."""
    if a.high is None or b.low is None or a.high > b.low:
        return False
    return a.high < b.low or a.high_open or b.low_open
