"""GJ306 deduction-without-reason 扣分未说明原因."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, at_most
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.rules.cells import (
    blank,
    compare,
    gives_reason,
    has_reason_column,
    is_ceiling,
    name_of,
    plain,
    result_forms,
    row_evidence,
    shown,
    sign_of,
    stated,
    tells_a_date,
    words,
)
from gouji.rules.score.parts import Scored, loses, sheet_of
from gouji.rules.score.sentences import Item, items

_OWN_SCORE = re.compile(
    r"(?<![再复])(?:自评|评价|综合|绩效|指标|总)(?:指标|综合|考核|评价)?(?:总)?(?:得分|评分|总分)(?:为|是|:|：|共|共计)?$"
)
_REASON_WORDS = re.compile(
    r"扣(?:除|减)?\d*\.?\d*分|扣分|按比例得\d|失分|丢分|减分|未得满分|不得分|得分(?:情况|明细|表)|酌情扣"
    r"|得分?\d[\d.]*分[，,；;（(]?(?:其)?(?:主要)?原因|\d分[，,（(]?(?:实际|自评)?得(?:分)?\d[\d.]*分[，,；;）)]"
    r"|\d分[，,](?:自评|评价|复评)(?:得)?\d[\d.]*分|得分?\d[\d.]*分[（(][^（()）]{8,}[）)]"
)
_QUOTES_PROJECTS = re.compile(r"(?:组织|对)[^，。；]{0,12}?\d+个[^，。；]{0,6}项目[^，。；]{0,6}(?:开展|进行|实施)了?[^，。；]{0,6}(?:自评|评价)")
"""Accounts that only quote what projects scored: the deductions stand in the projects' own sheets."""
_TOTAL_ROW = re.compile(r"(?:自评)?(?:总分|总得分|合计|总计)")
_WHY = re.compile(r"原因|由于|因为")
_REASON_HEAD = 24
_FULL = 100
_MEASURES_ONLY = 12


