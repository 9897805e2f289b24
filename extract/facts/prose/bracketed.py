"""The counts behind a rate, in brackets: 满意度97%（访问200人，满意194人）."""

from __future__ import annotations

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.items import Attribute, Item

_STEM = 2


def counted_in_brackets(passage: Passage, a: Attribute) -> tuple[Item, Item, bool] | None:
    """The whole and the part that stand alone in the bracket right behind a rate, and whether the part bears its name."""
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
    return (whole, part, bool(stem) and stem in part.label) if alike else None
