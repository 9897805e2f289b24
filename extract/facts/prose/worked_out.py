"""Figures that the words say are worked out from two others told shortly before: what is left, a change, a mean, a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.lexicon import alternatives, words
from gouji.extract.rational import Fraction

Pair = tuple[Number, tuple[Number, ...]]
"""What a figure is worked out from: the first, and what is taken off it or divides it."""
Kind = Literal["difference", "ratio", "mean", "growth"]

_MARKS = "，；、。：（( )）为是达到了共 "
_COMPARED = re.compile(r"[，,]?(?:比|较|与)[^，。；]{0,14}$")
"""Between a value and the one it is compared with: 82.7%，较2023年（79.2%）, 2.31天，较上年同期2.41天."""
_THAN = re.compile(r"^(?:比|较)(?P<name>[一-鿿]{2,8}?)(?P<how>节约|节省|减少|增加|超出?|多|少)了?(?:资金|投资|支出)?$")
_BESIDE_AIM = re.compile(r"(?P<how>低|高|超过|超出|超|少|差)于?[一-鿿]{0,10}$")
_OF_THE_AIM = re.compile(r"(?:的?(?:要求|目标|标准|规定|任务|序时进度|进度|水平|平均水平)(?:值|数)?|的)?")
_TIME = re.compile(r"上年|去年|年初|上期|同期|上月|往年|前年|期初|\d")
_REACH = 6
"""So many paragraphs back a named base is looked for."""
_NEAR, _STAGE = 3, 2
_DAY = 86400
_MOST_PARTS = 8
_FORMULA = re.compile(r"\s*[（(](?P<a>[一-鿿]{2,12})\s*[÷/／]\s*(?P<b>[一-鿿]{2,12})[）)]")
_FORMULA_BEFORE = re.compile(r"[（(](?P<a>[一-鿿]{2,12})\s*[÷/／]\s*(?P<b>[一-鿿]{2,12})[）)](?:为|是|达|约)?$")
_LONGEST_FORMULA = 34
_BY_TIME = re.compile(r"均(?:每)?[月日天周]|[月日]均")
"""人均月补助: a mean of two counts."""
_TO_ONE = re.compile(r"\s*[:：∶]\s*1(?![\d.])|[（(][一-鿿]{1,4}[=＝为]1[）)]")
_ONE_TO = re.compile(r"1\s*[:：∶]\s*$")
_RATIO = re.compile(r"(?P<a>[一-鿿])(?P<b>[一-鿿])(?:[一-鿿]{0,6}?)(?:之?比例?|比值)[为是约达]*(?:1\s*[:：∶]\s*)?$")


class WorkedOut(Struct, frozen=True):
    """``result = a - b``, ``result = a / (times·b)`` or growth from ``b`` to ``a`` for one of ``pairs``; of a difference ``b`` may be several.

    ``likely``: the first pair is the only one that the words can mean, so that it is reported where no pair makes it.
    """

    result: Number
    kind: Kind
    pairs: tuple[Pair, ...]
    cue: str
    likely: bool = False
    falls: bool = False
    times: Fraction = Fraction(1)


class _Figure(Struct, frozen=True):
    mention: Mention
    number: Number
    label: str
    item: Item | None
    attribute: Attribute | None
    child: bool

    @property
    def dimension(self) -> str:
        return self.number.dimension()

    @property
    def amount(self) -> bool:
        """A single amount of its own, no mean and no rate of anything."""
        return self.item is not None and self.item.plain and not self.item.average and self.number.point is not None and self.dimension not in ("1", "", "分")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return dict(words("gouji.extract.facts.prose", "worked_out.txt"))


@cache
def _starting(section: str) -> re.Pattern[str]:
    return re.compile(alternatives(_lists()[section]))


def worked_out(facts: FactSet) -> Iterator[WorkedOut]:
    """All figures whose words say that they come of two others, paragraph by paragraph."""
    for index, passage in enumerate(facts.passages):
        figures = _figures(passage)
        for i in range(len(figures)):
            yield from _left(figures, i)
            yield from _changed(passage, figures, i)
            yield from _short_of(figures, i)
            yield from _beds(figures, i)
            yield from _than_named(facts, index, figures, i)
            yield from _mean(figures, i)
            yield from _mean_by_name(facts, index, figures, i)
            yield from _priced(facts, index, figures, i)
            yield from _price_behind(facts, index, figures, i)
            yield from _ratio(facts, index, passage, figures, i)
            yield from _declared(facts, passage, figures[i])


def _figures(passage: Passage) -> list[_Figure]:
    children = {id(c) for g in passage.groups for c in g.children}
    out: dict[int, _Figure] = {}
    for item in passage.items:
        out[item.mention.at] = _Figure(item.mention, passage.number(item.mention), item.label, item, None, id(item) in children)
    for item in passage.items:
        for a in item.attributes:
            if a.mention.at not in out:
                out[a.mention.at] = _Figure(a.mention, passage.number(a.mention), a.label, None, a, False)
    return [out[at] for at in sorted(out)]


def _before(figures: Sequence[_Figure], i: int, sentences: int = 0) -> list[_Figure]:
    """Amounts of the same measure told before, in the sentence (or so many before it)."""
    own = figures[i]
    return [
        f for f in figures[:i]
        if f.amount and f.dimension == own.dimension and 0 <= own.mention.sentence - f.mention.sentence <= sentences
        and f.mention.depth <= own.mention.depth
    ]


def _left(figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """概算总投资2138万元，省补1020.6万元，余下由县财政自筹1117.4万元; 326户，入住322户，剩余4户."""
    own = figures[i]
    told = _starting("left").match(own.mention.before.strip(_MARKS))
    if told is None or not own.amount:
        return
    before = _before(figures, i)[-_MOST_PARTS:]
    pairs: list[Pair] = [(a.number, (b.number,)) for n, a in enumerate(before) for b in before[n + 1 :]]
    pairs += [(a.number, tuple(b.number for b in before[n + 1 :])) for n, a in enumerate(before[:-2])]
    main = [f for f in before if not f.child]
    if not pairs:
        return
    likely = (
        len(main) == 2 and not own.child and own.mention.at - main[1].mention.at <= _NEAR
        and (main[0].number.point or 0) >= (main[1].number.point or 0)
    )
    first = (main[0].number, (main[1].number,)) if likely else pairs[0]
    yield WorkedOut(own.number, "difference", (first, *(p for p in pairs if p != first)), told[0], likely)


def _changed(passage: Passage, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """优良率82.7%，较2023年（79.2%）提高3.5个百分点; 停留2.31天，较上年同期2.41天缩短0.10天."""
    if i < 2:
        return
    now, base, own = figures[i - 2 : i + 1]
    said = own.mention.before.strip(_MARKS).removeprefix("相比").removeprefix("相较")
    up, down = _starting("rises").fullmatch(said), _starting("falls").fullmatch(said)
    beside = len({f.mention.sentence for f in (now, base, own)}) == 1
    if (up is None) == (down is None) or not beside or own.number.point is None:
        return
    grown = own.attribute is not None and own.attribute.kind == "growth" and base.dimension != "1"
    like = own.dimension == base.dimension or (own.dimension, base.dimension) == ("百分点", "1") or grown
    between = passage.text[now.mention.quantity.end : base.mention.quantity.start]
    if cues().up.search(between) or cues().down.search(between):
        return  # 14户，比上年增加5户，增长20%: the figure before is a change itself
    if base.dimension != now.dimension or not like or not _COMPARED.fullmatch(between) or now.mention.depth != own.mention.depth:
        return
    if grown:
        yield WorkedOut(own.number, "growth", ((now.number, (base.number,)),), said, likely=True, falls=up is None)
        return
    if own.dimension == "1":
        return
    high, low = (now, base) if up is not None else (base, now)
    yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), (up or down or [""])[0], likely=True)


def _short_of(figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """支付率46.8%，低于序时50%的要求3.2个百分点: how far the one lies from the other."""
    if i < 2:
        return
    now, base, own = figures[i - 2 : i + 1]
    way = _BESIDE_AIM.match(base.mention.before.strip(_MARKS))
    beside = len({(f.mention.sentence, f.mention.segment) for f in (now, base, own)}) == 1
    like = base.dimension == now.dimension and (own.dimension == base.dimension or (own.dimension, base.dimension) == ("百分点", "1"))
    if way is None or not beside or not like or own.dimension == "1" or not _OF_THE_AIM.fullmatch(own.mention.before.strip(_MARKS)):
        return
    high, low = (now, base) if way["how"] in ("高", "超", "超过", "超出") else (base, now)
    yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), way[0], likely=True)


def _beds(figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """在院老人1587人、核定床位2480张，床位使用率64.0%; 占用总床日数198594天，按开放床位652张，病床使用率83.4%."""
    own = figures[i]
    if own.dimension != "1" or not own.label.endswith(_lists()["bed-rates"]):
        return
    near = [f for f in figures if f.amount and abs(f.mention.sentence - own.mention.sentence) <= 1 and f.mention.at <= own.mention.at + 1]
    beds = [f for f in near if f.dimension == "张" and not f.child]
    days = [f for f in near if f.dimension in ("秒", "床日") and "占用" in f.mention.before]
    heads = [f for f in near if f.dimension == "人" and any(w in f.mention.before for w in _lists()["in-beds"])]
    if len(beds) != 1 or len(days) + len(heads) != 1:
        return
    for times in (365 * _DAY, 366 * _DAY) if days and days[0].dimension == "秒" else (365, 366) if days else (1,):
        yield WorkedOut(
            own.number, "ratio", (((days or heads)[0].number, (beds[0].number,)),), own.label, likely=times % 366 != 0, times=Fraction(times)
        )


def _than_named(facts: FactSet, index: int, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """合同金额2597.52万元，较概算节约248.85万元: against what bears that name in this paragraph or shortly before."""
    own = figures[i]
    told = _THAN.search(own.mention.before.strip(_MARKS))
    now = _before(figures, i)[-1:]
    if told is None or not now or _TIME.search(told["name"]) or own.number.point is None or own.mention.at - now[0].mention.at > _NEAR:
        return
    named = [
        p.number(x.mention) for p in facts.passages[max(0, index - _REACH) : index + 1] for x in p.items
        if x.plain and x.dimension == own.dimension and told["name"] in x.mention.before and p.number(x.mention) is not own.number
        and p.number(x.mention) is not now[0].number
    ]
    if named:
        more = told["how"] in ("增加", "超", "超出", "多")
        pairs = [((now[0].number, (b,)) if more else (b, (now[0].number,))) for b in reversed(named)]
        sure = len({b.point for b in named}) == 1 and now[0].mention.segment == own.mention.segment
        yield WorkedOut(own.number, "difference", tuple(pairs), f"比{told['name']}", likely=sure)


def _mean(figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """24个班1128人，平均班额47人; 购置93.60万元（购置8辆，均价11.70万元）; 人均结案308.0件（法官41人）."""
    own = figures[i]
    told = _starting("means").search(own.mention.before)
    if told is None or own.number.point is None or own.number.quantity.soft or own.dimension in ("1", "", "分") or _BY_TIME.search(own.mention.before):
        return
    whole, _, per = own.dimension.partition("/")
    near = [f for f in figures if f is not own and f.amount and abs(f.mention.sentence - own.mention.sentence) <= 1]
    amounts = [
        f for f in near if f.dimension == whole and f.mention.at < own.mention.at
        and not (cues().up.search(f.mention.before) or cues().down.search(f.mention.before) or any(w in f.mention.before for w in ("调减", "调增")))
    ]
    amounts += [  # 单产412公斤/亩，总产10.22万吨
        f for f in near if f.dimension == whole and f.mention.at == own.mention.at + 1 and any(w in f.mention.before for w in _lists()["crops"])
    ]
    heads = _heads(own.mention.quantity.unit.partition("/")[2] if per and own.mention.quantity.unit else told[0])
    counts = [
        f for f in near
        if f.dimension not in (whole, "元") and (not heads or (f.number.quantity.unit or "").lstrip("十百千万亿") in heads)
        and (f.mention.at < own.mention.at or (f.mention.at == own.mention.at + 1 and f.mention.depth > own.mention.depth))
    ]
    pairs: list[Pair] = [(a.number, (c.number,)) for a in reversed(amounts) for c in reversed(counts)]
    if not pairs:
        return
    here = [f for f in (*amounts, *counts) if f.mention.sentence == own.mention.sentence and f.mention.segment == own.mention.segment]
    alone = len({f.number.id for f in here}) == 2 and here[0] in amounts and here[1] in counts
    earlier = [f for f in figures[:i] if f.amount and (f.number.quantity.unit or "").lstrip("十百千万亿") in heads]
    by_name = None if alone else _named_pair(own, told, amounts, earlier)
    if alone or by_name is not None:
        first = by_name or (here[0].number, (here[1].number,))
        pairs = [first, *(p for p in pairs if p != first)]
    priced = alone and here[0].dimension == "元" and here[1].mention.at == own.mention.at - 1
    yield WorkedOut(own.number, "mean", tuple(pairs), told[0], likely=by_name is not None or (alone and (bool(heads) or priced)))


def _mean_by_name(facts: FactSet, index: int, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """营业总收入486.30亿元 …; 从业人员2.84万人，人均营业收入171.2万元: what is shared out is told by name shortly before."""
    own = figures[i]
    told = _starting("means").match(own.mention.before.strip(_MARKS))
    whole, _, per = own.dimension.partition("/")
    count = figures[i - 1] if i else None
    noun = own.mention.before.strip(_MARKS)[told.end() :] if told is not None else ""
    if count is None or told is None or len(noun) < len("收入") or whole != "元" or own.number.point is None or not count.amount or _BY_TIME.search(own.mention.before):
        return
    heads = _heads(told[0])
    beside = count.mention.at == own.mention.at - 1 and (count.number.quantity.unit or "").lstrip("十百千万亿") in heads
    named = [
        p.number(x.mention) for p in facts.passages[max(0, index - _REACH) : index + 1] for x in p.items
        if x.plain and not (x.prior or x.average) and x.dimension == whole and x.label.replace("总", "").endswith(noun)
    ]
    if beside and len({n.point for n in named}) == 1:
        yield WorkedOut(own.number, "mean", ((named[0], (count.number,)),), told[0], likely=True)


def _priced(facts: FactSet, index: int, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """人工种草8万亩 …; 人工种草220元/亩1760万元: a price and its amount side by side, of what bears that name shortly before."""
    own = figures[i]
    unit = own.mention.quantity.unit or ""
    after = figures[i + 1] if i + 1 < len(figures) else None
    glued = after is not None and after.mention.at == own.mention.at + 1 and after.amount and after.mention.before.strip(_MARKS + "计合需补助") == ""
    if after is None or not glued or not unit.startswith("元/") or len(own.label) < 2 or after.dimension != "元":
        return
    yield from _counted_by_name(facts, index, own, after, own.label)


def _price_behind(facts: FactSet, index: int, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """人工造林4.60万亩 …; 人工造林补助2300万元（500元/亩）: the price in a bracket of its own right behind the amount."""
    own = figures[i]
    before = figures[i - 1] if i else None
    beside = before is not None and before.mention.at == own.mention.at - 1 and before.mention.depth == own.mention.depth - 1 and before.amount
    alone = own.mention.lead in ("（", "(") and not own.mention.before.strip()
    if before is not None and beside and alone and (own.mention.quantity.unit or "").startswith("元/") and before.dimension == "元":
        yield from _counted_by_name(facts, index, own, before, before.label.removesuffix("资金").removesuffix("补助").removesuffix("投资"))


def _counted_by_name(facts: FactSet, index: int, own: _Figure, amount: _Figure, name: str) -> Iterator[WorkedOut]:
    """The amount over what bears the name, in the unit that the price is per."""
    per = _heads((own.mention.quantity.unit or "").partition("/")[2])
    counts = [
        n for p in facts.passages[max(0, index - _REACH) : index + 1] for x in p.items
        if x.plain and len(name) > 1 and x.label == name and (x.mention.quantity.unit or "").lstrip("十百千万亿") in per and (n := p.number(x.mention)).point is not None
    ]
    if len({n.point for n in counts}) == 1 and own.number.point is not None:
        yield WorkedOut(own.number, "mean", ((amount.number, (counts[-1],)),), "单价×数量", likely=True)


def _named_pair(
    own: _Figure, told: re.Match[str], amounts: Sequence[_Figure], counts: Sequence[_Figure]
) -> Pair | None:
    """接待游客412.36万人次，…。实现旅游收入61.24亿元，游客人均花费1485元: the only amount of its sentence, over all that the mean is of."""
    subject = own.mention.before[: told.start()].strip(_MARKS)[-2:]
    here = [f for f in amounts if f.mention.sentence == own.mention.sentence and not f.child]
    whole = [c for c in counts if len(subject) == 2 and subject in c.label and not c.child]
    if len(here) != 1 or not whole or here[0].mention.segment != own.mention.segment:
        return None
    most = max(whole, key=lambda c: c.number.point or 0)
    return here[0].number, (most.number,)


def _heads(word: str) -> tuple[str, ...]:
    """The units that count what a mean is per: 人均 of 人, 名, 位."""
    for family in _lists()["heads"]:
        units = tuple(family.split("|"))
        if any(u in word for u in units):
            return units
    return ()


def _declared(facts: FactSet, passage: Passage, own: _Figure) -> Iterator[WorkedOut]:
    """出院次均费用10418.50元（住院收入÷出院人次）, 药占比（药品收入/医疗收入）24.00%: the text itself says of what."""
    q = own.mention.quantity
    told = _FORMULA.match(passage.text, q.end) or _FORMULA_BEFORE.search(passage.text[max(0, q.start - _LONGEST_FORMULA) : q.start])
    if told is None or own.number.point is None or q.soft:
        return
    tops, lows = (_bearing(facts, told[k]) for k in ("a", "b"))
    if len({n.point for n in tops}) != 1 or len({n.point for n in lows}) != 1:
        return
    top, low = tops[0], lows[0]
    same = top.dimension() == low.dimension()
    if same != (own.dimension == "1") or (not same and own.dimension.partition("/")[0] != top.dimension()):
        return
    yield WorkedOut(own.number, "ratio" if same else "mean", ((top, (low,)),), f"{told['a']}÷{told['b']}", likely=True)


def _bearing(facts: FactSet, name: str) -> list[Number]:
    """Plain amounts of this year that bear the name; 出院人次 is told as 出院 … 2.47万人次 too."""
    out = []
    for p in facts.passages:
        for x in p.items:
            unit = (x.mention.quantity.unit or "").lstrip("十百千万亿")
            by_unit = len(unit) > 1 and name.endswith(unit) and len(name) > len(unit) and name.removesuffix(unit) in x.label
            if x.plain and not (x.prior or x.average or x.role == "target") and (x.label == name or by_unit) and p.number(x.mention).point is not None:
                out.append(p.number(x.mention))
    return out


def _ratio(facts: FactSet, index: int, passage: Passage, figures: Sequence[_Figure], i: int) -> Iterator[WorkedOut]:
    """城镇居民37265元，农村居民15430元，城乡居民收入比为2.42（农村=1）; 生师比15.91:1; 师生比1:13.8."""
    own = figures[i]
    q = own.mention.quantity
    told = _RATIO.search(passage.text[max(0, q.start - 24) : q.start])
    if told is None or own.number.point is None or q.unit is not None:
        return
    to_one = _TO_ONE.match(passage.text, q.end) is not None
    one_to = _ONE_TO.search(passage.text[: q.start]) is not None
    if to_one == one_to:
        return
    sides = [_side(told[k]) for k in ("a", "b")]
    found = [
        [f for f in figures[:i] if f.amount and any(w in f.mention.before or w in f.label for w in side)] if side else [] for side in sides
    ]
    found = [[f for f in mine if f not in other] for mine, other in (found, found[::-1])]
    tops, lows = found if to_one else found[::-1]
    pairs = [(a.number, (b.number,)) for a in reversed(tops) for b in reversed(lows) if a.dimension == b.dimension]
    beside = [f for f in (*tops, *lows) if f.mention.at == own.mention.at - 1]
    if not pairs and beside:
        other = sides[0] if (beside[0] in lows and to_one) or (beside[0] in tops and one_to) else sides[1]
        kin = _of_one_stage(facts, index, beside[0], other)
        both = (beside[0].number, kin) if beside[0] in tops else (kin, beside[0].number)
        if kin is not None and both[0] is not None and both[1] is not None:
            yield WorkedOut(own.number, "ratio", ((both[0], (both[1],)),), f"{told['a']}{told['b']}比", likely=True)
    if pairs:
        here = [f for f in (*tops, *lows) if f.mention.sentence == own.mention.sentence]
        yield WorkedOut(own.number, "ratio", tuple(pairs), f"{told['a']}{told['b']}比", likely=len(here) == 2 and len(pairs) >= 1 and here[0] in tops and here[1] in lows)


def _of_one_stage(facts: FactSet, index: int, own: _Figure, side: tuple[str, ...]) -> Number | None:
    """小学在校生46218人 in a paragraph before, of 小学专任教师2905人: the one that begins alike; ``None`` where several do."""
    stage = own.label[:_STAGE]
    found = [
        p.number(x.mention) for p in facts.passages[max(0, index - _REACH) : index + 1] for x in p.items
        if len(stage) == _STAGE and x.plain and not x.prior and x.label.startswith(stage) and any(w in x.label[_STAGE:] for w in side)
        and x.dimension == own.dimension
    ]
    return found[0] if len({n.point for n in found}) == 1 else None


def _side(sign: str) -> tuple[str, ...]:
    """Words of one side of a ratio by the sign that stands for it: 师 of 教师, 生 of 学生."""
    return next((tuple(w.split("|")[1:]) for w in _lists()["sides"] if w.startswith(f"{sign}|")), ())
