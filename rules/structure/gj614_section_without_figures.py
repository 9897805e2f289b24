"""GJ614 section-without-figures 应有数字的章节没有数字."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph, Table
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.sections import Section, outline
from gouji.rules.structure.places import bare, whole, words

_SHORTEST = 10
_MOST = 12


class _Checked(Struct, frozen=True):
    """A section that should hold figures, and the one it holds, if any."""

    section: Section
    heading: Evidence
    figure: Evidence | None


@rule(
    "GJ614", "section-without-figures", severity="warning",
    zh="“{title}”{of}没有一个{what}", en="“{title}” {of} without {what_en}",
    title_zh="应有数字的章节没有数字", title_en="A section that should hold figures has none",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: “资金投入情况”一节写有金额；“绩效目标完成情况”一节写有完成的数量、比率或金额。

    为什么重要: 没有数字，预算、到位、支出和完成情况都无从核对。
    何时不算错: 该节有表格，或写明见附件、附表；同一份报告的自评表里已有资金和指标；该节没有正文。
    """
    for kind, what, what_en in (("money_headings", "金额", "an amount"), ("result_headings", "数字", "a figure")):
        checked = list(_checked(facts, words(kind), money=kind == "money_headings"))
        lacking = [c for c in checked if c.figure is None]
        if not lacking:
            continue
        several = len(checked) > 1
        evidence = [c.heading for c in lacking[:_MOST]]
        evidence += [Evidence("secondary", c.figure.quote, c.figure.span) for c in checked if c.figure is not None]
        yield Defect(
            tuple(Evidence("primary" if i == 0 else "secondary", e.quote, e.span) for i, e in enumerate(evidence[: 2 * _MOST])),
            {
                "title": lacking[0].section.title, "what": what, "what_en": what_en,
                "of": f"{len(checked)}节中有{len(lacking)}节" if several else "一节",
            },
            message={
                "zh": f"“{lacking[0].section.title}”" + (f"共{len(checked)}节，其中{len(lacking)}节" if several else "一节") + f"没有一个{what}",
                "en": f"“{lacking[0].section.title}”: " + (f"{len(lacking)} of {len(checked)} sections are" if several else "the section is") + f" without {what_en}",
            },
        )


def _checked(facts: FactSet, titles: tuple[str, ...], *, money: bool) -> Iterator[_Checked]:
    sections = outline(facts.document)
    with_forms = {sections.part_of(f.block) for f in facts.forms if f.funds or f.indicators}
    for section in sections.sections:
        if not section.heading or not any(t in bare(section.title) for t in titles):
            continue
        if sections.part_of(section.start_block) in with_forms or not _told(facts, section):
            continue
        if any(s.parent is not None and sections.sections[s.parent] is section and s.heading and s.end_block > s.start_block + 1 for s in sections.sections):
            continue
        heading = facts.document.blocks[section.start_block]
        assert isinstance(heading, Paragraph)
        number = next((n for n in _numbers(facts, section) if _counts(n, money=money)), None)
        figure = None if number is None else Evidence("secondary", number.raw, number.span)
        yield _Checked(section, whole(heading.text), figure)


def _told(facts: FactSet, section: Section) -> bool:
    """Whether the section says something itself and does not send the reader elsewhere."""
    blocks = facts.document.blocks[section.start_block : section.end_block]
    if any(isinstance(b, Table) for b in blocks):
        return False
    body = "".join(bare(b.text.string) for b in blocks[1:] if isinstance(b, Paragraph))
    cut_off = section.end_block >= len(facts.document.blocks) and not body.endswith(("。", "！"))
    return len(body) >= _SHORTEST and not cut_off and not any(w in body for w in words("see_elsewhere"))


def _numbers(facts: FactSet, section: Section) -> Iterator[Number]:
    for block in range(section.start_block, section.end_block):
        yield from facts.in_paragraph(block)


def _counts(number: Number, *, money: bool) -> bool:
    if not number.is_quantity:
        return False
    return number.dimension() == "元" or (money and number.unit == "万") or (not money and number.dimension() not in ("分", ""))
