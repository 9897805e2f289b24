"""The answers of a survey, grade by grade, against the sheets that were counted: 有效问卷405份。非常满意162份、…、不满意16份."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.prose import Item

_GRADE = re.compile(r"(?P<not>不太?|很不|非常不)?(?P<how>非常|很|十分|比较|较为?|基本)?满意|(?P<plain>一般|不了解|不清楚)")
_SHEETS = re.compile(r"有效(?:问卷|样本|答卷|回收|卷)?$|(?:收回|回收)(?:有效)?(?:问卷|调查表|答卷)?$|有效问卷[^，。；]{0,4}$")
_UNITS = ("份", "人", "户", "名", "张")
_FEWEST = 3


def surveyed(facts: FactSet) -> Iterator[Constraint | Question]:
    """One relation a survey: from the first to the last grade every one is told, so they make up all sheets."""
    for passage in facts.passages:
        if "满意" not in passage.text:
            continue
        for run in _runs(passage):
            whole = _sheets(passage, run[0])
            if whole is None:
                continue
            told = sums_to(passage.number(whole.mention), [passage.number(x.mention) for x in run], cue="各档满意程度")
            yield from [told] if held(told) else open_question([told], likely=True)


def _runs(passage: Passage) -> Iterator[list[Item]]:
    """Counts of one unit side by side, each of another grade, from satisfied to not."""
    run: list[Item] = []
    grades: list[str] = []
    for item in (*passage.items, None):
        grade = _grade(passage, item) if item is not None else None
        beside = item is not None and (not run or (item.mention.at - run[-1].mention.at <= 2 and item.mention.quantity.unit == run[0].mention.quantity.unit))
        if item is not None and grade is not None and beside and grade not in grades:
            run.append(item)
            grades.append(grade)
            continue
        if len(run) >= _FEWEST and any(g.startswith("不") for g in grades) and any(g.endswith("满意") and not g.startswith("不") for g in grades):
            yield run
        run, grades = ([item], [grade]) if item is not None and grade is not None else ([], [])


def _grade(passage: Passage, item: Item) -> str | None:
    """The grade told right before a count, or right behind it: 非常满意162份, 162份表示非常满意."""
    unit = item.mention.quantity.unit
    if unit not in _UNITS or not item.plain:
        return None
    found = list(_GRADE.finditer(item.mention.before)) or list(_GRADE.finditer(item.mention.after[:8]))
    if len(found) != 1 or "度" in item.mention.before[found[0].end() : found[0].end() + 1]:
        return None
    m = found[0]
    return m["plain"] or ("不" if m["not"] else m["how"] or "") + "满意"


def _sheets(passage: Passage, first: Item) -> Item | None:
    """The sheets counted last before it, within two sentences."""
    before: Sequence[Item] = [
        x for x in passage.items
        if x.mention.at < first.mention.at and first.mention.sentence - x.mention.sentence <= 2 and x.plain and x.mention.quantity.unit in _UNITS
    ]
    return next((x for x in reversed(before) if _SHEETS.search(x.mention.before.rstrip("共为计约 "))), None)
