"""GJ312 score-differs-from-rule 得分与表中计分办法不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, score_is
from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Number, Passage
from gouji.extract.rational import Fraction
from gouji.rules.cells import (
    compare,
    exactly,
    is_ceiling,
    name_of,
    plain,
    readings,
    result_forms,
    row_evidence,
    shown,
    stated,
)
from gouji.rules.score.in_proportion import in_proportion
from gouji.rules.score.parts import Scored, full, sheet_of

# 未完成的按 完成值/目标值×分值 计分 · 正向指标得分=B/A×该指标分值 (footnotes of the sheets themselves).
_PROPORTIONAL = re.compile(
    r"(?:完成值|完成数|实际值|完成比例|完成率|B)(?:与|/|÷|占)?(?:指标值|目标值|年初目标值|A)?(?:的?比例?)?[)）]?(?:×|\*|x|乘以?|计)"
    r"(?:该|本|各)?(?:项)?(?:指标)?(?:的)?(?:分值|权重)"
)
_BY_SHARE = re.compile(r"(?:按(?:实际|该|此)?比例|按[“\"]?[^，。；“”]{0,6}分?[*×xX][^，。；“”]{1,6}率[”\"]?(?:计算|计分)?|按(?:执行率|完成率|到位率|支出率|比率)(?:计算|计分|折算))[，,]?(?:计|折算|自评|实际|本项)?(?:得分?|扣减后得)(?:为|：)?$")
"""按比例得, 按“20分*执行率”计算，自评得分: the points are in proportion to a rate."""
_RULE_BEHIND = re.compile(r"[（(]满分(?:为|是)?\|[，,]?按[^，。）)]{1,6}率(?:乘以?|×|\*|x)分值")
"""9.52分（满分10分，按执行率乘以分值计算）: the rule behind the points."""
_IN_PROPORTION = {"zh": "{label}写为{stated}，按比例应得{computed}", "en": "{label} is {stated}; in proportion it is {computed}"}
_REACH = 40
_TOLERANCE = Fraction(1, 2)


@rule(
    "GJ312", "score-differs-from-rule", severity="warning",
    zh="{label}按表中计分办法（完成值÷目标值×分值）应得{wanted}分，却填{score}",
    en="{label}: by the form's own rule (completed ÷ target × weight) the score is {wanted}, it prints {score}",
    title_zh="得分与表中计分办法不符", title_en="The score is not what the form's own rule gives",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: 表中或附注写明按完成值与目标值之比计分的，未完成的定量指标得分应与之相符；没有写明而恰好按比例计分的记为相符。

    为什么重要: 写明的计分办法就是得分的依据，不照办则评分不可复核。
    何时不算错: 文件没有写明按比例计分；相差不到半分；定性指标；得满分的见GJ308；得零分的（可能按完不成不得分处理）。
    """
    stated_rule = any(
        any(sign in t.string for sign in "×*x乘计") and _PROPORTIONAL.search(re.sub(r"\s+", "", t.string))
        for _, _, t in facts.document.texts()
    )
    for form in result_forms(facts):
        for row in sheet_of(facts, form).rows:
            by_share = _by_share(facts, form, row)
            if by_share is not None and held(by_share):
                yield by_share
            elif stated_rule:
                yield from _row(facts, form, row)
    for passage in facts.passages:
        yield from _in_prose(passage)
        yield from in_proportion(passage)


