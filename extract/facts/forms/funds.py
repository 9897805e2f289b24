"""The money block: total row, its sources, their sub-sources; and the Hunan composition columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.cells import (
    Label,
    head,
    is_blank,
    is_empty,
    is_glued,
    is_number,
    is_year,
    label,
    plain,
)
from gouji.extract.facts.forms.layout import Band, Line
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import FundRow, Role, Total

_NAME_WITH_NUMBER = re.compile(r"\d+[一-鿿A-Za-z]{3,}$")
"""64排螺旋CT, 12345热线: names that begin with a figure."""
_COMPOSITION = re.compile(r"按.{2,8}(?:分|分类|划分)$")
_LABELLED_FIGURE = re.compile(r"(?:其中[:：])?(.{2,30}?)[:：]?(\d[\d,，]*(?:\.\d+)?)(?:万元|元)?$")
_LONGEST_FIGURE = 20
_MANAGED = "资金管理"
"""Head of the rows below the money that tell how it was managed."""
_MONEY_ROLES: tuple[Role, ...] = ("budget_initial", "budget", "plan", "actual", "executed", "prior")
_ROLE_OF_KIND: dict[str, Role] = {
    "budget_initial": "budget_initial", "budget": "budget", "plan": "plan", "arrived": "actual",
    "executed": "executed", "rate": "rate", "weight": "weight", "score": "score", "prior": "prior",
}


def label_cell(band: Band, line: Line) -> Cell | None:
    """The cell that names a row: the last word before its figures."""
    named = None
    for i in sorted(line.cells):
        cell = line.cells[i]
        column = band.columns.get(i)
        if is_empty(cell.text.string) or (named is not None and is_blank(cell.text.string)) or (
            column is not None
            and (column.kind == "marks" or (column.kind == "sequence" and is_number(cell.text.string)))
        ):
            continue
        figure = is_number(cell.text.string) and not (
            column is not None and column.is_label and (is_year(cell.text.string) or _NAME_WITH_NUMBER.match(cell.text.string.strip()))
        )
        if (column is not None and not column.is_label and column.kind != "") or figure:
            break
        named = cell
    return named


def composition_rows(table: Table) -> dict[int, tuple[Cell, ...]]:
    """Rows that begin a composition (按收入性质分 | 按支出性质分) and their headed cells."""
    out = {}
    for r, row in enumerate(table.rows):
        cells = tuple(c for c in row if _COMPOSITION.search(head(c.text.string)) and len(plain(c.text.string)) <= 14)
        if cells:
            out[r] = cells
    return out


def read_funds(band: Band, stop: int | None = None) -> tuple[FundRow, ...]:
    """The rows of a money block up to grid row ``stop``."""
    lists = words()
    out: list[FundRow] = []
    depth: list[Label] = []
    for line in band.lines:
        if stop is not None and line.row >= stop:
            break
        cell = label_cell(band, line)
        if cell is None and (out or not band.title):
            continue
        name = label(cell.text.string) if cell is not None else Label(band.title, total=True)
        if any(head(c.text.string).startswith(_MANAGED) for c in line.cells.values()):
            break  # 资金管理情况 | 执行准确性 | 未使用138.6万元…
        cells: dict[Role, Cell] = {}
        heads: dict[Role, str] = {}
        for i in sorted(line.cells):
            column = band.columns.get(i)
            role = _ROLE_OF_KIND.get(column.kind) if column is not None else None
            if role is None or column is None or (role in cells and not is_empty(cells[role].text.string)):
                continue
            if is_glued(line.text(i)):
                continue
            cells[role] = line.cells[i]
            heads[role] = column.text
        if not cells:
            continue
        if any(len(plain(c.text.string)) > _LONGEST_FIGURE and not is_number(c.text.string) for c in cells.values()):
            break  # sentences: the goals below the money block
        bare = head(name.name)
        kind: Literal["total", "part", "subpart"]
        if not name.of_which and (cell is None or lists.fund_total.search(bare)) and not any(f.kind == "total" for f in out):
            kind = "total"
        elif not name.of_which and lists.fund_total.search(bare):
            break
        else:
            kind = _part_kind(name, depth, out)
            if kind != "subpart":
                depth = [name]
        out.append(FundRow(line.row, name.name, kind, cells, heads, name.of_which))
    return tuple(out)


def inline_funds(table: Table) -> tuple[FundRow, ...]:
    """Sources written along one row: 年度资金总额： | 30 | 其中：财政拨款 | 30 | 其他资金 | 0 (target sheets)."""
    lists = words()
    for r, row in enumerate(table.rows):
        cells = [c for c in row if not is_empty(c.text.string)]
        start = next(
            (i for i, c in enumerate(cells) if "资金" in c.text.string and lists.fund_total.search(head(label(c.text.string).name))),
            None,
        )
        if start is None:
            continue
        names, figures = cells[start::2], cells[start + 1::2]
        if len(figures) < 2 or len(names) != len(figures) or not all(is_number(c.text.string) for c in figures):
            continue
        taken = [label(c.text.string) for c in names]
        for below in table.rows[r + 1 :] if len(taken) > 1 and is_year(taken[1].name) else ():
            more = [c for c in below if not is_empty(c.text.string)]
            if len(more) % 2 or not all(is_year(c.text.string) for c in more[::2]) or not all(is_number(c.text.string) for c in more[1::2]):
                break  # 其中：2024年 | 970.80, and below it 2025年 | 985.00 | 2026年 | 1012.50
            taken += [label(c.text.string) for c in more[::2]]
            figures += more[1::2]
        if any(is_number(n.name) or words().no_sum.search(n.name) for n in taken):
            continue
        return tuple(
            FundRow(r, n.name, "part" if k else "total", {"budget": c}, {}, n.of_which)
            for k, (n, c) in enumerate(zip(taken, figures, strict=True))
        )
    return ()


def _part_kind(name: Label, parents: Sequence[Label], rows: Sequence[FundRow]) -> Literal["part", "subpart"]:
    """A second 其中, or a deeper indent under a part that has begun, opens sub-rows."""
    if not parents:
        return "part"
    last = parents[-1]
    if name.of_which:
        return "subpart" if rows and rows[-1].kind in ("part", "subpart") else "part"
    if name.level and last.level:
        return "subpart" if name.level > last.level else "part"
    if name.indent > last.indent and not last.of_which and name.indent >= 2:
        return "subpart"
    if rows[-1].kind == "subpart" and words().fund_subpart.search(name.name) and not words().fund_subpart.search(last.name):
        return "subpart"
    return "part"


def nest(rows: Sequence[FundRow], figures: Figures) -> tuple[FundRow, ...]:
    """Sources by level of government that follow a wider source (财政资金 over 中央, 省级, 县级) without any mark.

    They are its sub-rows only where its figures are their sum and the flat list does not reach the total; so is a
    second 其中 list, however many of its rows bear no mark of their own.
    """
    total = next((r for r in rows if r.kind == "total"), None)
    parts = [r for r in rows if r.kind == "part"]
    if total is None or len(parts) < 3 or _tally(total, parts, figures).is_regular:
        return tuple(rows)
    out = list(rows)
    k = 0
    while k < len(out):
        end = _detail_end(out, k, figures) if out[k].kind == "part" else k
        if end > k:
            out[k + 1:end] = [replace(r, kind="subpart") for r in out[k + 1:end]]
        k = max(end, k + 1)
    return tuple(out)


def _detail_end(rows: Sequence[FundRow], k: int, figures: Figures) -> int:
    """End of the rows that detail row ``k``: sources by level of government, or a 其中 list; ``k`` where none do."""
    lists = words()
    for end in range(len(rows), k + 2, -1):
        below = rows[k + 1:end]
        by_level = all(lists.fund_subpart.search(r.label) for r in below) and not lists.fund_subpart.search(rows[k].label)
        if (by_level or below[0].of_which) and _tally(rows[k], below, figures).is_proven:
            return end
    return k


def _tally(total: FundRow, parts: Sequence[FundRow], figures: Figures) -> Tally:
    return figures.check_all((total.cells.get(role), [p.cells.get(role) for p in parts]) for role in _MONEY_ROLES)


def fund_totals(rows: Sequence[FundRow], figures: Figures, truncated: bool) -> list[Total]:
    """Sums of a money block, per money column: the total over its parts, a part over its sub-parts.

    The list of sources is closed where the form says 其中 or a column bears it out; a plain list that fails in
    every one of several columns is more likely read wrongly than wrong.
    """
    out: list[Total] = []
    total = next((r for r in rows if r.kind == "total"), None)
    parts = [r for r in rows if r.kind == "part" and not words().no_sum.search(r.label)]
    if total is not None and parts:
        tally = _tally(total, parts, figures)
        sure = tally.is_regular or (len(parts) > 1 and (parts[0].of_which or tally.broken <= 1))
        bounded = parts[0].of_which or truncated
        complete = not truncated if sure else (False if bounded else None)
        _sum_rows(total, parts, complete, figures, out)
    for k, row in enumerate(rows):
        if row.kind != "part":
            continue
        subs = []
        for sub in rows[k + 1:]:
            if sub.kind != "subpart":
                break
            subs.append(sub)
        if subs:
            _sum_rows(row, subs, _tally(row, subs, figures).is_proven and not truncated, figures, out)
    return out


def _sum_rows(
    total: FundRow, parts: Sequence[FundRow], complete: bool | None, figures: Figures, out: list[Total]
) -> None:
    """One total for each money column; with ``complete`` unknown, only where it holds."""
    for role in _MONEY_ROLES:
        cell = total.cells.get(role)
        items = tuple(p.cells[role] for p in parts if role in p.cells and not is_blank(p.cells[role].text.string))
        if cell is None or not items or is_blank(cell.text.string):
            continue
        if complete is not None or figures.holds(cell, items):
            out.append(Total(cell, items, head(total.label), bool(complete), kind="funds"))


def read_composition(
    table: Table, starts: dict[int, tuple[Cell, ...]], funds: Sequence[FundRow], figures: Figures
) -> tuple[list[Total], dict[tuple[int, int], tuple[str, str, Role]]]:
    """Totals of 按收入性质分 / 按支出性质分 columns; for each labelled figure its label, the column's words, its role.

    The column of the total row they add up to is chosen by what holds; spending parts belong to 执行数 in doubt.
    """
    totals: list[Total] = []
    labels: dict[tuple[int, int], tuple[str, str, Role]] = {}
    whole = next((f for f in funds if f.kind == "total"), None)
    for start, heads in starts.items():
        for heading in heads:
            words_of = head(heading.text.string)
            items: list[Cell] = []
            for row in table.rows[start + 1:]:
                cell = next((c for c in row if c.column == heading.column), None)
                if cell is None or (len(row) != len(table.rows[start]) and table.ragged):
                    break
                text = plain(cell.text.string)
                if not text:
                    continue
                found = _LABELLED_FIGURE.match(text)
                if found:
                    items.append(cell)
                    labels[cell.row, cell.column] = (label(found.group(1)).name, words_of, "executed")
                elif not text.endswith(("：", ":", "拨款", "资金", "支出", "收入")) and not is_blank(text):
                    break
            if whole is None or not items:
                continue
            spending = "支出" in words_of
            order: tuple[Role, ...] = ("executed", "budget", "budget_initial") if spending else ("budget", "executed", "budget_initial")
            held = [r for r in order if figures.check(whole.cells.get(r), items).broken == 0 and figures.of(whole.cells.get(r))]
            fallback = [r for r in order if figures.of(whole.cells.get(r))][:1] if spending else []
            if held and "executed" not in held:
                for cell in items:
                    labels[cell.row, cell.column] = (*labels[cell.row, cell.column][:2], held[0])
            for role in held or fallback:
                totals.append(Total(whole.cells[role], tuple(items), words_of, kind="composition"))
    return totals, labels
