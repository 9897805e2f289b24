"""Words that say which of two figures is larger: 92.8%，低于目标值85%; 由377吨降到386吨."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.audit.finding import Defect, cite
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.prose.cues import cue_words

_ORDER = re.compile(r"[，,]?(?:均|都|仅|只|略|明显|大大|远)?(?P<how>高于|大于|多于|超过|超出|低于|小于|少于|不及)(?P<of>[^，。；、（()）\d]{1,14}?)的?")
_ABOVE = ("高于", "大于", "多于", "超过", "超出")
_MOVED = re.compile(r"[^，。；、（()）\d]{0,6}?(?P<way>降|减|缩|压|回落|收窄|下滑|升|增|提|扩|上涨|涨)[低少短小减缩降高加长升大]{0,2}(?:至|到|为)了?[^，。；、（()）\d]{0,6}")
_DOWN = ("降", "减", "缩", "压", "回落", "收窄", "下滑")
_FROM = re.compile(r"[由从][^，。；：:（()）\d]{0,12}$")
_LEAD = 30
_RANKS = re.compile(r"第[^，。；]{0,4}$|[名排位]次?[^，。；]{0,10}$")
_UPSIDE_DOWN = ("亏损", "赤字", "负", "名次", "位次", "排名", "排位", "等级")


def directions(facts: FactSet) -> Iterator[Defect]:
    """Two figures side by side that the words between them put in an order which they do not have."""
    for text, numbers in _texts(facts):
        for a, b in pairwise(numbers):
            if a.point is None or b.point is None or a.point == b.point or a.dimension() != b.dimension() or a.dimension() == "" or a.quantity.soft or b.quantity.soft:
                continue
            between = text[a.quantity.end : b.quantity.start]
            order = _ORDER.fullmatch(between)
            if order is not None and b.quantity.operator is None and not text.startswith(("的部分", "部分", "以"), b.quantity.end):
                near = abs(a.point) <= 2 * abs(b.point) and abs(b.point) <= 2 * abs(a.point)  # 20908吨，低于规模92吨: by so much
                if near and (a.point > b.point) != (order["how"] in _ABOVE) and not a.interval().meets(b.interval()):
                    yield _defect(a, b, f"{order['how']}{order['of']}", a.point > b.point)
                continue
            moved = _MOVED.fullmatch(between)
            lead = text[max(0, a.quantity.start - _LEAD) : a.quantity.start]
            plain = _FROM.search(lead) is not None and not _RANKS.search(lead) and not any(w in lead for w in (*_UPSIDE_DOWN, *cue_words("deeper")))
            if moved is not None and plain and a.point > 0 and b.point > 0 and (b.point < a.point) != (moved["way"] in _DOWN):
                yield _defect(b, a, moved[0], b.point > a.point)


def _texts(facts: FactSet) -> Iterator[tuple[str, Sequence[Number]]]:
    """Every paragraph and every cell with its quantities."""
    for passage in facts.passages:
        yield passage.text, [n for n in passage.numbers if n.is_quantity]
    yield from facts.cells_apart()


def _defect(own: Number, other: Number, said: str, larger: bool) -> Defect:
    sign = ">" if larger else "<"
    return Defect(
        (cite(own), cite(other, "secondary")), {"a": said, "b": f"{own.raw}{sign}{other.raw}"}, computation=f"{own.raw}{sign}{other.raw}",
    )
