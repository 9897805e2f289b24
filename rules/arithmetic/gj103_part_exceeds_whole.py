"""GJ103 part-exceeds-whole 其中项大于总数."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.choose import broken
from gouji.audit.constraint import Constraint, at_most
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, Number, Passage
from gouji.extract.facts.prose import Group
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.rules.cells import plain, result_forms, stated
from gouji.rules.money import MONEY_ROLES, amount

# 部门整体支出绩效评价基础数据表: 公用经费 covers 三公经费, 办公经费 and its items (说明 of the form itself).
_PUBLIC = re.compile(r"^公用经费:?$")
_WITHIN_PUBLIC = re.compile(r"^(?:其中:)?(?:[“\"”]?三公[“\"”]?经费|办公经费)(?:支出)?:?$")


@rule(
    "GJ103", "part-exceeds-whole", severity="error",
    zh="“其中”项{stated}大于它所属的总数：{sum}",
    en="an “of which” item of {stated} is larger than the whole it belongs to: {sum}",
    title_zh="其中项大于总数", title_en="A part is larger than its whole",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: “其中”各项不大于它所属的总数；基础数据表里三公经费、办公经费不大于公用经费。

    为什么重要: 部分大于整体，两个数不能都对。
    何时不算错: 总数为负或留空；分项另有来源（此时表式本身不写“其中”）；三公经费可由项目支出列支，故超出只作提示。
    """
    for form in result_forms(facts):
        yield from _subparts(facts, form)
        yield from _incomplete(facts, form)
    for form in facts.forms:
        yield from _public_expenses(facts, form)
    for passage in facts.passages:
        for group in passage.groups:
            yield from _in_prose(passage, group)


def _in_prose(passage: Passage, group: Group) -> Iterator[Constraint]:
    """支出40万元，其中用于场地45万元: the only part a sentence names; lists of several are added up elsewhere."""
    parent, part = group.parent, group.children[0]
    told = group.certain and not group.open and len(group.children) == 1 and group.cue in ("其中", "含", "包括")
    found = passage.items
    beside = any(a is parent and b is part for a, b in pairwise(found))
    if not told or part.mention.sentence != parent.mention.sentence or not beside:
        return
    larger = part.mention.segment != parent.mention.segment and any(
        x.mention.at < parent.mention.at and x.mention.sentence == part.mention.sentence and x.dimension == part.dimension and x.plain
        and (passage.number(x.mention).point or 0) >= (passage.number(part.mention).point or 0) for x in found
    )
    if larger:
        return  # 安排债券12.5亿元，支出10.35亿元，闲置2.15亿元；其中2021年债券3.1亿元已全部支出: of what stands further off
    said = parent.mention.before
    changes = cues().up.search(said) or cues().down.search(said) or any(w in said for w in cue_words("over"))  # 超目标7万平方米
    plain = parent.plain and part.plain and not (part.prior or parent.prior or part.average or parent.average or changes)
    whole = passage.number(parent.mention)
    if plain and (stated(whole) or 0) > 0:
        bound = at_most(passage.number(part.mention), whole, cue=group.cue)
        if broken(bound):
            yield bound


def _subparts(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """Fund rows below a source row: no sub-source is larger than its source."""
    above = None
    for row in form.funds:
        if row.kind == "part":
            above = row
        if row.kind != "subpart" or above is None:
            continue
        for role in MONEY_ROLES:
            part, whole = amount(facts, form, row, role), amount(facts, form, above, role)
            if part is not None and whole is not None and (stated(whole) or 0) > 0:
                yield at_most(part, whole, cue="其中")


def _incomplete(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """Lists that need not be complete (其中): each item stays within the whole."""
    for total in form.totals:
        if total.complete or total.signs:
            continue
        whole = facts.only(form.block, total.total)
        if whole is None or (stated(whole) or 0) <= 0:
            continue
        parts = [facts.only(form.block, cell) for cell in total.parts]
        if any(p is not None and (stated(p) or 0) < 0 for p in parts):
            continue  # 结余 215.11, -211.37, 184.63: what is lost in one year makes room in another
        for part in parts:
            if part is not None and stated(part) is not None and part.dimension() == whole.dimension():
                yield at_most(part, whole, cue=total.cue)


def _public_expenses(facts: FactSet, form: Form) -> Iterator[Constraint]:
    """三公经费 and 办公经费 against 公用经费, column by column."""
    rows: dict[str, tuple[Cell, ...]] = {}
    for row in form.table.rows:
        labelled = [i for i, c in enumerate(row) if plain(c)]
        if not labelled:
            continue
        label = plain(row[labelled[0]])
        if _PUBLIC.match(label) or _WITHIN_PUBLIC.match(label):
            rows[label] = row[labelled[0] + 1 :]
    wholes = [cells for label, cells in rows.items() if _PUBLIC.match(label)]
    if len(wholes) != 1:
        return
    for label, cells in rows.items():
        if _PUBLIC.match(label):
            continue
        for part_cell, whole_cell in zip(cells, wholes[0], strict=False):
            part, whole = facts.only(form.block, part_cell), facts.only(form.block, whole_cell)
            if part is not None and whole is not None and _money_like(part, whole):
                yield at_most(part, whole, cue="公用经费", severity="warning")


def _money_like(part: Number, whole: Number) -> bool:
    return part.dimension() == whole.dimension() and stated(part) is not None and (stated(whole) or 0) > 0
