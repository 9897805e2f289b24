"""Amounts taken off, their rates and the amounts before and after."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, first_held, held, open_question
from gouji.audit.constraint import Constraint, Term, differs_by, ratio_is
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.reductions import Reduction, reductions
from gouji.extract.rational import Fraction

_MESSAGE = {
    "zh": "{label}写为{stated}，按文中各数应为{computed}",
    "en": "{label} is stated as {stated}, but the figures told with it give {computed}",
}
_MINUS = Fraction(-1)


def reduced(passage: Passage) -> Iterator[Constraint | Question]:
    """送审A，审定B，核减C，核减率p: C = A - B and p = C / A; 采购预算A，节约C，节约率p."""
    for told in reductions(passage):
        for relation in (*_difference(told), *_rate(told)):
            if isinstance(relation, Constraint):
                yield replace(relation, message=_MESSAGE)
            else:
                yield relation


def _difference(told: Reduction) -> Iterator[Constraint]:
    """What was taken off lies between the two amounts."""
    if told.asked is not None and told.settled is not None:
        yield differs_by(told.off, told.asked, told.settled, cue="核减")
    else:
        pairs = zip(told.wholes[1:], told.wholes, strict=False)
        found = first_held(differs_by(told.off, high, low, cue="核减") for high, low in pairs)
        if found is not None:
            yield found


def _rate(told: Reduction) -> Iterator[Constraint | Question]:
    """The rate is of the amount before; which that is, its words say, or there is only one."""
    if told.rate is None:
        return
    if told.asked is not None and told.settled is not None:
        of_both = ratio_is(told.rate, [told.asked, Term(told.settled, _MINUS)], told.asked, cue="核减率")
        if held(of_both):
            yield of_both
    offered = [ratio_is(told.rate, told.off, whole, cue="核减率") for whole in told.wholes]
    found = first_held(offered)
    if found is not None and told.asked is not None and told.settled is not None and told.settled in found.numbers:
        of_asked = by_a_hair(ratio_is(told.rate, told.off, told.asked, cue="核减率"))
        yield of_asked if held(of_asked) else replace(of_asked, severity="warning")  # of what was settled, not of what was asked for
    elif found is not None:
        yield found
    elif (base := told.asked or _before_it(told)) is not None:
        yield by_a_hair(ratio_is(told.rate, told.off, base, cue="核减率"))
    else:
        yield from open_question(offered, likely=True)


def _before_it(told: Reduction) -> Number | None:
    """The amount it was taken off: the only one there is, or the one that another is less than by so much."""
    if len(told.wholes) == 1:
        return told.wholes[0]
    pairs = zip(told.wholes[1:], told.wholes, strict=False)
    return next((high for high, low in pairs if held(differs_by(told.off, high, low))), None)