@rule(
    "GJ306", "deduction-without-reason", severity="warning",
    zh="{label}分值{weight}，得{score}，扣{lost}分而原因栏空白",
    en="{label}: {weight} points possible, {score} given, and no reason for the {lost} lost",
    title_zh="扣分未说明原因", title_en="Points are deducted without a reason",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: 得分低于分值的指标、不计分的表中未达目标的指标，在“偏差原因”栏写明原因；报告中自评得分低于满分的写明扣分项和原因。

    为什么重要: 财预〔2020〕10号要求未完成或偏差较大的说明原因和改进措施，没有原因的扣分无法复核。
    何时不算错: 表式没有原因栏；原因里写了不足（目标与完成值相同而只写措施的除外）；目标申报表；得分与分值相同；正文另列扣分情况或得分表。
    定量目标正好完成而扣分的，见GJ307。
    """
    explained = any(isinstance(b, Paragraph) and _WHY.search(b.text.string) for b in facts.document.blocks)
    given = {name_of(i) for form in facts.forms for i in form.indicators if gives_reason(i.reason)}
    for item in items(facts):
        yield from _told(item, explained=explained or any(item.about.endswith(n) or n.endswith(item.about) for n in given if n and item.about))
    scored = False
    for form in result_forms(facts):
        rows = sheet_of(facts, form).rows
        scored = scored or form.scored or any(r.score is not None for r in rows)
        reasons = has_reason_column(form)
        weighed = {r.row.row for r in rows if r.weight is not None and r.score is not None}
        for indicator in form.indicators:
            if indicator.row not in weighed:
                yield from _unweighed(facts, form, indicator, reasons=reasons)
        if not reasons:
            continue
        first = min((i.row for i in form.indicators), default=0)
        headed = any(c.row < first and any(w in plain(c) for w in words("reason_headings")) for c in form.table.cells)
        for row in rows:
            elsewhere = not headed and _explained(form, row.row)
            if row.weight is not None and row.score is not None and loses(row) and not elsewhere:
                yield from _row(facts, form, row, row.weight, row.score)
    if not scored:
        yield from _reports(facts)


def _unweighed(facts: FactSet, form: Form, row: Indicator, *, reasons: bool) -> Iterator[Constraint | Defect]:
    """A row without weight: the target bounds the completed value; one that misses it owes a reason."""
    target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
    if target is None or actual is None or target is actual or tells_a_date(row.target, row.actual):
        return
    if actual.context.spell and not target.context.spell:
        return  # 1—7月完成值 beside 年度指标值: the year is not over
    verdict = compare(row, target, actual)
    if verdict in ("met", "exact") and is_ceiling(row, target) is not None and target.dimension() == actual.dimension():
        # A ceiling has the completed value below it, a floor above: either way the ends that face each other count.
        end = _end(target)
        pair = (actual, end) if is_ceiling(row, target) else (end, actual)
        yield at_most(*pair, cue="达到目标值")
        return
    owes = verdict == "missed" and reasons and sign_of(row, target) is not None and not gives_reason(row.reason)
    if owes and not _explained(form, row):
        yield Defect(
            row_evidence(facts, form, row, row.actual),
            message={
                "zh": f"{name_of(row)}目标为{target.raw}，完成{actual.raw}未达到，原因栏空白",
                "en": f"{name_of(row)}: target {target.raw}, completed {actual.raw}, and no reason given",
            },
        )


def _told(item: Item, *, explained: bool) -> Iterator[Constraint | Defect]:
    """目标值…，实际完成值…，自评得分10分 in a sentence that tells no full marks: the same as a row without weight."""
    target, actual = item.target, item.actual
    if target is None or actual is None or item.full is not None or target.dimension() != actual.dimension():
        return
    row = item.as_indicator()
    verdict = compare(row, target, actual)
    if verdict in ("met", "exact"):
        end = _end(target)
        yield at_most(*((actual, end) if is_ceiling(row, target) else (end, actual)), cue="达到目标值")
    elif verdict == "missed" and not explained and sign_of(row, target) is not None:
        yield Defect(
            (cite(actual), cite(target, "secondary")),
            message={
                "zh": f"{item.about}目标为{target.raw}，完成{actual.raw}未达到，没有说明原因",
                "en": f"{item.about}: target {target.raw}, completed {actual.raw}, and no reason given",
            },
        )


def _end(target: Number) -> Number:
    """The bound a target sets, as a plain value: ≥85% → 85%."""
    q = target.quantity
    bound = q.low if q.low is not None else q.high
    raw = q.raw.lstrip("≥≤＞＜><=＝≧≦ ")
    return replace(target, quantity=replace(q, raw=raw, low=bound, high=bound, low_open=False, high_open=False, operator=None))


def _explained(form: Form, row: Indicator) -> bool:
    """True when the table gives its reasons elsewhere: in a row of their own below."""
    heads = words("reason_headings")
    return any(
        c.row > row.row and len(plain(c)) <= _REASON_HEAD and any(w in plain(c) for w in heads)
        and any(k.column > c.column and not blank(k) for k in form.table.rows[c.row])
        for c in form.table.cells
    )


def _row(facts: FactSet, form: Form, row: Scored, weight: Number, score: Number) -> Iterator[Defect]:
    indicator = row.row
    if _TOTAL_ROW.match(name_of(indicator)):
        return
    if gives_reason(indicator.reason):
        if _says_no_shortfall(indicator):
            yield Defect(
                row_evidence(facts, form, indicator, indicator.score),
                message={
                    "zh": f"{name_of(indicator)}目标与完成值相同仍扣分，原因栏只写改进措施，没有写扣分原因",
                    "en": f"{name_of(indicator)}: met in the same words, points lost, and the reason names measures only",
                },
            )
        return
    if met_to_the_digit(facts, form, row):
        return
    lost = (stated(weight) or 0) - (stated(score) or 0)
    if _told_in_total(form, indicator, shown(lost)):
        return
    yield Defect(
        row_evidence(facts, form, indicator, indicator.score),
        {"label": name_of(indicator), "weight": weight.raw, "score": score.raw, "lost": shown(lost)},
        f"{weight.raw}-{score.raw}={shown(lost)}",
    )


def _told_in_total(form: Form, row: Indicator, lost: str) -> bool:
    """总分 | 97.45 | 佐证不足扣1分: the total row gives the reason for these points."""
    return any(
        c.row > row.row and f"扣{lost}分" in plain(c) and _TOTAL_ROW.match(plain(form.table.rows[c.row][0])) for c in form.table.cells
    )


def _says_no_shortfall(row: Indicator) -> bool:
    """A target met in the same words, and a long reason without a word on what fell short."""
    text = plain(row.reason)
    if not plain(row.target) or plain(row.target) != plain(row.actual) or len(text) < _MEASURES_ONLY:
        return False
    for slogan in words("slogans"):
        text = text.replace(slogan, "")
    return not any(w in text for w in words("shortfall"))


def met_to_the_digit(facts: FactSet, form: Form, row: Scored) -> bool:
    """True when target and completed value are figures that agree to the digit (GJ307 speaks of those)."""
    target = facts.only(form.block, row.row.target)
    actual = facts.only(form.block, row.row.actual)
    if target is None or actual is None or blank(row.row.target):
        return False
    return compare(row.row, target, actual) == "exact"


def _reports(facts: FactSet) -> Iterator[Defect]:
    """Reports without a score table that state a score below 100 and say nowhere what was deducted."""
    texts = [b.text.string if isinstance(b, Paragraph) else "" for b in facts.document.blocks]
    if any(_REASON_WORDS.search(t) or _QUOTES_PROJECTS.search(t) for t in texts):
        return
    heads = [[plain(c) for c in row] for form in facts.forms for row in form.table.rows]
    if any("扣分" in t for row in heads for t in row) or any({"分值", "得分"} <= set(row) for row in heads):
        return  # a column of deductions, a table of points
    if not any("自评" in t or "绩效" in t for t in texts):
        return  # a score of an acceptance or a tender is no self-evaluation
    below: list[Number] = []
    for block, text in enumerate(texts):
        for number in facts.in_paragraph(block):
            value = stated(number) if number.is_quantity else None
            if value is None or number.quantity.unit != "分" or not 60 <= value < _FULL:
                continue
            if _OWN_SCORE.search(text[: number.quantity.start][-20:]) and "满分" not in text:
                below.append(number)
    if below:
        yield Defect(
            (cite(below[0]), *(cite(n, "secondary") for n in below[1:])),
            message={
                "zh": f"自评得分低于100分（{len(below)}处），全文没有扣分项和扣分原因",
                "en": f"a self-evaluation score below 100 ({len(below)} times) and no word on what was deducted",
            },
        )
