"""Lists of parts in prose: which amounts a sentence offers as the parts of which total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.facts.prose.items import Item, cues
from gouji.extract.lexicon import words

_HEAD = 4
"""So many first characters in common make an item the neighbour of a total and not its part."""


_NESTED = ("其中", "含", "包括")
"""Cues of a list that splits one part of another list further."""

_NAMED = ("中", "分为")
"""Ends of the cues that name the total their list belongs to."""
_MORE = re.compile(r"等[，,、；]|加上|另有|以及其[他它]")
"""Between the last part and the sum: more was added than the parts that have a figure."""
_LIMIT = re.compile(r"[一二两三四五六七八九十百千万\d][^\d，]{0,3}以上")


class Group(Struct, frozen=True):
    """A total and the parts listed for it.

    Attributes:
        parent: the stated total.
        children: the parts, in order.
        cue: the words that tie them (其中, 分别为, ``：``, 按…分, 合计, or the partition's name).
        closed: the list is exhaustive by its wording (分别为, 其余…, a known partition such as 税收/非税).
        total: the total is announced as one (共, 合计).
        open: the list says that it is not exhaustive (等, 主要).
        certain: the parent is the only one the sentence offers.

    """

    parent: Item
    children: tuple[Item, ...]
    cue: str
    closed: bool = False
    total: bool = False
    open: bool = False
    certain: bool = True


@cache
def partitions() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Known exhaustive splits: each a tuple of parts, each part a tuple of synonyms."""
    lists = words("gouji.extract.facts.prose", "partitions.txt")
    return tuple(tuple(tuple(part.split("|")) for part in parts) for name, parts in lists.items() if name)


@cache
def sum_words() -> tuple[str, ...]:
    """Words that announce the sum of what stands before."""
    return words("gouji.extract.facts.prose", "cues.txt")["sum"]


@cache
def open_lead() -> tuple[str, ...]:
    """Words before a list that say it names only some parts."""
    return words("gouji.extract.facts.prose", "cues.txt")["open-lead"]


@cache
def moved() -> tuple[str, ...]:
    """Words of the second figure of 由A降至B, which are no parts of anything."""
    return words("gouji.extract.facts.prose", "cues.txt")["moved"]


@cache
def adjusting() -> tuple[str, ...]:
    """Words of a part that is an adjustment up or down and not an amount of its own."""
    return words("gouji.extract.facts.prose", "cues.txt")["adjusting"]


def groups(found: Sequence[Item]) -> list[Group]:
    """Groups of one passage."""
    out: list[Group] = []
    used: set[int] = set()
    for i, item in enumerate(found):
        if item.cue and i not in used:
            announced, taken = _announced(found, i, used)
            out.extend(announced)
            out.extend(_beside(found, announced))
            used |= taken
    out.extend(_summed_up(found, {id(c) for g in out for c in g.children}))
    out.extend(_partitioned(found, out))
    out.extend(_by_segments(found, out))
    return out


def orphans(found: Sequence[Item]) -> list[tuple[Item, ...]]:
    """Lists whose total must stand in an earlier paragraph: 按…分 lists and known splits, each with its parts."""
    out = []
    for i, item in enumerate(found):
        if item.dimension in ("1", "百分点", "") or item.average:
            continue
        if item.cue.startswith(("按", "分别")) or (item.mention.lead in ("：", ":") and not item.cue):
            listed = _listed(found, i)
            out.append(tuple(found[j] for j in listed))
            nested = next((j for j in range(i + 1, len(found)) if found[j].cue in _NESTED), len(found))
            out.append(tuple(found[j] for j in listed if j < nested))
    flat = [x for x in found if x.mention.depth == 0 and not (x.cue or x.apart)]
    for split in partitions():
        for i in range(len(flat) - len(split) + 1):
            children = flat[i : i + len(split)]
            if len({c.dimension for c in children}) == 1 and covers([c.label for c in children], split):
                out.append(tuple(children))
    return [c for c in out if len(c) > 1]


def _announced(found: Sequence[Item], first: int, used: set[int]) -> tuple[list[Group], set[int]]:
    """The list that a cue word opens at ``first``: one group a possible parent, the likeliest first."""
    item = found[first]
    parents, certain = _parents(found, first, used)
    if not parents or item.dimension in ("1", "百分点") or item.average or _never_adds(parents[0]):
        return [], set()
    taken = _listed(found, first)
    taken = taken[: _own(parents[0], [found[j] for j in taken])]
    certain = certain and len(_own_segment(found, parents[0], taken)) == len(taken)
    children = tuple(found[j] for j in taken)
    lead_in = item.mention.context[-8:] + item.mention.before
    is_open = any(c.open for c in children) or bool(cues().open.search(item.mention.before))
    is_open = is_open or any(w in lead_in for w in open_lead())
    is_open = is_open or any(w in c.mention.before for c in children for w in adjusting())
    is_open = is_open or any(c.mention.lead == "、" and c.mention.before.rstrip().endswith("各") for c in children)
    is_open = is_open or any(
        not x.plain and x.dimension == item.dimension and x.mention.segment == item.mention.segment for x in found[first:]
    )  # 其中抗诉600余件，再审建议1600余件: a part that is no single figure
    is_open = is_open or len({_direction(x) for x in (parents[0], *children)} - {""}) > 1
    told_next = [m.before for m in (*(c.mention for c in children[1:]), *(a.mention for a in item.attributes))]
    if _levels(children) or (item.cue == "由" and any(w in before for before in told_next for w in moved())):
        return [], set()
    closed = item.cue.startswith("分别") or item.cue == "由" or item.cue.endswith("分为") or children[-1].residual or _is_partition(children)
    groups_ = [
        Group(
            p, children, item.cue, closed and not is_open, p.total or item.cue.startswith("按"), is_open,
            certain and n == 0,
        )
        for n, p in enumerate(parents)
    ]
    return groups_, set(taken)


def _direction(item: Item) -> str:
    """总量增加78亿，其中生活减少4亿、农业增加137亿: changes up and down do not add up as they are printed."""
    c = cues()
    return "down" if c.down.search(item.mention.before) else "up" if c.up.search(item.mention.before) else ""


def _never_adds(parent: Item) -> bool:
    """平均期限14.8年, 均价: no sum of its parts; 人均收入 is the sum of 人均 wages and the rest."""
    heads = words("gouji.extract.facts.prose", "cues.txt")["average-sum"]
    return parent.average and not any(w in parent.mention.before for w in heads)


def _own(parent: Item, children: Sequence[Item]) -> int:
    """How many of the items are parts: one that begins like the total itself (一般公共预算收入 …；一般公共预算支出) is not."""
    head = parent.label[:_HEAD]
    if len(head) < _HEAD or children[0].label.startswith(head):
        return len(children)
    beside = (i for i, c in enumerate(children) if i and c.label.startswith(head) and _opposite(parent.label, c.label))
    return next(beside, len(children))


def _opposite(a: str, b: str) -> bool:
    """收入 of the one is 支出 of the other."""
    return ("收入" in a and "支出" in b and "收入" not in b) or ("支出" in a and "收入" in b and "支出" not in b)


def _own_segment(found: Sequence[Item], parent: Item, taken: list[int]) -> list[int]:
    """Of a list behind one of several items between semicolons, the parts that stand before the next semicolon.

    肉类138吨，其中猪肉65吨；水产447吨: what follows the semicolon is parallel to the parent, if something was before it.
    """
    home = parent.mention.segment
    if found[taken[0]].mention.segment != home:
        return taken
    parallel = any(x.mention.segment < home and x.mention.sentence == parent.mention.sentence for x in found)
    return [j for j in taken if found[j].mention.segment == home] if parallel else taken


def _beside(found: Sequence[Item], announced: Sequence[Group]) -> list[Group]:
    """The same list in a second unit: 1256户3568人，其中甲635户1876人，乙512户1432人; a mark between them leaves it open."""
    follows = {a.mention.at: b for a, b in pairwise(found) if b.mention.at == a.mention.at + 1}
    precedes = {b.mention.at: a for a, b in pairwise(found) if b.mention.at == a.mention.at + 1}
    out = []
    for g in announced:
        second = [follows.get(x.mention.at) for x in g.children]
        if len(second) < 2 or any(x is None or x in g.children or (x.attributes != [] and x.dimension == "1") for x in second):
            continue
        children = [x for x in second if x is not None]
        dimension = children[0].dimension
        if len({x.dimension for x in children}) > 1 or dimension in (g.parent.dimension, "1", "") or not all(x.plain for x in children):
            continue
        for parent in (follows.get(g.parent.mention.at), precedes.get(g.parent.mention.at)):
            if parent is not None and parent.dimension == dimension and parent not in children:
                glued = not any(x.mention.lead for x in (parent, *children))
                out.append(replace(g, parent=parent, children=tuple(children), certain=g.certain and glued))
                break
    return out


def _listed(found: Sequence[Item], first: int) -> list[int]:
    """Indexes of the parts a list opens with at ``first``."""
    item = found[first]
    taken = [first]
    for j in range(first + 1, len(found)):
        nxt = found[j]
        if nxt.mention.sentence != item.mention.sentence or nxt.mention.depth < item.mention.depth:
            break
        if nxt.mention.depth > item.mention.depth or nxt.dimension != item.dimension or not nxt.plain or nxt.average or nxt.apart:
            continue
        if nxt.cue and (nxt.cue != item.cue or (nxt.cue in _NESTED and nxt.mention.lead in "，,（(")):
            # 其中甲90万元，其中乙20万元: the second splits the first, or names another part of the same whole
            if nxt.mention.segment == found[taken[-1]].mention.segment and nxt.cue in (*_NESTED, "："):
                continue
            break
        if nxt.mention.before.strip().startswith(sum_words()):
            break
        taken.append(j)
    home = [j for j in taken if found[j].mention.segment == item.mention.segment]
    if len(home) > 1:
        return _of_one_role(found, home)
    if len(taken) > 1:
        taken = _of_one_role(found, taken)
        firsts: dict[int, int] = {}
        for j in taken:
            firsts.setdefault(found[j].mention.segment, j)
        taken = sorted(firsts.values())
    return taken


def _of_one_role(found: Sequence[Item], taken: list[int]) -> list[int]:
    """Budget and spending of the same parts told in turn (中央100，执行90；地方50，执行40): those like the first only."""
    first = found[taken[0]].stated
    doubled = [j for j in taken if sum(found[k].mention.segment == found[j].mention.segment for k in taken) > 1]
    kinds = {found[j].stated for j in doubled} & {"budget", "executed", "target", "actual"}
    if not kinds or (len(kinds) == 1 and first not in kinds):
        return taken
    alike = [j for j in taken if j not in doubled or found[j].stated == first]
    return taken if len(alike) < 2 and kinds == {"actual"} else alike  # 新建2960户、改建1840户: 新建 is a name here


def _parents(found: Sequence[Item], first: int, used: set[int]) -> tuple[list[Item], bool]:
    """The totals a list at ``first`` may belong to, likeliest first, and whether there is only one."""
    item = found[first]
    same = [
        (i, p) for i, p in enumerate(found[:first])
        if p.dimension == item.dimension and p.mention.depth <= item.mention.depth
    ]
    if item.cue.endswith(_NAMED) and item.cue != "其中":
        named = [p for _, p in same if p.label.endswith(item.cue.removesuffix("分为").removesuffix("中"))]
        return ([named[-1]], True) if named else ([], False)
    if item.cue.startswith("按"):
        top = [p for i, p in same if i not in used and p.mention.depth == 0]
        rest = [p for i, p in same if i in used and p.mention.depth == 0]
        return [*reversed(top[-4:]), *reversed(rest[-4:])], len(top) == 1 and not top[0].average
    here = [p for _, p in same if p.mention.sentence == item.mention.sentence]
    if here:
        here = [p for p in here if not p.prior] or here
        outer = [p for p in here if p.mention.depth < item.mention.depth]
        return [(outer or here)[-1]], True
    before = [
        (i, p) for i, p in same
        if item.mention.sentence - p.mention.sentence == 1 and p.mention.depth == 0 and p.plain
    ]
    heads = [p for i, p in before if i not in used]
    if not heads:
        return [], False
    others = [p for _, p in same if p is not heads[0] and p.mention.depth == 0 and p.plain]
    return [heads[0], *reversed(others[-6:])], len(heads) == 1


def _levels(children: Sequence[Item]) -> bool:
    """True for levels of one tree, which do not add up: 一级指标3个，二级指标9个，三级指标12个."""
    return sum(any(w in c.label for w in words("gouji.extract.facts.prose", "cues.txt")["levels"]) for c in children) >= 2


def _is_partition(children: Sequence[Item]) -> bool:
    """True when the parts are all members of one known exhaustive split, or lie on two sides of one limit."""
    if len(children) == 2:
        above, below = (c.label for c in children)
        if _LIMIT.search(above) and above.replace("以上", "以下") == below:
            return True
    return any(covers([c.label for c in children], split) for split in partitions())


def covers(labels: Sequence[str], split: tuple[tuple[str, ...], ...]) -> bool:
    """True when the labels are the members of a split, one each."""
    if len(labels) != len(split):
        return False
    left = list(split)
    for text in labels:
        hit = next((p for p in left if any(w in text and f"{w}中" not in text for w in p)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def _summed_up(found: Sequence[Item], members: set[int]) -> list[Group]:
    """Lists followed by their total: 甲3万元，乙4万元，合计7万元; what another list counts among its parts is none."""
    out: list[Group] = []
    for i, item in enumerate(found):
        if not item.total or i < 2 or item.cue or id(item) in members:
            continue
        if not any(w in item.mention.before for w in sum_words()):
            continue
        before = [
            p for p in found[:i]
            if p.dimension == item.dimension and p.mention.depth == item.mention.depth and p.plain and not p.average
            and item.mention.sentence - p.mention.sentence <= 1 and (item.prior or not p.apart)
        ]
        since = next((n for n in range(len(before) - 1, -1, -1) if before[n].total), -1)
        parts = _without_plans(before[since + 1 :])
        here = [p for p in parts if p.mention.sentence == item.mention.sentence]
        parts = here if len(here) >= 2 else parts
        last = found[i - 1]
        if last not in parts and last.mention.segment == item.mention.segment != parts[-1].mention.segment if parts else False:
            continue  # 小学2.6万人；特殊学校1所，在校生合计0.15万人: what is summed stands in the same segment
        more = bool(_MORE.search(item.mention.context))
        if parts and parts[0].mention.before.lstrip().startswith(("加", "＋", "+")):
            out.extend(
                Group(item, (head, *parts), "合计", total=True, open=more, certain=False)
                for head in reversed(found[: found.index(parts[0])]) if head.dimension == item.dimension and head.plain
            )
        elif len(parts) >= 2:
            listed = all(p.mention.lead in "、" for p in parts[1:])
            out.append(Group(
                item, tuple(parts), "合计", closed=not more and (listed or _is_partition(parts)), total=True, open=more,
                certain=parts == here,
            ))
    return out


def _without_plans(parts: Sequence[Item]) -> list[Item]:
    """预算15亿元，实际完成14亿元，加上补助13亿元，合计27亿元: the budget of what was done is not added to it."""
    planned = {
        id(a) for a, b in pairwise(parts)
        if a.stated in ("budget", "target") and b.stated in ("executed", "actual") and a.mention.sentence == b.mention.sentence
    }
    return [p for p in parts if id(p) not in planned]


def _by_segments(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """实际支出247万元，具体为：采购…，支出75.6万元；采购…，支出63万元；…: one amount between two semicolons.

    Prices and quantities stand beside the amounts, and the list need not be whole: offered, never certain.
    """
    out: list[Group] = []
    taken = {id(g.parent) for g in known}
    told = words("gouji.extract.facts.prose", "cues.txt")["in-full"]
    for i, head in enumerate(found[:-1]):
        first = found[i + 1]
        opens = first.mention.lead in ("：", ":") and first.mention.sentence == head.mention.sentence
        if not opens or head.dimension != "元" or not head.plain or head.average or id(head) in taken:
            continue
        segments: dict[int, list[Item]] = {}
        for x in found[i + 1 :]:
            if x.mention.sentence == head.mention.sentence and x.mention.depth == head.mention.depth:
                segments.setdefault(x.mention.segment, []).append(x)
        amounts = [[x for x in many if x.dimension == "元" and x.plain and not (x.average or x.apart)] for many in segments.values()]
        if len(amounts) >= 3 and all(len(a) == 1 for a in amounts):
            cue = next((w for w in told if w in first.mention.context[-12:]), "：")
            out.append(Group(head, tuple(a[0] for a in amounts), cue, certain=False))
    return out


def _partitioned(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """Parts of a known split that follow an amount without any cue: GDP, then 第一产业, 第二产业, 第三产业.

    Which amount is the whole, the words leave open: every candidate is offered, the nearest first.
    """
    out: list[Group] = []
    listed = {id(c) for g in known for c in g.children}
    flat = [x for x in found if x.mention.depth == 0 and not (x.total or x.apart)]
    for split in partitions():
        n = len(split)
        named = [x for x in flat if any(w in x.label for part in split for w in part)]
        for i in range(len(named) - n + 1):
            children = named[i : i + n]
            known_list = sum(id(c) in listed for c in children)
            if known_list == n or len({c.dimension for c in children}) != 1:
                continue
            if children[-1].mention.sentence - children[0].mention.sentence > 1 or not covers([c.label for c in children], split):
                continue
            wholes = [p for p in found if p.dimension == children[0].dimension and p not in children]
            before = [p for p in wholes if p.mention.at < children[0].mention.at]
            cue = "、".join(c.label for c in children)
            out.extend(Group(p, tuple(children), cue, certain=False) for p in reversed(before[-8:]))
    return out
