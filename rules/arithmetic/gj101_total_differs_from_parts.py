"""GJ101 total-differs-from-parts 合计与分项之和不符."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, held, only_slipped, open_question, results_of, slipped
from gouji.audit.constraint import Constraint, sums_to
from gouji.audit.finding import Severity
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.goals import shares
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Group, Item, orphans
from gouji.extract.facts.prose.again import listed_again
from gouji.extract.facts.prose.columns import columns, segments
from gouji.extract.facts.prose.cues import cue_words
from gouji.extract.facts.prose.enumerated import enumerations, listed_below, nested_runs, runs
from gouji.extract.facts.prose.lists import natural_cut, readings
from gouji.extract.facts.prose.mixed import TWO_UNITS, mixed
from gouji.extract.facts.prose.splits import is_split, usual_split
from gouji.extract.facts.prose.within import within
from gouji.rules.arithmetic.all_but import all_but
from gouji.rules.arithmetic.in_cells import within_cells
from gouji.rules.arithmetic.in_step import counted_list, glued_pairs, in_step, involved
from gouji.rules.arithmetic.overlaps import overlaps
from gouji.rules.arithmetic.owners import (
    counts_other_things,
    fills_bracket,
    in_pairs,
    of_another,
    of_another_amount,
    so_far,
    told_in_full,
    told_in_pairs,
    with_its_own_sum,
    with_more_before,
    with_more_behind,
)
from gouji.rules.arithmetic.parts_told import (
    beyond_all,
    named_alike,
    net_of,
    overlap_by_shares,
    partial_shares,
    said_of_all,
    shares_make_hundred,
    split_behind,
    with_less,
    without_inner,
)
from gouji.rules.arithmetic.reach import (
    exceeds,
    most_of,
    nearly_all,
    slip_repairs,
    some_make_up,
)
from gouji.rules.arithmetic.sums_anywhere import rows_anywhere
from gouji.rules.arithmetic.surveyed import surveyed
from gouji.rules.arithmetic.table_sums import in_table
from gouji.rules.beside_tables import sum_rows, told_above

_BOTH = re.compile(r"\d\s*[一-鿿]{1,3}(?:同时|既|重复|交叉)")
"""Behind a list: 其中2份同时缺少两项材料."""
_CENT, _MONEY = Decimal("0.01"), 1000
_TIMES = ("×", "*", "x", "X")


@rule(
    "GJ101", "total-differs-from-parts", severity="error",
    zh="{label}写为{stated}，各分项相加为{computed}，相差{difference}",
    en="{label} is stated as {stated}, but its parts add to {computed}: a difference of {difference}",
    title_zh="合计与分项之和不符", title_en="A total differs from the sum of its parts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: 合计、小计、总计等于其各分项之和；句中“共X，其中A、B、C”“分别为”“合计”同理；问卷各档满意程度与有效问卷数。

    为什么重要: 分项加不出合计，是送审材料中最常见的差错，读者据合计决策，据分项拨款，二者必有一错。
    何时不算错: 开放列举（等、主要包括）；“其中”未列全而和小于总数；末位四舍五入的尾差；
    交叉口径（城镇、农村之外另列少数民族）；表格未完、空格未填。
    """
    settled: set[str] = set()
    for told in _told(facts):
        yield told
        settled |= results_of(told)
    rows = sum_rows(facts)
    for passage in facts.passages:
        yield from rows_anywhere(passage, settled, told_above(rows, passage.block))


