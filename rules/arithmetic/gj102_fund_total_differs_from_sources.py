"""GJ102 fund-total-differs-from-sources 年度资金总额与各资金来源之和不符."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import Question, held
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.arithmetic.basic_and_projects import basic_and_projects
from gouji.rules.cells import result_forms, stated
from gouji.rules.money import Column, columns

_EMPTY_TOTAL = {
    "zh": "年度资金总额填为{stated}，而各资金来源合计{computed}",
    "en": "the fund total is {stated} while its sources add to {computed}",
}


@rule(
    "GJ102", "fund-total-differs-from-sources", severity="error",
    zh="年度资金总额{stated}，各资金来源合计{computed}，相差{difference}",
    en="the fund total is {stated}, its sources add to {computed}: a difference of {difference}",
    title_zh="年度资金总额与各资金来源之和不符", title_en="The fund total differs from the sum of its sources",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: 资金表每一列，年度资金总额等于“其中”各来源行之和；总额填0而来源有数也算；表头的基本支出总额、项目支出总额相加等于整体支出总额。

    为什么重要: 总额是执行率和预算执行得分的依据，总额错则后面都错。
    何时不算错: 有来源留空且各来源之和小于总额（“其中”未列全，只作提示）；末位尾差；目标申报表。
    """
    for form in result_forms(facts):
        for column in columns(facts, form):
            yield from _column(column)
    yield from basic_and_projects(facts)


def _column(column: Column) -> Iterator[Constraint]:
    constraint = sums_to(column.total, column.parts, cue="其中")
    if held(constraint):
        yield constraint
        return
    whole = stated(column.total) or 0
    reached = sum((stated(p) or 0) for p in column.parts)
    if whole == 0 and reached:
        yield replace(constraint, message=_EMPTY_TOTAL)
    elif reached == 0:
        return
    elif reached < whole and column.gaps:
        yield replace(constraint, severity="warning")
    else:
        yield constraint
