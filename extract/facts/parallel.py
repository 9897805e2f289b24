"""The same list of figures in two places: what most of it bears out, and what is stated otherwise in one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.restated import alike_names, near
from gouji.extract.facts.statements import Statement
from gouji.extract.rational import Fraction

Place = tuple[int, int, int]

_CROWD = 12
"""A name stated more often than this is no name of one thing."""
_AGREE = 2
"""So many telling figures two places must share before they are taken for the same list."""
_ONE_IN = 3
"""At most one figure may differ for so many that agree."""
_TELLING = 3
"""Significant digits from which on two equal figures are hardly equal by chance."""

_READINGS = 6
"""At most so many values are offered as the one a statement may repeat."""


def parallels(found: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Statements of one thing that differ between two places, a paragraph or a table column, that otherwise agree.

    Prose first. A name stated twice in one of the places, or a value that the other place's table states of the same
    thing in another column, says nothing.
    """
    usable = [s for s in found if not s.counted and s.value and s.number.dimension() and len(s.name) > 1]
    agree: dict[tuple[Place, Place], dict[Fraction, None]] = defaultdict(dict)
    differ: dict[tuple[Place, Place], list[tuple[Statement, Statement]]] = defaultdict(list)
    for mine in _namesakes(usable):
        for i, a in enumerate(mine):
            for b in mine[i + 1 :]:
                x, y = (a, b) if a.place == "prose" else (b, a)
                if x.number.block == y.number.block or x.text == y.text or not _comparable(x, y):
                    continue
                key = _place(x), _place(y)
                if _meet(x, y):
                    if x.value == y.value and x.value is not None and _telling(x):
                        agree[key][x.value] = None
                elif _only(x, mine) and _only(y, mine) and not _elsewhere(x, y, mine):
                    differ[key].append((x, y))
    seen: set[tuple[str, str]] = set()
    for key, pairs in differ.items():
        if len(agree[key]) >= _AGREE and len(pairs) * _ONE_IN <= max(len(agree[key]), _ONE_IN):
            for x, y in pairs:
                if (x.number.id, y.number.id) not in seen:
                    seen.add((x.number.id, y.number.id))
                    yield x, y


def _namesakes(found: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements of one name and dimension, in two blocks at least; then those of two names that mean one."""
    named: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in found:
        named[s.name, s.number.dimension()].append(s)
    groups = {k: v for k, v in named.items() if len(v) <= _CROWD}
    blocks = {k: {s.number.block for s in many} for k, many in groups.items()}
    for key, many in groups.items():
        if len(blocks[key]) > 1:
            yield many
    if len(set[int]().union(*blocks.values())) < 2:  # one long table: nothing stands elsewhere
        return
    keys = {many[0].number.id: key for key, many in groups.items()}
    for a, b in alike_names([many[0] for many in groups.values()]):
        one, other = keys[a.number.id], keys[b.number.id]
        if one[1] != other[1] or len(blocks[one] | blocks[other]) < 2:
            continue
        x, y = groups[one], groups[other]
        if len(x) + len(y) <= _CROWD and _same(a, b):
            yield [*x, *y]


def _same(a: Statement, b: Statement) -> bool:
    return likeness(a.label, b.label, unit_a=a.number.unit, unit_b=b.number.unit, any_role=True).verdict == "same"


def _comparable(a: Statement, b: Statement) -> bool:
    """One project; the same year, kind and sort of place as far as they are told."""
    x, y = a.number.context.period, b.number.context.period
    kinds = {a.kind, b.kind} - {""}
    return near(a, b) and (x == y or None in (x, y)) and len(kinds) < 2 and "table" in (a.place, b.place)


def _place(s: Statement) -> Place:
    cell = s.number.cell
    if cell is None:
        return s.number.block, -1, -1
    return (s.number.block, -1, cell.column) if s.place == "table" else (s.number.block, cell.row, cell.column)


def _only(s: Statement, mine: Sequence[Statement]) -> bool:
    """True when its place states the thing once."""
    return sum(_place(o) == _place(s) for o in mine) == 1


def _elsewhere(a: Statement, b: Statement, mine: Sequence[Statement]) -> bool:
    """True when either value is what the other's table, or another place beside it, states of the thing."""
    return any(o is not a and o is not b and (_meet(o, a) or _meet(o, b)) and o.number.block in (
        a.number.block, b.number.block
    ) for o in mine)


def _meet(a: Statement, b: Statement) -> bool:
    return a.value == b.value or (
        a.number.quantity.step != b.number.quantity.step and a.number.interval().meets(b.number.interval())
    )


def _telling(s: Statement) -> bool:
    return len(s.number.digits) >= _TELLING


def unsettled(found: Sequence[Statement]) -> Iterator[list[tuple[Statement, Statement]]]:
    """For statements that no other block states alike: each with the namesakes it may repeat, one for every value."""
    usable = [s for s in found if not s.counted and s.value and s.number.dimension() and len(s.name) > 1]
    asked: set[str] = set()
    for mine in _namesakes(usable):
        for s in mine:
            others = [
                o for o in mine
                if o.number.block != s.number.block and o.text != s.text and _may_repeat(s, o) and not _settled_apart(s, o, mine)
            ]
            if not others or s.number.id in asked or any(_meet(s, o) for o in mine if o is not s):
                continue
            asked.add(s.number.id)
            yield [(s, o) for o in {o.value: o for o in reversed(others)}.values()][:_READINGS]


def _settled_apart(s: Statement, o: Statement, mine: Sequence[Statement]) -> bool:
    """Of another kind (预算数, 决算数), and told again as what it is: 预算数 1680.00 repeats no 决算 told twice as 3052.55."""
    return bool(s.kind and o.kind) and s.kind != o.kind and any(p is not o and p.kind == o.kind and _meet(o, p) for p in mine)


def _may_repeat(a: Statement, b: Statement) -> bool:
    x, y = a.number.context.period, b.number.context.period
    one_budget = a.budget == b.budget or not a.name.endswith(("支出", "收入"))  # under 财政拨款 a part of what all spent
    return near(a, b) and one_budget and (x == y or None in (x, y)) and (a.kind == "prior") == (b.kind == "prior")
