"""The money block of a form as numbers: what each fund row says under each column."""

from __future__ import annotations

import re

from msgspec import Struct

from gouji.extract.facts.model import FactSet, Form, FundRow, Number, Role
from gouji.rules.cells import blank, in_unit, stated

MONEY_ROLES: tuple[Role, ...] = ("budget_initial", "budget", "executed", "plan", "actual", "prior")


class Column(Struct, frozen=True):
    """One money column: the total, the parts that print a value, and whether some part is left blank."""

    role: Role
    total: Number
    parts: tuple[Number, ...]
    gaps: bool


def amount(facts: FactSet, form: Form, row: FundRow, role: Role) -> Number | None:
    """The amount in a fund row under a role, if the cell prints exactly one."""
    number = facts.only(form.block, row.cells.get(role))
    return number if number is not None and stated(number) is not None else None


def columns(facts: FactSet, form: Form) -> tuple[Column, ...]:
    """Total and parts of every money column of a form with one total row."""
    totals = [r for r in form.funds if r.kind == "total"]
    parts = [r for r in form.funds if r.kind == "part"]
    if len(totals) != 1 or not parts:
        return ()
    out = []
    for role in MONEY_ROLES:
        whole = amount(facts, form, totals[0], role)
        if whole is None:
            continue
        cells = [(r, r.cells.get(role)) for r in parts]
        numbers = [(r, amount(facts, form, r, role)) for r, _ in cells]
        if any(n is None and not blank(r.cells.get(role)) for r, n in numbers):
            continue
        found = tuple(n for _, n in numbers if n is not None)
        if found:
            out.append(Column(role, whole, found, gaps=any(n is None for _, n in numbers)))
    return tuple(out)


_OTHER_RATE = re.compile(r"增|减|占|比重|到位|控制|同比|变动|比上年")


def execution_rate(facts: FactSet, form: Form, row: FundRow) -> Number | None:
    """The execution rate of a fund row; ``None`` where the column is another rate (占比, 到位率, 增长率)."""
    header = row.header.get("rate", "")
    return None if _OTHER_RATE.search(header) else facts.only(form.block, row.cells.get("rate"))


def rate_readings(rate: Number) -> tuple[Number, ...]:
    """The ways a printed rate may be meant: with its sign, or bare as a share (0.958) or in percent (95.8)."""
    if rate.unit is not None:
        return (rate,)
    value = stated(rate)
    if value is None:
        return ()
    lent = in_unit(rate, "%")
    return (rate, lent) if value <= 2 else (lent,)


_FORMULA = re.compile(r"(\d+(?:\.\d+)?)分?[*×xX]?[（(]?(?:预算)?执行率")


def formula_weight(form: Form, row: FundRow) -> str | None:
    """Points that the score header multiplies by the rate, ``得分(20分*执行率)``; ``None`` where it prints none."""
    header = re.sub(r"\s+", "", row.header.get("score", ""))
    found = _FORMULA.search(header)
    return found[1] if found else None
