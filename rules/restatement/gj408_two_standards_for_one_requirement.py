"""GJ408 two-standards-for-one-requirement 同一要求两个标准."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.structure.places import common_run

_CLAUSE = re.compile(r"[，,。；;、\n（(：:]")
_BOUND = re.compile(r"(?:不低于|不少于|不得低于|不得少于|达到|至少|≥|>=)$")
_DEMANDED = re.compile(r"^(?:以上)?的?(?:要求|标准|任务)")
_WHICH = re.compile(r"其中|针对")
_NOT_NAME = re.compile(r"[^\u4e00-\u9fff]")
_ALIKE = 6
_MOST = 6


class _Standard(Struct, frozen=True):
    """A required rate (≥4批次/千人) and the words that say of what."""

    number: Number
    subject: str

    @property
    def value(self) -> object:
        return self.number.quantity.low


@rule(
    "GJ408", "two-standards-for-one-requirement", severity="warning",
    zh="同一要求有两个标准：“{subject}”{a}与{b}", en="one requirement, “{subject}”, with two standards: {a} and {b}",
    title_zh="同一要求两个标准", title_en="Two standards for one requirement",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一份文件里，同一事项的“不低于每千人若干”应当只有一个标准。

    为什么重要: 按一个标准完成，按另一个没有完成，达标与否取决于引用哪个。
    何时不算错: 事项不同（食品抽检与药品抽检）；说的是其中一部分；年度不同；完成值而不是要求。
    """
    found = list(_standards(facts))
    for a, b in combinations(found, 2):
        same = a.number.dimension() == b.number.dimension() and a.number.factor() == b.number.factor()
        if not same or a.value == b.value or a.number.context.period != b.number.context.period:
            continue
        if common_run(a.subject, b.subject) < _ALIKE:
            continue
        others = [
            n for n in facts.quantities
            if n.dimension() == a.number.dimension() and n is not a.number and n is not b.number
            and n.quantity.low in (a.value, b.value)
        ]
        yield Defect(
            (cite(a.number), cite(b.number, "secondary"), *(cite(n, "secondary") for n in others[:_MOST])),
            {"subject": a.subject, "a": a.number.raw, "b": b.number.raw},
        )
        return


def _standards(facts: FactSet) -> Iterator[_Standard]:
    for number in facts.quantities:
        if not number.dimension().endswith("/人") or number.dimension().startswith("元") or number.quantity.low is None:
            continue
        text = facts.text_of(number)
        start, end = number.quantity.start, number.quantity.end
        before = _CLAUSE.split(text[max(0, start - 60) : start])[-1]
        demanded = number.quantity.operator == "≥" or _BOUND.search(before) or _DEMANDED.match(text[end : end + 6])
        subject = _NOT_NAME.sub("", _BOUND.sub("", before))[-14:]
        if demanded and len(subject) >= 4 and not _WHICH.search(before):
            yield _Standard(number, subject)
