"""GJ508 budget-growth-unexplained 全年预算较年初大幅调整而未说明."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet
from gouji.extract.rational import Fraction
from gouji.rules.cells import plain, quote, result_forms, shown, stated, total_fund
from gouji.rules.money import amount

_LABEL = re.compile(r"预算调整(?:数|情况)?:?$")
_EXPLAINED = re.compile(r"(?:追加|调增|调减|调整|增加|上年结转|结转|年中下达|提前下达).{0,12}(?:预算|资金|经费|指标)|预算.{0,6}(?:追加|调增|调减|调整)")


@rule(
    "GJ508", "budget-growth-unexplained", severity="info",
    zh="全年预算{budget}较年初预算{initial}变动{share}%，未见调整说明",
    en="the year's budget {budget} differs by {share}% from the initial {initial}, no adjustment explained",
    title_zh="全年预算较年初大幅调整而未说明", title_en="A large change of the budget is not explained",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 年度资金总额的全年预算数与年初预算数相差超过规则包界限，而全文没有追加、调整、结转的说明。

    为什么重要: 预算大幅调整须有批复依据，部门整体支出评价按预算调整率扣分。
    何时不算错: 文中或表中有调整、追加、结转的说明；年初预算为0（年中新设项目）。
    表内设有“预算调整”栏而该栏空白的，作为警告。
    """
    empty, explained = _adjustment_row(facts)
    if explained or any(
        _EXPLAINED.search(t.string) for _, c, t in facts.document.texts() if c is None or len(t.string) > 40
    ):
        return
    for form in result_forms(facts):
        row = total_fund(form)
        if row is None:
            continue
        initial, budget = amount(facts, form, row, "budget_initial"), amount(facts, form, row, "budget")
        if initial is None or budget is None or (stated(initial) or 0) <= 0 or initial.dimension() != budget.dimension():
            continue
        share = (stated(budget) or Fraction(0)) / (stated(initial) or Fraction(1)) - 1
        if abs(share) > Fraction(pack.budget_change):
            yield Defect(
                (cite(budget), cite(initial, "secondary"), *empty),
                {"budget": budget.raw, "initial": initial.raw, "share": shown(Fraction(round(share * 10000), 100))},
                f"{budget.raw}-{initial.raw}={shown((stated(budget) or 0) / budget.factor() - (stated(initial) or 0) / initial.factor())}",
                severity="warning" if empty else None,
            )


def _adjustment_row(facts: FactSet) -> tuple[tuple[Evidence, ...], bool]:
    """The cell 预算调整 of a row left empty, and whether some such row is filled."""
    for form in facts.forms:
        for row in form.table.rows:
            label: Cell | None = next((c for c in row if _LABEL.search(plain(c))), None)
            if label is None:
                continue
            after = [plain(c) for c in row if c.column > label.column]
            if any(after):
                return (), True
            if after:
                return (quote(label),), False
    return (), False
