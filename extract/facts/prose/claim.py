"""A percentage in prose as a claim on two amounts: which it is the ratio of, and how sure the words are."""

from __future__ import annotations

import re

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.lexicon import words

_PLACE = re.compile(r"占(?:全|本)[省市县区州盟旗镇乡村局院校国系行]的?")
_BY = re.compile(r"\s*[（(](?:按|以|依据)[一-鿿]{0,14}")
_COUNTED = re.compile(r"(?:计算?|测算|为基数|为分母|的口径|口径)?[）)]")
_STEM = 2
OPPOSITE = frozenset("非不未无")
"""Before a word they make it the opposite."""


def each_its_own(base: str) -> bool:
    """True for a base that every item has one of its own of (完成预算的p%): another item's is no base of it."""
    return base.endswith(words("gouji.extract.facts.prose", "cues.txt")["each-its-own"])


def of_a_place(before: str) -> bool:
    """占全市的, 占本区的: of all there is at a place, which the amounts beside it need not be."""
    return _PLACE.search(before) is not None


class Claim(Struct, frozen=True):
    """``rate = part / whole``, or ``(part - whole) / whole`` where ``beyond``.

    ``certain``: the words leave no other reading, so that a break is a contradiction; ``likely``: no other than the
    alternatives given with it; ``lone``: no other whole stands near, any break is worth a warning; ``slips``: a telling
    slip makes it so. ``aim``: the whole is what was to be done, set as printed and no rounded figure. ``rest``: the denominator is part plus rest (支付18, 未支付2). ``cue``: the words.
    """

    rate: Number
    part: Number
    whole: Number
    cue: str
    certain: bool = False
    rest: bool = False
    beyond: bool = False
    slips: bool = True
    lone: bool = False
    likely: bool = False
    aim: bool = False


def base_in_brackets(passage: Passage, item: Item, rate: Attribute) -> Claim | None:
    """成灾0.21万亩，成灾率0.16‰（按林地面积1286.4万亩计）: the bracket right behind a rate says what it is of."""
    if rate.kind == "share" and item.mention.sentence != rate.mention.sentence:
        return None  # 公益支出占净资产的74.3%，占总收入的88.6%（总收入2538.26万元）: what is the part, this sentence does not tell
    kin = rate.kind == "share" or rate.label[:_STEM] in item.label or (len(item.label) >= _STEM and item.label in rate.label)
    if rate.kind not in ("share", "rate") or not kin:
        return None  # 死亡2040人，…；自然增长率-0.52‰（以年平均人口24万人计）
    at = rate.mention.at
    base = next((n for n in passage.numbers[at + 1 : at + 2] if n.is_quantity and n.dimension() == item.dimension), None)
    if base is None or not item.plain or base.quantity.value is None:
        return None
    between = passage.text[rate.mention.quantity.end : base.quantity.start]
    if _BY.fullmatch(between) is None or _COUNTED.match(passage.text, base.quantity.end) is None:
        return None
    return Claim(passage.number(rate.mention), passage.number(item.mention), base, "按…计", certain=True)
