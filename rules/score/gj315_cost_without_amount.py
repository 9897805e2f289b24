"""GJ315 cost-without-amount 成本指标没有金额或单价."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import folded, plain, result_forms

_COST = re.compile(r"成本")
_FEE = re.compile(r"费|成本|单价|价格|支出|补助|补贴")
_CLAUSE = re.compile(r"[,，;；。\n]")
_EXEMPT = re.compile(r"免费|费率|不(?:需|收|付)|无需")
_NOT_COUNTED = ("元", "1", "", "分", "年", "月", "日", "天", "级")


@rule(
    "GJ315", "cost-without-amount", severity="warning",
    zh="成本指标“{quote}”只有数量，没有单价或金额", en="cost indicator “{quote}” has a count but neither price nor amount",
    title_zh="成本指标没有金额或单价", title_en="A cost indicator without price or amount",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 成本指标里写到“若干批次需购样费”的，应有单价或金额。

    为什么重要: 只有数量，成本是否超标无从核对，总额也拆不开。
    何时不算错: 同一句里有金额或单价；目标值或完成值有一格写了金额；写的是免费、无需费用；不是成本指标。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            if not _COST.search(row.level1 + row.level2):
                continue
            lacking = [[n for n in facts.in_cell(form.block, c) if _bare_count(n)] for c in (row.actual, row.target)]
            if all(lacking):
                counts = [n for found in lacking for n in found]
                yield Defect(
                    (cite(counts[0]), *(cite(n, "secondary") for n in counts[1:])),
                    {"quote": plain(row.actual)},
                )


def _bare_count(number: Number) -> bool:
    """A count in a clause that speaks of a fee."""
    if number.dimension() in _NOT_COUNTED or "/" in number.dimension() or number.cell is None:
        return False
    text = number.cell.text.string
    start, end = number.quantity.start, number.quantity.end
    clause = folded(_CLAUSE.split(text[:start])[-1] + text[start:end] + _CLAUSE.split(text[end:])[0])
    return bool(_FEE.search(clause)) and not _EXEMPT.search(clause) and "元" not in clause
