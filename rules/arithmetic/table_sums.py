"""Sums of tables: a total row or column against the cells it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import Question, held, slipped
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.extract.facts.model import FactSet, Form, Number, Total
from gouji.extract.rational import Fraction
from gouji.rules.arithmetic.reach import lies_between
from gouji.rules.score.parts import averages

_SIGNED = {
    "zh": "{label}写为{stated}，按表中各数相加减为{computed}，相差{difference}",
    "en": "{label} is stated as {stated}, but what was added and taken away gives {computed}: a difference of {difference}",
}
_MEANS = re.compile(r"均分|均值|平均|加权")
_FEW = 3
_BLANK = ("", "/", "\\", "—", "-", "－", "--", "——", "无", "（空）")


def in_table(facts: FactSet, form: Form, total: Total) -> Iterator[Constraint | Question]:
    """A total row or column of a table."""
    context = form.contexts.get((total.total.row, total.total.column))
    if form.scored and context is not None and context.role in ("weight", "score") and total.kind != "columns":
        return
    stated = facts.only(form.block, total.total)
    parts: list[Term] = []
    signs = total.signs or (1,) * len(total.parts)
    for cell, sign in zip(total.parts, signs, strict=True):
        number = facts.only(form.block, cell)
        if number is None and cell.text.string.strip() not in _BLANK:
            return
        if number is not None:
            parts.append(Term(number, Fraction(sign)))
    if stated is None or not parts or (len(parts) < 2 and not total.complete):
        return
    mean = context is not None and context.role == "score" and averages(stated, [t.number for t in parts])
    if mean or "平均" in total.total.text.string or (lies_between(stated, parts) and not _one_too_large(facts, form, total, stated, parts)):
        return
    constraint = sums_to(stated, parts, cue=total.cue)
    if _MEANS.search(form.table.rows[total.total.row][0].text.string) and not held(constraint):
        return  # 合计（均分按项目数加权）: some of its columns are means
    if any(sign < 0 for sign in signs):
        constraint = replace(constraint, message=_SIGNED)
    if total.complete or held(constraint):
        yield constraint
    elif len(parts) > 1:
        yield from slipped(constraint)


def _one_too_large(facts: FactSet, form: Form, total: Total, whole: Number, parts: Sequence[Term]) -> bool:
    """18, 2038, 54, 142, 4 over 224: no mean, where all but the largest stay below it and the same rows add up in another column."""
    points = sorted(t.number.point or Fraction(0) for t in parts)
    if len(points) < _FEW or sum(points[:-1]) > (whole.point or Fraction(0)):
        return False
    rows = [c.row for c in total.parts]
    beside = (t for t in form.totals if t.total.row == total.total.row and t.total.column != total.total.column and [c.row for c in t.parts] == rows)
    for other in beside:
        numbers = [facts.only(form.block, c) for c in (other.total, *other.parts)]
        known = [n for n in numbers if n is not None]
        if len(known) == len(numbers) and held(sums_to(known[0], known[1:])):
            return True
    return False
