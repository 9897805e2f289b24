"""GJ601 required-cell-empty 应填的格子空着."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Table
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.extract.titles import squeezed
from gouji.rules.cells import cut_off, name_of, result_forms, stated, total_fund
from gouji.rules.structure.places import bare, empty_cell, graded, whole, words

_LAST_ROWS = 2
_FILLED_GOAL = 5


@rule(
    "GJ601", "required-cell-empty", severity="warning",
    zh="“{label}”没有填写", en="“{label}” is not filled in",
    title_zh="应填的格子空着", title_en="A required cell is empty",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 自评表的主管部门、项目名称等栏，有目标和分值的指标行的名称、完成值、得分，总体完成情况，年度资金总额行，
    以及预算有调整时的“预算调整”行，都已填写。

    为什么重要: 空着的完成值不能证明完成，空着的名称说不清考核什么。
    何时不算错: 填“无”“/”“—”；合并单元格；其中项、其他资金等可以没有数的行；只填目标的申报表；表格在文中截断。
    """
    yield from _labels(facts)
    for form in result_forms(facts):
        yield from _goals(form.table)
        yield from _indicators(form)
        yield from _funds(form)
    yield from _adjustment(facts)


def _is_empty(cell: Cell) -> bool:
    return bare(cell.text.string) in words("empty_marks")


def _labels(facts: FactSet) -> Iterator[Defect]:
    """One finding for each label, whatever number of tables leave it blank."""
    found: dict[str, list[Evidence]] = {}
    for table in facts.document.tables:
        for row in table.rows:
            for label, value in pairwise(row):
                name = squeezed(label.text.string).rstrip("：:")
                if name in words("required_labels") and _is_empty(value):
                    found.setdefault(name, []).extend((whole(label.text), empty_cell(value)))
    for name, evidence in found.items():
        times = len(evidence) // 2
        message = {
            "zh": f"“{name}”没有填写" + (f"（{times}张表）" if times > 1 else ""),
            "en": f"“{name}” is not filled in" + (f" in {times} tables" if times > 1 else ""),
        }
        yield Defect(graded(evidence), {"label": name}, message=message)


def _goals(table: Table) -> Iterator[Defect]:
    """实际完成情况 empty under its head where 预期目标 in the same row is filled."""
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        if len(above) != len(below):
            continue
        heads = {c.column: squeezed(c.text.string) for c in above}
        goal = next((c for c in below if heads.get(c.column) in words("goal_heads") and len(c.text.string) >= _FILLED_GOAL), None)
        result = next((c for c in below if heads.get(c.column) in words("result_heads") and (goal is None or c.column > goal.column)), None)
        if goal is not None and result is not None and _is_empty(result):
            head = next(c for c in above if c.column == result.column)
            yield Defect((whole(head.text), empty_cell(result), whole(goal.text, "secondary")), {"label": heads[result.column]})


def _indicators(form: Form) -> Iterator[Defect]:
    rows = form.indicators
    columns = {role: _column(form, role) for role in ("name_cell", "actual", "score")}
    usual = {role: 2 * sum(getattr(r, role) is not None for r in rows) > len(rows) for role in columns}
    last = form.table.n_rows - _LAST_ROWS if cut_off(form) else form.table.n_rows
    for row in rows:
        if row.row >= last or row.target is None or row.weight is None:
            continue
        empty = {role: cell for role in columns if usual[role] and (cell := _empty_at(form, row, role, columns[role]))}
        if "actual" in empty:
            label = "实际完成值和得分" if "score" in empty else "实际完成值"
            yield _row_defect(row, label, empty["actual"])
        elif "score" in empty and row.actual is not None:
            yield _row_defect(row, "得分", empty["score"])
        name = empty.get("name_cell")
        if name is not None and _stands_alone(form.table, name):
            yield _row_defect(row, "三级指标名称", name)


