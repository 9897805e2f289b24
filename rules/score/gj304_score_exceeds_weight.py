"""GJ304 score-exceeds-weight 得分高于分值."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, at_most, at_most_constant
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import exactly, result_forms, stated
from gouji.rules.score.parts import sheet_of

_FULL = 100
# 自评得分98分, 综合得分为98分, 评价总分98分 — a score of the whole, out of 100 unless the text names other full marks.
_WHOLE_SCORE = re.compile(
    r"(?:自评|评价|综合|考核|绩效|指标|总|最终|平均)(?:指标|综合|考核|评价|自评)?(?:总)?(?:得分|评分|总分|分数|分值)"
    r"(?:情况)?(?:分?别?为|是|达到?|:|：|约)?$"
)
_OTHER_SCALE = re.compile(r"满分|总分值|附加|加分|百分制外|分制|千分|权重|分值")
_OUT_OF = re.compile(r"满分(?:为|是|:|：)?$|(?:分值|权重)(?:为|是|:|：)?$")
_GOT = re.compile(r"^[，,、；;]?(?:实际|自评|本项|最终|评价)?(?:得分?|得分为|自评得分|评分|评为)(?:为|是|:|：)?$")

# 自评得分10分，满分10分
_OWN = re.compile(r"(?:得分|得|评分)(?:为|是|:|：)?$")
_THEN_OUT_OF = re.compile(r"[，,（(；;]?(?:本项)?满分(?:为|是|:|：)?")


@rule(
    "GJ304", "score-exceeds-weight", severity="error",
    zh="得分{stated}高于分值：{sum}", en="a score of {stated} is above its full marks: {sum}",
    title_zh="得分高于分值", title_en="A score is above its full marks",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 每项得分不高于分值，总分不高于满分；句中“满分10分得8分”“自评得分98分”同理。

    为什么重要: 得分高于满分不可能，总分也随之虚高。
    何时不算错: 文中写明有附加分、加分项或另定满分的总分。
    """
    for form in result_forms(facts):
        sheet = sheet_of(facts, form)
        for row in sheet.rows:
            if row.score is not None and row.weight is not None:
                yield _below(row.score, row.weight)
        if sheet.budget_score is not None and sheet.budget_weight is not None:
            yield _below(sheet.budget_score, sheet.budget_weight)
        if sheet.total_score is not None and sheet.total_weight is not None:
            yield _below(sheet.total_score, sheet.total_weight)
    for block, paragraph in enumerate(facts.document.blocks):
        if isinstance(paragraph, Paragraph):
            yield from _in_prose(facts, block, paragraph.text.string)


def _below(score: Number, weight: Number) -> Constraint:
    return replace(at_most(score, weight, cue="分值"), exact=True)


def _in_prose(facts: FactSet, block: int, text: str) -> Iterator[Constraint]:
    numbers = [n for n in facts.in_paragraph(block) if n.is_quantity]
    for i, number in enumerate(numbers):
        if number.quantity.unit not in ("分", None) or stated(number) is None:
            continue
        before = text[: number.quantity.start]
        previous = numbers[i - 1] if i else None
        following = numbers[i + 1] if i + 1 < len(numbers) else None
        if following is not None and _OWN.search(before) and _THEN_OUT_OF.fullmatch(
            text[number.quantity.end : following.quantity.start]
        ):
            yield _below(number, following)
        elif previous is not None and _is_full_marks(previous, text) and _GOT.match(
            text[previous.quantity.end : number.quantity.start]
        ):
            yield _below(number, previous)
        elif number.quantity.unit == "分" and (stated(number) or 0) < 2 * _FULL and _WHOLE_SCORE.search(before[-24:]) and not _OTHER_SCALE.search(text):
            yield replace(at_most_constant(exactly(number), _FULL, cue="满分100分"), exact=True)


def _is_full_marks(number: Number, text: str) -> bool:
    return number.quantity.unit == "分" and _OUT_OF.search(text[: number.quantity.start]) is not None
