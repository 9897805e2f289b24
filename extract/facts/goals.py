"""The goals of a sheet told in sentences, beside its indicator rows: 新建中医馆5个 … 建成4个 against ≥5个 | 5个.

Names in sentences are longer or shorter than names in rows. What ties a sentence to a row is the target: the same
figure in the same unit, under a name that shares words with the row's, and no other figure that could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.model import FactSet, Form, Number, Passage
from gouji.extract.facts.naming import read_label
from gouji.extract.facts.prose.item import Item
from gouji.extract.rational import Fraction

_TARGET = re.compile(r"^\s*(?:年度)?(?:预期|年初设定|年度总体|总体|年度)?目标\s*[:：]")
_ACTUAL = re.compile(r"^\s*(?:全年|年度)?(?:实际|目标)?(?:目标)?完成情况(?:综述)?\s*[:：]")
_SHARED = 3
"""Characters in a row that two names must share."""
_NO_COUNTS = ("", "1", "元", "分", "百分点", "秒")
_NEAR = 3
"""Blocks between two tables of a sheet in which its goals may be told as paragraphs."""


class GoalPair(Struct, frozen=True):
    """A number told in the goals of a sheet and the one its indicator row prints for the same thing."""

    told: Number
    row: Number
    agrees: bool


class _Told(Struct, frozen=True):
    item: Item
    number: Number
    value: Fraction


def goal_pairs(facts: FactSet) -> Iterator[GoalPair]:
    """Goals and rows that state one thing: targets that agree, and the completed values told with them."""
    for form in facts.forms:
        rows = list(_rows(facts, form))
        if not rows:
            continue
        planned = [t for p in _passages(facts, form, "target") for t in _told(p)]
        done = [t for p in _passages(facts, form, "actual") for t in _told(p)]
        for name, target, actual in rows:
            goal = _only(planned, name, target)
            if goal is None or any(n != name and t is not target and _fits(goal, n, t) for n, t, _ in rows):
                continue
            yield GoalPair(goal.number, target, agrees=True)
            result = None if actual is None else _same_thing(done, goal, name)
            if result is not None and actual is not None and actual.quantity.value is not None and not actual.quantity.soft:
                yield GoalPair(result.number, actual, agrees=result.number.interval().meets(actual.interval()))
        parts = {id(c) for p in _passages(facts, form, "actual") for g in p.groups for c in g.children}
        yield from _alone_of_their_unit(rows, [d for d in done if id(d.item) not in parts])


def _alone_of_their_unit(rows: list[tuple[str, Number, Number | None]], done: list[_Told]) -> Iterator[GoalPair]:
    """在册路灯12686盏 in the summary, 管护路灯数量 | 12686盏 in the rows: nothing else is counted so in either."""
    for name, _, actual in rows:
        if actual is None or actual.quantity.value is None or actual.quantity.soft or actual.dimension() in _NO_COUNTS:
            continue
        told = [d for d in done if d.number.dimension() == actual.dimension()]
        alike = [a for _, _, a in rows if a is not None and a.dimension() == actual.dimension()]
        if len(told) == len(alike) == 1 and told[0].number.quantity.operator is None and _share_two(told[0].item.label, name):
            yield GoalPair(told[0].number, actual, agrees=told[0].number.interval().meets(actual.interval()))


def _share_two(a: str, b: str) -> bool:
    """Two characters in a row stand in both names."""
    return any(a[i : i + 2] in b for i in range(len(a) - 1))


def _rows(facts: FactSet, form: Form) -> Iterator[tuple[str, Number, Number | None]]:
    """Name, target and completed value of the rows; a sheet of targets only may have several targets to a row."""
    for i in form.indicators:
        target, actual = facts.only(form.block, i.target), facts.only(form.block, i.actual)
        if not i.name or target is None:
            continue
        if not form.target_only:
            if actual is not None:
                yield i.name, target, actual
            continue
        for cell in form.table.rows[i.row]:
            context = form.contexts.get((cell.row, cell.column))
            number = facts.only(form.block, cell)
            if number is not None and context is not None and context.role == "target":
                yield i.name, number, None


def _passages(facts: FactSet, form: Form, role: Literal["target", "actual"]) -> Iterator[Passage]:
    """The sentences of a sheet's goals: cells under 预期目标 or 实际完成情况, or paragraphs that begin so."""
    sheet = [f for f in facts.forms if f.sheet == form.sheet]
    blocks = {f.block: f for f in sheet}
    first, last = min(blocks) - _NEAR, max(blocks)
    opening = _TARGET if role == "target" else _ACTUAL
    for passage in facts.passages:
        if passage.cell is not None and passage.block in blocks:
            context = blocks[passage.block].contexts.get((passage.cell.row, passage.cell.column))
            in_row = any(passage.cell in (i.target, i.actual, i.reason) for i in blocks[passage.block].indicators)
            if not in_row and (opening.match(passage.text) or (context is not None and context.role == role)):
                yield passage
        elif passage.cell is None and first <= passage.block <= last and opening.match(passage.text):
            yield passage


def _told(passage: Passage) -> list[_Told]:
    out = []
    for item in passage.items:
        number = passage.number(item.mention)
        value = _bound(number)
        if value is not None and number.dimension() and not item.average:
            out.append(_Told(item, number, value))
    return out


def _bound(number: Number) -> Fraction | None:
    """The one value a number turns on: ≥330天 and 不少于330天 → 330; ``None`` for ranges and rough figures."""
    q = number.quantity
    ends = {e for e in (q.low, q.high) if e is not None}
    return Fraction(ends.pop()) * number.factor() if len(ends) == 1 and not q.soft else None


def _only(told: list[_Told], name: str, target: Number) -> _Told | None:
    """The only goal of that figure and unit, if its name shares words with the row's."""
    fit = [t for t in told if t.value and _fits(t, name, target)]
    return fit[0] if len(fit) == 1 else None


def _fits(told: _Told, name: str, target: Number) -> bool:
    """A goal of the row's figure and unit, under a name that shares words with the row's."""
    same = told.value == _bound(target) and told.number.dimension() == target.dimension()
    return same and shares(told.item.label, name)


def _same_thing(done: list[_Told], goal: _Told, name: str) -> _Told | None:
    """The completed value told of the same thing as a goal: its own name again, or the only one of that unit."""
    of_unit = [d for d in done if d.number.dimension() == goal.number.dimension()]
    label = read_label(goal.item.label).content
    same = [d for d in of_unit if read_label(d.item.label).content == label] or [
        d for d in of_unit if shares(d.item.label, goal.item.label) and shares(d.item.label, name)
    ]
    if len(same) != 1 or same[0].number.quantity.operator is not None:
        return None
    # 新改建农村公路58.6公里，日常养护1286公里: the goal of 1286公里 is met by the other
    return None if any(d.value == goal.value and d is not same[0] for d in of_unit) and same[0].value != goal.value else same[0]


@lru_cache(maxsize=4096)
def shares(a: str, b: str) -> bool:
    """Two names share a run of characters, and no word sets them apart."""
    x, y = read_label(a).content, read_label(b).content
    short, long = sorted((x, y), key=len)
    if len(short) < 2 or likeness(a, b, any_role=True).why == "对立词":
        return False
    size = min(_SHARED, len(short))
    return any(short[i : i + size] in long for i in range(len(short) - size + 1))
