"""Satisfaction told in prose, 受益群众满意度达92%, beside the only satisfaction row of the project's table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.statements import Statement
from gouji.extract.lexicon import words
from gouji.extract.sections import outline


def satisfaction_told(facts: FactSet, found: Sequence[Statement]) -> Iterator[tuple[Number, Number]]:
    """The one rate of satisfaction a report tells and the completed value of the one row that prints it.

    People at large have several names (群众, 服务对象); a group with a name of its own (学生, 家长) is asked by itself.
    """
    names = words("gouji.extract.facts", "likeness.txt")
    sections = outline(facts.document)
    rows: dict[str, list[tuple[str, Number]]] = defaultdict(list)
    for form in facts.forms:
        project = sections.parts[sections.part_of(form.block)].project or ""
        for row in form.indicators:
            actual = facts.only(form.block, row.actual)
            if row.name.endswith(names["satisfied"]) and actual is not None and not form.target_only:
                rows[project].append((row.name, actual))
    told: dict[str, list[Statement]] = defaultdict(list)
    for s in found:
        if s.place == "prose" and s.kind == "rate" and s.label.endswith(names["satisfied"]) and not _planned(s):
            told[s.project].append(s)
    for project, mine in rows.items():
        here = [s for p, many in told.items() if p in project or project in p for s in many]
        if len(mine) == 1 and len(here) == 1:
            (name, actual), statement = mine[0], here[0]
            plain = actual.point is not None and actual.quantity.operator is None and actual.dimension() == statement.number.dimension()
            if plain and _same_group(name, statement.label):
                yield statement.number, actual


def _planned(s: Statement) -> bool:
    """目标值, 预期: what was to be reached is no result."""
    before = s.text[: s.number.quantity.start].rpartition("。")[2].rpartition("实际")[2]  # 满意度目标≥90%，实际94.2%
    return any(w in before for w in words("gouji.extract.facts", "likeness.txt")["not-reached"])


def _same_group(a: str, b: str) -> bool:
    """The same people named, or only people at large in both places."""
    lists = words("gouji.extract.facts", "likeness.txt")
    asked = [_asked(x, lists["satisfied"]) for x in (a, b)]
    if all(not x or x in lists["anyone"] for x in asked) or asked[0] == asked[1]:
        return True
    return likeness(a, b).verdict == "same"


def _asked(name: str, ends: tuple[str, ...]) -> str:
    end = next((e for e in sorted(ends, key=len, reverse=True) if name.endswith(e)), "")
    return name[: len(name) - len(end)].removesuffix("的")
