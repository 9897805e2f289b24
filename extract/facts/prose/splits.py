"""Splits of a whole that leave nothing over: known ones, and two sides of one limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import words

_LIMIT = re.compile(r"[一二两三四五六七八九十百千万\d][^\d，]{0,3}以上")


@cache
def partitions() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Splits that are exhaustive by definition: each a tuple of parts, each part a tuple of synonyms."""
    lists = words("gouji.extract.facts.prose", "partitions.txt")
    return tuple(tuple(tuple(part.split("|")) for part in parts) for name, parts in lists.items() if name and not name.endswith("?"))


@cache
def _usual() -> tuple[tuple[tuple[str, ...], ...], ...]:
    lists = words("gouji.extract.facts.prose", "partitions.txt")
    return tuple(tuple(tuple(part.split("|")) for part in parts) for name, parts in lists.items() if name.endswith("?"))


@cache
def _all_splits() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return (*partitions(), *_usual())


@cache
def _members() -> frozenset[str]:
    """Every word of every split."""
    return frozenset(w for split in _all_splits() for part in split for w in part)


def usual_split(labels: Sequence[str]) -> bool:
    """True for the members of a split that mostly leaves nothing over: 行政人员, 参公人员, 事业人员."""
    return any(covers(labels, split) for split in _usual())


def whole_split(labels: Sequence[str]) -> bool:
    """True for the members of a split that is exhaustive by definition: 男生, 女生."""
    return any(covers(labels, split) for split in partitions())


def are_levels(children: Sequence[Item]) -> bool:
    """True for levels of one tree, which do not add up: 一级指标3个，二级指标9个，三级指标12个."""
    return sum(any(w in c.label for w in cue_words("levels")) for c in children) >= 2


def are_stages(whole: Item, children: Sequence[Item]) -> bool:
    """True for what is left after each step of a course, no parts: 签约32个，其中履约30个、开工24个、投产16个."""
    values = [c.mention.quantity.value for c in children]
    falling = all(a is not None and b is not None and a >= b for a, b in pairwise(values))
    if not falling or not any(values) or whole.mention.quantity.value == sum(v or 0 for v in values):
        return False
    steps = [next((w for w in cue_words("steps") if c.label.startswith(w) or c.label.endswith(w)), "") for c in children]
    return len(children) > 1 and all(steps) and len(set(steps)) == len(steps)


def ends_with_the_rest(children: Sequence[Item]) -> bool:
    """34个小区中引入物业17个、社区托管7个，尚有10个无人管理: the last part is what is left of all."""
    return children[0].cue == "其内" and len(children) > 1 and children[-1].mention.before.strip("，、；有 ").startswith(cue_words("left-of-all"))


def is_split(children: Sequence[Item]) -> bool:
    """True when the parts are all members of one known exhaustive split, or lie on two sides of one limit."""
    if len(children) == 2:
        above, below = (c.label for c in children)
        if _LIMIT.search(above) and above.replace("以上", "以下") == below:
            return True
    return whole_split([c.label for c in children])


def told(names: Sequence[str]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The known splits every part of which some of the names may be."""
    every = "|".join(names)
    there = {w for w in _members() if w in every}
    for split in _all_splits() if len(there) > 1 else ():
        if len(split) <= len(names) and not any(there.isdisjoint(part) for part in split):
            yield split


def runs(names: Sequence[str]) -> Iterator[tuple[tuple[tuple[str, ...], ...], int]]:
    """Every known split whose members follow each other among the names, one each, and the place of the first."""
    for split in told(names):
        n = len(split)
        yield from ((split, i) for i in range(len(names) - n + 1) if covers(names[i : i + n], split))


def names_both(text: str, split: tuple[tuple[str, ...], ...]) -> bool:
    """中央和地方资金: a sum of two members of the split, no member."""
    words_ = [w for part in split for w in part]
    return any(f"{w}{joint}" in text and any(text.split(f"{w}{joint}", 1)[1].startswith(v) for v in words_) for w in words_ for joint in "和与及、")


def covers(labels: Sequence[str], split: tuple[tuple[str, ...], ...]) -> bool:
    """True when the labels are the members of a split, one each."""
    if len(labels) != len(split):
        return False
    left = list(split)
    for text in labels:
        if names_both(text, split):
            return False
        hit = next((p for p in left if any(w in text and f"{w}中" not in text for w in p)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True
