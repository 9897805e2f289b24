"""Percentages told in turn: 甲、乙分别为30万元、70万元，占总额的30%、70%: each belongs to its own amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gouji.extract.facts.prose.labels import clean

if TYPE_CHECKING:
    from gouji.extract.facts.prose.item import Attribute, Item

_BETWEEN, _CLAUSE = re.compile(r"、|以及|[和及与]"), re.compile(r"[，。；：（(]")
_WAY = re.compile(r"(?:增长|上升|提高|增加|下降|减少|降低|回落)了?")
_JOINED = frozenset(("", "和", "及", "与", "以及", "或"))
"""Words between two members of one series."""


def names_in_turn(found: Sequence[Item]) -> None:
    """城镇、农村居民人均收入分别为41286元、21873元: as many names as amounts, each amount bears its own.

    What the last name has beyond the others is said of all of them.
    """
    for i, item in enumerate(found):
        if "分别" not in item.mention.before:
            continue
        run = [item]
        for x in found[i + 1 :]:
            joined = x.mention.at == run[-1].mention.at + 1 and x.mention.lead in ("", "、") and x.mention.before.strip() in _JOINED
            if not joined or x.dimension != item.dimension:
                break
            run.append(x)
        names = [clean(n) for n in _BETWEEN.split(_CLAUSE.split((item.mention.context + item.mention.before).rpartition("分别")[0])[-1])]
        if len(run) < 2 or len(names) != len(run) or not all(len(n) > 1 for n in names):
            continue
        first, last = names[0], names[-1]
        like = all(len(n) == len(first) for n in names[:-1]) and len(last) > len(first) + 1
        for x, name in zip(run, names, strict=True):
            x.label = name + last[len(name) :] if like else name


def tell_in_turn(found: Sequence[Item]) -> None:
    """Give every percentage of a series to its own amount; a series without as many amounts says nothing of any."""
    for index, item in enumerate(found):
        run = _run(item)
        if len(run) < 2:
            continue
        first = run[0]
        owners = _owners(found, index, len(run), first)
        if not owners:
            first.kind, first.label, first.base_label, first.subject = "rate", "", "", ""
            continue
        way = first.falls
        for owner, attribute in zip(owners, run, strict=True):
            falls = attribute.falls if attribute.kind == "growth" else way  # 分别增长9.5%、下降2.8%、6.9%: the last way told goes on
            attribute.kind, attribute.falls, attribute.adjusted = first.kind, falls, first.adjusted
            way = falls
            attribute.base_label, attribute.label, attribute.compare = first.base_label, first.label, first.compare
            if owner is not item:
                item.attributes.remove(attribute)
                owner.attributes.append(attribute)


def changes_in_turn(found: list[Item]) -> None:
    """职工34917万人，离退休13157万人，分别比上年增加2058万人和395万人: each change belongs to its own amount."""
    for index in range(len(found) - 1, 0, -1):
        item = found[index]
        first = next((a for a in item.of("change") if "分别" in a.mention.before), None)
        if first is None:
            continue
        run = [first.mention]
        for x in found[index + 1 :]:
            if x.mention.at != run[-1].at + 1 or x.mention.before.strip() not in _JOINED or x.dimension != item.dimension:
                break
            run.append(x.mention)
        owners = found[max(0, index - len(run) + 1) : index + 1]
        alike = len({(x.mention.sentence, x.dimension) for x in owners}) == 1 and not any(x.of("change") for x in owners[:-1])
        if len(run) < 2 or len(owners) < len(run) or not alike:
            continue
        del found[index + 1 : index + len(run)]
        item.attributes.remove(first)
        for owner, mention in zip(owners, run, strict=True):
            owner.attributes.append(type(first)("change", mention, first.falls, first.adjusted, compare=first.compare))


def _run(item: Item) -> list[Attribute]:
    """A share or growth and the bare percentages joined to it."""
    for start, first in enumerate(item.attributes):
        if first.kind not in ("share", "growth") or first.base is not None:
            continue
        run = [first]
        for a in item.attributes[start + 1 :]:
            m = a.mention
            follows = m.at == run[-1].mention.at + 1 and m.lead in ("", "、")
            turned = first.kind == a.kind == "growth" and m.lead == "、" and _WAY.fullmatch(m.before.strip()) is not None
            if not follows or not (turned or (a.kind == "rate" and m.before.strip() in _JOINED)):
                break
            run.append(a)
        if len(run) > 1:
            return run
    return []


def _owners(found: Sequence[Item], index: int, count: int, first: Attribute) -> Sequence[Item]:
    """The amounts a series of so many percentages speaks of; empty where they cannot be told."""
    own = found[max(0, index - count + 1) : index + 1]
    item = found[index]
    here = [x for x in found[: index + 1] if x.mention.segment == item.mention.segment and x.mention.depth == item.mention.depth]
    if len(own) < count or any(x.mention.sentence != item.mention.sentence or not x.plain for x in own):
        return ()
    if any(x.attributes for x in own[:-1]) or (first.kind == "share" and len({x.dimension for x in own}) > 1):
        return ()
    listed = all(x.mention.lead in ("", "、") and x.mention.before.strip() in _JOINED for x in own[1:])
    begins = own[0].cue.startswith(("其中", "含", "包括")) and not any(x.cue for x in own[1:])
    return own if len(here) == count or begins or (listed and own[0].cue.startswith("分别")) else ()
