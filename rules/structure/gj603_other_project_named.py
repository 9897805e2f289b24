"""GJ603 other-project-named 标题与内容不是同一个项目."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Document, Table
from gouji.extract.facts.forms.headers import look
from gouji.extract.facts.model import FactSet
from gouji.extract.parts import Part
from gouji.extract.sections import Outline, outline
from gouji.extract.titles import project_in, title_kind, title_year
from gouji.rules.structure.places import bare, names_differ, paragraphs, whole, words

_UNDER_TITLE = 2
_FUND = re.compile(r"(?:中央|省级|自治区|市级|上级|财政).{2,24}(?:资金|转移支付|补助)(?:项目)?(?:支出)?绩效")
"""省级财政支持职业教育发展专项资金: spread over projects, each with a sheet of its own name."""
_PROJECT_LABEL = re.compile(r"(?:项目|专项|资金|政策)(?:支出)?(?:（[^）]{1,6}）)?名称[:：]\s*([^；;，,。\n]{2,40})")


@rule(
    "GJ603", "other-project-named", severity="warning",
    zh="标题写的是“{titled}”，内容却是“{stated}”", en="the title names “{titled}”, what follows is about “{stated}”",
    title_zh="标题与内容不是同一个项目", title_en="Title and content name different projects",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 封面或标题写明的项目、年度，与紧接着的报告标题、表内“项目名称”一致。

    为什么重要: 封面与正文不是同一个项目，正文里的数字就不能用来评价封面上的项目。
    何时不算错: 封面只写单位或“部门整体支出”；目录里连续列出几份报告；名称详略不同但说的是一件事。
    仅当封面项目在本文件别处另有自己的报告时才判为错误：否则封面可能是几份子项目报告的总封面。
    """
    sections = outline(facts.document)
    for part, following in zip(sections.parts, sections.parts[1:], strict=False):
        yield from _cover_without_body(sections, part, following)
    for part in sections.parts:
        yield from _form_of_another(facts.document, part)
        yield from _two_years(facts.document, part)


def _cover_without_body(sections: Outline, part: Part, following: Part) -> Iterator[Defect]:
    """A title with nothing under it but the title of another project's report."""
    if not _is_bare_title(part) or _is_bare_title(following) or title_kind(following.title) != "report":
        return
    if part.index and _is_bare_title(sections.parts[part.index - 1]):
        return
    titled, stated = project_in(part.title), project_in(following.title)
    if titled is None or stated is None or not names_differ(titled, stated):
        return
    others = [p for p in sections.parts if p.index not in (part.index, following.index) and not _is_bare_title(p)]
    own = any(
        title_kind(p.title) == "report" and (named := project_in(p.title)) and not names_differ(named, titled)
        for p in others
    )
    evidence = (*_titles(sections.document, part, "primary"), *_titles(sections.document, following, "secondary"))
    yield Defect(evidence, {"titled": titled, "stated": stated}, severity="error" if own else "warning")


def _is_bare_title(part: Part) -> bool:
    return bool(part.title_blocks) and part.body_block >= part.end_block and title_kind(part.title) == "report"


def _titles(document: Document, part: Part, role: str) -> list[Evidence]:
    found = [whole(b.text) for b in (document.blocks[i] for i in part.title_blocks) if not isinstance(b, Table)]
    return [Evidence("primary" if role == "primary" and i == 0 else "secondary", e.quote, e.span) for i, e in enumerate(found)]


def _form_of_another(document: Document, part: Part) -> Iterator[Defect]:
    """项目名称 in the part's own form or cover against the project in its title."""
    titled = project_in(part.title) if part.title else None
    if titled is None or _FUND.search(bare(part.title)) or "汇总" in part.title:
        return
    for block in document.blocks[part.start_block : part.end_block]:
        if isinstance(block, Table):
            cell = _project_cell(block)
            stated, place = (bare(cell.text.string), whole(cell.text)) if cell else ("", None)
        else:
            found = _PROJECT_LABEL.match(block.text.string.strip())
            stated, place = (bare(found[1]), whole(block.text)) if found else ("", None)
        if place is not None and stated and names_differ(titled, stated):
            title = _titles(document, part, "secondary")
            yield Defect((place, *title), {"titled": titled, "stated": stated})
            return


def _project_cell(table: Table) -> Cell | None:
    for row in table.rows[:4]:
        if look(row).is_header or any(bare(c.text.string) in ("序号", "编号") for c in row):
            return None  # 序号 | 项目名称 | 总投资: a list of projects
        for label, value in pairwise(row):
            if bare(label.text.string).strip("：:") in words("project_labels") and bare(value.text.string):
                return value
    return None


def _two_years(document: Document, part: Part) -> Iterator[Defect]:
    """（2022年度） under a title that says 2023年度."""
    year = title_year(part.title) if part.title else None
    if year is None or not part.title_blocks:
        return
    for i, paragraph in paragraphs(document):
        if not part.title_blocks[-1] < i <= part.title_blocks[-1] + _UNDER_TITLE:
            continue
        text = bare(paragraph.text.string)
        found = re.fullmatch(r"[（(]?(20\d\d)年度?[）)]?", text)
        if found and found[1] != year:
            message = {
                "zh": f"标题写{year}年度，其下写{text}",
                "en": f"the title says {year}, the line below it {found[1]}",
            }
            evidence = (whole(paragraph.text), *_titles(document, part, "secondary"))
            yield Defect(evidence, {"titled": year, "stated": found[1]}, message=message)
