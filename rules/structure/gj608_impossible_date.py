"""GJ608 impossible-date 日期不存在."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Text
from gouji.extract.facts.model import FactSet
from gouji.extract.sections import outline
from gouji.extract.titles import is_date_line, title_year
from gouji.rules.structure.places import at, paragraphs, texts, whole

_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_DAY = re.compile(r"(?<![\d年个.\-－—~至])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号](?!\d)")
_DOTTED = re.compile(r"(?<![\d.\-/])(20\d\d)([.\-/])(\d{1,2})\2(\d{1,2})(?![\d.\-/号%万元])")
_SIGNED = re.compile(r"(?:填报|填表|报告|评价)(?:日期|时间)\s*[:：]\s*(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_LEAP = 2024
_YEARLY = ("自评", "决算", "评价报告", "评价表", "绩效评价")
_YEAR_END = (12, 1)


@rule(
    "GJ608", "impossible-date", severity="error",
    zh="日历上没有“{date}”这一天", en="there is no such date as “{date}”",
    title_zh="日期不存在", title_en="A date that does not exist",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 年月日在日历上存在（没有13月、2月30日、6月31日）；年度自评的填报日期不早于该年12月。

    为什么重要: 不存在的日期必是误写，完成时限和先后次序都无从核对；年度未完先写完成情况，数字只能是估计。
    何时不算错: 不带年份的2月29日；用点号分隔的数字可能是编号，只作提醒；年中监控不是年度自评。
    """
    for _, _, text in texts(facts.document):
        if "月" in text.string or "20" in text.string:
            yield from _impossible(text)
    yield from _too_early(facts)


def _impossible(text: Text) -> Iterator[Defect]:
    seen: set[int] = set()
    for found in _FULL.finditer(text.string):
        seen.add(found.start(2))
        if not _exists(int(found[1]), int(found[2]), int(found[3] or 1)):
            yield _defect(text, found)
    for found in _DAY.finditer(text.string):
        if found.start(1) not in seen and not _exists(_LEAP, int(found[1]), int(found[2])):
            yield _defect(text, found)
    for found in _DOTTED.finditer(text.string):
        if 1 <= int(found[3]) <= 12 and not _exists(int(found[1]), int(found[3]), int(found[4])):
            defect = _defect(text, found)
            yield Defect(defect.evidence, defect.words, severity="warning")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _defect(text: Text, found: re.Match[str]) -> Defect:
    return Defect((at(text, found.start(), found.end()),), {"date": found[0]})


def _too_early(facts: FactSet) -> Iterator[Defect]:
    """Dated lines of a yearly filing whose date lies before December of its year."""
    sections = outline(facts.document)
    for block, paragraph in paragraphs(facts.document):
        part = sections.parts[sections.part_of(block)]
        year = title_year(part.title) if part.title else None
        if year is None or not any(w in part.title for w in _YEARLY) or any(w in part.title for w in ("监控", "事前")):
            continue
        text = paragraph.text
        found = _FULL.search(text.string) if is_date_line(text.string) else _SIGNED.search(text.string)
        if not found or not found[3] or not _exists(int(found[1]), int(found[2]), int(found[3])):
            continue
        if date(int(found[1]), int(found[2]), int(found[3])) >= date(int(year), *_YEAR_END):
            continue
        title = facts.document.blocks[part.title_blocks[0]] if part.title_blocks else paragraph
        against = () if title is paragraph else (whole(title.text, "secondary"),)  # type: ignore[union-attr]
        words = {"date": found[0]}
        message = {
            "zh": f"填报日期{found[0]}早于{year}年年末，却报告{year}年度的完成情况",
            "en": f"dated {found[0]}, before the end of {year}, the year it reports on",
        }
        yield Defect((at(text, found.start(), found.end()), *against), words, severity="warning", message=message)
