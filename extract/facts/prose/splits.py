"""Splits of a whole that leave nothing over: known ones, and two sides of one limit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache

from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import words

_LIMIT = re.compile(r"[一二两三四五六七八九十百千万\d][^\d，]{0,3}以上")


@cache
def partitions() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Known exhaustive splits: each a tuple of parts, each part a tuple of synonyms."""
    lists = words("gouji.extract.facts.prose", "partitions.txt")
    return tuple(tuple(tuple(part.split("|")) for part in parts) for name, parts in lists.items() if name)


def are_levels(children: Sequence[Item]) -> bool:
    """True for levels of one tree, which do not add up: 一级指标3个，二级指标9个，三级指标12个."""
    return sum(any(w in c.label for w in cue_words("levels")) for c in children) >= 2


def is_split(children: Sequence[Item]) -> bool:
    """True when the parts are all members of one known exhaustive split, or lie on two sides of one limit."""
    if len(children) == 2:
        above, below = (c.label for c in children)
        if _LIMIT.search(above) and above.replace("以上", "以下") == below:
            return True
    return any(covers([c.label for c in children], split) for split in partitions())


@cache
def _members() -> tuple[re.Pattern[str], dict[str, frozenset[int]]]:
    """An expression that finds the word of a split at every place of a text, and which splits each word is of.

    Of words that begin alike the longest is found, and stands for those that it begins with.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for k, split in enumerate(partitions()):
        for word in (w for part in split for w in part):
            found[word].add(k)
    longest = sorted(found, key=len, reverse=True)
    begun = {w: frozenset(k for v in found if w.startswith(v) for k in found[v]) for w in longest}
    return re.compile(f"(?=({'|'.join(map(re.escape, longest))}))"), begun


def splits_of(text: str) -> Set[int]:
    """Which of the known splits (by their place in ``partitions``) a text has a word of."""
    finder, begun = _members()
    return {k for m in finder.finditer(text) for k in begun[m[1]]}


def runs(names: Sequence[str]) -> Iterator[tuple[tuple[tuple[str, ...], ...], int]]:
    """Every known split whose members follow each other among the names, one each, and the place of the first."""
    of = [splits_of(name) for name in names]
    for k in sorted(set().union(*of)):
        split = partitions()[k]
        for i in range(len(names) - len(split) + 1):
            if all(k in own for own in of[i : i + len(split)]) and covers(names[i : i + len(split)], split):
                yield split, i


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
