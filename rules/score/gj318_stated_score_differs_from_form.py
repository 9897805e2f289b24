"""GJ318 stated-score-differs-from-form 文中自评得分与自评表总分不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.constraint import Constraint, equals, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.sections import outline
from gouji.rules.cells import exactly, plain, result_forms, score_of, stated
from gouji.rules.score.parts import sheet_of

_TOLD = re.compile(
    r"(?:自评|自我评价|综合评价|绩效评价|评价|综合|最终|最后)(?:指标|综合|评定|考核|评价)?(?:总)?(?:得分|评分|总分|分值|分数)(?:情况)?(?:约?为|是|:|：|达到?|共计?|合计)?$|"
    r"(?:^|[，。；：、\s])(?:总得分|自评总分|自评总得分|总体得分|得分合计)(?:为|是|:|：|达到?)?$|自评(?:为|得)?$|自评(?:为)?[优良中差][，,、（(]?$"
)
_NOT_OWN = re.compile(r"满分|满意度|调查|测评|委托|列全|平均|上年|去年|第三方|抽查|复核|财政(?:部门|局)评|指标得分|分项|其中")
_LEAST = 50
_FULL = 100


@rule(
    "GJ318", "stated-score-differs-from-form", severity="error",
    zh="文中自评得分为{stated}，自评表总分为{computed}",
    en="the text gives the score as {stated}, the form's total is {computed}",
    title_zh="文中自评得分与自评表总分不符", title_en="The score in the text differs from the form's total",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 报告正文、结论栏所写的自评得分（总分）等于同一项目自评表的总分。

    为什么重要: 得分决定等次和是否公开表扬、扣减预算；正文与附表两个分数，公开的那个就可能是错的。
    何时不算错: 文件里有几张自评表而句子没有写明是哪一张；上年得分、平均分、第三方复评得分；单项指标的得分。
    """
    sections = outline(facts.document)
    totals: dict[str, list[Number]] = {}
    apart: dict[str, Number] = {}
    for form in result_forms(facts):
        total, budget = sheet_of(facts, form).total_score or _sum_of_points(facts, form), sheet_of(facts, form).budget_score
        row = form.table.rows[total.cell.row] if total is not None and total.cell is not None else ()
        if total is not None and budget is not None and (any("不含" in plain(c) for c in row) or _without_budget(facts, form)):
            apart[total.id] = budget
        if total is not None and (stated(total) or 0) >= _LEAST:
            totals.setdefault(sections.project_of(form.block), []).append(total)
    scores: dict[str, list[Number]] = {}
    for number in _told(facts):
        scores.setdefault(sections.project_of(number.block), []).append(number)
    several = len({stated(t) for found in totals.values() for t in found}) > 1
    for project, told in scores.items():
        own = [t for p, found in totals.items() for t in found if not several or p == project]
        if not own or len({stated(t) for t in own}) > 1:
            continue
        same = [n for n in told if stated(n) == stated(own[0])]
        sure = not several and len({stated(n) for n in told}) == 1
        for number in told:
            if number in same or number is own[0]:
                yield equals(exactly(number), exactly(own[0]), cue="自评得分", exact=True)
            elif own[0].id in apart:  # 小计（不含预算执行）80分, and 19.40分 for the budget
                yield sums_to(exactly(number), [exactly(own[0]), exactly(apart[own[0].id])], cue="自评得分", exact=True)
            elif not same:
                yield equals(
                    exactly(number), exactly(own[0]), cue="自评得分", exact=True, severity="error" if sure else "warning"
                )


def _without_budget(facts: FactSet, form: Form) -> bool:
    """合计 | 90 | 89.5: the total row's weight is what the points for the budget leave of 100."""
    sheet = sheet_of(facts, form)
    weight, budget = (stated(n) if n is not None else None for n in (sheet.total_weight, sheet.budget_weight))
    return weight is not None and budget is not None and weight + budget == _FULL


def _sum_of_points(facts: FactSet, form: Form) -> Number | None:
    """The total of the only column of points in a plain table whose weights make 100: 投入 | 20 | 19, …, 合计 | 100 | 93."""
    found: dict[str, list[Number]] = {"weight": [], "score": []}
    for total in form.totals:
        context = form.contexts.get((total.total.row, total.total.column))
        number = score_of(facts, form, total.total)
        if context is not None and context.role in found and total.kind == "rows" and total.complete and number is not None:
            found[context.role].append(number)
    weights, scores = found["weight"], found["score"]
    return scores[0] if len(scores) == 1 and [stated(w) for w in weights] == [_FULL] else None


def _told(facts: FactSet) -> Iterator[Number]:
    """Own scores as sentences state them."""
    for passage in facts.passages:
        for number in passage.numbers:
            value = stated(number) if number.is_quantity else None
            if value is None or number.quantity.unit != "分" or not _LEAST <= value <= 100:
                continue
            start = number.quantity.start
            clause = re.split(r"[。；;\n]", passage.text[:start])[-1]
            if _TOLD.search(clause) and not _NOT_OWN.search(clause[-24:]):
                yield number