def _told(facts: FactSet) -> Iterator[Constraint | Question]:
    for form in facts.forms:
        for total in form.totals:
            yield from in_table(facts, form, total)
    for index, passage in enumerate(facts.passages):
        lists: dict[tuple[int, ...], list[Group]] = {}
        for group in passage.groups:
            own = without_inner(passage, group)
            lists.setdefault(tuple(c.mention.at for c in own.children), []).append(own)
        netted = list(overlaps(passage))  # 23处未入账；14处闲置，2处既未入账又闲置，合计35处
        yield from netted
        settled = {n.id for c in netted if isinstance(c, Constraint) for n in (c.numbers[0], c.numbers[-1])}
        for candidates in lists.values():
            if settled and any(passage.number(x.mention).id in settled for g in candidates for x in (g.parent, *g.children)):
                continue
            series = told_in_pairs(candidates[0])
            yield from in_pairs(passage, candidates[0], series) if series else _in_prose(facts, passage, candidates)
        yield from _from_before(facts, index, passage, lists)
        yield from in_step(passage)
        yield from counted_list(passage)
        yield from involved(passage)
        yield from glued_pairs(passage)
        yield from all_but(passage)
        for group in mixed(passage):
            summed = sums_to(passage.number(group.parent.mention), [passage.number(c.mention) for c in group.children], cue=group.cue)
            yield from [summed] if held(summed) else open_question([summed], likely=True) if group.closed else slipped(summed)
    yield from _in_paragraphs(facts)
    yield from _in_columns(facts)
    yield from _listed_again(facts)
    yield from within_cells(facts)
    yield from surveyed(facts)


def _in_paragraphs(facts: FactSet) -> Iterator[Constraint | Question]:
    """Parts that stand one to a paragraph: confirmed where they add up, a slip where something announces them."""
    for listed in enumerations(facts.passages):
        offered = [sums_to(w, [e.amount for e in listed.entries], cue="其中") for w in listed.wholes]
        yield from _fitting(offered)
    for listed in (*nested_runs(facts.passages), *listed_below(facts.passages)):
        yield from _fitting([sums_to(w, [e.amount for e in listed.entries], cue="其中") for w in listed.wholes])
    for named in within(facts.passages):
        yield from _fitting([sums_to(named.whole, named.parts, cue=named.cue)])
    for listed in runs(facts.passages):
        sums = (sums_to(w, [e.amount for e in listed.entries], cue="一是、二是") for w in listed.wholes)
        yield from islice((c for c in sums if held(c)), 1)


def _in_columns(facts: FactSet) -> Iterator[Constraint | Question]:
    """A table told in words: where one column adds up the list is whole, and the others must too."""
    for found in columns(facts.passages):
        sums = [sums_to(c.whole, c.parts, cue="各项") for c in found]
        whole = any(held(c) for c in sums)
        for c in sums:
            yield from ([c] if held(c) else open_question([c], likely=True) if whole else only_slipped([c], telling=True))
    for passage in facts.passages:
        for exact, others in segments(passage):
            yield sums_to(exact.whole, exact.parts, cue="各项")
            for split in others:
                yield from open_question([sums_to(split.whole, split.parts, cue="各项")], likely=True)


def _listed_again(facts: FactSet) -> Iterator[Constraint | Question]:
    """Parts stated once more without their total: confirmed only, the second time one may be left out."""
    for again in listed_again(facts):
        fits = (c for t in again.totals if held(c := sums_to(t, again.parts, cue="同样的分项")))
        found = next(fits, None)
        if found is not None:
            yield found
        elif again.alike:
            yield from slipped(sums_to(again.totals[0], again.parts, cue="同样的分项"))


