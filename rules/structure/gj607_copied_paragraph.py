"""GJ607 copied-paragraph 段落照抄."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell, Table, Text
from gouji.extract.facts.model import FactSet, Form, Indicator
from gouji.extract.numbering import numbering_of
from gouji.extract.sections import Outline, outline
from gouji.extract.titles import squeezed
from gouji.rules.structure.places import bare, graded, paragraphs, whole, words

_LONG = 30
_LONG_GOAL = 12
_LONG_REASON = 20
_LONG_NAME = 8
_LONG_ENOUGH_TO_COMPARE = 60
_HEAD = 16
_NEARLY = 0.9
_Where = tuple[str, int, int]
_MOST_PLACES = 12
_NOT_TEXT = re.compile(r"填表人|填报人|联系电话|备注[：:]|^注[：:]|说明[：:]")


class _Copy(Struct, frozen=True):
    """A paragraph met again: where first, where now."""

    first: int
    again: int
    text: Text
    first_text: Text


@rule(
    "GJ607", "copied-paragraph", severity="info",
    zh="{count}段文字与前文逐字相同：“{quote}…”", en="{count} paragraphs repeat earlier text word for word: “{quote}…”",
    title_zh="段落照抄", title_en="Copied paragraphs",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 30字以上的段落在另一节或另一份报告里逐字重复；表内“实际完成情况”照抄“预期目标”；两行偏差原因相同；两行指标名称逐字相同而定性目标不同。

    为什么重要: 照抄的段落没有新内容，照抄目标的完成情况不能证明完成；抄自另一项目的数字会张冠李戴。
    何时不算错: 表下的备注、填表说明；引用同一项制度的段落只作提示。
    """
    sections = outline(facts.document)
    yield from _in_prose(facts, sections)
    for table in facts.document.blocks:
        if isinstance(table, Table):
            yield from _goal_copied(table)
    for form in facts.forms:
        yield from _reasons_copied([row.reason for row in form.indicators if row.reason is not None])
        yield from _named_twice(facts, form)


def _in_prose(facts: FactSet, sections: Outline) -> Iterator[Defect]:
    """One finding for each place, or pair of filings on one project, that share paragraphs."""
    seen: dict[str, tuple[int, Text]] = {}
    heads: dict[str, tuple[int, Text]] = {}
    groups: dict[_Where, list[_Copy]] = {}
    for block, paragraph in paragraphs(facts.document):
        text = paragraph.text
        key = _key(text.string)
        if len(key) < _LONG or _NOT_TEXT.search(key[:12]):
            continue
        origin = seen.get(key) or _nearly_same(sections, heads, key, block)
        seen.setdefault(key, (block, text))
        heads.setdefault(key[:_HEAD], (block, text))
        if origin is None:
            continue
        where = _where(sections, origin[0], block)
        if where is not None:
            groups.setdefault(where, []).append(_Copy(origin[0], block, text, origin[1]))
    for where, copies in _merged(groups).items():
        yield _copied(sections, where, copies)


def _nearly_same(
    sections: Outline, heads: dict[str, tuple[int, Text]], key: str, block: int
) -> tuple[int, Text] | None:
    """An earlier long paragraph in another filing on the same project that differs by a few words only."""
    origin = heads.get(key[:_HEAD])
    if origin is None or len(key) < _LONG_ENOUGH_TO_COMPARE:
        return None
    one, two = (sections.parts[sections.part_of(b)] for b in (origin[0], block))
    if one.index == two.index or not one.project or one.project != two.project:
        return None
    from rapidfuzz.fuzz import partial_ratio

    alike = partial_ratio(_key(origin[1].string), key, score_cutoff=100 * _NEARLY)
    return origin if alike else None


def _where(sections: Outline, first: int, again: int) -> _Where | None:
    """Where a copy belongs: the same filing, two filings on one project, or filings on different projects."""
    one, two = sections.parts[sections.part_of(first)], sections.parts[sections.part_of(again)]
    if one.index == two.index:
        return None if _place(sections, first) == _place(sections, again) else ("same", one.index, first)
    if one.project and one.project == two.project:
        return "twice", one.index, two.index
    return "other", one.index, first


def _merged(groups: dict[_Where, list[_Copy]]) -> dict[_Where, list[_Copy]]:
    """Copies that follow one another, a run of paragraphs copied together, make one finding."""
    out: dict[_Where, list[_Copy]] = {}
    previous: _Where | None = None
    for where, copies in groups.items():
        if previous is not None and where[0] != "twice" and where[:2] == previous[:2] and _runs_on(out[previous], copies):
            out[previous].extend(copies)
        else:
            out[where] = list(copies)
            previous = where
    return out


