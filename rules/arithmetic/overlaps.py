"""Two counts of which some stand in both: 代签27份，学时不足18份，两类问题有6份重合，合计涉及39份."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, Term, sums_to
from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.rational import Fraction

_FOUR = 4


def overlaps(passage: Passage) -> Iterator[Constraint | Question]:
    """whole = one + other - both, for four counts in a row of one sentence: the whole in front of them or behind them."""
    words = cue_words("in-both")
    if not any(w in passage.text for w in words):
        return
    for both in passage.items:
        near = [x for x in passage.items if x.dimension == both.dimension and x.mention.sentence == both.mention.sentence]
        k = next(i for i, x in enumerate(near) if x is both)
        said = both.mention.before + both.mention.after[: len("重合的只计一次")]
        if not any(w in said for w in words) or not both.plain or both.dimension in ("元", "1", "", "分"):
            continue
        for whole, one, other in ((k + 1, k - 2, k - 1), (k - 1, k + 1, k + 2)):
            if min(whole, one) < 0 or max(whole, other) >= len(near):
                continue
            row = [near[i] for i in (whole, one, other)]
            if not _alike([both, *row]) or (whole > k and not (row[0].total or any(w in row[0].mention.before for w in cue_words("total")))):
                continue
            w, a, b, n = (passage.number(x.mention) for x in (*row, both))
            told = sums_to(w, [Term(a), Term(b), Term(n, Fraction(-1))], cue="去重")
            yield from [told] if held(told) else open_question([told], likely=True)


def _alike(row: list[Item]) -> bool:
    first = row[0]
    return len(row) == _FOUR and all(
        x.dimension == first.dimension and x.mention.quantity.unit == first.mention.quantity.unit and x.plain and not x.average
        and x.mention.sentence == first.mention.sentence for x in row
    )