def _from_before(
    facts: FactSet, index: int, passage: Passage, lists: dict[tuple[int, ...], list[Group]]
) -> Iterator[Constraint | Question]:
    """A list that opens a paragraph and whose total stands in one before it: confirmed, or a slip; never an error."""
    listed = orphans(passage.items)
    for children in listed:
        parts = [passage.number(c.mention) for c in children]
        known = lists.get(tuple(c.mention.at for c in children), [])
        if any(held(sums_to(passage.number(g.parent.mention), parts)) for g in known) or _inside(passage, children):
            continue
        wholes = [
            earlier.number(item.mention)
            for earlier in reversed(facts.passages[max(0, index - 3) : index + 1])
            for item in reversed(earlier.items)
            if item.dimension == children[0].dimension and item.plain
            and (earlier is not passage or item.mention.at < children[0].mention.at)
        ]
        longer = [other for other in listed if len(other) > len(children) and {id(c) for c in children} <= {id(c) for c in other}]
        if any(held(sums_to(w, [passage.number(c.mention) for c in other])) for other in longer for w in wholes):
            continue  # 中央、省级、市级、区级: the first three are a known split too
        offered = [sums_to(w, parts, cue=children[0].cue or "分项") for w in wholes]
        if any(held(c) for c in offered):
            yield from _fitting(offered)
        elif beside := [c for c in offered if is_split(children) and _split_otherwise(passage, listed, children, c.result)]:
            yield from open_question(beside[:1], likely=True)
        elif not known:
            named = {n.id for n in parts if n.label}
            yield from _fitting([c for c in offered if not named or _of_one_sort(c, children)])


def _split_otherwise(passage: Passage, listed: Sequence[Sequence[Item]], children: Sequence[Item], whole: Number | None) -> bool:
    """按功能：…；按性质：基本支出…，项目支出…: the other list makes that very total."""
    mine = {c.mention.at for c in children}
    return whole is not None and any(
        not mine & {c.mention.at for c in other} and held(sums_to(whole, [passage.number(c.mention) for c in other])) for other in listed
    )


def _inside(passage: Passage, children: Sequence[Item]) -> bool:
    """省级4215、市级1860、县级2139: all of them are parts of a longer list that adds up."""
    ids = {id(c) for c in children}
    return any(
        len(g.children) > len(children) and ids <= {id(c) for c in g.children}
        and held(sums_to(passage.number(g.parent.mention), [passage.number(c.mention) for c in g.children]))
        for g in passage.groups
    )


def _of_one_sort(offered: Constraint, children: Sequence[Item]) -> bool:
    """退出1106人 is no whole of 保障人数城市1996人、农村9070人: its name has nothing in common with theirs."""
    whole = offered.result.label if offered.result is not None else ""
    return any(w in whole for w in ("总", "共", "合计", "全", "综合")) or any(shares(whole, c.label) for c in children)


def _fitting(offered: list[Constraint]) -> Iterator[Constraint | Question]:
    """The first of several readings that holds, or else the only one that a telling slip explains."""
    fits = first_held(offered)
    points = any(c.result is not None and c.result.dimension() == "分" for c in offered)  # 过程（得20.50分）: 1.到位率（4分）…得3.72分
    yield from () if points and fits is None else only_slipped(offered, telling=True) if fits is None else (fits,)


