"""GJ311 grade-differs 评价等次与得分不符."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Paragraph, Text
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.sections import outline
from gouji.rules.cells import plain, quote, stated

# 得分92分，评价等级为“良” · 综合得分92分，等次：良 — the grade in the same sentence, right after the score.
_GRADE = re.compile(
    r"^分?[，,、；;（(。]?(?:自评|评价|绩效|综合|评定|最终|考核)*(?:结果|结论|等级|等次|级别|档次|评级)"
    r"(?:评定|评价)?(?:为|是|达到|属于|：|:)?[“\"「]?(?P<grade>优秀|优|良好|良|中|差)(?:[”\"」]|等|档|级|[，,。；;、）)]|$)"
)
_SCORE = re.compile(r"(?:得分|评分|总分|分数)(?:为|是|:|：)?$")
_SCALE = re.compile(r"(?:优秀?|良好?|中|差)[”\"]?[（(：:]?[^。；;，,]{0,10}\d{2,3}分?[^。；;，,]{0,4}(?:以上|以下|[-~—～至])|\d{2,3}分?[^。；;]{0,6}(?:以上|[-~—～至]\d{2,3}分?)[^。；;，,]{0,8}(?:为|:|：)?[“\"]?(?:优|良|中|差)")
_GRADE_HEAD = re.compile(r"(?:自评|评价|绩效|考核|评定|绩效自评)?(?:结果)?(?:等级|等次|级别|档次)")
_WHOLE = re.compile(r"(?:自评|评价|综合|最终)(?:总分|得分|总得分)(?:为|是|:|：)?$")
_SCORED = re.compile(r"(?:总分|得分|评分)(?:为|是|:|：)?\s*\d")
_LATER = re.compile(
    r"(?:自评|评价|绩效|综合|评定|最终)(?:结果|等级|等次|级别|档次)(?:评定)?(?:为|是|：|:)[“\"「]?(?P<grade>优秀|优|良好|良|中|差)(?:[”\"」]|等|档|级|[，,。；;、）)]|$)"
)
_GRADED = re.compile(
    r"(?:(?<=[，。；：、\s])|^)(?:本|该)?(?:项目|单位|部门)?(?:整体)?(?:支出)?(?:最终|综合|总体|整体)?(?:绩效)?(?:(?P<own>自评)|评价|评定)(?:结果|结论)?(?:等级|等次|级别|档次)(?:评定)?[为是：:]"
    r"[“\"「]?(?P<grade>优秀|优|良好|良|中|差)(?:[”\"」]|(?=[，,。；;、）)]|$))"
)
"""The grade of all that is evaluated: neither of a year, nor of a part."""
_GRADE_WORDS, _PAIR = ("等级", "等次", "级别", "档次"), 2
_SHORT = {"优秀": "优", "良好": "良"}
_FULL = 100

_EARLIER = re.compile(r"\d分")
_OVERALL = re.compile(r"(?:总|综合|自评|评价|最终|合计)[^，。；]{0,6}$")


@rule(
    "GJ311", "grade-differs", severity="error",
    zh="得分{score}，等次写为“{grade}”，按标准应为“{wanted}”",
    en="a score of {score} is graded “{grade}”; by the scale it is “{wanted}”",
    title_zh="评价等次与得分不符", title_en="The grade does not fit the score",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一句中、汇总表同一行中自评得分与评价等次相符（优≥90，良80–90，中60–80，差<60，规则包可改）。

    为什么重要: 等次是结果应用的依据，与得分不符则必有一错。
    何时不算错: 文中自定等次标准（此时只作提示）；满分不是100分；得分为约数。
    """
    for form in facts.forms:
        yield from _columns(facts, form, pack)
    yield from _told_twice(facts)
    texts = [text for _, _, text in facts.document.texts()]
    own_scale = any(_SCALE.search(t.string) for t in texts)
    for number in facts.quantities:
        text = facts.text_of(number)
        found = _GRADE.match(text[number.quantity.end :]) or _in_next_sentence(text, number)
        value = stated(number)
        if found is None or value is None or number.quantity.unit not in ("分", None) or value > _FULL:
            continue
        before = text[: number.quantity.start]
        if not _SCORE.search(before) or "满分" in text:
            continue
        if _EARLIER.search(re.split("[。；]", before)[-1]) and not _OVERALL.search(before):
            continue  # 综合得分86.4分，其中…效益得分19分，等级为良: the grade is not that of the last part
        grade = _SHORT.get(found["grade"], found["grade"])
        wanted = grade_of(Decimal(value.numerator) / value.denominator, pack)
        if grade != wanted and any(name == grade for name, _ in pack.grades):
            start = number.quantity.end + found.start("grade")
            yield Defect(
                (cite(number), _words(facts, number, start, start + len(found["grade"]))),
                {"score": number.raw, "grade": found["grade"], "wanted": wanted},
                f"{number.raw} → {wanted} ≠ {found['grade']}",
                severity="warning" if own_scale else None,
            )


