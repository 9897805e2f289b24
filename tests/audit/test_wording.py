"""Figures as messages print them."""

from __future__ import annotations

import pytest

from gouji.audit.wording import decimal_text
from gouji.extract.rational import Fraction


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(1, 3), 2, "0.33"), (Fraction(-5, 2), 0, "-3"), (Fraction(10) ** 308 + 60, 2, "1" + "0" * 306 + "60.00"),
    ],
)
def test_any_value_is_printed_without_an_exponent(value: Fraction, places: int, printed: str) -> None:
    assert decimal_text(value, places) == printed
