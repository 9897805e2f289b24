"""Growth told in turn: 受理97件134人，去年同期为197件375人，件数和人数分别下降50.76%、64.27%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.lexicon import alternatives

_THEN = re.compile(r"[，,](?:去年|上年|上一年)(?:同期|度)?(?:分别)?(?:为|是)?$")
_END = re.compile(r"[。；;！？\n]")
_MOST = 4


class Turned(Struct, frozen=True):
    """A rate, the figure now, the figure then, and whether the words say it fell."""

    rate: Number
    now: Number
    base: Number
    falls: bool


@cache
def _ways() -> tuple[re.Pattern[str], re.Pattern[str]]:
    up, down = (tuple(w for w in cue_words(k) if len(w) > 1) for k in ("up", "down"))
    return re.compile(alternatives(up)), re.compile(alternatives(down))


def told_in_turn(passage: Passage) -> Iterator[list[Turned]]:
    """Two figures and more in units of their own, the same of the year before, and a rate for each."""
    found = [n for n in passage.numbers if n.is_quantity]
    for i, then in enumerate(found):
        if not i or not _THEN.search(passage.text[found[i - 1].quantity.end : then.quantity.start]):
            continue
        bases = _glued(passage, found[i:])
        size = len(bases)
        now = found[max(0, i - size) : i]
        rates = found[i + size : i + 2 * size]
        if size < 2 or len(now) < size or len(rates) < size or _glued(passage, now) != now:
            continue
        if [n.unit for n in now] != [n.unit for n in bases] or len({n.unit for n in now}) < size:
            continue
        ways = _directions(passage, bases[-1], rates)
        if ways:
            yield [Turned(r, a, b, w) for r, a, b, w in zip(rates, now, bases, ways, strict=True)]


def _glued(passage: Passage, found: Sequence[Number]) -> list[Number]:
    """The figures that follow each other without a word between them: 197件375人."""
    out = list(found[:1])
    for n in found[1:_MOST]:
        if passage.text[out[-1].quantity.end : n.quantity.start].strip():
            break
        out.append(n)
    return out


def _directions(passage: Passage, last: Number, rates: Sequence[Number]) -> list[bool]:
    """Whether each rate is a fall, by the words before it or, told in one breath, before the first; empty where unclear."""
    up, down = _ways()
    out: list[bool] = []
    before = last
    for n in rates:
        words = passage.text[before.quantity.end : n.quantity.start]
        before = n
        if n.unit not in ("%", "％") or n.quantity.soft or _END.search(words):
            return []
        told = {*(False for _ in up.finditer(words)), *(True for _ in down.finditer(words))}
        if len(told) == 1:
            out.append(told.pop())
        elif told or not out or len(words.strip("、，,和及 ")) > 0:
            return []
        else:
            out.append(out[-1])
    return out
