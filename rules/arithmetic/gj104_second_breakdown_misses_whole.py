"""GJ104 second-breakdown-misses-whole 另一口径分项之和与总数不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Number, Role
from gouji.rules.cells import plain, result_forms, stated, total_fund
from gouji.rules.money import amount

_WAYS = re.compile(r"^(?:其中:)?按?(收入|支出)性质(?:分类?|划分)?[:：]?$")
_LABELLED = re.compile(r"[\u4e00-\u9fff)）][:：]")
_WHOLES: tuple[Role, ...] = ("executed", "budget", "budget_initial")


class Breakdown(Struct, frozen=True):
    """One way of splitting the whole: its heading, the amounts under it, and whether all its lines are filled."""

    heading: str
    parts: tuple[Number, ...]
    filled: bool


@rule(
    "GJ104", "second-breakdown-misses-whole", severity="error",
    zh="{cue}各项相加为{computed}，与总数{stated}不符，相差{difference}",
    en="split by {cue} the items add to {computed}, not to the whole {stated}: a difference of {difference}",
    title_zh="另一口径分项之和与总数不符", title_en="A second breakdown does not reach the whole",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 部门整体支出表“按收入性质分”“按支出性质分”各项之和，等于年度资金总额的执行数（或预算数）。

    为什么重要: 同一笔钱按来源和按用途分，合计必须相同，否则必有一个口径漏项或错数。
    何时不算错: 两个口径与全年预算数、全年执行数、年初预算数中任一相等；有分项留空且和小于总数（只作提示）。
    """
    for form in result_forms(facts):
        row = total_fund(form)
        found = breakdowns(facts, form)
        if row is None or not found:
            continue
        wholes = [n for n in (amount(facts, form, row, role) for role in _WHOLES) if n is not None]
        if not wholes:
            continue
        for way in found:
            yield _closest(way, wholes)


def _closest(way: Breakdown, wholes: list[Number]) -> Constraint:
    """The sum against the column it equals, else against the one it comes nearest to."""
    relations = [sums_to(whole, way.parts, cue=way.heading) for whole in wholes]
    for relation in relations:
        if held(relation):
            return relation
    reached = sum((stated(p) or 0) for p in way.parts)
    gap, _, nearest = min(
        (abs((stated(whole) or 0) - reached), i, relation)
        for i, (whole, relation) in enumerate(zip(wholes, relations, strict=True))
    )
    if gap and reached < min(stated(w) or 0 for w in wholes) and (not way.filled or len(way.parts) < 2):
        return replace(nearest, severity="warning")
    return nearest


def breakdowns(facts: FactSet, form: Form) -> tuple[Breakdown, ...]:
    """The breakdowns a table prints side by side as ``名称：金额`` cells under a heading cell."""
    out = []
    for i, row in enumerate(form.table.rows):
        for cell in row:
            heading = _WAYS.match(plain(cell))
            if heading is None:
                continue
            lines = _below(form, i, cell)
            numbers = [facts.only(form.block, c) for c in lines]
            parts = tuple(n for n in numbers if n is not None and stated(n) is not None)
            if parts:
                out.append(Breakdown(f"按{heading[1]}性质", parts, filled=len(parts) == len(lines)))
    return tuple(out)


def _below(form: Form, start: int, heading: Cell) -> list[Cell]:
    """Cells under a heading cell, as long as their rows hold labelled amounts."""
    out: list[Cell] = []
    for row in form.table.rows[start + 1 :]:
        if not any(_LABELLED.search(plain(c)) for c in row):
            break
        out.extend(c for c in row if c.column == heading.column and _LABELLED.search(plain(c)))
    return out
