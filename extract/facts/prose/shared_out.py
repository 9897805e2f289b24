"""Lists in which every amount states its share: 咨询33523件，占47.09%；求助21570件，占30.30%；…."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.claim import each_its_own, of_a_place
from gouji.extract.facts.prose.item import Attribute, Item

_LEAST = 2
_REACH = 12
"""So many paragraphs before a list its whole may stand in."""


class SharedOut(Struct, frozen=True):
    """The shares and amounts of a list, one each, and the amounts before it that may be the whole, nearest first.

    ``named``: the words name a whole (占全市的37.8%), which is more than the sum of the list.
    """

    pairs: tuple[tuple[Number, Number], ...]
    wholes: tuple[Number, ...]
    named: bool = False


def shared_out(passages: Sequence[Passage]) -> Iterator[SharedOut]:
    """All such lists of three amounts and more."""
    for index, passage in enumerate(passages):
        for run in _runs(passage):
            first, dimension = run[0][0], run[0][0].dimension
            near = [(passage, x) for x in passage.items if x.mention.at < first.mention.at]
            near = [*((p, x) for p in passages[max(0, index - _REACH) : index] for x in p.items), *near]
            wholes = tuple(p.number(x.mention) for p, x in reversed(near) if x.plain and x.dimension == dimension)
            yield SharedOut(tuple((passage.number(a.mention), passage.number(x.mention)) for x, a in run), wholes, any(of_a_place(a.mention.before) for _, a in run))


def _runs(passage: Passage) -> Iterator[list[tuple[Item, Attribute]]]:
    run: list[tuple[Item, Attribute]] = []
    for item in passage.items:
        if run and (item.dimension != run[0][0].dimension or item.mention.depth > run[0][0].mention.depth):
            continue
        if not run and not item.plain:
            continue
        here = sum(x.mention.sentence == run[-1][0].mention.sentence for x, _ in run) if run else 0
        if len(run) >= _LEAST and item.mention.sentence != run[-1][0].mention.sentence and (here >= _LEAST or _all_told(run)):
            yield run
            run = []
        share = _share(item)
        if share is not None and (not run or run[0][0].dimension == item.dimension):
            run.append((item, share))
            continue
        if len(run) >= _LEAST:
            yield run
        run = [] if share is None else [(item, share)]
    if len(run) >= _LEAST:
        yield run


def _all_told(run: Sequence[tuple[Item, Attribute]]) -> bool:
    """The shares so far make 100 %: what a further sentence lists is another split."""
    told = [a.mention.quantity for _, a in run]
    missed = sum((q.value or Decimal(0) for q in told), Decimal(-100))
    return abs(missed) <= sum((q.step or Decimal(0) for q in told), Decimal(0)) / 2


def _share(item: Item) -> Attribute | None:
    """The only share of an amount, right behind it, of what all of the list is a part of."""
    told = item.of("share")
    if len(told) != 1 or told[0].mention.at != item.mention.at + 1 or not item.plain or item.prior:
        return None
    a = told[0]
    return None if a.base is not None or a.subject or each_its_own(a.base_label) or a.mention.quantity.soft else a
