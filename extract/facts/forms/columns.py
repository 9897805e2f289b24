"""A band from its draft: columns, body rows laid under them, what kind of sub-table it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.align import lay, stack_headers
from gouji.extract.facts.forms.cells import head, is_blank, is_empty, is_number, label, plain
from gouji.extract.facts.forms.headers import column_of, unit_in
from gouji.extract.facts.forms.layout import MONEY_KINDS, VALUE_KINDS, Band, BandKind, Column, Line
from gouji.extract.facts.forms.words import words
from gouji.extract.numbers.units import normalise_unit, sort_of

_ROW_MARK = re.compile(r"(?:[A-Z①-⑳]|\d{1,2})(?:[=＝][A-Z①-⑳\d+＋\-－—]+)?")
"""What a formula column prints for a row: its mark, and the marks it is made of."""
_DIFFERENCE = re.compile(r"(?:增减|增加|减少|差异|变动|差)(?:额|数|金额)$|^增减$")
_CHANGE_HEAD = re.compile(r"增减$")
_HEADLESS = {(False,): ("budget",), (False, False, True): ("budget", "executed", "rate")}


class Draft(Struct):
    """Rows of a band as they are found: its header, its body, whether they are key-value pairs."""

    header_rows: list[int]
    body: list[int]
    pairs: bool = False
    indicators: bool = False


def build(table: Table, draft: Draft) -> Band:
    """The band of a draft: its columns found, its rows laid under them, its kind decided."""
    rows = table.rows
    headers = [rows[r] for r in draft.header_rows]
    body = [rows[r] for r in draft.body]
    if table.ragged:
        stacks, placed = lay(stack_headers(headers), body)
        if not stacks:
            stacks = [[] for _ in range(max(map(len, body), default=0))]
        columns = {i: column_of(i, s) for i, s in enumerate(stacks)}
        carried: list[dict[int, Cell]] = [{} for _ in placed]
    else:
        columns, placed, carried = _grid_band(table, draft)
    _scored_goals(columns)
    _goals_in_figures(columns, placed)
    _units_of_details(columns)
    _units_of_changes(columns)
    _done_of_budgets(columns)
    title, unit = "", None
    first = columns.get(0)
    label_columns = [columns[i] for i in sorted(columns) if columns[i].is_label or i == 0]
    for column in label_columns:
        unit = unit or column.unit
    if first is not None and first.kind == "stub":
        title = first.text
        if any(not is_empty(c.text.string) for p in placed for i, c in p.items() if i == 0):
            columns[0] = Column(0, "level3" if _names_indicators(columns) else "label", first.path, None, first.unit, None, first.cell)
    if not draft.header_rows and not draft.pairs:
        unit = _headless(columns, placed) or unit
    lines = tuple(Line(r, p, k) for r, p, k in zip(draft.body, placed, carried, strict=True))
    _mark_labels(columns, lines)
    unit = unit or next((columns[i].unit for i in sorted(columns) if columns[i].is_label and columns[i].unit), None)
    return Band(_kind(draft, columns, lines), tuple(draft.header_rows), columns, lines, unit, title)


def _names_indicators(columns: dict[int, Column]) -> bool:
    """绩效指标 | 分值 | 指标值 | 完成值 | 得分 over rows: no stub beside levels of indicators, but the only column that names them."""
    kinds = {c.kind for c in columns.values()}
    return "指标" in columns[0].text and kinds >= {"target", "actual"} and bool(kinds & {"weight", "score"}) and not kinds & {"level1", "level2", "level3", "label"}


def _scored_goals(columns: dict[int, Column]) -> None:
    """绩效目标 | 实际完成情况 beside 指标名称 and 权重: goals of single indicators, hence targets and completed values."""
    kinds = {c.kind for c in columns.values()}
    if not (kinds & {"weight", "score"} and kinds & {"level1", "level2", "level3"}):
        return
    for goal, value in (("goal_target", "target"), ("goal_actual", "actual")):
        for i, column in columns.items():
            if column.kind == goal and value not in kinds:
                columns[i] = replace(column, kind=value)


def _done_of_budgets(columns: dict[int, Column]) -> None:
    """年初预算 | 调整预算 | 完成数 | 上年完成数: amounts received or spent, no completed value of an indicator."""
    kinds = {c.kind for c in columns.values()}
    if not kinds & {"budget", "budget_initial"} or kinds & {"executed", "level1", "level2", "level3", "target", "weight", "score", "operator"}:
        return
    for i, column in columns.items():
        if column.kind == "actual":
            columns[i] = replace(column, kind="executed", role="executed")


def _goals_in_figures(columns: dict[int, Column], placed: Sequence[dict[int, Cell]]) -> None:
    """年度目标 | 完成数 | 完成率 over figures: targets of a list, no goals told in sentences."""
    for i, column in columns.items():
        if column.kind in ("goal_target", "goal_actual"):
            texts = [row[i].text.string for row in placed if i in row and not is_empty(row[i].text.string)]
            if len(texts) > 1 and sum(map(is_number, texts)) > len(texts) / 2:
                kind = "target" if column.kind == "goal_target" else "actual"
                columns[i] = replace(column, kind=kind, role=words().roles[kind])


def _units_of_details(columns: dict[int, Column]) -> None:
    """面积（亩） | 其中：发包 | 未发包: what details a column is counted in its unit."""
    unit: str | None = None
    for before, i in pairwise(sorted(columns)):
        column = columns[i]
        if column.unit or column.is_label or column.kind in ("rate", "completion"):
            unit = None
        elif label(column.text).of_which:
            unit = columns[before].unit
        if unit:
            columns[i] = replace(column, unit=unit)


def _units_of_changes(columns: dict[int, Column]) -> None:
    """2022年（万元） | 2023年（万元） | 增减额: a difference is counted in the unit of the two amounts right before it."""
    found = sorted(columns)
    for first, second, i in zip(found, found[1:], found[2:], strict=False):
        column, unit = columns[i], columns[first].unit
        amounts = unit is not None and unit == columns[second].unit and unit not in ("%", "‰") and "/" not in unit
        if amounts and not column.unit and not column.is_label and _DIFFERENCE.search(head(column.text)):
            columns[i] = replace(column, unit=unit)


def _headless(columns: dict[int, Column], placed: Sequence[dict[int, Cell]]) -> str | None:
    """Money rows without a header (年度资金总额： | 48, on target sheets; 总额 | 30 | 27 | 90%): give them money columns.

    Returns the unit printed in the block label.
    """
    lists = words()
    figures: dict[int, str] = {}
    unit = None
    for row in placed:
        texts = {i: c.text.string for i, c in row.items() if not is_empty(c.text.string)}
        names = [i for i, t in texts.items() if not is_number(t)]
        names = [i for i in names if lists.fund_total.search(head(label(texts[i]).name)) and "资金" in texts[i]]
        if not names:
            continue
        after = [i for i, t in texts.items() if i > names[-1] and t.lstrip()[:1].isdigit()]
        kinds = _HEADLESS.get(tuple("%" in texts[i] for i in after))
        if kinds is None:
            continue
        figures.update(zip(after, kinds, strict=True))
        unit = unit or next((u for u in map(unit_in, texts.values()) if u), None)
    for i, kind in figures.items():
        if i in columns:
            columns[i] = Column(i, kind, columns[i].path, words().roles[kind], None if kind == "rate" else unit)
    if figures:
        for i in range(min(figures)):
            if i in columns and columns[i].kind == "blank":
                columns[i] = Column(i, "label")
    return unit


def _grid_band(
    table: Table, draft: Draft
) -> tuple[dict[int, Column], list[dict[int, Cell]], list[dict[int, Cell]]]:
    grid = table.grid
    columns: dict[int, Column] = {}
    for g in range(table.n_columns):
        stack: list[Cell] = []
        for r in draft.header_rows:
            cell = grid[r][g]
            if cell is not None and (not stack or stack[-1] is not cell):
                stack.append(cell)
        columns[g] = column_of(g, stack)
    placed, carried = [], []
    for r in draft.body:
        own: dict[int, Cell] = {}
        above: dict[int, Cell] = {}
        for g in range(table.n_columns):
            cell = grid[r][g]
            if cell is None or cell.column != g:
                continue
            if cell.row == r:
                own[g] = cell
            elif cell.row not in draft.header_rows or g > 0:
                above[g] = cell
        placed.append(own)
        carried.append(above)
    return columns, placed, carried


def _holds_names(columns: dict[int, Column], lines: Sequence[Line], i: int) -> bool:
    """Words and no figures under 支出, and figures right of it: the names of the other side of an account."""
    own = [t for line in lines if not is_empty(t := line.text(i))]
    beside = [t for line in lines if not is_empty(t := line.text(i + 1))]
    told = i + 1 in columns and columns[i + 1].kind not in ("weight", "score", "deduction")  # 评分要点 | 得分: no names, but how points are given
    return told and len(own) > 1 and not any(map(is_number, own)) and len(beside) > 1 and all(map(is_number, beside))


def _mark_labels(columns: dict[int, Column], lines: Sequence[Line]) -> None:
    """Columns without a telling head are labels when words stand in them, or marks and formulas of the rows."""
    indicators = any(c.kind in VALUE_KINDS or c.kind == "level3" for c in columns.values())
    for i, column in columns.items():
        if column.kind == "operator" and not indicators and not _holds_operators(lines, i):
            columns[i] = replace(column, kind="label")  # 性质 | 公办 beside amounts
            continue
        if i == 0 and column.kind == "reason" and not indicators:
            columns[i] = replace(column, kind="label")  # 用途 | 宗数 | 面积: what the rows are of
            continue
        if column.kind == "rate" and _CHANGE_HEAD.search(head(column.text)) and not column.unit and _holds_amounts(lines, i):
            columns[i] = replace(column, kind="change", role=None)  # 比上年增减 | -5.14: by how much
            continue
        if i and column.kind == "label" and _holds_units(lines, i):
            columns[i] = replace(column, kind="unit")
            continue
        if i and column.kind == "label" and words().area_heads.fullmatch(head(column.text)) and _holds_amounts(lines, i) and _only_figures(lines, i):
            columns[i] = Column(i, "", column.path, None, column.unit, None, column.cell, column.formula)  # 中央 | 省级 | 市县 | 合计
            continue
        if column.kind in ("", "label", "sequence") and _holds_marks(lines, i):
            columns[i] = replace(column, kind="marks")
            continue
        after = columns.get(i + 1)
        money = column.kind in MONEY_KINDS and after is not None and after.path == column.path
        if column.kind not in ("", "blank", "stub") and column.kind not in MONEY_KINDS:
            continue
        figures = texts = 0
        for line in lines:
            text = line.text(i)
            if is_empty(text):
                continue
            if is_number(text):
                figures += 1
            else:
                texts += 1
        if not money and column.kind in MONEY_KINDS:
            # 预算执行情况 | 年度预算数（万元） | 年初预算 | …: heads of the rows' names, worded like money
            named = texts > 1 or (texts and i and columns[i - 1].is_label)
            if not figures and after is not None and after.kind in MONEY_KINDS and (i == 0 or named):
                columns[i] = replace(column, kind="label", role=None)
        elif texts > figures and (
            money or i == 0 or column.kind != "" or columns.get(i - 1, column).is_label or _holds_names(columns, lines, i)
        ):
            columns[i] = Column(i, "label", column.path, None, column.unit, None, column.cell, column.formula)
        elif column.kind == "blank" and figures > texts and i:
            columns[i] = Column(i, "", column.path, None, column.unit, None, column.cell, column.formula)
        elif column.kind == "" and i == 0 and not figures:
            columns[i] = Column(i, "label", column.path, None, column.unit, None, column.cell)


def _holds_amounts(lines: Sequence[Line], column: int) -> bool:
    """True for a column of figures none of which is a percentage."""
    texts = [line.text(column) for line in lines if is_number(line.text(column))]
    return len(texts) > 1 and not any("%" in t or "％" in t for t in texts)


def _only_figures(lines: Sequence[Line], column: int) -> bool:
    """Nothing but figures and blanks stands in it."""
    return all(is_empty(t) or is_number(t) for t in (line.text(column) for line in lines))


def _holds_operators(lines: Sequence[Line], column: int) -> bool:
    """True for a column of signs: ≥, ≤, =, 定性."""
    return any(c in line.text(column) for line in lines for c in "≥≤=＝><＞＜")


def _holds_units(lines: Sequence[Line], column: int) -> bool:
    """True for a column of units under 单位: 万吨, 人次, 张."""
    texts = [plain(line.text(column)) for line in lines if not is_blank(line.text(column))]
    return len(texts) > 1 and all(sort_of(normalise_unit(t)) is not None for t in texts)


def _holds_marks(lines: Sequence[Line], column: int) -> bool:
    """True for a column of row marks of which some are formulas: ``A=B+C``, ``B``, ``C``."""
    texts = [plain(line.text(column)) for line in lines]
    texts = [t for t in texts if not is_empty(t)]
    return any("=" in t or "＝" in t for t in texts) and all(_ROW_MARK.fullmatch(t) for t in texts)


def _kind(draft: Draft, columns: dict[int, Column], lines: Sequence[Line]) -> BandKind:
    if draft.pairs:
        return "pairs"
    kinds = {c.kind for c in columns.values()}
    if kinds & {"goal_target", "goal_actual"} and not kinds & {"weight", "score"} and not _compares_years(columns, lines):
        return "goals"
    levels = kinds & {"level2", "level3"} or (kinds & {"level1"} and kinds & VALUE_KINDS)
    if levels and kinds & (VALUE_KINDS | {"weight", "score", "operator"}):
        return "indicators"
    if kinds & MONEY_KINDS and not any("科目" in name for c in columns.values() for name in c.path):
        lists = words()
        if _unnamed_total(columns, lines):
            return "funds"
        for line in lines[:3]:
            for i in sorted(line.cells):
                text = line.text(i)
                if is_empty(text) or is_number(text):
                    continue
                name = label(text).name
                bare = head(name)
                if lists.fund_total.search(bare) and not _ACCOUNT_TOTAL.search(bare) and ("资金" in bare or kinds & {"weight", "score"} or _has_parts(lines)):
                    return "funds"
    return "figures"


def _compares_years(columns: dict[int, Column], lines: Sequence[Line]) -> bool:
    """指标 | 单位 | 2023年 | 2024年 | 增长（%） | 2025年预期目标: figures of two years, and only then what is aimed at."""
    dated = [i for i, c in columns.items() if c.kind == "" and c.period]
    return sum(sum(is_number(line.text(i)) for line in lines) > 1 for i in dated) > 1


_ACCOUNT_TOTAL = re.compile(r"(?:收入|支出)(?:合计|总计|小计)$")
"""Rows of an account of receipts and payments, which is no money block of a project."""


def _unnamed_total(columns: dict[int, Column], lines: Sequence[Line]) -> bool:
    """预算执行情况 | 预算数 | 执行数 | 分值 | 得分 over a row of figures without a name and 其中：中央资金 below it."""
    kinds = {c.kind for c in columns.values()}
    if not kinds & {"weight", "score"} or len(lines) < 2 or columns.get(0) is None or not columns[0].path:
        return False
    names = [next((t for i in sorted(line.cells) if not is_empty(t := line.text(i))), "") for line in lines[:2]]
    return is_number(names[0]) and label(names[1]).of_which and bool(words().fund_part.search(head(label(names[1]).name)))


def _has_parts(lines: Sequence[Line]) -> bool:
    lists = words()
    hits = 0
    for line in lines[1:8]:
        name = next((label(c.text.string).name for i, c in sorted(line.cells.items()) if not is_empty(c.text.string)), "")
        hits += bool(lists.fund_part.search(name))
    return hits >= 1 and hits >= len(lines[1:8]) - 2
