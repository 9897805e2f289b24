"""GJ314 part-of-target-unanswered 指标名称里的其中要求没有完成值."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.rules.cells import evidence_of, plain, quote, result_forms

_WHICH = re.compile(r"其中|同时|且")
_BOUND = re.compile(r"(?:不低于|不少于|不高于|不超过|达到|≥|≤|>=|<=)$")


@rule(
    "GJ314", "part-of-target-unanswered", severity="warning",
    zh="指标“{name}”另有要求{part}，目标值、完成值和说明都没有提到",
    en="indicator “{name}” also demands {part}; target, value and reason say nothing of it",
    title_zh="指标名称里的其中要求没有完成值", title_en="A demand inside an indicator's name is not answered",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 三级指标名称里写有“其中……不低于X”的，完成值或说明应当回答这一项。

    为什么重要: 一行两个标准只报了一个，另一个是否完成不知道，得分没有依据。
    何时不算错: 名称里只有一个标准；完成值或说明写了两个数；名称里的数与目标值相同。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            if row.name_cell is None or row.actual is None or not _WHICH.search(plain(row.name_cell)):
                continue
            part = _demand(facts, form, row)
            if part is not None and _unanswered(facts, form, row, part):
                yield Defect(
                    (quote(row.name_cell, "primary"), cite(part, "secondary"), *evidence_of(facts, form, row.target),
                     *evidence_of(facts, form, row.actual)),
                    {"name": row.name, "part": part.raw},
                )


def _demand(facts: FactSet, form: Form, row: Indicator) -> Number | None:
    """The bound after 其中 in the indicator's name."""
    assert row.name_cell is not None
    text = row.name_cell.text.string
    which = _WHICH.search(text)
    start = which.start() if which is not None else 0
    for number in facts.in_cell(form.block, row.name_cell):
        q = number.quantity
        if q.start > start and (q.operator in ("≥", "≤", ">", "<") or _BOUND.search(text[: q.start])):
            return number
    return None


def _unanswered(facts: FactSet, form: Form, row: Indicator, part: Number) -> bool:
    """True when the row's other cells hold no second number of that dimension."""
    for cell in (row.target, row.actual):
        found = [n for n in facts.in_cell(form.block, cell) if n.dimension() == part.dimension()]
        if len(found) > 1 or any(_values(n) & _values(part) for n in found):
            return False
    # a form without a figure in the value cell answers in words: not for this rule
    return bool(facts.in_cell(form.block, row.actual)) and not facts.in_cell(form.block, row.reason)


def _values(number: Number) -> set[object]:
    q = number.quantity
    return {v for v in (q.low, q.high) if v is not None}
