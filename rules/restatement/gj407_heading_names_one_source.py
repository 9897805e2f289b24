"""GJ407 heading-names-one-source 标题只说一般公共预算，内容含其他资金."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import broken
from gouji.audit.constraint import Constraint, Term
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.statements import name_of
from gouji.extract.rational import Fraction
from gouji.extract.sections import Section, outline
from gouji.rules.cells import stated
from gouji.rules.structure.places import bare, whole

_SOURCE = "一般公共预算"
_TABLE_LABEL = re.compile(r"(?:其中[：:]?)?一般公共预算(?:财政)?(?:拨款|支出|资金)?[：:]?")
_PARTS = ("基本支出", "项目支出")


@rule(
    "GJ407", "heading-names-one-source", severity="warning",
    zh="“{title}”项下基本支出与项目支出合计{sum}，多于表中一般公共预算{limit}，含了其他资金",
    en="under “{title}” basic and project spending make {sum}, more than the table's general public budget {limit}",
    title_zh="标题只说一般公共预算，内容含其他资金", title_en="A heading names one source, the figures under it hold others",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect | Constraint]:
    """检查内容: “一般公共预算财政拨款支出情况”一节的基本支出加项目支出，不多于表中一般公共预算的执行数。

    为什么重要: 把其他资金也写进一般公共预算，两处口径不同，与决算对不上。
    何时不算错: 表中没有一般公共预算的数，或有几个不同的数；年度不同；只有尾差。
    """
    limits = [
        n for n in facts.quantities
        if n.cell is not None and _TABLE_LABEL.fullmatch(bare(n.label))
        and n.context.role == "executed" and n.dimension() == "元"
    ]
    if len({(stated(n), n.context.period) for n in limits}) != 1 or stated(limits[0]) is None:
        return
    limit = limits[0]
    sections = outline(facts.document)
    for section in sections.sections:
        if not section.heading or not bare(section.title).startswith(_SOURCE) or "支出" not in section.title:
            continue
        parts = [_only(facts, section, name, limit.context.period) for name in _PARTS]
        numbers = [n for n in parts if n is not None]
        if len(numbers) != len(_PARTS):
            continue
        relation = Constraint(
            "bound", (*(Term(n) for n in numbers), Term(limit, Fraction(-1))), comparison="<=",
            result=numbers[0], cue=section.title,
        )
        if broken(relation):
            yield _defect(facts, section, numbers, limit)


def _only(facts: FactSet, section: Section, name: str, period: str | None) -> Number | None:
    """The one amount of that name under a heading."""
    found = [
        n for block in range(section.start_block, section.end_block) for n in facts.in_paragraph(block)
        if n.is_quantity and n.dimension() == "元" and name_of(n.label) == name and n.context.period == period
        and n.context.role in ("executed", "actual", None) and stated(n) is not None
    ]
    return found[0] if found and len({stated(n) for n in found}) == 1 else None


def _defect(facts: FactSet, section: Section, numbers: list[Number], limit: Number) -> Defect:
    heading = facts.document.blocks[section.start_block]
    assert isinstance(heading, Paragraph)
    total = sum((stated(n) or 0) for n in numbers) / limit.factor()
    unit = limit.unit or ""
    shown = decimal_text(total, 2) + unit
    return Defect(
        (whole(heading.text), *(cite(n, "secondary") for n in numbers), cite(limit, "secondary")),
        {"title": section.title, "sum": shown, "limit": limit.raw if limit.raw.endswith(unit) else limit.raw + unit},
        f"{'+'.join(n.raw for n in numbers)}={shown}>{limit.raw}",
    )
