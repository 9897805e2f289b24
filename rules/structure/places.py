"""What the structure rules share: evidence for places in a text, word lists, and likeness of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from gouji.audit.finding import Evidence
from gouji.extract.annexes import is_content
from gouji.extract.document import Cell, Document, Paragraph, Text
from gouji.extract.lexicon import yaml_of

_LONGEST_QUOTE = 60
_BLANKS = re.compile(r"\s+")


@cache
def words(kind: str) -> tuple[str, ...]:
    """A word list of ``rules/structure/words.yaml``."""
    return tuple(yaml_of("gouji.rules.structure", "words.yaml")[kind])


def at(text: Text, start: int, end: int, role: Literal["primary", "secondary"] = "primary") -> Evidence:
    """Evidence that is ``text[start:end]``."""
    return Evidence(role, text.string[start:end], text.locate(start, end))


def whole(text: Text, role: Literal["primary", "secondary"] = "primary") -> Evidence:
    """Evidence that is a whole paragraph or cell; a long one is quoted by its head."""
    left = len(text.string) - len(text.string.lstrip())
    end = min(len(text.string.rstrip()), left + _LONGEST_QUOTE)
    return at(text, left, max(end, left), role)


def empty_cell(cell: Cell) -> Evidence:
    """Evidence that is a cell with nothing in it."""
    return Evidence("secondary", cell.text.string.strip() or "（空）", cell.text.locate(0, 0))


def graded(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """The first as primary, the others as secondary."""
    return tuple(
        Evidence("primary" if i == 0 else "secondary", e.quote, e.span, e.number) for i, e in enumerate(evidence)
    )


def bare(text: str) -> str:
    """Without white space."""
    return _BLANKS.sub("", text)


def paragraphs(document: Document) -> Iterator[tuple[int, Paragraph]]:
    """Body paragraphs with their block index; page furniture left out."""
    for i, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and is_content(block):
            yield i, block


def texts(document: Document) -> Iterator[tuple[int, Cell | None, Text]]:
    """Every text of body and tables with its block index and cell; looked up once for a document."""
    kept: list[tuple[int, Cell | None, Text]] | None = document.__dict__.get("_content")
    if kept is None:
        content = [is_content(block) for block in document.blocks]
        kept = document.__dict__["_content"] = [found for found in document.texts() if content[found[0]]]
    return iter(kept)


def common_run(a: str, b: str) -> int:
    """Length of the longest string both contain."""
    best = 0
    previous = [0] * (len(b) + 1)
    for x in a:
        current = [0]
        for j, y in enumerate(b):
            current.append(previous[j] + 1 if x == y else 0)
        best = max(best, *current)
        previous = current
    return best


def names_differ(a: str, b: str) -> bool:
    """True when two project names have nothing to do with each other: no shared word beside general ones."""
    for general in words("general_project_words"):
        a, b = a.replace(general, ""), b.replace(general, "")
    a, b = re.sub(r"[\d\W年度第批]", "", a), re.sub(r"[\d\W年度第批]", "", b)
    return len(a) >= 2 and len(b) >= 2 and common_run(a, b) < 2
