"""Amounts that come of several prices, each with a count of its own: 本科86人每人4000元，专科143人每人3000元，支出77.30万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.priced import is_price_of
from gouji.extract.facts.prose.products import as_rule
from gouji.extract.numbers.units import without_powers

_MOST = 8
_PAIR = 2
_IN_ALL = re.compile(r"(?:合计|共计|总计|一共|共|应收|应发|应拨|应补)[^，。；]{0,6}$")


class Tiers(Struct, frozen=True):
    """``amount = Σ price·count``; ``certain`` where the words announce the amount as the sum of all."""

    amount: Number
    parts: tuple[tuple[Number, Number], ...]
    certain: bool = False


def tiers(passage: Passage) -> Iterator[Tiers]:
    """Counts and prices in pairs, two at least, in one sentence, and the amounts right behind the last and right before the first."""
    items, used = passage.items, 0
    for first in range(len(items) - 2 * _PAIR):
        if first < used:
            continue
        pairs = max(_pairs(items, first, True), _pairs(items, first, False), key=len)
        if len(pairs) < _PAIR:
            continue
        used = first + 2 * len(pairs)
        parts = tuple((as_rule(passage.number(price.mention), without_powers(count.mention.quantity.unit)), passage.number(count.mention)) for count, price in pairs)
        behind = items[used] if used < len(items) else None
        before = items[first - 1] if first else None
        for amount in (behind, before):
            beside = amount is not None and amount.dimension == "元" and amount.plain and not amount.average
            if amount is not None and beside and amount.mention.sentence == items[first].mention.sentence:
                yield Tiers(passage.number(amount.mention), parts, amount is behind and _IN_ALL.search(amount.mention.before) is not None)


def _pairs(items: Sequence[Item], first: int, count_first: bool) -> list[tuple[Item, Item]]:
    """甲86人每人4000元、乙143人每人3000元; 一档（6000元/亩）120亩、二档（4500元/亩）200亩: each count beside its price."""
    out: list[tuple[Item, Item]] = []
    for k in range(first, min(len(items) - 1, first + 2 * _MOST), 2):
        count, price = (items[k], items[k + 1]) if count_first else (items[k + 1], items[k])
        beside = items[k + 1].mention.at == items[k].mention.at + 1 and items[k + 1].mention.sentence == items[first].mention.sentence
        if not beside or not is_price_of(count, price, alone=not out):
            break
        out.append((count, price))
    return out
