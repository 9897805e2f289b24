"""The figures of a paragraph as one reads them for what is worked out from what, and what the words say of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.lexicon import alternatives, words
from gouji.extract.rational import Fraction

Pair = tuple[Number, tuple[Number, ...]]
"""What a figure is worked out from: the first, and what is taken off it or divides it."""
Kind = Literal["difference", "ratio", "mean", "growth"]

MARKS = "，；、。：（( )）为是达到了共 "
REACH = 6
"""So many paragraphs back a named base is looked for."""


class WorkedOut(Struct, frozen=True):
    """``result = a - b``, ``result = a / (times·b)`` or growth from ``b`` to ``a`` for one of ``pairs``; of a difference ``b`` may be several.

    ``likely``: the first pair is the only one that the words can mean, so that it is reported where no pair makes it.
    """

    result: Number
    kind: Kind
    pairs: tuple[Pair, ...]
    cue: str
    likely: bool = False
    falls: bool = False
    times: Fraction = Fraction(1)


class Figure(Struct, frozen=True):
    """One figure of a paragraph: where it stands, its number, and the item or attribute it is read as; ``child`` of a group."""

    mention: Mention
    number: Number
    label: str
    item: Item | None
    attribute: Attribute | None
    child: bool

    @property
    def dimension(self) -> str:
        """What it is measured in: 元, 秒, 人; ``1`` of a rate."""
        return self.number.dimension()

    @property
    def amount(self) -> bool:
        """A single amount of its own, no mean and no rate of anything."""
        return self.item is not None and self.item.plain and not self.item.average and self.number.point is not None and self.dimension not in ("1", "", "分")

    @property
    def mean(self) -> bool:
        """人均可支配收入38924元: a single amount per head."""
        return self.item is not None and self.item.plain and self.item.average and self.number.point is not None and self.dimension not in ("1", "", "分")


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The word lists of what is worked out, by section."""
    return dict(words("gouji.extract.facts.prose", "worked_out.txt"))


@cache
def starting(section: str) -> re.Pattern[str]:
    """Any word of a section."""
    return re.compile(alternatives(lists()[section]))


def figures_of(passage: Passage) -> list[Figure]:
    """All figures of a paragraph in reading order."""
    children = {id(c) for g in passage.groups for c in g.children}
    out: dict[int, Figure] = {}
    for item in passage.items:
        out[item.mention.at] = Figure(item.mention, passage.number(item.mention), item.label, item, None, id(item) in children)
    for item in passage.items:
        for a in item.attributes:
            if a.mention.at not in out:
                out[a.mention.at] = Figure(a.mention, passage.number(a.mention), a.label, None, a, False)
    return [out[at] for at in sorted(out)]


def before_of(figures: Sequence[Figure], i: int) -> list[Figure]:
    """Amounts of the same measure told before it in its sentence."""
    own = figures[i]
    return [
        f for f in figures[:i]
        if f.amount and f.dimension == own.dimension and f.mention.sentence == own.mention.sentence
        and f.mention.depth <= own.mention.depth
    ]
