"""Lists of parts in prose: which amounts a sentence offers as the parts of which total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.flows import flows
from gouji.extract.facts.prose.group import Group, is_by
from gouji.extract.facts.prose.item import Item
from gouji.extract.facts.prose.members import (
    NESTED,
    own_parts,
    own_segment,
    parts_from,
    wholes_for,
    without_subtotal,
)
from gouji.extract.facts.prose.splits import are_levels, are_stages, ends_with_the_rest, is_split, runs
from gouji.extract.facts.prose.uncued import (
    announced,
    by_place,
    by_segments,
    in_full,
    partitioned,
    ranked,
    same_ending,
    summed_up,
    told_again,
)

_ONE_NAME = re.compile(r"\s*(?P<name>[^，。；：、和及与]{2,12}?)(?:分别|依次)")
_NONE_OF_REST = re.compile(r"[，,、；;](?:当年|本年|全年)?(?:未安排|未发生|没有发生|未产生|未列支|无)(?:因公|公务|出国|购置|其他)[^，。；;\d]{0,14}[。，；;）)]")
_FOREMOST = re.compile(r"前[一二三四五六七八九十\d]{1,3}(?:位|名|大|项|类|家|强)[^，。；]{0,8}[：:]")
_AFTER_STOP = re.compile(r"[，。；]")
_EACH_OF = re.compile(r"[两二三四五六七八九十\d][个]?[一-鿿]{1,4}各")
"""甲、乙两县各空编3名: told once, there as often as there are counties."""
_FIRST_OF = re.compile(r"前[一两二三四五六七八九十\d]+(?:个?季度?|年|批|个月|轮|期|次|天|周)[^，。；]{0,4}$")
_OTHER_YEAR = re.compile(r"\s*(?:(?:19|20)\d\d年|上年|去年)(?:度|末|底|同期)?(?:分别|依次)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_FROM = re.compile(r"[由从](?!于)")
_MOVED_TO = re.compile(r"[一-鿿]{1,3}[至到为成](?:约|了)?\s*$|^[，,]?[降升增减提回缩扩][低高加少落升小大]?[至到为]")
_TAIL = 2
"""So many last characters of a name say what sort of thing it is: 满意户数, 补助资金."""
_INSIDE_NAME = re.compile(r"(?<=[一-鿿])等(?=[一-鿿]{2})|主要(?=领导|负责|污染|农产品|干部|经济)|重点(?=高校|中学)")
"""企业扶贫等项目捐赠, 主要领导干部用车: the name of one part, no word on the list."""


def groups(found: Sequence[Item], text: str = "") -> list[Group]:
    """Groups of one passage."""
    out: list[Group] = []
    used: set[int] = set()
    for i, item in enumerate(found):
        if item.cue and i not in used and not _names_a_class(found, i):
            opened, taken = _opened(found, i, used)
            out.extend(opened)
            out.extend(_beside(found, opened))
            used |= taken
    sums = summed_up(found, {id(c) for g in out for c in g.children})
    out.extend([*sums, *_beside(found, sums)])
    out.extend(announced(found, {id(g.parent) for g in out if g.cue == "合计"}))
    out.extend(partitioned(found, out))
    out.extend(by_segments(found, out))
    out.extend(by_place(found, out))
    out.extend(in_full(found, out))
    out.extend(same_ending(found))
    out.extend(told_again(found))
    out.extend(ranked(found))
    return [replace(g, closed=True) if not (g.closed or g.open) and _rest_is_nothing(g, text) else g for g in out]


def _rest_is_nothing(group: Group, text: str) -> bool:
    """其中公务用车5.47万元、公务接待0.86万元，未安排因公出国（境）: right behind the list its other parts are said to be none."""
    behind = text[group.children[-1].mention.quantity.end :]
    return len(group.children) > 1 and group.cue in NESTED and _NONE_OF_REST.match(behind) is not None


def _names_a_class(found: Sequence[Item], i: int) -> bool:
    """10亿元以上4个: a bound right before a count of something else says what is counted."""
    after = found[i + 1] if i + 1 < len(found) else None
    return after is not None and not found[i].plain and not after.mention.lead and after.plain and not after.mention.before.strip() and after.dimension != found[i].dimension


def orphans(found: Sequence[Item]) -> list[tuple[Item, ...]]:
    """Lists whose total must stand in an earlier paragraph: 按…分 lists and known splits, each with its parts."""
    out = []
    for i, item in enumerate(found):
        if item.dimension in ("1", "百分点", "") or item.average or _lists_means(item):
            continue
        if item.cue.startswith(("按", "分别")) or is_by(item.cue) or (item.mention.lead in ("：", ":") and not item.cue):
            listed = parts_from(found, i)
            out.append(tuple(found[j] for j in listed))
            nested = next((j for j in range(i + 1, len(found)) if found[j].cue in NESTED), len(found))
            out.append(tuple(found[j] for j in listed if j < nested))
    flat = [x for x in found if x.mention.depth == 0 and not (x.cue or x.apart or x.total)]
    for split, i in runs([x.label for x in flat]):
        children = flat[i : i + len(split)]
        if len({c.dimension for c in children}) == 1:
            out.append(tuple(children))
    return [c for c in out if len(c) > 1 and not any(w in x.mention.before for x in c for w in cue_words("adjusting"))]


def _opened(found: Sequence[Item], first: int, used: set[int]) -> tuple[list[Group], set[int]]:
    """The list that a cue word opens at ``first``: one group a possible parent, the likeliest first."""
    item = found[first]
    wholes, certain = wholes_for(found, first, used)
    if item.cue == "：" and _FOREMOST.search(item.mention.context + item.mention.before):
        return [], set()  # 非税收入622万元。税收前三位：增值税1415万元、…: of what the colon names
    if item.cue == "：" and _lists_means(item):
        return [], set()
    if item.cue in NESTED and item.mention.before.rstrip().endswith(("合计", "共计")):
        return [], set()  # 其中二、三季度合计894.4毫米: a sum of those named
    if not wholes or item.dimension in ("1", "百分点") or item.average or _never_adds(wholes[0]):
        return [], set()
    taken = parts_from(found, first)
    taken = taken[: own_parts(wholes[0], [found[j] for j in taken])]
    certain = certain and len(own_segment(found, wholes[0], taken)) == len(taken)
    # 其中公路3710亿元，港口和内河分别319亿元和73亿元: the list goes on beside the part before it, or splits it
    certain = certain and not (item.cue.startswith("分别") and (wholes[0].cue in NESTED or _of_something_else(item, wholes[0])))
    if item.cue.startswith("分别") and wholes[0].mention.depth < item.mention.depth and _OTHER_YEAR.match(item.mention.before):
        return [], set()  # 收入达到33920元、17268元（2016年分别为23260元和10835元）
    if item.cue.startswith("分别") and "分别" not in item.mention.before and item.mention.lead in ("（", "("):
        return [], set()  # 分别完成年度目标（1150吨、300吨）的110%、108%: the bracket lists what each is compared with
    children = without_subtotal([found[j] for j in taken])
    told_next = [m.before for m in (*(c.mention for c in children[1:]), *(a.mention for a in item.attributes))]
    moves = item.cue == "由" or (item.cue == "：" and _FROM.search(item.mention.before) is not None)  # 差额系消耗库存：库存由年初1587万元降至1253万元
    if moves and (len(children) < 2 or any(_MOVED_TO.search(before) for before in told_next)):
        return [], set()  # 亏损由0.97亿元收窄至0.38亿元; 应由个人承担的费用1.86万元
    if are_levels(children) or are_stages(wholes[0], children) or _of_a_name_of_its_own(found, first) or _made_by_another(found, wholes[0], children):
        return [], set()
    if item.cue in NESTED and any(
        x.mention.segment == item.mention.segment > wholes[0].mention.segment and x.plain and x.dimension not in (item.dimension, "1") for x in found[:first]
    ):
        return [], set()  # 困难学生3927人；发放奖助学金2418万元，其中国家奖学金31人、励志奖学金486人: of the money
    is_open = _is_open(found, first, wholes[0], children)
    closed = item.cue.startswith("分别") or item.cue == "由" or item.cue.endswith("分为") or children[-1].residual or is_split(children)
    closed = closed or _every_year(found, wholes[0], children)
    told_whole = ends_with_the_rest(children)
    groups_ = [
        Group(
            p, children, "尚余" if told_whole else item.cue, closed and not is_open, p.total or is_by(item.cue), is_open,
            certain and n == 0 and not told_whole,
        )
        for n, p in enumerate(wholes)
    ]
    return groups_, set(taken)


def _lists_means(item: Item) -> bool:
    """批复总投资3587.5万元。亩均投资：新建1750元、改造1500元: prices behind a colon are parts of nothing."""
    told = _AFTER_STOP.split(item.mention.context.rstrip("：: "))[-1]
    return item.mention.lead in ("：", ":") and any(w in told for w in cue_words("average"))


def _of_a_name_of_its_own(found: Sequence[Item], first: int) -> bool:
    """白石镇逾期45天、云岭乡两个标段分别逾期18天和26天: 分别 behind a name, in one row with the amount before."""
    item = found[first]
    counted = first and found[first - 1].mention.at == item.mention.at - 1 and not item.mention.lead and found[first - 1].dimension != item.dimension
    opens = found[first - 1] if counted else item
    named = opens.mention.before if counted else item.mention.before.partition("分别")[0]
    return item.cue.startswith("分别") and opens.mention.lead == "、" and len(named.strip()) > 1


def _made_by_another(found: Sequence[Item], whole: Item, children: Sequence[Item]) -> bool:
    """向79家发放79份，收回76份。其中满意58家、…: another count of the sentence before is what the parts come to."""
    if whole.mention.sentence == children[0].mention.sentence or whole.dimension == "元" or not all(c.plain for c in children):
        return False
    made = sum(c.mention.quantity.value or 0 for c in children)
    return made != whole.mention.quantity.value and any(
        x.mention.sentence == whole.mention.sentence and x.mention.at > whole.mention.at and x.dimension not in (whole.dimension, "元", "1", "")
        and x.plain and x.mention.quantity.value == made
        for x in found
    )


def _every_year(found: Sequence[Item], whole: Item, children: Sequence[Item]) -> bool:
    """三年共2400户，其中2024年820户、2025年800户、2026年730户: as many years as the total is of."""
    years = {m[0] for c in children if (m := _YEAR.search(c.mention.before)) is not None}
    return len(years) == len(children) > 1 and any(
        x.mention.quantity.unit == "年" and x.mention.quantity.value == len(years)
        for x in found if x.mention.sentence == whole.mention.sentence and x.mention.at < children[0].mention.at
    )


def _of_something_else(item: Item, whole: Item) -> bool:
    """共450户，满意户数分别为…: what is told in turn has a name of its own, or its total stands apart."""
    if whole.mention.sentence != item.mention.sentence or whole.mention.segment != item.mention.segment:
        return True
    between = item.mention.context + item.mention.before
    if any(w in between and w not in whole.mention.before for w in cue_words("other-amounts")):
        return True  # 到位895万元，缺口全部集中在甲县和乙县，分别为210万元和175万元
    named = _ONE_NAME.match(item.mention.before)
    return named is not None and named["name"][-_TAIL:] not in whole.mention.before + whole.label


def _is_open(found: Sequence[Item], first: int, parent: Item, children: Sequence[Item]) -> bool:
    """True when the words of a list say that it names some of the parts only, or parts that do not add up as printed."""
    item = found[first]
    lead_in = _INSIDE_NAME.sub("", item.mention.context[-8:] + item.mention.before)
    if cues().open.search(_INSIDE_NAME.sub("", item.mention.before)) or any(w in lead_in for w in cue_words("open-lead")):
        return True
    if any(c.open or (c.mention.lead == "、" and c.mention.before.rstrip().endswith("各")) or _EACH_OF.search(c.mention.before) for c in children):
        return True
    counted = first and found[first - 1].mention.at == item.mention.at - 1 and found[first - 1].mention.before.endswith("前")
    if counted or _FIRST_OF.search(item.mention.context[-8:] + item.mention.before):
        return True  # 三年累计24316人，前两年分别是7731人、8123人
    beside = [x for x in found[first:] if x.mention.sentence == item.mention.sentence and x.mention.depth > item.mention.depth]
    if any(w in _told_of(c) for c in (*children, *beside) for w in cue_words("adjusting")):
        return True  # 地表水112.68亿立方米、地下水28.95亿立方米（与地表水重复计算量28.95亿立方米）
    if any(w in item.mention.context + item.mention.before for w in cue_words("foremost")) and item.cue != "其中":
        return True  # 用量较多的为甲、乙，分别为286万、155万: the first of many
    if any(
        not x.plain and x.dimension == item.dimension and x.mention.segment == item.mention.segment for x in found[first:]
    ):
        return True  # 其中抗诉600余件，再审建议1600余件: a part that is no single figure
    if parent.label.startswith("未") and f"{parent.label[1:]}资金中" in item.mention.before:
        return True  # 未到位50万元。按来源分，到位资金中省级900万元、自筹400万元
    if _direction(parent) and all(any(any(w in c.mention.before for w in flows()[way]) for c in children) for way in ("in", "out")):
        return True  # 比上年减少8人，其中退休12人、调出5人、新招录9人
    return len({_direction(x) for x in (parent, *children)} - {""}) > 1


def _told_of(item: Item) -> str:
    """The words before an amount, the bracket right before it among them, and what it counts."""
    bracket = item.mention.context.rpartition("（")[2] if item.mention.lead in ("）", ")") else ""
    return bracket + item.mention.before + item.counted


def _direction(item: Item) -> str:
    """总量增加78亿，其中生活减少4亿、农业增加137亿: changes up and down do not add up as they are printed."""
    c = cues()
    return "down" if c.down.search(item.mention.before) else "up" if c.up.search(item.mention.before) else ""


def _never_adds(parent: Item) -> bool:
    """平均期限14.8年, 均价: no sum of its parts; 人均收入 is the sum of 人均 wages and the rest."""
    heads = cue_words("average-sum")
    return parent.average and not any(w in parent.mention.before for w in heads)


def _beside(found: Sequence[Item], opened: Sequence[Group]) -> list[Group]:
    """The same list in a second unit: 1256户3568人，其中甲635户1876人，乙512户1432人; a mark between them leaves it open."""
    follows = {a.mention.at: b for a, b in pairwise(found) if b.mention.at == a.mention.at + 1}
    precedes = {b.mention.at: a for a, b in pairwise(found) if b.mention.at == a.mention.at + 1}
    out = []
    for g in opened:
        second = [follows.get(x.mention.at) for x in g.children]
        if len(second) < 2 or any(x is None or x in g.children or (x.attributes != [] and x.dimension == "1") for x in second):
            continue
        children = [x for x in second if x is not None]
        dimension = children[0].dimension
        if len({x.dimension for x in children}) > 1 or dimension in (g.parent.dimension, "1", "") or not all(x.plain for x in children):
            continue
        for parent in (follows.get(g.parent.mention.at), precedes.get(g.parent.mention.at)):
            if parent is not None and parent.dimension == dimension and parent not in children and not parent.average:
                glued = not any(x.mention.lead for x in (parent, *children))
                out.append(replace(g, parent=parent, children=tuple(children), certain=g.certain and glued))
                break
    return out
