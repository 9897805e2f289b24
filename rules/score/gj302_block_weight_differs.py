"""GJ302 block-weight-differs 一级指标分值与下级分值之和不符."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Number, ScoreBlock
from gouji.rules.cells import blank, cut_off, score_of, stated
from gouji.rules.score.parts import block_label, points, two_scales


@rule(
    "GJ302", "block-weight-differs", severity="error",
    zh="{cue}标明{stated}，下列各指标分值相加为{computed}，相差{difference}",
    en="{cue} is labelled {stated}, the weights below it add to {computed}: a difference of {difference}",
    title_zh="一级指标分值与下级分值之和不符", title_en="A block's label differs from the weights below it",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: “产出指标(30分)”等于其下各三级指标分值之和；没有分值列的表，各项得分之和不超过标签所写的分。

    为什么重要: 权重加不上，总分就失去意义。
    何时不算错: 表格未完（最后一块、没有总分行、以…结尾）；有指标的分值未填；目标申报表。
    """
    for form in facts.forms:
        if two_scales(form):
            continue
        end = max((i.row for i in form.indicators), default=0)
        for block in form.score_blocks:
            label = block_label(facts, form, block)
            if label is not None and block.indicators:
                yield from _block(facts, form, block, label, last=block.indicators[-1].row >= end)


def _block(facts: FactSet, form: Form, block: ScoreBlock, label: Number, *, last: bool) -> Iterator[Constraint]:
    weights = [score_of(facts, form, i.weight) for i in block.indicators]
    found = list({w.id: w for w in weights if w is not None}.values())
    whole = all(w is not None for w in weights)
    name = block.label.split("(")[0].split("（")[0] or "一级指标"
    if not found:
        scores = [score_of(facts, form, i.score) for i in block.indicators]
        given = list({s.id: s for s in scores if s is not None}.values())
        if given and all(blank(i.weight) for i in block.indicators) and not form.target_only:
            yield _within(label, given, name)
        return
    relation = sums_to(label, found, cue=name, exact=True)
    if held(relation):
        if whole:
            yield relation
        return
    beyond = points(found) > (stated(label) or 0)
    unfinished = last and ((form.total_score is None and form.total_weight is None) or cut_off(form))
    if (whole and not unfinished) or beyond:
        yield relation


def _within(label: Number, given: list[Number], name: str) -> Constraint:
    """Scores of a block without printed weights stay within the block's points."""
    terms = (*(Term(s) for s in given), Term(label, Term(label).coefficient * -1))
    return Constraint(
        "bound", terms, comparison="<=", result=given[0], cue=name, exact=True,
        message={
            "zh": f"{name}各项得分之和超过标明的分值：{{sum}}",
            "en": f"the scores under {name} add to more than its label: {{sum}}",
        },
    )
