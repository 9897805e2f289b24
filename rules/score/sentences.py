"""Scored items told in sentences: 目标值…，实际完成值…，满分10分得8分 (Yunnan 保山, Fujian 宁德 reports)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gouji.extract.document import Paragraph
from gouji.extract.facts.model import FactSet, Indicator, Number
from gouji.rules.cells import stated, words

_SENTENCE = re.compile(r"[。！？!?\n]")
_NAME = r"[^\d，,；;。：:≥≤><]{0,14}"
_TARGET = re.compile(r"(?:目标值|指标值|计划值)(?:为|是|[:：])?" + _NAME + r"$")
_ACTUAL = re.compile(r"(?:实际完成值|实际完成数|完成值|实际值|实际完成)(?:为|是|[:：])?" + _NAME + r"$")
_FULL = re.compile(r"满分(?:为|是|[:：])?$")
_SCORE = re.compile(r"(?:自评得分|得分|评分|得)(?:为|是|[:：])?$")
_REASON = re.compile(r"(?:扣分|得分|未得满分|未完成|偏差)?(?:（扣分）|\(扣分\))?原因(?:为|是|[:：])?")
_LEAD = re.compile(r"^[（(]?[一二三四五六七八九十\d]{0,3}[)）、.．]?\s*")


class Item(Struct, frozen=True):
    """One scored item of a paragraph: what each label is followed by; ``None`` where it is not said.

    ``reason_at`` is the offset in the paragraph from which the sentence gives its reason, the text's end for none.
    """

    block: int
    about: str
    target: Number | None
    actual: Number | None
    full: Number | None
    score: Number | None
    reason_at: int
    start: int
    end: int

    def as_indicator(self) -> Indicator:
        """The item as a row without cells, for comparing target and value."""
        counted = self.target is not None and self.target.quantity.unit in words("counted")
        return Indicator(0, "", "数量指标" if counted else "", self.about)


def items(facts: FactSet) -> Iterator[Item]:
    """Items of all paragraphs that state a target and a completed value, or a score out of full marks."""
    for block, paragraph in enumerate(facts.document.blocks):
        if isinstance(paragraph, Paragraph) and ("目标值" in paragraph.text.string or "满分" in paragraph.text.string):
            yield from _in_paragraph(facts, block, paragraph.text.string)


def _in_paragraph(facts: FactSet, block: int, text: str) -> Iterator[Item]:
    numbers = [n for n in facts.in_paragraph(block) if n.is_quantity]
    ends = [*(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    start = 0
    for end in ends:
        inside = [n for n in numbers if start <= n.quantity.start < end]
        reason = _REASON.search(text, start, end)
        stop = reason.start() if reason else end
        told = [n for n in inside if n.quantity.start < stop]
        target, actual = _labelled(told, text, _TARGET, start), _labelled(told, text, _ACTUAL, start)
        points = [n for n in told if n.quantity.unit == "分" and stated(n) is not None]
        full, score = _labelled(points, text, _FULL, start), _labelled(points, text, _SCORE, start)
        if (target and actual) or (full and score):
            yield Item(block, _about(text[start:end]), target, actual, full, score, stop, start, end)
        start = end


def told_scores(facts: FactSet) -> Iterator[tuple[str, Number]]:
    """Points that a sentence gives to what it begins with: 9. 茶农满意度，…，自评得分10分."""
    for block, paragraph in enumerate(facts.document.blocks):
        if not isinstance(paragraph, Paragraph) or "得分" not in paragraph.text.string:
            continue
        text, start = paragraph.text.string, 0
        given = [n for n in facts.in_paragraph(block) if n.is_quantity and n.quantity.unit == "分" and stated(n) is not None]
        for end in [*(m.end() for m in _SENTENCE.finditer(text)), len(text)]:
            score = _labelled([n for n in given if start <= n.quantity.start < end], text, _SCORE, start)
            if score is not None:
                yield _about(text[start:end]), score
            start = end


def _about(sentence: str) -> str:
    """What a sentence begins with, its numbering left out."""
    return _LEAD.sub("", re.split(r"[：:，,]", sentence)[0])


def _labelled(numbers: list[Number], text: str, label: re.Pattern[str], start: int) -> Number | None:
    """The only number that follows a label."""
    found = [n for n in numbers if label.search(text[start : n.quantity.start])]
    return found[0] if len(found) == 1 else None
