"""Which items a list holds, and which amounts it may be the parts of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.flows import flows
from gouji.extract.facts.prose.group import is_by
from gouji.extract.facts.prose.item import Attribute, Item

_AND = re.compile(r"^[一-鿿]{0,6}?(?:以及|[和及与])")
_BESIDES = re.compile(r"[一-鿿]{2}(?:以及|[和及与、])(?:下属|所属|下辖|其[他它余]|另外)[一-鿿]{0,3}$")
_BARE = 4
"""实际执行: nothing but what was done with the amount before it."""
_ABOVE = re.compile(r"以上|上述|前述|前[两二三四五六七八九十\d]+[项类者]|[两二三四五六七八九十\d]+项合计")
_TELLING = 4
"""A figure of so many characters is hardly by chance the sum of those before it."""
_HEAD = 4
"""So many first characters in common make an item the neighbour of a total and not its part."""

NESTED = ("其中", "含", "包括")
"""Cues of a list that splits one part of another list further."""

_NAMED = ("中", "分为")
"""Ends of the cues that name the total their list belongs to."""


def parts_from(found: Sequence[Item], first: int) -> list[int]:
    """Indexes of the parts a list opens with at ``first``."""
    item = found[first]
    taken = [first]
    inner = -1
    for j in range(first + 1, len(found)):
        nxt = found[j]
        if nxt.mention.sentence != item.mention.sentence or nxt.mention.depth < item.mention.depth:
            break
        if nxt.mention.depth > item.mention.depth or nxt.dimension != item.dimension or not nxt.plain or nxt.average or nxt.apart:
            continue
        if nxt.cue and (nxt.cue != item.cue or (nxt.cue in NESTED and nxt.mention.lead in "，,（(")):
            # 其中甲90万元，其中乙20万元: the second splits the first, or names another part of the same whole
            if nxt.mention.segment == found[taken[-1]].mention.segment and nxt.cue in (*NESTED, "："):
                inner = j
                continue
            break
        if inner == j - 1 and nxt.mention.lead == "、" and nxt.mention.segment == found[inner].mention.segment:
            inner = j  # 人员经费1001万元，包括工资919万元、补助82万元；公用经费75万元
            continue
        if nxt.prior and not item.prior and nxt.mention.lead in "，,":
            break  # 其中能繁母猪9.4万头，上年末存栏为99.8万头
        if nxt.mention.before.strip().startswith((*cue_words("sum"), *cue_words("so-in-all"))):
            break
        if nxt.mention.before.rstrip("了约 ").endswith(cue_words("lessened")) and not any(w in item.mention.before for w in cue_words("lessened")):
            continue  # 税收收入51.39亿元，下降4.1%，两税合计减收2.4亿元；非税收入23.60亿元
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
    if all(found[j].mention.lead == "、" and found[j].stated in (None, first) for j in taken[1:]):
        return taken  # 超范围支出128万元、虚列97万元、未按进度付款162万元: one row of names
    told = Counter(found[j].mention.segment for j in taken)
    doubled = [j for j in taken if told[found[j].mention.segment] > 1]
    kinds = {found[j].stated for j in doubled} & {"budget", "executed", "target", "actual"}
    if not kinds or (len(kinds) == 1 and first not in kinds):
        return taken
    twice = set(doubled)
    alike = [j for j in taken if j not in twice or found[j].stated == first]
    other = [j for j in taken if j not in alike]
    bare = any(
        j + 1 < len(found) and found[j + 1].stated is not None and len(found[j + 1].mention.before.strip("，为了数 ")) <= _BARE
        for j in other
    )
    if len(kinds) == 1 and len(other) < len(alike) and not bare:
        return taken  # 预算支出…，上解支出…，安排调节基金…，结转下年支出: one without the word is a part all the same
    return taken if len(alike) < 2 and kinds == {"actual"} else alike  # 新建2960户、改建1840户: 新建 is a name here


def wholes_for(found: Sequence[Item], first: int, used: set[int]) -> tuple[list[Item], bool]:
    """The totals a list at ``first`` may belong to, likeliest first, and whether there is only one."""
    item = found[first]
    same = [
        (i, p) for i, p in enumerate(found[:first])
        if p.dimension == item.dimension and p.mention.depth <= item.mention.depth and not p.mention.before.rstrip().endswith("各")
    ]
    if item.cue.endswith(_NAMED) and item.cue != "其中":
        named = [p for _, p in same if p.label.endswith(item.cue.removesuffix("分为").removesuffix("中"))]
        return ([named[-1]], True) if named else ([], False)
    if is_by(item.cue):
        top = [p for i, p in same if i not in used and p.mention.depth == 0]
        rest = [p for i, p in same if i in used and p.mention.depth == 0]
        beside = [p for p in top if p.mention.sentence == item.mention.sentence]
        if len(beside) == 1 and beside[0].plain and not beside[0].average:
            return [beside[0], *reversed([p for p in top if p is not beside[0]][-3:]), *reversed(rest[-4:])], True
        return [*reversed(top[-4:]), *reversed(rest[-4:])], len(top) == 1 and not top[0].average
    here = [p for _, p in same if p.mention.sentence == item.mention.sentence]
    if here:
        here = [p for p in here if not p.prior] or here
        outer = [p for p in here if p.mention.depth < item.mention.depth]
        head = (outer or here)[-1]
        if _mean_of_more(head, item):
            return [], False
        moved = next((a for a in head.attributes if a.kind in ("change", "base") and a.mention.at == item.mention.at - 1), None)
        if moved is not None and (item.mention.depth > moved.mention.depth or _of_the_change(moved, item)):  # 比2023年增加177.10亿元（一般26.10亿元、专项151.00亿元）
            return [Item(moved.mention, moved.mention.before, head.role, head.dimension)], True
        return [head], not (_of_several(here, item) or _joined(head, same) or head.prior)
    before = [
        (i, p) for i, p in same
        if item.mention.sentence - p.mention.sentence == 1 and p.mention.depth == 0 and p.plain and not _mean_of_more(p, item)
    ]
    heads = [p for i, p in before if i not in used]
    done = [p for p in heads if "计划" not in p.mention.before]
    if done and len(done) < len(heads) and any("完成" in p.mention.before for p in done):
        heads = done  # 计划营造林12.80万亩，实际完成12.14万亩。其中：…
    if not heads:
        return [], False
    valid = [p for p in heads if p.label.startswith(cue_words("valid"))]
    if len(valid) == 1:  # 发放1300份，收回1252份，…有效问卷1224份。其中满意802份、…: what the sheets say is said of the valid ones
        return valid, True
    others = [p for _, p in same if p is not heads[0] and p.mention.depth == 0 and p.plain]
    return [heads[0], *reversed(others[-6:])], len(heads) == 1 and not _joined(heads[0], same)


def _mean_of_more(whole: Item, item: Item) -> bool:
    """平均班额44.4人 is no whole of 小学1594人、初中892人; 人均收入 is one of its wages and the rest."""
    return whole.average and not item.average and not any(w in whole.mention.before for w in cue_words("average-sum"))


def _of_the_change(moved: Attribute, item: Item) -> bool:
    """由31户减至24户，减少7户，其中注销4户、吸收合并2户: ways of leaving are parts of what it fell by."""
    ways = flows()["out" if moved.falls else "in"]
    return moved.kind == "change" and item.cue == "其中" and item.dimension != "元" and any(w in item.mention.before for w in ways)


def _joined(whole: Item, same: Sequence[tuple[int, Item]]) -> bool:
    """12个项目和3个部门，其中…: the list may be of both."""
    if _BESIDES.search(whole.mention.before):
        return True  # 局本部以及下属六家单位
    before = [p for _, p in same if p.mention.at == whole.mention.at - 1]
    return bool(before) and (whole.mention.lead == "、" or _AND.search(whole.mention.before) is not None) and not whole.total


def _of_several(here: Sequence[Item], item: Item) -> bool:
    """救助86起、安保14起；其中虚假警16起: behind a semicolon all that a list named may be meant."""
    last = here[-1].mention
    return item.mention.segment != last.segment and item.mention.depth == last.depth == 0 and last.lead == "、"


def own_parts(parent: Item, children: Sequence[Item]) -> int:
    """How many of the items are parts: one that begins like the total itself (一般公共预算收入 …；一般公共预算支出) is not."""
    head = parent.label[:_HEAD]
    if len(head) < _HEAD or children[0].label.startswith(head):
        return len(children)
    beside = (i for i, c in enumerate(children) if i and c.label.startswith(head) and _opposite(parent.label, c.label))
    return next(beside, len(children))


def _opposite(a: str, b: str) -> bool:
    """收入 of the one is 支出 of the other."""
    return ("收入" in a and "支出" in b and "收入" not in b) or ("支出" in a and "收入" in b and "支出" not in b)


def own_segment(found: Sequence[Item], parent: Item, taken: list[int]) -> list[int]:
    """Of a list behind one of several items between semicolons, the parts that stand before the next semicolon.

    肉类138吨，其中猪肉65吨；水产447吨: what follows the semicolon is parallel to the parent, if something was before it, or
    if the parent is more than its own parts and less than all of them.
    """
    home = parent.mention.segment
    if found[taken[0]].mention.segment != home:
        return taken
    own = [j for j in taken if found[j].mention.segment == home]
    parallel = any(x.mention.segment < home and x.mention.sentence == parent.mention.sentence for x in found)
    whole = parent.mention.quantity.value or Decimal(0)
    return own if parallel or _sum(found, own) <= whole < _sum(found, taken) else taken


def _sum(found: Sequence[Item], which: Sequence[int]) -> Decimal:
    return sum((found[j].mention.quantity.value or Decimal(0) for j in which), Decimal(0))


def without_subtotal(children: Sequence[Item]) -> tuple[Item, ...]:
    """工资912万元，社保201万元，以上两项人员经费1113万元；公用经费91万元: the sum of those before it is no part beside them."""
    made, out = Decimal(0), list[Item]()
    for child in children:
        value = child.mention.quantity.value
        told = _ABOVE.search(child.mention.before) is not None or len(str(value)) >= _TELLING
        if value is not None and value == made and len(out) > 1 and told:
            continue
        made += value or 0
        out.append(child)
    return tuple(out)
