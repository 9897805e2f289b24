"""GJ301 part-scores-miss-total 各项得分之和与总分不符."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import broken, first_held, held
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import exactly, result_forms, stated
from gouji.rules.score.parts import Sheet, column_sums, points, sheet_of, subtotals, two_scales

# 项目立项6分，绩效目标5分，…，总得分90: a list of points that ends in its total (Fujian 宁德 system text).
_TOTAL_CUE = re.compile(r"(?:总得分|总分|合计得分|综合得分|共计得分|总计得分|合计|自评总分)(?:为|是|:|：)?$")
# 本项目自评得分94.5分，其中预算执行情况20分，得19.2分；…: told beside points out of full marks that make 100.
_OWN_TOTAL = re.compile(r"(?:自评|评价|综合)(?:综合)?得分(?:为|是|:|：)?$")
_OPEN = re.compile(r"等|主要|如[:：]|例如")
_BREAK = re.compile(r"[。；;！？!?\n]")
_BETWEEN = re.compile(r"^分?[、，,和及]?[^、，,。；;\d]{1,20}$")
_FULL, _FEWEST = 100, 2
_GIVEN = re.compile(
    r"^[）)]?[，,（(、:：]?(?:(?:实际?|自评|评价|复评|核定|本项)?(?:得分|得|评分)|自评|复评|评)(?:为|是|:|：)?$"
    r"|^[）)][:：，,]?$"  # 决策（20分）18分
)
_ASIDE = re.compile(r"[（(][^（()）]*$|[/／]$")
"""Before a figure in a bracket of its own, or behind a stroke: 18分（满分20分）, 18分/20分 say what a score is out of."""
_WHOLE_BRACKET = re.compile(r"[（(][^（()）]*[）)]")
_OUT_OF_BEHIND = re.compile(r"[（(](?:满分|共|总分)(?:为|是)?|\s*[/／]\s*(?:满分)?")
_BRACKET_OF = re.compile(r"(?:项目|自评|综合|评价|最终|总)(?:综合)?(?:得分|总分)(?:为|是|:|：)?$")
_NOT_LISTED = re.compile(r"满分|扣|应得|权重|分值|其中")


@rule(
    "GJ301", "part-scores-miss-total", severity="error",
    zh="总分写为{stated}，各项得分相加为{computed}，相差{difference}",
    en="the total score is stated as {stated}, the part scores add to {computed}: a difference of {difference}",
    title_zh="各项得分之和与总分不符", title_en="The part scores do not add to the total score",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 各指标得分（加预算执行得分一次）之和等于总分；句中“A6分，B5分，…，总得分90”同理。

    为什么重要: 总分是结论，分项是依据，两者必须一致。
    何时不算错: 预算执行得分在表外或表内两种写法；得分同时印在总额行和“其中”行（只计一次）；表格未完或有得分未填；
    各项分值之和本身不是满分时，可能另有未列的加扣分项，只作提示。
    """
    for form in result_forms(facts):
        for whole, parts in subtotals(facts, form, "score"):
            yield summed(whole, parts)
        if two_scales(form):
            for whole, parts in column_sums(facts, form, "score"):
                yield summed(whole, parts)
        sheet = sheet_of(facts, form)
        if sheet.total_score is None or not sheet.all_scores() or sheet.cut:
            continue
        yield from _in_table(sheet, sheet.total_score, pack)
    for block, paragraph in enumerate(facts.document.blocks):
        if isinstance(paragraph, Paragraph):
            yield from _in_prose(facts, block, paragraph.text.string)
            yield from _in_pairs(facts, block, paragraph.text.string)
    yield from _over_paragraphs(facts)


def _in_pairs(facts: FactSet, block: int, text: str) -> Iterator[Constraint]:
    """过程（25分，得20.2分）。资金管理共15分，得12.3分；组织实施共10分，得7.9分: what all is worth is the sum, so is what is given."""
    told = [n for n in facts.in_paragraph(block) if n.is_quantity and n.quantity.unit == "分" and stated(n) is not None]
    pairs = [(a, b) for a, b in pairwise(told) if _GIVEN.match(text[a.quantity.end : b.quantity.start])]
    if len(pairs) < _FEWEST + 1 or len(pairs) * 2 != len(told):
        return
    (whole, given), *parts = pairs
    worth = sums_to(exactly(whole), [exactly(a) for a, _ in parts], cue="分值", exact=True)
    if held(worth):
        yield worth
        scores = sums_to(exactly(given), [exactly(b) for _, b in parts], cue="得分", exact=True)
        yield scores if held(scores) else replace(scores, severity="warning")


