"""GJ402 one-indicator-two-targets 同一指标两个目标值."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gouji.audit.finding import Defect, Evidence, Severity
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.extract.facts.statements import generic, name_of

_LONG = 8
"""From this length on, a name that ends in another is taken for the same indicator."""


@rule(
    "GJ402", "one-indicator-two-targets", severity="error",
    zh="同一张表中“{name}”出现两次，目标值分别为{a}与{b}",
    en="“{name}” stands twice in one form with different targets: {a} and {b}",
    title_zh="同一指标两个目标值", title_en="One indicator with two targets in one form",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一张自评表内，名称相同的三级指标，目标值（单位相同）应当相同。

    为什么重要: 一个指标两个标准，完成与否取决于看哪一行，得分无从复核。
    何时不算错: 名称相同而单位不同（人数与比例）；名称只是通称（满意度）而二级指标不同；仅申报目标、尚未定稿的表。
    """
    for form in facts.forms:
        for a, b in combinations([i for i in form.indicators if i.name and i.target], 2):
            severity = _same(a, b)
            if severity is not None:
                yield from _compare(facts, form, a, b, severity)


def _same(a: Indicator, b: Indicator) -> Severity | None:
    """``error`` for one name, ``warning`` for a name that is the tail of another."""
    x, y = name_of(a.name), name_of(b.name)
    short, long = sorted((x, y), key=len)
    if not short or short in generic():
        return None
    if x == y:
        return "error" if len(short) >= 4 else "warning"
    return "warning" if len(short) >= _LONG and long.endswith(short) else None


def _compare(facts: FactSet, form: Form, a: Indicator, b: Indicator, severity: Severity) -> Iterator[Defect]:
    """Targets that differ in value though not in unit."""
    assert a.target is not None and b.target is not None
    x, y = facts.only(form.block, a.target), facts.only(form.block, b.target)
    if x is None or y is None or x.dimension() != y.dimension():
        return
    if x.interval() == y.interval():
        return
    cells: list[Cell | None] = [a.name_cell, a.target, a.actual, b.name_cell, b.target, b.actual]
    evidence = tuple(
        Evidence("primary" if i < 3 else "secondary", c.text.string.strip(), c.text.locate(0, len(c.text.string)))
        for i, c in enumerate(cells) if c is not None and c.text.string.strip()
    )
    yield Defect(
        evidence, {"name": a.name, "a": x.raw, "b": y.raw}, computation=f"{x.raw} ≠ {y.raw}", severity=severity
    )
