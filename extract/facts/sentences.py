"""Sentences of a document with the part of the filing they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from gouji.extract.document import Document, Text
from gouji.extract.facts.model import Number
from gouji.extract.facts.prose import Item
from gouji.extract.sections import outline

_END = re.compile(r"[。！？；\n]")
_COMMA = re.compile(r"(?<!\d)[,，]|[,，](?!\d)|[：:；。！？\n]")


class Sentence(Struct, frozen=True):
    """One sentence: ``string`` is ``text.string[start:end]`` in the block or cell at ``place``."""

    part: int
    place: tuple[int, int, int]
    text: Text
    start: int
    end: int
    string: str

    def clause_around(self, word: str) -> tuple[int, int]:
        """Offsets in the whole text of the clause that holds a word of the sentence."""
        at = self.start + self.string.index(word)
        before = [m.end() for m in _COMMA.finditer(self.text.string, self.start, at)]
        after = _COMMA.search(self.text.string, at + len(word), self.end)
        return (before[-1] if before else self.start), (after.start() if after else self.end)

    def items(self, passages: Mapping[tuple[int, int, int], Any]) -> list[tuple[Item, Number]]:
        """Items of the sentence with their facts."""
        passage = passages.get(self.place)
        if passage is None:
            return []
        return [
            (i, passage.number(i.mention)) for i in passage.items
            if self.start <= i.mention.quantity.start < self.end
        ]


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences in reading order; made once and kept with the document."""
    kept: tuple[Sentence, ...] | None = document.__dict__.get("_sentences")
    if kept is None:
        kept = document.__dict__["_sentences"] = tuple(_sentences(document))
    return kept


def _sentences(document: Document) -> Iterator[Sentence]:
    sections = outline(document)
    for block, cell, text in document.texts():
        part = sections.part_of(block)
        place = (block, -1, -1) if cell is None else (block, cell.row, cell.column)
        string, start = text.string, 0
        for end in (*(m.end() for m in _END.finditer(string)), len(string)):
            if string[start:end].strip():
                yield Sentence(part, place, text, start, end, string[start:end])
            start = end
