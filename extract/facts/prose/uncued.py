"""Lists that no cue word opens: what a total sums up, known splits, one amount between two semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.flows import flows
from gouji.extract.facts.prose.group import Group
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.splits import covers, is_split, names_both, told

_MORE = re.compile(r"等[，,、；]|加上|另有|以及其[他它]")
"""Between the last part and the sum: more was added than the parts that have a figure."""


_STEM = 6
"""So many characters before 合计 name no other thing than what was told."""
_ALL = re.compile(r"以上|上述|前述|[两二三四五六七八九十几各\d]+[项类个笔部方]")
_SUM_OF = re.compile(r"(?P<name>[一-鿿]{2,6}?)?(?:资金|支出|金额|总额)?(?:合计|共计|总计|总共|相加|共)(?:支出|到位|安排|下达|拨付|投入|完成|执行)?[为是达]?(?:到)?")
_MOST_COUNTED, _BACK = 12, 2
_JOINED = re.compile("以及|[和与及]")
_RANKS = ("一二三四五六七八九", "ABCDEFG", "甲乙丙丁戊")
_RANK = re.compile(rf"第?(?P<n>[{''.join(_RANKS)}])(?:档|类|级|批|等|层|组)[一-鿿]{{0,6}}$")
_ENDING = 3
"""So many parts whose names end in so many characters make a list of their total's kinds."""
_REST = ("其他", "其它", "其余")
_NOUN = re.compile(r"[一-鿿]{2,6}")
_VERB = 2
"""Characters of a verb: 处分, 救助, 查处."""
_TAIL = 2
"""So many last characters of a name say what sort of thing it is: 城乡低保, 城市低保资金."""
_SHORT = 3
"""共, 共计, 共有: nothing else stands between the last part and the sum."""


def _is_change(item: Item) -> bool:
    """较上年增加0.52万元: compared with what was, and more or less than it."""
    c = cues()
    return c.compare.search(item.mention.before) is not None and (c.up.search(item.mention.before) or c.down.search(item.mention.before)) is not None


def summed_up(found: Sequence[Item], members: set[int]) -> list[Group]:
    """Lists followed by their total: 甲3万元，乙4万元，合计7万元; what another list counts among its parts is none."""
    out: list[Group] = []
    for i, item in enumerate(found):
        if i < 2 or item.cue or id(item) in members or item.label.startswith(_REST):
            continue  # 其他科目合计1367.35万元 is one part more
        counted = _so_many(found, i, members)
        if counted is not None:
            out.append(counted)
            continue
        scored = item.dimension == "分" and item.mention.before.rstrip("为是：: ").endswith(cue_words("score-totals"))
        if not (item.total or scored):
            continue
        first_ones = found[i - 1].mention.quantity.unit in cue_words("counted-kinds") and found[i - 1].mention.before.rstrip().endswith("前")
        if first_ones and found[i - 1].mention.at == item.mention.at - 1:
            continue  # 前三项为工程费，合计2544万元: which three, the list may leave open
        if _is_change(item) and not _is_change(found[i - 1]):
            continue  # 会议费0.86万元、培训费3.47万元，二者较上年合计增加0.52万元
        if not any(w in item.mention.before for w in cue_words("sum")) and not _added_to(found[:i], item) and not scored:
            continue
        before = [
            p for p in found[:i]
            if p.dimension == item.dimension.split("/")[0] and p.mention.depth == item.mention.depth and p.plain and (item.average or not p.average)
            and item.mention.sentence - p.mention.sentence <= 1 and (item.prior or not p.apart)
        ]
        if any(w in item.mention.before for w in flows()["closing"]) and any(w in p.mention.before for p in before for w in flows()["opening"]):
            continue  # 年初净资产1862万元…本年收入…费用…年末净资产合计2515万元: a stock, and what came and went
        named = _pieces_named(before, item)
        if named is not None:
            out.extend([Group(item, named, "合计", closed=True, total=True)] if named else ())
            continue
        before = before or _in_brackets(found[:i], item)
        since = next((n for n in range(len(before) - 1, -1, -1) if before[n].total), -1)
        parts = _without_plans(before[since + 1 :])
        here = [p for p in parts if p.mention.sentence == item.mention.sentence]
        parts = here if len(here) >= 2 else parts
        opens = next((n for n, p in enumerate(parts) if p.cue.startswith("分别") and n and len(parts) - n > 1), 0)
        parts = parts[opens:]  # 发放1655万元，三项分别支出10万元、193万元、1131万元，合计1334万元
        if parts and parts[-1].mention.sentence != item.mention.sentence and not _of_all_before(item):
            continue
        last = found[i - 1]
        if last not in parts and last.mention.segment == item.mention.segment != parts[-1].mention.segment if parts else False:
            continue  # 小学2.6万人；特殊学校1所，在校生合计0.15万人: what is summed stands in the same segment
        if parts and _of_another_list(found, i, parts, members):
            continue
        # 缺失31份、服务时长不足23份，合计54份: what is no plain figure was added too
        bound = parts and any(not x.plain and x.dimension == item.dimension and parts[0].mention.at < x.mention.at < item.mention.at for x in found)
        more = bool(_MORE.search(item.mention.context)) or bool(bound)
        level = any(w in item.mention.before for w in cue_words("stock-levels")) and any(
            w in p.mention.before for p in parts for w in flows()["out"]
        )  # 新增5216户，注销1894户，年末总量38457户
        if parts and parts[0].mention.before.lstrip().startswith(("加", "＋", "+")):
            out.extend(
                Group(item, (head, *parts), "合计", total=True, open=more, certain=False)
                for head in reversed(found[: found.index(parts[0])]) if head.dimension == item.dimension and head.plain
            )
        elif len(parts) >= 2:
            listed = all(p.mention.lead in "、" for p in parts[1:])
            out.append(Group(
                item, tuple(parts), "合计", closed=not more and (listed or is_split(parts)), total=True, open=more or level,
                certain=parts == here,
            ))
    return out


