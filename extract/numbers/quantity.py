"""A numeral as read: what the text says, and the set of true values it allows."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

Kind = Literal["quantity", "date", "ordinal", "reference", "other"]


class Quantity(Struct, frozen=True):
    """One numeral of a text, a quantity or something else.

    Attributes:
        raw: the text, from operator or qualifier to the end of the unit (``≥95%``, ``400余万元``).
        start: offset of ``raw`` in the text that was read; ``end`` one past it.
        kind: ``quantity`` for what is counted, measured or paid; else what it is instead.
        low: lower end as the text says it; ``None`` when there is none. Multiplied out by 万/亿 words, except
            where the unit carries them (money: ``万元``, ``亿元``).
        high: upper end; equal to ``low`` for a plain value.
        low_open: the lower end itself is excluded (大于, 超过); ``high_open`` likewise (小于, 20余家).
        step: one unit of the last printed place (``98.25%`` → 0.01); ``None`` for exact counts.
        unit: unit as printed (万元, %, 批次, 批次/千人, 个百分点); ``None`` for a bare number.
        approximate: ``近``, ``约``, ``左右`` … where a soft word stands; soft ends never make an error.
        operator: ``≥ ≤ > < = ±`` where one is stated in signs or words (不低于 → ``≥``), else ``None``.
        why: for what is no quantity, its sort: ``year``, ``date``, ``time``, ``list-number``, ``heading-number``,
            ``document-number``, ``phone``, ``id-number``, ``annex``, ``ordinal``, ``word``, ``version``, ``code`` …
    """

    raw: str
    start: int
    end: int
    kind: Kind = "quantity"
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    step: Decimal | None = None
    unit: str | None = None
    approximate: str | None = None
    operator: str | None = None
    why: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The single value stated, ``None`` for a range or a bound."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def soft(self) -> bool:
        """True when a word such as 约 makes the ends vague."""
        return self.approximate is not None and self.approximate not in ("余", "多")

    def interval(self) -> Interval:
        """The true values allowed, in ``unit``: ends as stated, widened by half a printed step."""
        value = self.value
        if value is None or self.step is None:
            return self.stated_interval()
        middle, half = Fraction(value), Fraction(self.step) / 2
        return Interval(middle - half, middle + half)

    def stated_interval(self) -> Interval:
        """The ends as the text says them, in ``unit``."""
        low = None if self.low is None else Fraction(self.low)
        if self.low is not None and self.low == self.high:
            return Interval(low, low, self.low_open, self.high_open)
        return Interval(low, None if self.high is None else Fraction(self.high), self.low_open, self.high_open)