def summed(whole: Number, parts: list[Number]) -> Constraint:
    """A column total of points: to the digit, but a warning only where rounded parts could explain the gap."""
    exact = sums_to(whole, parts, cue="小计", exact=True)
    return exact if held(exact) or broken(sums_to(whole, parts)) else replace(exact, severity="warning")


def _in_table(sheet: Sheet, total: Number, pack: Pack) -> Iterator[Constraint]:
    own = sheet.scores()
    ways = [sums_to(total, own, cue="总分", exact=True)]
    if sheet.budget_score is not None:
        ways.insert(0, sums_to(total, [sheet.budget_score, *own], cue="总分", exact=True))
    chosen = first_held(ways)
    if chosen is not None:
        if len(own) > 1 or sheet.budget_score is not None:
            yield chosen
        return
    if _budget_elsewhere(sheet, total, pack):
        return
    yield ways[0] if _complete(sheet, pack) else replace(ways[0], severity="warning")


def _budget_elsewhere(sheet: Sheet, total: Number, pack: Pack) -> bool:
    """True when what is missing can be the points for budget execution, printed where they were not found."""
    missing = (stated(total) or 0) - points(sheet.scores())
    outside = _FULL - points(sheet.weights())
    return sheet.budget_score is None and outside in pack.budget_points and 0 < missing <= outside


def _complete(sheet: Sheet, pack: Pack) -> bool:
    """True when the weights of the same rows make up the full marks, so that no scored row is missing."""
    if not sheet.all_weights():
        # No weight column at all (得分(20分*执行率) forms): full marks all over leave no room for another row.
        bare = not any(r.weight is not None for r in sheet.rows) and sheet.budget_weight is None
        given = points([*sheet.scores(), *([sheet.budget_score] if sheet.budget_score is not None else [])])
        return bare and sheet.budget_score is not None and given >= _FULL
    reached = points(sheet.weights())
    full = [stated(sheet.total_weight)] if sheet.total_weight is not None else []
    budget = stated(sheet.budget_weight) if sheet.budget_weight is not None else 0
    return reached + (budget or 0) in (100, *full) or (sheet.budget_score is None and reached in (100, *full))


def _in_prose(facts: FactSet, block: int, text: str) -> Iterator[Constraint]:
    yield from _from_pairs(facts, block, text)
    yield from _behind_in_bracket(facts, block, text)
    for total, listed in score_lists(facts, block, text):
        constraint = sums_to(exactly(total), [exactly(n) for n in listed], cue="总得分", exact=True)
        sure = held(constraint) or len(listed) >= 4
        yield constraint if sure else replace(constraint, severity="warning")


def _behind_in_bracket(facts: FactSet, block: int, text: str) -> Iterator[Constraint]:
    """项目得分94.10分（预算执行19.30分，数量30分，质量14.8分，效益20分，满意度10分）: the bracket lists what makes it."""
    numbers = [n for n in facts.in_paragraph(block) if n.is_quantity and n.quantity.unit == "分"]
    for i, total in enumerate(numbers):
        bracket = _WHOLE_BRACKET.match(text, total.quantity.end)
        if bracket is None or not _BRACKET_OF.search(text[: total.quantity.start]) or _NOT_LISTED.search(bracket[0]):
            continue
        listed = [n for n in numbers[i + 1 :] if n.quantity.end <= bracket.end()]
        if len(listed) > _FEWEST and all(stated(n) is not None for n in listed) and stated(total) is not None:
            constraint = sums_to(exactly(total), [exactly(n) for n in listed], cue="总得分", exact=True)
            yield constraint if held(constraint) else replace(constraint, severity="warning")


def _from_pairs(facts: FactSet, block: int, text: str) -> Iterator[Constraint]:
    """满分10分，得9分；满分50分，得48分；… 总得分97分: complete when the full marks make 100."""
    yield from _of_pairs(*_pairs_and_total(facts, block, text))


