"""GJ616 interim-figures-in-annual-report 年度报告用期中数据."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.sections import Outline, outline
from gouji.rules.structure.places import at, bare, graded, texts, words

_MONTHS = "一二三四五六七八九十"
_AS_OF = re.compile(
    r"截[止至]到?\s*(?:(?P<now>目前)|(?:(?P<year>20\d\d)\s*年)?\s*(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份|底|末|\d{1,2}\s*日)?)"
)
_WHOLE_YEAR = re.compile(r"(?:全年|年末|年底|12月底|12月31日)[^，。；：0-9]{0,10}\d|截[止至]到?\s*(?:20\d\d\s*年)?\s*(?:12月|十二月|年末|年底)")
_LATER = re.compile(r"至(?:\d{1,2}|十[一二]?)月[底末份]|^[）)]?[（(][^）)]*时点")
"""到6月末仅到位一半，至11月底才全部到位; （高等教育事业统计时点）: what it became is told, or it is the day on which it is counted."""
_BASE_DAY = "基准日"
_MOST = 8
_REACH = 60
"""So many characters behind a date, up to the end of its sentence, hold the figure that is of it."""


@rule(
    "GJ616", "interim-figures-in-annual-report", severity="warning",
    zh="{year}年度的报告仍用{words}的数据，没有更新为全年数", en="the report for {year} still gives figures as of {words}",
    title_zh="年度报告用期中数据", title_en="An annual report gives figures of mid-year",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 年度自评报告的数据应到年末，不应是“截至十月底”“截止目前”。

    为什么重要: 期中数据与全年数据混在一起，完成值与目标值就不是同一时期。
    何时不算错: 截至12月；截至下一年某月（年后拨付、结算）；监控、中期、季度材料；同一段已写明全年数的。只有“截至目前”而没有月份的，仅作提示。
    """
    sections = outline(facts.document)
    if any(_BASE_DAY in text.string for _, _, text in texts(facts.document)):
        return  # 评价基准日: all that is told is told as of that day
    found: dict[int, list[tuple[str, bool, Evidence]]] = {}
    for block, _, text in texts(facts.document):
        if "截" not in text.string or _WHOLE_YEAR.search(text.string):
            continue  # 全年完成1246批次…。截至9月底累计完成962批次: how it went, beside the year's figure
        year = _annual(sections, block)
        if year is None:
            continue
        for m in _AS_OF.finditer(text.string):
            behind = text.string[m.end() :].partition("。")[0]
            if _interim(m, year) and not _LATER.search(behind) and _figure_told(text.string[m.end() : m.end() + _REACH]):
                found.setdefault(sections.part_of(block), []).append((m[0], m["now"] is None, at(text, m.start(), m.end())))
    for part, places in found.items():
        dated = [p for p in places if p[1]]
        said = list(dict.fromkeys(bare(w) for w, _, _ in (*dated, *(p for p in places if not p[1]))))
        ordered = [e for _, _, e in (*dated, *(p for p in places if not p[1]))]
        yield Defect(
            graded(ordered[:_MOST]),
            {"year": sections.parts[part].year or "", "words": "、".join(f"“{w}”" for w in said[:3])},
            severity=None if dated else "info",
        )


@cache
def _part_of_year() -> tuple[str, ...]:
    return words("part_of_year")


def _figure_told(behind: str) -> bool:
    """A figure stands in the rest of the sentence: 截至6月30日，资金已全部到位 is an event."""
    return any(c.isdigit() or c in _MONTHS for c in behind.partition("。")[0])


def _annual(sections: Outline, block: int) -> str | None:
    """The year of the annual report a block stands in; ``None`` for another kind of paper."""
    part = sections.parts[sections.part_of(block)]
    accounts = "决算" in part.title and any(w in part.title for w in ("报告", "说明", "公开")) and "审计" not in part.title
    if part.year is None or not (accounts or any(w in part.title for w in ("绩效", "自评"))):
        return None
    return None if any(w in part.title for w in _part_of_year()) else part.year


def _interim(m: re.Match[str], year: str) -> bool:
    if m["now"]:
        return True
    if m["year"] and m["year"] != year:
        return False
    return m["month"] not in ("12", "十二")
