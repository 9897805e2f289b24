"""GJ308 missed-target-full-score 未达目标仍得满分."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.constraint import Constraint, Term
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.extract.rational import Fraction
from gouji.extract.sections import outline
from gouji.rules.cells import (
    compare,
    gives_reason,
    is_ceiling,
    name_of,
    plain,
    result_forms,
    row_evidence,
    sign_of,
    stated,
    tells_a_date,
)
from gouji.rules.score.days import against
from gouji.rules.score.gj301_part_scores_miss_total import score_lists
from gouji.rules.score.parts import Scored, full, loses, sheet_of
from gouji.rules.score.sentences import Item, items

_FULL = 100
_OVER = {
    "zh": "{label}上限为{target}，完成{actual}已超出，仍得满分{score}",
    "en": "{label}: the ceiling is {target}, {actual} exceeds it, yet full points ({score})",
}


@rule(
    "GJ308", "missed-target-full-score", severity="error",
    zh="{label}目标为{target}，完成{actual}未达到，仍得满分{score}",
    en="{label}: target {target}, completed {actual} falls short, yet full points ({score})",
    title_zh="未达目标仍得满分", title_en="A missed target is given full points",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: 完成值未达到目标值（或超出“≤”上限）的定量指标不得满分；达到目标而得满分、未达目标而扣分的记为相符；
    “2023年12月31日前”而完成于2024年1月28日同理。

    为什么重要: 财预〔2020〕10号规定未完成的按完成值与目标值之比计分。
    何时不算错: 目标或完成值带“约、左右”；方向不明的指标（成本、时限类未写≤≥）；单位不同；
    原因栏已作说明的、目标未写比较符号的只作提示。
    """
    for form in result_forms(facts):
        for row in sheet_of(facts, form).rows:
            yield from _row(facts, form, row)
    told = list(items(facts))
    for item in told:
        yield from _told(item)
    yield from _whole_blocks(facts, told)


def _whole_blocks(facts: FactSet, told: list[Item]) -> Iterator[Defect]:
    """A block given full points in a list of scores, one of whose indicators the table shows as missed.

    Full points are certain where the items said to have lost points make up all that is missing from 100.
    """
    missed = [(form, row) for form in result_forms(facts) if not form.scored for row in _missed_rows(facts, form)]
    lost = sum(((stated(i.full) or 0) - (stated(i.score) or 0) for i in told if i.full and i.score), Fraction(0))
    if not missed:
        return
    for block, paragraph in enumerate(facts.document.blocks):
        if not isinstance(paragraph, Paragraph):
            continue
        text = paragraph.text.string
        for total, listed in score_lists(facts, block, text):
            if stated(total) != _FULL - lost:
                continue
            for form, row in missed:
                points = [n for n in listed if row.level2 and text[: n.quantity.start].endswith(row.level2)]
                if len(points) == 1 and not any(row.level2 in i.about for i in told if _lost(i)):
                    yield Defect(
                        (*row_evidence(facts, form, row, row.actual), cite(points[0], "secondary")),
                        {
                            "label": row.name, "target": plain(row.target), "actual": plain(row.actual),
                            "score": row.level2 + points[0].raw,
                        },
                        severity="warning",
                    )


def _lost(item: Item) -> bool:
    return item.full is not None and item.score is not None and stated(item.full) != stated(item.score)


def _missed_rows(facts: FactSet, form: Form) -> Iterator[Indicator]:
    for row in form.indicators:
        target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
        if target is not None and actual is not None and compare(row, target, actual) == "missed":
            yield row


