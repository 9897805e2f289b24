"""Words of what comes into a stock and of what goes out of it."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.extract.lexicon import words


def flows() -> Mapping[str, tuple[str, ...]]:
    """The word lists of stocks: ``opening``, ``closing``, ``in``, ``out``."""
    return words("gouji.extract.facts.prose", "stocks.txt")
