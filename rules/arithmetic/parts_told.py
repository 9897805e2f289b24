"""What the words and shares beside a list say of its parts: which are parts of parts, which cut across each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

from msgspec.structs import replace

from gouji.audit.choose import first_held, held
from gouji.audit.constraint import Constraint, Term, ratio_is, sums_to
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose import Group, Item
from gouji.extract.facts.prose.claim import OPPOSITE
from gouji.extract.rational import Fraction
from gouji.rules.arithmetic.gj106_shares_miss_hundred import hundred
from gouji.rules.arithmetic.reach import exceeds, some_make_up

_SPLIT_WITHIN = 12
"""Lists of so many items are looked through for a part that the items behind it split."""
_LEFT_OUT = re.compile(r"[一-鿿]{0,4}[（(](?:均|都)?(?:不含|不包括|不计入|不在|未计入|另计|不包含)[^（()）]{2,16}[内中计入]?[）)]")
"""公职律师37人（不含在上述法律顾问内）: no part of what it stands behind."""
_FEW = 4
"""Of fewer parts in one row, one is the sum of the others by chance."""
_SMALL = 100
"""So do counts below this more often than not: 经济责任类9个 beside 政府投资类6个、专项调查3个."""
_TAKEN_OFF = ("扣除", "剔除", "减去", "扣减", "减：")
_NET_PARTS = 3
"""So many figures behind the first of a bracket may come to it or go off it."""
_ALL = Fraction(101, 100)
"""Shares of one whole make no more, rounded."""


def without_inner(passage: Passage, group: Group) -> Group:
    """The list without what splits one of its own parts: 工业40，建筑业25 behind 第二产业65，其中…."""
    inner = {
        c.mention.at
        for other in passage.groups if any(other.parent is part for part in group.children) and len(other.children) > 1
        if held(sums_to(passage.number(other.parent.mention), [passage.number(c.mention) for c in other.children]))
        for c in other.children
    }
    inner |= {c.mention.at for part, c in pairwise(group.children) if told_of(passage, c, part)}
    kept = tuple(c for c in group.children if c.mention.at not in inner and not _LEFT_OUT.match(passage.text, c.mention.quantity.end))
    over = kept and exceeds(passage.number(group.parent.mention), [passage.number(c.mention) for c in kept])
    return replace(group, children=_last_split(passage, group.parent, without_tail(passage, kept)) if over else kept) if kept else group


def _last_split(passage: Passage, whole: Item, children: tuple[Item, ...]) -> tuple[Item, ...]:
    """来电874件，其中老旧小区402件，按期办结866件，其余8件: behind the first part another split of the whole begins."""
    total, numbers = passage.number(whole.mention), [passage.number(c.mention) for c in children]
    starts = range(1, len(children) - 1 if len(children) <= _SPLIT_WITHIN else 1)
    return next((children[k:] for k in starts if children[k].mention.lead != "、" and held(sums_to(total, numbers[k:]))), children)


def told_of(passage: Passage, item: Item, part: Item) -> bool:
    """护理员295人，持证254人，持证率86.1%: its rate is one of the part before it."""
    rates = [a for a in item.of("rate") if a.mention.at == item.mention.at + 1 and a.mention.quantity.value not in (None, 100)]
    return any(held(ratio_is(passage.number(a.mention), passage.number(item.mention), passage.number(part.mention))) for a in rates)


def without_tail(passage: Passage, children: tuple[Item, ...]) -> tuple[Item, ...]:
    """其中有效回访246件，满意240件，一般5件，不满意1件: what follows a part and adds up to it splits it further."""
    numbers = [passage.number(c.mention) for c in children]
    in_a_row = all(c.mention.lead == "、" for c in children[1:])
    if in_a_row and (len(children) < _FEW or all((n.point or 0) < _SMALL and n.dimension() != "元" for n in numbers)):
        return children  # 甲镇3个、乙镇2个、丙镇1个: few or small, in one row
    for i in range(len(children) - 3, -1, -1):
        if len(children) <= _SPLIT_WITHIN and (numbers[i].point or 0) > 0 and held(sums_to(numbers[i], numbers[i + 1 :])):
            return children[: i + 1]
    return children


def beyond_all(passage: Passage, candidates: Sequence[Group], parts: list[Number]) -> bool:
    """受理320件，办结300件。其中民事180件、刑事90件、行政60件: whichever they are of, the parts are more, and the first of them do not make it."""
    totals = [passage.number(g.parent.mention) for g in candidates]
    return not any(
        not exceeds(t, parts) or some_make_up(t, parts) or any(exceeds(t, [p]) for p in parts)
        or any(held(sums_to(t, parts[:k])) for k in range(2, len(parts)))
        for t in totals
    )


def named_alike(group: Group) -> bool:
    """抽检612批次，不合格9批次；抽检1540批次，不合格46批次: parts of one name are parts of what bears it."""
    labels = {c.label for c in group.children}
    name = next(iter(labels))
    return len(group.children) > 1 and len(labels) == 1 and len(name) > 1 and name not in group.parent.label


def with_less(passage: Passage, group: Group) -> Constraint | None:
    """地表8.41，地下5.92，扣除重复计算量5.70，总量8.63: what is taken off, taken off; ``None`` where nothing is."""
    said = [c.mention.before.strip("，、；： ") for c in group.children]
    off = [w.startswith(_TAKEN_OFF) for w in said]
    if not any(off) or off[0] or any(w[2:3] == "后" for w, less in zip(said, off, strict=True) if less):
        return None  # 停工30天，扣除后用时595天: what is left is taken off from nothing
    terms = [Term(passage.number(c.mention), Fraction(-1 if less else 1)) for c, less in zip(group.children, off, strict=True)]
    return sums_to(passage.number(group.parent.mention), terms, cue=group.cue, severity="warning")


def said_of_all(passage: Passage, group: Group) -> bool:
    """118个村中，垃圾收运覆盖118个，污水治理49个: each is said of all of them; 完成的八项、未完成的两项 are two halves."""
    whole = passage.number(group.parent.mention).point
    halves = any(c.label[:1] in OPPOSITE and c.label[1:3] in d.label for c in group.children for d in group.children if d is not c)
    return group.cue in ("其内", "尚余") and not halves and any(passage.number(c.mention).point == whole for c in group.children)


def net_of(passage: Passage, group: Group) -> Constraint | None:
    """净增220盏（新装306盏、拆除86盏）, 长期借款18500万元（年初21000万元，当年归还2500万元）: the first less what follows it."""
    total, first, *others = (passage.number(x.mention) for x in (group.parent, *group.children))
    if not others or len(others) > _NET_PARTS:
        return None
    return first_held(
        sums_to(total, [Term(first), *(Term(n, Fraction(s)) for n, s in zip(others, signs, strict=True))], cue="增减相抵")
        for signs in product((-1, 1), repeat=len(others)) if -1 in signs
    ) or first_held([sums_to(total, [Term(first, Fraction(-1)), *map(Term, others)], cue="增减相抵")])


def partial_shares(passage: Passage, group: Group) -> bool:
    """True when the parts state their shares and these leave a rest."""
    shares = [(c, a) for c in group.children for a in c.of("share") if a.base is None]
    known = [a.mention.quantity.low for _, a in shares if a.mention.quantity.low is not None]
    if len(known) == len(group.children):
        return sum(known) < 99
    # Some parts with a share that bears the total out: whatever the rest adds up to, the total is not at fault.
    return not group.closed and bool(shares) and all(
        held(ratio_is(passage.number(a.mention), passage.number(c.mention), passage.number(group.parent.mention)))
        for c, a in shares
    )


def split_behind(passage: Passage, group: Group) -> bool:
    """Behind a semicolon stand several in a row: 、 joins what is split, not what was told before the semicolon."""
    first, second = group.children[0].mention, group.children[1].mention
    following = [x.mention for x in passage.items if x.mention.at > second.at and x.mention.segment == second.segment]
    return first.segment != second.segment and bool(following) and following[0].lead == "、"


def overlap_by_shares(passage: Passage, group: Group) -> bool:
    """“双师型”262人，占65.01%；硕士271人，占67.25%；…: two shares that hold and make more than all there is cut across each other."""
    whole = passage.number(group.parent.mention)
    told = [(passage.number(a.mention), passage.number(c.mention)) for c in group.children for a in c.of("share") if a.base is None]
    sure = [rate for rate, part in told if held(ratio_is(rate, part, whole))]
    return len(sure) > 1 and sum((r.point or Fraction(0) for r in sure), Fraction(0)) > _ALL


def shares_make_hundred(passage: Passage, group: Group) -> bool:
    """True when every part states its share and these make 100 %: then nothing is left out."""
    shares = [a for c in group.children for a in c.of("share") if a.base is None]
    told = len(shares) == len(group.children) > 1 and all(not a.mention.quantity.soft for a in shares)
    return told and held(hundred([passage.number(a.mention) for a in shares], "各占比"))