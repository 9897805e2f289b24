"""Rates that bear the name of their part: 优良天数比例 of 优良天数, 鸣响率 of 实鸣, 按期完工率 of 按合同工期完工."""

from __future__ import annotations

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.rational import Fraction

_ROW = 3


Pair = tuple[Item, Item, bool]
"""What a rate is of, its part, and whether the first is only what the part leaves."""


def by_name(passage: Passage, a: Attribute) -> list[Pair]:
    """The readings that the name of a rate allows, one of which it must mean; none where it tells none."""
    due = _due_and_done(passage, a) if "平均" not in a.label else None
    pair = due or _by_its_own_name(passage, a) or _posts_filled(passage, a)
    if pair is not None:
        return [(*pair, False)]
    rest = _and_the_rest(passage, a)
    if rest is not None:
        return [(*rest, True)]
    spelt = _by_letters(passage, a)
    if spelt is not None:
        obliged = [x for x in passage.items if x.mention.sentence == a.mention.sentence and x.mention.at < spelt[1].mention.at and x.dimension == spelt[1].dimension and x.plain]
        return [(*spelt, False), *((x, spelt[1], False) for x in obliged if x is not spelt[0] and "应" in x.mention.before)]  # 应办结…，已办结…，其中按期办结…
    return [(whole, part, False) for whole, part in (*_saved(passage, a), *_of_sheets(passage, a))]


def _posts_filled(passage: Passage, a: Attribute) -> tuple[Item, Item] | None:
    """编制83名，其中…；实有在职77人，其中…，在职人员控制率92.77%: staff over posts, whatever each is split into."""
    if not a.label.endswith(cue_words("staff-rates")):
        return None
    parts = {id(c) for g in passage.groups if g.certain for c in g.children}
    here = [
        x for x in passage.items
        if x.mention.at < a.mention.at and x.dimension == "人" and x.plain and id(x) not in parts and not x.average and not x.mention.depth
        and a.mention.sentence - x.mention.sentence <= 1
    ]
    posts = [x for x in here if "编制" in x.label or "编制" in x.mention.before]
    staff = [x for x in here if "在职" in x.mention.before and x not in posts and not x.prior and "上年" not in x.mention.before]
    whole = max(posts, key=lambda x: passage.number(x.mention).point or Fraction(0), default=None)
    return (posts[0], staff[0]) if whole is not None and whole is posts[0] and len(staff) == 1 else None


def _saved(passage: Passage, a: Attribute) -> list[tuple[Item, Item]]:
    """预算86420万元，实际采购81726万元，节约4694万元，节约率5.43%: over the first, as it is defined, or else over the second."""
    if not a.label.endswith(cue_words("saving-rates")):
        return []
    row = [x for x in passage.items if 0 < a.mention.at - x.mention.at <= _ROW and x.mention.sentence == a.mention.sentence]
    if len(row) != _ROW or len({x.dimension for x in row}) != 1 or not all(x.plain for x in row) or not a.label.startswith(("节", "资金节", "核", "审")):
        return []
    before, after, saved = (passage.number(x.mention).point or Fraction(0) for x in row)
    return [(row[0], row[2]), (row[1], row[2])] if before - after == saved > 0 else []


def _of_sheets(passage: Passage, a: Attribute) -> list[tuple[Item, Item]]:
    """发放200份，回收186份，有效180份，…，满意153份，满意率85%: of the valid sheets, of those that came back, or of all."""
    stem = a.label[:-1]
    here = [x for x in passage.items if x.mention.sentence == a.mention.sentence and x.mention.at < a.mention.at and x.plain and x.dimension not in ("1", "元", "")]
    if not stem.endswith("满意") or len(here) < _ROW or here[-1].mention.at != a.mention.at - 1 or "满意" not in here[-1].label or "不满意" in here[-1].label:
        return []
    sheets = [x for x in here[:-1] if any(w in x.mention.before for w in cue_words("sheets"))]
    alike = len({x.dimension for x in here}) == 1 and len(sheets) == len(here) - 1
    return [(x, here[-1]) for x in reversed(sheets)] if alike else []


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
    lists = [g for g in passage.groups if (g.certain or g.cue == "尚余") and {x.mention.sentence for x in (g.parent, *g.children)} == {a.mention.sentence}]
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
