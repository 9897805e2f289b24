"""Chinese words of a short label: rjieba where it is installed, else jieba; both are loaded at the first call only."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache


@cache
def segmenter() -> Callable[[str], list[str]]:
    """The segmenter in use: ``rjieba`` (same dictionary, no start-up second), ``jieba``, or single characters."""
    try:
        import rjieba
    except ImportError:
        return reference()
    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


@cache
def reference() -> Callable[[str], list[str]]:
    """jieba itself, which rjieba must agree with; single characters where it is missing too."""
    try:
        import jieba
    except ImportError:
        return list
    import logging

    jieba.setLogLevel(logging.ERROR)
    cut: Callable[[str], list[str]] = jieba.lcut
    return cut


@lru_cache(maxsize=32768)
def segments(text: str) -> tuple[str, ...]:
    """Words of a text in order; ``text`` must be encodable (no lone surrogates)."""
    return tuple(segmenter()(text))
