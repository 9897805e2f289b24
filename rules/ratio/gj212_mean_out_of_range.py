"""GJ212 mean-out-of-range 平均数不在各数之间."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, Term, at_most, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.grids import grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Group, Item
from gouji.extract.numbers.numerals import read_integer
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit
from gouji.rules.ratio.changes import base_of_comparison

_MEAN = re.compile(r"(?:平均|均值)[^，。；、：\d]{0,10}$")
_JOINED = re.compile(r"\s*(?:、|和|及|与|以及|，)\s*")
_TURN = re.compile(r"(?:分别|依次)(?:为|是|达到?)?[^，。；：、]{0,6}$")
_MOST_WORD = re.compile(r"最(?P<way>[高多大长低少小短])[一-鿿]{0,4}$")
_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:个|家|所|座)?[馆站县校院乡镇村市区局所厂队园库站点处项]平均(?P<what>[一-鿿]{2,4})$")
_MEAN_OF = {
    "zh": "平均数写为{stated}，所列各数的平均为{computed}", "en": "the mean is stated as {stated}; the figures listed give {computed}",
}
_MEAN_RATE = re.compile(r"平均(?:值)?(?:[为是]|达到?|仅为?|只有)?$")
_EDGE_RATE = re.compile(r"[，,；;、]?(?:其中)?最(?P<way>[高低])的?(?:[为是]?[^，。；、率比占\d]{0,12}?)(?:[为是]|达到?|仅为?|只有)?")
_MEAN_POINTS = re.compile(r"(?:平均(?:得分|分)|均分)(?:[为是]|达到?)?$")
_POINTS_BELOW = re.compile(r"(?:得分|评分)[^，。；]{0,8}(?:如下|见下表)")
_POINTS_HEAD = re.compile(r"(?:得分|评分)(?:[（(]分[）)])?$")
_FEWEST = 2


@rule(
    "GJ212", "mean-out-of-range", severity="error",
    zh="平均数{stated}不在它所平均的各数之间：{sum}", en="the mean {stated} does not lie between the figures it is of: {sum}",
    title_zh="平均数不在各数之间", title_en="A mean outside the range of its figures",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: “三个站点合格率分别为95%、97%、99%，平均93%”——不论怎样加权，平均数不小于最小的数，不大于最大的数；各数一样重时等于它们的算术平均；
    “三馆平均”“3个月平均：4月…、7月…、10月…”等于所列各数的平均。

    为什么重要: 平均数常被用作结论，落在各数之外必有一个写错。
    何时不算错: 所列的只是其中几个；平均的是另一个量。
    """
    for passage in facts.passages:
        for number in passage.numbers:
            listed = _listed(passage, number)
            if listed:
                yield from _relations(number, listed)
        for group in passage.groups:
            yield from _growth_of_whole(passage, group)
        yield from _beyond_the_most(passage)
        yield from _of_so_many(passage)
        yield from _before_list(passage)
        yield from _beyond_rate(passage)
    yield from _of_column(facts)


def _of_so_many(passage: Passage) -> Iterator[Constraint]:
    """图书馆开放298天；文化馆开放281天，美术馆开放274天，三馆平均开放284.3天: the mean of the three told before it in its sentence."""
    for i, item in enumerate(passage.items):
        told = _SO_MANY.search(item.mention.context + item.mention.before)
        count = read_integer(told["n"]) if told is not None and not told["n"].isdigit() else int(told["n"]) if told is not None else 0
        if told is None or not count or not item.plain or item.mention.quantity.soft:
            continue
        alike = [
            x for x in passage.items[:i]
            if x.mention.sentence == item.mention.sentence and x.dimension == item.dimension and x.plain and not x.average and told["what"] in x.mention.before
        ]
        if len(alike) == count >= _FEWEST and len(told["what"]) > 1:
            numbers = [passage.number(x.mention) for x in alike]
            yield replace(_mean(passage.number(item.mention), numbers), severity="warning")