def _in_prose(passage: Passage) -> Iterator[Constraint]:
    """资金到位率（4分）：92.92%，按比例得3.72分: what it is worth, the rate, and the points by the rule that the sentence states."""
    told = [n for n in passage.numbers if n.is_quantity]
    for rate, score, full_marks in zip(told, told[1:], told[2:], strict=False):
        end = full_marks.quantity.end
        behind = passage.text[score.quantity.end : full_marks.quantity.start] + "|" + passage.text[end : end + _REACH]
        if rate.dimension() == "1" and score.unit == full_marks.unit == "分" and _RULE_BEHIND.match(behind) and stated(score) is not None:
            yield replace(score_is(score, exactly(full_marks), rate, cue="按比例得分"), message=_IN_PROPORTION)
    for score in told:
        before = passage.text[: score.quantity.start]
        by_rule = _BY_SHARE.search(before[-_REACH:])
        if score.unit != "分" or by_rule is None or stated(score) is None:
            continue
        start = max(before.rfind(c) for c in "。；;\n") + 1
        start = before.rfind("。", 0, max(start - 1, 0)) + 1 if "分" not in before[start:] else start
        earlier = [n for n in told if start <= n.quantity.start and n.quantity.end <= score.quantity.start]
        rates = [n for n in earlier if n.dimension() == "1" and n.quantity.value is not None]
        worth = [n for n in earlier if n.unit == "分" and stated(n) is not None and (stated(n) or 0) >= (stated(score) or 0)]
        if len(worth) == 1 and rates and rates[-1].quantity.start > worth[0].quantity.start - _REACH:
            yield replace(
                score_is(score, exactly(worth[0]), rates[-1], cue="按比例得分"),
                message=_IN_PROPORTION,
            )


def _by_share(facts: FactSet, form: Form, row: Scored) -> Constraint | None:
    """``score = weight × completed ÷ target`` for a target just missed (÷ and × swapped where less is better)."""
    target, actual = facts.only(form.block, row.row.target), facts.only(form.block, row.row.actual)
    if target is None or actual is None or row.weight is None or row.score is None or full(row):
        return None
    if compare(row.row, target, actual) not in ("missed", "unclear") or not stated(row.score):
        return None
    if target.dimension() != actual.dimension():
        return None
    reverse = is_ceiling(row.row, target) is True
    end = target.quantity.high if reverse else target.quantity.low
    share = _share(target, actual, reverse=reverse)
    weight = stated(row.weight)
    score = stated(row.score)
    if share is None or weight is None or end is None or share == 1 or score is None:
        return None
    if score.denominator == 1 and weight * share != score:
        return None
    zero = Fraction(0)
    linear = (Term(row.score), Term(target, zero), Term(actual, zero))
    template = f"{{{row.weight.id}}}×{{{actual.id}}}÷{{{target.id}}}={{{row.score.id}}}"
    if reverse:
        template = f"{{{row.weight.id}}}×{{{target.id}}}÷{{{actual.id}}}={{{row.score.id}}}"
    return Constraint(
        "score", linear, divisor=(Term(row.weight),), rate_constant=share, result=row.score, cue="按完成比例计分",
        template=template,
    )


def _row(facts: FactSet, form: Form, row: Scored) -> Iterator[Defect]:
    target, actual = facts.only(form.block, row.row.target), facts.only(form.block, row.row.actual)
    if target is None or actual is None or row.weight is None or row.score is None or full(row):
        return
    if compare(row.row, target, actual) != "missed" or not plain(row.row.actual):
        return
    weight, score = stated(row.weight), stated(row.score)
    share = _share(target, actual, reverse=is_ceiling(row.row, target) is True)
    if weight is None or not score or share is None:
        return
    wanted = weight * share
    if abs(wanted - score) > _TOLERANCE:
        yield Defect(
            row_evidence(facts, form, row.row, row.row.score),
            {"label": name_of(row.row), "wanted": shown(Fraction(round(wanted * 100), 100)), "score": row.score.raw},
            f"{row.weight.raw}×{actual.raw}÷{target.raw}≈{shown(Fraction(round(wanted * 100), 100))}≠{row.score.raw}",
        )


def _share(target: Number, actual: Number, *, reverse: bool) -> Fraction | None:
    """Completed over target, target over completed where less is better; ``None`` where it cannot be told."""
    end = target.quantity.high if reverse else target.quantity.low
    values = [stated(a) for a in readings(actual, target)]
    if end is None or len(values) != 1 or not values[0]:
        return None
    bound = Fraction(end) * target.factor()
    if not bound:
        return None
    return bound / values[0] if reverse else values[0] / bound
