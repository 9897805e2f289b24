"""GJ303 weights-miss-total 分值之和不等于满分."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import first_held
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import scored_rows, stated
from gouji.rules.score.gj301_part_scores_miss_total import summed
from gouji.rules.score.parts import (
    Sheet,
    block_label,
    block_labels,
    column_sums,
    points,
    sheet_of,
    subtotals,
    told_budget_points,
    two_scales,
)

_FULL = 100


@rule(
    "GJ303", "weights-miss-total", severity="error",
    zh="分值合计写为{stated}，各项分值相加为{computed}，相差{difference}",
    en="the weights are said to total {stated}, they add to {computed}: a difference of {difference}",
    title_zh="分值之和不等于满分", title_en="The weights do not make up the full marks",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 各指标分值（连同预算执行分值）之和等于“总分/合计”行所写的满分；一级指标标签分值之和同理。

    为什么重要: 分值之和不是满分，得分就不能与等次标准比较。
    何时不算错: 预算执行的10分或20分在表外（合计100而表内只有90）；分值同时印在总额行和“其中”行；表格未完；
    没有合计行的表（只作提示）。
    """
    for form in facts.forms:
        for whole, parts in subtotals(facts, form, "weight"):
            yield summed(whole, parts)
        if two_scales(form):
            for whole, parts in column_sums(facts, form, "weight"):
                yield replace(summed(whole, parts), severity="warning")
        if len(scored_rows(form)) < 2:
            continue
        sheet = sheet_of(facts, form)
        if sheet.cut or not sheet.all_weights():
            continue
        if sheet.total_weight is not None:
            yield from _against_total(facts, sheet, sheet.total_weight, pack)


def _against_total(facts: FactSet, sheet: Sheet, total: Number, pack: Pack) -> Iterator[Constraint]:
    own = sheet.weights()
    labels = block_labels(facts, sheet.form)
    ways = []
    if sheet.budget_weight is not None:
        ways.append(sums_to(total, [sheet.budget_weight, *own], cue="总分", exact=True))
    ways.append(sums_to(total, own, cue="总分", exact=True))
    chosen = first_held(ways)
    if chosen is not None:
        yield chosen
        if len(labels) > 1:
            tops = [sums_to(total, labels, cue="总分", exact=True)]
            if sheet.budget_weight is not None:
                tops.append(sums_to(total, [sheet.budget_weight, *labels], cue="总分", exact=True))
            top = first_held(tops)
            if top is not None:
                yield top
        return
    outside = sheet.budget_weight is None and stated(total) == _FULL
    if outside and any(points(own) == _FULL - b for b in (*pack.budget_points, *told_budget_points(facts, sheet.form))):
        return
    if sheet.budget_weight is not None and points(own) + (stated(sheet.budget_weight) or 0) == _FULL:
        if sheet.total_score is not None and sheet.total_score is not total and stated(total) != stated(sheet.total_score):
            yield replace(ways[0], severity="warning")  # 100 in all, yet another figure in its place
        return
    sure = _blocks_hold(facts, sheet) and sheet.form.total_score is not None
    yield ways[0] if sure else replace(ways[0], severity="warning")


def _blocks_hold(facts: FactSet, sheet: Sheet) -> bool:
    """True when every labelled block equals the weights below it: the rows are read rightly."""
    blocks = sheet.form.score_blocks
    if not blocks:
        return False
    weight = {r.row.row: r.weight for r in sheet.rows}
    for block in blocks:
        label = block_label(facts, sheet.form, block)
        below = [weight.get(i.row) for i in block.indicators]
        found = [w for w in below if w is not None]
        if label is not None and points(found) != stated(label):
            return False
    return all(block_label(facts, sheet.form, b) is not None for b in blocks)


