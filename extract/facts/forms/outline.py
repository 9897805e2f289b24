"""Readings of a list with sums in it: which entries belong to which sum. Works on rows and on columns alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gouji.extract.facts.forms.cells import Label


class Group(Struct, frozen=True):
    """A sum entry and the entries it adds up, by position in the list."""

    total: int
    parts: tuple[int, ...]
    open_end: bool = False


def readings(labels: Sequence[Label]) -> list[list[Group]]:
    """Ways to read the sums of a list, the most natural one first.

    A sum stands either before its entries or after them; wide sums (总计, 合计, 浙江省合计) and narrow ones
    (小计, 温州市合计) may differ in that.
    """
    totals = [i for i, name in enumerate(labels) if name.total]
    if not totals:
        return []
    widest = min(labels[i].rank for i in totals)
    wide = [i for i in totals if labels[i].rank == widest]
    narrow = [i for i in totals if labels[i].rank != widest]
    first, last = totals[0], totals[-1]
    natural: list[tuple[bool, bool]]
    if first == 0 and last != len(labels) - 1:
        natural = [(True, True), (True, False)]
    elif last == len(labels) - 1 and first != 0:
        natural = [(False, False), (False, True)]
    else:
        natural = [(True, True), (False, False), (True, False), (False, True)]
    if not narrow:
        natural = list(dict.fromkeys((a, a) for a, _ in natural))
    out = []
    for wide_first, narrow_first in natural:
        groups = _read(labels, set(wide), set(narrow), wide_first, narrow_first)
        if groups and groups not in out:
            out.append(groups)
    return out


def _read(
    labels: Sequence[Label], wide: set[int], narrow: set[int], wide_first: bool, narrow_first: bool
) -> list[Group]:
    inner, owned = _groups(labels, narrow, wide, narrow_first)
    rest = [i for i in range(len(labels)) if i not in owned]
    picked = [labels[i] for i in rest]
    positions = {k for k, i in enumerate(rest) if i in wide}
    outer, _ = _groups(picked, positions, set(), wide_first)
    return [Group(rest[g.total], tuple(rest[p] for p in g.parts), g.open_end) for g in outer] + inner


def _groups(
    labels: Sequence[Label], totals: set[int], walls: set[int], first: bool
) -> tuple[list[Group], set[int]]:
    """Groups of the sums in ``totals`` by an outline over their ranks, and the entries they own."""
    n = len(labels)
    order = range(n) if first else range(n - 1, -1, -1)
    stack: list[tuple[int, list[int]]] = []
    done: list[tuple[int, list[int], bool]] = []
    owned: set[int] = set()
    for i in order:
        if i in walls:
            done.extend((t, p, False) for t, p in stack)
            stack = []
        elif i in totals:
            while stack and labels[stack[-1][0]].rank >= labels[i].rank:
                t, p = stack.pop()
                done.append((t, p, False))
            if stack:
                stack[-1][1].append(i)
                owned.add(i)
            stack.append((i, []))
        elif stack:
            stack[-1][1].append(i)
            owned.add(i)
    done.extend((t, p, first) for t, p in stack)
    return [Group(t, tuple(sorted(p)), e) for t, p, e in sorted(done) if p], owned


def children_by_number(labels: Sequence[Label], openings: Mapping[int, Label] | None = None) -> list[Group]:
    """Entries numbered one level deeper below an entry: 一、 over 1、 2、; an unnumbered one over 1、 2、 3、.

    ``openings`` are numbered heads without figures of their own (a merged cell beside the rows), by the entry they
    begin at: they end what stands at their level and above it.
    """
    out: list[Group] = []
    stack: list[tuple[int, list[int]]] = []
    pending: int | None = None
    for i, name in enumerate(labels):
        opened = openings.get(i) if openings else None
        if opened is not None:
            out.extend(Group(t, tuple(p)) for t, p in stack if p and labels[t].level >= opened.level)
            stack, pending = [], None
        if name.of_which or (name.indent >= 2 and not name.level) or name.total:
            if name.total:
                out.extend(Group(t, tuple(p)) for t, p in stack if p)
                stack, pending = [], None
            continue
        if not name.level:
            out.extend(Group(t, tuple(p)) for t, p in stack if p)
            stack, pending = [], i
            continue
        while stack and labels[stack[-1][0]].level >= name.level:
            t, p = stack.pop()
            if p:
                out.append(Group(t, tuple(p)))
        if not stack and pending is not None and name.number == 1:
            stack.append((pending, []))
        if stack:
            members = stack[-1][1]
            expected = members[-1] if members else None
            if expected is None or labels[expected].level == name.level:
                members.append(i)
        stack.append((i, []))
    out.extend(Group(t, tuple(p), True) for t, p in stack if p)
    return sorted(out, key=lambda g: g.total)


def children_between(labels: Sequence[Label]) -> list[Group]:
    """Unnumbered entries between numbered ones of one level: 一、税收收入 over 增值税, 契税 …, up to 二、非税收入."""
    levels = {name.level for name in labels if name.level}
    if len(levels) != 1 or sum(bool(name.level) for name in labels) < 2:
        return []
    out: list[Group] = []
    head: int | None = None
    members: list[int] = []
    for i, name in enumerate(labels):
        if name.level or name.total:
            if head is not None and len(members) > 1:
                out.append(Group(head, tuple(members)))
            head, members = (i if name.level else None), []
        elif not name.of_which:
            members.append(i)
    if head is not None and len(members) > 1:
        out.append(Group(head, tuple(members), True))
    return out
