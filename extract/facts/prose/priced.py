"""Counts and the prices told beside them: which unit a price is for, and prices that stand in a row of such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import without_powers

_EACH = re.compile(r"[每各均](?P<unit>[一-鿿]{0,4})")
_ROW = 2
_REDUCED = re.compile(r"减半|减免|按[^，。；]{0,6}标准")
"""A price with a rebate, behind those told with 每."""


def kin(families: tuple[str, ...], word: str) -> tuple[str, ...]:
    """The units that count what a standard is for: 生 is counted in 人, 名 and 位."""
    return next((tuple(f.split("|")) for f in families if word in f.split("|")), ())


def counts_the_same(count: Item, per: str) -> bool:
    """每人 is told of 26名 and 43.95万人."""
    unit = without_powers(count.mention.quantity.unit) or "-"
    return per[:1] == unit[:1] or unit in kin(words("gouji.extract.facts.prose", "products.txt")["heads"], per[:1])


def is_price_of(count: Item, price: Item, *, alone: bool = False) -> bool:
    """True for a price each and what it is for; ``alone``: one thing's price needs no word for it (会长单位1家50000元)."""
    if not count.plain or count.average or count.dimension in ("元", "1", "", "分") or not price.plain or price.dimension.partition("/")[0] != "元":
        return False
    if not price.average:
        return alone and count.mention.quantity.value == 1
    told = _EACH.search(price.mention.before)
    per = (price.mention.quantity.unit or "").partition("/")[2] or (told["unit"] if told is not None else "")
    return not per or counts_the_same(count, per)


def prices_in_a_row(items: Sequence[Item]) -> None:
    """会长单位1家50000元、副会长单位11家每家20000元、理事47家每家10000元，另37家减半2500元: beside two prices each of them is one."""
    pairs = [
        (count, money) for count, money in pairwise(items)
        if money.mention.at == count.mention.at + 1 and money.mention.sentence == count.mention.sentence and not money.mention.lead
        and money.dimension.partition("/")[0] == "元" and count.plain and count.dimension not in ("元", "1", "", "分")
    ]
    for sentence in {money.mention.sentence for _, money in pairs}:
        here = [(count, money) for count, money in pairs if money.mention.sentence == sentence]
        told = [k for k, (count, price) in enumerate(here) if price.average and is_price_of(count, price)]
        if len(told) < _ROW:
            continue
        for k, (count, money) in enumerate(here):
            lone = k < told[0] and count.mention.quantity.value == 1
            halved = k > told[-1] and _REDUCED.search(money.mention.before) is not None
            if lone or halved:
                money.average = True