def _runs_on(before: list[_Copy], copies: list[_Copy]) -> bool:
    return copies[0].first - before[-1].first == 1 and copies[0].again - before[0].again == copies[0].first - before[0].first


def _key(text: str) -> str:
    """A paragraph without its numbering, blanks and final stop."""
    numbering = numbering_of(text)
    return bare(text[numbering.end :] if numbering else text).rstrip("。；;.")


def _place(sections: Outline, block: int) -> int:
    """Index of the outermost places a paragraph belongs to, down to headings; list items are no place."""
    path = [s for s in sections.path_of(block) if s.heading and s.end_block > s.start_block + 1]
    return path[-1].start_block if path else -1


def _copied(sections: Outline, where: _Where, copies: list[_Copy]) -> Defect:
    evidence = []
    cited: set[int] = set()
    for c in copies:
        for block, text in ((c.again, c.text), (c.first, c.first_text)):
            if block not in cited and len(cited) < _MOST_PLACES:
                cited.add(block)
                evidence.append(whole(text))
    found = {"count": str(len(copies)), "quote": _key(copies[0].text.string)[:20]}
    project = sections.parts[where[1]].project
    if where[0] == "twice":
        message = {
            "zh": f"项目“{project}”的报告出现两份，{len(copies)}段文字相同或几乎相同",
            "en": f"“{project}” is reported on twice; {len(copies)} paragraphs are the same or nearly so",
        }
        return Defect(graded(evidence), found, severity="warning", message=message)
    return Defect(graded(evidence), found, severity="warning" if where[0] == "same" else "info")


def _goal_copied(table: Table) -> Iterator[Defect]:
    """完成情况 in the row below its head equal to 目标 in the same row."""
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        if len(above) != len(below):
            continue
        heads = {c.column: squeezed(c.text.string) for c in above}
        filled = [c for c in below if len(bare(c.text.string)) >= _LONG_GOAL]
        goal = next((c for c in filled if heads.get(c.column) in words("goal_heads")), None)
        result = next((c for c in filled if heads.get(c.column) in words("result_heads")), None)
        if goal is None or result is None:
            continue
        want, got = bare(goal.text.string), bare(result.text.string)
        if not _copy_of(got, want):
            continue
        message = {"zh": "“实际完成情况”照抄“预期目标”，没有写实际完成了什么", "en": "the results repeat the goals word for word"}
        yield Defect((whole(result.text), whole(goal.text, "secondary")), severity="warning", message=message)


def _copy_of(result: str, goal: str) -> bool:
    """The same text, or all but a few characters of it."""
    short, long = sorted((result.rstrip("。"), goal.rstrip("。")), key=len)
    return short in long and len(short) >= _NEARLY * len(long)


def _reasons_copied(reasons: list[Cell]) -> Iterator[Defect]:
    seen: dict[str, Cell] = {}
    for cell in reasons:
        key = bare(cell.text.string)
        if len(key) < _LONG_REASON:
            continue
        if key in seen:
            message = {"zh": f"两行指标的偏差原因逐字相同：“{key[:20]}…”", "en": f"two indicators give the same reason: “{key[:20]}…”"}
            yield Defect((whole(cell.text), whole(seen[key].text, "secondary")), severity="warning", message=message)
        else:
            seen[key] = cell


def _named_twice(facts: FactSet, form: Form) -> Iterator[Defect]:
    """One long indicator name under two heads with different targets in words; figures are compared elsewhere."""
    seen: dict[str, Indicator] = {}
    for row in form.indicators:
        key = bare(row.name)
        if len(key) < _LONG_NAME or row.name_cell is None or row.target is None:
            continue
        first = seen.setdefault(key, row)
        if first is row or first.name_cell is None or first.target is None or first.name_cell is row.name_cell:
            continue
        if facts.in_cell(form.block, row.target) or facts.in_cell(form.block, first.target):
            continue
        if bare(row.target.text.string) == bare(first.target.text.string):
            continue
        message = {
            "zh": f"指标“{key}”写了两行，目标一为“{bare(first.target.text.string)}”，一为“{bare(row.target.text.string)}”",
            "en": f"the indicator “{key}” stands in two rows with different targets",
        }
        places = [row.name_cell, row.target, first.name_cell, first.target]
        yield Defect(graded([whole(c.text) for c in places]), severity="warning", message=message)
