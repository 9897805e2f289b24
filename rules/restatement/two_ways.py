"""One amount written two ways, side by side: in two units, or in formal numerals and in figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, held, open_question
from gouji.audit.constraint import Constraint, equals
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.rational import Fraction

_PAIR = 2
_CONVERTED = {
    "zh": "同一数用两种单位写了两遍，写为{stated}，换算应为{computed}",
    "en": "one figure in two units: {stated} is written where {computed} is due",
}
_OTHER_UNIT = re.compile(r"\s*(?:(?P<open>[（(])\s*)?[，,]?(?P<said>折合|约合|折算为?|换算为?|相当于|合|即|也就是)?(?(said)(?:全年|本年|合计|总计|支出|收入|共)*)约?\s*")
_FORMAL = re.compile(r"[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟].*[元圆整正]|[元圆][整正]$")
_SPELT = re.compile(
    r"[\s，,；;。]*(?:[（(]\s*(?:人民币|金额)?(?:大写|小写)?[）)]?|大写|小写)[\s:：]*(?:人民币|金额)?[\s:：]*"
)
_SPELT_OUT = {
    "zh": "大写金额与小写金额不一致：一处为{stated}，另一处为{computed}",
    "en": "the sum in words and the sum in figures differ: {stated} and {computed}",
}


def converted_in_cells(facts: FactSet) -> Iterator[Constraint | Question]:
    """8496元/年（708元/月) in a cell that holds nothing else."""
    for text, numbers in facts.cells_apart():
        if len(numbers) == _PAIR:
            yield from converted(text, numbers)


def converted(text: str, numbers: Iterable[Number]) -> Iterator[Constraint | Question]:
    """播种面积815千公顷（1222万亩）, 支出11937万元（合1.19亿元）: one value in two units of one measure."""
    for a, b in pairwise(n for n in numbers if n.is_quantity):
        between = _OTHER_UNIT.fullmatch(text, a.quantity.end, b.quantity.start)
        if between is None or a.dimension() != b.dimension() or _scale(a) == _scale(b) or a.dimension() in ("", "1", "秒", "月", "百分点"):
            continue
        if any(n.quantity.operator or n.quantity.value is None for n in (a, b)) or a.quantity.soft:
            continue
        bracket, said = between["open"] is not None, bool(between["said"])
        if not (bracket or said):
            continue
        if bracket and text[b.quantity.end : b.quantity.end + 1] not in ("）", ")"):
            continue
        told = replace(equals(b, a, cue="换算"), message=_CONVERTED)
        if held(told):
            yield told
        elif b.quantity.soft:
            yield from open_question([told], likely=_far_apart(a, b))
        elif said or a.dimension() != "元" or _same_digits(a, b):
            yield by_a_hair(told)
        elif bracket:
            yield from open_question([told])


def _scale(number: Number) -> tuple[str | None, str]:
    """The unit and the myriads a figure is told in: 286,400人 and 28.64万人 differ."""
    return number.unit, "".join(c for c in number.raw if c in "万亿")


def _same_digits(a: Number, b: Number) -> bool:
    """940000万元（940.00亿元）: the same figure, the point in the wrong place."""
    one, other = a.digits, b.digits
    return bool(one) and (one.startswith(other) or other.startswith(one)) and min(len(one), len(other)) > 1


def _far_apart(a: Number, b: Number) -> bool:
    """A rough figure off by more than a tenth."""
    one, other = a.point or Fraction(0), b.point or Fraction(0)
    return abs(one - other) * 10 > abs(one)


def spelt_out(passage: Passage) -> Iterator[Constraint]:
    """人民币肆拾肆万元整（¥440000.00）, 1200000元（大写：壹佰贰拾万元整）: one sum in formal numerals and in figures."""
    for a, b in pairwise(n for n in passage.numbers if n.is_quantity):
        formal = [bool(_FORMAL.search(n.raw)) for n in (a, b)]
        money = a.dimension() == b.dimension() == "元" and a.point is not None and b.point is not None
        if money and formal[0] != formal[1] and _SPELT.fullmatch(passage.text, a.quantity.end, b.quantity.start):
            yield replace(equals(b, a, cue="大写、小写", exact=True), message=_SPELT_OUT)
