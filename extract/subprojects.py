"""Sections of one report that each speak of a project of their own: 项目1：…, 项目2：…; （一）…工程, （二）…工程."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from gouji.extract.document import Document, Paragraph

_NUMBERED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?\s*子?项目\s*(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[:：、.．\s]\s*"
    r"(?P<name>[^。；;，,：:\n]{2,40})[:：]?\s*$"
)
_NAMED = re.compile(r"^.{3,30}(?:项目|工程)$")


class Heading(Protocol):
    """What is needed of a section: its title, whether it is a heading only, its place."""

    @property
    def title(self) -> str:
        """Its words."""

    @property
    def heading(self) -> bool:
        """It is a heading and no sentence."""

    @property
    def start_block(self) -> int:
        """Block it stands in."""

    @property
    def end_block(self) -> int:
        """First block that is no longer under it."""

    @property
    def parent(self) -> int | None:
        """Section it belongs to."""


def subprojects(document: Document, sections: Sequence[Heading], starts: Sequence[int]) -> dict[int, str]:
    """The project each block speaks of, for blocks under a heading that names one of several projects.

    Args:
        document: as a reader gave it.
        sections: its numbered sections in order.
        starts: first blocks of its filings.

    Returns:
        Names by block; a block that no such heading stands over is left out.

    """
    return {**_by_name(sections), **_by_number(document, sections, starts)}


def _by_number(document: Document, sections: Sequence[Heading], starts: Sequence[int]) -> dict[int, str]:
    """项目1：… until the next such line, the next section that is none, or the next filing."""
    marks: dict[int, str] = {}
    for i, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and len(block.text.string) <= 80:
            found = _NUMBERED.match(block.text.string)
            if found is not None:
                marks[i] = re.sub(r"\s+", "", found["name"])
    if len(set(marks.values())) < 2:
        return {}
    inside = {i: max((s.start_block for s in sections if s.start_block < i < s.end_block), default=-1) for i in marks}
    ends = {*starts, len(document.blocks), *(s.start_block for s in sections if s.heading and s.start_block not in marks)}
    out: dict[int, str] = {}
    for i, name in marks.items():
        outer = next((s.end_block for s in sections if s.start_block == inside[i]), len(document.blocks))
        end = min([k for k in marks if k > i] + [e for e in ends if e > i] + [outer])
        out.update(dict.fromkeys(range(i, end), name))
    return out


def _by_name(sections: Sequence[Heading]) -> dict[int, str]:
    """Headings of one level that all end in 项目 or 工程: each is a project of its own."""
    siblings: dict[int | None, list[Heading]] = defaultdict(list)
    for s in sections:
        siblings[s.parent].append(s)
    out: dict[int, str] = {}
    for group in siblings.values():
        if len(group) > 1 and all(s.heading and _NAMED.match(s.title) for s in group):
            for s in group:
                out.update(dict.fromkeys(range(s.start_block, s.end_block), s.title))
    return out
