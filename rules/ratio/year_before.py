"""Growth told without its base: the same thing of the year before, where the document states it elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, grows_to
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.naming import read_label
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.statements import name_of
from gouji.extract.lexicon import alternatives
from gouji.rules.ratio.changes import is_of_last_year

_NAME = 4
"""Shortest name that one thing keeps from year to year."""
_BORNE_OUT = 2
"""So many growth rates that fit the year before show that the document means that base."""

_MESSAGE = {
    "zh": "{label}写为{stated}，按文中上年数应为{computed}",
    "en": "{label} is stated as {stated}, but on what the document gives for the year before it is {computed}",
}
_Key = tuple[str, str, str, str]


def year_before(facts: FactSet) -> Iterator[Constraint | Question]:
    """2025年收入预期131250万元，增长5%: of the 125000万元 that the chapter before gives for 2024.

    Confirmed where it fits. Where it does not, a warning only if other rates of the document are taken of the year
    before and the thing is stated once for that year: else another level or an adjusted base may be meant.
    """
    stated: dict[_Key, list[Number]] = defaultdict(list)
    rates: list[tuple[_Key, Number, Attribute, Number]] = []
    for passage in facts.passages:
        if passage.cell is not None:
            continue
        for item in passage.items:
            number = passage.number(item.mention)
            key = _key(item, number)
            if key is None:
                continue
            stated[key].append(number)
            grown = [a for a in item.of("growth") if _of_last_year(a) and a.mention.sentence == item.mention.sentence]
            told = [a for a in item.attributes if a.kind in ("base", "change")]
            if len(grown) == 1 and not told:
                rates.append((key, number, grown[0], passage.number(grown[0].mention)))
    fitting: set[str] = set()
    open_ones: list[tuple[list[Constraint], bool]] = []
    for (name, dimension, level, period), now, attribute, rate in rates:
        bases = stated.get((name, dimension, level, str(int(period) - 1)), [])
        grown_to = (grows_to(rate, now, base, falls=attribute.falls, cue=f"{int(period) - 1}年") for base in bases)
        offered = [replace(c, message=_MESSAGE) for c in grown_to]
        found = first_held(offered)
        if found is not None:
            fitting.add(name)
            yield found
        elif offered:
            open_ones.append((offered, len({b.point for b in bases}) == 1))
    sure = len(fitting) >= max(_BORNE_OUT, len(open_ones))
    for offered, alone in open_ones:
        yield from open_question(offered, likely=sure and alone)


def _key(item: Item, number: Number) -> _Key | None:
    """What an amount is called whatever is said of it, its dimension, level and year; ``None`` for what does not compare."""
    period = number.context.period
    if period is None or not period.isdigit() or not item.plain or item.prior or item.average or item.apart:
        return None
    if number.dimension() in ("1", "", "百分点") or any(w in item.label for w in cue_words("real-terms")):
        return None
    label = read_label(item.label)
    name = re.sub(rf"(?:{alternatives(cue_words('planned-ends'))})+$", "", name_of(item.label))
    return (name, number.dimension(), label.level + label.place, period) if len(name) >= _NAME else None


def _of_last_year(rate: Attribute) -> bool:
    """Said of the thing itself, against the whole year before, on its plain base."""
    return not (rate.adjusted or rate.subject) and is_of_last_year(rate.compare)
