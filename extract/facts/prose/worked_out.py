"""Figures that the words say are worked out from two others told shortly before: what is left, a change, a mean, a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.prose.figures import (
    MARKS,
    REACH,
    Figure,
    Pair,
    WorkedOut,
    before_of,
    figures_of,
    lists,
    starting,
)
from gouji.extract.facts.prose.means import mean, mean_by_name, price_behind, priced
from gouji.extract.facts.prose.ratios import ratio, side_words
from gouji.extract.numbers.units import without_powers
from gouji.extract.rational import Fraction

_COMPARED = re.compile(r"[，,]?(?:(?:比|较|与)[^，。；]{0,20}|(?:常年|历年|历史|上年|去年)(?:同期|平均|均值)?[为是]?)$")
"""Between a value and the one it is compared with: 82.7%，较2023年（79.2%）, 2.31天，较上年同期2.41天, 31天，常年22天."""
_THAN = re.compile(r"^(?:比|较)(?P<name>[一-鿿]{2,8}?)(?P<how>节约|节省|减少|增加|超出?|多|少)了?(?:资金|投资|支出)?$")
_ONE_THAN_OTHER = re.compile(r"^(?P<a>[一-鿿]{2,8})比(?P<b>[一-鿿]{2,8})(?P<how>[多少高低大小长短])$")
_YEAR = re.compile(r"((?:19|20)\d\d)年[^，。；\d]{0,6}$")
_THAN_LAST = re.compile(r"(?:本年|当年|同比)?(?:比|较)(?:上年|去年|上期|上年同期|去年同期|(?:19|20)\d\d年)(?P<how>[一-鿿]{1,4})")
_LAST = re.compile(r"(?:上年|去年|上期|上年同期|去年同期|(?:19|20)\d\d年)(?:为|是)?")
_BESIDE_AIM = re.compile(r"(?P<how>低|高|超过|超出|超|少|差)于?[一-鿿]{0,10}$")
_OF_THE_AIM = re.compile(r"(?:的?(?:要求|目标|标准|规定|任务|序时进度|进度|水平|平均水平)(?:值|数)?|的)?")
_TIME = re.compile(r"上年|去年|年初|上期|同期|上月|往年|前年|期初|\d")
_NEAR, _STAGE, _PAIR, _BACK = 3, 2, 2, 12
_DAY = 86400
_MOST_PARTS = 8
_FORMULA = re.compile(r"\s*[（(](?P<a>[一-鿿]{2,12})\s*[÷/／]\s*(?P<b>[一-鿿]{2,12})[）)]")
_FORMULA_BEFORE = re.compile(r"[（(](?P<a>[一-鿿]{2,12})\s*[÷/／]\s*(?P<b>[一-鿿]{2,12})[）)](?:为|是|达|约)?$")
_LONGEST_FORMULA = 34


def worked_out(facts: FactSet) -> Iterator[WorkedOut]:
    """All figures whose words say that they come of two others, paragraph by paragraph."""
    for index, passage in enumerate(facts.passages):
        figures = figures_of(passage)
        for i in range(len(figures)):
            yield from _left(figures, i)
            yield from _changed(passage, figures, i)
            yield from _short_of(figures, i)
            yield from _without_doubles(figures, i)
            yield from _of_two_named(figures, i)
            yield from _rates_apart(figures, i)
            yield from _from_year_to_year(figures, i)
            yield from _changed_from_behind(passage, figures, i)
            yield from _beds(figures, i)
            yield from _than_named(facts, index, figures, i)
            yield from mean(figures, i)
            yield from mean_by_name(facts, index, figures, i)
            yield from priced(facts, index, figures, i)
            yield from price_behind(facts, index, figures, i)
            yield from ratio(facts, index, passage, figures, i)
            yield from _declared(facts, passage, figures[i])


def _left(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """概算总投资2138万元，省补1020.6万元，余下由县财政自筹1117.4万元; 326户，入住322户，剩余4户; 工期120天，用时131天，超期11天."""
    own = figures[i]
    said = own.mention.before.strip(MARKS)
    apart = starting("gap").match(said) or (starting("gap-days").fullmatch(said) if own.dimension == "秒" else None)
    told = apart or starting("left").match(said)
    if told is None or not own.amount:
        return
    before = before_of(figures, i)[-_MOST_PARTS:]
    if apart is not None and len(before) == _PAIR:
        norms = [any(w in f.mention.before for w in lists()["norms"]) for f in before]
        # 核定45名，年末41名，超编4名: what lies over is what there is, whatever the figures say
        early = told[0] == "提前"  # what is done before its time takes less than it may
        if (norms[1] > norms[0] if early else norms[0] > norms[1]) or (norms[0] == norms[1] and (before[0].number.point or 0) < (before[1].number.point or 0)):
            before.reverse()
    pairs: list[Pair] = [(a.number, (b.number,)) for n, a in enumerate(before) for b in before[n + 1 :]]
    pairs += [(a.number, tuple(b.number for b in before[n + 1 :])) for n, a in enumerate(before[:-2])]
    main = [f for f in before if not f.child]
    due = [f for f in main if f.mention.before.strip(MARKS).startswith("应")]
    done = [f for f in main if f.mention.before.strip(MARKS).startswith("实")]
    if len(main) > _PAIR and len(due) == len(done) == 1:
        main = [due[0], done[0]]  # 每2座1人应配66人，实配51人，缺15人
    if not before:
        main = _before_sentence(figures, i)
        pairs = [(main[0].number, (main[1].number,))] if main else []
    if not pairs:
        return
    likely = (
        len(main) == _PAIR and (not before or main[0].mention.segment == own.mention.segment) and not own.child and not _side_by_side(main[0], main[1], own)
        and (not before or own.mention.at - max(f.mention.at for f in main) <= _NEAR)
        and (apart is not None or (main[0].number.point or 0) >= (main[1].number.point or 0))
    )
    first = (main[0].number, (main[1].number,)) if likely else pairs[0]
    yield WorkedOut(own.number, "difference", (first, *(p for p in pairs if p != first)), told[0], likely)


def _before_sentence(figures: Sequence[Figure], i: int) -> list[Figure]:
    """预算318.24万元，执行312.48万元。…，余5.76万元: what there was and what was spent of it, the only two of the sentences before."""
    own = figures[i]
    told = [f for f in figures[:i] if f.amount and f.dimension == own.dimension and own.mention.sentence - f.mention.sentence in (1, _PAIR) and not f.child]
    if own.dimension != "元" or len(told) != _PAIR or told[0].mention.depth != own.mention.depth:
        return []
    given, spent = (any(w in f.label + f.mention.before + f.mention.context for w in lists()[k]) for f, k in zip(told, ("given", "spent"), strict=True))
    return told if given and spent else []


def _side_by_side(first: Figure, second: Figure, own: Figure) -> bool:
    """制造业从业人员11.02万人，建筑业从业人员6.48万人，其余行业从业人员0.86万人: two parts of a whole that stands elsewhere."""
    tail = own.label[-_STAGE:]
    return len(tail) == _STAGE and len(own.label) > _STAGE and first.label != second.label and first.label.endswith(tail) and second.label.endswith(tail)


def _changed(passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """优良率82.7%，较2023年（79.2%）提高3.5个百分点; 停留2.31天，较上年同期2.41天缩短0.10天; 31天，常年22天，偏多9天."""
    own = figures[i]
    said = own.mention.before.strip(MARKS).removeprefix("相比").removeprefix("相较")
    up, down = starting("rises").fullmatch(said), starting("falls").fullmatch(said)
    if (up is None) == (down is None) or own.number.point is None:
        return
    found = _compared(passage, figures[max(0, i - _BACK) : i + 1])
    if found is None:
        return
    values, base, between = found
    now = next((f for f in values if not f.child), values[0])
    values = [now, *(f for f in values if f is not now)]
    grown = own.attribute is not None and own.attribute.kind == "growth" and base.dimension != "1"
    like = own.dimension == base.dimension or (own.dimension, base.dimension) == ("百分点", "1") or grown
    if "亏" in between or "赤字" in between:
        return  # 盈余913.80，较2022年亏损426.50扭亏，增加1340.30: from below nothing
    if cues().up.search(between) or cues().down.search(between):
        return  # 14户，比上年增加5户，增长20%: the figure before is a change itself
    if base.dimension != now.dimension or not like or not _COMPARED.fullmatch(between) or now.mention.depth != own.mention.depth:
        return
    if grown:
        yield WorkedOut(own.number, "growth", tuple((f.number, (base.number,)) for f in values), said, likely=True, falls=up is None)
        return
    if own.dimension == "1":
        return
    pairs = tuple((f.number, (base.number,)) if up is not None else (base.number, (f.number,)) for f in values)
    yield WorkedOut(own.number, "difference", pairs, (up or down or [""])[0], likely=True)


def _compared(passage: Passage, figures: Sequence[Figure]) -> tuple[list[Figure], Figure, str] | None:
    """Of the last figure: the values that may have changed, the nearest first, the one compared with, and the words between that and the figure before it.

    Several values may stand in the brackets (较上年（243天、66.6%）增加6天，提升1.6个百分点), other changes between.
    """
    own, last = figures[-1], len(figures) - 2
    if last < 1:
        return None
    here = [f.mention.sentence == own.mention.sentence for f in figures]
    while last > 0 and here[last] and _is_change(figures[last]) and figures[last].mention.depth == own.mention.depth:
        last -= 1
    first = last
    while first > 0 and here[first - 1] and figures[first - 1].mention.depth == figures[last].mention.depth > own.mention.depth:
        if not {"）", ")"}.isdisjoint(passage.text[figures[first - 1].mention.quantity.end : figures[first].mention.quantity.start]):
            break
        first -= 1
    in_brackets = figures[last].mention.depth > own.mention.depth
    if first < 1 or not here[first - 1] or not here[last] or (not in_brackets and last < len(figures) - 2):
        return None
    bases = [f for f in figures[first : last + 1] if f.dimension == own.dimension or (own.dimension, f.dimension) == ("百分点", "1")]
    if len(bases) != 1:
        bases = [figures[last]] if last == first else []
    between = passage.text[figures[first - 1].mention.quantity.end : figures[first].mention.quantity.start].lstrip("）)")
    chained = None if in_brackets else _before_changes(passage, figures[:first])
    if chained is not None and bases and chained.dimension == bases[0].dimension and here[figures.index(chained)]:
        return [chained], bases[0], between  # 46.72%，比2022年的46.15%提高0.57个百分点，比2015年的42.30%提高4.42个百分点
    earlier = [
        f for f, same in zip(figures[:first], here[:first], strict=True)
        if same and not _is_change(f) and f.mention.depth == own.mention.depth and bases and f.dimension == bases[0].dimension
    ]
    if not earlier or not (in_brackets or earlier[-1] is figures[first - 1]):
        return None
    return earlier[::-1] if in_brackets else earlier[-1:], bases[0], between


def _before_changes(passage: Passage, figures: Sequence[Figure]) -> Figure | None:
    """The value that one change after another is told of: behind it stand pairs of what it was compared with and by how much."""
    end = len(figures)
    while end > _PAIR and _is_change(figures[end - 1]):
        value, base = figures[end - _PAIR - 1], figures[end - _PAIR]
        if _COMPARED.fullmatch(passage.text[value.mention.quantity.end : base.mention.quantity.start]) is None and not _is_change(value):
            return None
        end -= _PAIR
    return figures[end - 1] if end < len(figures) and not _is_change(figures[end - 1]) else None


def _is_change(figure: Figure) -> bool:
    """偏高0.7℃，比上年（16.9℃）偏低0.1℃: its words tell how far it rose or fell."""
    return any(starting(kind).fullmatch(figure.mention.before.strip(MARKS)) is not None for kind in ("rises", "falls"))


def _short_of(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """支付率46.8%，低于序时50%的要求3.2个百分点: how far the one lies from the other."""
    if i < 2:
        return
    now, base, own = figures[i - 2 : i + 1]
    way = _BESIDE_AIM.match(base.mention.before.strip(MARKS))
    beside = len({(f.mention.sentence, f.mention.segment) for f in (now, base, own)}) == 1
    like = base.dimension == now.dimension and (own.dimension == base.dimension or (own.dimension, base.dimension) == ("百分点", "1"))
    if way is None or not beside or not like or own.dimension == "1" or not _OF_THE_AIM.fullmatch(own.mention.before.strip(MARKS)):
        return
    high, low = (now, base) if way["how"] in ("高", "超", "超过", "超出") else (base, now)
    yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), way[0], likely=True)


def _of_two_named(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """医师1402人、护士1611人，护士比医师多209人: how far two that are named lie apart."""
    own = figures[i]
    told = _ONE_THAN_OTHER.search(own.mention.before.strip(MARKS))
    if told is None or own.number.point is None or _TIME.search(told["b"]):
        return
    before = before_of(figures, i)
    first, second = ([f for f in before if _alike(told[k], f.label)] for k in ("a", "b"))
    if len(first) == len(second) == 1 and first[0] is not second[0]:
        high, low = (first[0], second[0]) if told["how"] in "多高大长" else (second[0], first[0])
        yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), told[0], likely=True)


def _rates_apart(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """职工报销比例86.2%，居民70.4%，相差15.8个百分点: the two rates told right before, the larger less the smaller."""
    own, before = figures[i], figures[max(0, i - _PAIR) : i]
    beside = len(before) == _PAIR and len({f.mention.sentence for f in (*before, own)}) == 1 and own.mention.at - before[0].mention.at == _PAIR
    if own.dimension != "百分点" or own.number.point is None or not beside or own.mention.before.strip(MARKS) not in lists()["apart"]:
        return
    high, low = sorted(before, key=lambda f: f.number.point or 0, reverse=True)
    if high.dimension == low.dimension == "1" and high.mention.quantity.unit == low.mention.quantity.unit:
        yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), "相差", likely=True)


def _from_year_to_year(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """2020年37户、2021年29户，较上年减少8户: the same of two years one after the other, and how far it moved."""
    own, before = figures[i], figures[max(0, i - _PAIR) : i]
    told = _THAN_LAST.fullmatch(own.mention.before.strip(MARKS))
    if told is None or len(before) < _PAIR or own.number.point is None:
        return
    years = [_YEAR.search(f.mention.before) for f in before]
    up, down = starting("rises").fullmatch(told["how"]), starting("falls").fullmatch(told["how"])
    alike = len({(f.dimension, f.mention.segment) for f in (*before, own)}) == 1 and own.mention.at - before[0].mention.at <= _NEAR and own.dimension != "1"
    if not alike or years[0] is None or years[1] is None or int(years[1][1]) - int(years[0][1]) != 1 or (up is None) == (down is None):
        return
    then, now = before
    if _is_change(then) or _is_change(now):
        return
    high, low = (now, then) if up is not None else (then, now)
    yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), told["how"], likely=True)


def _alike(name: str, label: str) -> bool:
    """护士 of 注册护士, 医生 of 执业医师: the same two characters, or the first of them at the same place of a short name."""
    return name in label or (len(name) == _STAGE and any(label.endswith(w) for w in side_words(name[0]) if len(w) == _STAGE))


def _changed_from_behind(passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """平均住院日7.71天，比上年缩短0.3天（上年8.01天）: what it is compared with stands in brackets behind the change."""
    if not 0 < i < len(figures) - 1:
        return
    now, own, base = figures[i - 1 : i + 2]
    said = own.mention.before.strip(MARKS)
    told = _THAN_LAST.fullmatch(said)
    inside = base.mention.depth - own.mention.depth in (0, 1) and base.mention.at == own.mention.at + 1 and _LAST.fullmatch(base.mention.before.strip(MARKS)) is not None
    of_rates = now.dimension == base.dimension == "1" and own.dimension == "百分点"
    alike = (now.dimension == own.dimension == base.dimension != "1" or of_rates) and now.mention.sentence == own.mention.sentence == base.mention.sentence
    alike = alike and not _is_change(now) and own.mention.at == now.mention.at + 1
    if told is None or not inside or not alike or own.number.point is None:
        return
    up, down = starting("rises").fullmatch(told["how"]), starting("falls").fullmatch(told["how"])
    if (up is None) != (down is None):
        high, low = (now, base) if up is not None else (base, now)
        yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), told["how"], likely=True)


def _without_doubles(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """35412人次（重复计算4105人，去重后31307人）: what is left when those counted twice are taken off."""
    if i < _PAIR or not any(w in figures[i].mention.before for w in lists()["without-doubles"]):
        return
    whole, twice, own = figures[i - 2 : i + 1]
    near = len({f.mention.sentence for f in (whole, twice, own)}) == 1 and twice.mention.at == own.mention.at - 1
    if near and "重" in twice.mention.before and whole.amount and twice.amount and own.number.point is not None:
        yield WorkedOut(own.number, "difference", ((whole.number, (twice.number,)),), "去重", likely=True)


def _beds(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """在院老人1587人、核定床位2480张，床位使用率64.0%; 占用总床日数198594天，按开放床位652张，病床使用率83.4%."""
    own = figures[i]
    if own.dimension != "1" or not own.label.endswith(lists()["bed-rates"]):
        return
    near = [f for f in figures if f.amount and abs(f.mention.sentence - own.mention.sentence) <= 1 and f.mention.at <= own.mention.at + 1]
    beds = [f for f in near if f.dimension == "张" and not f.child]
    days = [f for f in near if f.dimension in ("秒", "床日") and "占用" in f.mention.before]
    heads = [f for f in near if f.dimension == "人" and any(w in f.mention.before for w in lists()["in-beds"])]
    if len(beds) != 1 or len(days) + len(heads) != 1:
        return
    for times in (365 * _DAY, 366 * _DAY) if days and days[0].dimension == "秒" else (365, 366) if days else (1,):
        yield WorkedOut(
            own.number, "ratio", (((days or heads)[0].number, (beds[0].number,)),), own.label, likely=times % 366 != 0, times=Fraction(times)
        )


def _than_named(facts: FactSet, index: int, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """合同金额2597.52万元，较概算节约248.85万元: against what bears that name in this paragraph or shortly before."""
    own = figures[i]
    told = _THAN.search(own.mention.before.strip(MARKS))
    now = before_of(figures, i)[-1:] if told is not None else []
    if told is None or not now or _TIME.search(told["name"]) or own.number.point is None or own.mention.at - now[0].mention.at > _NEAR:
        return
    named = [
        p.number(x.mention) for p in facts.passages[max(0, index - REACH) : index + 1] for x in p.items
        if x.plain and x.dimension == own.dimension and told["name"] in x.mention.before and p.number(x.mention) is not own.number
        and p.number(x.mention) is not now[0].number
    ]
    if named:
        more = told["how"] in ("增加", "超", "超出", "多")
        pairs = [((now[0].number, (b,)) if more else (b, (now[0].number,))) for b in reversed(named)]
        sure = len({b.point for b in named}) == 1 and now[0].mention.segment == own.mention.segment
        yield WorkedOut(own.number, "difference", tuple(pairs), f"比{told['name']}", likely=sure)


def _declared(facts: FactSet, passage: Passage, own: Figure) -> Iterator[WorkedOut]:
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
            unit = without_powers(x.mention.quantity.unit)
            by_unit = len(unit) > 1 and name.endswith(unit) and len(name) > len(unit) and name.removesuffix(unit) in x.label
            if x.plain and not (x.prior or x.average or x.role == "target") and (x.label == name or by_unit) and p.number(x.mention).point is not None:
                out.append(p.number(x.mention))
    return out
