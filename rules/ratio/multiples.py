"""Multiples told in words: 是上年120万元的3倍, 由40人增加到100人，增加1.5倍, 城乡居民收入比为1.85."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, first_held, held, open_question
from gouji.audit.constraint import Constraint, equals, grows_to, ratio_is
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.statements import name_of
from gouji.rules.ratio.changes import TWO_FIGURES

_GREW = re.compile(r"(?:增长|增加|提高|提升|上升|扩大|多)了?(?:近|约|超过?)?$")
_OF = re.compile(r"(?:是|为|相当于|达到?)[^，。；、]*的(?:近|约)?$")
_NAMED = re.compile(r"(?:覆盖率?倍数|倍数|收入比|比值|之比)(?:[（(][^（）()]*[）)])?(?:分别)?(?:为|是|达到?)?(?:近|约)?$")
_MOVED = re.compile(r"[由从][^，。；]*$")
_NEAREST = 4
"""So many amounts before a multiple are tried for the two it compares."""
_LARGEST = 20
"""A bare ratio of two incomes is smaller."""


def multiples(passage: Passage) -> Iterator[Constraint | Question]:
    """Confirmed where two amounts near by bear it out; a warning where the words leave only two."""
    for number in passage.numbers:
        kind = _kind(passage, number)
        if kind is None:
            continue
        near = _amounts(passage, number, far=kind == "named")
        near = [x for i, x in enumerate(near) if not any(held(equals(passage.number(x.mention), passage.number(y.mention))) for y in near[:i])]  # 34826223.58元，折合3482.62万元
        pairs = [(passage.number(a.mention), passage.number(b.mention)) for a, b in permutations(near, 2) if a.dimension == b.dimension]
        offered = [_relation(kind, number, a, b) for a, b in pairs]
        found = first_held(offered)
        if found is not None:
            yield found
        elif not number.quantity.soft:
            yield from _broken(passage, kind, number, near)


def _kind(passage: Passage, number: Number) -> str | None:
    """How the words tell it: as growth, as a multiple of something, or under a name."""
    if not number.is_quantity or number.quantity.value is None or number.quantity.operator is not None:
        return None
    before = passage.text[: number.quantity.start]
    if number.unit == "倍":
        return "grew" if _GREW.search(before) else "of" if _OF.search(before) else "named" if _NAMED.search(before) else None
    bare = number.unit is None and 0 < number.quantity.value < _LARGEST and number.quantity.step is not None and number.quantity.step < 1
    return "named" if bare and _NAMED.search(before) else None


def _amounts(passage: Passage, number: Number, *, far: bool) -> Sequence[Item]:
    """The last amounts before it, in its sentence; under a name in the sentence before, too."""
    text, start = passage.text, number.quantity.start
    opens = max(text.rfind(mark, 0, start) for mark in "。；\n" if not far or mark != "；") + 1
    if far:
        opens = max(text.rfind("。", 0, max(0, opens - 1)), text.rfind("\n", 0, max(0, opens - 1))) + 1
    found = [
        x for x in passage.items
        if opens <= x.mention.quantity.start < start and x.plain and x.dimension not in ("1", "", "百分点") and x.mention.quantity.value
    ]
    return found[-_NEAREST:]


def _relation(kind: str, number: Number, now: Number, base: Number) -> Constraint:
    told = grows_to(number, now, base, cue="增加倍数") if kind == "grew" else ratio_is(number, now, base, cue="倍数")
    return replace(told, message=TWO_FIGURES)


def _broken(passage: Passage, kind: str, number: Number, near: Sequence[Item]) -> Iterator[Constraint | Question]:
    """The only reading there is, where it does not hold."""
    last = near[-2:]
    if len(near) < 2 or last[0].dimension != last[1].dimension:
        return
    first, second = (passage.number(x.mention) for x in last)
    beside = passage.text[last[1].mention.quantity.end : number.quantity.start].strip()
    if kind == "of" and beside == "的":
        relation = _relation(kind, number, first, second)  # 360万元，是上年120万元的3倍
    elif len(near) == 2 and kind != "named" and _MOVED.search(passage.text[: last[0].mention.quantity.start]):
        relation = _relation(kind, number, second, first)  # 由8亿元增加到13亿元，是2016年的1.6倍
    elif len(near) == 2 and kind == "named" and name_of(last[0].label) != name_of(last[1].label):
        larger, smaller = sorted((first, second), key=lambda n: n.point or 0, reverse=True)
        above = (number.quantity.value or 0) >= 1
        yield from open_question([_relation(kind, number, *((larger, smaller) if above else (smaller, larger)))], likely=True)
        return
    else:
        return
    if not held(relation):
        told = by_a_hair(relation)
        yield told if told is not relation else replace(relation, severity="warning")
