"""Changes in percentage points between two rates that the words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, Term, differs_by
from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.facts.prose.attributes import subject_of
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.item import is_percentage
from gouji.extract.rational import Fraction
from gouji.rules.ratio.changes import is_of_last_year

_ONE, _PERCENT = Fraction(1), Fraction(1, 100)
_THAN = re.compile(r"[，,]?(?:比|较)[^，。；]*$")
"""Between two rates: the second is what the first is compared with."""
_THEN = re.compile(r"(?:年初|上年末?|上年同期|去年同期|去年末?|上年底)(?:为|是|占)?")
"""All that stands before the rate of then in a bracket of its own."""


def points_told(passage: Passage, item: Item) -> Iterator[Constraint]:
    """由71.8%提高到77.4%，提高5.6个百分点; 98.2%，比上年的97.5%提高0.7个百分点."""
    c, told = cues(), {a.mention.at: a for a in item.attributes}
    for points in item.of("points"):
        yield from _told_later(passage, points, told.get(points.mention.at - 1), told.get(points.mention.at + 1))
        near, far = told.get(points.mention.at - 1), told.get(points.mention.at - 2)
        behind = far
        if far is not None and far.mention.depth > points.mention.depth:  # 87.34%（机耕率98.2%，机播率76.7%），比上年85.91%提高1.43个百分点
            outer = (a for at, a in sorted(told.items(), reverse=True) if at < far.mention.at and a.mention.depth == points.mention.depth)
            far = next(outer, None)
        if near is None or far is None or points.adjusted or not (is_percentage(near.mention) and is_percentage(far.mention)):
            continue
        if len({a.mention.sentence for a in (points, near, far)}) > 1 or subject_of(points.mention.before) or far.kind == "growth":
            continue  # 税收增长5.0%，占比达到62.3%，提高0.6个百分点: the growth is no share of the year before
        if not (points.falls or c.up.search(points.mention.before)) or near.adjusted:
            continue
        first, second = (passage.number(a.mention) for a in (far, near))
        if c.to.search(near.mention.before):
            now, base = second, first
        elif (
            c.compare.match(near.mention.before.strip())
            or _THAN.match(passage.text[(behind or far).mention.quantity.end : near.mention.quantity.start].lstrip("）)"))
        ) and near.mention.clause == points.mention.clause:
            now, base = first, second
        else:
            continue
        high, low = (base, now) if points.falls else (now, base)
        result = passage.number(points.mention)
        yield replace(differs_by(result, high, low, cue="百分点"), linear=(Term(result, _PERCENT), Term(high, -_ONE), Term(low)))


def _told_later(passage: Passage, points: Attribute, now: Attribute | None, base: Attribute | None) -> Iterator[Constraint]:
    """合格率98.4%，比上年提高0.8个百分点；上年合格率为97.6%: the rate compared with is told behind."""
    if now is None or base is None or not (is_percentage(now.mention) and is_percentage(base.mention)):
        return
    of_then = any(base.label.startswith(w) and base.label.removeprefix(w) in now.label for w in cue_words("prior") if base.label != w)
    in_bracket = base.mention.depth > points.mention.depth and _THEN.fullmatch(base.mention.before.strip()) is not None
    if ((of_then and is_of_last_year(points.compare)) or in_bracket) and not points.adjusted and points.mention.sentence == base.mention.sentence:
        high, low = (base, now) if points.falls else (now, base)
        result, *ends = (passage.number(a.mention) for a in (points, high, low))
        yield replace(differs_by(result, *ends, cue="百分点"), linear=(Term(result, _PERCENT), Term(ends[0], -_ONE), Term(ends[1])))
