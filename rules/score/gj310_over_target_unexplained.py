"""GJ310 over-target-unexplained 完成值大幅超过目标而未说明."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from gouji.audit.finding import Defect, Severity
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.extract.rational import Fraction
from gouji.rules.cells import (
    compare,
    gives_reason,
    has_reason_column,
    name_of,
    readings,
    result_forms,
    row_evidence,
    shown,
    sign_of,
)


@rule(
    "GJ310", "over-target-unexplained", severity="info",
    zh="{label}目标{target}、完成{actual}，为目标的{share}%，未说明原因",
    en="{label}: target {target}, completed {actual}, {share}% of it, and no reason given",
    title_zh="完成值大幅超过目标而未说明", title_en="A target is far exceeded without a word on why",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 正向定量指标完成值超过目标值的倍数达到规则包所定界限（多数省为130%）而原因栏空白。

    为什么重要: 明显超额多因目标定低，财预〔2020〕10号要求按偏离程度扣分并说明。
    何时不算错: 写明原因；成本等反向指标；表式没有原因栏；目标为下限很低的保底数时本条只作参考。
    """
    for form in result_forms(facts):
        if has_reason_column(form):
            for row in form.indicators:
                yield from _row(facts, form, row, pack)


def _row(facts: FactSet, form: Form, row: Indicator, pack: Pack) -> Iterator[Defect]:
    target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
    if target is None or actual is None or gives_reason(row.reason) or sign_of(row, target) not in ("≥", ">", "="):
        return
    if compare(row, target, actual) != "met" or actual.quantity.value is None:
        return
    floor = target.interval().low
    values = [Fraction(a.quantity.value) * a.factor() for a in readings(actual, target) if a.quantity.value is not None]
    if floor is None or floor <= 0 or not values:
        return
    share = min(values) / floor
    if share > Fraction(pack.over_target):
        yield Defect(
            row_evidence(facts, form, row, row.actual),
            {
                "label": name_of(row), "target": target.raw, "actual": actual.raw,
                "share": shown(Fraction(round(share * 100))),
            },
            f"{actual.raw} ÷ {target.raw} ≈ {round(share * 100)}%",
            severity=cast("Severity", pack.over_target_severity),
        )
