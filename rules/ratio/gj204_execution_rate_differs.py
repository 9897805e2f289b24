"""GJ204 execution-rate-differs 执行率与执行数、预算数不符."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, FundRow, Number, Role
from gouji.extract.rational import Fraction
from gouji.rules.cells import result_forms, stated
from gouji.rules.money import amount, execution_rate, rate_readings
from gouji.rules.ratio.columns import column_relations

_NO_BUDGET = {
    "zh": "{label}预算数为0，却填有执行率{rate}、执行数{executed}",
    "en": "{label} has a budget of 0 and yet a rate of {rate} and {executed} spent",
}


@rule(
    "GJ204", "execution-rate-differs", severity="error",
    zh="执行率写为{stated}，按执行数除以预算数应为{computed}（{sum}）",
    en="the execution rate is stated as {stated}; spent divided by budget gives {computed} ({sum})",
    title_zh="执行率与执行数、预算数不符", title_en="The execution rate differs from its amounts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: 资金表每一行，执行率等于执行数除以预算数；预算为零却有支出和执行率的也报告。

    为什么重要: 执行率决定预算执行得分，也是评价支出进度的唯一依据。
    何时不算错: 四舍五入（85.75%写86%）、截尾；0/0和空行；以小数（0.958）或不带百分号（95.8）填写；
    按年初预算数计算而表式未写明分母。
    """
    for form in result_forms(facts):
        for row in form.funds:
            yield from _row(facts, form, row, pack)
        in_funds = {id(row.cells["rate"]) for row in form.funds if "rate" in row.cells and _bases(facts, form, row, pack)}
        for column in form.rates:
            if column.kind == "executed":
                found = column_relations(facts, form, column)
                yield from (c for c in found if c.rate is None or id(c.rate.cell) not in in_funds)


def _row(facts: FactSet, form: Form, row: FundRow, pack: Pack) -> Iterator[Constraint | Defect]:
    rate = execution_rate(facts, form, row)
    spent = amount(facts, form, row, "executed")
    if rate is None or spent is None or stated(rate) is None:
        return
    budgets = _bases(facts, form, row, pack)
    positive = [b for b in budgets if (stated(b) or 0) > 0]
    if not positive:
        if budgets and (stated(spent) or 0) > 0 and (stated(rate) or 0) > 0:
            yield Defect(
                (cite(rate), cite(spent, "secondary"), cite(budgets[0], "secondary")),
                {"label": row.label, "rate": rate.raw, "executed": spent.raw},
                severity="warning", message=_NO_BUDGET,
            )
        return
    if spent.dimension() != positive[0].dimension():
        return
    ways = [ratio_is(r, spent, base, cue="执行率") for base in positive for r in rate_readings(rate)]
    chosen = next((w for w in ways if held(w)), None)
    if chosen is not None:
        yield chosen
    elif ways:
        broken = _named(ways, rate)
        yield replace(broken, severity="warning") if _cut_short(broken) else broken


def _bases(facts: FactSet, form: Form, row: FundRow, pack: Pack) -> list[Number]:
    """What the rate may divide by: the pack's budget first, then the other, then what arrived (到位金额 beside 安排金额)."""
    order: tuple[Role, ...] = ("budget", "budget_initial", "actual")
    if pack.rate_base == "budget_initial":
        order = ("budget_initial", "budget", "actual")
    return [b for b in (amount(facts, form, row, role) for role in order) if b is not None]


def _cut_short(way: Constraint) -> bool:
    """True when a whole percentage is the true one with its decimals dropped (96 % for 96.9 %)."""
    rate, step = way.rate, way.rate.quantity.step if way.rate is not None else None
    value = stated(rate) if rate is not None else None
    below = sum((t.coefficient * (stated(t.number) or 0) for t in way.divisor), Fraction(0))
    if rate is None or step is None or value is None or not below:
        return False
    true = sum((t.coefficient * (stated(t.number) or 0) for t in way.linear), Fraction(0)) / below
    return 0 <= true - value < Fraction(step) * rate.factor()


def _named(ways: list[Constraint], rate: Number) -> Constraint:
    """Of several readings that all fail, the one whose rate is printed as a percentage."""
    return next((w for w in ways if w.rate is not None and w.rate.unit in ("%", "％")), ways[0])
