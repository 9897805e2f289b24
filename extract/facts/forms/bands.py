"""Cut a table into bands at its header rows."""

from __future__ import annotations

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.align import fills
from gouji.extract.facts.forms.cells import head, is_cut, is_empty, is_number, plain
from gouji.extract.facts.forms.columns import Draft, build
from gouji.extract.facts.forms.headers import heads_numbers, is_mark_row, kind_of, look, unit_in
from gouji.extract.facts.forms.layout import VALUE_KINDS, Band
from gouji.extract.facts.forms.words import words

Row = tuple[Cell, ...]

_DEEPEST = 4
_PAIRED = 4
"""Key-value rows have so many cells at most."""
_TALLEST = 5
_HEAD = 12
"""A head beside a corner cell has so many characters at most."""


def cut(table: Table) -> tuple[tuple[Band, ...], tuple[int, ...]]:
    """Bands of a table top to bottom, and the rows that are titles or captions inside it."""
    cutter = _Cutter(table)
    cutter.run()
    return tuple(build(table, d) for d in cutter.drafts), tuple(cutter.titles)


class _Cutter:
    """Walks down the rows and opens a draft at each header."""

    def __init__(self, table: Table) -> None:
        self.table, self.rows = table, table.rows
        self.looks = [look(row) for row in self.rows]
        self.drafts: list[Draft] = []
        self.titles: list[int] = []

    def run(self) -> None:
        """Sort every row into a header, a title or a body."""
        r = 0
        while r < len(self.rows):
            r += self._step(r)

    def _step(self, r: int) -> int:
        """Place row ``r`` and those that belong to it; returns how many."""
        row, last = self.rows[r], self.drafts[-1] if self.drafts else None
        if not self.looks[r].filled:
            if last is not None:
                last.body.append(r)
            return 1
        if self.looks[r].filled == 1 and (last is None or last.pairs) and _is_title(self.table, row):
            self.titles.append(r)
            return 1
        again = self._repeated(r)
        if again:
            self.titles.extend(range(r, r + again))
            return again
        depth = self._header_depth(r, last)
        if depth:
            values = _has_values(self.rows[r + depth - 1]) or _has_values(row)
            self.drafts.append(Draft(list(range(r, r + depth)), [], indicators=values))
            return depth
        if _is_pairs(row) and (last is None or not last.indicators or last.pairs):
            if last is None or not last.pairs:
                self.drafts.append(Draft([], [], pairs=True))
        elif last is None or (last.pairs and self.looks[r].numbers):
            self.drafts.append(Draft([], []))
        self.drafts[-1].body.append(r)
        return 1

    def _header_depth(self, r: int, last: Draft | None) -> int:
        """Number of header rows that begin at row ``r``; 0 if it is none."""
        seen = self.looks[r]
        if last is None and (cornered := self._cornered(r)):
            return cornered
        if seen.numbers or seen.filled < 2 or (_is_pairs(self.rows[r]) and not self._heads_a_list(r)):
            return 0
        if last is not None and last.indicators:
            if not (seen.is_header and seen.exact >= 2):
                return 0
        elif not seen.is_header and not self._by_place(r, last) and not _is_pairs(self.rows[r]):
            return 0
        depth = 1
        while r + depth < len(self.rows) and depth < _DEEPEST and self._is_under(r, depth):
            depth += 1
        if r + depth < len(self.rows) and is_mark_row(self.rows[r + depth]):
            depth += 1
        return depth

    def _cornered(self, r: int) -> int:
        """So many rows as the cell in the corner is tall: heads of several levels beside it, no figure in them, figures below."""
        corner = self.rows[r][0] if self.rows[r] else None
        if corner is None or self.table.ragged or not 1 < corner.row_span < _DEEPEST or r + corner.row_span >= len(self.rows):
            return 0
        rows = range(r, r + corner.row_span)
        beside = [c for k in rows for c in self.rows[k] if c is not corner]
        wide = any(c.column_span > 1 for c in beside)
        plain_heads = all(len(plain(c.text.string)) <= _HEAD and not is_empty(c.text.string) for c in beside)
        if not wide or not plain_heads or any(self.looks[k].numbers for k in rows) or not self.looks[rows.stop].numbers:
            return 0
        return len(rows)

    def _heads_a_list(self, r: int) -> bool:
        """项目名称 | 总投资 | 已使用 over figures: the first of the heads is a key elsewhere, here it names the rows."""
        seen = self.looks[r]
        if seen.filled > _PAIRED and seen.is_header and any(look.numbers > 1 for look in self.looks[r + 1 : r + 3]):
            return True
        if r + 1 >= len(self.rows) or seen.filled < 3 or self.looks[r + 1].numbers < 2:
            return False
        keys = sum(head(c.text.string) in words().keys for c in self.rows[r])
        return keys <= 1 and not _is_pairs(self.rows[r + 1]) and heads_numbers(self.rows[r], self.rows[r + 1])

    def _by_place(self, r: int, last: Draft | None) -> bool:
        """A header by position: short words over figures, no figure in it, and not one more body row."""
        row, seen = self.rows[r], self.looks[r]
        if not seen.short:
            return False
        ahead = next((k for k in (1, 2, 3) if r + k < len(self.rows) and self.looks[r + k].numbers), None)
        if ahead is None:
            return False
        if last is not None and not last.pairs:
            filled = [c for c in row if not is_empty(c.text.string)]
            marked = seen.exact + seen.loose + seen.weak > 0 or any(unit_in(c.text.string) for c in filled[1:])
            if ahead > 1 or not marked or seen.filled < max(3, len(row) - 1):
                return False
        if ahead == 1:
            known = seen.exact + seen.loose + seen.weak  # 序号 | 设备名称 | 存放地点 | 数量 | 备注: most stand over words
            first = (last is None or last.pairs) and known >= 2 and seen.filled == len(row) > 2
            return heads_numbers(row, self.rows[r + 1], any_one=first)
        return not self.table.ragged or len(self.rows[r + ahead]) >= len(row)

    def _is_under(self, r: int, depth: int) -> bool:
        """Row ``r + depth`` is one more level of the header that begins at ``r``."""
        row, above, seen = self.rows[r + depth], self.rows[r + depth - 1], self.looks[r + depth]
        if seen.numbers or not seen.filled or not seen.short or r + depth + 1 >= len(self.rows) or _is_pairs(row):
            return False
        if _has_values(above):
            return False
        if seen.is_header and seen.exact + seen.weak >= 2 and _fills_gaps(row, above):
            return True
        if self.table.ragged:
            split = fills(row, above)  # 到位资金 | | | over 小计 | 中央 | 省级: whatever else the upper row names
            opens = is_empty(row[0].text.string) and seen.filled >= 2 and (len(row) > len(above) or split)
            return opens and (split or self.looks[r + depth - 1].exact < 3) and (
                self.looks[r + depth + 1].numbers > 0 or seen.is_header
            )
        parents = [c for c in above if c.column_span > 1 and c.row_span == 1 and not is_empty(c.text.string)]
        children = [[k for k in row if c.column <= k.column < c.column + c.column_span] for c in parents]
        under = {k.column for group in children for k in group}
        own = [c for c in row if not is_empty(c.text.string)]
        split = any(len(group) > 1 for group in children) and all(c.column in under for c in own)
        tall = any(1 < c.row_span < _TALLEST for k in range(depth) for c in self.rows[r + k])
        wide = bool(parents) and len(parents) == sum(not is_empty(c.text.string) for c in above)
        return split and (tall or wide or 2 * (seen.exact + seen.loose + seen.weak) >= seen.filled)

    def _repeated(self, r: int) -> int:
        """Number of rows from ``r`` that print the last header again (page break); the last may be cut short."""
        if not self.drafts or not self.drafts[-1].header_rows or self.looks[r].numbers:
            return 0
        first, own = _heads(self.rows[self.drafts[-1].header_rows[0]]), _heads(self.rows[r])
        cut_short = len(own) >= 3 and own == first[: len(own)] and is_cut(self.rows[r][-1].text.string)
        if own != first and not cut_short:
            return 0
        same = 1
        for k in self.drafts[-1].header_rows[1:]:
            if r + same >= len(self.rows) or _heads(self.rows[r + same]) != _heads(self.rows[k]):
                break
            same += 1
        return same


