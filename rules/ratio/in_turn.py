"""Rates told in turn of amounts told in turn: 满意186户、189户、168户，满意率分别为93%、94.5%、84%, of the whole that most of them bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, ratio_is
from gouji.extract.facts.model import Number, Passage

_TURN = re.compile(r"(?:率|占比|比例|比重|占)[^，。；、\d]{0,6}(?:分别|依次)(?:为|是|达到?|占)?$|(?:分别|依次)占[^，。；、\d]{0,8}$")
_FEWEST, _WHOLES = 2, 6


def rates_in_turn(passage: Passage) -> Iterator[Constraint]:
    """All of a run of rates, or all but one, which is then a warning."""
    numbers = [n for n in passage.numbers if n.is_quantity]
    for k, first in enumerate(numbers):
        if first.dimension() != "1" or first.point is None or not _TURN.search(passage.text[: first.quantity.start]):
            continue
        rates = _run(passage, numbers[k:])
        amounts = [n for n in numbers[:k] if n.point and n.dimension() not in ("1", "", "分", "百分点")]
        parts = amounts[-len(rates) :]
        if len(rates) < _FEWEST or len(parts) < len(rates) or len({p.dimension() for p in parts}) > 1:
            continue
        for whole in reversed(amounts[: -len(rates)][-_WHOLES:]):
            if whole.dimension() != parts[0].dimension() or (whole.point or 0) < max(p.point or 0 for p in parts):
                continue
            told = [ratio_is(r, p, whole, cue="分别") for r, p in zip(rates, parts, strict=True)]
            off = [c for c in told if not held(c)]
            if not off or (len(off) == 1 and len(told) > _FEWEST):
                yield from (c if held(c) else replace(c, severity="warning") for c in told)
                break


def _run(passage: Passage, numbers: Sequence[Number]) -> list[Number]:
    """Rates joined by nothing but 、 and 和."""
    run = [numbers[0]]
    for n in numbers[1:]:
        joint = passage.text[run[-1].quantity.end : n.quantity.start].strip()
        if n.dimension() != "1" or n.point is None or joint not in ("、", "和", "及", "与", "，", ","):
            break
        run.append(n)
    return run
