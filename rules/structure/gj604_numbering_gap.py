"""GJ604 numbering-gap 序号跳号、重号或样式混用."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet
from gouji.extract.numbering import RANK
from gouji.extract.sections import Outline, Section, outline
from gouji.rules.structure.places import at

_LARGEST = 40
"""Numbers above this begin no list of a report: a line broken inside a sentence may start with any figure."""

_WINDOW = 60
"""How many numbered lines before and after one are looked at."""

_NO_COINCIDENCE = 3
"""A list of its own rarely begins with a number above this that just continues the heading over it."""

_TENS = ["", "十", "二十", "三十", "四十"]
_CHINESE = [_TENS[n // 10] + "零一二三四五六七八九"[n % 10].replace("零", "") for n in range(_LARGEST + 1)]

_KINDS = {
    "skipped": ("“{here}”之前缺号：上一个是“{before}”", "“{here}” follows “{before}”: a number is skipped"),
    "repeated": ("“{here}”与上一个序号“{before}”重复", "“{here}” repeats the number before it, “{before}”"),
    "mixed": ("“{before}”之后为“{here}”，同一级序号样式不一", "“{before}” is followed by “{here}”: two styles in one level"),
    "first": ("第一个序号就是“{here}”，前面没有第一项", "the list begins with “{here}”"),
}


@rule(
    "GJ604", "numbering-gap", severity="info",
    zh="序号不连续：{here}", en="numbering does not run on: {here}",
    title_zh="序号跳号、重号或样式混用", title_en="Numbering skipped, repeated or in mixed styles",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一级标题和条目的序号连续、不重复、用同一种样式。

    为什么重要: 跳号处常有整节内容被删，重号处常有内容是后来插入的。
    何时不算错: 每个小标题下重新从一开始；不同层级用不同样式；不同报告各自编号。
    """
    sections = outline(facts.document)
    by_part: dict[int, list[Section]] = {}
    for s in sections.sections:
        if 0 < s.number <= _LARGEST and s.style != "style":
            by_part.setdefault(sections.part_of(s.start_block), []).append(s)
    for listed in by_part.values():
        for i, here in enumerate(listed):
            first = max(0, i - _WINDOW)
            judged = _judge(listed[first : i + _WINDOW], i - first, sections)
            if judged is not None:
                yield _defect(sections, here, *judged)


def _judge(listed: list[Section], i: int, sections: Outline) -> tuple[str, Section | None] | None:
    """What is wrong with the number at ``i``: kind and the number it is held against."""
    here, earlier = listed[i], listed[:i]
    brother = next((s for s in reversed(earlier) if s.style == here.style and s.parent == here.parent), None)
    last = earlier[-1] if earlier else None
    if here.number == 1:
        touching = brother is not None and brother is last and here.start_block == brother.start_block + 1
        return ("repeated", brother) if touching and brother is not None and brother.number == 1 else None
    if brother is not None and here.number == brother.number + 1:
        return ("mixed", brother) if _mark(brother) != _mark(here) and brother is last else None
    if _inline(sections, here, brother):
        return None
    other = _other_style(listed, i, sections)
    if other is not None and (brother is None or other.start_block > brother.start_block):
        return "mixed", other
    if brother is None:
        begins_mid = all(RANK[s.style] > RANK[here.style] for s in earlier)
        return None if begins_mid else ("first", None)
    if here.number == brother.number:
        return "repeated", brother
    return ("skipped", brother) if here.number > brother.number else None


def _other_style(listed: list[Section], i: int, sections: Outline) -> Section | None:
    """The number before this one, written in another style: 九、 before 10、, （三） before （4）."""
    here, found = listed[i], None
    for j in range(i - 1, -1, -1):
        other = listed[j]
        if other.style == here.style or other.number != here.number - 1:
            continue
        between = listed[j + 1 : i]
        if any(s.style == other.style and s.parent == other.parent for s in between):
            continue
        resumes = any(
            s.style == other.style and s.parent == other.parent and s.number == here.number + 1 for s in listed[i + 1 :]
        )
        above = sections.sections[here.parent] if here.parent is not None else None
        alike = "paren" in other.style and "paren" in here.style
        if alike or (resumes and here.heading):
            return other
        if found is None and (other is not above or (here.heading and other.number >= _NO_COINCIDENCE)):
            found = other
    return found


def _inline(sections: Outline, here: Section, brother: Section | None) -> bool:
    """True when the number before stands inside a line above, as in ``三、（一）资金``."""
    before = here.number - 1
    numeral = str(before) if any(c.isdecimal() for c in here.numbering) else _CHINESE[before]
    own = str(here.number) if numeral.isdecimal() else _CHINESE[here.number]
    label = here.numbering.replace(own, numeral, 1)
    if brother is not None:
        start = brother.start_block
    else:
        start = sections.sections[here.parent].start_block if here.parent is not None else here.start_block - 3
    for block in sections.document.blocks[max(start, 0) : here.start_block]:
        if isinstance(block, Paragraph) and label in block.text.string.replace(" ", ""):
            return True
    return False


def _mark(section: Section) -> str:
    """The sign behind an Arabic number: ``1.`` and ``2、`` are two styles."""
    return section.numbering[-1].replace("．", ".") if section.style == "ar" else ""


def _defect(sections: Outline, here: Section, kind: str, before: Section | None) -> Defect:
    evidence = [_evidence(sections, here, "primary")]
    if before is not None:
        evidence.append(_evidence(sections, before, "secondary"))
    words = {"here": _shown(here), "before": _shown(before) if before else ""}
    zh, en = _KINDS[kind]
    return Defect(tuple(evidence), words, message={"zh": zh.format_map(words), "en": en.format_map(words)})


def _shown(section: Section) -> str:
    return section.numbering + section.title[:14]


def _evidence(sections: Outline, section: Section, role: Literal["primary", "secondary"]) -> Evidence:
    block = sections.document.blocks[section.start_block]
    assert isinstance(block, Paragraph)
    text = block.text.string
    head = text.find(section.numbering[0])
    start = max(head, 0)
    return at(block.text, start, min(len(text.rstrip()), start + 30), role)
