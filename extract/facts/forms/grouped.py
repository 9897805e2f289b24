"""Sums over columns that share a head such as 预算数 or 决算数: 合计 over its groups, 小计 over the columns of a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.forms.cells import head, is_blank, label
from gouji.extract.facts.forms.headers import kind_of
from gouji.extract.facts.forms.layout import MONEY_KINDS, Band, Column
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.model import Total


class _Named(Struct, frozen=True):
    """A column, and its head without the word that says what kind of money stands in it."""

    column: Column
    names: tuple[str, ...]


GroupedSum = tuple[Column, list[Column]]


def grouped_sums(columns: Sequence[Column]) -> list[GroupedSum]:
    """The sums that the heads tell of: a column and those it adds up."""
    return list(_sums(columns))


def grouped_totals(band: Band, grouped: Sequence[GroupedSum], figures: Figures) -> list[Total]:
    """These sums for each row; declared where most of them hold, else only those that do."""
    sums = [
        (line.cells.get(total.index), [line.cells.get(p.index) for p in parts], total)
        for total, parts in grouped for line in band.lines
    ]
    tally = sum((figures.check_all([(total, parts)]) for total, parts, _ in sums), Tally())
    complete = tally.holds + tally.trivial > tally.broken and tally.holds > 0
    out: list[Total] = []
    for total, parts, column in sums:
        items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
        if total is None or is_blank(total.text.string) or not items:
            continue
        if complete or figures.holds(total, items):
            out.append(Total(total, items, head(_total_word(column)), complete, kind="columns"))
    return out


def _total_word(column: Column) -> str:
    return next((n for n in reversed(column.path) if label(n).total), column.text)


def _sums(columns: Sequence[Column]) -> Iterator[GroupedSum]:
    families: dict[str, list[_Named]] = {}
    for column in columns:
        money = [name for name in column.path if kind_of(name)[0] in MONEY_KINDS]
        names = tuple(n for n in column.path if n not in money[:1])
        if not money or not names:
            return  # 基本支出 over 人员经费 is a group, no kind of money that all columns share
        families.setdefault(money[0], []).append(_Named(column, names))
    for family in families.values():
        yield from _of_family(family)


def _of_family(family: Sequence[_Named]) -> Iterator[GroupedSum]:
    """小计 of each group over the rest of it, then 合计 over the groups."""
    groups: dict[str, list[_Named]] = {}
    for named in family:
        groups.setdefault(named.names[0], []).append(named)
    wholes: list[Column] = []
    parts: list[Column] = []
    for top, members in groups.items():
        inner = [m.column for m in members if len(m.names) > 1 and label(m.names[-1]).total]
        rest = [m.column for m in members if m.column not in inner]
        if len(members) == 1 and len(members[0].names) == 1:
            (wholes if label(top).total else parts).append(members[0].column)
        elif len(inner) == 1:
            parts.append(inner[0])
            if len(rest) > 1:
                yield inner[0], rest
        else:
            parts.extend(m.column for m in members)
    if len(wholes) == 1 and len(parts) > 1:
        yield wholes[0], parts
