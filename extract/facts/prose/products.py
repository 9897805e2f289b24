"""Unit price × quantity = amount, where one sentence names all three."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import words


class Product(Struct, frozen=True):
    """``amount = price × count``.

    ``certain`` where the sentence holds nothing else to multiply; ``likely`` where the three stand side by side.
    """

    amount: Number
    price: Number
    count: Number
    cue: str
    certain: bool = False
    likely: bool = False


def products(passage: Passage) -> Iterator[Product]:
    """Prices told by 每…, 分别, 各, 均 or by their unit (元/户), with the counts and amounts around them."""
    cues = words("gouji.extract.facts.prose", "products.txt")
    for price in passage.items:
        unit = price.mention.quantity.unit or ""
        per = unit.split("/")[1] if "/" in unit else _per(price, cues["per"])
        each = any(price.mention.before.rstrip().endswith(w) or w in price.mention.before[-6:] for w in cues["each"])
        if (not per and not each) or "月" in unit or unit.count("/") > 1 or price.mention.before.count("每") > 1:
            continue  # 每生每天4元 is a price of two counts
        if not (price.average or each) or not price.plain:
            continue
        yield from _around(passage, price, per, each)


def _per(price: Item, per: tuple[str, ...]) -> str:
    """The counted unit of 每户7500元, 人均300元; empty if none."""
    before = price.mention.before
    for word in per:
        at = before.rfind(word)
        if at >= 0:
            rest = before[at + len(word) :]
            return rest[:2] if word == "每" else word[0]
    return ""


def _around(passage: Passage, price: Item, per: str, each: bool) -> Iterator[Product]:
    near = [
        x for x in passage.items
        if abs(x.mention.sentence - price.mention.sentence) <= 1 and x is not price and x.plain and not x.average
    ]
    whole = price.dimension.split("/")[0]
    counts = [
        x for x in near if x.dimension not in (whole, "元", "1", "", "分")
        and (each or (x.mention.quantity.unit or "-") in per or per[:1] == (x.mention.quantity.unit or "-")[:1])
    ]
    amounts = [x for x in near if x.dimension == whole]
    for amount in amounts:
        for count in counts:
            together = {amount.mention.sentence, count.mention.sentence, price.mention.sentence}
            sure = len(counts) == len(amounts) == 1 and len(together) == 1 and amount.total and not each
            yield Product(
                passage.number(amount.mention), passage.number(price.mention), passage.number(count.mention),
                "单价×数量", certain=sure, likely=_side_by_side(amount, price, count, per),
            )


def _side_by_side(amount: Item, price: Item, count: Item, per: str) -> bool:
    """630盏，每盏1200元，支出75.6万元; 3128户10260人，户均3.28人: one behind the other, none of them a part of more."""
    at = [x.mention.at for x in (count, price, amount)]
    close = max(at) - min(at) == 2 and len({x.mention.segment for x in (amount, price, count)}) == 1
    unit = count.mention.quantity.unit or "-"
    if not close or per[:1] != unit[:1] or any(x.cue not in ("", "：") for x in (amount, price, count)):
        return False
    cues = words("gouji.extract.facts.prose", "products.txt")
    if at[0] < at[1] < at[2]:
        return any(w in amount.mention.before for w in cues["spent"])
    joined = count.mention.at < amount.mention.at and not amount.mention.lead
    return at[1] == max(at) and (joined or any(w in count.mention.before for w in cues["all"]))
