"""GJ505 over-budget 决算超预算、人员超编."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, at_most, at_most_constant
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Paragraph, Table
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import plain, result_forms, stated
from gouji.rules.money import amount

_BUDGET = re.compile(r"^(?:\d{4}年?|本年)?(?:度)?(?:全年|调整后?)?预算数?(?:[(（].*)?$")
_FINAL = re.compile(r"^(?:\d{4}年?|本年)?(?:度)?(?:决算|实际支出)数?(?:[(（].*)?$")
_POSTS, _STAFF, _RATE = re.compile(r"^编制(?:数|人数)?$"), re.compile(r"在职(?:人员)?(?:人?数|人员)?$"), re.compile(r"控制率")

_OVER = {
    "zh": "{label}决算{stated}超过预算：{sum}，未见调整说明",
    "en": "{label}: actual spending {stated} is over budget: {sum}, no adjustment explained",
}
_STAFF_OVER = {
    "zh": "在职人数{stated}超过编制：{sum}", "en": "{stated} on the staff against fewer posts: {sum}",
}


_ADDED = re.compile(r"(?:追加|调增|追增|调整增加|增拨)[^，。；]{0,8}$")
_NOTE = 12
_INITIAL = re.compile(r"预算数?[”\"』]?(?:均|按|为|指|是|系)[^，。；]{0,6}年初[^，。；]{0,6}(?:批复|下达|预算|安排)")
_NOT_SPENT = re.compile(r"预算调整|调整预算|追加|追减|债券|债务发行")


@rule(
    "GJ505", "over-budget", severity="warning",
    zh="{label}执行数{stated}超过预算：{sum}", en="{label}: {stated} spent is over budget: {sum}",
    title_zh="决算超预算、人员超编", title_en="Spending over budget, staff over posts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 基础数据表各行决算数不超过预算数，在职人数不超过编制数；资金表总额的执行数不超过全年预算数。

    为什么重要: 超预算、超编制须有批复依据，是部门整体支出评价的扣分点。
    何时不算错: 预算已经调整并有说明（因此只作提示）；预算留空；执行率可以超过100%的滚存项目。
    """
    first = _first_budget(facts)
    for form in facts.forms:
        if not first:
            yield from _rows(facts, form)
        yield from _staff(facts, form)
    for form in result_forms(facts):
        for row in form.funds:
            spent, budget = amount(facts, form, row, "executed"), amount(facts, form, row, "budget")
            if row.kind == "total" and _comparable(spent, budget):
                yield at_most(spent, budget, cue="全年预算数")  # type: ignore[arg-type]


def _comparable(spent: Number | None, budget: Number | None) -> bool:
    return (
        spent is not None and budget is not None and spent.dimension() == budget.dimension()
        and (stated(budget) or 0) > 0
    )


def _rows(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """Rows under ``预算数 | 决算数`` headings of a base-data table, which has no rate column."""
    if form.funds:
        return
    for i, header in enumerate(form.table.rows):
        texts = [plain(c) for c in header]
        budgets = [n for n, t in enumerate(texts) if _BUDGET.match(t) and "年初" not in t]
        finals = [n for n, t in enumerate(texts) if _FINAL.match(t) and "上年" not in t]
        if len(budgets) != 1 or not finals or finals[-1] != len(header) - 1:
            continue
        from_end = len(header) - budgets[0], len(header) - finals[-1]
        yield from _below(facts, form, i, header, from_end)
        return


def _first_budget(facts: FactSet) -> bool:
    """注：“预算数”为年初批复预算数: what was spent later is set against another figure."""
    blocks = facts.document.blocks
    notes = (b.text.string for b in blocks if isinstance(b, Paragraph))
    cells = (c.text.string for b in blocks if isinstance(b, Table) for c in b.cells if len(c.text.string) > _NOTE)
    return any("年初" in t and _INITIAL.search(t) for t in chain(notes, cells))


def _below(
    facts: FactSet, form: Form, start: int, header: tuple[Cell, ...], from_end: tuple[int, int]
) -> Iterator[Constraint]:
    back, last = from_end
    for row in form.table.rows[start + 1 :]:
        if len(row) != len(header):
            continue
        if any(re.search(r"控制率|规模", plain(c)) for c in row):
            return
        if any(_NOT_SPENT.search(plain(c)) for c in row):
            continue  # 部门整体支出预算调整: the adjustment itself; 债券发行额: a limit, and no spending
        budget, spent = facts.only(form.block, row[-back]), facts.only(form.block, row[-last])
        if _comparable(spent, budget) and stated(spent) is not None and not _added_later(facts, spent, budget):  # type: ignore[arg-type]
            yield replace(at_most(spent, budget, cue="预算数"), message=_OVER)  # type: ignore[arg-type]


def _added_later(facts: FactSet, spent: Number, budget: Number) -> bool:
    """年中追加1518.97万元: the prose tells of an addition that covers what was spent beyond the first budget."""
    beyond = (spent.point or Fraction(0)) - (budget.point or Fraction(0))
    added = (p.number(x.mention) for p in facts.passages for x in p.items if _ADDED.search(x.mention.before) and x.dimension == spent.dimension())
    return beyond > 0 and any(n.point is not None and n.point >= beyond for n in added)


def _staff(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """编制数 | 实际在职人数 | 控制率: staff within posts, the rate within 100 %."""
    for i, header in enumerate(form.table.rows[:-1]):
        texts = [plain(c) for c in header]
        posts = [n for n, t in enumerate(texts) if _POSTS.match(t)]
        staff = [n for n, t in enumerate(texts) if _STAFF.search(t)]
        if len(posts) != 1 or len(staff) != 1:
            continue
        below = form.table.rows[i + 1]
        rate = [n for n, t in enumerate(texts) if _RATE.search(t)]
        shift = len(below) - len(header)
        cells = [below[n + shift] if 0 <= n + shift < len(below) else None for n in (posts[0], staff[0])]
        allowed, present = (facts.only(form.block, c) for c in cells)
        if allowed is None or present is None or not stated(allowed):
            continue
        yield replace(at_most(present, allowed, cue="编制数"), message=_STAFF_OVER, exact=True)
        if rate and 0 <= rate[0] + shift < len(below):
            share = facts.only(form.block, below[rate[0] + shift])
            if share is not None and share.unit in ("%", "％"):
                yield at_most_constant(share, Fraction(1), cue="控制率不超过100%")
        return
