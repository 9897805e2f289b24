"""基本支出总额 | 612.75 | 项目支出总额 | 458.2 in the head of a department's form, against the department's total in its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.audit.choose import Question, first_held, only_slipped
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.rules.cells import in_unit, plain

_NEAR = 3
"""So many tables on, the rows of the same form may follow its head."""

_BASIC, _PROJECTS = re.compile(r"基本支出(?:总额|合计|总计)?(?:[（(].{0,6}[)）])?"), re.compile(r"项目支出(?:总额|合计|总计)?(?:[（(].{0,6}[)）])?")
_WHOLE = re.compile(r"(?:部门|单位)?(?:整体支出|整体|预算支出|支出|资金|预算)(?:资金)?总额|年度(?:资金|预算)?总额|整体支出(?:合计|总计)?")


def basic_and_projects(facts: FactSet) -> Iterator[Constraint | Question]:
    """One of the totals printed is the sum of the two; where none is, a slip of hand tells which was mistyped."""
    for k, form in enumerate(facts.forms):
        for row in form.table.rows:
            basic, projects = (_beside(facts, form, row, named) for named in (_BASIC, _PROJECTS))
            if basic is None or projects is None:
                continue
            wholes = [w for near in facts.forms[k : k + _NEAR] for w in _wholes(facts, near)]
            offered = [sums_to(w, [_as(basic, w), _as(projects, w)], cue="基本支出与项目支出") for w in wholes]
            fits = first_held(offered)
            yield from [fits] if fits is not None else only_slipped(offered, telling=True)
            return


def _as(number: Number, whole: Number) -> Number:
    """A bare figure in the head of a form is told in the unit of its rows."""
    return number if number.unit or not whole.unit else in_unit(number, whole.unit)


def _beside(facts: FactSet, form: Form, row: Sequence[Cell], named: re.Pattern[str]) -> Number | None:
    """The only number of the cell right behind one that bears the name."""
    for label, cell in pairwise(row):
        if named.fullmatch(plain(label)) and (number := facts.only(form.block, cell)) is not None and number.point is not None:
            return number
    return None


def _wholes(facts: FactSet, form: Form) -> list[Number]:
    """Amounts of the rows that are of the whole department."""
    return [
        n for row in form.table.rows if row and _WHOLE.fullmatch(plain(row[0])) for cell in row[1:]
        if (n := facts.only(form.block, cell)) is not None and n.point is not None and n.dimension() != "1"
    ]