def _of_another_list(found: Sequence[Item], i: int, parts: Sequence[Item], members: set[int]) -> bool:
    """收入合计A，其中：拨款B，结转C；支出合计D，其中：…: what stands before D are the parts of A, its own follow it."""
    behind = found[i + 1] if i + 1 < len(found) else None
    opens = behind is not None and behind.cue in ("其中", "包括") and behind.dimension == found[i].dimension
    return opens and id(parts[0]) in members and parts[-1].mention.segment != found[i].mention.segment


def _pieces_named(before: Sequence[Item], item: Item) -> tuple[Item, ...] | None:
    """在职46人（…）；离退休22人，在职与退休合计68人: what is added is named; none where one is not found, ``None`` where nothing is."""
    said = re.split("[，。；：]", item.mention.before.strip())[-1]
    cut = min((said.find(w) for w in cue_words("sum") if w in said), default=-1)
    pieces = _JOINED.split(said[:cut]) if cut > 0 else []
    if len(pieces) < 2 or not all(len(p) >= _TAIL for p in pieces):
        return None
    chosen = [next((x for x in reversed(before) if p[-_TAIL:] in x.label), None) for p in pieces]
    parts = tuple(x for x in chosen if x is not None)
    return parts if len(parts) == len(pieces) == len({id(x) for x in parts}) else ()


def _in_brackets(earlier: Sequence[Item], item: Item) -> list[Item]:
    """肝炎（588例）、肺结核（312例）、梅毒（173例），合计1073例: each part stands in a bracket of its own."""
    out: list[Item] = []
    for x in reversed(earlier):
        alone = x.mention.depth == item.mention.depth + 1 and x.mention.lead in "（(" and not x.mention.before.strip() and not x.mention.after.strip()
        if not alone or x.dimension != item.dimension or x.mention.sentence != item.mention.sentence or not x.plain:
            break
        out.insert(0, x)
    return out if len(out) > 1 else []


