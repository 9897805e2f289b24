"""Stocks: what stood at the beginning, came in, went out, and stood at the end, told one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.balance import Balance
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import alternatives, words
from gouji.extract.rational import Fraction

_ONE, _MINUS = Fraction(1), Fraction(-1)
_FLOWS = 12
"""So many flows may stand between the two stocks."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = words("gouji.extract.facts.prose", "stocks.txt")
    opening, closing, came, went = (alternatives(lists[k]) for k in ("opening", "closing", "in", "out"))
    return (
        re.compile(rf"(?:{opening})(?:实有|共有|有)?(?P<noun>[^\W\d]{{2,8}}?)[为是约有]?$"),
        re.compile(rf"(?:{closing})(?:实有|共有|有)?(?P<noun>[^\W\d]{{2,8}}?)[为是约有]?$"),
        re.compile(came), re.compile(went),
    )


def stocks(passage: Passage) -> Iterator[Balance]:
    """A stock, all that is told until the same stock is told again, and that: nothing but flows may stand between."""
    opens, closes, came, went = _patterns()
    for i, first in enumerate(passage.items):
        opening = opens.search(first.mention.before.strip())
        if opening is None or not first.plain:
            continue
        parts, signs = [passage.number(first.mention)], [_ONE]
        for item in passage.items[i + 1 : i + 2 + _FLOWS]:
            if item.mention.sentence - first.mention.sentence > 1 or item.dimension != first.dimension or not item.plain:
                break
            closing = closes.search(item.mention.before.strip())
            if closing is not None:
                if closing["noun"][-2:] == opening["noun"][-2:] and len(parts) > 1:
                    both = _MINUS in signs and _ONE in signs[1:]  # of one way only, the other may go without saying
                    whole = passage.number(item.mention)
                    yield Balance(whole, tuple(parts), tuple(signs), closing["noun"], doubtful=not both, likely=both)
                break
            sign = _sign(item, came, went)
            if sign is None:
                break
            parts.append(passage.number(item.mention))
            signs.append(sign)


def _sign(item: Item, came: re.Pattern[str], went: re.Pattern[str]) -> Fraction | None:
    """Whether the amount came in or went out, where the words say one of them."""
    said = item.mention.before
    into, out = came.search(said) is not None, went.search(said) is not None
    return None if into == out else _ONE if into else _MINUS
