"""Verdicts, and the sum a reader can re-do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from made_numbers import Sheet

from gouji.audit.constraint import (
    at_most,
    at_most_constant,
    counts_to,
    differs_by,
    equals,
    grows_by,
    grows_to,
    product_is,
    ratio_is,
    score_is,
    sums_to,
)
from gouji.audit.evaluate import canonical_key, evaluate


@pytest.fixture
def n() -> Sheet:
    return Sheet()


def test_a_sum_that_adds_up_holds_and_shows_its_figures(n: Sheet) -> None:
    o = evaluate(sums_to(n("2000批次"), [n("404批次"), n("1353批次"), n("243批次")]))
    assert (o.verdict, o.text, o.confirming) == ("holds", "404+1353+243=2000", True)


def test_a_sum_that_does_not_shows_what_it_comes_to(n: Sheet) -> None:
    o = evaluate(sums_to(n("50户"), [n("12户"), n("25户"), n("14户")]))
    assert (o.verdict, o.text) == ("broken", "12+25+14=51≠50")
    assert o.words()["computed"] == "51户"
    assert o.words()["difference"] == "1户"


def test_the_last_digit_of_rounded_parts_is_no_contradiction(n: Sheet) -> None:
    o = evaluate(sums_to(n("10.01万元"), [n("3.34万元"), n("3.34万元"), n("3.34万元")]))
    assert (o.verdict, o.text) == ("within_rounding", "3.34+3.34+3.34=10.02≈10.01")


def test_where_the_form_demands_agreement_the_last_digit_counts(n: Sheet) -> None:
    o = evaluate(equals(n("1459.36万元"), n("1459.35万元"), exact=True))
    assert (o.verdict, o.text) == ("broken", "1459.36万元≠1459.35万元")


def test_units_are_converted_and_shown_when_they_differ(n: Sheet) -> None:
    o = evaluate(sums_to(n("30.5万元"), [n("30万元"), n("5000元")]))
    assert o.verdict == "holds"
    assert o.text == "30万元+5000元=30.5万元"


@pytest.mark.parametrize(
    ("rate", "part", "whole", "verdict", "text"),
    [
        ("98.25%", "1965户", "2000户", "holds", "1965÷2000=98.25%"),
        ("67.7%", "1353户", "2000户", "holds", "1353÷2000=67.65%≈67.7%"),
        ("95%", "18501.096万元", "19204.096万元", "broken", "18501.096÷19204.096≈96.34%≠95%"),
        ("66.66%", "200户", "300户", "within_rounding", "200÷300≈66.667%，66.66%"),
        ("100%", "50户", "0户", "not_assessable", "50÷0=100%"),
    ],
)
def test_rates_against_their_numbers(
    n: Sheet, rate: str, part: str, whole: str, verdict: str, text: str
) -> None:
    o = evaluate(ratio_is(n(rate), n(part), n(whole)))
    assert o.verdict == verdict
    if verdict != "within_rounding":
        assert o.text == text


def test_growth_from_the_change_and_the_present_value(n: Sheet) -> None:
    falls = evaluate(grows_by(n("37.8%"), n("2142万元"), n("1304万元"), falls=True))
    assert (falls.verdict, falls.text) == ("holds", "1304÷(2142+1304)≈37.8%")
    assert evaluate(grows_by(n("37.8%"), n("12142万元"), n("1304万元"), falls=True)).verdict == "broken"


def test_growth_on_a_negative_base_is_not_judged(n: Sheet) -> None:
    assert evaluate(grows_to(n("50%"), n("10万元"), n("-20万元"))).verdict == "not_assessable"


def test_bounds_and_ranges_are_sets(n: Sheet) -> None:
    assert evaluate(equals(n("98%"), n("≥95%"))).verdict == "holds"
    assert evaluate(equals(n("94%"), n("≥95%"))).verdict == "broken"
    assert evaluate(equals(n("12家", low="10", high="15"), n("14家"))).verdict == "holds"


def test_a_part_larger_than_its_whole(n: Sheet) -> None:
    o = evaluate(at_most(n("60万元"), n("50万元")))
    assert (o.verdict, o.text) == ("broken", "60万元>50万元")
    assert evaluate(at_most(n("50万元"), n("50万元"))).verdict == "holds"
    assert evaluate(at_most(n("50万元"), n("50万元"), strict=True)).verdict != "holds"


def test_a_bound_that_could_hardly_fail_confirms_nothing(n: Sheet) -> None:
    assert not evaluate(at_most(n("2户"), n("500户"))).confirming
    assert evaluate(at_most(n("490户"), n("500户"))).confirming


def test_rates_above_a_hundred(n: Sheet) -> None:
    o = evaluate(at_most_constant(n("105%"), 1))
    assert (o.verdict, o.text) == ("broken", "105%>100%")


def test_products_scores_differences_and_counts(n: Sheet) -> None:
    assert evaluate(product_is(n("1000元"), n("50元"), n("20人"))).text == "50元×20人=1000元"
    assert evaluate(score_is(n("9.83分"), n("10分"), n("98.25%"))).verdict == "holds"
    assert evaluate(differs_by(n("703万元"), n("19204.096万元"), n("18501.096万元"))).text == "19204.096-18501.096=703"
    assert evaluate(counts_to(n("4家"), 3)).text == "4家≠3家"


def test_an_approximate_figure_never_makes_an_error(n: Sheet) -> None:
    near = evaluate(sums_to(n("约2000户"), [n("900户"), n("950户")]))
    assert near.verdict == "not_assessable"
    far = evaluate(sums_to(n("约2000户"), [n("400户"), n("500户")]))
    assert (far.verdict, far.soft) == ("broken", True)


def test_a_bare_figure_beside_money_is_not_judged(n: Sheet) -> None:
    assert evaluate(equals(n("500"), n("500万元"))).verdict == "not_assessable"


def test_one_relation_found_twice_is_one(n: Sheet) -> None:
    a, b, c = n("5户"), n("2户"), n("3户")
    assert canonical_key(sums_to(a, [b, c])) == canonical_key(sums_to(a, [c, b]))
    assert canonical_key(differs_by(b, a, c)) == canonical_key(sums_to(a, [b, c]))
    assert canonical_key(equals(a, b)) == canonical_key(equals(b, a))
    assert canonical_key(at_most(a, b)) != canonical_key(at_most(b, a))


def test_the_computed_interval_of_a_rate(n: Sheet) -> None:
    o = evaluate(ratio_is(n("90%"), n("1.0万元"), n("2.0万元")))
    assert o.computed is not None
    assert (o.computed.low, o.computed.high) == (Fraction(95, 205), Fraction(105, 195))
