"""Means and prices that the words say are worked out: 人均, 平均班额, 均价, 单价 beside its amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.model import FactSet
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.figures import (
    MARKS,
    REACH,
    Figure,
    Pair,
    WorkedOut,
    lists,
    starting,
)
from gouji.extract.facts.prose.products import gained
from gouji.extract.numbers.units import without_powers

_PAIR = 2
"""A mean is of one amount and one count."""
_SUMMED = ("计", "合计", "共计", "共", "金额", "总价")
_BY_TIME = re.compile(r"均(?:每)?[月日天周]|[月日]均")
"""人均月补助: a mean of two counts."""


def mean(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """24个班1128人，平均班额47人; 购置93.60万元（购置8辆，均价11.70万元）; 人均结案308.0件（法官41人）."""
    own = figures[i]
    told = starting("means").search(own.mention.before)
    if told is None or own.number.point is None or own.number.quantity.soft or own.dimension in ("1", "", "分") or _BY_TIME.search(own.mention.before):
        return
    if own.mention.after.lstrip("的").startswith("标准") or own.mention.before.rstrip("为是约达 ").endswith("标准"):
        return  # 人均3300元标准惠及3512人, 省定生均标准1.2万元: what is paid by, and no mean
    whole, _, per = own.dimension.partition("/")
    near = [f for f in figures if f is not own and f.amount and abs(f.mention.sentence - own.mention.sentence) <= 1]
    if not _of_then(own):
        near = [f for f in near if not _of_then(f)] or near  # 接待游客186.42万人次，较上年的150.83万人次增长23.6%
    amounts = [
        f for f in near if f.dimension == whole and f.mention.at < own.mention.at
        and not (cues().up.search(f.mention.before) or cues().down.search(f.mention.before) or any(w in f.mention.before for w in ("调减", "调增")))
    ]
    amounts += [  # 单产412公斤/亩，总产10.22万吨
        f for f in near if f.dimension == whole and f.mention.at == own.mention.at + 1 and any(w in f.mention.before for w in lists()["crops"])
    ]
    word = told[0] + own.mention.before[told.end() : told.end() + 2] if told[0].endswith("每") else told[0]  # 平均每处, 平均每公里
    heads = heads_of(own.mention.quantity.unit.partition("/")[2] if per and own.mention.quantity.unit else word)
    counts = [
        f for f in near
        if f.dimension not in (whole, "元") and (not heads or without_powers(f.number.quantity.unit) in heads or _of_noun(f, told[0]))
        and (f.mention.at < own.mention.at or (f.mention.at == own.mention.at + 1 and f.mention.depth > own.mention.depth))
    ]
    behind = [f for f in near if f.dimension == whole and f.mention.at == own.mention.at + 1 and f.mention.before.strip(MARKS) in _SUMMED]
    if behind and counts:  # 更新健身路径62套（每套均价1.85万元，计114.7万元）
        yield WorkedOut(own.number, "mean", ((behind[0].number, (counts[-1].number,)),), told[0], likely=counts[-1].mention.at == own.mention.at - 1)
        return
    pairs: list[Pair] = [(a.number, (c.number,)) for a in reversed(amounts) for c in reversed(counts)]
    if not pairs:
        return
    beside = [f for f in counts if f.mention.depth <= own.mention.depth or f.mention.at > own.mention.at]
    here = [f for f in (*amounts, *beside) if f.mention.sentence == own.mention.sentence and f.mention.segment == own.mention.segment]
    main = [f for f in here if not f.child]
    here = main if len({f.number.id for f in here}) > _PAIR == len({f.number.id for f in main}) else here  # 3306笔、13.92亿元，其中首套2784笔
    alone = len({f.number.id for f in here}) == _PAIR and here[0] in amounts and here[1] in beside
    only = [[f for f in side if not f.child] for side in (amounts, beside)]
    lead = own.mention.before.strip(MARKS).partition(told[0])[0]
    named = not lead or any(lead in f.label for f in only[1])  # 游客人均消费 of 接待游客
    by_unit = not alone and bool(heads) and len(only[0]) == len(only[1]) == 1 and named
    # 粮食播种61.4万亩。总产量21.49万吨，亩产350公斤: the only two that it can be of; 投入262.5万元；资助190户，户均7500元 is of another
    if by_unit and only[1][0].item is not None and only[1][0].item.of("share"):
        by_unit = False  # 节水灌溉9640亩，占总面积44.8%；…亩均增产80公斤: of more than this part
    if by_unit and not (only[1][0].mention.segment == own.mention.segment != only[0][0].mention.segment):
        here, alone = [only[0][0], only[1][0]], True
    earlier = [f for f in figures[:i] if f.amount and without_powers(f.number.quantity.unit) in heads]
    by_name = _cases_closed(figures, i, told, amounts, counts) if not alone else None
    by_name = None if alone else by_name or _named_pair(own, told, amounts, earlier)
    if alone or by_name is not None:
        first = by_name or (here[0].number, (here[1].number,))
        pairs = [first, *(p for p in pairs if p != first)]
    if _one_of_several(figures, own) or any(gained(own.label, f.label + f.mention.before) for f in amounts):
        alone, by_name = False, None  # 贷款1.26亿元，…平均每户2.6万元、每个主体12万元: of both together
    by_price = alone and here[0].dimension == "元" and here[1].mention.at == own.mention.at - 1
    yield WorkedOut(own.number, "mean", tuple(pairs), told[0], likely=by_name is not None or (alone and (bool(heads) or by_price)))


def _one_of_several(figures: Sequence[Figure], own: Figure) -> bool:
    """Another mean of the same money right behind or before it, of other heads."""
    return "每" in own.mention.before and any(
        abs(f.mention.at - own.mention.at) == 1 and f.item is not None and f.item.average and "每" in f.mention.before and f.mention.sentence == own.mention.sentence
        and f.dimension.partition("/")[0] == own.dimension.partition("/")[0]
        for f in figures
    )


def _of_then(figure: Figure) -> bool:
    """Of the year before."""
    return (figure.item is not None and figure.item.prior) or any(w in figure.mention.before for w in cue_words("earlier"))


def _of_noun(figure: Figure, word: str) -> bool:
    """57个村 for 村均: counted with a plain 个, the noun behind it."""
    counted = figure.item.counted if figure.item is not None else ""
    return figure.number.quantity.unit == "个" and bool(counted) and counted[-1:] == word[:1] and word.endswith("均")


def mean_by_name(facts: FactSet, index: int, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """营业总收入486.30亿元 …; 从业人员2.84万人，人均营业收入171.2万元: what is shared out is told by name shortly before."""
    own = figures[i]
    told = starting("means").match(own.mention.before.strip(MARKS))
    whole = own.dimension.partition("/")[0]
    count = figures[i - 1] if i else None
    noun = own.mention.before.strip(MARKS)[told.end() :] if told is not None else ""
    if count is None or told is None or len(noun) < len("收入") or whole != "元" or own.number.point is None or not count.amount or _BY_TIME.search(own.mention.before):
        return
    heads = heads_of(told[0])
    beside = count.mention.at == own.mention.at - 1 and without_powers(count.number.quantity.unit) in heads
    if count.mention.depth > own.mention.depth:
        return  # 在职93人，净减2人（…、新招录2人）。人均公用经费2.14万元
    back = REACH if len(noun) > len("收入") else 0  # 收入 alone is told of many things
    named = [
        p.number(x.mention) for p in facts.passages[max(0, index - back) : index + 1] for x in p.items
        if x.plain and not (x.prior or x.average) and x.dimension == whole and x.label.replace("总", "").endswith(noun)
    ]
    if beside and len({n.point for n in named}) == 1:
        yield WorkedOut(own.number, "mean", ((named[0], (count.number,)),), told[0], likely=True)


def priced(facts: FactSet, index: int, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """人工种草8万亩 …; 人工种草220元/亩1760万元: a price and its amount side by side, of what bears that name shortly before."""
    own = figures[i]
    unit = own.mention.quantity.unit or ""
    after = figures[i + 1] if i + 1 < len(figures) else None
    glued = after is not None and after.mention.at == own.mention.at + 1 and after.amount and after.mention.before.strip(MARKS + "计合需补助") == ""
    if after is None or not glued or not unit.startswith("元/") or len(own.label) < 2 or after.dimension != "元":
        return
    yield from _counted_by_name(facts, index, own, after, own.label)


def price_behind(facts: FactSet, index: int, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """人工造林4.60万亩 …; 人工造林补助2300万元（500元/亩）: the price in a bracket of its own right behind the amount."""
    own = figures[i]
    before = figures[i - 1] if i else None
    beside = before is not None and before.mention.at == own.mention.at - 1 and before.mention.depth == own.mention.depth - 1 and before.amount
    alone = own.mention.lead in ("（", "(") and not own.mention.before.strip()
    if before is not None and beside and alone and (own.mention.quantity.unit or "").startswith("元/") and before.dimension == "元":
        yield from _counted_by_name(facts, index, own, before, before.label.removesuffix("资金").removesuffix("补助").removesuffix("投资"))


def _counted_by_name(facts: FactSet, index: int, own: Figure, amount: Figure, name: str) -> Iterator[WorkedOut]:
    """The amount over what bears the name, in the unit that the price is per."""
    per = heads_of((own.mention.quantity.unit or "").partition("/")[2])
    counts = [
        n for p in facts.passages[max(0, index - REACH) : index + 1] for x in p.items
        if x.plain and len(name) > 1 and x.label == name and without_powers(x.mention.quantity.unit) in per and (n := p.number(x.mention)).point is not None
    ]
    if len({n.point for n in counts}) == 1 and own.number.point is not None:
        yield WorkedOut(own.number, "mean", ((amount.number, (counts[-1],)),), "单价×数量", likely=True)


def _cases_closed(
    figures: Sequence[Figure], i: int, told: re.Match[str], amounts: Sequence[Figure], counts: Sequence[Figure]
) -> Pair | None:
    """审执结12628件，未结1195件…。法官人均结案308.0件（入额法官41人）: what was done is told by another word of the same sense."""
    own = figures[i]
    noun = own.mention.before[told.end() :].strip(MARKS)
    kin = next((f.split("|") for f in lists()["one-sense"] if noun and noun in f.split("|")), [])
    named = [a for a in amounts if a.label.endswith(tuple(kin))] if kin else []
    beside = [c for c in counts if abs(c.mention.at - own.mention.at) == 1]
    return (named[0].number, (beside[0].number,)) if len(named) == len(beside) == 1 else None


def _named_pair(
    own: Figure, told: re.Match[str], amounts: Sequence[Figure], counts: Sequence[Figure]
) -> Pair | None:
    """接待游客412.36万人次，…。实现旅游收入61.24亿元，游客人均花费1485元: the only amount of its sentence, over all that the mean is of."""
    subject = own.mention.before[: told.start()].strip(MARKS)[-2:]
    here = [f for f in amounts if f.mention.sentence == own.mention.sentence and not f.child]
    whole = [c for c in counts if len(subject) == 2 and subject in c.label and not c.child]
    if len(here) != 1 or not whole or here[0].mention.segment != own.mention.segment:
        return None
    most = max(whole, key=lambda c: c.number.point or 0)
    return here[0].number, (most.number,)


def heads_of(word: str) -> tuple[str, ...]:
    """The units that count what a mean is per: 人均 of 人, 名, 位."""
    for family in lists()["heads"]:
        units = tuple(family.split("|"))
        if any(u in word for u in units):
            return units
    return ()
