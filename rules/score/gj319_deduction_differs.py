"""GJ319 deduction-differs 写明的扣分与分值、得分之差不符."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Number, Passage
from gouji.extract.facts.statements import name_of
from gouji.extract.rational import Fraction
from gouji.rules.cells import exactly, plain, result_forms, stated, words
from gouji.rules.score.parts import Scored, sheet_of

_TAKEN = re.compile(r"扣(?:除|减|去|掉)?了?$")
_IN_ALL = re.compile(r"(?:共|合计|累计|总计)(?:扣|丢|失)")
_SHORT_HEAD = 14
_FULL = re.compile(r"(?:满分|分值|标准分值?|设定分)(?:值|数)?(?:为|是)?[:：]?$")
_JOINT = (re.compile(r"[，,、]?(?:扣|扣减|扣除|失)"), re.compile(r"[，,、]?(?:得|得分|实得)(?:为)?"))
"""Between a score and the points taken, and the other way round."""
_VERB = re.compile(r"(?:因[^，]*)?(?:扣|得|得分|实得)(?:除|减|去|掉)?了?(?:为)?$")
_NAMED = 4
_OWN_TOTAL = re.compile(r"(?:自评|自我评价|综合|评价|总体|最终)(?:得分|总分|总得分|评分|分数|打分|分值)?(?:为|是|达到?)?[:：]?$|总得?分(?:为|是)?[:：]?$")
_ALL_OF_THEM = re.compile(r"扣分(?:项目?|因素|原因|情况|点|指标)?(?:为|是|有|：|:)")
_PARTS = {"zh": "扣分写为{stated}，其中各项扣分相加为{computed}", "en": "{stated} are said to be deducted; the items listed make {computed}"}
_THEN_GOT = re.compile(r"[，,]\s*(?:得|实得|自评)分?\s*")
_REST_FULL = re.compile(r"其[余他](?:各?项)?(?:指标)?(?:均|都)?(?:得|为|是)?满分")
_LEAST, _HUNDRED, _PAIR = 50, 100, 2
_MADE = {
    "zh": "总得分写为{stated}，按写明的扣分应为{computed}",
    "en": "the total is stated as {stated}; the points said to be deducted leave {computed}",
}
_GOT = re.compile(r"(?:得|得分|自评分|评分|评价分)(?:为|是)?[:：]?$")


@rule(
    "GJ319", "deduction-differs", severity="error",
    zh="分值{stated}，得分与写明的扣分相加为{computed}，相差{difference}",
    en="{stated} points possible; the score and the points deducted add to {computed}: a difference of {difference}",
    title_zh="写明的扣分与分值、得分之差不符", title_en="The points deducted are not weight less score",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 指标行的“扣分”栏，或扣分说明里写明的“扣1分”，等于本行分值减得分；文中“满分10分，得9分，扣1分”同样核对；一行写了几处扣分的，合计计算；
    自评得分与写明的各项扣分，“扣3.3分，其中…扣…”同样核对。

    为什么重要: 分值、得分、扣分三个数写了两遍同一件事，对不上就说明得分或扣分至少有一个没有改到。
    何时不算错: 栏里写的是评分标准（每少一项扣1分、扣完为止）；写明的扣分少于差额（可能没有写全）的只作警告；
    只写原因没有写扣几分的不核对。
    """
    for form in result_forms(facts):
        for row in sheet_of(facts, form).rows:
            if row.weight is not None and row.score is not None:
                yield from _row(facts, form, row, row.weight, row.score)
        yield from _in_all(facts, form)
    for passage in facts.passages:
        if "扣" not in passage.text:
            continue
        for told in re.finditer(r"[^。；;\n]+", passage.text):
            yield from _told(passage, told.start(), told.end())
            yield from _by_parts(passage, told.start(), told.end())
        for told in re.finditer(r"[^。\n]+", passage.text):
            yield from _of_hundred(passage, told.start(), told.end())
    yield from _of_rows(facts)


def _points(passage: Passage, start: int, end: int) -> list[Number]:
    """The points told between two places of a paragraph."""
    return [n for n in passage.numbers if start <= n.quantity.start < end and n.quantity.unit == "分" and stated(n) is not None]


