"""GJ307 target-met-yet-deducted 目标已完成却扣分且未说明."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.cells import (
    gives_reason,
    has_reason_column,
    name_of,
    result_forms,
    row_evidence,
    shown,
    stated,
)
from gouji.rules.score.gj306_deduction_without_reason import met_to_the_digit
from gouji.rules.score.parts import loses, sheet_of


@rule(
    "GJ307", "target-met-yet-deducted", severity="error",
    zh="{label}目标{target}、完成{actual}，已按目标完成，却由{weight}分扣为{score}分且未说明原因",
    en="{label}: target {target}, completed {actual}, met to the digit, yet {score} of {weight} points and no reason",
    title_zh="目标已完成却扣分且未说明", title_en="The target is met, yet points are deducted without a reason",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 定量目标与完成值完全一致的指标，得分等于分值；扣了分的应写明原因。

    为什么重要: 完成值和得分至少有一个填错。
    何时不算错: 原因栏有说明；完成值明显超过目标（可因目标偏低扣分）；定性指标（见GJ306，只作提示）；没有原因栏的表（只作提示）。
    """
    for form in result_forms(facts):
        column = has_reason_column(form)
        for row in sheet_of(facts, form).rows:
            if not loses(row) or gives_reason(row.row.reason) or not met_to_the_digit(facts, form, row):
                continue
            target, actual = facts.only(form.block, row.row.target), facts.only(form.block, row.row.actual)
            if target is None or actual is None or row.weight is None or row.score is None:
                continue
            lost = (stated(row.weight) or 0) - (stated(row.score) or 0)
            yield Defect(
                row_evidence(facts, form, row.row, row.row.score),
                {
                    "label": name_of(row.row), "target": target.raw, "actual": actual.raw,
                    "weight": shown(stated(row.weight) or 0), "score": shown(stated(row.score) or 0),
                },
                f"{target.raw} → {actual.raw}，{row.weight.raw}-{row.score.raw}={shown(lost)}",
                severity=None if column else "warning",
            )