def _column(form: Form, role: str) -> dict[int, int]:
    """Usual column of a role in rows of each width (dumped tables have rows of several)."""
    seen: dict[int, Counter[int]] = {}
    for row in form.indicators:
        cell: Cell | None = getattr(row, role)
        if cell is not None:
            seen.setdefault(len(form.table.rows[row.row]), Counter())[cell.column] += 1
    return {width: counts.most_common(1)[0][0] for width, counts in seen.items()}


def _empty_at(form: Form, row: Indicator, role: str, columns: dict[int, int]) -> Cell | None:
    """The empty cell of a row where others of its width have that role."""
    if getattr(row, role) is not None:
        return None
    cells = form.table.rows[row.row]
    column = columns.get(len(cells))
    return next((c for c in cells if c.column == column and _is_empty(c)), None)


def _stands_alone(table: Table, name: Cell) -> bool:
    """True when the level beside an empty name is filled: no merged cell reaches down into this row."""
    left = [c for c in table.rows[name.row] if c.column < name.column]
    return bool(left) and not _is_empty(left[-1])


def _row_defect(row: Indicator, label: str, cell: Cell) -> Defect:
    beside = [c for c in (row.name_cell, row.target, row.actual, row.weight, row.score) if c is not None]
    evidence = [whole(c.text) for c in beside[:1]] + [empty_cell(cell)] + [whole(c.text, "secondary") for c in beside[1:]]
    about = name_of(row)
    message = {
        "zh": f"“{about}”一行的{label}没有填写",
        "en": f"the row “{about}” lacks its {_ENGLISH[label]}",
    }
    return Defect(graded(evidence), {"label": label}, message=message)


_ENGLISH = {
    "实际完成值和得分": "completed value and score", "实际完成值": "completed value", "得分": "score", "三级指标名称": "indicator name",
}
_MONEY = {"budget": "全年预算数", "executed": "全年执行数"}


def _funds(form: Form) -> Iterator[Defect]:
    """年度资金总额 with one of budget and execution but not the other, though its sources have both."""
    total = total_fund(form)
    if total is None:
        return
    for role, other in (("executed", "budget"), ("budget", "executed")):
        if role in total.cells or other not in total.cells:
            continue
        column = next((f.cells[role].column for f in form.funds if role in f.cells), None)  # type: ignore[index]
        cell = next((c for c in form.table.rows[total.row] if c.column == column and _is_empty(c)), None)
        if cell is not None:
            evidence = (whole(total.cells[other].text), empty_cell(cell))  # type: ignore[index]
            yield Defect(evidence, {"label": f"{total.label} {_MONEY[role]}"})


def _adjustment(facts: FactSet) -> Iterator[Defect]:
    """A blank row 预算调整 although the money block shows that the budget was changed."""
    changed = next((c for form in facts.forms if (c := _changed(facts, form))), None)
    if changed is None:
        return
    for table in facts.document.tables:
        for row in table.rows:
            name = squeezed(row[0].text.string) if row else ""
            if "预算调整" in name and len(name) < 20 and len(row) > 1 and all(_is_empty(c) for c in row[1:]):
                before, after = changed
                evidence = (whole(row[0].text), empty_cell(row[1]), whole(before.text, "secondary"), whole(after.text, "secondary"))
                message = {
                    "zh": f"“{name}”空着，而全年预算{bare(after.text.string)}与年初预算{bare(before.text.string)}不同",
                    "en": f"“{name}” is blank although the budget went from {bare(before.text.string)} to {bare(after.text.string)}",
                }
                yield Defect(evidence, {"label": name}, message=message)


def _changed(facts: FactSet, form: Form) -> tuple[Cell, Cell] | None:
    total = total_fund(form)
    if total is None or "budget_initial" not in total.cells or "budget" not in total.cells:
        return None
    before, after = total.cells["budget_initial"], total.cells["budget"]
    one, two = facts.only(form.block, before), facts.only(form.block, after)
    if one is None or two is None or stated(one) is None or stated(one) == stated(two):
        return None
    return before, after
