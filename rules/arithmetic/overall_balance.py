"""收支相抵，当年收支结余682.47万元, and the 总收入 and 总支出 that other paragraphs tell: income is spending and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.lexicon import words

_BACK = 30
"""So many paragraphs back the two totals are looked for."""


def overall_balance(facts: FactSet) -> Iterator[Constraint | Question]:
    """Confirmed, or asked where each total is told with one value only."""
    names = words("gouji.extract.facts.prose", "stocks.txt")
    for index, passage in enumerate(facts.passages):
        for item in passage.items:
            if not item.label.endswith(names["surplus"]) or not item.plain or item.prior:
                continue
            left = passage.number(item.mention)
            near = [(p, x) for p in facts.passages[max(0, index - _BACK) : index + 1] for x in p.items if x.plain and not x.prior and x.dimension == item.dimension]
            income, spent = ({n.point: n for p, x in near if x.label in names[k] and (n := p.number(x.mention)).point} for k in ("all-income", "all-spending"))
            if len(income) == len(spent) == 1:
                yield from _told(left, next(iter(income.values())), next(iter(spent.values())))


def _told(left: Number, income: Number, spent: Number) -> Iterator[Constraint | Question]:
    made = sums_to(income, [spent, left], cue="收支结余")
    if held(made):
        yield made
    elif left.context.period == income.context.period and left.point is not None and (income.point or 0) > (spent.point or 0):
        yield from open_question([made], likely=True)