def _told(passage: Passage, start: int, end: int) -> Iterator[Constraint]:
    """满分10分，得9分，因台账不规范扣1分: all told in one sentence."""
    here = _points(passage, start, end)
    if len(here) < 3 or any(w in passage.text[start:end] for w in words("scoring_scheme")):
        return
    before = [passage.text[start : n.quantity.start].rstrip() for n in here]
    full, *rest = here
    behind = passage.text[full.quantity.end : full.quantity.end + 1]
    in_bracket = before[0].endswith(("（", "(")) and behind in ("）", ")")  # 科学性（6分）扣1.5分，得4.5分
    scores = [n for n, said in zip(rest, before[1:], strict=True) if _GOT.search(said)]
    taken = [n for n, said in zip(rest, before[1:], strict=True) if _TAKEN.search(said)]
    beside = bool(scores) and _THEN_GOT.fullmatch(passage.text[full.quantity.end : scores[0].quantity.start]) is not None  # 制度执行6分，得4.0分，…扣1分
    if not (_FULL.search(before[0]) or in_bracket or beside) or len(scores) != 1 or len(taken) != len(rest) - 1 or not (in_bracket or scores[0] is rest[0]):
        return
    got = scores[0]
    whole = next((n for n in taken if stated(n) == (stated(full) or 0) - (stated(got) or 0)), None)
    taken = taken if whole is None else [whole]  # 扣3.3分，其中执行率扣0.8分、…: told again by parts
    relation = replace(sums_to(exactly(full), [Term(exactly(got)), *(Term(exactly(n)) for n in taken)], cue="扣分"), kind="score")
    lost = (stated(full) or Fraction(0)) - (stated(got) or Fraction(0))
    less = sum((stated(n) or Fraction(0) for n in taken), Fraction(0)) < lost
    yield replace(relation, severity="warning") if less else relation


def _by_parts(passage: Passage, start: int, end: int) -> Iterator[Constraint]:
    """扣3.3分，其中执行率扣0.8分、制度执行扣0.5分、监控扣2分: each part with points of its own taken off."""
    here = _points(passage, start, end)
    for k, whole in enumerate(here[:-_PAIR]):
        rest = here[k + 1 :]
        opens = passage.text[whole.quantity.end : rest[0].quantity.start]
        taken = [_TAKEN.search(passage.text[start : n.quantity.start].rstrip()) is not None for n in (whole, *rest)]
        if all(taken) and re.match(r"[，,（(]\s*其中", opens) and not any(w in passage.text[start:end] for w in words("scoring_scheme")):
            relation = replace(sums_to(exactly(whole), [exactly(n) for n in rest], cue="扣分"), kind="score", message=_PARTS)
            yield relation if held(relation) else replace(relation, severity="warning")
            return


def _of_hundred(passage: Passage, start: int, end: int) -> Iterator[Constraint]:
    """自评得分96.5分，扣分项为执行率偏低扣2分，目标细化不够扣1.5分: what was taken of the hundred points."""
    here = _points(passage, start, end)
    if len(here) >= _PAIR and _OWN_TOTAL.search(passage.text[start : here[-1].quantity.start].rstrip()):
        here = [here[-1], *here[:-1]]  # 扣1分，其余满分，总得分99分
    if len(here) < _PAIR or any(w in passage.text[start:end] for w in words("scoring_scheme")):
        return
    said = [passage.text[start : n.quantity.start].rstrip() for n in here]
    score, *rest = here
    value = stated(score) or Fraction(0)
    taken = [n for n, before in zip(rest, said[1:], strict=True) if _TAKEN.search(before)]
    if not _OWN_TOTAL.search(said[0]) or not _LEAST <= value < _HUNDRED or len(taken) != len(rest):
        return
    whole = next((n for n in taken if stated(n) == _HUNDRED - value), None)
    taken = taken if whole is None else [whole]  # 扣3.9分，其中预算执行扣1.1分、产出扣1.3分、…
    terms = (Term(exactly(score)), *(Term(exactly(n)) for n in taken))
    shown = f"{_HUNDRED}-" + "-".join(f"{{{n.id}}}" for n in taken) + f"={{{score.id}}}"
    relation = Constraint(
        "score", terms, constant=Fraction(-_HUNDRED), result=exactly(score), cue="扣分", severity="warning", message=_MADE, template=shown,
    )
    lost = sum((stated(n) or Fraction(0) for n in taken), Fraction(0))
    text = passage.text[start:end]
    listed = (_ALL_OF_THEM.search(text) is not None and len(taken) >= _PAIR) or _REST_FULL.search(text) is not None
    if held(relation) or lost > _HUNDRED - value or listed:
        yield relation


