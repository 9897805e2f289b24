"""The ways one list of parts can be read: whole, or cut where another activity or another split begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.group import Group, is_by
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.splits import ends_with_the_rest, partitions, whole_split
from gouji.extract.lexicon import alternatives, words
from gouji.extract.numbers.units import sort_of

_ALIKE = 3
_AS_OF = ("截至", "截止")
_LONGEST = 60
"""A longer list is read whole, or cut where its words change."""


class Reading(Struct, frozen=True):
    """One way to read a list.

    Attributes:
        children: the parts under this reading.
        whole: all items of the list.
        natural: cut where the words themselves change (another activity, an overlapping sub-population).

    """

    children: tuple[Item, ...]
    whole: bool = False
    natural: bool = False


@cache
def _starts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = words("gouji.extract.facts.prose", "cues.txt")
    return (
        re.compile(rf"^(?:共|已|并|均|全部)?(?:{alternatives(lists['action'])})(?!.{{0,4}}(?:费|支出|资金|补助|项目|类|人员|单位|企业))"),
        re.compile(alternatives(lists["overlap"])),
    )


def readings(group: Group) -> Iterator[Reading]:
    """The whole list first, then its prefixes; a natural cut is marked."""
    children = group.children
    yield Reading(children, whole=True)
    cut = natural_cut(children)
    if cut < len(children):
        yield Reading(children[:cut], natural=True)
    within = _known_split(children)  # 在职、退休 are no split of their own where 遗属 is listed with them
    for n in range(len(children) - 1 if len(children) <= _LONGEST else 1, 1, -1):
        known = _known_split(children[:n])
        if n != cut:
            yield Reading(children[:n], natural=known and not within)
        within = within or known


def natural_cut(children: tuple[Item, ...]) -> int:
    """How many of the items belong to the list by their words."""
    action, overlap = _starts()
    if ends_with_the_rest(children) or whole_split([c.label for c in children]):  # 男生612人，女生446人: though 女 alone cuts across others
        return len(children)
    acts = action.match(children[0].label) is not None
    leads = {c.mention.lead for c in children[1:]}
    classes = is_by(children[0].cue) and leads == {"、"}  # 按身份划分：普通票…、老年卡…、学生卡…: classes of one split
    bought = children[0].dimension == "元" and (children[0].cue == "：" or is_by(children[0].cue))  # 用于：养老752万元，儿童福利186万元: uses, not people
    crossing = [w[0] for c in children if (w := overlap.search(_without_bodies(c.label))) is not None]
    apart = classes or bought or any(len(crossing) > 1 and set(crossing) <= set(f.split("|")) for f in cue_words("scales"))
    for i, child in enumerate(children[1:], 1):
        parallel = child.residual or child.label[-2:] == children[0].label[-2:]
        goes_on = child.label[-_ALIKE:] == children[0].label[-_ALIKE:] and len(child.label) > _ALIKE and not child.total  # 公共预算当年拨款A、结转B，基金当年拨款C
        crosses = not apart and overlap.search(_without_bodies(child.label)) and not children[-1].residual  # 重点…，其他…: the list is closed
        in_line = child.mention.lead == "、" and children[1].mention.lead == "、"  # 资本金注入…、解决遗留问题…、其他支出…
        if not acts and (crosses or (action.match(child.label) and not parallel and not in_line)):
            return i
        if child.mention.quantity.unit != children[0].mention.quantity.unit and sort_of(children[0].mention.quantity.unit) == "measure":
            return i  # 利用旧路11.2公里、新建7.4公里，桥梁3座共186米
        if child.mention.before.lstrip("，； ").startswith(_AS_OF) and not children[0].mention.before.startswith(_AS_OF):
            return i  # 甲4.20亿元、乙2.50亿元、其他3.20亿元，截至年末已支出8.87亿元
        # A、B、C，D: behind the comma another statement begins.
        bare = not children[1].mention.before.strip()  # 分别为A、B，剩余C: what is left is none of those named in turn
        if i > 1 and (bare or acts or not child.residual) and (bare or not goes_on) and child.mention.lead in ("，", ",") and {c.mention.lead for c in children[1:i]} == {"、"}:
            return i
    return len(children)


def _without_bodies(label: str) -> str:
    """中级法院 and 残疾人康复中心 are bodies: nobody in them is of a middle rank or a sub-population."""
    if label.endswith(cue_words("bodies")):
        return ""
    for name in words("gouji.extract.facts.prose", "cues.txt")["level-bodies"]:
        label = label.replace(name, "")
    return label


def _known_split(children: tuple[Item, ...]) -> bool:
    """True when these parts are a known exhaustive split of the whole."""
    for split in partitions():
        if len(split) == len(children) and all(
            any(w in c.label for part in split for w in part) for c in children
        ):
            return True
    return False