def _told_twice(facts: FactSet) -> Iterator[Defect]:
    """项目得分86.4分，评价等级为“良”。… 项目最终评价等级为“优”: one filing, one evaluation, and two grades; a self-evaluation is another."""
    sections = outline(facts.document)
    told: dict[tuple[int, bool], list[tuple[Text, re.Match[str]]]] = {}
    for block, paragraph in enumerate(facts.document.blocks):
        if isinstance(paragraph, Paragraph) and any(w in paragraph.text.string for w in _GRADE_WORDS):
            for found in _GRADED.finditer(paragraph.text.string):
                told.setdefault((sections.part_of(block), found["own"] is not None), []).append((paragraph.text, found))
    for same in told.values():
        grades = [_SHORT.get(m["grade"], m["grade"]) for _, m in same]
        if len(set(grades)) != _PAIR:
            continue
        (first, one), (last, other) = same[0], next(s for s, g in zip(same, grades, strict=True) if g != grades[0])
        said = [m["grade"] for m in (one, other)]
        yield Defect(
            (Evidence("primary", other[0], last.locate(other.start(), other.end())), Evidence("secondary", one[0], first.locate(one.start(), one.end()))),
            computation=f"{said[0]}≠{said[1]}", severity="warning",
            message={"zh": f"评价等级前后不一致：一处为“{said[0]}”，另一处为“{said[1]}”", "en": f"graded “{said[0]}” in one place and “{said[1]}” in another"},
        )


def _in_next_sentence(text: str, number: Number) -> re.Match[str] | None:
    """自评总分96.24分。参照规定（90分及以上为优、…），自评等级为优: the only score and the only grade of the paragraph."""
    rest = text[number.quantity.end :]
    if number.quantity.unit != "分" or not _WHOLE.search(text[: number.quantity.start]) or len(_SCORED.findall(text)) != 1:
        return None
    told = list(_LATER.finditer(rest))
    return told[0] if len(told) == 1 else None


def _columns(facts: FactSet, form: Form, pack: Pack) -> Iterator[Defect]:
    """自评得分 | 等级 in the columns of a list of projects; a list most of which keeps to another scale says nothing."""
    found: list[tuple[Number, Cell, str, str]] = []
    for head, column in _grade_columns(form):
        for row in form.table.rows[head + 1 :]:
            if column >= len(row) or column == 0:
                continue
            cell, grade = row[column], plain(row[column])
            grade = _SHORT.get(grade, grade)
            score = next(
                (n for c in reversed(row[:column]) if (n := facts.only(form.block, c)) is not None and _is_score(form, c)), None
            )
            value = stated(score) if score is not None else None
            if score is not None and value is not None and value <= _FULL and any(name == grade for name, _ in pack.grades):
                found.append((score, cell, grade, grade_of(Decimal(value.numerator) / value.denominator, pack)))
    wrong = [f for f in found if f[2] != f[3]]
    if 2 * len(wrong) >= len(found) and len(found) > 1:
        return
    for score, cell, grade, wanted in wrong:
        yield Defect(
            (cite(score), quote(cell)), {"score": score.raw, "grade": grade, "wanted": wanted},
            f"{score.raw} → {wanted} ≠ {grade}", severity=None if len(found) > 2 else "warning",
        )


def _grade_columns(form: Form) -> Iterator[tuple[int, int]]:
    """Row and position of each head 等级, 等次 above a column of grades."""
    for r, row in enumerate(form.table.rows[:-1]):
        for i, cell in enumerate(row):
            if _GRADE_HEAD.fullmatch(plain(cell)) and len(form.table.rows[r + 1]) == len(row):
                yield r, i


def _is_score(form: Form, cell: Cell) -> bool:
    context = form.contexts.get((cell.row, cell.column))
    return context is not None and context.role == "score"


def grade_of(score: Decimal, pack: Pack) -> str:
    """The grade of a score out of 100 by the pack's lower bounds."""
    return next((name for name, bound in pack.grades if score >= bound), pack.grades[-1][0])


def _words(facts: FactSet, number: Number, start: int, end: int) -> Evidence:
    block = facts.document.blocks[number.block]
    text: Text = number.cell.text if number.cell is not None else block.text  # type: ignore[union-attr]
    return Evidence("secondary", text.string[start:end], text.locate(start, end))
