"""The parts of a list stated once more without their total: 计划2000批次，其中A 1300、B 700；完成A 1300、B 700."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.statements import name_of


class Again(Struct, frozen=True):
    """Parts listed again, the totals they had elsewhere (nearest first), and the completion rate told of them.

    ``alike``: the figures are those of the list elsewhere but for one at most.
    """

    parts: tuple[Number, ...]
    totals: tuple[Number, ...]
    alike: bool
    rate: Number | None


def listed_again(facts: FactSet) -> Iterator[Again]:
    """Neighbouring items of one sentence whose names are those of a whole list elsewhere in the document."""
    known: dict[tuple[str, ...], list[tuple[int, Number]]] = {}
    figures: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    valued: dict[tuple[object, ...], list[tuple[int, Number, frozenset[str]]]] = {}
    for at, passage in enumerate(facts.passages):
        for group in passage.groups:
            if group.certain and len(group.children) >= 2:
                names = tuple(sorted(name_of(c.label) for c in group.children))
                total = passage.number(group.parent.mention)
                known.setdefault(names, []).append((at, total))
                figures.setdefault(names, []).append(_values(group.children))
                valued.setdefault(_values(group.children), []).append((at, total, frozenset(names)))
    sizes = {len(names) for names in known}
    for at, passage in enumerate(facts.passages):
        inside = {id(c) for g in passage.groups if g.certain for c in g.children}
        for size in sizes:
            for run in _runs(passage, size, inside):
                names = tuple(sorted(name_of(i.label) for i in run))
                totals = known.get(names) or [
                    (n, t) for n, t, of in valued.get(_values(run), ()) if _one_known(of, run)
                ]
                if totals:
                    near = sorted(totals, key=lambda t: abs(t[0] - at))
                    yield Again(
                        tuple(passage.number(i.mention) for i in run), tuple(n for _, n in near),
                        names not in known or any(_but_one(_values(run), told) for told in figures[names]), _rate(passage, run),
                    )


def _one_known(known: frozenset[str], run: tuple[Item, ...]) -> bool:
    """True when a part bears one of the names, in full or (from six characters on) behind a word of its own."""
    names = [name_of(x) for i in run for x in (i.label, i.counted)]
    return any(n == k or (len(k) >= 6 and n.endswith(k)) for n in names for k in known)


def _values(items: Sequence[Item]) -> tuple[object, ...]:
    """Unit and values of a list: the same figures under names of which one at least is the same are the same list."""
    return (items[0].dimension, *sorted(str(i.mention.quantity.value) for i in items))


def _but_one(values: tuple[object, ...], told: tuple[object, ...]) -> bool:
    """All figures but one at most are those of the list told before: the same things counted once more."""
    left = list(told)
    for v in values:
        if v in left:
            left.remove(v)
    return len(left) <= 1


def _runs(passage: Passage, size: int, inside: set[int]) -> Iterator[tuple[Item, ...]]:
    """Neighbouring items of one sentence and dimension that are in no list of their own."""
    free = [i for i in passage.items if id(i) not in inside]
    for start in range(len(free) - size + 1):
        run = tuple(free[start : start + size])
        if len({(i.mention.sentence, i.dimension) for i in run}) == 1 and all(i.plain for i in run):
            yield run


def _rate(passage: Passage, run: tuple[Item, ...]) -> Number | None:
    """完成率 right after the last part."""
    rates = [a for a in run[-1].attributes if a.kind == "rate" and a.label.endswith("完成率")]
    return passage.number(rates[0].mention) if len(rates) == 1 else None