def _in_prose(facts: FactSet, passage: Passage, candidates: list[Group]) -> Iterator[Constraint | Question]:
    """A list of parts in a sentence: confirmed where it adds up, reported where its words leave no way out.

    ``candidates`` differ in the total only: which one the list belongs to, the words may leave open.
    """
    if any(w in candidates[0].cue for w in cue_words("crossing-splits")):
        return  # 分经济类型看，国有控股企业…，股份制企业…: the same firm stands in several of them
    if candidates[0].parent.dimension in ("1", "百分点") or counts_other_things(candidates[0]):
        return
    if said_of_all(passage, candidates[0]):
        return
    for group in candidates:
        match = _adds_up(passage, group)
        if match is not None:
            constraint, settled = match
            yield constraint
            if settled:
                return
            break
    group = candidates[0]
    behind = re.split("[。；]", passage.text[group.children[-1].mention.quantity.end :])[0]
    between = passage.text[group.parent.mention.quantity.end : group.children[0].mention.quantity.start]
    if any(w in said for said in (between, behind) for w in cue_words("said-to-overlap")) or _BOTH.search(behind):
        return  # 不达标16份中，甲超标11份、乙超标7份，个别水样同时有两项超标
    if named_alike(group) or any(c.mention.before.rstrip().endswith(_TIMES) for c in group.children):
        return  # 不合格9批次；…不合格46批次: of the counts between them; 365人×500元，1208人×625元，合计…: prices
    if (less := with_less(passage, group) or with_its_own_sum(passage, group)) is not None:
        yield less
        return
    if group.cue in ("（", "(") and (signed := net_of(passage, group)) is not None:
        yield signed
        return
    if group.cue in ("合计", "共") and (fits := first_held(
        sums_to(passage.number(group.parent.mention), [passage.number(c.mention) for c in group.children[k:]], cue=group.cue)
        for k in range(1, len(group.children) - 1)
    )) is not None:
        yield fits  # what stands before is the whole of which these are some
        return
    if group.cue == "合计" and (wider := with_more_before(passage, group)) is not None:
        yield wider
        return
    if (longer := with_more_behind(passage, group)) is not None:
        yield longer
        return
    if not group.parent.dimension and not _kept_to_the_cent(group):
        return  # 浓度最低的三市分别为47、55、55: figures without a unit add up by their figures only
    in_full = group.cue.endswith(("分为", "合计")) or group.cue == "共" or group.apiece or fills_bracket(passage, group)
    cut = len(group.children) if in_full else natural_cut(group.children)
    if cut < len(group.children) and group.children[cut - 1].residual and not group.open:
        group = replace(group, children=group.children[:cut], closed=True)  # 甲4.2亿元、乙2.5亿元、其他3.2亿元，已支出8.87亿元
    every = [passage.number(c.mention) for c in group.children]
    if nearly_all(group, passage.number(group.parent.mention), every):
        cut = len(every)
    whole = every[:cut]
    verdict = _severity(facts, passage, group, whole)
    constraint = sums_to(passage.number(group.parent.mention), whole, cue=group.cue, severity=verdict)
    if verdict is not None and (other := of_another_amount(passage, group, whole)) is not None:
        yield other
    elif verdict is not None:
        yield replace(constraint, partial=exceeds(constraint.numbers[-1], whole) and not group.closed)
    elif len(whole) > 1 and not group.open and (group.certain or not any(c.mention.before.lstrip("，、； ").startswith(cue_words("not-there-now")) for c in group.children)):
        offered = [sums_to(passage.number(g.parent.mention), whole, cue=g.cue) for g in candidates]
        said = list(only_slipped(offered))
        if not any(isinstance(c, Constraint) for c in said) and len(candidates) > 1 and len(whole) > 2 and beyond_all(passage, candidates, whole):
            said = list(open_question(offered, likely=True))
        total = constraint.numbers[-1]
        enough = exceeds(total, whole) if group.cue == "各地" else group.cue not in ("其中", "尚余") or most_of(total, whole)
        # 11个小区…。完工8个，在施4个
        beyond = not group.certain and usual_split([c.label for c in group.children]) and exceeds(total, whole) and not any(exceeds(total, [p]) for p in whole)
        if len(candidates) == 1 and (beyond or (enough and told_in_full(group)) or nearly_all(replace(group, children=group.children[:cut]), total, whole)) and not any(isinstance(c, Constraint) for c in said):
            yield from open_question([constraint], likely=True)
        else:
            yield from said


def _kept_to_the_cent(group: Group) -> bool:
    """总收入46,832.50，其中医疗收入42,915.30、…: money, though its unit stands elsewhere."""
    told = [x.mention.quantity for x in (group.parent, *group.children)]
    return all(q.step == _CENT for q in told) and (told[0].value or 0) >= _MONEY


def _adds_up(passage: Passage, group: Group) -> tuple[Constraint, bool] | None:
    """The reading of a list that adds up to its total, and whether it settles the matter."""
    total = passage.number(group.parent.mention)
    for reading in readings(group):
        if len(reading.children) < 2 or (not group.certain and not reading.whole):
            continue
        constraint = sums_to(total, [passage.number(c.mention) for c in reading.children], cue=group.cue)
        if held(constraint):
            return constraint, reading.whole or reading.natural
    return None


