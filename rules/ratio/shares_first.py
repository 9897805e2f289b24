"""Shares told before their amounts: 省级资金1794万元，因素法占70%即1255.8万元，绩效考核占30%即538.2万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.rules.arithmetic.gj106_shares_miss_hundred import hundred

_SHARE = re.compile(r"(?:占|按|的)(?:比|比例|比重)?[为是]?$")
_AMOUNT = re.compile(r"[，,、]?(?:[（(])?(?:即|计|也就是)[为是]?")
_PAIR, _MOST = 2, 12


def shares_first(facts: FactSet) -> Iterator[Constraint]:
    """Confirmed by any amount told before; where the shares make 100 % of one that bears another of them out, the rest as warnings."""
    for passage in facts.passages:
        pairs = list(_pairs(passage)) if "即" in passage.text or "计" in passage.text else []
        if not pairs:
            continue
        first = pairs[0][0].quantity.start
        wholes = [n for n in passage.numbers if n.is_quantity and n.quantity.end <= first and n.point][-_MOST:]
        told = [[ratio_is(share, amount, w, cue="占") for share, amount in pairs if w.dimension() == amount.dimension()] for w in wholes]
        best = max(told, key=lambda made: sum(map(held, made)), default=[])
        fits = [c for c in best if held(c)]
        yield from fits
        whole = len(best) == len(pairs) >= _PAIR and held(hundred([s for s, _ in pairs], "各占比"))
        if whole and len(fits) == len(best) - 1:
            yield from (replace(c, severity="warning") for c in best if not held(c))


def _pairs(passage: Passage) -> Iterator[tuple[Number, Number]]:
    """Each share and the amount right behind it that it is said to be."""
    told = [n for n in passage.numbers if n.is_quantity]
    for share, amount in pairwise(told):
        between = passage.text[share.quantity.end : amount.quantity.start]
        plain = share.point is not None and amount.point is not None and not share.quantity.soft and not amount.quantity.soft
        if plain and share.dimension() == "1" != amount.dimension() and _AMOUNT.fullmatch(between) and _SHARE.search(passage.text[: share.quantity.start]):
            yield share, amount
