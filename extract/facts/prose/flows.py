"""Words of what comes into a stock and of what goes out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from gouji.extract.lexicon import alternatives, words
from gouji.extract.rational import Fraction


def flows() -> Mapping[str, tuple[str, ...]]:
    """The word lists of stocks: ``opening``, ``closing``, ``in``, ``out``."""
    return words("gouji.extract.facts.prose", "stocks.txt")


def way_of(said: str) -> Fraction | None:
    """1 for words of what came in, -1 of what went out; ``None`` where they say neither, or both."""
    came, went = _ways()
    into, out = came.search(said) is not None, went.search(said) is not None
    return None if into == out else Fraction(1) if into else Fraction(-1)


@cache
def _ways() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(alternatives(flows()["in"])), re.compile(alternatives(flows()["out"]))
