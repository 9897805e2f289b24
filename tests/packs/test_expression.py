"""Relations as text: what they come to, what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gouji.audit.expression import DEEPEST, Expression, ExpressionError, constant, parse


def at(expression: Expression, **values: int) -> Fraction:
    """The polynomial at those values."""
    order = [Fraction(values[n.text]) for n in expression.names]
    total = Fraction(0)
    for monomial, factor in expression.terms.items():
        for i in monomial:
            factor *= order[i]
        total += factor
    return total


@pytest.mark.parametrize(
    ("text", "values", "zero"),
    [
        ("甲 + 乙 = 丙", {"甲": 3, "乙": 5, "丙": 8}, True),
        ("甲 + 乙 = 丙", {"甲": 3, "乙": 5, "丙": 9}, False),
        ("甲 － （乙 − 丁） ＝ 丙".replace("＝", "="), {"甲": 9, "乙": 5, "丁": 1, "丙": 5}, True),
        ("甲 × 乙 = 丙", {"甲": 3, "乙": 5, "丙": 15}, True),
        ("丙 ÷ 乙 = 甲", {"甲": 3, "乙": 5, "丙": 15}, True),
        ("(丙 - 丁) / (乙 + 丁) * 2 = 甲", {"丙": 15, "丁": 3, "乙": 5, "甲": 3}, True),
        ("-甲 + 2 × 乙 = 0", {"甲": 6, "乙": 3}, True),
        ("甲 / 乙 = 丙 / 乙 + 丁", {"甲": 14, "乙": 2, "丙": 4, "丁": 5}, True),
    ],
)
def test_a_relation_is_zero_just_where_it_holds(text: str, values: dict[str, int], zero: bool) -> None:
    assert (at(parse(text), **values) == 0) is zero


def test_at_least_is_at_most_turned_round() -> None:
    assert at(parse("甲 >= 乙"), 甲=5, 乙=3) < 0 < at(parse("甲 <= 乙"), 甲=5, 乙=3)
    assert parse("甲 ≥ 乙").comparison == "<="
    assert parse("甲 < 乙").comparison == "<"


def test_units_make_constants_base_units() -> None:
    assert at(parse("甲 <= 20万元"), 甲=0) == -200_000
    assert at(parse("甲 >= 90%"), 甲=0) == Fraction(9, 10)
    assert constant("0.05万元") == (500, "万元")


def test_names_with_blanks_are_quoted_and_selectors_kept() -> None:
    found = parse("“基本支出 合计”[预算, 2023] = \"total spent\"")
    assert [(n.text, n.selector) for n in found.names] == [("基本支出 合计", "预算, 2023"), ("total spent", "")]
    assert found.alone == 1


def test_the_lone_side_is_the_result_and_is_written_last() -> None:
    found = parse("三公经费 = 公务接待费 + 出国经费")
    assert found.names[found.alone or 0].text == "三公经费"
    assert found.shape == "{1}+{2}={0}"


@pytest.mark.parametrize(
    "text",
    [
        "", "甲", "甲 +", "甲 = ", "= 甲", "甲 = 乙 = 丙", "甲 乙 = 丙", "(甲 = 乙", "甲) = 乙", "1 = 1", "甲 = 甲", "甲 ÷ 0 = 乙",
        "甲 × 甲 = 乙", "甲 × 乙 + 丙 × 丁 = 戊", "甲 × 乙 × 丙 = 丁", "甲 ** 2 = 乙", "__import__('os') = 甲", "甲 = 乙; 丙",
        "甲[预算 = 乙", "甲 = 1e5", "甲" * 501 + "= 乙", "(" * (DEEPEST + 1) + "甲" + ")" * (DEEPEST + 1) + " = 乙",
        "-" * 400 + "甲 = 乙",
    ],
)
def test_what_is_no_relation_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.zh.strip() and error.value.en.strip()
