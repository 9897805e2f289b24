"""Sums down the rows of a band: 合计 and 小计, numbered sections, 其中. Labels propose, figures only choose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Literal

from msgspec.structs import replace

from gouji.extract.facts.forms.accounts import (
    carried_totals,
    is_of_the_period,
    is_opening,
    named_totals,
    stepped_totals,
    stock_totals,
)
from gouji.extract.facts.forms.cells import Label, head, is_blank, is_number, label
from gouji.extract.facts.forms.enclosed import enclosed_totals, openings
from gouji.extract.facts.forms.formulas import label_formulas, row_formulas
from gouji.extract.facts.forms.funds import label_cell
from gouji.extract.facts.forms.headers import kind_of, unit_in
from gouji.extract.facts.forms.layout import MONEY_KINDS, Band, Column, Line
from gouji.extract.facts.forms.outline import Group, children_between, children_by_number, readings
from gouji.extract.facts.forms.structure import also_adding, borne_out, whole_places
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total
from gouji.extract.facts.prose.splits import runs

_FEW = 2
"""So many columns of a table may all be off by a misprint each."""
_LONGEST_OF_WHICH = 12
_RECEIVED = re.compile(r"收入(?:合计|小计)$")
"""Whether 上年结转 is in it, the figures must tell."""
_A_DAY = re.compile(r"/(?:[日天年月]|小时|[dah])$")
"""万吨/日: what several works can do in a day adds up."""
_CODE_BEFORE = re.compile(r"[\[【（(]([1-9]\d{2}(?:\d\d){0,3})[\]】）)]|([1-9]\d{2}(?:\d\d){0,3})[\s\-—]*(?=[一-鿿])")
"""[2080501]行政单位离退休, 30101 基本工资."""
_TOP = 3
"""Digits of a code of the top level."""
_CODE = re.compile(r"[1-9]\d{2}(?:\d\d){0,3}")


def _is_amount(name: str) -> bool:
    """实际支出（万元）, 到位资金: what is received, or spent, begins anew and is no source of the list before it."""
    kind, sure = kind_of(name)
    return sure and kind in MONEY_KINDS


def adding_columns(band: Band, *, seldom: bool = False) -> list[Column]:
    """Columns whose figures add up down the rows; or those whose figures do so but seldom."""
    out = []
    for i in sorted(band.columns):
        column = band.columns[i]
        if column.is_label or column.kind in ("rate", "completion", "reason", "unit", "operator"):
            continue
        if column.kind in ("target", "actual") and band.kind != "figures":
            continue
        text = "".join(column.path)
        unit = unit_in(text) or ""
        if unit in ("%", "‰") or seldom != bool(words().no_sum.search(head(text) or text) or ("/" in unit and not _A_DAY.search(unit))):
            continue
        figures = sum(is_number(line.text(i)) for line in band.lines)
        percents = sum(line.text(i).rstrip().endswith(("%", "％", "‰")) for line in band.lines)
        if figures and 2 * percents < figures:
            out.append(column)
    return out


def row_totals(band: Band, figures: Figures, truncated: bool) -> list[Total]:
    """Sums of a band of figures, column by column."""
    columns = adding_columns(band)
    named = [(line, label_cell(band, line)) for line in band.lines]
    rows = [(line, label(cell.text.string)) for line, cell in named if cell is not None]
    rows = [(line, name) for line, name in rows if any(c.index in line.cells for c in columns) or name.total]
    if not rows or not columns:
        return []
    lines = [line for line, _ in rows]
    kept = {line.row for line in lines}
    texts = [cell.text.string for line, cell in named if cell is not None and line.row in kept]
    names = _levelled(band, lines, _unindented([name for _, name in rows]), texts)
    declared = row_formulas(band, columns)
    declared += (t for t in label_formulas(band, columns) if t.complete or figures.holds(t.total, t.parts))
    declared += carried_totals(lines, names, columns)
    declared += stock_totals(lines, names, columns, figures)
    declared += stepped_totals(lines, names, columns, figures)
    declared += named_totals(lines, names, columns, figures)
    if not any(n.total for n in names):
        declared += whole_places(lines, [head(n.name) for n in names], columns, figures)
    enclosed = list(enclosed_totals(band, lines, names, columns, figures))
    declared += enclosed
    said, whole = {t.total for t in declared}, {t.total for t in enclosed}
    settled = {i for i, line in enumerate(lines) if any(c in said for c in line.cells.values())}
    reader = _Reader(lines, names, columns, figures, truncated, settled, openings(band, lines))
    read = [*reader.sums(), *reader.sections(), *reader.of_which(), *reader.splits()]
    out = [*declared, *(t for t in read if t.total not in said or (t.total not in whole and figures.holds(t.total, t.parts)))]
    out += also_adding(out, lines, adding_columns(band, seldom=True), figures)
    told = {t.total.row for t in out}
    return [*out, *borne_out(lines, columns, figures, {i for i, line in enumerate(lines) if line.row in told})]


def _unindented(names: Sequence[Label]) -> list[Label]:
    """Indents counted from the leftmost label (a sheet indents everything)."""
    least = min((n.indent for n in names), default=0)
    if not least:
        return list(names)
    return [Label(n.name, n.level, n.number, n.of_which, n.indent - least, n.total, n.rank) for n in names]


def _levelled(band: Band, lines: Sequence[Line], names: Sequence[Label], texts: Sequence[str]) -> list[Label]:
    """Levels from subject codes (205 over 20502 over 2050202), where the rows carry them, beside the names or before them."""
    columns = [c.index for c in band.of_kind("sequence")]
    codes = [next((t for t in (line.text(i).strip() for i in columns) if _CODE.fullmatch(t)), "") for line in lines]
    if not any(codes):
        found = [_CODE_BEFORE.match(text.strip()) for text in texts]
        codes = [(m[1] or m[2]) if m else "" for m in found]
        known = set(codes) - {""}
        inner = [c for c in codes if len(c) > _TOP]
        if sum(c[:-2] in known for c in inner) < 0.8 * len(inner):
            return list(names)
    if len({len(c) for c in codes if c}) < 2 or 2 * sum(map(bool, codes)) < len(codes):
        return list(names)
    return [replace(n, level=(len(c) - 1) // 2, number=0) if c else n for n, c in zip(names, codes, strict=True)]


class _Reader:
    def __init__(
        self, lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column], figures: Figures, truncated: bool,
        settled: Set[int] = frozenset(), heads: Mapping[int, Label] | None = None,
    ) -> None:
        self.settled, self.heads = settled, heads or {}
        self.lines, self.names, self.columns, self.figures, self.truncated = lines, names, columns, figures, truncated

    def tally(self, group: Group) -> Tally:
        """How a group fares over the columns."""
        return self.figures.check_all(
            (self.lines[group.total].cells.get(c.index), [self.lines[p].cells.get(c.index) for p in group.parts])
            for c in self.columns
        )

    def emit(
        self, group: Group, cue: str, complete: bool | None, kind: Literal["rows", "of-which", "outline"]
    ) -> Iterable[Total]:
        """One total for each column; with ``complete`` unknown, only where it holds (a doubtful reading may confirm)."""
        for c in self.columns:
            cell = self.lines[group.total].cells.get(c.index)
            parts = tuple(
                p for p in (self.lines[k].cells.get(c.index) for k in group.parts)
                if p is not None and not is_blank(p.text.string)
            )
            if cell is None or not parts or is_blank(cell.text.string):
                continue
            sure = complete is not None and not (kind == "rows" and self._is_level(c, group))
            if sure or self.figures.holds(cell, parts):
                yield Total(cell, parts, cue, sure and bool(complete), kind=kind)

    def _is_level(self, column: Column, group: Group) -> bool:
        """月初余额, 累计收入 down the months: what stood at one time does not add up over time."""
        return words().level.search(head(column.text)) is not None and all(
            words().period.fullmatch(head(self.names[p].name)) for p in group.parts
        )

    def _best_reading(self) -> list[Group]:
        """The reading of the sums that holds best; the first that holds throughout ends the search."""
        best: list[Group] = []
        merit: tuple[int, int] | None = None
        for base in self._bases():
            for reading in readings([self.names[i] for i in base]):
                groups = [Group(base[g.total], tuple(base[p] for p in g.parts), g.open_end) for g in reading]
                tally = sum(map(self.tally, groups), Tally())
                if merit is None or tally.merit > merit:
                    best, merit = groups, tally.merit
                if tally.holds and not tally.broken and len(groups) >= sum(self.names[i].total for i in base):
                    return best
        return best

    def sums(self) -> list[Total]:
        """合计, 小计, 浙江省合计."""
        best = [self._with_sum_above(g) for g in self._best_reading()]
        last = max((i for i, n in enumerate(self.names) if words().left.fullmatch(head(n.name)) is None), default=-1)
        middle = len(best) == 1 and 0 < best[0].total < last
        opened = any(is_opening(self.names[p]) and not is_of_the_period(self.names[g.total]) for g in best for p in g.parts)
        doubtful = len(best) > 1 or middle or self._nested() or (opened and not all(self.tally(g).holds for g in best))
        closed = {g: not (self.truncated and self._reaches_end(g)) for g in best}
        overall = sum((self.tally(g) for g in best if closed[g] and g.total not in self.settled), Tally())
        out: list[Total] = []
        for g in best:
            own = self.tally(g)
            unlikely = own.broken >= 2 and not own.holds and not own.trivial and not self._nearly(g)
            listed = self._is_numbered(g) and own.holds >= max(1, own.broken)
            sure = overall.is_regular or listed if doubtful else not unlikely
            out.extend(self.emit(g, head(self.names[g.total].name), closed[g] if sure else None, "rows"))
        return out

    def _nearly(self, group: Group) -> bool:
        """Few columns of many rows, and every one comes near its total."""
        lines = [self.lines[p] for p in group.parts]
        sums = [(self.lines[group.total].cells.get(c.index), [line.cells.get(c.index) for line in lines]) for c in self.columns]
        read = [(t, p) for t, p in sums if self.figures.of(t) is not None]
        return len(lines) > 2 and len(read) <= _FEW and all(self.figures.nearly(t, p) for t, p in read)

    def _with_sum_above(self, group: Group) -> Group:
        """所有者权益合计 over 归属于母公司所有者权益合计 and 少数股东权益: the sum right above the parts is one of them, where only that holds."""
        above = min(group.parts) - 1
        if above < 0 or group.total < above or not self.names[above].total or not self.tally(group).broken:
            return group
        wider = Group(group.total, (above, *group.parts), group.open_end)
        tally = self.tally(wider)
        return wider if tally.holds and not tally.broken else group

    def _absorbed(self, i: int) -> tuple[int, ...]:
        """Rows of the 其中 list that row ``i`` begins, where they prove to make up the row above it."""
        parent = self._parent(i) if i else None
        if parent is None:
            return ()
        group, tally = self._of_parent(parent, i, set())
        return group.parts if len(group.parts) > 1 and (tally.holds or tally.trivial > 1) and not tally.broken else ()

    def _is_numbered(self, group: Group) -> bool:
        """The parts are numbered 一、 二、 三、 … without a gap: none is missing and none too many."""
        parts = [self.names[p] for p in group.parts]
        return len(parts) > 2 and len({p.level for p in parts}) == 1 and [p.number for p in parts] == list(range(1, len(parts) + 1))

    def _reaches_end(self, group: Group) -> bool:
        """Nothing of the same depth follows the parts: a cut table may go on with more of them."""
        return group.open_end or (max(group.parts) >= len(self.lines) - 2 and max(group.parts) > group.total)

    def _nested(self) -> bool:
        return any(n.of_which or n.level or n.indent for n in self.names)

    def _bases(self) -> list[list[int]]:
        """Lists of rows that sums may run over: without inner rows first, then all rows but 其中, then all."""
        foot = max((i for i, n in enumerate(self.names) if n.total), default=-1)
        # 年末结余 below 支出合计 is what the account leaves, no part of it
        everything = [i for i, n in enumerate(self.names) if i <= foot or not words().left.fullmatch(head(n.name))]
        inner = {p for g in children_by_number(self.names, self.heads) for p in g.parts}
        shown = [i for i in everything if not self.names[i].of_which]
        outer = [i for i in shown if i not in inner and self.names[i].indent < 2]
        levels = [self.names[i].level for i in outer if self.names[i].level]
        least = min(levels, default=0)
        top = [i for i in outer if self.names[i].level in (0, least)]
        out = []
        detail = {p for k, n in enumerate(self.names) if n.of_which for p in self._absorbed(k)}
        bare = [i for i in outer if i not in detail]
        numbered = [i for i in top if self.names[i].level or self.names[i].total] if levels else top
        own = [i for i in top if not is_opening(self.names[i])]
        settled = own != top and any(is_of_the_period(n) for n in self.names)
        first = (own,) if settled else (top, own) if any(_RECEIVED.search(head(n.name)) for n in self.names if n.total) else (top,)
        for base in (*first, *((bare,) if detail else ()), numbered, outer, shown, everything):
            if base not in out and any(self.names[i].total for i in base):
                out.append(base)
        return out

    def sections(self) -> list[Total]:
        """Numbered sections over their numbered entries; closed only where the band keeps to it."""
        groups = self._by_number()
        groups += [g for g in children_between(self.names) if g.total not in {k.total for k in groups}]
        groups = [g for g in groups if not self._summed_below(g)]
        tallies = [self.tally(g) for g in groups]
        overall = sum(tallies, Tally())
        out: list[Total] = []
        for g, tally in zip(groups, tallies, strict=True):
            alone = tally.broken == 1 and self.names[g.total].level
            regular = tally.is_regular or (alone and overall.holds >= 2 and overall.holds >= 2 * overall.broken)
            closed = not (self.truncated and g.open_end)
            out.extend(self.emit(g, head(self.names[g.total].name), closed if regular else None, "outline"))
        return out

    def _summed_below(self, group: Group) -> bool:
        """二、上年结转 over （一）予以公开 … （七）总计: the entries have a sum of their own behind them."""
        after = max(group.parts) + 1
        if len(group.parts) < 2 or after >= len(self.names) or not self.names[after].total:
            return False
        below = self.tally(Group(after, group.parts))
        return below.holds > 0 and not below.broken and self.tally(group).broken > 0

    def _by_number(self) -> list[Group]:
        """Groups by numbering; once more without the rows that detail a numbered one (1. 公车, 其中：购置, 运行, 2. 接待)."""
        groups = children_by_number(self.names, self.heads)
        detail = {p for k, n in enumerate(self.names) if n.of_which for p in self._absorbed(k)}
        shown = [i for i in range(len(self.names)) if i not in detail]
        inner = children_by_number([self.names[i] for i in shown]) if detail else []
        again = [Group(shown[g.total], tuple(shown[p] for p in g.parts), g.open_end) for g in inner]
        known = {g.total for g in again}
        return [*again, *(g for g in groups if g.total not in known)]

    def of_which(self) -> list[Total]:
        """其中 rows against the row above them, and a first 其中 row against the rows that detail it."""
        out: list[Total] = []
        wholes: dict[int, int] = {}
        for i, name in enumerate(self.names):
            if not name.of_which or i == 0:
                continue
            inner = self._detail(i)
            parent = self._parent(i)
            if inner is not None:
                out.extend(self.emit(inner, self.names[i].name, self.tally(inner).is_proven or None, "of-which"))
            if parent is None:
                continue
            skip = set(inner.parts) if inner is not None else set()
            group, tally = self._of_parent(parent, i, skip)
            again = self._split_again(i, wholes)
            if again is not None and again != parent:
                other, merit = self._of_parent(again, i, skip)
                if merit.merit > tally.merit or self._larger(i, parent):
                    group, tally = other, merit
            wholes[i] = group.total
            out.extend(self.emit(group, "其中", tally.is_proven and not self._cut(group), "of-which"))
        return out

    def splits(self) -> list[Total]:
        """Rows of a known exhaustive split (第一产业, 第二产业, 第三产业) under the row they split, where they add up."""
        out: list[Total] = []
        for split, i in runs([name.name for name in self.names]):
            if i:
                group = Group(i - 1, tuple(range(i, i + len(split))))
                out.extend(self.emit(group, "、".join(p[0] for p in split), None, "rows"))
        return out

    def _cut(self, group: Group) -> bool:
        return self.truncated and max(group.parts) >= len(self.names) - 1

    def _parent(self, i: int) -> int | None:
        for k in range(i - 1, -1, -1):
            if self.names[k].of_which:
                return None if self.names[k].indent == self.names[i].indent and k == i - 1 else k
            if self.names[k].indent <= self.names[i].indent:
                return k
        return None

    def _split_again(self, i: int, wholes: Mapping[int, int]) -> int | None:
        """其中：城镇, 乡村 and then 其中：男性, 女性: the row that the 其中 list before this one splits, which may be split once more."""
        head_of = next((k for k in range(i - 1, 0, -1) if self.names[k].of_which and self.names[k].indent == self.names[i].indent), None)
        if head_of is None or any(self.names[k].total for k in range(head_of, i)):
            return None
        return wholes.get(head_of)

    def _larger(self, i: int, whole: int) -> bool:
        """A figure of row ``i`` is larger than that of the row it would be a part of."""
        for c in self.columns:
            part, total = (self.figures.of(self.lines[k].cells.get(c.index)) for k in (i, whole))
            if part is not None and total is not None and part.value > total.value > 0:
                return True
        return False

    def _extents(self, i: int) -> list[int]:
        """Ends (exclusive) that a list begun by row ``i`` may have."""
        end = i + 1
        while end < len(self.names) and end - i < _LONGEST_OF_WHICH:
            name = self.names[end]
            if name.total or name.of_which or _is_amount(name.name) or (name.level and name.level <= (self.names[i - 1].level or 9)):
                break
            end += 1
        return list(range(end, i, -1))

    def _of_parent(self, parent: int, i: int, skip: set[int]) -> tuple[Group, Tally]:
        """The 其中 list that holds best; by indentation where none does."""
        ends = self._extents(i)
        indented = i + 1
        while indented < ends[0] and self.names[indented].indent > self.names[parent].indent:
            indented += 1
        best = Group(parent, tuple(k for k in range(i, indented) if k not in skip))
        merit = self.tally(best)
        for end in ends:
            group = Group(parent, tuple(k for k in range(i, end) if k not in skip))
            tally = self.tally(group)
            certain = 2 if end not in (indented, ends[0]) else 1
            whole_part = len(group.parts) > 1 and not tally.broken and tally.trivial > 1  # all of it is one of two parts
            if (tally.holds >= certain or whole_part) and tally.merit > merit.merit:
                best, merit = group, tally
        return best, merit

    def _detail(self, i: int) -> Group | None:
        """Rows below a 其中 row that add up to it in every column (at least two different ones)."""
        for end in self._extents(i):
            if end - i < 3:
                break
            group = Group(i, tuple(range(i + 1, end)))
            tally = self.tally(group)
            if tally.holds >= 2 and tally.holds >= 2 * tally.broken:
                return group
        return None
