"""Amounts told beside rates: counts behind one in brackets, and shares told one each for the amounts before them."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.group import Group
from gouji.extract.facts.prose.item import Attribute, Item

_STEM = 2
_MOST = 12
"""So many shares are read in one row of them."""
_JOINED = ("、", "和", "及", "以及")


def counted_in_brackets(passage: Passage, a: Attribute) -> tuple[Item, Item, bool] | None:
    """The whole and the part that stand alone in the bracket right behind a rate, and whether the part bears its name.

    满意度97%（访问200人，满意194人）
    """
    mention = a.mention
    if not passage.text[mention.quantity.end :].startswith(("（", "(")):
        return None
    inside = [x for x in passage.items if x.mention.at > mention.at and x.mention.depth > mention.depth]
    inside = [x for x in inside if x.mention.sentence == mention.sentence][:3]
    pair = [x for x in inside if x.mention.at <= mention.at + 2]
    if len(pair) != 2 or (len(inside) > 2 and inside[2].mention.at == mention.at + 3):
        return None
    whole, part = pair
    alike = whole.dimension == part.dimension and whole.dimension not in ("1", "") and whole.plain and part.plain
    stem = a.label.rstrip("率度比例为达到")[-_STEM:]
    return (whole, part, bool(stem) and stem in part.label and stem not in whole.label) if alike else None


def part_in_bracket(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """有效问卷232份，…满意度为94.40%（非常满意和满意合计219份）: the sheets that count, and those the bracket behind the rate tells."""
    mention = a.mention
    if not passage.text[mention.quantity.end :].startswith(("（", "(")):
        return None
    inside = [x for x in passage.items if x.mention.at > mention.at and x.mention.depth > mention.depth and x.mention.sentence == mention.sentence]
    valid = [x for x in passage.items if x.mention.at < mention.at and x.plain and "有效" in x.label]
    stem = a.label.rstrip("率度比例为达到")[-_STEM:]
    if len(inside) != 1 or len(valid) != 1 or inside[0].mention.at != mention.at + 1 or not inside[0].plain:
        return None
    alike = inside[0].dimension == valid[0].dimension and bool(stem) and stem in inside[0].label + inside[0].mention.before
    return (valid[0], inside[0]) if alike else None


def shares_apiece(
    passage: Passage, item: Item, a: Attribute, group: Group | None
) -> Iterator[tuple[Number, Item, list[Item]]]:
    """甲210万元、乙126万元、丙84万元，分别占50%、30%、20%: each share, the amount it belongs to, what it may be a share of."""
    shares = [n for n in passage.numbers[a.mention.at :] if n.is_quantity][:_MOST]
    size = 1
    while size < len(shares) and passage.text[shares[size - 1].quantity.end : shares[size].quantity.start] in _JOINED:
        size += 1
    before = [x for x in passage.items if x.mention.at < a.mention.at and x.dimension == item.dimension]
    listed, parent = before[-size:], group.parent if group is not None else None
    if size < 2 or len(listed) < size or item is not listed[-1] or any(x is parent for x in listed):
        return
    wholes = [x for x in reversed(before[:-size]) if x.mention.sentence == item.mention.sentence and x is not parent][:4]
    for share, part in zip(shares[:size], listed, strict=True):
        yield share, part, [*([parent] if parent is not None else []), *wholes]
