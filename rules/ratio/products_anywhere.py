"""Amounts that a price and a count told beside them make, whatever the words between; to confirm only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product as every

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, product_is, slight
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit

_CHANCE = Fraction(1, 30)
"""Where more triples than this share of the amount's places would make it by chance, to make it says nothing."""
_NEAR = 2
"""So many sentences away a price or a count may stand."""
_HALF = 2
_PRICED = re.compile(r"每|均|标准|单价|按|[/／]")
_MONTHLY = re.compile(r"每月|月均|[/／]月|每人月")
_SPELL = re.compile(r"(?P<n>\d{1,3})个?(?:月|天|次|学期)")
_MONTHS = 12


def products_anywhere(passage: Passage, settled: Collection[str]) -> Iterator[Constraint]:
    """全年发放5040人月，月人均600元，金额302.40万元: the nearest price and count that make the amount to its last place."""
    money = [x for x in passage.items if x.plain and x.dimension.partition("/")[0] == "元" and not x.mention.quantity.soft]
    prices = [x for x in money if _is_price(x)]
    counts = [x for x in passage.items if x.plain and not x.average and x.dimension not in ("1", "", "分", "百分点") and "元" not in x.dimension and not x.mention.quantity.soft]
    if not prices or not counts:
        return
    spells = [Fraction(int(m["n"])) for m in _SPELL.finditer(passage.text)][:_HALF]
    for amount in money:
        number = passage.number(amount.mention)
        if amount in prices or number.id in settled or not number.point:
            continue
        yield from _made_of(passage, amount, number, _near(prices, amount), _near(counts, amount), spells)


def _is_price(x: Item) -> bool:
    said = x.mention.before + x.mention.after[:1] + (x.mention.quantity.unit or "")
    return x.average or _PRICED.search(said) is not None or any(w in x.mention.before for w in cue_words("average"))


def _near(found: Sequence[Item], amount: Item) -> list[Item]:
    near = [x for x in found if abs(x.mention.sentence - amount.mention.sentence) <= _NEAR]
    return sorted(near, key=lambda x: abs(x.mention.at - amount.mention.at))


def _made_of(passage: Passage, amount: Item, number: Number, prices: Sequence[Item], counts: Sequence[Item], spells: Sequence[Fraction]) -> Iterator[Constraint]:
    point = number.point or Fraction(0)
    step = number.quantity.step
    places = point / ((Fraction(step) if step else Fraction(1)) * number.factor())
    tried = 0
    for p, c in every(prices, counts):
        price, count = in_unit(passage.number(p.mention), (p.mention.quantity.unit or "").partition("/")[0]), _counted(passage.number(c.mention))
        monthly = _MONTHLY.search(p.mention.context[-4:] + p.mention.before + (p.mention.quantity.unit or "")) is not None
        for times in dict.fromkeys((Fraction(1), *spells, *((Fraction(_MONTHS),) if monthly else ()))):
            tried += 1
            if tried > _CHANCE * places:
                return
            about = (price.point or Fraction(0)) * (count.point or Fraction(0)) * times
            if abs(about - point) * 50 > point:
                continue
            found = product_is(number, price, count, cue="单价×数量")
            found = found if times == 1 else replace(found, divisor=(Term(count, times),))
            if held(found):
                yield slight(found)
                return


def _counted(number: Number) -> Number:
    """亩均300元 is for each 亩 as printed, not for each square metre."""
    return in_unit(number, "万个" if (number.unit or "").startswith("万") else "个")
