"""The foot of an account: 本年支出合计, what is carried over, 总计; its rows are those the accounts of every department have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.cells import Label, head, is_blank, is_empty, is_number, label
from gouji.extract.facts.forms.layout import Column, Line
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total

_OF_THE_YEAR = re.compile(r"本年(?:收入|支出)(?:合计|小计)")
_DATED = re.compile(r"^(?:上年|本年|当年|(?:19|20)\d\d年|年|期)(?:末|底|初)的?|(?:数|额|实际数|决算数|预计执行数)$")
_ADDED = re.compile(r"([加减])[:：]")
_SUM_WORD, _AND = re.compile(r"(?:合计|总计|总额|小计)$"), re.compile(r"[和及与]")
_CARRIED = re.compile(
    r"(?:使用|动用)?(?:非财政拨款结余|专用结余)(?:[（(]?含专用结余[)）]?)?|用事业基金弥补收支差额|结余分配|(?:年初|上年|年末|结转下年)(?:财政拨款)?(?:的?结转|的?结余)?(?:和|及)?(?:结余|结转)?"
)


def is_of_the_period(name: Label) -> bool:
    """本季收入合计: what was carried over from before is none of it."""
    return name.total and words().own_sum.fullmatch(head(name.name)) is not None


def is_opening(name: Label) -> bool:
    """上季结存, 期初余额."""
    return dict(words().flows)["opening"].fullmatch(head(name.name)) is not None


def closing_balances(table: Table, figures: Figures, totals: Sequence[Total] = ()) -> Iterator[Total]:
    """上季结存 + 本季收入合计 - 本季支出合计 = 本季结存, each named in one cell of the table with its figure right of it.

    Without anything carried over 收入合计 - 支出合计 = 本年盈余.
    """
    patterns = dict(words().flows) | {"closing": words().left, "surplus": words().surplus}
    found: dict[str, list[tuple[Label, Cell]]] = {key: [] for key in patterns}
    for row in table.rows:
        for named, cell in pairwise(c for c in row if not is_empty(c.text.string)):
            name = label(named.text.string)
            for key, pattern in patterns.items():
                if pattern.fullmatch(head(name.name)) and figures.of(cell) is not None and is_number(cell.text.string):
                    found[key].append((name, cell))
    if len(found["in"]) != 1 or len(found["out"]) != 1:
        return
    (income, received), (_, spent) = found["in"][0], found["out"][0]
    alone = _nothing_else(table, received, spent)
    parts: tuple[Cell, ...]
    signs: tuple[int, ...]
    if len(found["opening"]) == len(found["closing"]) == 1:
        closing, left = found["closing"][0]
        opening = found["opening"][0][1]
        parts, signs = (opening, received, spent), (1, 1, -1)
        apart = any(t.total is received and opening not in t.parts and figures.holds(t.total, t.parts) for t in totals)
        sure = (is_of_the_period(income) or apart) and alone
    elif not found["opening"] and len(found["surplus"]) == 1:
        closing, left = found["surplus"][0]
        parts, signs, sure = (received, spent), (1, -1), income.total and alone
    else:
        return
    if sure or figures.check(left, parts, signs).holds:
        yield Total(left, parts, head(closing.name), signs=signs, kind="rows")


def _nothing_else(table: Table, received: Cell, spent: Cell) -> bool:
    """Receipts and payments stand side by side, and no third kind of money (调出资金, 上解支出) below their sums."""
    if received.column == spent.column:
        return False
    below = (c for row in table.rows[min(received.row, spent.row):] for c in row)
    side = {received.column - 1: received.row, spent.column - 1: spent.row}
    names = [label(c.text.string) for c in below if c.row >= side.get(c.column, c.row + 1) and not is_blank(c.text.string)]
    known = (dict(words().flows)["opening"], words().left, words().surplus)
    return all(n.total or any(p.fullmatch(head(n.name)) for p in known) for n in names)


def stock_totals(lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column], figures: Figures) -> list[Total]:
    """2022年末债务余额 + 发行额 - 还本支出 = 2023年末债务余额; 本年收入 - 本年支出 = 本年收支结余: where a column bears it out."""
    levelled = any(n.level for n in names)
    outer = [i for i, n in enumerate(names) if not n.of_which and (n.level or not levelled)]
    out: list[Total] = []
    for result, rows, signs in _told_stocks(names, outer):
        sums = []
        for column in columns:
            total, parts = lines[result].cells.get(column.index), tuple(lines[i].cells.get(column.index) for i in rows)
            if total is not None and figures.of(total) is not None and all(figures.of(p) is not None for p in parts):
                sums.append((total, tuple(p for p in parts if p is not None)))
        tally = sum((figures.check(t, p, signs) for t, p in sums), Tally())
        sure = tally.holds > 0 and tally.holds >= tally.broken
        cue = head(names[result].name)
        out += [Total(t, p, cue, sure, signs) for t, p in sums if sure or figures.check(t, p, signs).holds]
    return out


def _told_stocks(names: Sequence[Label], outer: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """The row of a result, the rows it is made of, and their signs."""
    stock, flows = words().stock, dict(words().flows)
    levels = [i for i in outer if stock["level"].fullmatch(head(names[i].name))]
    if len(levels) == 2 and _stem(names[levels[0]]) == _stem(names[levels[1]]):
        between = [i for i in outer if levels[0] < i < levels[1] and "付息" not in names[i].name]
        plus, minus = ([i for i in between if stock[kind].fullmatch(head(names[i].name))] for kind in ("in", "out"))
        if len(plus) == len(minus) == 1:
            yield levels[1], (levels[0], plus[0], minus[0]), (1, 1, -1)
            return
    cases = {kind: [i for i in range(len(names)) if p.fullmatch(head(names[i].name))] for kind, p in words().cases.items()}
    settled = [i for i, n in enumerate(names) if n.total]
    if all(len(found) == 1 for found in (*cases.values(), settled)):
        yield settled[0], (cases["new"][0], cases["old"][0], cases["left"][0]), (1, 1, -1)
        return
    patterns = {**flows, "surplus": words().surplus}
    found = {kind: [i for i in outer if p.fullmatch(head(names[i].name))] for kind, p in patterns.items()}
    if len(found["in"]) != 1 or len(found["out"]) != 1:
        return
    plus_minus = (found["in"][0], found["out"][0])
    if len(found["surplus"]) == 1:
        yield found["surplus"][0], plus_minus, (1, -1)
    if len(found["opening"]) == len(found["closing"]) == 1:
        yield found["closing"][0], (found["opening"][0], *plus_minus), (1, 1, -1)


def _stem(name: Label) -> str:
    """What the level is of: 地方政府债务余额."""
    return _DATED.sub("", head(name.name))


def named_totals(lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column], figures: Figures) -> list[Total]:
    """负债合计 over 流动负债合计 and 非流动负债合计, 负债和所有者权益总计 over both: sums of sums, by their names, where a column bears them out."""
    stems = {i: _SUM_WORD.sub("", head(n.name)) for i, n in enumerate(names) if n.total}
    out: list[Total] = []
    for total, stem in stems.items():
        rows = [i for i in stems if i < total and stems[i] != stem and stems[i].endswith(stem) and stem]
        both = _AND.split(stem)
        if len(rows) < 2 and len(both) > 1 and all(both):
            rows = [max((i for i in stems if i < total and stems[i] == part), default=-1) for part in both]
        if len(rows) < 2 or min(rows) < 0:
            continue
        sums = []
        for column in columns:
            whole, parts = lines[total].cells.get(column.index), tuple(lines[i].cells.get(column.index) for i in rows)
            if whole is not None and figures.of(whole) is not None and all(figures.of(p) is not None for p in parts):
                sums.append((whole, tuple(p for p in parts if p is not None)))
        tally = sum((figures.check(w, p) for w, p in sums), Tally())
        sure = tally.holds > 0 and tally.holds >= tally.broken
        out += [Total(w, p, head(names[total].name), sure) for w, p in sums if sure or figures.holds(w, p)]
    return out


def stepped_totals(lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column], figures: Figures) -> list[Total]:
    """二、经营收益 = 一、经营收入 减：经营支出, 管理费用: each numbered row from the one above it and the rows 加 and 减 between."""
    steps = [i for i, n in enumerate(names) if n.level == 1]
    groups: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = []
    for before, after in pairwise(steps):
        signs = _signs(names[before + 1 : after])
        if signs:
            groups.append((after, tuple(range(before, after)), (1, *signs)))
    sums = []
    for total, rows, signs in groups:
        for column in columns:
            whole, cells = lines[total].cells.get(column.index), [lines[i].cells.get(column.index) for i in rows]
            kept = [(c, s) for c, s in zip(cells, signs, strict=True) if c is not None and not is_blank(c.text.string)]
            if whole is not None and not is_blank(whole.text.string) and len(kept) > 1:
                sums.append((total, whole, tuple(c for c, _ in kept), tuple(s for _, s in kept)))
    tally = sum((figures.check(w, p, s) for _, w, p, s in sums), Tally())
    sure = tally.holds > 1 and tally.holds > tally.broken
    return [Total(w, p, head(names[i].name), sure, s) for i, w, p, s in sums if sure or figures.check(w, p, s).holds]


def _signs(names: Sequence[Label]) -> tuple[int, ...]:
    """The sign of each row from 加： or 减： on; none where the first row has neither, or a row is 其中."""
    out: list[int] = []
    sign = 0
    for name in names:
        mark = _ADDED.match(name.name)
        sign = (1 if mark[1] == "加" else -1) if mark else sign
        if not sign or name.of_which or name.total:
            return ()
        out.append(sign)
    return tuple(out)


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
