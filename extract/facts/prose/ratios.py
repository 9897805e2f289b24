"""Ratios of two that are named: 城乡居民收入比2.42:1, 生师比15.91:1, 师生比1:13.8, 在职退休比4.11:1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.figures import REACH, Figure, WorkedOut, lists

_TO_ONE = re.compile(r"\s*[:：∶]\s*1(?![\d.])|[（(][一-鿿]{1,4}[=＝为]1[）)]")
_ONE_TO = re.compile(r"1\s*[:：∶]\s*$")
_RATIO_OF_TWO = re.compile(r"(?P<a>在职|农民工)(?P<b>退休)(?:人员|人数|职工)?(?:之?比例?|比值)[为是约达]*$")
_RATIO = re.compile(r"(?P<a>[一-鿿])(?P<b>[一-鿿])(?:[一-鿿]{0,6}?)(?:之?比例?|比值)[为是约达]*(?:1\s*[:：∶]\s*)?$")
_STAGE, _LEAD = 2, 24


def ratio(facts: FactSet, index: int, passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """城镇居民37265元，农村居民15430元，城乡居民收入比为2.42（农村=1）; 生师比15.91:1; 师生比1:13.8."""
    own = figures[i]
    q = own.mention.quantity
    told = _RATIO_OF_TWO.search(passage.text[max(0, q.start - _LEAD) : q.start]) or _RATIO.search(passage.text[max(0, q.start - _LEAD) : q.start])
    if told is None or own.number.point is None or q.unit is not None:
        return
    to_one = _TO_ONE.match(passage.text, q.end) is not None
    one_to = _ONE_TO.search(passage.text[: q.start]) is not None
    if to_one == one_to:
        return
    sides = [side_words(told[k]) for k in ("a", "b")]
    found = [
        [f for f in figures[:i] if (f.amount or f.mean) and any(w in f.mention.before or w in f.label for w in side)] if side else [] for side in sides
    ]
    found = [[f for f in mine if f not in other] for mine, other in (found, found[::-1])]
    tops, lows = found if to_one else found[::-1]
    pairs = [(a.number, (b.number,)) for a in reversed(tops) for b in reversed(lows) if a.dimension == b.dimension]
    main = [[f for f in side if _of_now(f, own)] for side in (tops, lows)]
    if all(len(side) == 1 for side in main) and len({(side[0].dimension, side[0].mention.sentence) for side in main}) == 1:
        of_both = (main[0][0].number, (main[1][0].number,))
        pairs = [of_both, *(p for p in pairs if p != of_both)]
        yield WorkedOut(own.number, "ratio", tuple(pairs), f"{told['a']}{told['b']}比", likely=not main[0][0].child and not main[1][0].child)
        return
    beside = [f for f in (*tops, *lows) if f.mention.at == own.mention.at - 1]
    if not pairs and beside:
        other = sides[0] if (beside[0] in lows and to_one) or (beside[0] in tops and one_to) else sides[1]
        kin = _of_one_stage(facts, index, beside[0], other)
        both = (beside[0].number, kin) if beside[0] in tops else (kin, beside[0].number)
        if kin is not None and both[0] is not None and both[1] is not None:
            yield WorkedOut(own.number, "ratio", ((both[0], (both[1],)),), f"{told['a']}{told['b']}比", likely=True)
    if pairs:
        here = [f for f in (*tops, *lows) if f.mention.sentence == own.mention.sentence]
        yield WorkedOut(own.number, "ratio", tuple(pairs), f"{told['a']}{told['b']}比", likely=len(here) == 2 and len(pairs) >= 1 and here[0] in tops and here[1] in lows)


def _of_now(figure: Figure, own: Figure) -> bool:
    """Told at most a sentence before, in no bracket, and not of the year before."""
    prior = figure.item is not None and figure.item.prior
    return not prior and figure.mention.depth <= own.mention.depth and own.mention.sentence - figure.mention.sentence <= 1


def _of_one_stage(facts: FactSet, index: int, own: Figure, side: tuple[str, ...]) -> Number | None:
    """小学在校生46218人 in a paragraph before, of 小学专任教师2905人: the one that begins alike; ``None`` where several do."""
    stage = own.label[:_STAGE]
    found = [
        p.number(x.mention) for p in facts.passages[max(0, index - REACH) : index + 1] for x in p.items
        if len(stage) == _STAGE and x.plain and not x.prior and x.label.startswith(stage) and any(w in x.label[_STAGE:] for w in side)
        and x.dimension == own.dimension
    ]
    return found[0] if len({n.point for n in found}) == 1 else None


def side_words(sign: str) -> tuple[str, ...]:
    """Words of one side of a ratio by the sign that stands for it: 师 of 教师, 生 of 学生."""
    return next((tuple(w.split("|")[1:]) for w in lists()["sides"] if w.startswith(f"{sign}|")), (sign,) if len(sign) > 1 else ())
