"""The ledger: of every quantity, whether it was confirmed, contradicted or not checked, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from gouji.audit.evaluate import Outcome
from gouji.audit.reasons import REASONS, ROUGH, Reasons
from gouji.extract.facts.model import FactSet

Status = Literal["confirmed", "within_rounding", "contradicted", "unchecked"]

def reason_in(reason: str | None, lang: str) -> str | None:
    """A ledger reason in ``zh`` or ``en``."""
    return REASONS.get(reason, reason) if reason is not None and lang == "en" else reason


def statuses_of(
    facts: FactSet, outcomes: Sequence[Outcome], suspects: Collection[str], disputed: Collection[str] = ()
) -> dict[str, tuple[Status, str | None]]:
    """Status of every quantity.

    ``suspects`` are the ids of numbers that a broken relation of error or warning level names as the culprit or one
    of the candidates; ``disputed`` those that a finding without arithmetic is about: they count as contradicted unless
    a relation confirms them. Any other number of a broken relation keeps what its other relations say.
    """
    confirmed: set[str] = set()
    rounded: set[str] = set()
    weak: set[str] = set()
    vague: set[str] = set()
    broken: set[str] = set()
    for o in outcomes:
        ids = [n.id for n in o.constraint.numbers]
        if o.verdict == "not_assessable":
            vague.update(ids)
        elif o.verdict == "broken":
            broken.update(ids)
        elif not o.confirming:
            weak.update(ids)
        elif o.verdict == "holds":
            confirmed.update(ids)
        else:
            rounded.update(ids)
    reasons = Reasons(facts)
    table: dict[str, tuple[Status, str | None]] = {}
    for n in facts.quantities:
        if n.id in suspects:
            table[n.id] = ("contradicted", None)
        elif n.id in confirmed:
            table[n.id] = ("confirmed", None)
        elif n.id in rounded:
            table[n.id] = ("within_rounding", None)
        elif n.id in disputed:
            table[n.id] = ("contradicted", None)
        elif n.id in broken:
            table[n.id] = ("unchecked", "所在关系不成立，但不是疑点")
        elif n.id in vague:
            table[n.id] = ("unchecked", ROUGH if n.quantity.soft else "所在关系未能判定")
        elif n.id in weak:
            table[n.id] = ("unchecked", "所在关系过宽，不足为证")
        else:
            table[n.id] = ("unchecked", reasons.of(n))
    return table


def coverage(table: Iterable[tuple[str, str | None]]) -> tuple[int, int]:
    """How many quantities were confirmed or contradicted, and how many there are."""
    statuses = [status for status, _ in table]
    return sum(s != "unchecked" for s in statuses), len(statuses)
