"""Settings of one province or form family: weights, thresholds, denominators. Never constants in code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pack:
    """Thresholds and conventions.

    Attributes:
        name: ``generic``, ``mof-2020``, ``hunan`` …
        over_target: completion above this multiple of the target wants a reason (1.3 in most provinces).
        rate_base: which budget the execution rate divides by, ``budget`` (全年/调整后) or ``budget_initial``.
        score_cap: whether the budget-execution score is capped at its weight.
        grades: lower bound of each grade, in points of 100.
    """

    name: str = "generic"
    over_target: str = "1.3"
    rate_base: str = "budget"
    score_cap: bool = True
    grades: tuple[tuple[str, int], ...] = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
