"""GJ208 completion-rate-differs 完成率与目标值、完成值不符."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.extract.facts.statements import name_of
from gouji.rules.cells import result_forms

_OF_GOAL = re.compile(r"(?:完成|达到|为|占)(?:年度|全年|年初)?(?:绩效)?(?:目标|任务|计划|指标)")


@rule(
    "GJ208", "completion-rate-differs", severity="error",
    zh="{label}完成率写为{stated}，按完成值除以目标值应为{computed}",
    en="the completion rate of {label} is stated as {stated}, but completed ÷ target is {computed}",
    title_zh="完成率与目标值、完成值不符", title_en="A completion rate disagrees with target and completed value",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 指标行另设“完成率”栏的，完成率等于完成值除以目标值（目标为“不低于”时以其下限为准）。

    为什么重要: 完成率直接换算得分，算错一行，总分就错。
    何时不算错: 上限类（成本、投诉）指标的完成率算法各地不一，只核对不判断；完成率封顶100%；目标值或完成值不是数。
    """
    for form in result_forms(facts):
        rates = _rates(facts, form)
        for indicator in form.indicators:
            rate = rates.get(indicator.row)
            if rate is not None:
                yield from _row(facts, form, indicator, rate)
    yield from _told(facts)


def _told(facts: FactSet) -> Iterator[Constraint]:
    """改造管网18.6公里，完成年度目标的58.1%: against the target of the only row of that name."""
    targets: dict[str, list[Number]] = defaultdict(list)
    for form in result_forms(facts):
        for indicator in form.indicators:
            target = facts.only(form.block, indicator.target)
            if target is not None:
                targets[name_of(indicator.name)].append(target)
    for passage in facts.passages if targets else ():
        for item in passage.items:
            found = targets.get(name_of(item.label), []) if item.label else []
            base = _as_value(found[0]) if len(found) == 1 else None
            told = [a for a in item.of("share") if a.base is None and _OF_GOAL.search(a.label + a.base_label)]
            if base is None or len(told) != 1:
                continue
            number, rate = passage.number(item.mention), passage.number(told[0].mention)
            if number.dimension() == base.dimension() and rate.quantity.operator is None and number.quantity.value is not None:
                relation = ratio_is(rate, number, base, cue="完成率")
                yield relation if held(relation) else replace(relation, severity="warning")


def _rates(facts: FactSet, form: Form) -> dict[int, Number]:
    """The completion rate of each row: a percentage in a column headed so."""
    out: dict[int, Number] = {}
    for cell in form.table.cells:
        context = form.contexts.get((cell.row, cell.column))
        number = facts.only(form.block, cell)
        if context is not None and context.role == "rate" and number is not None and number.dimension() == "1":
            out[cell.row] = number
    return out


def _row(facts: FactSet, form: Form, indicator: Indicator, rate: Number) -> Iterator[Constraint]:
    target, actual = facts.only(form.block, indicator.target), facts.only(form.block, indicator.actual)
    if target is None or actual is None or target.dimension() != actual.dimension() or target.quantity.soft:
        return
    plain = _as_value(target)
    if plain is None or rate in (target, actual):
        return
    constraint = ratio_is(rate, actual, plain, cue="完成率")
    capped = rate.quantity.low == 100 and held(constraint) is False and (actual.interval().low or 0) > (
        plain.interval().low or 0
    )
    if held(constraint) or (not capped and target.quantity.operator in (None, "≥", ">", "=")):
        yield constraint


def _as_value(target: Number) -> Number | None:
    """The target without its operator: the rate is taken of the bound itself."""
    q = target.quantity
    bound = q.low if q.low is not None else q.high
    if bound is None or bound == 0 or (q.low is not None and q.high is not None and q.low != q.high):
        return None
    return replace(target, quantity=replace(q, raw=q.raw.lstrip("≥≤＞＜><=＝≧≦ "), low=bound, high=bound, low_open=False, high_open=False, operator=None))
