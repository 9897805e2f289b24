"""A paragraph cut at its punctuation: every quantity with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from gouji.extract.numbers.quantity import Quantity

_SENTENCE = "。！？!?\n"
_SEGMENT = "；;"
_CLAUSE = "，,、：:∶﹕"
_OPEN, _CLOSE = "（(【[〔", "）)】]〕"
_WIDE = str.maketrans(",;:()", "，；：（）")
"""Half-width marks say what full-width ones do: the words around a figure are read with the latter."""
_BOUNDARY = re.compile(f"[{re.escape(_SENTENCE + _SEGMENT + _CLAUSE + _OPEN + _CLOSE)}]")
_INNER = re.compile(r"(?<=[一-鿿])[（(](?:[一-鿿]{1,6}[）)](?=[一-鿿])|[一-鿿]{1,10}[）)](?=\d))")
"""A bracket inside a name or right before its figure, no aside: 因公出国（境）费, 占比重（城镇化率）74.79%."""


class Mention(Struct, frozen=True):
    """A quantity in its sentence.

    Attributes:
        at: index of the quantity among the paragraph's numerals.
        quantity: the quantity itself.
        before: words between the last boundary (punctuation, bracket or quantity) and the quantity.
        after: words from the quantity to the next boundary.
        lead: the punctuation before ``before``; empty when another quantity stands there.
        sentence: index of the sentence; ``segment`` (；) and ``clause`` (，、：) count on through the paragraph.
        depth: how many brackets are open.
        context: words of the sentence before ``before`` back to the previous quantity or sentence start.

    """

    at: int
    quantity: Quantity
    before: str
    after: str
    lead: str
    sentence: int
    segment: int
    clause: int
    depth: int
    context: str


def mentions(text: str, numerals: Sequence[Quantity]) -> list[Mention]:
    """Mentions of one paragraph in order; ``numerals`` are those of ``quantities(text)``."""
    text = text.translate(_WIDE)
    skip = sorted([*((q.start, q.end) for q in numerals), *(m.span() for m in _INNER.finditer(text))])
    bounds = [m.start() for m in _BOUNDARY.finditer(text)]
    marks = _outside(bounds, skip)
    out: list[Mention] = []
    sentence = segment = clause = depth = 0
    mark_index = 0
    last, lead, context_start = 0, "", 0
    for at, q in enumerate(numerals):
        while mark_index < len(marks) and marks[mark_index] < q.start:
            pos = marks[mark_index]
            char = text[pos]
            clause += 1
            if char in _OPEN:
                depth += 1
            elif char in _CLOSE:
                depth = max(0, depth - 1)
            elif char in _SENTENCE:
                sentence, segment, depth, context_start = sentence + 1, segment + 1, 0, pos + 1
            elif char in _SEGMENT:
                segment += 1
            last, lead = pos + 1, char
            mark_index += 1
        if q.kind != "quantity":
            continue
        after_end = marks[mark_index] if mark_index < len(marks) else len(text)
        following = next((n.start for n in numerals[at + 1 :] if n.kind == "quantity"), len(text))
        out.append(
            Mention(
                at, q, text[last : q.start], text[q.end : max(q.end, min(after_end, following))], lead,
                sentence, segment, clause, depth, text[context_start : max(context_start, last)],
            )
        )
        last, lead, context_start = q.end, "", q.end
    return out


def _outside(bounds: list[int], skip: list[tuple[int, int]]) -> list[int]:
    """Boundaries that lie in no numeral."""
    out, i = [], 0
    for pos in bounds:
        while i < len(skip) and skip[i][1] <= pos:
            i += 1
        if i < len(skip) and skip[i][0] <= pos:
            continue
        out.append(pos)
    return out
