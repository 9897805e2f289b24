"""Indicator rows, their first-level blocks, and the total row under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import head, is_empty, is_number, label, plain
from gouji.extract.facts.forms.headers import unit_in
from gouji.extract.facts.forms.layout import Band, Column, Line
from gouji.extract.facts.model import Indicator, ScoreBlock, Total
from gouji.extract.numbers.quantity import Quantity

Found = Mapping[tuple[int, int], tuple[Quantity, ...]]

_WEIGHT_IN_LABEL = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分?\s*[）)]$|[:：]?\d+(?:\.\d+)?分$")
_WEIGHT_IN_NAME = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]$")
_OPERATORS = {
    "≥": "≥", ">=": "≥", "＞=": "≥", "≧": "≥", "大于等于": "≥", "不低于": "≥", "≤": "≤", "<=": "≤", "≦": "≤", "小于等于": "≤",
    "不高于": "≤", "=": "=", "＝": "=", "等于": "=", ">": ">", "＞": ">", "大于": ">", "<": "<", "＜": "<", "小于": "<",
}
_LEADING_OPERATOR = re.compile(r"(>=|＞=|<=|＜=|[≥≤≧≦=＝>＞<＜])")
_IN_NAME = re.compile(r"[（(]\s*([≥≤≧≦><＞＜]=?)\s*[*＊Xx×_]*\s*([^\d（()）]{0,12})[）)]")
_UNIT_AFTER_NAME = re.compile(r"[（(]\s*(?:单位[:：])?([^\d（()）≥≤=]{1,6})[）)]$")


class IndicatorBand(Struct, frozen=True):
    """What one indicator band holds."""

    indicators: tuple[Indicator, ...]
    blocks: tuple[ScoreBlock, ...]
    total_weight: Cell | None
    total_score: Cell | None
    subtotals: tuple[Total, ...] = ()


class _Block(Struct):
    label: str
    cell: Cell
    members: list[Indicator]


def read_indicators(band: Band, found: Found, truncated: bool) -> IndicatorBand:
    """Read the rows of an indicator band; ``truncated`` says that rows may be missing at its end."""
    levels = {k: [c.index for c in band.of_kind(k)] for k in ("level1", "level2", "level3")}
    names = levels["level3"] or _last_labels(band)
    values = {k: [c.index for c in band.of_kind(k)] for k in ("target", "actual", "weight", "score", "operator", "unit")}
    values |= {k: _heads_apart(band.of_kind(k)) for k in ("reason", "deduction")}
    values["target"].sort(key=lambda i: "调整" not in band.columns[i].text)
    values["actual"].sort(key=lambda i: -_year(band.columns[i]))  # 2021年完成 | 2022年目标 | 2022年完成
    values["actual"] = values["actual"] or [c.index for c in band.of_kind("completion")]
    block_weights = _block_weights(band, values["weight"])
    own_weights = [i for i in values["weight"] if i not in block_weights] or values["weight"]
    first: list[Cell | None] = [None, None]
    drafts: list[Indicator] = []
    blocks: list[_Block] = []
    open_blocks: list[_Block | None] = [None, None]
    totals: list[Cell | None] = [None, None]
    subtotals: list[Total] = []
    counted = 0
    for line in band.lines:
        weight, score = _pick(line, own_weights), _pick(line, values["score"])
        if _is_total(line):
            subtotals.extend(_subtotals(line, weight, score, drafts[counted:]))
            counted = len(drafts)
            if totals == [None, None] or not drafts or line.row > drafts[-1].row:
                totals = [_pick(line, values["weight"]) if weight is None else weight, score]
            continue
        for depth, key in enumerate(("level1", "level2")):
            own = _pick(line, [i for i in levels[key] if i not in names])
            above = _carried(line, levels[key]) if own is None else None
            cell = own or above
            if cell is not None and not _same(cell, first[depth]) and not _goes_on(cell, first[depth]):
                first[depth] = cell
                if depth == 0 and _pick(line, levels["level2"]) is None and _carried(line, levels["level2"]) is None:
                    first[1] = None
                stated = _block_cell(line, cell, block_weights.get(max(levels[key], default=-1)))
                open_blocks[depth:] = [None] * (2 - depth)
                if stated is not None:
                    block = _Block(_level(cell), stated, [])
                    open_blocks[depth] = block
                    blocks.append(block)
        name_cell = next((line.cells[i] for i in reversed(names) if not is_empty(line.text(i))), None)
        target, actual = _pick(line, values["target"]), _pick(line, values["actual"])
        if name_cell is None and target is None and actual is None and weight is None and score is None:
            continue
        if weight is None and not values["weight"] and name_cell is not None and _WEIGHT_IN_NAME.search(plain(name_cell.text.string)):
            weight = name_cell  # 主干道亮灯率（15分）: the points stand in the name
        level1 = first[0]
        indicator = Indicator(
            row=line.row,
            level1=_level(level1),
            level2=_level(first[1]),
            name=label(name_cell.text.string).name if name_cell is not None else "",
            name_cell=name_cell,
            level1_cell=level1,
            target=target,
            actual=actual,
            weight=weight,
            score=score,
            reason=_pick(line, values["reason"][-1:]),
            lost=_pick(line, values["deduction"][-1:]),
            operator=_operator(line, values["operator"], target, name_cell, found),
            unit=_unit(line, values["unit"], name_cell),
        )
        drafts.append(indicator)
        for opened in open_blocks:
            if opened is not None:
                opened.members.append(indicator)
    return IndicatorBand(
        tuple(drafts),
        tuple(
            ScoreBlock(b.label, b.cell, tuple(b.members), not truncated or b.members[-1] is not drafts[-1])
            for b in blocks
            if b.members
        ),
        totals[0],
        totals[1],
        tuple(subtotals),
    )


def _year(column: Column) -> int:
    """The year its head names, 0 for none; 上年 is before any other."""
    return int(column.period) if column.period and column.period.isdigit() else -1 if column.period else 0


def _heads_apart(columns: Sequence[Column]) -> list[int]:
    """One column for each head: a head over two columns of the grid heads the cells that begin in the first."""
    out: list[int] = []
    last: Cell | None = None
    for column in columns:
        if column.cell is None or column.cell is not last:
            out.append(column.index)
        last = column.cell
    return out


def _subtotals(line: Line, weight: Cell | None, score: Cell | None, rows: Sequence[Indicator]) -> Iterator[Total]:
    """小计 behind the indicators of a block: its weights and its scores, where every row of the block prints one."""
    named = next((t for i in sorted(line.cells) if not is_empty(t := line.text(i))), "")
    if not head(named).endswith("小计") or len(rows) < 2:
        return
    for cell, own in ((weight, [r.weight for r in rows]), (score, [r.score for r in rows])):
        parts = tuple(c for c in own if c is not None and is_number(c.text.string))
        if cell is not None and is_number(cell.text.string) and len(parts) == len(rows):
            yield Total(cell, parts, "小计")


def _last_labels(band: Band) -> list[int]:
    labels = [i for i in sorted(band.columns) if band.columns[i].kind in ("level1", "level2", "label")]
    return labels[-1:]


def _block_weights(band: Band, weights: list[int]) -> dict[int, int]:
    """Weight columns that directly follow a first or second level: they weigh the block, not the indicator."""
    if len(weights) < 2:
        return {}
    out = {}
    for kind in ("level1", "level2"):
        for column in band.of_kind(kind):
            after = band.columns.get(column.index + 1)
            if after is not None and after.kind == "weight" and after.index != weights[-1]:
                out[column.index] = after.index
                out[after.index] = after.index
    return out


def _block_cell(line: Line, cell: Cell, weight_column: int | None) -> Cell | None:
    """The cell that states the weight of a block: its label (30分), or the weight column beside it."""
    if weight_column is not None:
        beside = line.cells.get(weight_column)
        if beside is not None and is_number(beside.text.string):
            return beside
    return cell if _WEIGHT_IN_LABEL.search(plain(cell.text.string)) else None


def _same(cell: Cell, before: Cell | None) -> bool:
    """The level is printed again in its next row (no merge)."""
    return before is not None and (cell is before or plain(cell.text.string) == plain(before.text.string))


def _goes_on(cell: Cell, before: Cell | None) -> bool:
    """决策 under 决策（12分）: the block told once more, without its points."""
    own = plain(cell.text.string)
    return before is not None and bool(own) and _WEIGHT_IN_NAME.sub("", plain(before.text.string)) == own != plain(before.text.string)


def _level(cell: Cell | None) -> str:
    return head(cell.text.string) or plain(cell.text.string) if cell is not None else ""


def _pick(line: Line, columns: list[int]) -> Cell | None:
    """First cell with anything in it among some columns; an empty one if the row has it."""
    empty = None
    for i in columns:
        cell = line.cells.get(i)
        if cell is None:
            continue
        if not is_empty(cell.text.string):
            return cell
    return empty


def _carried(line: Line, columns: list[int]) -> Cell | None:
    return next((line.carried[i] for i in columns if i in line.carried and not is_empty(line.carried[i].text.string)), None)


def _is_total(line: Line) -> bool:
    texts = [line.cells[i].text.string for i in sorted(line.cells)]
    first = next((t for t in texts if not is_empty(t)), "")
    return label(first).total and len(head(label(first).name)) <= 10 and not is_number(first)


def _operator(
    line: Line, columns: list[int], target: Cell | None, name: Cell | None, found: Found
) -> str | None:
    own = _pick(line, columns)
    if own is not None:
        return _OPERATORS.get(plain(own.text.string))
    if target is not None:
        quantities = [q for q in found.get((target.row, target.column), ()) if q.kind == "quantity"]
        if len(quantities) == 1 and quantities[0].operator:
            return quantities[0].operator
        sign = _LEADING_OPERATOR.match(plain(target.text.string))
        if sign:
            return _OPERATORS.get(sign.group(1))
    if name is not None:
        sign = _IN_NAME.search(plain(name.text.string))
        if sign:
            return _OPERATORS.get(sign.group(1))
    return None


def _unit(line: Line, columns: list[int], name: Cell | None) -> str | None:
    own = _pick(line, columns)
    if own is not None:
        return plain(own.text.string)
    if name is not None:
        hidden = _IN_NAME.search(plain(name.text.string))
        if hidden and hidden.group(2):
            return hidden.group(2)
        after = _UNIT_AFTER_NAME.search(plain(name.text.string))
        if after:
            return unit_in(name.text.string)
    return None