def _is_title(table: Table, row: Row) -> bool:
    filled = [c for c in row if not is_empty(c.text.string)]
    if len(filled) != 1 or is_number(filled[0].text.string):
        return False
    cell = filled[0]
    wide = cell.column_span >= table.n_columns if not table.ragged else len(row) == 1
    text = plain(cell.text.string)
    return (wide or text.startswith("单位：")) and len(text) <= 60 and cell.row_span == 1


def _fills_gaps(row: Row, above: Row) -> bool:
    """Heads below the blanks of the row above and below the head those blanks were merged from, and nowhere else.

    评价指标 | | | 分值 | 得分 over 一级指标 | 二级指标 | 三级指标 | |
    """
    if len(row) != len(above) or any(c.column_span > 1 or c.row_span > 1 for c in (*row, *above)):
        return False
    filled = [[not is_empty(c.text.string) for c in cells] for cells in (above, row)]
    gaps = [k for k, here in enumerate(filled[0]) if not here]
    wanted = {*gaps, *(k - 1 for k in gaps)}
    return bool(gaps) and gaps[0] > 0 and {k for k, here in enumerate(filled[1]) if here} == wanted


def _has_values(row: Row) -> bool:
    kinds = {kind_of(c.text.string)[0] for c in row}
    return bool(kinds & VALUE_KINDS) and bool(kinds & {"level1", "level2", "level3", "weight", "operator", "score"})


def _is_pairs(row: Row) -> bool:
    filled = [c for c in row if not is_empty(c.text.string)]
    if not filled:
        return False
    first = head(filled[0].text.string)
    return first in words().keys or (len(row) in (2, 4) and first.endswith(("名称", "部门", "负责人", "单位名")) and len(first) <= 12)


def _heads(row: Row) -> list[str]:
    out = [head(c.text.string.split("…")[0]) for c in row]
    while out and not out[-1]:
        out.pop()
    return out
