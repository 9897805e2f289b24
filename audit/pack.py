"""Settings of one province or form family: weights, thresholds, denominators. Never constants in code."""

from __future__ import annotations

from msgspec import Struct

from gouji.audit.written import WrittenRule


class Pack(Struct, frozen=True):
    """Thresholds and conventions.

    Attributes:
        name: ``generic``, ``mof-2020``, ``hunan`` …
        over_target: completion above this multiple of the target wants a reason (1.3 in most provinces).
        over_target_severity: what such a completion is reported as.
        rate_base: which budget the execution rate divides by: ``budget`` (全年/调整后), ``budget_initial`` (年初),
            or ``either`` where the rule text leaves it open.
        score_cap: whether the budget-execution score is capped at its weight.
        score_full_from: execution rate (a share of 1) from which the full score is given; ``None`` for none.
        score_steps: the budget-execution score may be given in steps, not in proportion (Hunan old table, Fujian).
        budget_points: usual weight of budget execution, printed inside or outside the indicator table.
        budget_change: change of the budget in the year, a share of 1, beyond which an explanation is wanted.
        places: words of a title or unit name by which the pack is chosen (湖南, 长沙 …).
        families: letters of the form families by which it is chosen where no place is named.
        headers: words of a form's title or cells, or 文号 cited, by which it is chosen where neither tells.
        rules: relations the bureau wants checked.
        grades: lower bound of each grade, in points of 100.
    """

    name: str = "generic"
    over_target: str = "1.3"
    rate_base: str = "budget"
    score_cap: bool = True
    grades: tuple[tuple[str, int], ...] = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
    over_target_severity: str = "info"
    score_full_from: str | None = None
    score_steps: bool = False
    budget_points: tuple[int, ...] = (10, 20)
    budget_change: str = "0.2"
    places: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    rules: tuple[WrittenRule, ...] = ()
