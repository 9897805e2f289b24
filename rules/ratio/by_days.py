"""A mean of days and the whole of the year: 日均客运量9568人次，全年运送约349.23万人次."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from gouji.audit.choose import Question, held, only_slipped
from gouji.audit.constraint import Constraint, Term
from gouji.extract.facts.model import Number, Passage
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import without_powers
from gouji.extract.rational import Fraction

_YEARS = (365, 366)


def by_days(passage: Passage) -> Iterator[Constraint | Question]:
    """Confirmed where the year has 365 or 366 such days, a slip where two digits changed places: for what runs on fewer days it need not."""
    lists = words("gouji.extract.facts.prose", "products.txt")
    if not any(w in passage.text for w in lists["daily"]):
        return
    for daily in passage.items:
        if not daily.plain or not any(w in daily.mention.before for w in lists["daily"]) or daily.dimension in ("1", ""):
            continue
        for whole in passage.items:
            unit = without_powers(whole.mention.quantity.unit)
            near = whole.mention.sentence == daily.mention.sentence and whole is not daily and whole.plain and unit == without_powers(daily.mention.quantity.unit).partition("/")[0]
            if near and any(w in whole.mention.before for w in lists["yearly"]):
                made = [_of_year(passage.number(whole.mention), passage.number(daily.mention), days) for days in _YEARS]
                fits = [c for c in made if held(c)]
                yield from fits[:1] or only_slipped(made[:1])


def _of_year(whole: Number, daily: Number, days: int) -> Constraint:
    unit = (daily.unit or "").partition("/")[0]
    place = Decimal(1).scaleb(min(0, int(daily.quantity.value.as_tuple().exponent))) if daily.quantity.value is not None else None
    per = replace(daily, quantity=replace(daily.quantity, unit=unit, step=daily.quantity.step or place))  # a mean is rounded, of heads too
    return Constraint("sum", (Term(whole), Term(per, Fraction(-days))), result=whole, cue="日均", template=f"{{{daily.id}}}×{days}={{{whole.id}}}")
