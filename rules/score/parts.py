"""Weights and scores of one form as numbers: the indicators, the budget part, the printed totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, FundRow, Indicator, Number, ScoreBlock
from gouji.extract.rational import Fraction
from gouji.rules.cells import blank, cut_off, plain, score_of, stated, total_fund

_TOLD_POINTS = re.compile(r"(\d{1,2})分")
_POINTS = re.compile(r"^\d+(?:\.\d+)?分?$")


class Scored(Struct, frozen=True):
    """One indicator row with its weight and score; ``None`` where the cell prints none or more than one."""

    row: Indicator
    weight: Number | None
    score: Number | None


class Sheet(Struct, frozen=True):
    """A scored form as numbers.

    Attributes:
        rows: indicator rows that print a weight or a score.
        budget_weight: points for budget execution, from the total fund row (its repetition below is left out).
        budget_score: points given for it.
        total_weight: printed total of the weights (usually 100).
        total_score: printed total of the scores.
        cut: the table visibly breaks off.
    """

    form: Form
    rows: tuple[Scored, ...]
    budget_weight: Number | None
    budget_score: Number | None
    total_weight: Number | None
    total_score: Number | None
    cut: bool

    def all_weights(self) -> bool:
        """Every row prints a weight."""
        return bool(self.rows) and all(r.weight is not None for r in self.rows)

    def all_scores(self) -> bool:
        """Every row prints a score."""
        return bool(self.rows) and all(r.score is not None for r in self.rows)

    def weights(self) -> list[Number]:
        """Weights of the indicator rows."""
        return _each_once(r.weight for r in self.rows)

    def scores(self) -> list[Number]:
        """Scores of the indicator rows."""
        return _each_once(r.score for r in self.rows)


def _each_once(numbers: Iterable[Number | None]) -> list[Number]:
    """Each number once: a cell merged over several rows is one weight or score."""
    return list({n.id: n for n in numbers if n is not None}.values())


def sheet_of(facts: FactSet, form: Form) -> Sheet:
    """The weights and scores of a form; read once and kept with the facts, for most rules on scores ask for them."""
    kept: dict[int, Sheet] = facts.__dict__.setdefault("_sheets", {})
    sheet = kept.get(id(form))
    if sheet is None or sheet.form is not form:
        sheet = kept[id(form)] = _sheet(facts, form)
    return sheet


def _sheet(facts: FactSet, form: Form) -> Sheet:
    rows: tuple[Scored, ...] = ()
    if not two_scales(form):
        rows = tuple(_distinct(
            Scored(i, score_of(facts, form, i.weight), score_of(facts, form, i.score))
            for i in form.indicators
            if not blank(i.weight) or not blank(i.score)
        ))
    home, fund = _money(facts, form)
    cells = fund.cells if fund is not None else {}
    return Sheet(
        form, rows, score_of(facts, home, cells.get("weight")), score_of(facts, home, cells.get("score")),
        score_of(facts, form, form.total_weight), _total_score(facts, form), cut_off(form),
    )


def _money(facts: FactSet, form: Form) -> tuple[Form, FundRow | None]:
    """The total row of the money block and the table it stands in: the form itself, or one before it on its sheet."""
    fund = total_fund(form)
    if fund is None and form.indicators:
        for other in reversed(facts.forms):
            if other.sheet == form.sheet and other.block < form.block and not other.indicators:
                fund = total_fund(other)
                if fund is not None:
                    return other, fund
    return form, fund


def told_budget_points(facts: FactSet, form: Form) -> tuple[int, ...]:
    """The points for budget execution that the head of their column tells: 得分（满分10分）, 得分（20分*执行率）."""
    _, fund = _money(facts, form)
    found = _TOLD_POINTS.search(fund.header.get("score", "")) if fund is not None else None
    return (int(found[1]),) if found else ()


def _total_score(facts: FactSet, form: Form) -> Number | None:
    """The score of the total row, else the one the head of the form states (自评总分 | 95.64)."""
    if form.total_score is not None:
        return score_of(facts, form, form.total_score)
    found = [score_of(facts, form, c) for name, c in form.labels.items() if name.endswith(("总分", "得分"))]
    return found[0] if len(found) == 1 else None


def _distinct(rows: Iterable[Scored]) -> Iterator[Scored]:
    """Rows without those that only repeat the merged weight and score of the row above."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = (row.weight.id if row.weight else "", row.score.id if row.score else "")
        if key == ("", "") or key not in seen:
            seen.add(key)
            yield row


