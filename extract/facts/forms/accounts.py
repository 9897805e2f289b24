"""The foot of an account: 本年支出合计, what is carried over, 总计; its rows are those the accounts of every department have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.cells import Label, head, is_blank, is_empty, is_number, label
from gouji.extract.facts.forms.layout import Column, Line
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total

_OF_THE_YEAR = re.compile(r"本年(?:收入|支出)(?:合计|小计)")
_CARRIED = re.compile(
    r"(?:使用|动用)?(?:非财政拨款结余|专用结余)(?:[（(]?含专用结余[)）]?)?|用事业基金弥补收支差额|结余分配|(?:年初|上年|年末|结转下年)(?:财政拨款)?(?:的?结转|的?结余)?(?:和|及)?(?:结余|结转)?"
)


def is_of_the_period(name: Label) -> bool:
    """本季收入合计: what was carried over from before is none of it."""
    return name.total and words().own_sum.fullmatch(head(name.name)) is not None


def is_opening(name: Label) -> bool:
    """上季结存, 期初余额."""
    return dict(words().flows)["opening"].fullmatch(head(name.name)) is not None


def closing_balances(table: Table, figures: Figures) -> Iterator[Total]:
    """上季结存 + 本季收入合计 - 本季支出合计 = 本季结存, each named in one cell of the table with its figure right of it."""
    patterns = dict(words().flows) | {"closing": words().left}
    found: dict[str, list[tuple[Label, Cell]]] = {key: [] for key in patterns}
    for row in table.rows:
        for named, cell in pairwise(c for c in row if not is_empty(c.text.string)):
            name = label(named.text.string)
            for key, pattern in patterns.items():
                if pattern.fullmatch(head(name.name)) and figures.of(cell) is not None and is_number(cell.text.string):
                    found[key].append((name, cell))
    if any(len(places) != 1 for places in found.values()):
        return
    (_, opening), (income, received), (_, spent), (closing, left) = (found[k][0] for k in ("opening", "in", "out", "closing"))
    parts, signs = (opening, received, spent), (1, 1, -1)
    sure = is_of_the_period(income) and _nothing_else(table, received, spent)
    if sure or figures.check(left, parts, signs).holds:
        yield Total(left, parts, head(closing.name), signs=signs, kind="rows")


def _nothing_else(table: Table, received: Cell, spent: Cell) -> bool:
    """Receipts and payments stand side by side, and no third kind of money (调出资金, 上解支出) below their sums."""
    if received.column == spent.column:
        return False
    below = (c for row in table.rows[min(received.row, spent.row):] for c in row)
    side = {received.column - 1: received.row, spent.column - 1: spent.row}
    names = [label(c.text.string) for c in below if c.row >= side.get(c.column, c.row + 1) and not is_blank(c.text.string)]
    known = (dict(words().flows)["opening"], words().left)
    return all(n.total or any(p.fullmatch(head(n.name)) for p in known) for n in names)


def carried_totals(lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column]) -> Iterator[Total]:
    """总计 as 本年…合计 and the rows between the two, where these are nothing but balances carried over."""
    for foot, name in enumerate(names):
        if not name.total or name.rank:
            continue
        start = next((i for i in range(foot - 1, -1, -1) if _OF_THE_YEAR.fullmatch(head(names[i].name))), None)
        if start is None:
            continue
        between = [i for i in range(start + 1, foot) if names[i].name]
        if not between or any(names[i].of_which or not _CARRIED.fullmatch(head(names[i].name)) for i in between):
            continue
        for column in columns:
            yield from _total(lines[foot].cells.get(column.index), [lines[i].cells.get(column.index) for i in (start, *between)])


def _total(total: Cell | None, parts: Sequence[Cell | None]) -> Iterator[Total]:
    filled = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
    if total is not None and not is_blank(total.text.string) and len(filled) > 1:
        yield Total(total, filled, "总计")
