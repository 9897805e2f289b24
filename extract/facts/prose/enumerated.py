"""Parts that stand one to a paragraph: ``支出661.21万元。其中：`` and then ``1.…538.94万元，占81.51%；``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Attribute, Item

_ANNOUNCED = re.compile(r"(?:其中|包括|如下|分别(?:为|是)|构成|分为)[:：]\s*$")
_NUMBERED = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳]|[一二三四五六七八九十]是)")
_GAP = 2
"""So many blocks may lie between two paragraphs of a nested list: one without figures."""
_REACH = 6
"""So many paragraphs of prose before a list its whole may stand in."""


class Entry(Struct, frozen=True):
    """One paragraph of a list: its amount, and the share of the whole it states right behind."""

    amount: Number
    share: Number | None


class Enumeration(Struct, frozen=True):
    """The amounts a list of paragraphs may be the parts of, likeliest first, and the paragraphs."""

    wholes: tuple[Number, ...]
    entries: tuple[Entry, ...]


def restated(passage: Passage, item: Item) -> bool:
    """916880万元（91.69亿元）: the figure in the bracket is the one before it, and no second whole."""
    before = next((x for x in passage.items if x.mention.at == item.mention.at - 1), None)
    if before is None or not item.mention.depth or before.dimension != item.dimension:
        return False
    return passage.number(before.mention).interval().meets(passage.number(item.mention).interval())


def enumerations(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """Lists of at least two numbered paragraphs of prose behind one that announces them."""
    for index, head in enumerate(passages):
        if head.cell is not None or not _ANNOUNCED.search(head.text):
            continue
        entries: list[Entry] = []
        dimension = ""
        for passage in passages[index + 1 :]:
            if passage.cell is not None or not _entry(passage):
                break
            first = passage.items[0]
            if dimension not in ("", first.dimension):
                break
            dimension = first.dimension
            entries.append(Entry(passage.number(first.mention), _share(passage, first)))
        wholes = tuple(
            head.number(x.mention) for x in head.items if x.plain and x.dimension == dimension and not x.average and not restated(head, x)
        )
        if len(entries) > 1 and wholes:
            yield Enumeration(wholes, tuple(entries))


def runs(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """Runs of numbered paragraphs that nothing announces: what they add up to, if anything, stood some way before."""
    prose = [p for p in passages if p.cell is None]
    for start, end in numbered_runs(prose):
        firsts = [p.items[0] for p in prose[start:end]]
        if len(firsts) > 1 and len({x.dimension for x in firsts}) == 1:
            entries = tuple(Entry(p.number(p.items[0].mention), _share(p, p.items[0])) for p in prose[start:end])
            wholes = tuple(
                p.number(x.mention) for p in reversed(prose[max(0, start - _REACH) : start]) for x in reversed(p.items)
                if x.plain and x.dimension == firsts[0].dimension and not x.average and not restated(p, x)
            )
            yield Enumeration(wholes, entries)


def nested_runs(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """1、…。其中：（1）…（2）…2、…3、…: the paragraphs of one style, numbered from one on, what splits them passed over."""
    prose = [p for p in passages if p.cell is None]
    for start, head in enumerate(prose):
        if not start or _rank(head) != 1 or not _entry(head):
            continue
        style, run, last = _style(head), [head], head.block
        for p in prose[start + 1 :]:
            if p.block > last + _GAP or (_style(p) == style and _rank(p) != len(run) + 1):
                break
            if _style(p) == style and _entry(p):
                run.append(p)
            last = p.block
        firsts = [p.items[0] for p in run]
        if len(run) > 1 and len({x.dimension for x in firsts}) == 1:
            before = prose[start - 1]
            wholes = tuple(
                before.number(x.mention) for x in reversed(before.items)
                if x.plain and x.dimension == firsts[0].dimension and not x.average and not restated(before, x)
            )
            yield Enumeration(wholes, tuple(Entry(p.number(x.mention), _share(p, x)) for p, x in zip(run, firsts, strict=True)))


def _rank(passage: Passage) -> int:
    """The number of a numbered paragraph; 0 for any other."""
    m = _NUMBERED.match(passage.text)
    digits = re.sub(r"[^\d一二三四五六七八九十]", "", m.group()) if m is not None else ""
    return int(digits) if digits.isdigit() else "一二三四五六七八九十".find(digits) + 1 if len(digits) == 1 else 0


def listed_below(passages: Sequence[Passage]) -> Iterator[Enumeration]:
    """收入41万元。其中： and, in the next paragraph, 救助款1万元，助学款4万元，…."""
    for head, below in pairwise(passages):
        opens = head.cell is None and below.cell is None and _ANNOUNCED.search(head.text) and not _NUMBERED.match(below.text)
        if not opens or not head.items or not below.items or below.block != head.block + 1:
            continue
        first = below.items[0]
        parts = [
            x for x in below.items
            if x.mention.sentence == first.mention.sentence and x.dimension == first.dimension and x.plain and not (x.average or x.apart)
        ]
        wholes = tuple(
            head.number(x.mention) for x in reversed(head.items) if x.plain and x.dimension == first.dimension and not x.average
        )
        if len(parts) > 2 and wholes:
            yield Enumeration(wholes, tuple(Entry(below.number(x.mention), None) for x in parts))


def numbered_runs(prose: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Where runs of numbered paragraphs of one style begin and end, each opening with an amount."""
    start = 0
    while start < len(prose):
        end = start
        while end < len(prose) and _entry(prose[end]) and (end == start or _goes_on(prose[end - 1], prose[end])):
            end += 1
        if end > start:
            yield start, end
        start = max(end, start + 1)


def _goes_on(before: Passage, after: Passage) -> bool:
    """The next paragraph, numbered in the same style: 1. after （一） opens a list of its own."""
    return after.block == before.block + 1 and _style(before) == _style(after)


def _style(passage: Passage) -> str:
    m = _NUMBERED.match(passage.text)
    mark = m.group().strip() if m is not None else ""
    return ("（" if mark[:1] in "（(" else "") + ("1" if any(c.isdigit() for c in mark) else "一")


def _entry(passage: Passage) -> bool:
    """A numbered paragraph that opens with an amount of its own."""
    if not _NUMBERED.match(passage.text) or not passage.items:
        return False
    first = passage.items[0]
    return first.plain and not first.average and first.dimension not in ("1", "百分点", "")


def _share(passage: Passage, item: Item) -> Number | None:
    """占p% right behind the amount, of a whole that the paragraph does not name."""
    found: Attribute | None = next(
        (a for a in item.of("share") if a.base is None and not a.base_label and a.mention.at == item.mention.at + 1), None
    )
    return None if found is None else passage.number(found.mention)