def _severity(facts: FactSet, passage: Passage, group: Group, parts: list[Number]) -> Severity | None:
    """How sure it is that the parts must reach the total: ``error``, ``warning`` or nothing at all."""
    if group.open or not group.certain or len(parts) < 2:
        return None
    if group.parent.dimension == "分":  # the points given for every part of the scale; 产出30分 may be what it is worth
        given, taken = (all(w in c.label for c in (group.parent, *group.children)) for w in "得扣")
        over = exceeds(passage.number(group.parent.mention), parts)
        in_a_row = group.cue == "合计" and len({c.mention.segment for c in (group.parent, *group.children)}) == 1
        return "warning" if (group.closed and (given or in_a_row)) or (taken and (group.closed or over)) else None
    total = passage.number(group.parent.mention)
    over = exceeds(total, parts)
    if over and group.cue == "由" and group.children[0].mention.sentence != group.parent.mention.sentence and any(exceeds(total, [p]) for p in parts):
        return None  # 较控制价节约1691.80万元。上述合同由财政支付28216.50万元、居民出资678.46万元: no parts of what stands before
    if over and of_another(group) and not group.closed and any(exceeds(total, [p]) for p in parts):
        return None  # 不合格347批次。其中，市局完成的4068批次: of what, the sentence before does not say
    home = [p for p, c in zip(parts, group.children, strict=False) if c.mention.segment == group.parent.mention.segment]
    if over and not group.closed and 0 < len(home) < len(parts) and not exceeds(total, home):
        return None  # 存栏152万只，其中活鸡130万只；出栏238万只: behind the semicolon another amount stands
    if over and not group.closed and split_behind(passage, group):
        return None  # 其中民生支出251007万元；教育78236万元、社保61420万元、卫生33815万元: these are parts of the first
    valid = [x for x in passage.items if group.parent.mention.at < x.mention.at < group.children[0].mention.at and x.label.startswith(cue_words("valid"))]
    if valid:
        return None  # 拦访1500人，有效样本1440份，其中满意907人: of the valid ones
    if over and group.cue in ("（", "(") and any(exceeds(total, [p]) for p in parts):
        return None  # 有效监测364天（全年366天，2天检修）: what it was before, and what went off
    if over and not group.closed and overlap_by_shares(passage, group):
        return None
    if TWO_UNITS.match(passage.text, group.parent.mention.quantity.end):
        return None  # 存栏8.64万头（只），其中牛1.12万头、羊7.21万只
    if over and len(parts) > 2 and not group.closed and some_make_up(total, parts):
        return None
    prefix_fits = any(
        r.children != group.children and held(sums_to(total, [passage.number(c.mention) for c in r.children]))
        for r in readings(group) if len(r.children) >= 2
    )
    by = group.by  # 按经营地分: which total is split, the words do not say
    if over:
        return "warning" if by or (prefix_fits and not group.closed) else "error"
    if partial_shares(passage, group):
        return None
    if by:
        return "warning" if group.cue.startswith("按") or most_of(total, parts) else None
    if group.closed or shares_make_hundred(passage, group) or _sibling_adds_up(facts, group):
        return "error"
    if slip_repairs(total, parts):
        return "error"
    if not most_of(total, parts):
        return None
    if group.total and not so_far(group) and len(parts) >= 3 and group.parent.dimension == "元":
        return "warning"
    if group.cue == "：" and len(parts) >= 3:
        return "warning"
    return None


def _sibling_adds_up(facts: FactSet, group: Group) -> bool:
    """True when the same list of labels elsewhere in the document adds to its total: then it is meant whole."""
    labels = [c.label for c in group.children]
    for passage in facts.passages:
        for other in passage.groups:
            if other.parent is group.parent or [c.label for c in other.children] != labels:
                continue
            parts = [passage.number(c.mention) for c in other.children]
            if held(sums_to(passage.number(other.parent.mention), parts)):
                return True
    return False
