"""Percentages that say what they are taken of: 按当年净利润的20%上交735万元, 监理费138.10万元（按审定建安工程费的2.00%计取）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, ratio_is
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.statements import name_of

_BY = re.compile(r"按照?(?P<name>[一-鿿]{2,16}?)的$")
_OWN = re.compile(r"^(?:当年|本年|全年|年度|实际|审定|合同)+(?=[一-鿿]{2})")
_NEAR = 14
"""So many characters behind the percentage stand before the amount it makes."""


def declared_shares(facts: FactSet) -> Iterator[Constraint | Question]:
    """The amount beside such a percentage against what bears the name, where only one amount of the document does."""
    for passage in facts.passages:
        for rate in passage.numbers:
            told = _BY.search(passage.text[: rate.quantity.start]) if rate.is_quantity and rate.quantity.unit == "%" and rate.point else None
            part = _amount(passage, rate) if told is not None else None
            if told is None or part is None:
                continue
            wholes = [w for w in _bearing(facts, told["name"]) if w.id != part.id]
            offered = [ratio_is(rate, part, w, cue=f"按{told['name']}的") for w in wholes]
            fits = first_held(offered)
            if fits is not None:
                yield fits
            elif len({w.point for w in wholes}) == 1:
                yield from open_question(offered[:1], likely=True)


def _amount(passage: Passage, rate: Number) -> Number | None:
    """The money right behind the percentage, or the money right before the bracket that it fills."""
    money = [n for n in passage.numbers if n.is_quantity and n.dimension() == "元" and n.point]
    behind = next((n for n in money if n.quantity.start > rate.quantity.end), None)
    start = max(passage.text.rfind(c, 0, rate.quantity.start) for c in "（(")
    inside = start >= 0 and not re.search(r"[）)]", passage.text[start : rate.quantity.start])
    if inside:
        return next((n for n in reversed(money) if n.quantity.end == start), None)
    between = "" if behind is None else passage.text[rate.quantity.end : behind.quantity.start]
    return behind if behind is not None and len(between) <= _NEAR and not re.search(r"[，,。；;、（(\d]", between) else None


def _bearing(facts: FactSet, name: str) -> list[Number]:
    """Plain amounts of this year whose label is the name; 当年净利润 is told as 净利润 too."""
    wanted = {name_of(name), name_of(_OWN.sub("", name))}
    return [
        p.number(x.mention) for p in facts.passages for x in p.items
        if x.plain and not (x.prior or x.average or x.role == "target") and x.dimension == "元" and name_of(x.label) in wanted and p.number(x.mention).point
    ]
