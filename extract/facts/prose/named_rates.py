"""Rates that bear the name of their part: 优良天数比例 of 优良天数, 鸣响率 of 实鸣, 按期完工率 of 按合同工期完工."""

from __future__ import annotations

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.rational import Fraction


def by_name(passage: Passage, a: Attribute) -> tuple[Item, Item, bool] | None:
    """What a rate is of and its part, and whether the first is what the part leaves; ``None`` where its name tells none."""
    due = _due_and_done(passage, a) if "平均" not in a.label else None
    pair = due or _by_its_own_name(passage, a)
    if pair is not None:
        return *pair, False
    rest = _and_the_rest(passage, a)
    if rest is not None:
        return *rest, True
    spelt = _by_letters(passage, a)
    return None if spelt is None else (*spelt, False)


def _by_its_own_name(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """有效监测365天，优良天数261天（优67天、良194天），优良天数比例71.5%: the rate bears the name of its part, and one larger amount stands before that."""
    name = a.label.removesuffix("比例").removesuffix("占比").removesuffix("比率")
    if name == a.label or len(name) < len("优良"):
        return None
    here = [x for x in passage.items if x.mention.sentence == a.mention.sentence and x.mention.at < a.mention.at and x.plain and not x.mention.depth]
    part = [x for x in here if x.label == name or (x.label and x.label + "数" == name)]
    if len(part) != 1:
        return None
    own = passage.number(part[0].mention).point or Fraction(0)
    wholes = [
        x for x in here
        if x.mention.at < part[0].mention.at and x.dimension == part[0].dimension and (passage.number(x.mention).point or Fraction(0)) > own
    ]
    return (wholes[0], part[0]) if len(wholes) == 1 else None


def _and_the_rest(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """一次评审通过12份，一次通过率85.7%，其余2份修改后通过: what bears the rate's name right before it, and the rest right behind."""
    stem = a.label.removesuffix("率")[-2:]
    before = next((x for x in passage.items if x.mention.at == a.mention.at - 1 and x.mention.sentence == a.mention.sentence), None)
    behind = next((x for x in passage.items if x.mention.at == a.mention.at + 1 and x.mention.sentence == a.mention.sentence), None)
    if before is None or behind is None or stem == a.label[-2:] or stem not in before.label or behind.attributes:
        return None
    whole = any(x.dimension == before.dimension and x.mention.at < before.mention.at and x.mention.sentence == a.mention.sentence for x in passage.items)
    rest = behind.mention.before.strip("，、 有的") in cue_words("the-rest") and behind.dimension == before.dimension not in ("元", "1", "")
    return (behind, before) if rest and not whole and before.plain and behind.plain else None


def _by_letters(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """52项工程中，按合同工期完工的31项，延期完工16项，…，按期完工率59.6%: the only part of the list whose name spells the rate's, the letters in turn."""
    stem = a.label.removesuffix("率")
    if stem == a.label or len(stem) <= len("完工"):
        return None
    lists = [g for g in passage.groups if g.certain and {x.mention.sentence for x in (g.parent, *g.children)} == {a.mention.sentence}]
    for g in lists:
        told = [c for c in g.children if c.plain and c.mention.at < a.mention.at and _spells(stem, c.label)]
        if len(told) == 1 and g.parent.plain and g.parent.dimension not in ("元", "1", "", "分") and len(g.children) > 1:
            return g.parent, told[0]
    return None


def _spells(stem: str, label: str) -> bool:
    """按合同工期完工 spells 按期完工: every sign of it, in turn."""
    letters = iter(label)
    return all(sign in letters for sign in stem)


def _due_and_done(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """应鸣46台、实鸣45台，鸣响率97.8%: what should have been and what was, right before the rate."""
    row = [x for x in passage.items if x.mention.sentence == a.mention.sentence and x.mention.at in (a.mention.at - 1, a.mention.at - 2)]
    told = [x.mention.before.strip("，、；： ")[-2:] for x in row]
    alike = len(row) == 2 and row[0].dimension == row[1].dimension and all(x.plain for x in row)
    return (row[0], row[1]) if alike and told[0][:1] == "应" and told[1][:1] == "实" and told[0][1:] == told[1][1:] else None
