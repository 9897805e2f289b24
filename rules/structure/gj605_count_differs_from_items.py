"""GJ605 count-differs-from-items 数目与列举的项数不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.constraint import Constraint, counts_to
from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Text
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Group
from gouji.rules.structure.listings import Listing, listings
from gouji.rules.structure.places import texts, words

_ORDER = "一二三四五六七八九十"
_POINTS = re.compile(rf"(?P<all>(?P<count>[{_ORDER}两]|\d{{1,2}})(?:个|大|类|项|点|条|种|方面)[一-鿿]{{0,6}})[：:]\s*一是")
_POINT = re.compile(rf"(?<![一-鿿])([{_ORDER}])是")
_FEWEST = 3
_TELLING = 4
"""Things listed behind a colon have names of so many characters: 5个：国道养护、农路补助、…."""
_NEAR = 4
"""A list that misses the count by more than a quarter counts something else."""


@rule(
    "GJ605", "count-differs-from-items", severity="warning",
    zh="写的是{stated}，列出的是{computed}项", en="{stated} are stated, {computed} are listed",
    title_zh="数目与列举的项数不符", title_en="A count differs from the items listed",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
    """检查内容: “甲、乙、丙3个镇”“4家企业分别为……”“3个镇（甲、乙、丙）”列出的名称个数等于所写的数目；“分为五类：一是……二是……”的条数亦然。

    为什么重要: 列出的是证据，数目是结论；两者不符，不是漏列就是多算。
    何时不算错: “等5家”只举例说明；列的不是名称（超市、餐馆、药店20家）；最后一项带“和”“及”可能是两项。
    """
    by_place: dict[tuple[int, int, int], list[Number]] = {}
    for n in facts.numbers:
        place = (n.block, -1, -1) if n.cell is None else (n.block, n.cell.row, n.cell.column)
        by_place.setdefault(place, []).append(n)
    too_few: dict[tuple[str, ...], list[tuple[Text, Listing]]] = {}
    told = list(texts(facts.document))
    for i, (block, cell, text) in enumerate(told):
        after = told[i + 1][2].string.lstrip() if i + 1 < len(told) else ""
        yield from _in_points(text, after)
        numbers = by_place.get((block, -1, -1) if cell is None else (block, cell.row, cell.column))
        if numbers and "、" in text.string:
            for found in listings(text.string, numbers):
                if _open_list_differs(found):
                    too_few.setdefault((found.number.raw, *found.items), []).append((text, found))
                else:
                    yield from _judged(text, found)
    for places in too_few.values():
        yield _open_list(places)
    for passage in facts.passages:
        for group in passage.groups:
            yield from _with_amounts(passage, group)


def _with_amounts(passage: Passage, group: Group) -> Iterator[Constraint]:
    """安排项目5个，分别为：甲9800万元、乙6400万元、…: as many amounts as there are things."""
    first, listed = group.children[0], len(group.children)
    count = next((x for x in passage.items if x.mention.at == first.mention.at - 1), None)
    if count is None or not group.cue.startswith("分别") or group.open or listed < _FEWEST or count.mention.sentence != first.mention.sentence:
        return
    number = passage.number(count.mention)
    told = number.quantity.value if number.unit in words("counting_units") and number.quantity.step is None else None
    if told is None or count.dimension == first.dimension or not count.plain or count.mention.segment != first.mention.segment:
        return
    constraint = counts_to(number, listed, cue="分别为")
    if told == listed:
        yield constraint
    elif abs(told - listed) <= max(1, int(told) // _NEAR) and all(len(c.label) > 1 for c in group.children[1:]):
        yield replace(constraint, message={
            "zh": f"写的是{number.raw}，分别列出的是{listed}项", "en": f"{number.raw} stated, {listed} listed with their amounts",
        })


def _in_points(text: Text, after: str) -> Iterator[Defect]:
    """所提建议分为五类：一是…；二是…: as many points as announced; they may go on in the next paragraph."""
    for found in _POINTS.finditer(text.string):
        told = int(found["count"]) if found["count"].isdigit() else 2 if found["count"] == "两" else _ORDER.index(found["count"]) + 1
        points = _POINT.findall(text.string, found.end("count"))
        in_order = points == list(_ORDER[: len(points)])
        if after.startswith(f"{_ORDER[min(len(points), 9)]}是"):
            continue
        if in_order and len(points) > 1 and told > 1 and len(points) != told and not text.string.rstrip("。；").endswith("等"):
            yield Defect(
                (Evidence("primary", found["all"], text.locate(found.start("all"), found.end("all"))),),
                {"stated": found["all"], "computed": str(len(points))}, computation=f"{len(points)} ≠ {told}",
            )


def _open_list_differs(found: Listing) -> bool:
    """True for a list with 等 that is meant to be whole and is too short, or is longer than its count."""
    if not found.open or found.agrees or not found.names:
        return False
    return len(found.items) > found.stated or found.defining


def _judged(text: Text, found: Listing) -> Iterator[Constraint]:
    number, listed = found.number, len(found.items)
    short_of = found.defining and listed < found.stated and not any(
        len(x) < _TELLING or any(w in x for w in "和及与暨或") for x in found.items
    )
    if found.agrees:
        yield counts_to(number, found.stated, cue=text.string[found.start : found.end])
    elif not found.open and (found.names or short_of) and found.stated > 2 and abs(listed - found.stated) <= max(1, found.stated // _NEAR):
        message = {
            "zh": f"写的是{number.raw}，列出的是{listed}个：{'、'.join(found.items)}",
            "en": f"{number.raw} stated, {listed} listed: {'、'.join(found.items)}",
        }
        yield replace(counts_to(number, listed, cue=text.string[found.start : found.end]), message=message)


def _open_list(places: list[tuple[Text, Listing]]) -> Defect:
    """One finding for a list, however often the text repeats it."""
    found = places[0][1]
    listed, few = len(found.items), len(found.items) < found.stated
    evidence: list[Evidence] = []
    for text, one in places:
        evidence.append(cite(one.number, "secondary" if evidence else "primary"))
        evidence.append(Evidence("secondary", text.string[one.start : one.end], text.locate(one.start, one.end)))
    message = {
        "zh": f"写明是{found.number.raw}，{'却只' if few else '却'}列出{listed}个",
        "en": f"{found.number.raw} stated, {listed} listed",
    }
    return Defect(tuple(evidence), computation=f"{listed} ≠ {found.stated}", message=message)
