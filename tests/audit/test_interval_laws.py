"""Laws that intervals and relations keep for any figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from made_numbers import Sheet

from gouji.audit.constraint import Constraint, Term, at_most, equals, grows_by, grows_to, ratio_is, sums_to
from gouji.audit.evaluate import canonical_key, evaluate
from gouji.audit.polynomial import Polynomial
from gouji.extract.facts.model import Number
from gouji.extract.numbers.interval import Interval

fractions = st.fractions(min_value=-50, max_value=50, max_denominator=8)


@st.composite
def intervals(draw: st.DrawFn, *, bounded: bool = False) -> Interval:
    a, b = sorted((draw(fractions), draw(fractions)))
    if a == b:
        return Interval.point(a)
    low = a if bounded or draw(st.booleans()) else None
    high = b if bounded or draw(st.booleans()) else None
    return Interval(low, high, low is not None and draw(st.booleans()), high is not None and draw(st.booleans()))


def members(i: Interval) -> list[Fraction]:
    """A few values of an interval, its closed ends among them."""
    low = i.low if i.low is not None else (i.high - 100 if i.high is not None else Fraction(-100))
    high = i.high if i.high is not None else low + 200
    found = [low + (high - low) * Fraction(k, 4) for k in range(5)]
    return [v for v in found if v in i]


@given(intervals(), intervals(), intervals())
def test_addition_commutes_and_associates(a: Interval, b: Interval, c: Interval) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)


@given(intervals(), intervals())
def test_sums_and_differences_of_members_are_members(a: Interval, b: Interval) -> None:
    for x in members(a):
        for y in members(b):
            assert x + y in a + b
            assert x - y in a - b


@given(intervals(), fractions)
def test_scaling_keeps_members_and_swaps_ends_under_a_negative_factor(a: Interval, f: Fraction) -> None:
    assert all(x * f in a.scale(f) for x in members(a))
    assert a.scale(-1).scale(-1) == a


@given(intervals(), intervals())
def test_intersection_is_what_lies_in_both(a: Interval, b: Interval) -> None:
    both = a.intersect(b)
    for x in (*members(a), *members(b)):
        assert (x in both) == (x in a and x in b)


def relation(sheet: Sheet, kind: str) -> Constraint:
    a, b, c = sheet("1户"), sheet("1户"), sheet("1户")
    return {
        "sum": lambda: sums_to(a, [b, Term(c, Fraction(-2))]),
        "ratio": lambda: ratio_is(a, b, c),
        "growth": lambda: grows_to(a, b, c),
        "growth by": lambda: grows_by(a, b, c, falls=True),
        "bound": lambda: at_most(a, b),
    }[kind]()


@given(
    st.sampled_from(["sum", "ratio", "growth", "growth by"]),
    st.tuples(intervals(), intervals(), intervals()),
)
@settings(max_examples=300)
def test_the_range_of_a_relation_holds_every_value_it_takes(
    kind: str, boxes: tuple[Interval, Interval, Interval]
) -> None:
    shape = Polynomial.of(relation(Sheet(), kind))
    box = dict(zip(("n1", "n2", "n3"), boxes, strict=True))
    values = shape.range(box)
    for x in members(boxes[0]):
        for y in members(boxes[1]):
            for z in members(boxes[2]):
                assert shape.at({"n1": x, "n2": y, "n3": z}) in values


@given(
    st.sampled_from(["sum", "ratio", "growth", "growth by"]),
    st.tuples(intervals(bounded=True), intervals(bounded=True), intervals(bounded=True)),
)
@settings(max_examples=300)
def test_the_range_ends_where_a_corner_is_and_is_closed_only_where_the_corner_is(
    kind: str, boxes: tuple[Interval, Interval, Interval]
) -> None:
    shape = Polynomial.of(relation(Sheet(), kind))
    values = shape.range(dict(zip(("n1", "n2", "n3"), boxes, strict=True)))
    ends = [[(i.low, not i.low_open), (i.high, not i.high_open)] for i in boxes]
    corners = [
        (shape.at({"n1": x, "n2": y, "n3": z}), a and b and c)  # type: ignore[dict-item]
        for x, a in ends[0] for y, b in ends[1] for z, c in ends[2]
    ]
    assert values.low == min(v for v, _ in corners)
    assert values.high == max(v for v, _ in corners)
    if any(closed for v, closed in corners if v == values.low):
        assert not values.low_open


@given(intervals(bounded=True), intervals(bounded=True), st.sampled_from(["sum", "ratio", "growth"]))
@settings(max_examples=200)
def test_solving_for_a_number_gives_every_value_that_leaves_the_relation_possible(
    a: Interval, b: Interval, kind: str
) -> None:
    shape = Polynomial.of(relation(Sheet(), kind))
    box = {"n1": Interval.point(0), "n2": a, "n3": b}
    wanted = shape.solve("n1", box)
    if wanted is None:
        return
    for y in members(a):
        for z in members(b):
            x = shape.solve_at("n1", {"n2": y, "n3": z})
            assert x is not None and x in wanted
            assert shape.allows({**box, "n1": Interval.point(x)})


def money(value: int, unit: str) -> str:
    """An amount of 元 printed in that unit, to the last 元 or 分-free place."""
    power = {"元": 0, "万元": 4, "亿元": 8}[unit]
    return f"{Decimal(value).scaleb(-power):f}{unit}"


@given(
    st.lists(st.integers(1, 10**7), min_size=2, max_size=5), st.integers(-1, 1),
    st.lists(st.sampled_from(["元", "万元", "亿元"]), min_size=6, max_size=6),
)
def test_the_verdict_does_not_depend_on_the_units_printed(parts: list[int], off: int, units: list[str]) -> None:
    def verdict(chosen: list[str]) -> str:
        n = Sheet()
        total = n(money(sum(parts) + 10 * off * len(parts), chosen[0]))
        listed = [n(money(p, u)) for p, u in zip(parts, chosen[1:], strict=False)]
        return evaluate(sums_to(total, listed)).verdict

    assert verdict(units) == verdict(["元"] * 6)


@given(st.permutations(range(4)), st.lists(st.integers(0, 999), min_size=4, max_size=4), st.integers(0, 4000))
def test_neither_verdict_nor_key_depends_on_the_order_of_the_parts(
    order: list[int], values: list[int], total: int
) -> None:
    n = Sheet()
    whole = n(f"{total}户")
    parts: list[Number] = [n(f"{v}户") for v in values]
    one, other = sums_to(whole, parts), sums_to(whole, [parts[i] for i in order])
    assert evaluate(one).verdict == evaluate(other).verdict
    assert canonical_key(one) == canonical_key(other)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_rate_rounded_from_its_numbers_holds_and_the_next_one_does_not(part: int, whole: int) -> None:
    n = Sheet()
    exact = Fraction(part * 100, whole)
    printed = Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)
    a, b = n(f"{part}户"), n(f"{whole}户")
    assert evaluate(ratio_is(n(f"{printed:.2f}%"), a, b)).verdict == "holds"
    assert evaluate(ratio_is(n(f"{printed + 2:.2f}%"), a, b)).verdict == "broken"


@given(st.integers(1, 999), st.integers(1, 999))
def test_equality_is_broken_exactly_when_the_values_differ(x: int, y: int) -> None:
    n = Sheet()
    assert (evaluate(equals(n(f"{x}户"), n(f"{y}户"))).verdict == "broken") == (x != y)
