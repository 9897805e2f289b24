"""GJ506 indicator-without-name 指标名称缺失或填成数字."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Indicator
from gouji.rules.cells import blank, evidence_of, level2_evidence, plain, result_forms, row_evidence

_FIGURE = re.compile(r"^(?:指标\d+[:：])?[¥￥≥≤]?\d[\d,]*(?:\.\d+)?(?:万元|元|亿元|%)?$")


@rule(
    "GJ506", "indicator-without-name", severity="warning",
    zh="三级指标名称填成数字“{name}”，应为指标名称",
    en="the third-level indicator is named “{name}”: a figure, not a name",
    title_zh="指标名称缺失或填成数字", title_en="An indicator has no name, or a figure for one",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 有目标值、分值或得分的三级指标应有名称，名称不应只是一个数。

    为什么重要: 没有名称就不知道评的是什么，得分没有依据。
    何时不算错: 表式只设到二级指标；整行留空；名称由上一行合并单元格给出。
    """
    for form in result_forms(facts):
        named = sum(1 for i in form.indicators if i.name)
        for row in form.indicators:
            if _FIGURE.match(plain(row.name_cell)):
                yield Defect(
                    (
                        *evidence_of(facts, form, row.name_cell, "primary"), *level2_evidence(form, row),
                        *row_evidence(facts, form, row),
                    ),
                    {"name": plain(row.name_cell)},
                )
            elif named * 2 > len(form.indicators) and _unnamed(row):
                yield Defect(
                    (*row_evidence(facts, form, row, row.score), *level2_evidence(form, row)),
                    message={
                        "zh": f"{row.level2 or row.level1}的三级指标名称空白，却有完成值和得分",
                        "en": f"an indicator under {row.level2 or row.level1} has no name, yet a value and a score",
                    },
                )


def _unnamed(row: Indicator) -> bool:
    """A filled row without a name, in a form whose other rows have one."""
    return (
        not row.name and not plain(row.name_cell)
        and not blank(row.target) and not blank(row.actual) and not blank(row.score) and bool(row.level2)
    )