def _so_many(found: Sequence[Item], i: int, members: set[int]) -> Group | None:
    """五项合计309524万元, 两项缺口合计941万元: the sum of so many figures before it, of those that bear its name where it has one."""
    item, count = found[i], found[i - 1]
    told = _SUM_OF.fullmatch(item.mention.before.strip())
    n = count.mention.quantity.value
    near = count.mention.at == item.mention.at - 1 and count.mention.quantity.unit in cue_words("counted-kinds") and not count.mention.after.strip("，。")[_STEM:]
    if told is None or not near or n is None or not 2 <= n <= _MOST_COUNTED or n != int(n):
        return None
    before = [
        x for x in found[: i - 1]
        if x.dimension == item.dimension and x.plain and not (x.total or x.average or x.apart) and item.mention.sentence - x.mention.sentence <= _BACK
        and x.mention.quantity.value != item.mention.quantity.value  # 折合13208人（…折算362人，两项合计13208人）
    ]
    since = max((k for k, x in enumerate(found[: i - 1]) if x.total and x.dimension == item.dimension), default=-1)
    before = [x for x in before if found.index(x) > since]
    top = [x for x in before if id(x) not in members]  # 低保11236万元，其中城市…、农村…；特困…；…五项合计
    before = top if len(top) >= n else before
    if count.mention.before.rstrip().endswith("前"):  # 前两项合计: the first of the list, not the last
        own = [x for x in before if x.mention.sentence >= before[-1].mention.sentence] if before else []
        if _heads_the_rest(own):
            own = own[1:]  # 执行2712.36万元，用于一次网…、二次网…、换热站…。前三项合计: of the list, not of its total
        return Group(item, tuple(own[: int(n)]), f"前{count.mention.quantity.raw}合计", closed=True, total=True) if len(own) >= n else None
    by_name = _by_name(found[: i - 1], item, count, int(n))
    if by_name is not None:
        return Group(item, by_name, f"{count.mention.quantity.raw}合计", closed=True, total=True, certain=True) if by_name else None
    name = told["name"] or ""
    named = [x for x in before if name and name in x.mention.before] if name else before
    parts = tuple(named[-int(n):])
    if len(parts) < n or any(x.mention.depth < item.mention.depth for x in parts):
        return None  # （…折算为362人，两项合计13208人）: what the bracket adds up stands in it
    return Group(item, parts, f"{count.mention.quantity.raw}合计", closed=True, total=True, certain=len(named) == n)


def _heads_the_rest(own: Sequence[Item]) -> bool:
    """The first is what all behind it come to."""
    told = [x.mention.quantity for x in own]
    values = [q.value for q in told if q.value is not None]
    return len(values) == len(told) > 2 and len({q.unit for q in told}) == 1 and values[0] == sum(values[1:])


def _by_name(earlier: Sequence[Item], item: Item, count: Item, n: int) -> tuple[Item, ...] | None:
    """教育、社会保障和就业、卫生健康三项支出合计: the figures of these names; none where one is not found, ``None`` where no names are told."""
    said = (count.mention.context + count.mention.before).strip("，。；： ")
    said = re.split("[，。；：]", said)[-1]
    pieces = said.split("、")
    pieces = [*pieces[:-1], *_JOINED.split(pieces[-1])] if len(pieces) < n else pieces
    like = [x for x in earlier if x.dimension == item.dimension and x.plain and not (x.average or x.prior)]
    if len(pieces) < 2 and not _JOINED.search(said):  # 城乡低保两项合计: of four amounts, the two that bear the name
        said = re.split("[，。；：]", count.mention.before.strip())[-1]
        named = tuple(x for x in like if len(said) >= _TAIL and said[-_TAIL:] in x.label)
        return named if len(named) == n else () if named else None
    chosen = [next((x for x in reversed(like) if piece and x.label.startswith(piece)), None) for piece in pieces]
    parts = tuple(x for x in chosen if x is not None)
    return parts if len(pieces) == n == len(parts) == len({id(x) for x in parts}) else ()


def _of_all_before(item: Item) -> bool:
    """以上合计, 五项合计: in a sentence of its own a sum names what it adds; 离退休人员共计0人 is a figure of its own."""
    words_before = item.mention.before.strip("，。；： ")
    stem = next((words_before.split(w, 1)[0] for w in cue_words("sum") if w in words_before), "")
    return len(stem) <= _STEM or _ALL.search(stem) is not None


def announced(found: Sequence[Item], members: set[int]) -> list[Group]:
    """男职工12人，女职工20人，共32人: a bare 共 right behind a row of like figures is their sum."""
    out: list[Group] = []
    for i, item in enumerate(found):
        if i < 2 or item.cue or not item.plain or id(item) in members or item.mention.before.strip("，有为是 ") not in cue_words("bare-sum"):
            continue
        parts: list[Item] = []
        expected = item.mention.at - 1
        for x in reversed(found[:i]):
            limits = (not x.plain or x.average) and x.dimension != item.dimension  # 30至50岁20人; 19人、每人1万元
            alike = x.dimension == item.dimension and x.plain and not (x.average or x.apart or x.attributes)
            here = x.mention.at == expected and x.mention.segment == item.mention.segment and x.mention.depth == item.mention.depth
            if not here or not (limits or alike) or any(w in x.mention.before for w in cue_words("moved")):
                break
            expected -= 1
            if alike:
                parts.insert(0, x)
                if x.cue or x.total:
                    break
        if len(parts) > 1 and not any(p.total for p in parts[1:]) and not _of_other_nouns(parts, item):
            out.append(Group(item, tuple(parts), "共", closed=True, total=True, certain=False))
    return out


