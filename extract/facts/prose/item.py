"""What a sentence is read as: an amount of its own, and what other numbers say of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from gouji.extract.facts.model import Role
from gouji.extract.facts.prose.mentions import Mention

Kind = Literal["item", "rate", "share", "base", "growth", "change", "points", "ratio_part"]


class Attribute(Struct):
    """A number that says something of an item: share, growth, change or named rate."""

    kind: Kind
    mention: Mention
    falls: bool = False
    adjusted: bool = False
    base: Mention | None = None
    base_label: str = ""
    subject: str = ""
    label: str = ""
    compare: str = ""


class Item(Struct):
    """An amount of its own with what the sentence says about it.

    ``counted`` is the noun right after a count (4家企业 → 企业). ``plain`` is false
    for a bound (≥95%) or a range; ``stated`` is the role told by the words right before the figure; ``average`` marks 人均, 单价 and other figures that do not add up, ``apart`` the value of the year before beside that of this year. ``cue`` is the word that makes it a part of what came before (其中, 分别为, ``：``, 按…分), empty else. ``unit`` is one it takes
    from its whole.
    """

    mention: Mention
    label: str
    role: Role | None
    dimension: str
    counted: str = ""
    cue: str = ""
    total: bool = False
    residual: bool = False
    open: bool = False
    prior: bool = False
    plain: bool = True
    stated: Role | None = None
    average: bool = False
    apart: bool = False
    unit: str = ""
    attributes: list[Attribute] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Attribute]:
        """Its attributes of one kind."""
        return [a for a in self.attributes if a.kind == kind]


def is_percentage(m: Mention) -> bool:
    """True for %, ‰ and 成."""
    return m.quantity.unit in ("%", "‰", "％", "成", "百分比")