def _told(item: Item) -> Iterator[Constraint | Defect]:
    """目标值…，实际完成值…，满分10分得10分 in a sentence."""
    target, actual, score, points = item.target, item.actual, item.score, item.full
    if target is None or actual is None or score is None or points is None or stated(score) != stated(points):
        return
    verdict = compare(item.as_indicator(), target, actual)
    if verdict in ("met", "exact"):
        yield full_marks(score, points, target, actual)
    elif verdict == "missed":
        yield Defect(
            (cite(actual), cite(target, "secondary"), cite(score, "secondary"), cite(points, "secondary")),
            {"label": item.about, "target": target.raw, "actual": actual.raw, "score": score.raw},
            severity="warning",
        )


def _row(facts: FactSet, form: Form, row: Scored) -> Iterator[Constraint | Defect]:
    if row.weight is None or row.score is None:
        return
    target, actual = facts.only(form.block, row.row.target), facts.only(form.block, row.row.actual)
    if target is None or actual is None or tells_a_date(row.row.target, row.row.actual):
        if full(row) and plain(row.row.target) and plain(row.row.target) == plain(row.row.actual):
            yield full_marks(row.score, row.weight)
        elif tells_a_date(row.row.target, row.row.actual):
            yield from _by_day(facts, form, row, row.weight, row.score)
        return
    verdict = compare(row.row, target, actual)
    if verdict in ("met", "exact") and full(row):
        yield full_marks(row.score, row.weight, target, actual)
    elif verdict == "missed" and loses(row):
        yield marked_down(row.score, row.weight, target, actual)
    elif verdict == "missed" and full(row) and "不扣分" not in plain(row.row.reason):
        over = is_ceiling(row.row, target) is True
        plainly = sign_of(row.row, target) is not None and not gives_reason(row.row.reason)
        yield Defect(
            row_evidence(facts, form, row.row, row.row.actual),
            {"label": name_of(row.row), "target": target.raw, "actual": actual.raw, "score": row.score.raw},
            f"{actual.raw} {'>' if over else '<'} {target.raw}，{row.score.raw}/{row.weight.raw}",
            severity=None if plainly else "warning",
            message=_OVER if over else {},
        )


def _by_day(facts: FactSet, form: Form, row: Scored, weight: Number, score: Number) -> Iterator[Constraint | Defect]:
    """2023年12月31日前 | 2024年1月28日 | 6 | 6: done after the day it was to be done by."""
    told = outline(facts.document).year_of(form.block)
    verdict = against(plain(row.row.target), plain(row.row.actual), int(told) if told and told.isdigit() else None)
    if verdict == "met" and full(row):
        yield full_marks(score, weight)
    elif verdict == "missed" and full(row) and not gives_reason(row.row.reason):
        yield Defect(
            row_evidence(facts, form, row.row, row.row.actual),
            {"label": name_of(row.row), "target": plain(row.row.target), "actual": plain(row.row.actual), "score": score.raw},
            f"{plain(row.row.actual)} > {plain(row.row.target)}，{score.raw}/{weight.raw}", severity="warning",
        )


def marked_down(score: Number, weight: Number, target: Number, actual: Number) -> Constraint:
    """``score < weight`` because the target is missed; target and completed value take part without weight."""
    zero = Fraction(0)
    linear = (Term(score), Term(weight, Fraction(-1)), Term(target, zero), Term(actual, zero))
    template = f"目标{{{target.id}}}、完成{{{actual.id}}}，未得满分{{{score.id}}}<{{{weight.id}}}"
    return Constraint(
        "score", linear, comparison="<", result=score, cue="未达目标扣分", exact=True, template=template
    )


def full_marks(score: Number, weight: Number, *grounds: Number) -> Constraint:
    """``score = weight`` because the target is met; the numbers that show it take part without weight."""
    zero = Fraction(0)
    linear = (Term(score), Term(weight, Fraction(-1)), *(Term(n, zero) for n in grounds))
    cue = "达到目标得满分"
    template = ""
    if grounds:
        template = f"目标{{{grounds[0].id}}}、完成{{{grounds[1].id}}}，得满分{{{weight.id}}}={{{score.id}}}"
    return Constraint("score", linear, result=score, cue=cue, exact=True, template=template)
