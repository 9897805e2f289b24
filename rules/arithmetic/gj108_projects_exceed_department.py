"""GJ108 projects-exceed-department 各项目同名资金之和超过部门合计."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.constraint import Constraint, Term
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Number
from gouji.extract.facts.statements import name_of
from gouji.extract.sections import outline
from gouji.extract.titles import words
from gouji.rules.cells import result_forms
from gouji.rules.money import amount


@rule(
    "GJ108", "projects-exceed-department", severity="error",
    zh="部门“{cue}”为{stated}，而各项目自评表的“{cue}”相加已超过：{sum}",
    en="the department's “{cue}” is {stated}, but the project sheets' “{cue}” add to more: {sum}",
    title_zh="各项目同名资金之和超过部门合计", title_en="Project funds exceed the department's total of that name",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 同一年度、同一来源名称的资金，各项目支出自评表执行数之和不超过部门整体支出自评表的该项合计。

    为什么重要: 项目是部门的一部分，部分之和大于整体，两张表必有一张填错了来源或金额。
    何时不算错: 年度不同；来源名称不同；项目由其他部门的资金安排；部门表未列该来源。
    """
    sections = outline(facts.document)
    for department in facts.forms:
        if not _of_department(sections.caption_of(department.block)):
            continue
        year = sections.year_of(department.block)
        projects = [
            f for f in result_forms(facts)
            if f is not department and f.funds and "项目" in sections.caption_of(f.block)
            and not _of_department(sections.caption_of(f.block)) and sections.year_of(f.block) == year
        ]
        if len(projects) >= 2:
            yield from _by_source(facts, department, projects)


def _of_department(caption: str) -> bool:
    """True for the form of a whole department."""
    return any(w in caption for w in words()["whole_department"])


def _by_source(facts: FactSet, department: Form, projects: list[Form]) -> Iterator[Constraint]:
    """One bound for each source that both sides name."""
    for name, whole in _sources(facts, department).items():
        parts = [
            n for f in projects for row in f.funds
            if row.kind == "part" and name_of(row.label) == name and (n := amount(facts, f, row, "executed")) is not None
        ]
        if len(parts) >= 2 and all(p.dimension() == whole.dimension() for p in parts):
            terms = (*(Term(p) for p in parts), Term(whole, Term(whole).coefficient * -1))
            yield Constraint("bound", terms, comparison="<=", result=whole, cue=name)


def _sources(facts: FactSet, form: Form) -> dict[str, Number]:
    """Amounts of a department's form by the name of their source, where a name stands once."""
    out: dict[str, list[Number]] = {}
    for n in facts.quantities:
        if n.block == form.block and n.dimension() == "元" and n.context.role not in ("weight", "score", "rate"):
            out.setdefault(name_of(n.label), []).append(n)
    for row in form.funds:
        n_ = amount(facts, form, row, "executed")
        if n_ is not None and row.kind == "part":
            out[name_of(row.label)] = [n_]
    return {name: found[0] for name, found in out.items() if name and len(found) == 1}
