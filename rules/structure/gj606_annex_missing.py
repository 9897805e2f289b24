"""GJ606 annex-missing 所列附件未附，或附的是另一笔资金的附件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.annexes import is_content
from gouji.extract.document import Document, Paragraph, Table, Text
from gouji.extract.facts.model import FactSet
from gouji.extract.numbering import numbering_of
from gouji.extract.sections import Outline, outline
from gouji.extract.titles import annex_of
from gouji.rules.structure.places import at, bare, graded, names_differ, paragraphs, whole

_ANNOUNCES = re.compile(r"^(?:.{0,8}(?:以下|如下|下列)附件|附件(?:目录|清单|列表)?|附)\s*[:：]\s*$")
_INLINE_FIRST = re.compile(r"^附件\s*[:：]\s*(?=1\s*[.、．])")
_ALLOTTED = re.compile(
    r"(?:下达|安排|拨付|收到)(?:你[市县区])?(?:20\d\d年度?)?(?:中央|省级|市级|县级|自治区)?(?:财政)?"
    r"(?P<fund>[\u4e00-\u9fff]{2,20}?)(?:专项)?(?:补助|奖补)?(?:资金|经费)\s*\d"
)
_PROJECT = re.compile(r"(?:项目|专项|资金)(?:支出)?名称\s*[:：]\s*(?P<name>[^；;，,。|\n]{2,30})")


class _Listed(Struct, frozen=True):
    """An annex as the list announces it."""

    number: int
    text: Text
    start: int
    end: int


@rule(
    "GJ606", "annex-missing", severity="warning",
    zh="列出了附件{missing}，文中只附了附件{present}", en="annexes {missing} are listed, only {present} are attached",
    title_zh="所列附件未附", title_en="A listed annex is not attached",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 报告列出的附件都附在文中；附件里的项目名称与正文下达的资金是同一项。

    为什么重要: 缺的附件正是核对正文数字的依据；附错的附件会把另一笔资金的目标当作本项目的目标。
    何时不算错: 附件全部另行报送，文中一个也没有附；只是提到别的文件的附件。
    """
    sections = outline(facts.document)
    yield from _missing(sections)
    yield from _of_another_fund(facts.document)


def _missing(sections: Outline) -> Iterator[Defect]:
    listed = _listed(sections.document)
    attached = {a.number for p in sections.parts if p.annex and (a := annex_of(p.annex)) is not None and a.number}
    if not listed or not attached:
        return
    missing = [x for x in listed if x.number not in attached]
    if missing and len(missing) < len({x.number for x in listed}):
        evidence = [at(x.text, x.start, x.end) for x in missing]
        yield Defect(
            graded(evidence),
            {"missing": "、".join(str(x.number) for x in missing), "present": "、".join(map(str, sorted(attached)))},
        )


def _listed(document: Document) -> list[_Listed]:
    """Items of the last list of annexes: numbered lines under ``附件：`` or the like."""
    found: list[_Listed] = []
    blocks = document.blocks
    for i, paragraph in paragraphs(document):
        text = paragraph.text.string.strip()
        first = _INLINE_FIRST.match(text)
        if not first and not _ANNOUNCES.match(bare(text)):
            continue
        items: list[_Listed] = []
        if first:
            start = paragraph.text.string.index(text) + first.end()
            items.append(_Listed(1, paragraph.text, start, len(paragraph.text.string.rstrip())))
        for block in blocks[i + 1 :]:
            if not is_content(block):
                continue
            numbering = numbering_of(block.text.string) if isinstance(block, Paragraph) else None
            if not isinstance(block, Paragraph) or numbering is None or numbering.number != len(items) + 1:
                break
            items.append(_Listed(numbering.number, block.text, numbering.start, len(block.text.string.rstrip())))
        found = items or found
    return found


def _of_another_fund(document: Document) -> Iterator[Defect]:
    """The letter hands out one fund, the goal sheet attached to it names another."""
    fund = next(
        ((p.text, m) for _, p in paragraphs(document) if (m := _ALLOTTED.search(p.text.string))), None
    )
    if fund is None or any(_PROJECT.search(t.string) and not _differs(fund[1]["fund"], t.string) for t in _texts(document)):
        return
    for i, paragraph in paragraphs(document):
        text = paragraph.text
        named = _PROJECT.search(text.string)
        if not named or not _under_annex(document, i) or fund[1]["fund"] in text.string:
            continue
        name = bare(named["name"])
        if names_differ(fund[1]["fund"], name):
            message = {
                "zh": f"正文下达的是“{fund[1]['fund']}”资金，所附绩效目标表却是“{name}”的",
                "en": f"the text hands out “{fund[1]['fund']}”, the sheet attached is that of “{name}”",
            }
            evidence = (at(text, named.start(), named.end()), whole(fund[0], "secondary"))
            yield Defect(evidence, message=message)
            return


def _differs(fund: str, text: str) -> bool:
    named = _PROJECT.search(text)
    return named is None or names_differ(fund, bare(named["name"]))


def _texts(document: Document) -> Iterator[Text]:
    for _, paragraph in paragraphs(document):
        yield paragraph.text


def _under_annex(document: Document, i: int) -> bool:
    """True when the line itself, or the nearest lines above it, open an annex."""
    for block in reversed(document.blocks[max(0, i - 3) : i + 1]):
        if isinstance(block, Table):
            return False
        if bare(block.text.string).startswith(("附件", "附表")):
            return True
    return False
