"""GJ211 rate-on-zero-base 基数为零仍写比率."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Attribute, Item


@rule(
    "GJ211", "rate-on-zero-base", severity="error",
    zh="{base}为0，却写了{stated}", en="{base} is 0, yet a rate of {stated} of it is stated",
    title_zh="基数为零仍写比率", title_en="A rate of a base that is zero",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 年初预算为0却写“完成年初预算的p%”；本期数等于增加额（即上年为0）却写“增长p%”。

    为什么重要: 零不能作分母，这样的比率没有意义；多半是预算数漏填，或比率照抄了模板。
    何时不算错: 本期与基数都为0；比率写为0；预算经过调整，比率是对调整后的预算而言。
    后一种（增长100%）习惯上常见，只作警告。
    """
    for passage in facts.passages:
        for i, item in enumerate(passage.items):
            if any(a.base_label.endswith(("预算", "预算数")) for a in item.of("share")):
                yield from _completed(passage, passage.items[:i], item)
            yield from _grown(passage, item)


def _completed(passage: Passage, earlier: tuple[Item, ...], item: Item) -> Iterator[Defect]:
    """年初预算为0万元，支出决算为307.82万元，完成年初预算的95.89%."""
    budgets = [x for x in earlier if x.mention.sentence == item.mention.sentence and x.stated == "budget"]
    if len(budgets) != 1 or not _is_zero(passage.number(budgets[0].mention)) or _is_zero(passage.number(item.mention)):
        return
    for share in item.of("share"):
        rate = passage.number(share.mention)
        if share.base_label.endswith(("预算", "预算数")) and "调整" not in share.base_label and not _is_zero(rate):
            yield _defect(passage, rate, passage.number(budgets[0].mention), "年初预算")


def _grown(passage: Passage, item: Item) -> Iterator[Defect]:
    """支出0.30万元，比上年增加0.30万元，增长100%: there was nothing the year before."""
    now = passage.number(item.mention)
    for change in item.of("change"):
        if change.falls or change.adjusted or _is_zero(now) or passage.number(change.mention).interval() != now.interval():
            continue
        for rate in item.of("growth"):
            if _beside(rate, change) and not rate.falls and not rate.subject and not _is_zero(passage.number(rate.mention)):
                yield _defect(passage, passage.number(rate.mention), now, "上年数", passage.number(change.mention))


def _beside(a: Attribute, b: Attribute) -> bool:
    return abs(a.mention.at - b.mention.at) == 1 and a.mention.sentence == b.mention.sentence


def _defect(passage: Passage, rate: Number, base: Number, name: str, change: Number | None = None) -> Defect:
    others = (cite(base, "secondary"), *(() if change is None else (cite(change, "secondary"),)))
    shown = "÷0" if change is None else f"{base.raw}-{change.raw}=0"
    return Defect(
        (cite(rate), *others), {"base": name, "stated": rate.raw}, computation=shown,
        severity=None if change is None else "warning",
    )


def _is_zero(number: Number) -> bool:
    return number.quantity.value == 0
