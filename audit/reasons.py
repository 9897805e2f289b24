"""Why a number was held against nothing: what a reader would have to be given before it could be checked."""

from __future__ import annotations

import re
from collections import Counter

from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.statements import all_statements, generic

NONE_FOUND = "未找到相关的数"
ROUGH = "约数，无法判定"

REASONS: dict[str, str] = {
    NONE_FOUND: "no relation found",
    "列举未尽（等、主要包括）": "open list",
    ROUGH: "approximate figure",
    "所在关系未能判定": "its relation could not be assessed",
    "所在关系过宽，不足为证": "its relation could hardly fail",
    "所在关系不成立，但不是疑点": "its relation is broken, it is not the suspect",
    "增长率，未给出上期数": "growth without the earlier figure",
    "增减额，未给出上期数": "change without the earlier figure",
    "百分点变动，未给出前后两个比率": "change in points without both rates",
    "占比，未给出总数或分项数": "share without its whole or its part",
    "比率，未给出计算它的数": "rate without the figures it is made of",
    "目标值，没有可比的完成值": "target without a completed value to compare",
    "完成值，没有数值目标": "completed value without a numeric target",
    "目标与完成值未能比较": "target and completed value could not be compared",
    "全文只此一处说到": "stated in this place only",
    "别处的同名数期间、范围或单位不同": "others of its name differ in period, scope or unit",
}
"""Reasons as the ledger gives them, and their English."""

_OPEN = re.compile(r"等(?:[。；，、;,）)\s]|\d|多|方面|\Z)|主要(?:包括|有|是)|其他")
_SENTENCE_END = re.compile(r"[。；;\n]")
_REACH = 30
_OF_ATTRIBUTE = {
    "growth": "增长率，未给出上期数", "change": "增减额，未给出上期数", "share": "占比，未给出总数或分项数",
    "rate": "比率，未给出计算它的数", "points": "百分点变动，未给出前后两个比率",
}


class Reasons:
    """What is known of a document's numbers besides their relations, gathered once, asked for each unchecked one."""

    def __init__(self, facts: FactSet) -> None:
        self._facts = facts
        self._attributes: dict[str, str] = {}
        for passage in facts.passages:
            for item in passage.items:
                for a in item.attributes:
                    self._attributes.setdefault(passage.number(a.mention).id, a.kind)
        told = all_statements(facts)
        self._names = {s.number.id: s.name for s in told if s.name and s.name not in generic()}
        self._told = Counter(self._names.values())
        self._rows: dict[str, str] = {}
        for form in facts.forms:
            for indicator in form.indicators:
                target, actual = (facts.in_cell(form.block, c) for c in (indicator.target, indicator.actual))
                both = "目标与完成值未能比较" if target and actual else ""
                self._rows |= dict.fromkeys((n.id for n in target), both or "目标值，没有可比的完成值")
                self._rows |= dict.fromkeys((n.id for n in actual), both or "完成值，没有数值目标")

    def of(self, number: Number) -> str:
        """The reason, most particular first."""
        if number.quantity.soft:
            return ROUGH
        if number.quantity.unit == "个百分点":
            return "百分点变动，未给出前后两个比率"
        attribute = self._attributes.get(number.id)
        if attribute in _OF_ATTRIBUTE:
            return _OF_ATTRIBUTE[attribute]
        text, end = self._facts.text_of(number), number.quantity.end
        if _OPEN.search(_SENTENCE_END.split(text[end : end + _REACH], maxsplit=1)[0] + "。"):
            return "列举未尽（等、主要包括）"
        if number.id in self._rows:
            return self._rows[number.id]
        if number.context.role == "rate":
            return _OF_ATTRIBUTE["rate"]
        name = self._names.get(number.id)
        if name is None:
            return NONE_FOUND
        return "全文只此一处说到" if self._told[name] == 1 else "别处的同名数期间、范围或单位不同"

