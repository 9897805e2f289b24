"""GJ507 per-capita-impossible 人均数与总数不相容."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import stated

# 有效发明专利数达180件，万人有效发明专利数6.9件: the population follows from total and rate.
_THING = r"(?P<thing>[\u4e00-\u9fff]{2,14}?)(?:拥有)?(?:总)?(?:数|量)?(?:为|达到?|共|是|有|约|：|:)*$"
_RATE = re.compile(r"(?:每)?[十百千万]{1,2}人(?:口)?(?:均)?(?:拥有)?" + _THING)
_PER_HEAD = re.compile(r"人均")
_TOTAL = re.compile(_THING)
_CLAUSE = re.compile(r"[，,。；;、\n]")
_TIMES = 10


class Population(Struct, frozen=True):
    """People implied by a total and its rate per so many people."""

    total: Number
    rate: Number
    people: Fraction
    thing: str


@rule(
    "GJ507", "per-capita-impossible", severity="error",
    zh="人均{stated}不可能：{thing}共{total}、每万人（千人）{rate}，推算人口约{people}万人，按人均{stated}总数将达{implied}",
    en="{stated} a head cannot be: {total} in all at {rate} imply a population at which it would make {implied}",
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
    """Every rate per 10,000 (1,000) people whose total stands in the same paragraph under the same name."""
    for rate in numbers:
        found = _RATE.search(_before(text, rate))
        if found is None or not rate.dimension().endswith("/人") or rate.factor() >= 1:
            continue
        for total in numbers:
            named = _TOTAL.search(_before(text, total))
            if named is None or f"{total.dimension()}/人" != rate.dimension():
                continue
            if named["thing"].endswith(found["thing"]):
                people = (stated(total) or Fraction(0)) / (stated(rate) or Fraction(1))
                yield Population(total, rate, people, found["thing"])
                break


def _impossible(numbers: list[Number], text: str, known: Population) -> Iterator[Defect]:
    for number in numbers:
        before = _before(text, number)
        per_head = number.dimension() == known.rate.dimension() and number.factor() == 1
        if not per_head or not _PER_HEAD.search(before) or known.thing[-2:] not in before:
            continue
        implied = (stated(number) or Fraction(0)) * known.people
        if implied <= _TIMES * (stated(known.total) or Fraction(0)):
            continue
        people = decimal_text(known.people / 10_000, 2)
        total_words = decimal_text(implied, 0) + (known.total.unit or "")
        yield Defect(
            (cite(number), cite(known.total, "secondary"), cite(known.rate, "secondary")),
            {
                "stated": number.raw, "thing": known.thing, "total": known.total.raw,
                "rate": known.rate.raw, "people": people, "implied": total_words,
            },
            f"{known.total.raw}÷{known.rate.raw}≈{people}万人；{number.raw}×{people}万人≈{total_words}",
        )
