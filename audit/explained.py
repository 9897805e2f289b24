"""Broken relations that another figure told beside them would make hold: the words may mean that one.

Which of several amounts a sentence speaks of is a matter of reading. Where the one that was read breaks a relation and
another of the same paragraph keeps it to the last printed digit, the two statements can both be true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import held, with_number
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.evaluate import Outcome, evaluate
from gouji.audit.finding import Severity
from gouji.audit.wording import printed_places, printed_step
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction

ANY_TWO = "两数之比"
"""Cue of a rate that two figures make which no words tie to it: confirmed by it, it may still be told of others."""
_PAIR, _TELLING = 2, 3
_CHANCE = Fraction(1, 4)
"""With more trials than this share of the places of the largest figure, one fits by chance and says nothing."""


def reconsidered(outcome: Outcome, severity: Severity, facts: FactSet) -> Outcome:
    """A broken relation as it is to be reported.

    As a warning where another amount of the paragraph in the place of one of its figures, or beside them, makes it hold; as
    one that holds where its own figures make a sum in other roles.
    """
    c = outcome.constraint
    if outcome.verdict != "broken" or severity == "info":
        return outcome
    turned = _turned_round(c)
    if turned is not None:
        return evaluate(turned)
    if severity == "warning":
        return outcome
    beside = _beside(c, facts)
    trials = list(_put_in(c, beside))
    if any(len(trials) <= _CHANCE * printed_places(n) and held(other) for n, other in trials) or _left_over(outcome, beside):
        return replace(outcome, constraint=replace(c, severity="warning"))
    return outcome


def told_of_another(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """A rate that two amounts bear out says nothing of two others: 占中央资金的60.2% is none of all funds."""
    told = {rate.id for o in outcomes if o.holds and o.confirming and (rate := _rate_told(o)) is not None and len(rate.digits) >= _TELLING}
    return [
        replace(o, constraint=replace(o.constraint, severity="info"))
        if o.verdict == "broken" and (rate := _rate_told(o)) is not None and rate.id in told else o
        for o in outcomes
    ]


def _rate_told(outcome: Outcome) -> Number | None:
    """The rate that a relation gives; ``None`` where it is but a factor of what it gives."""
    c = outcome.constraint
    own = c.rate is not None and c.result is not None and c.rate.id == c.result.id and c.kind == "ratio" and c.cue != ANY_TWO
    return c.rate if own else None


def _turned_round(c: Constraint) -> Constraint | None:
    """示范商户5家，退货商家10家，15家入库: the largest of them is the sum of all others, whatever was taken for the sum."""
    numbers = sorted((n for n in c.numbers if n.point is not None), key=lambda n: n.point or 0, reverse=True)
    added = all(t.coefficient == (1 if t.number is c.result else -1) for t in c.linear)
    plain = c.kind == "sum" and added and c.comparison == "=" and len(numbers) == len(c.numbers) > _PAIR
    if not plain or c.result is None or c.result.point == numbers[0].point:
        return None
    turned = sums_to(numbers[0], numbers[1:], cue=c.cue).named(c.rule)
    return turned if held(turned) else None


def _beside(c: Constraint, facts: FactSet) -> list[Number]:
    """Amounts of the paragraphs its figures stand in, which take no part in it."""
    own = {n.id for n in c.numbers}
    blocks = dict.fromkeys(n.block for n in c.numbers if n.cell is None)
    return [
        n for block in blocks for n in facts.in_paragraph(block)
        if n.is_quantity and n.id not in own and n.point and not n.quantity.soft
    ]


def _put_in(c: Constraint, beside: Sequence[Number]) -> Iterator[tuple[Number, Constraint]]:
    """The relation with each of them in the place of each figure that it may stand for: never for the rate or the change itself.

    Two places that are to agree name what they tell; a neighbour's figure there is most likely the slip itself.
    """
    for n in c.numbers if c.kind != "equal" else ():
        if n.cell is not None or (n is c.result and c.kind != "sum"):
            continue
        for other in beside:
            if other.dimension() == n.dimension() and other.block == n.block and other.point != n.point:
                yield n, with_number(c, n, other)


def _left_over(outcome: Outcome, beside: Sequence[Number]) -> bool:
    """What is missing from a sum or a difference is an amount told beside it."""
    c, result = outcome.constraint, outcome.constraint.result
    if c.rate is not None or c.comparison != "=" or result is None or not outcome.difference:
        return False
    near = [n for n in beside if n.dimension() == result.dimension()]
    missing = abs(outcome.difference)
    return 2 * len(near) <= _CHANCE * missing / (printed_step(result) * result.factor()) and any(abs(n.point or 0) == missing for n in near)