def _of_rows(facts: FactSet) -> Iterator[Constraint]:
    """预算编制科学性扣1.5分，得4.5分 in a sentence: the row of that name has a weight of 6, and that score."""
    rows: dict[str, list[Scored]] = defaultdict(list)
    for form in result_forms(facts):
        for row in sheet_of(facts, form).rows:
            if row.weight is not None and row.score is not None:
                rows[name_of(row.row.name)].append(row)
    for passage in facts.passages if rows else ():
        points = [n for n in passage.numbers if n.quantity.unit == "分" and stated(n) is not None]
        for first, second in pairwise(points):
            between = passage.text[first.quantity.end : second.quantity.start]
            head = passage.text[: first.quantity.start]
            swapped = _TAKEN.search(head) is not None
            if not _JOINT[swapped].fullmatch(between) or not (swapped or _GOT.search(head)):
                continue
            about = _VERB.sub("", re.split(r"[，。；、：:\n\d]", head)[-1])
            found = rows.get(name_of(about), ())
            if len(found) == 1 and len(name_of(about)) >= _NAMED:
                got, taken = (second, first) if swapped else (first, second)
                weight = found[0].weight
                if weight is not None and weight.block != got.block:
                    relation = sums_to(exactly(weight), [Term(exactly(got)), Term(exactly(taken))], cue="扣分")
                    yield replace(relation, kind="score", severity=None if held(relation) else "warning")


def _in_all(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """共扣3.46分 in the row of the total."""
    weight, score = (facts.only(form.block, c) for c in (form.total_weight, form.total_score))
    if weight is None or score is None or stated(weight) is None or stated(score) is None:
        return
    taken = [
        n for cell in form.table.rows[score.cell.row if score.cell else 0] for n in facts.in_cell(form.block, cell)
        if n.quantity.unit == "分" and _IN_ALL.search(facts.text_of(n)[: n.quantity.start]) and stated(n) is not None
    ]
    if len(taken) == 1:
        relation = sums_to(exactly(weight), [Term(exactly(score)), Term(exactly(taken[0]))], cue="共扣")
        yield replace(relation, kind="score", severity=None if held(relation) else "warning")


def _row(facts: FactSet, form: Form, row: Scored, weight: Number, score: Number) -> Iterator[Constraint]:
    for cell, column in ((row.row.lost, True), (row.row.reason, False)):
        taken = _taken(facts, form, cell, column=column)
        if not taken:
            continue
        terms = [Term(exactly(n), Fraction(-1 if (stated(n) or 0) < 0 else 1)) for n in taken]
        relation = replace(sums_to(exactly(weight), [Term(exactly(score)), *terms], cue="扣分"), kind="score")
        lost = (stated(weight) or Fraction(0)) - (stated(score) or Fraction(0))
        less = not column and sum((abs(stated(n) or Fraction(0)) for n in taken), Fraction(0)) < lost
        if held(relation) or (lost >= 0 and stated(score) is not None):
            yield replace(relation, severity="warning") if less else relation
        return


def _taken(facts: FactSet, form: Form, cell: Cell | None, *, column: bool) -> list[Number]:
    """The points a cell says were deducted; none where it states a rule of scoring."""
    if cell is None:
        return []
    text = plain(cell)
    if any(w in text for w in words("scoring_scheme")) or _tells_the_rule(form, cell):
        return []
    found = facts.in_cell(form.block, cell)
    if column and len(found) == 1 and stated(found[0]) is not None and found[0].quantity.unit in (None, "分"):
        return [found[0]]
    own = cell.text.string
    taken = [n for n in found if n.quantity.unit == "分" and _TAKEN.search(own[: n.quantity.start].rstrip())]
    sums = [n for n in taken if _IN_ALL.search(own[: n.quantity.start][-4:])]
    taken = sums if len(sums) == 1 else taken
    return taken if all(stated(n) is not None for n in taken) else []


def _tells_the_rule(form: Form, cell: Cell) -> bool:
    """The column is headed 评分标准: what would be deducted."""
    heads = (c for c in form.table.cells if c.row < cell.row and c.column <= cell.column < c.column + c.column_span)
    return any(len(plain(c)) <= _SHORT_HEAD and any(w in plain(c) for w in words("scheme_heads")) for c in heads)