def two_scales(form: Form) -> bool:
    """True when indicator rows print two scores or two weights (first level and second level side by side).

    A weight printed beside its block's name and once only is the block's, not a second one of the row.
    """
    rows = {i.row for i in form.indicators}
    marked = {at: c.role for at, c in form.contexts.items() if c.role in ("weight", "score") and at[0] in rows}
    blocks = {(b.cell.row, b.cell.column) for b in form.score_blocks}
    seen: set[tuple[int, str]] = set()
    twice = len({(row, role) for (row, _), role in marked.items()}) < len(marked)
    for cell in form.table.cells if twice else ():
        at = cell.row, cell.column
        if at in marked and at not in blocks and _POINTS.match(plain(cell)):
            if (cell.row, marked[at]) in seen:
                return True
            seen.add((cell.row, marked[at]))
    return False


def points(numbers: Sequence[Number]) -> Fraction:
    """Sum of what is printed."""
    return sum((stated(n) or Fraction(0) for n in numbers), Fraction(0))


def subtotals(facts: FactSet, form: Form, role: str) -> Iterator[tuple[Number, list[Number]]]:
    """Totals of a weight or score column that the table itself marks (小计, 合计), the grand total left out.

    In a table read as an indicator form the grand total is put together by its own rule.
    """
    grand = (form.total_score, form.total_weight) if form.scored else ()
    for total in form.totals:
        context = form.contexts.get((total.total.row, total.total.column))
        if context is None or context.role != role or not total.complete or total.signs or total.kind == "columns":
            continue
        if any(total.total is cell for cell in grand):
            continue
        whole = score_of(facts, form, total.total)
        parts = [score_of(facts, form, c) for c in total.parts]
        found = [p for p in parts if p is not None]
        if whole is not None and found and len(found) == len(parts) and not averages(whole, found):
            yield whole, found


def column_sums(facts: FactSet, form: Form, role: str) -> Iterator[tuple[Number, list[Number]]]:
    """The total row against each of several columns of weights or scores (自评得分 | 复评得分; a weight at every level).

    A cell merged over several rows counts once; a column with a blank in it tells nothing.
    """
    last = form.total_score or form.total_weight
    if last is None or not form.indicators or form.truncated:
        return
    rows = {i.row for i in form.indicators}
    columns: dict[int, list[Cell]] = {}
    for cell in form.table.cells:
        context = form.contexts.get((cell.row, cell.column))
        if cell.row in rows and context is not None and context.role == role and _POINTS.match(plain(cell)):
            columns.setdefault(cell.column, []).append(cell)
    totals = {c.column: score_of(facts, form, c) for c in form.table.rows[last.row]}
    for column, cells in columns.items():
        whole, covered = totals.get(column), {r for c in cells for r in range(c.row, c.row + c.row_span)}
        parts = [n for c in cells if (n := score_of(facts, form, c)) is not None]
        closed = len(parts) > 1 and len(parts) == len(cells) and (rows <= covered or form.table.ragged)
        if whole is not None and closed and not averages(whole, parts):
            yield whole, parts


def averages(whole: Number, parts: Sequence[Number]) -> bool:
    """合计 | 平均90.5 under the scores of several projects: between the lowest and the highest, not their sum."""
    known = [p for n in parts if (p := stated(n)) is not None and p > 0]
    value = stated(whole)
    return len(known) > 1 and value is not None and min(known) <= value <= max(known)


def block_label(facts: FactSet, form: Form, block: ScoreBlock) -> Number | None:
    """The points in a block's label, ``产出指标(30分)``: the number with 分, else the only one."""
    found = [n for n in facts.in_cell(form.block, block.cell) if stated(n) is not None]
    marked = [n for n in found if n.quantity.unit == "分"]
    if len(marked) == 1:
        return marked[0]
    return found[0] if len(found) == 1 and found[0].quantity.unit is None and found[0].unit in (None, "分") else None


def block_labels(facts: FactSet, form: Form) -> list[Number]:
    """Labels of all first-level blocks, where every one of them prints its points."""
    labels = [block_label(facts, form, b) for b in form.score_blocks]
    return [n for n in labels if n is not None] if labels and all(n is not None for n in labels) else []


def loses(row: Scored) -> bool:
    """True when the row gives fewer points than its weight."""
    weight = stated(row.weight) if row.weight is not None else None
    score = stated(row.score) if row.score is not None else None
    return weight is not None and score is not None and score < weight


def full(row: Scored) -> bool:
    """True when the row gives all its points, and there are some."""
    weight = stated(row.weight) if row.weight is not None else None
    score = stated(row.score) if row.score is not None else None
    return weight is not None and weight > 0 and score == weight