def _of_other_nouns(parts: Sequence[Item], item: Item) -> bool:
    """12个乡镇、2个街道，共186个行政村: towns and streets are no villages."""
    nouns = [_NOUN.match(x.mention.after) for x in parts]
    whole = _NOUN.match(item.mention.after)
    return whole is not None and all(n is not None and not set(n[0]) & set(whole[0]) for n in nouns)


def _added_to(before: Sequence[Item], item: Item) -> bool:
    """收入566万元，加上上年结转45万元，共611万元: 共 alone sums up what was added the moment before."""
    last = before[-1]
    added = last.mention.before.lstrip().startswith(cue_words("added-up")) and last.mention.sentence == item.mention.sentence
    return added and item.mention.before.strip().startswith("共") and len(item.mention.before.strip()) <= _SHORT


def _without_plans(parts: Sequence[Item]) -> list[Item]:
    """预算15亿元，实际完成14亿元，加上补助13亿元，合计27亿元: the budget of what was done is not added to it."""
    planned = {
        id(a) for a, b in pairwise(parts)
        if a.mention.sentence == b.mention.sentence and (
            (a.stated in ("budget", "target") and b.stated in ("executed", "actual")) or _posts_and_staff(a, b)
        )
    }
    return [p for p in parts if id(p) not in planned]


def _posts_and_staff(posts: Item, staff: Item) -> bool:
    """编制14名，实有12人: posts are no heads."""
    return posts.mention.before.rstrip("数为是 ").endswith(cue_words("posts")) and staff.mention.before.strip("，、 ").startswith(cue_words("staff"))


