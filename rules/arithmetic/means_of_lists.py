"""Plain means of the values told beside them: 门诊91.8分、住院95.2分，简单平均93.5分; 平均95.1分（分别为96.5、94.2、…分）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, Term, slight
from gouji.extract.facts.model import Number, Passage
from gouji.extract.rational import Fraction

_MEAN = re.compile(r"(?:平均|均值)(?:值|数|分|为|得分|达到?)*$")
_BRACKET = re.compile(r"\s*[（(](?:[^（()）\d]{0,12}?)(?:分别|依次)[为是]?[：:]?\s*")
_JOINT = re.compile(r"[、，,和及分%％]*\s*")
_MOST = 8


def means_of_lists(passage: Passage) -> Iterator[Constraint | Question]:
    """The values of a bracket right behind a mean make it, or are asked about; those told before it may confirm it."""
    told = [n for n in passage.numbers if n.is_quantity]
    for at, mean in enumerate(told):
        if mean.point is None or mean.quantity.soft or mean.quantity.value is None or _MEAN.search(passage.text[: mean.quantity.start].rstrip("约")) is None:
            continue
        inside = _inside(passage, told[at:])
        if len(inside) > 1:
            made = _mean(mean, inside)
            yield from [made] if held(made) else open_question([made], likely=True)
            continue
        before = [n for n in told[max(0, at - _MOST) : at] if n.dimension() == mean.dimension() and n.point is not None]
        for k in range(2, len(before) + 1):
            if held(made := _mean(mean, before[-k:])) and len({n.point for n in before[-k:]}) > 1:
                yield slight(made)
                break


def _inside(passage: Passage, told: Sequence[Number]) -> list[Number]:
    """The values in the bracket behind a mean that lists them: nothing else stands in it."""
    opened = _BRACKET.match(passage.text, told[0].quantity.end)
    out: list[Number] = []
    end = opened.end() if opened is not None else -1
    for n in told[1:] if opened is not None else ():
        if _JOINT.fullmatch(passage.text, end, n.quantity.start) is None or n.point is None:
            break
        out.append(n)
        end = n.quantity.end
    closed = passage.text[end : end + 1] in ("）", ")") if out else False
    return [_in_unit_of(n, told[0]) for n in out] if closed else []


def _in_unit_of(number: Number, mean: Number) -> Number:
    """96.5、94.2、95.5分: the unit stands behind the last."""
    return number if number.quantity.unit else replace(number, quantity=replace(number.quantity, unit=mean.unit))


def _mean(mean: Number, parts: Sequence[Number]) -> Constraint:
    shown = "+".join(f"{{{p.id}}}" for p in parts)
    step = mean.quantity.step or Decimal(1)  # a mean of heads is rounded to heads
    rounded = replace(mean, quantity=replace(mean.quantity, step=step))
    terms = (Term(rounded, Fraction(len(parts))), *(Term(p, Fraction(-1)) for p in parts))
    return Constraint("sum", terms, result=rounded, cue="平均", template=f"({shown})÷{len(parts)}={{{mean.id}}}")
