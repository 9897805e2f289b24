"""A total and the parts that a sentence lists for it."""

from __future__ import annotations

from msgspec import Struct

from gouji.extract.facts.prose.item import Item


class Group(Struct, frozen=True):
    """A total and the parts listed for it.

    Attributes:
        parent: the stated total.
        children: the parts, in order.
        cue: the words that tie them (其中, 分别为, ``：``, 按…分, 合计, or the partition's name).
        closed: the list is exhaustive by its wording (分别为, 其余…, a known partition such as 税收/非税).
        total: the total is announced as one (共, 合计).
        open: the list says that it is not exhaustive (等, 主要).
        apiece: one amount stands between two semicolons, whatever is done with it.
        certain: the parent is the only one the sentence offers.

    """

    parent: Item
    children: tuple[Item, ...]
    cue: str
    closed: bool = False
    total: bool = False
    open: bool = False
    certain: bool = True
    apiece: bool = False

    @property
    def by(self) -> bool:
        """Split by something (按经营地分, 分类型看): of which total, the words need not say."""
        return is_by(self.cue)


def is_by(cue: str) -> bool:
    """True for 按经营地分, 分类型看."""
    return cue.startswith("按") or (cue.startswith("分") and not cue.startswith("分别") and cue.endswith(("看", "为", "是")))