def by_segments(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """实际支出247万元，具体为：采购…，支出75.6万元；采购…，支出63万元；…: one amount between two semicolons.

    Prices and quantities stand beside the amounts, and the list need not be whole: offered, never certain.
    """
    out: list[Group] = []
    taken = {id(g.parent) for g in known}
    told = cue_words("in-full")
    for i, head in enumerate(found[:-1]):
        first = found[i + 1]
        opens = first.mention.sentence == head.mention.sentence and (first.mention.lead == "：" or (i == 0 and first.mention.lead in "，、"))
        if not opens or head.dimension != "元" or not head.plain or head.average or id(head) in taken:
            continue
        segments: dict[int, list[Item]] = {}
        for x in found[i + 1 :]:
            if x.mention.sentence == head.mention.sentence and x.mention.depth == head.mention.depth:
                segments.setdefault(x.mention.segment, []).append(x)
        amounts = [[x for x in many if x.dimension == "元" and x.plain and not (x.average or x.apart)] for many in segments.values()]
        enough = 3 if first.mention.lead == "：" else 2
        if len(amounts) >= enough and all(len(a) == 1 for a in amounts):
            cue = next((w for w in told if w in first.mention.context[-12:]), "：")
            out.append(Group(head, tuple(a[0] for a in amounts), cue, certain=False, apiece=True))
    return out


def in_full(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """项目支出3052万元，占67%。具体为：甲1865万元、乙743万元、…: a sentence that tells where all of the amount before it went."""
    out: list[Group] = []
    taken = {id(c) for g in known for c in g.children}
    for i, first in enumerate(found):
        cue = next((w for w in cue_words("in-full") if first.mention.context.rstrip("：: ").endswith(w)), "")
        if not cue or first.mention.lead != "：":
            continue
        heads = [x for x in found[:i] if x.mention.sentence == first.mention.sentence - 1 and x.mention.depth == 0 and x.plain]
        if not heads or heads[0].dimension != first.dimension or heads[0].average:
            continue
        listed = [first]
        for x in found[i + 1 :]:
            if x.mention.at != listed[-1].mention.at + 1 or x.mention.lead not in "、；" or x.dimension != first.dimension or not x.plain:
                break
            listed.append(x)
        if len(listed) >= _ENDING and not any(id(x) in taken for x in listed):
            out.append(Group(heads[0], tuple(listed), cue, certain=False))
    return out


def by_place(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """开展演出120场，喀拉苏镇38场、阿克塔木乡37场、博斯坦乡27场: an amount, and behind it nothing but places with theirs."""
    out: list[Group] = []
    taken = {id(g.parent) for g in known} | {id(c) for g in known for c in g.children}
    for i, head in enumerate(found):
        parts: list[Item] = []
        for x in found[i + 1 :]:
            next_to = x.mention.at == head.mention.at + len(parts) + 1 and x.mention.segment == head.mention.segment
            placed = x.label.endswith(cue_words("places")) and x.mention.lead == ("、" if parts else "，") and not x.attributes
            if not (next_to and placed) or x.dimension != head.dimension or not x.plain or x.cue:
                break
            parts.append(x)
        plain = head.plain and not (head.attributes or head.average or head.label.endswith(cue_words("places")))
        if len(parts) >= _ENDING and plain and id(head) not in taken:
            out.append(Group(head, tuple(parts), "各地", total=True, certain=False))
    return out


def same_ending(found: Sequence[Item]) -> list[Group]:
    """幼儿专任教师…；小学专任教师…；…。其中专任教师76413人: a total that bears the name all of a list before it end in."""
    out: list[Group] = []
    for i, item in enumerate(found):
        name = item.label
        if len(name) < _ENDING or not item.plain or item.average or item.prior:
            continue
        parts: list[Item] = []
        for x in reversed(found[:i]):
            if x.label.endswith(name) and x.label != name and x.dimension == item.dimension and x.plain and not x.prior:
                parts.insert(0, x)
            elif parts:
                break
        if len(parts) >= _ENDING:
            out.append(Group(item, tuple(parts), name, certain=False, apiece=True))
    return out


def ranked(found: Sequence[Item]) -> list[Group]:
    """12个县分为三档，一档5个、二档5个、三档2个; 食堂46处，A类12处、B类19处、C类15处: ranks from the first on, and the count before them."""
    out: list[Group] = []
    for i, item in enumerate(found):
        run: list[Item] = []
        for x in found[i:]:
            rank = _RANK.match(x.mention.before.strip("，、；：其中 "))
            if rank is None or not any(r.startswith(rank["n"], len(run)) for r in _RANKS) or x.dimension != item.dimension or not x.plain or (run and x.mention.lead != "、"):
                break
            run.append(x)
        whole = next((x for x in reversed(found[:i]) if x.dimension == item.dimension and x.mention.sentence == item.mention.sentence), None)
        if len(run) > 1 and whole is not None and whole.plain and not whole.average and not item.cue:
            out.append(Group(whole, tuple(run), "逐级", closed=True, certain=False))
    return out


def told_again(found: Sequence[Item]) -> list[Group]:
    """共处分17004人（其中…）。处分甲级35人，乙级359人，丙级…: the next sentence lists what the verb of the total was done to."""
    out: list[Group] = []
    for i, head in enumerate(found):
        verb = head.label[-_VERB:]
        if not head.total or head.mention.depth or len(verb) < _VERB:
            continue
        behind = [x for x in found[i + 1 :] if x.mention.sentence == head.mention.sentence + 1]
        flat = [x for x in behind if x.mention.depth == 0]
        alike = all(x.dimension == head.dimension and x.plain and not (x.average or x.apart or x.cue or x.total) for x in flat)
        begins = len(flat) >= _ENDING and flat[0].label.startswith(verb) and not any(x.label.startswith(verb) for x in flat[1:])
        if begins and alike and len({x.mention.segment for x in flat}) == 1:
            out.append(Group(head, tuple(flat), verb, total=True, certain=False))
    return out


def partitioned(found: Sequence[Item], known: Sequence[Group]) -> list[Group]:
    """Parts of a known split that follow an amount without any cue: GDP, then 第一产业, 第二产业, 第三产业.

    Which amount is the whole, the words leave open: every candidate is offered, the nearest first.
    """
    out: list[Group] = []
    listed = {id(c) for g in known for c in g.children}
    flat = [x for x in found if x.mention.depth == 0 and not (x.total or x.apart or x.average)]
    for split in told([x.label for x in flat]):
        n = len(split)
        named = [x for x in flat if any(w in x.label for part in split for w in part) and not names_both(x.label, split)]
        for i in range(len(named) - n + 1):
            children = named[i : i + n]
            known_list = sum(id(c) in listed for c in children)
            if known_list == n or len({c.dimension for c in children}) != 1:
                continue
            if children[-1].mention.sentence - children[0].mention.sentence > 1 or not covers([c.label for c in children], split):
                continue
            wholes = [
                p for p in found if p.dimension == children[0].dimension and p not in children
                and not any(p.label.endswith(w) for part in split for w in part)
            ]
            before = [p for p in wholes if p.mention.at < children[0].mention.at]
            cue = "、".join(c.label for c in children)
            if children[0].dimension == "分" and len(named) < sum(children[0].mention.at <= x.mention.at <= children[-1].mention.at for x in flat):
                continue  # 产出29分，效益29分，满意度10分，成本20分，预算执行9.75分: one more stands between
            out.extend(Group(p, tuple(children), cue, certain=False) for p in reversed(before[-8:]))
    return out
