"""GJ305 budget-score-differs 预算执行得分与执行率不符."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import first_held, held
from gouji.audit.constraint import Constraint, Term, equals, score_is
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, FundRow, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import exactly, result_forms, score_of, stated, total_fund
from gouji.rules.money import amount, execution_rate, formula_weight, rate_readings

_MESSAGE_BY_FORMULA = {
    "zh": "表中写明得分按{cue}计算，应为{computed}，却填{stated}（{sum}）",
    "en": "the form says the score is {cue}, that gives {computed}, it prints {stated} ({sum})",
}


@rule(
    "GJ305", "budget-score-differs", severity="warning",
    zh="预算执行得分{stated}，按分值乘执行率应为{computed}（{sum}）",
    en="the budget execution score is {stated}; weight times rate gives {computed} ({sum})",
    title_zh="预算执行得分与执行率不符", title_en="The budget execution score differs from weight times rate",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 预算执行得分等于分值乘执行率（财预〔2020〕10号）；执行率超过100%时得满分。

    为什么重要: 预算执行是唯一可以逐分复算的指标。
    何时不算错: 得分按四舍五入或截尾取整；本地规则按档计分或达到一定执行率即得满分（规则包设置）；
    表中未印公式时只作提示，印有“得分(20分*执行率)”时为错误。
    """
    for form in result_forms(facts):
        row = total_fund(form)
        if row is None:
            continue
        score, rate = score_of(facts, form, row.cells.get("score")), execution_rate(facts, form, row)
        weight = score_of(facts, form, row.cells.get("weight"))
        by_formula = weight is None
        if weight is None:
            weight = _in_header(facts, form, row)
        if score is None or weight is None or (stated(weight) or 0) <= 0:
            continue
        relation = _relation(facts, form, row, score, weight, rate, pack)
        if relation is None:
            continue
        if by_formula:
            relation = replace(relation, cue=f"{weight.raw}×执行率", severity="error", message=_MESSAGE_BY_FORMULA)
        elif pack.score_steps and not held(relation):
            relation = replace(relation, severity="info")
        yield relation


def _in_header(facts: FactSet, form: Form, row: FundRow) -> Number | None:
    """The points in a score header that prints its formula."""
    points = formula_weight(form, row)
    if points is None:
        return None
    for cell in form.table.cells:
        if cell.row < row.row and "执行率" in cell.text.string and "得分" in cell.text.string:
            for number in facts.in_cell(form.block, cell):
                if number.quantity.value is not None and Fraction(number.quantity.value) == Fraction(points):
                    return number
    return None


def _relation(
    facts: FactSet, form: Form, row: FundRow, score: Number, weight: Number, rate: Number | None, pack: Pack
) -> Constraint | None:
    full = exactly(weight)
    ways: list[Constraint] = []
    shares: list[Fraction] = []
    if rate is not None:
        for reading in rate_readings(rate):
            ways.append(score_is(score, full, reading, cue="分值×执行率"))
            share = stated(reading)
            if share is not None:
                shares.append(share)
    if not ways:
        spent = amount(facts, form, row, "executed")
        base = amount(facts, form, row, "budget") or amount(facts, form, row, "budget_initial")
        if spent is None or base is None or not stated(base):
            return None
        share = (stated(spent) or Fraction(0)) / (stated(base) or Fraction(1))
        shares.append(share)
        ways.append(
            Constraint("score", (Term(score),), divisor=(Term(full),), rate_constant=share, result=score, cue="分值×执行率")
        )
    chosen = first_held(ways)
    if chosen is not None:
        return chosen
    if pack.score_cap and any(share > 1 for share in shares):
        return equals(score, full, cue="执行率超过100%，得满分", exact=True)
    if pack.score_full_from and any(share >= Fraction(pack.score_full_from) for share in shares):
        capped = equals(score, full, cue="执行率达到满分线", exact=True)
        if held(capped):
            return capped
    return ways[-1]
