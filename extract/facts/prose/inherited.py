"""Units that a part takes from the whole it stands behind: 297个（合作社46、家庭农场31）, 人均89元，其中中央71.2元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from gouji.extract.facts.prose.item import Item

_NOT_COUNTED = ("", "1", "百分点", "分")
_PARTS, _TELLING = 2, 10
"""So many bare figures make a list, the largest of at least so much: （标段1、标段2） are names."""
_NEAR = Decimal("0.75"), Decimal("1.25")
"""Parts that come so near their whole are parts of it, whether they make it or not."""
_NAME = re.compile(r"[一-鿿]")
_BETWEEN = re.compile(r"[一-鿿]{0,8}")
_THEN = re.compile(r"(?:上年|去年|上年末|年初|(?:19|20)\d\d年|目标|计划|预算)(?:同期|度|末|值)?(?:则?[为是]|：)?")
_POWERS = ("万", "亿")
_DETAILS = ("其中", "包括", "含", "（", "：")


def inherit_units(items: Sequence[Item], text: str) -> None:
    """Give the parts of a bracket without units, and the parts of a mean, the unit of their whole."""
    for i, whole in enumerate(items):
        unit = whole.mention.quantity.unit
        if not unit or not whole.plain or whole.dimension in _NOT_COUNTED:
            continue
        for run in (_bracket(items[i + 1 :], whole, text), _of_a_mean(items[i + 1 :], whole)):
            made = sum((x.mention.quantity.value or Decimal(0) for x in run), Decimal(0))
            value = whole.mention.quantity.value or Decimal(0)
            if len(run) >= _PARTS and _NEAR[0] * value <= made <= _NEAR[1] * value:
                for x in run:
                    x.unit, x.dimension = unit, whole.dimension
                run[0].cue = run[0].cue or "（"
    for before, x in pairwise(items):  # 人均收入37986元，增长5.9%（上年35879元）
        if "/" in before.dimension and x.dimension == before.dimension.partition("/")[0] and x.mention.sentence == before.mention.sentence and _THEN.fullmatch(x.mention.before.strip()):
            x.dimension = before.dimension
    for before, x in pairwise(items):  # 中央2480万元，省级440万元，市县200万: 元 is left off
        power, told = x.mention.quantity.raw[-1:], before.mention.quantity.unit
        alike = told == f"{power}元" and not x.mention.after.strip("、，；）) ")
        if power in _POWERS and alike and not x.mention.quantity.unit and x.plain and x.mention.at == before.mention.at + 1 and x.mention.sentence == before.mention.sentence:
            x.unit, x.dimension = "元", before.dimension


def _bracket(items: Sequence[Item], whole: Item, text: str) -> list[Item]:
    """Bare figures, each with a name, that fill a bracket right behind the whole."""
    run: list[Item] = []
    for x in items:
        m = x.mention
        named = _NAME.search(m.before) is not None and not m.after.strip("、，；）) ")
        if m.at != whole.mention.at + len(run) + 1 or m.depth != whole.mention.depth + 1 or m.quantity.unit or not x.plain or x.attributes or not named:
            break
        run.append(x)
    if not run or run[0].mention.lead not in "（(":
        return []
    opens = run[0].mention.quantity.start - len(run[0].mention.before) - 1
    telling = max(x.mention.quantity.value or Decimal(0) for x in run) >= _TELLING
    return run if telling and _BETWEEN.fullmatch(text[whole.mention.quantity.end : opens]) else []


def _of_a_mean(items: Sequence[Item], whole: Item) -> list[Item]:
    """人均89元，其中中央71.2元、县级7.12元: what each level pays of it, told without 人均."""
    base, _, per = whole.dimension.partition("/")
    if not per or not items or items[0].cue not in _DETAILS or items[0].mention.at != whole.mention.at + 1:
        return []
    run: list[Item] = []
    for x in items:
        if x.mention.sentence != whole.mention.sentence or x.dimension != base or x.average or not x.plain or x.mention.at != whole.mention.at + len(run) + 1:
            break
        run.append(x)
    return run
