"""Lists whose entries are sentences or paragraphs with figures in several units: the columns of a table told in words.

全市发生事故274起、死亡77人。1.工矿商贸事故20起、死亡22人。2.道路交通事故123起、死亡53人。… Each unit makes a column, and what
the paragraph before says of it may be its total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.prose.enumerated import numbered_runs
from gouji.extract.facts.prose.item import Item
from gouji.extract.rational import Fraction

_LEAST, _NAME = 3, 2
"""So many entries make a table."""
_NEAR = Fraction(3, 100)
"""A segment that comes so near to the whole that another segment makes up is a split of it too."""


class Column(Struct, frozen=True):
    """The figures of one unit, one an entry, and the figure that may be their total."""

    whole: Number
    parts: tuple[Number, ...]


def columns(passages: Sequence[Passage]) -> Iterator[list[Column]]:
    """All columns of every list of numbered paragraphs, and of every list of sentences behind 其中."""
    prose = [p for p in passages if p.cell is None]
    for start, end in numbered_runs(prose):
        if start and end - start >= _LEAST:
            entries = [(p, list(p.items)) for p in prose[start:end]]
            yield list(_columns((prose[start - 1], prose[start - 1].items), entries))
    for index, passage in enumerate(prose):
        if (told := _between_semicolons(passage, prose[index - 1] if index else None)) is not None:
            yield told
        for i, item in enumerate(passage.items):
            if item.cue == "其中" and item.mention.sentence > passage.items[0].mention.sentence:
                yield list(_columns((passage, passage.items[:i]), _sentences(passage, i)))
                break


def _between_semicolons(passage: Passage, before: Passage | None) -> list[Column] | None:
    """共抽检3268批次，不合格87批次。生产环节抽检612批次，不合格9批次；流通环节抽检1540批次，不合格46批次；…: so many figures each, in one order."""
    told: dict[int, list[Item]] = {}
    for x in passage.items:
        told.setdefault(x.mention.segment, []).append(x)
    entries = [[x for x in found if _own(x)] for found in told.values()]
    shapes = Counter(_shape(e) for e in entries if len(e) > 1)
    shape, times = max(shapes.items(), key=lambda pair: pair[1], default=((), 0))
    if times < _LEAST:
        return None
    rows = [e for e in entries if _shape(e) == shape]
    first = rows[0][0].mention.at
    wholes = [(p, x) for p in (before, passage) if p is not None for x in p.items if _own(x) and (p is before or x.mention.at < first)]
    out = []
    for k in range(len(shape)):
        cells = [e[k] for e in rows]
        parts = tuple(passage.number(x.mention) for x in cells)
        total = sum((n.point or Fraction(0) for n in parts), Fraction(0))
        fitting = [p.number(x.mention) for p, x in wholes if x.dimension == cells[0].dimension]
        tail = shape[k][1]
        named = [p.number(x.mention) for p, x in wholes if x.dimension == cells[0].dimension and tail and tail in x.label]
        whole = next((n for n in fitting if n.point == total), named[-1] if named else None)
        if whole is not None:
            out.append(Column(whole, parts))
    return out


def _shape(entry: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """Units and the ends of the names, in order: what entries of one table have in common."""
    return tuple((x.dimension, x.label[-_NAME:]) for x in entry)


def _sentences(passage: Passage, first: int) -> list[tuple[Passage, list[Item]]]:
    """The sentences from an item on, each with its items."""
    by_sentence: dict[int, list[Item]] = {}
    for x in passage.items[first:]:
        by_sentence.setdefault(x.mention.sentence, []).append(x)
    return [(passage, found) for found in by_sentence.values()]


def _columns(
    head: tuple[Passage, Sequence[Item]], entries: Sequence[tuple[Passage, Sequence[Item]]]
) -> Iterator[Column]:
    passage, before = head
    if len(entries) < _LEAST:
        return
    totals = {x.dimension: x for x in reversed(before) if _own(x)}
    for dimension, total in totals.items():
        cells = [next((p.number(x.mention) for x in found if x.dimension == dimension and _own(x)), None) for p, found in entries]
        parts = tuple(n for n in cells if n is not None)
        if dimension not in ("", "1") and len(parts) == len(cells):
            yield Column(passage.number(total.mention), parts)


def _own(x: Item) -> bool:
    """A figure of the entry itself: no change, no value of the year before, none in brackets."""
    c = cues()
    changes = c.up.search(x.mention.before) or c.down.search(x.mention.before) or c.compare.search(x.mention.before)
    return x.plain and not (x.prior or x.average or x.apart or x.mention.depth or changes)


def segments(passage: Passage) -> Iterator[tuple[Column, list[Column]]]:
    """交办2388件，直办107件；按期回复2424件，逾期71件: splits of one count, each between two semicolons.

    Every one that adds up, with the others that come near: counts only, money has other ways to be told.
    """
    heads = [x for x in passage.items if _own(x) and x.dimension not in ("", "1", "元", "百分点")][:1]
    for head in heads:
        whole = passage.number(head.mention)
        told: dict[int, list[Item]] = {}
        for x in passage.items:
            if x.mention.at > head.mention.at and x.mention.segment != head.mention.segment:
                told.setdefault(x.mention.segment, []).append(x)
        splits = [
            Column(whole, tuple(passage.number(x.mention) for x in found)) for found in told.values()
            if len(found) > 1 and all(_own(x) and x.dimension == head.dimension and not x.attributes for x in found)
        ]
        exact = [s for s in splits if _sum(s) == whole.point]
        if exact and whole.point:
            yield exact[0], [s for s in splits if s not in exact and abs(_sum(s) - whole.point) < _NEAR * whole.point]


def _sum(split: Column) -> Fraction:
    return sum((n.point or Fraction(0) for n in split.parts), Fraction(0))
