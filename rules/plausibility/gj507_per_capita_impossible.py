"""GJ507 per-capita-impossible 人均数与总数不相容."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import stated

# 有效发明专利数达180件，万人有效发明专利数6.9件: the population follows from total and rate.
_RATE = re.compile(r"(?:每)?(?P<per>万|千|百|十万|百万)人(?:口)?(?P<thing>[\u4e00-\u9fff]{2,12}?)(?:拥有量|数|量)?(?:为|达到?|是|：|:)?$")
_PER_HEAD = re.compile(r"(?P<thing>[\u4e00-\u9fff]{2,10}?)人均(?:拥有)?(?:数|量)(?:为|达到?|是|：|:)?$|人均(?P<after>[\u4e00-\u9fff]{2,10}?)(?:数|量)?(?:为|达到?|是|：|:)?$")
_TOTAL = re.compile(r"(?P<thing>[\u4e00-\u9fff]{2,12}?)(?:总数|总量|数|量)?(?:为|达到?|共|是|有|：|:)?$")
_PEOPLE = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_CLAUSE = re.compile(r"[，,。；;、\n]")


@dataclass(frozen=True, slots=True)
class Population:
    """People implied by a total and its rate per so many people."""

    total: Number
    rate: Number
    people: Fraction
    thing: str


@rule(
    "GJ507", "per-capita-impossible", severity="error",
    zh="{label}人均{stated}不可能：由{thing}{total}、{rate_words}{rate}推算人口约{people}万人，总数将达{implied}，超过{thing}总数",
    en="{label} {stated} a head cannot be: {total} in all and {rate} per {per} imply about {people}0,000 people",
    title_zh="人均数与总数不相容", title_en="A per-head figure does not fit its total",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一段里给出总数和每万人数（可推算人口），“人均”数乘人口不应超过包含它的总数。

    为什么重要: 多为“万人拥有量”误写成“人均”，相差一万倍。
    何时不算错: 人均项不属于该总数（名称不包含同一事物）；金额类人均（收入、产值）；差距不到十倍。
    """
    for block, paragraph in enumerate(facts.document.blocks):
        if not isinstance(paragraph, Paragraph) or "人均" not in paragraph.text.string:
            continue
        numbers = [n for n in facts.in_paragraph(block) if n.is_quantity and (stated(n) or 0) > 0]
        text = paragraph.text.string
        for known in _populations(numbers, text):
            yield from _impossible(numbers, text, known)


def _before(text: str, number: Number) -> str:
    return _CLAUSE.split(text[: number.quantity.start])[-1]


def _populations(numbers: list[Number], text: str) -> Iterator[Population]:
    for rate in numbers:
        found = _RATE.search(_before(text, rate))
        if found is None:
            continue
        for total in numbers:
            named = _TOTAL.search(_before(text, total))
            if total is rate or named is None or total.quantity.unit != rate.quantity.unit:
                continue
            if named["thing"].endswith(found["thing"]) and "人均" not in _before(text, total):
                people = (stated(total) or Fraction(0)) / (stated(rate) or Fraction(1)) * _PEOPLE[found["per"]]
                yield Population(total, rate, people, found["thing"])
                break


def _impossible(numbers: list[Number], text: str, known: Population) -> Iterator[Defect]:
    for number in numbers:
        found = _PER_HEAD.search(_before(text, number))
        if found is None or number.quantity.unit != known.total.quantity.unit:
            continue
        thing = found["thing"] or found["after"]
        core = known.thing[-2:]
        implied = (stated(number) or Fraction(0)) * known.people
        if core not in thing or implied <= 10 * (stated(known.total) or Fraction(0)):
            continue
        people = decimal_text(known.people / 10_000, 2)
        yield Defect(
            (cite(number), cite(known.total, "secondary"), cite(known.rate, "secondary")),
            {
                "label": thing, "stated": number.raw, "thing": known.thing, "total": known.total.raw,
                "rate": known.rate.raw, "rate_words": "每万人", "per": "10,000 people", "people": people,
                "implied": decimal_text(implied, 0) + (number.quantity.unit or ""),
            },
            f"{known.total.raw}÷{known.rate.raw}≈{people}万人；{number.raw}×{people}万人≈{decimal_text(implied, 0)}",
        )