def _before_list(passage: Passage) -> Iterator[Constraint]:
    """抽查3个月平均15.4小时：4月15.1小时、7月14.4小时、10月15.7小时: as many behind the colon as it says it is the mean of."""
    for i, item in enumerate(passage.items):
        if "平均" not in item.mention.before or not item.plain or item.mention.quantity.soft:
            continue
        run: list[Item] = []
        for x in passage.items[i + 1 :]:
            leads = ("、", "，") if run else ("：", ":")
            if x.mention.sentence != item.mention.sentence or x.mention.quantity.unit != item.mention.quantity.unit or x.mention.lead not in leads:
                break
            run.append(x)
        before = next((x for x in passage.items[:i] if x.mention.at == item.mention.at - 1), None)
        if before is not None and len(run) == before.mention.quantity.value and len(run) > _FEWEST - 1:
            yield replace(_mean(passage.number(item.mention), [passage.number(x.mention) for x in run]), severity="warning")


def _beyond_the_most(passage: Passage) -> Iterator[Constraint]:
    """例均16822元，最高单例15000元: no mean lies above the most, none below the least, told right beside it."""
    for a, b in pairwise(passage.items):
        mean, edge = (a, b) if a.average else (b, a)
        most = _MOST_WORD.search(edge.mention.before.strip("，、；（( "))
        one = mean.average and not edge.average and mean.dimension.partition("/")[0] == edge.dimension and mean.plain and edge.plain
        beside = abs(a.mention.at - b.mention.at) == 1 and a.mention.segment == b.mention.segment and not edge.prior
        if most is None or not one or not beside or edge.dimension in ("1", ""):
            continue
        numbers = in_unit(passage.number(mean.mention), (mean.mention.quantity.unit or "").partition("/")[0]), passage.number(edge.mention)
        yield replace(at_most(*(numbers if most["way"] in "高多大长" else numbers[::-1]), cue="平均与最高"), severity="warning")


def _beyond_rate(passage: Passage) -> Iterator[Constraint]:
    """28个部门执行率平均77.2%，最低的甲局仅31.5%，最高的乙中心68.9%: the same of rates, each in a clause of its own."""
    told = [n for n in passage.numbers if n.is_quantity and n.dimension() == "1" and n.point is not None and not n.quantity.soft]
    for i, mean in enumerate(told):
        if _MEAN_RATE.search(passage.text[: mean.quantity.start]) is None:
            continue
        right = mean.quantity.end
        for edge in told[i + 1 :]:
            most = _EDGE_RATE.fullmatch(passage.text[right : edge.quantity.start])
            if most is None:
                break
            right = edge.quantity.end
            numbers = (mean, edge) if most["way"] == "高" else (edge, mean)
            yield replace(at_most(*numbers, cue="平均与最高"), severity="warning")


def _of_column(facts: FactSet) -> Iterator[Constraint]:
    """项目平均得分94.25分，各项目得分如下: the points of the table right behind, each row counted once."""
    tables = {g.form.block: g for g in grids(facts)}
    for passage in facts.passages:
        grid = next((g for n in (1, 2) if (g := tables.get(passage.block + n)) is not None), None)
        told = [n for n in passage.numbers if n.is_quantity and n.dimension() == "分" and _MEAN_POINTS.search(passage.text[: n.quantity.start])]
        if passage.cell is not None or grid is None or len(told) != 1 or not _POINTS_BELOW.search(passage.text[told[0].quantity.end :]):
            continue
        columns = [i for i, name in grid.heads.items() if _POINTS_HEAD.search(name)]
        rows = [r.numbers.get(columns[0]) for r in grid.rows if not r.total] if len(columns) == 1 else []
        listed = [n for n in rows if n is not None and n.point is not None]
        if len(listed) == len(rows) > _FEWEST:
            yield replace(_mean(told[0], [in_unit(n, "分") for n in listed]), severity="warning")


