"""GJ305 budget-score-differs 预算执行得分与执行率不符."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import first_held, held
from gouji.audit.constraint import Constraint, Term, equals, score_is
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, FundRow, Number, Role
from gouji.extract.rational import Fraction
from gouji.rules.cells import exactly, result_forms, score_of, stated, total_fund
from gouji.rules.money import amount, execution_rate, formula_weight, rate_readings

_MESSAGE_BY_FORMULA = {
    "zh": "表中写明得分按{cue}计算，应为{computed}，却填{stated}（{sum}）",
    "en": "the form says the score is {cue}, that gives {computed}, it prints {stated} ({sum})",
}

_MESSAGE_REPEATED = {
    "zh": "“{cue}”行的金额就是资金总额，重复填写的分值或得分却不同（{sum}）",
    "en": "row {cue} is the whole of the money, yet the points printed on it again differ ({sum})",
}
_MONEY: tuple[Role, ...] = ("budget", "executed")
_POINTS: tuple[Role, ...] = ("weight", "score")


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
        yield from _repeated(facts, form, row)
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


def _repeated(facts: FactSet, form: Form, total: FundRow) -> Iterator[Constraint]:
    """Points printed once more on the only source that has any money: it is the whole, and so are its points."""
    for row in form.funds:
        if row.kind != "part" or row is total:
            continue
        pairs = [(amount(facts, form, row, r), amount(facts, form, total, r)) for r in _MONEY]
        if not all(a is not None and b is not None and a.point == b.point for a, b in pairs):
            continue
        for role in _POINTS:
            again, first = score_of(facts, form, row.cells.get(role)), score_of(facts, form, total.cells.get(role))
            if again is not None and first is not None:
                told = equals(again, first, cue=row.label, exact=True, severity="info")
                yield replace(told, message=_MESSAGE_REPEATED)


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
