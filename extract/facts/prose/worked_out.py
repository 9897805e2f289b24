"""Figures that the words say are worked out from two others told shortly before: what is left, a change, a mean, a ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.changed import changed
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

_THAN = re.compile(r"^(?:比|较)(?P<name>[一-鿿]{2,8}?)(?P<how>节约|节省|减少|增加|超出?|多|少)了?(?:资金|投资|支出)?$")
_ONE_THAN_OTHER = re.compile(r"^(?P<a>[一-鿿]{2,8})比(?P<b>[一-鿿]{2,8})(?P<how>[多少高低大小长短])$")
_BESIDE_AIM = re.compile(r"(?P<how>低|高|超过|超出|超|少|差)于?[一-鿿]{0,10}$")
_OF_THE_AIM = re.compile(r"(?:的?(?:要求|目标|标准|规定|任务|序时进度|进度|水平|平均水平)(?:值|数)?|的)?")
_YEAR_END = re.compile(r"(?:年末|年终|年底|期末)(?:累计)?(?:结转(?:和)?结余|结余|结转|节余)")
_TIME = re.compile(r"上年|去年|年初|上期|同期|上月|往年|前年|期初|\d")
_NEAR, _STAGE, _PAIR = 3, 2, 2
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
            yield from changed(passage, figures, i)
            yield from _short_of(figures, i)
            yield from _without_doubles(figures, i)
            yield from _of_two_named(figures, i)
            yield from _due_less(figures, i)
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
    before = before_of(figures, i)[-_MOST_PARTS:]
    if told is None and any(w in f.label for f in before[-_PAIR:-1] for w in lists()["available"]):
        told = _YEAR_END.match(said)  # 全年可用851万元，实际支出793.52万元，年末结余57.48万元
        before = before[-_PAIR:]
    if told is None or not own.amount:
        return
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
        len(main) == _PAIR and (not before or main[0].mention.segment == own.mention.segment) and not own.child and (apart is not None or not _side_by_side(main[0], main[1], own))
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


def _due_less(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """应征906.50万元，依规减免60.30万元，实征846.20万元: what was due less what was let off."""
    if i < _PAIR:
        return
    due, off, own = figures[i - _PAIR : i + 1]
    told = [f.mention.before.strip(MARKS) for f in (due, off, own)]
    in_a_row = own.mention.at - due.mention.at == _PAIR and len({(f.dimension, f.mention.segment) for f in (due, off, own)}) == 1 and all(f.amount for f in (due, off, own))
    pair = told[0].find("应"), told[2].find("实")
    same = min(pair) >= 0 and told[0][pair[0] + 1 :][:1] == told[2][pair[1] + 1 :][:1] != ""
    if in_a_row and same and any(w in told[1] for w in lists()["let-off"]):
        yield WorkedOut(own.number, "difference", ((due.number, (off.number,)),), told[2], likely=True)


def _alike(name: str, label: str) -> bool:
    """护士 of 注册护士, 医生 of 执业医师: the same two characters, or the first of them at the same place of a short name."""
    return name in label or (len(name) == _STAGE and any(label.endswith(w) for w in side_words(name[0]) if len(w) == _STAGE))


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
    earlier = before_of(figures, i) if told is not None else []
    now = earlier[-1:]
    if now and now[0].child:  # 支出36.8万元，其中接待8.6万元、车辆28.2万元，较预算减少5.2万元
        now = [*[f for f in earlier if not f.child and f.dimension == own.dimension][-1:], *now]
    if told is None or not now or _TIME.search(told["name"]) or own.number.point is None or own.mention.at - now[-1].mention.at > _NEAR:
        return
    named = [
        p.number(x.mention) for p in facts.passages[max(0, index - REACH) : index + 1] for x in p.items
        if x.plain and x.dimension == own.dimension and told["name"] in x.mention.before and p.number(x.mention) is not own.number
        and all(p.number(x.mention) is not f.number for f in now)
    ]
    if named:
        more = told["how"] in ("增加", "超", "超出", "多")
        pairs = [((f.number, (b,)) if more else (b, (f.number,))) for f in now for b in reversed(named)]
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
