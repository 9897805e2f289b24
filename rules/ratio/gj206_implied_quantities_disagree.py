"""GJ206 implied-quantities-disagree 推算出的同一数量相互矛盾."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text, stated
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction
from gouji.extract.sections import outline

_RATE = re.compile(r"(?:每)?[百千万]{1,2}人(?:口)?(?:均)?(?:拥有|共有)?(?P<thing>[\u4e00-\u9fff]{2,12}?)(?:拥有)?(?:数|量)?(?:为|达到?|是|有|约|：|:)*$")
_TOTAL = re.compile(r"(?P<thing>[\u4e00-\u9fff]{2,14}?)(?:总)?(?:数|量)?(?:为|达到?|共|是|有|：|:)*$")
_CLAUSE = re.compile(r"[，,。；;、\n（(]")


class _Implied(Struct, frozen=True):
    """People implied by a total and its rate per so many people."""

    total: Number
    rate: Number
    thing: str
    people: Interval


@rule(
    "GJ206", "implied-quantities-disagree", severity="warning",
    zh="按{a}推算人口约{x}万人，按{b}推算约{y}万人，两者相差{times}倍",
    en="{a} imply about {x}0,000 people, {b} imply {y}0,000: {times} times apart",
    title_zh="推算出的同一数量相互矛盾", title_en="One quantity implied twice, with different values",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一份报告里，由总数和每千人（万人）数两次推算出的人口应当大致相同。

    为什么重要: 两组数各自看都没有错，放在一起至少有一组的总数、比率或单位写错了。
    何时不算错: 相差不到两成（户籍与常住、年初与年末）；比率是要求（不少于）而不是结果；对象只是部分人群（老年人、学生）。
    """
    sections = outline(facts.document)
    found: dict[tuple[int, str | None], list[_Implied]] = {}
    for passage in facts.passages:
        for implied in _implied(passage):
            key = (sections.part_of(passage.block), implied.rate.context.period)
            found.setdefault(key, []).append(implied)
    for listed in found.values():
        for a, b in combinations(listed, 2):
            low, high = sorted((a, b), key=lambda i: i.people.low or 0)
            if a.thing != b.thing and low.people.high and high.people.low and high.people.low > low.people.high * 6 / 5:
                yield _defect(a, b)
                break


def _implied(passage: Passage) -> Iterator[_Implied]:
    numbers = [n for n in passage.numbers if n.is_quantity and n.quantity.operator is None and not n.quantity.soft]
    for rate in numbers:
        named = _RATE.search(_before(passage.text, rate))
        if named is None or not rate.dimension().endswith("/人") or rate.factor() >= 1:
            continue
        for total in numbers:
            own = _TOTAL.search(_before(passage.text, total))
            if own is None or f"{total.dimension()}/人" != rate.dimension() or not own["thing"].endswith(named["thing"]):
                continue
            people = _divided(total.interval(), rate.interval())
            if people is not None:
                yield _Implied(total, rate, named["thing"], people)
                break


def _before(text: str, number: Number) -> str:
    return _CLAUSE.split(text[max(0, number.quantity.start - 60) : number.quantity.start])[-1]


def _divided(a: Interval, b: Interval) -> Interval | None:
    if a.low is None or a.high is None or b.low is None or b.high is None or b.low <= 0 or a.low <= 0:
        return None
    return Interval(a.low / b.high, a.high / b.low)


def _defect(a: _Implied, b: _Implied) -> Defect:
    def people(i: _Implied) -> str:
        return decimal_text(((i.people.low or Fraction(0)) + (i.people.high or Fraction(0))) / 20_000, 1)

    def pair(i: _Implied) -> str:
        return f"{i.thing}{stated(i.total)}、{stated(i.rate)}"

    ratio = (a.people.low or Fraction(1)) / (b.people.low or Fraction(1))
    return Defect(
        (cite(a.rate), cite(a.total, "secondary"), cite(b.rate, "secondary"), cite(b.total, "secondary")),
        {"a": pair(a), "b": pair(b), "x": people(a), "y": people(b), "times": decimal_text(max(ratio, 1 / ratio), 1)},
        f"{stated(a.total)}÷{stated(a.rate)}≈{people(a)}万人；{stated(b.total)}÷{stated(b.rate)}≈{people(b)}万人",
    )
