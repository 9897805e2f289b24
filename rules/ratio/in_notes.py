"""Rates of an indicator that its own row works out in words: 93.42% beside 152批次中达标142批次."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, ratio_is
from gouji.audit.wording import printed_places
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import result_forms

_OF_ALL = re.compile(r"(?:共|问卷|抽[查样检测取]?|访谈|调查|发放|回收|收回|检测|涉及|任务|编制|[项个次份户件家所村]中)")
_PAIR = 2
_PLACES = 300
"""A rate printed in fewer places is met by chance too soon."""


def rates_in_notes(facts: FactSet) -> Iterator[Constraint | Question]:
    """The completed value of each row that is a rate, against two counts told in its row."""
    for form in result_forms(facts):
        for row in form.indicators:
            yield from _row(facts, form, row)


def _row(facts: FactSet, form: Form, row: Indicator) -> Iterator[Constraint | Question]:
    rate = facts.only(form.block, row.actual)
    if rate is None or row.reason is None or rate.dimension() != "1" or not rate.quantity.value or rate.quantity.soft:
        return
    counts = [n for n in facts.in_cell(form.block, row.reason) if n.is_quantity and n.point and not n.quantity.soft and n.dimension() not in ("1", "元", "分", "")]
    offered = [
        ratio_is(rate, part, whole, cue="备注") for part in counts for whole in counts
        if part is not whole and part.dimension() == whole.dimension() and ((part.point or 0) < (whole.point or 0) or len(counts) == _PAIR)
    ]
    fits = first_held(offered)
    if fits is not None:
        yield fits
    elif len(counts) == _PAIR and offered and printed_places(rate) >= _PLACES and _OF_ALL.search(row.reason.text.string):
        yield from open_question(sorted(offered, key=lambda c: _far(c, rate))[:1], likely=True)


def _far(relation: Constraint, rate: Number) -> Fraction:
    """How far what it makes lies from the rate."""
    part, whole = relation.linear[0].number.point or Fraction(0), relation.divisor[0].number.point or Fraction(1)
    return abs(part / whole - (rate.point or Fraction(0)))