def _over_paragraphs(facts: FactSet) -> Iterator[Constraint]:
    """The same with one item to a paragraph: 1.项目立项：满分6分，得6分。 … and the total behind them, or before them."""
    fulls: list[Number] = []
    scores: list[Number] = []
    announced: Number | None = None
    for block, paragraph in enumerate((*facts.document.blocks, None)):
        text = paragraph.text.string if isinstance(paragraph, Paragraph) else ""
        own, given, total = _pairs_and_total(facts, block, text) if text else ([], [], None)
        if own and total is None:
            fulls, scores = [*fulls, *own], [*scores, *given]
            continue
        if scores:
            yield from _of_pairs(fulls, scores, announced if total is None or own else total)
        fulls, scores = [], []
        announced = None if own else total


def _of_pairs(fulls: list[Number], scores: list[Number], total: Number | None) -> Iterator[Constraint]:
    if total is None or len(scores) < 2 or points(fulls) != _FULL or stated(total) is None:
        return
    if all(stated(s) is not None for s in scores):
        yield sums_to(exactly(total), [exactly(s) for s in scores], cue="总得分", exact=True)


def _pairs_and_total(facts: FactSet, block: int, text: str) -> tuple[list[Number], list[Number], Number | None]:
    """Full marks, the points given out of them, and the total behind or before them; ``None`` where none is told.

    满分10分，得9分; 产出指标40分，得36.3分: a figure out of which points are given is full marks without being called so.
    """
    numbers = [
        n for n in facts.in_paragraph(block)
        if n.is_quantity and (n.quantity.unit == "分" or (n.quantity.unit is None and _TOTAL_CUE.search(text[: n.quantity.start])))
    ]
    fulls: list[Number] = []
    scores: list[Number] = []
    total: Number | None = None
    for i, number in enumerate(numbers):
        before = numbers[i - 1] if i else None
        words = text[: number.quantity.start]
        if before is not None and before not in (*fulls, *scores) and _OUT_OF_BEHIND.fullmatch(words[before.quantity.end :]):
            fulls.append(number)  # 投入18分（满分20分）, 过程22分/25分
            scores.append(before)
        elif before is not None and before not in scores and _GIVEN.search(words[before.quantity.end :]):
            fulls.append(before)
            scores.append(number)
            total = None if total is before else total
        elif (_TOTAL_CUE.search(words) or _OWN_TOTAL.search(words)) and len(scores) != 1:
            if scores and stated(number) == points(fulls) and any(_OWN_TOTAL.search(text[: n.quantity.start]) for n in numbers[i + 1 : i + 2]):
                return fulls, scores, numbers[i + 1]  # 效益30分得28分，总分100分，自评得分95.5分: what all is worth, before what was given
            if scores:
                return fulls, scores, number
            total = number
    return fulls, scores, total


def score_lists(facts: FactSet, block: int, text: str) -> Iterator[tuple[Number, list[Number]]]:
    """Lists of points that end in a total, clause by clause: the total and the points listed."""
    numbers = [n for n in facts.in_paragraph(block) if n.is_quantity]
    for i, total in enumerate(numbers):
        before = text[: total.quantity.start]
        if total.quantity.unit not in (None, "分") or not _TOTAL_CUE.search(before) or stated(total) is None:
            continue
        start = max((m.end() for m in _BREAK.finditer(before)), default=0)
        head = re.match(r"[^：:]{0,12}[：:]", text[start:])
        begin = start + (head.end() if head else 0)
        listed = [n for n in numbers[:i] if n.quantity.start >= start]
        if any(_GIVEN.search(text[a.quantity.end : b.quantity.start]) for a, b in pairwise([*listed, total])):
            continue  # 项目决策（15分）得13.5分: full marks with the points given, told as pairs
        clause = text[start : total.quantity.start]
        if len(listed) < 3 or _OPEN.search(clause) or _NOT_LISTED.search(clause):
            continue
        if any(n.quantity.unit != "分" or stated(n) is None for n in listed):
            continue
        end = begin
        for n in listed:
            between = text[end : n.quantity.start]
            if not _BETWEEN.match(between) or _ASIDE.search(between):
                break
            end = n.quantity.end
        else:
            yield total, listed