def _growth_of_whole(passage: Passage, group: Group) -> Iterator[Constraint]:
    """总额下降5.2%，其中出口下降2.4%，进口增长13.4%: where the parts make the whole, its growth lies between theirs."""
    items = (group.parent, *group.children)
    grown = [[a for a in x.of("growth") if a.mention.at == x.mention.at + 1 and not (a.subject or a.adjusted)] for x in items]
    if len(items) < _FEWEST + 1 or any(len(g) != 1 for g in grown) or not all(x.plain and not x.prior for x in items):
        return
    if not held(sums_to(passage.number(group.parent.mention), [passage.number(c.mention) for c in group.children])):
        return
    named = {base_of_comparison(g[0].compare) for g in grown if g[0].compare}
    numbers = [passage.number(g[0].mention) for g in grown]
    if len(named) > 1 or any(n.point is None or n.quantity.soft or n.dimension() != "1" for n in numbers):
        return
    signs = [Fraction(-1 if g[0].falls else 1) for g in grown]
    rates = [(s * (n.point or Fraction(0)), n, s) for n, s in zip(numbers, signs, strict=True)]
    whole, *parts = rates
    low, high = min(parts, key=lambda r: r[0]), max(parts, key=lambda r: r[0])
    told, ends = _signed(whole), (_signed(low), _signed(high))
    message = {
        "zh": f"总量增减幅{told}，不在各部分的增减幅（{ends[0]}至{ends[1]}）之间",
        "en": f"the whole grew by {told}, which does not lie between the rates of its parts ({ends[0]} to {ends[1]})",
    }
    for less, more in ((whole, high), (low, whole)):
        yield Constraint(
            "bound", (Term(less[1], less[2]), Term(more[1], -more[2])), comparison="<=", result=whole[1], cue="增幅",
            message=message,
        )


def _signed(rate: tuple[Fraction, Number, Fraction]) -> str:
    return ("-" if rate[2] < 0 else "") + rate[1].raw


def _listed(passage: Passage, number: Number) -> Sequence[Number]:
    """The figures told in turn right before a mean, in its unit."""
    text = passage.text
    if not number.is_quantity or number.quantity.value is None or number.quantity.soft or not _MEAN.search(text[: number.quantity.start]):
        return ()
    before = [n for n in passage.numbers if n.is_quantity and n.quantity.start < number.quantity.start]
    opening = text[: number.quantity.start].rfind("平均")
    opening = opening if opening >= 0 else text[: number.quantity.start].rfind("均值")
    out: list[Number] = []
    right = opening
    for n in reversed(before):
        joint = text[n.quantity.end : right].strip()
        near = joint in ("，", ",", "；", "") if not out else _JOINED.fullmatch(text[n.quantity.end : right]) is not None
        if n.unit != number.unit or n.point is None or not near:
            break
        out.insert(0, n)
        right = n.quantity.start
    told = len(out) >= _FEWEST and _TURN.search(text[: out[0].quantity.start]) is not None
    return out if told else ()


def _relations(number: Number, listed: Sequence[Number]) -> Iterator[Constraint]:
    """Not beyond either end; the arithmetic mean where it is just that."""
    mean = _mean(number, listed)
    if held(mean):
        yield mean
        return
    ends = sorted(listed, key=lambda n: n.point or Fraction(0))
    yield replace(at_most(number, ends[-1], cue="平均"), result=number)
    yield replace(at_most(ends[0], number, cue="平均"), result=number)


def _mean(number: Number, listed: Sequence[Number]) -> Constraint:
    """Each of them weighs the same."""
    shown = "+".join(f"{{{n.id}}}" for n in listed)
    terms = (Term(number, Fraction(len(listed))), *(Term(n, Fraction(-1)) for n in listed))
    return Constraint("sum", terms, result=number, cue="平均", template=f"({shown})÷{len(listed)}={{{number.id}}}", message=_MEAN_OF)
