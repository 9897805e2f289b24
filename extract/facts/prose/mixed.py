"""Lists whose parts have counting words of their own: 来信32封、来访15批，合计47件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.group import Group, is_by
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.members import NESTED
from gouji.extract.numbers.units import sort_of, without_powers

TWO_UNITS = re.compile(r"[（(](?P<unit>批次|人次|件次|家次|[只头羽匹张辆台艘架件套册人户个处次])[）)]")
"""8.64万头（只）: the unit of some parts in brackets."""
_LISTED = ("、", "，", "；", "和", "及", "")


def mixed(passage: Passage) -> Iterator[Group]:
    """Parts told in a row and summed up right behind, or split right behind their total; the total's word fits any of them."""
    found = passage.items
    general = cue_words("general-counts")
    for i, item in enumerate(found):
        if (other := TWO_UNITS.match(passage.text, item.mention.quantity.end)) is not None and item.plain:
            yield from _of_either(found[i + 1 :], item, other["unit"])
        if item.mention.quantity.unit not in general or not item.plain or item.average:
            continue
        if i > 1 and item.mention.before.strip("，为是： ") in cue_words("sum-up"):
            parts = _row(found[:i][::-1], item)[::-1]
            if len(parts) > 1:
                yield Group(item, tuple(parts), "合计", closed=True, total=True)
        behind = found[i + 1 :]
        if len(behind) > 1 and behind[0].cue in (*NESTED, "分别为", "分别"):
            parts = _row(behind, item)
            if len(parts) > 1:
                yield Group(item, tuple(parts), behind[0].cue, certain=False)


def _of_either(behind: Sequence[Item], item: Item, unit: str) -> Iterator[Group]:
    """8.64万头（只），其中牛1.12万头、羊7.21万只、其他0.31万头（只）: parts in one unit or the other."""
    units = {without_powers(item.mention.quantity.unit), unit}
    if not behind or not (behind[0].cue in NESTED or is_by(behind[0].cue)):
        return
    parts = [
        x for x in behind
        if x.mention.segment == behind[0].mention.segment and x.mention.depth == item.mention.depth and x.plain
        and without_powers(x.mention.quantity.unit) in units
    ]
    if len({x.dimension for x in parts}) > 1:
        yield Group(item, tuple(parts), behind[0].cue, closed=parts[-1].residual)


def _row(found: Sequence[Item], total: Item) -> list[Item]:
    """The counts that follow each other without a figure of another sort between them, in the segment of their total."""
    out: list[Item] = []
    for x in found:
        m = x.mention
        counts = sort_of(m.quantity.unit) == "count" and x.plain and not (x.average or x.apart or x.attributes)
        if not counts or m.segment != total.mention.segment or m.depth != total.mention.depth or m.lead not in _LISTED:
            break
        if out and x.cue:
            break
        out.append(x)
    units = {x.dimension for x in out}
    neighbours = all(abs(a.mention.at - b.mention.at) == 1 for a, b in pairwise([total, *out]))
    return out if len(units) > 1 and total.dimension not in units and neighbours else []
