"""GJ501 rate-above-100 比率超过100%或计数为负."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.constraint import Constraint, at_most_constant
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import name_of, plain, result_forms, words

_CLAUSE = re.compile(r"[。；;，,、！？!?\n（）()]")
_LINK = re.compile(r"^[为是达到至均都在约超过高于以上:：“”\"\s分别保持]*$")
_ONE = Fraction(1)
_NAME = re.compile(r"[\u4e00-\u9fff]{0,8}$")


@rule(
    "GJ501", "rate-above-100", severity="error",
    zh="{label}{stated}，这类比率不可能超过100%",
    en="{label} {stated}: such a rate cannot pass 100%",
    title_zh="比率超过100%或计数为负", title_en="A share above 100 % or a count below zero",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: 合格率、满意度、覆盖率等“占全体的份额”不超过100%（“在100%以上”也算）；人数、户数等计数不为负。

    为什么重要: 不可能的数值一定是填错，或把两项相比的完成率当成了份额。
    何时不算错: 完成率、执行率、到位率、增长率可以超过100%；“≥100%”作为指标值；比率与目标之比（累计完成率）；带正负号的增减数。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _indicator(facts, form, row)
    for number in facts.quantities:
        if number.cell is None and number.unit in ("%", "％"):
            yield from _in_prose(facts, number)


def _indicator(facts: FactSet, form: Form, row: Indicator) -> Iterator[Constraint | Defect]:
    actual = facts.only(form.block, row.actual)
    if actual is None:
        return
    rate = _share_rate(plain(row.name_cell) or row.name)
    if rate and actual.unit in ("%", "％"):
        if _surpasses(actual):
            yield _impossible(actual, rate)
        elif actual.quantity.value is not None and _near_full(actual):
            yield at_most_constant(actual, _ONE, cue="不超过100%")
    elif _negative_count(actual, row):
        yield Defect(
            (cite(actual),), {"label": name_of(row), "stated": actual.raw},
            message={
                "zh": f"{name_of(row)}{actual.raw}，计数不可能为负",
                "en": f"{name_of(row)} {actual.raw}: a count cannot be negative",
            },
        )


def _in_prose(facts: FactSet, number: Number) -> Iterator[Constraint | Defect]:
    if not _surpasses(number):
        return
    text = facts.text_of(number)
    before = _CLAUSE.split(text[: number.quantity.start])[-1]
    rate = _share_rate(before, adjoining=True)
    if rate:
        yield _impossible(number, rate)


def _impossible(number: Number, rate: str) -> Defect:
    return Defect((cite(number),), {"label": rate, "stated": number.raw}, f"{number.raw} > 100%")


def _surpasses(number: Number) -> bool:
    """True when every value it allows, or the words themselves (100%以上), pass 100 %."""
    quantity = number.quantity
    low = quantity.low
    if low is None or quantity.soft:
        return False
    base = Fraction(low) * number.factor()
    if quantity.high is None and base >= 1:
        return base > 1 or quantity.low_open or quantity.raw.rstrip().endswith("以上")
    half = Fraction(quantity.step) / 2 * number.factor() if quantity.step and quantity.low == quantity.high else 0
    return base - half >= 1 and base > 1


def _near_full(number: Number) -> bool:
    """Only values that could have passed 100 % are worth a tick."""
    high = number.interval().high
    return high is not None and high >= Fraction(9, 10)


def _share_rate(text: str, *, adjoining: bool = False) -> str:
    """The share word a text ends in (or, in a cell, holds); empty when it is none or an exception stands by."""
    if any(w in text for w in words("share_rate_exceptions")):
        return ""
    for word in words("share_rates"):
        at = text.rfind(word)
        if at < 0:
            continue
        if not adjoining or _LINK.match(text[at + len(word) :]):
            found = _NAME.search(text[:at])
            return (found.group() if found else "") + word
    return ""


def _negative_count(number: Number, row: Indicator) -> bool:
    quantity = number.quantity
    if quantity.high is None or quantity.high >= 0 or quantity.unit not in words("counted"):
        return False
    return not any(w in row.name for w in ("增", "减", "降", "差", "变"))
