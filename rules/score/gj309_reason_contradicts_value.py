"""GJ309 reason-contradicts-value 原因说明与完成值矛盾."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.rules.cells import evidence_of, name_of, readings, result_forms, words

_CLAUSE = re.compile(r"[。；;！？!?\n]|[，,](?=改进|下一步|今后|整改)")
_LINK = re.compile(r"[为是达到至仅只有约共实际完成目前已经才:：,，、的“”\"\s值率]*$")
_RESULT = re.compile(r"(?:实际完成(?:值|数|率)?|实际(?:只|仅)?(?:完成|达到)?|仅完成|只完成|仅达到?|只达到?|仅为|只有|完成值为?|实际值为?)[为是:：]?$")
_STAR = re.compile(r"^[★☆*]+|^指标\d*[:：]")
_SHORTEST = 3


@rule(
    "GJ309", "reason-contradicts-value", severity="error",
    zh="{label}完成值填{actual}，原因说明却写为{said}",
    en="{label}: the completed value is {actual}, the reason beside it says {said}",
    title_zh="原因说明与完成值矛盾", title_en="The reason contradicts the completed value",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 偏差原因栏里写到本指标的实际数值，应与同一行完成值相符。

    为什么重要: 同一行两个不同的完成情况，至少有一个不真实，得分也随之无据。
    何时不算错: 原因里写的是目标、计划、上年、比较数或另一事项；带“约、左右”的数；单位不同。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _row(facts, form, row)


def _row(facts: FactSet, form: Form, row: Indicator) -> Iterator[Defect]:
    actual = facts.only(form.block, row.actual)
    if actual is None or row.reason is None:
        return
    text = row.reason.text.string
    for said in facts.in_cell(form.block, row.reason):
        how = _about(row, text, said)
        if how is None or said.quantity.soft or actual.quantity.soft or said.quantity.value is None:
            continue
        ways = [a for a in readings(actual, said) if a.dimension() == said.dimension()]
        if not ways or said.dimension() == "" or any(a.interval().meets(said.interval()) for a in ways):
            continue
        target = facts.only(form.block, row.target)
        if target is not None and target.dimension() == said.dimension() and target.quantity.value == said.quantity.value:
            continue
        yield Defect(
            (cite(actual), cite(said, "secondary"), *evidence_of(facts, form, row.target)),
            {"label": name_of(row), "actual": actual.raw, "said": said.raw},
            f"{actual.raw} ≠ {said.raw}",
            severity=None if how == "name" else "warning",
        )


def _about(row: Indicator, text: str, said: Number) -> str | None:
    """``name`` when the words just before a number name the indicator, ``result`` when they only say 实际完成."""
    before = _fold(_CLAUSE.split(text[: said.quantity.start])[-1])
    for name in _names(row):
        at = before.rfind(name)
        if at < 0:
            continue
        between, ahead = before[at + len(name) :], before[:at]
        if _LINK.match(between) and not any(w in between or w in ahead[-6:] for w in words("not_the_result")):
            return "name"
    if _RESULT.search(before) and not any(w in before for w in ("上年", "去年", "计划", "目标", "比", "其中")):
        return "result"
    return None


def _names(row: Indicator) -> tuple[str, ...]:
    """The indicator's name and its endings without the subject (示范县创建知晓率 → 创建知晓率, 知晓率)."""
    whole = _STAR.sub("", _fold(row.name))
    short = re.split(r"[(（]", whole)[0]
    ends = [short[i:] for i in range(1, len(short)) if len(short) - i >= _SHORTEST and short.endswith("率")]
    return tuple(n for n in dict.fromkeys((whole, short, *ends)) if len(n) >= _SHORTEST)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
