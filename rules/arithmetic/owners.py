"""Whose parts a list holds: another amount's, several totals' in turn, or more than the list itself names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations

from gouji.audit.choose import first_held, held
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Group, Item
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.splits import usual_split, whole_split
from gouji.extract.lexicon import words
from gouji.extract.rational import Fraction

_FAR = 3
"""So many times larger than a total are parts that belong to another amount."""
_MORE, _KNOWN = 6, 4
_PAIR, _FEW_DIGITS = 2, 4
"""So many amounts before a list are tried as further parts of the sum behind it."""
_WHOLES = 4
"""So many amounts before a list in pairs are tried as its totals."""


def with_more_before(passage: Passage, group: Group) -> Constraint | None:
    """中央13000万元，其中…；省级3200万元。市级800万元，县级1460万元，合计18460万元: the sum begins in the sentence before."""
    inside = {id(c) for g in passage.groups if g.parent is not group.parent for c in g.children}
    first = group.children[0].mention.at
    earlier = [
        x for x in passage.items
        if x.mention.at < first and x.dimension == group.parent.dimension and x.plain and not (x.average or x.apart) and id(x) not in inside
    ]
    parts = [passage.number(c.mention) for c in group.children]
    total = passage.number(group.parent.mention)
    return first_held(
        sums_to(total, [*(passage.number(x.mention) for x in earlier[-k:]), *parts], cue=group.cue)
        for k in range(1, min(len(earlier), _MORE) + 1)
    )


def with_its_own_sum(passage: Passage, group: Group) -> Constraint | None:
    """分三个标段：甲986.40万元、乙812.75万元，合同价合计1799.15万元; 应收A，实收B，尚欠C，现金流入合计B+D: some of the list make the sum."""
    numbers = [passage.number(c.mention) for c in group.children]
    if len(numbers) > _PAIR and any(w in group.children[-1].mention.before for w in cue_words("sum")) and not group.total:
        return first_held([sums_to(numbers[-1], numbers[:-1], cue="合计")])
    total = passage.number(group.parent.mention)
    told = [
        passage.number(x.mention) for x in passage.items
        if x.mention.at < group.parent.mention.at and x.dimension == group.parent.dimension and x.plain and not x.average
    ][-_MORE:]
    pairs = combinations(told, _PAIR) if group.cue == "合计" and len(total.digits) >= _FEW_DIGITS else ()
    return first_held(sums_to(total, pair, cue=group.cue) for pair in pairs)


def with_more_behind(passage: Passage, group: Group) -> Constraint | None:
    """购置17.86万元，运行维护费6.00万元，保有量2辆；公务接待费5.20万元: the list goes on behind the semicolon."""
    last = group.children[-1].mention
    later = [
        x for x in passage.items
        if x.mention.at > last.at and x.mention.sentence == last.sentence and x.mention.depth == last.depth
        and x.dimension == group.parent.dimension and x.plain and not (x.average or x.apart or x.cue)
    ]
    parts = [passage.number(c.mention) for c in group.children]
    return first_held(
        sums_to(passage.number(group.parent.mention), [*parts, *(passage.number(x.mention) for x in later[:k])], cue=group.cue)
        for k in range(1, min(len(later), _MORE) + 1)
    )


def counts_other_things(group: Group) -> bool:
    """3个乡镇，其中甲镇8个村、乙镇6个村: villages do not add up to towns."""
    nouns = {c.counted for c in group.children}
    whole, part = group.parent.counted, next(iter(nouns))
    return bool(whole and part) and len(nouns) == 1 and whole not in part and part not in whole


def told_in_pairs(group: Group) -> tuple[Sequence[Item], ...]:
    """立行立改的58个问题已整改55个，分阶段整改的21个问题已整改16个: two figures of each part, the second always called the same."""
    first, second = group.children[::2], group.children[1::2]
    if len(second) < 2 or len(first) != len(second):
        return ()
    again = {c.label for c in second}
    return (first, second) if len(again) == 1 and "" not in again and not again & {c.label for c in first} else ()


def in_pairs(passage: Passage, group: Group, series: tuple[Sequence[Item], ...]) -> Iterator[Constraint]:
    """Either series of figures against the totals told before the list, where it adds up to one."""
    first = passage.number(group.children[0].mention)
    wholes = [passage.number(i.mention) for i in passage.items if i.mention.at < group.children[0].mention.at][-_WHOLES:]
    for items in series:
        offered = [sums_to(w, [passage.number(c.mention) for c in items], cue=group.cue) for w in wholes if w.dimension() == first.dimension()]
        yield from (c for c in offered if held(c))


def of_another_amount(passage: Passage, group: Group, parts: Sequence[Number]) -> Constraint | None:
    """目标68，完成70.3，超额完成2.3，其中…: the parts make up another amount of the passage to the last digit."""
    first, name = group.children[0].mention, group.parent.label
    stated = passage.number(group.parent.mention).point or Fraction(0)
    near = _FAR * stated > sum((p.point or Fraction(0) for p in parts), Fraction(0))
    if group.cue == "共" or group.cue.endswith("合计") or (near and name.endswith(("总量", "总计", "总额"))):
        return None  # 收入总量467000万元 … 支出总量467300万元: a total near its parts is mistyped, not another's
    others = [
        x for x in passage.items
        if x is not group.parent and x.mention.at < first.at and x.dimension == group.parent.dimension and x.plain and x.label != name
    ]
    return first_held(sums_to(passage.number(x.mention), parts, cue=group.cue) for x in reversed(others))


def of_another(group: Group) -> bool:
    """The total stands in the sentence before, and counts by its name something else than the parts do."""
    near = group.parent.mention.sentence == group.children[0].mention.sentence
    return not near and not any(group.parent.label[-2:] in c.label for c in group.children)


def so_far(group: Group) -> bool:
    """业务收入累计完成1638亿元，其中…: 累计 adds up months, and says nothing of what follows."""
    return "累计" in group.parent.mention.before and not any(w in group.parent.mention.before for w in ("共", "合计", "总计"))


def _begun_with(group: Group) -> bool:
    """优良318天，其中优132天、良186天；轻度39天、…: the first of the list come to it by themselves."""
    made = list(accumulate(c.mention.quantity.value or 0 for c in group.children))
    return group.parent.mention.quantity.value in made[1:-1]


def fills_bracket(passage: Passage, group: Group) -> bool:
    """许可25316件（新办9482件，变更8671件，注销6028件，其余1135件）: alike one behind the other, to the end of the bracket."""
    leads = {c.mention.lead for c in group.children[1:]}
    closes = passage.text[group.children[-1].mention.quantity.end :].startswith(("）", ")"))
    return group.cue in ("（", "(") and group.parent.dimension != "分" and len(group.children) > len(("甲", "乙")) and len(leads) == 1 and closes


def told_in_full(group: Group) -> bool:
    """实际支出247万元，具体为：…；…。 and 收入186万元，加上级补助…、上年结转…，收入总量467万元: nothing is left out."""
    listed = words("gouji.extract.facts.prose", "cues.txt")["in-full"]
    if group.cue.startswith("分别") and not group.certain:
        return False
    if group.cue.endswith("合计") and len(group.cue) > len("合计"):
        return True  # 五项合计: of so many, the last ones told
    at = [c.mention.at for c in (*group.children, group.parent)]
    if group.cue == "合计" and group.certain and len(group.children) == len(set(at)) - 1 == at[-1] - at[0]:
        return True  # 本金110040万元…，利息26760万元，还本付息合计136800万元: nothing stands between
    if len(group.children) >= _KNOWN and group.parent.dimension != "分" and not group.certain and not _begun_with(group) and whole_split([c.label for c in group.children]):
        return True  # 有效监测365天，优良249天，轻度污染89天，中度污染19天，重度污染8天
    if group.cue in ("其中", "其内") and len(group.children) > 1 and usual_split([c.label for c in group.children]):
        return True
    return group.cue in (*listed, "共", "逐级", "各地", "尚余") or (group.cue == "合计" and group.certain and group.parent.label.endswith("总量"))
