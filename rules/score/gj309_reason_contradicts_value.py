"""GJ309 reason-contradicts-value 原因说明与完成值矛盾."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text, places_of
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction
from gouji.rules.cells import evidence_of, exactly, folded, name_of, readings, result_forms, stated, words
from gouji.rules.score.sentences import Item, items

_CLAUSE = re.compile(r"[。；;！？!?\n]|[，,](?=改进|下一步|今后|整改)")
_LINK = re.compile(r"[为是达到至仅只有约共实际完成目前已经才:：,，、的“”\"\s值率]*$")
_RESULT = re.compile(r"(?:实际完成(?:值|数|率)?|实际(?:只|仅)?(?:完成|达到)?|仅完成|只完成|仅达到?|只达到?|仅为|只有|完成值为?|实际值为?)[为是:：]?$")
_STAR = re.compile(r"^[★☆*]+|^指标\d*[:：]")
_SHORTEST = 3
_SAYS_TARGET = re.compile(r"目标值[“”\"]?$")
_SAYS_ACTUAL = re.compile(r"(?:实际完成值|完成值|实际值)[“”\"]?$")
_MONEY = re.compile(r"资金|成本|投入|支出|预算")
_USE_RATE = re.compile(r"(?:资金使用率|预算执行率|资金执行率|资金支付率|资金支出率)[为是达到:：]*$")
_FAR = Fraction(5, 100)

_FEWER = re.compile(r"(?<![减至不])(?:少|差|缺|短缺|未完成|欠)[一-鿿]{0,3}$")
_MORE = re.compile(r"(?:超额?|多)(?:完成|出|过)?[一-鿿]{0,2}$")
_GAP = {"zh": "{label}的说明写为{said}，按目标值与完成值应为{due}", "en": "the note on {label} says {said}; target and completed value give {due}"}
_OTHERWISE = {
    "zh": "{label}写为{actual}，原因里却写成{said}", "en": "{label} is given as {actual}, its reason says {said}",
}
_UNUSED = {
    "zh": "写明资金目标{target}、实际完成{actual}，却称资金使用率{said}",
    "en": "of {target} planned {actual} were used, yet the rate of use is said to be {said}",
}


@rule(
    "GJ309", "reason-contradicts-value", severity="error",
    zh="{label}完成值填{actual}，原因说明却写为{said}",
    en="{label}: the completed value is {actual}, the reason beside it says {said}",
    title_zh="原因说明与完成值矛盾", title_en="The reason contradicts the completed value",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 偏差原因栏里写到本指标的实际数值，应与同一行完成值相符；“少演31场”应等于目标与完成值之差。

    为什么重要: 同一行两个不同的完成情况，至少有一个不真实，得分也随之无据。
    何时不算错: 原因里写的是目标、计划、上年、比较数或另一事项；带“约、左右”的数；单位不同。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _row(facts, form, row)
            yield from _short_by(facts, form, row)
    told = list(items(facts))
    for item in told:
        yield from _restated(facts, item)
    yield from _money_unused(facts, told)


def _short_by(facts: FactSet, form: Form, row: Indicator) -> Iterator[Defect]:
    """≥144场 | 131场 | 受疫情影响少演31场: by how many the target is missed, or passed, told otherwise than the two figures give."""
    target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
    if target is None or actual is None or row.reason is None or target.quantity.soft or actual.point is None or target.dimension() != actual.dimension():
        return
    planned = target.quantity.low if target.quantity.low is not None else target.quantity.high
    if planned is None or target.dimension() in ("", "1"):
        return
    gap = actual.point - Fraction(planned) * target.factor()
    text = row.reason.text.string
    for said in facts.in_cell(form.block, row.reason):
        before = _CLAUSE.split(text[: said.quantity.start])[-1]
        way = 1 if _MORE.search(before) else -1 if _FEWER.search(before) else 0
        if not way or not said.is_quantity or said.point is None or said.quantity.soft or said.dimension() != actual.dimension() or gap * way <= 0:
            continue
        if abs(gap) != said.point:
            due = decimal_text(abs(gap) / said.factor(), places_of(said))
            yield Defect(
                (cite(said), cite(actual, "secondary"), cite(target, "secondary")), {"label": name_of(row), "due": due, "said": said.raw},
                f"|{actual.raw}-{target.raw}|={due}≠{said.raw}", severity="warning", message=_GAP,
            )


def _restated(facts: FactSet, item: Item) -> Iterator[Defect]:
    """A reason that gives the item's own target or completed value otherwise: 目标值10万元 … 原因“目标值大于10万元”."""
    text = facts.document.blocks[item.block].text.string  # type: ignore[union-attr]
    for said in facts.in_paragraph(item.block):
        if not said.is_quantity or not item.reason_at <= said.quantity.start < item.end:
            continue
        before = text[item.reason_at : said.quantity.start]
        own = item.target if _SAYS_TARGET.search(before) else item.actual if _SAYS_ACTUAL.search(before) else None
        if own is None or own.quantity.soft or said.quantity.soft or own.dimension() != said.dimension():
            continue
        if not _point(own).meets(said.interval()):
            yield Defect(
                (cite(said), cite(own, "secondary")),
                {"label": item.about, "actual": own.raw, "said": said.raw}, f"{own.raw} ≠ {said.raw}",
                severity="warning", message=_OTHERWISE,
            )


def _point(number: Number) -> Interval:
    """What is printed, without the half step: 目标值10万元 is not above 10万元."""
    return exactly(number).interval()


def _money_unused(facts: FactSet, told: list[Item]) -> Iterator[Defect]:
    """Full points because 资金使用率大于95%, beside an item that says how little of the money was used."""
    shares = [(i, s) for i in told if (s := _used(i)) is not None]
    if len(shares) != 1:
        return
    item, share = shares[0]
    for number in facts.quantities:
        if number.cell is not None or number.unit not in ("%", "％") or number.quantity.soft:
            continue
        before = _CLAUSE.split(facts.text_of(number)[: number.quantity.start])[-1]
        low = number.interval().low
        if low is None or not _USE_RATE.search(before) or "目标" in before or low - share <= _FAR:
            continue
        assert item.actual is not None and item.target is not None
        yield Defect(
            (cite(number), cite(item.actual, "secondary"), cite(item.target, "secondary")),
            {"said": number.raw, "actual": item.actual.raw, "target": item.target.raw},
            f"{item.actual.raw}÷{item.target.raw}≈{round(share * 100)}%，{number.raw}",
            severity="warning", message=_UNUSED,
        )


def _used(item: Item) -> Fraction | None:
    """Money used over money planned, where the item is about the money of the project."""
    if item.target is None or item.actual is None or not _MONEY.search(item.about):
        return None
    planned, used = stated(item.target), stated(item.actual)
    if item.target.dimension() != "元" or item.actual.dimension() != "元" or not planned or used is None:
        return None
    return used / planned


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
    before = folded(_CLAUSE.split(text[: said.quantity.start])[-1])
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
    whole = _STAR.sub("", folded(row.name))
    short = re.split(r"[(（]", whole)[0]
    ends = [short[i:] for i in range(1, len(short)) if len(short) - i >= _SHORTEST and short.endswith("率")]
    return tuple(n for n in dict.fromkeys((whole, short, *ends)) if len(n) >= _SHORTEST)
