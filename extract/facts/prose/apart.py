"""Figures told beside an amount that are no amounts of their own to add: full marks, the value a year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from gouji.extract.lexicon import alternatives, words

if TYPE_CHECKING:
    from gouji.extract.facts.prose.item import Item

_YEAR = re.compile(r"(?:19|20)\d\d\s*年(?:度|同期|末)?")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    w = words("gouji.extract.facts.prose", "cues.txt")
    told = rf"(?:{alternatives(w['told-of'])})*"
    return (
        re.compile(rf"(?:{alternatives(w['given-points'])})[为是]?$"),
        re.compile(rf"(?:{alternatives(w['prior'])}){told}$"),
    )


def without_full_marks(found: Sequence[Item]) -> list[Item]:
    """决策20分得18分, 决策（20分）18分: one score; what it is out of is no figure of the list."""
    full: set[int] = set()
    for a, b in pairwise(found):
        if id(a) not in full and _is_full_mark(a, b):
            full.add(id(a))
            b.cue = b.cue or a.cue
            if len(b.mention.before.strip()) < 2:
                b.label = f"{a.label}得分"
    return [x for x in found if id(x) not in full]


def _is_full_mark(a: Item, b: Item) -> bool:
    if not a.dimension == b.dimension == "分" or b.mention.at != a.mention.at + 1 or a.mention.segment != b.mention.segment:
        return False
    given = _patterns()[0]
    if given.search(a.mention.before.strip()):
        return False  # 自评得分96分，复评得分94分
    bare = b.mention.before.strip()
    return bool(given.fullmatch(bare)) or (not bare and a.mention.depth == b.mention.depth + 1 and not a.mention.after)


def set_apart(found: Sequence[Item]) -> None:
    """本级收入300万元，上年260万元: the year before is never added to this year; 上年结转60万元 is money of this year."""
    before: Item | None = None
    for item in found:
        words_before = item.mention.before.strip()
        if _patterns()[1].search(words_before):
            item.apart = True
        elif before is not None and _YEAR.fullmatch(words_before) and not _YEAR.fullmatch(before.mention.before.strip()):
            own = before.dimension == item.dimension and before.mention.segment == item.mention.segment
            item.apart = own and not before.attributes and any(a.kind in ("growth", "change") for a in item.attributes)
        before = item
