"""The compiled fractions are those of the standard library, and reading a text with them leaves memory alone."""

from __future__ import annotations

import fractions
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.extract.rational import Fraction

RATIOS = st.fractions(max_denominator=10**9)


@pytest.mark.parametrize("text", ["5", "1.5", "-0.25", "1/3", "98.245", "100000000000000000000001"])
def test_a_text_is_read_and_no_single_byte_changes(text: str) -> None:
    assert Fraction(text) == fractions.Fraction(text)
    assert [bytes([i])[0] for i in range(256)] == list(range(256))


@given(RATIOS, RATIOS)
def test_the_same_values_and_hashes_as_the_standard_library(a: fractions.Fraction, b: fractions.Fraction) -> None:
    x, y = Fraction(a.numerator, a.denominator), Fraction(b)
    for got, wanted in ((x + y, a + b), (x - y, a - b), (x * y, a * b), (abs(x), abs(a)), (x // 3, a // 3)):
        assert (got, hash(got), str(got)) == (wanted, hash(wanted), str(wanted))
    assert (x < y, x == y) == (a < b, a == b)
    if b:
        assert x / y == a / b
    assert pickle.loads(pickle.dumps(x)) == a


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_decimals_are_taken_exactly(value: Decimal) -> None:
    assert Fraction(value) == fractions.Fraction(value)
