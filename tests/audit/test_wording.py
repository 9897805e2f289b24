"""Figures as messages print them."""

from __future__ import annotations

import pytest

import gouji
from gouji.audit.wording import decimal_text
from gouji.extract.rational import Fraction
from gouji.extract.readers import read_bytes


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(1, 3), 2, "0.33"), (Fraction(-5, 2), 0, "-3"), (Fraction(10) ** 308 + 60, 2, "1" + "0" * 306 + "60.00"),
    ],
)
def test_any_value_is_printed_without_an_exponent(value: Fraction, places: int, printed: str) -> None:
    assert decimal_text(value, places) == printed


@pytest.mark.parametrize(
    ("text", "words_of_it"),
    [
        ("全市共有29251万人，其中，外出17172万人，本地12179万人。", ("相加为29351万人", "相差100万人", "17172万+12179万=29351万≠29251万")),
        ("供水量300.5 亿 m3，其中甲200.5 亿 m3，乙110 亿 m3。", ("相加为310.5亿m3",)),
        ("接待9.3万余人，其中甲5万人，乙6.3万人。", ("相加为11.3万人", "相差2.0万人")),
        ("全市共有251人，其中，外出172人，本地179人。", ("相加为351人", "相差100人")),
    ],
)
def test_computed_values_are_printed_as_the_figures_they_stand_for(text: str, words_of_it: tuple[str, ...]) -> None:
    (finding,) = gouji.check(read_bytes(text.encode(), "text.txt")).findings
    for said in words_of_it:
        assert said in finding.message["zh"] + finding.computation
