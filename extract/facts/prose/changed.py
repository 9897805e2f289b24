"""How far a figure has moved from what it was, each of the three told: 82.7%，较2023年（79.2%）提高3.5个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.figures import MARKS, Figure, WorkedOut, lists, starting

_COMPARED = re.compile(r"[，,]?(?:(?:比|较|与)[^，。；]{0,20}|(?:常年|历年|历史|上年|去年)(?:同期|平均|均值)?[为是]?)$")
"""Between a value and the one it is compared with: 82.7%，较2023年（79.2%）, 2.31天，较上年同期2.41天, 31天，常年22天."""
_YEAR = re.compile(r"((?:19|20)\d\d)年[^，。；\d]{0,6}$")
_FROM_HERE = re.compile(r"[，,（(]?即?[由从](?:上年|去年|(?:19|20)\d\d年)?的?")
_MOVES_TO = re.compile(r"[一-鿿]{0,4}?(?:(?P<down>降|减|缩|回落)|升|增|提|扩|延)[低少短小高加长大]?[到至为]")
_WAY = re.compile(r"(?:(?P<down>下降|降低|减少|缩短|回落)|上升|提高|增加|延长|提升)了?$")
_THAN_LAST = re.compile(r"(?:本年|当年|同比)?(?:比|较)(?:上年末?|去年末?|年初|上期|上年同期|去年同期|(?:19|20)\d\d年)(?P<how>[一-鿿]{1,4})")
_LAST = re.compile(r"(?:上年末?|去年末?|年初|上期|上年同期|去年同期|(?:19|20)\d\d年)(?:余额|存量|人数|数)?(?:为|是)?")
_NEAR, _PAIR, _BACK, _NAME = 3, 2, 12, 3


def changed(passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """Every way in which one figure may be told as the difference of two values."""
    yield from _changed(passage, figures, i)
    yield from _changed_from_behind(passage, figures, i)
    yield from _changed_in_bracket(figures, i)
    yield from _change_first(passage, figures, i)
    yield from _from_year_to_year(figures, i)
    yield from _rates_apart(figures, i)
    yield from _of_two_years(passage, figures, i)


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
    then = _as_set(base)
    pairs = tuple((f.number, (then,)) if up is not None else (then, (f.number,)) for f in values)
    yield WorkedOut(own.number, "difference", pairs, (up or down or [""])[0], likely=True)


def _as_set(base: Figure) -> Number:
    """较目标值90%高2.4个百分点: what is aimed at is set as printed, and no rounded figure."""
    aimed = any(w in base.mention.before for w in cue_words("aimed"))
    return replace(base.number, quantity=replace(base.number.quantity, step=None)) if aimed else base.number


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


def _changed_in_bracket(figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """平均住院日7.84天（2022年8.31天，缩短0.47天）: what there was and how far it moved, both in the bracket."""
    if i < _PAIR:
        return
    now, base, own = figures[i - _PAIR : i + 1]
    said = own.mention.before.strip(MARKS)
    up, down = starting("rises").fullmatch(said), starting("falls").fullmatch(said)
    in_a_row = own.mention.at - base.mention.at == 1 and 1 <= base.mention.at - now.mention.at <= _PAIR and base.mention.lead in ("（", "(")
    inside = base.mention.depth == own.mention.depth == now.mention.depth + 1 and _LAST.fullmatch(base.mention.before.strip(MARKS)) is not None
    of_rates = now.dimension == base.dimension == "1" and own.dimension == "百分点"
    alike = now.dimension == base.dimension == own.dimension != "1" or of_rates
    if in_a_row and inside and alike and (up is None) != (down is None) and own.number.point is not None and not _is_change(now):
        high, low = (now, base) if up is not None else (base, now)
        yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), said, likely=True)


def _change_first(passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """不良率下降0.7个百分点，由6.8%降到6.1%: how far it moved is told before the two values."""
    if i + _PAIR >= len(figures):
        return
    own, then, now = figures[i : i + _PAIR + 1]
    between = [passage.text[a.mention.quantity.end : b.mention.quantity.start] for a, b in ((own, then), (then, now))]
    of_rates = then.dimension == now.dimension == "1" and own.dimension == "百分点"
    alike = then.dimension == now.dimension == own.dimension != "1" or of_rates
    moved = _FROM_HERE.fullmatch(between[0]) is not None and (way := _MOVES_TO.fullmatch(between[1])) is not None
    said = _WAY.search(own.mention.before.strip(MARKS))
    if not moved or not alike or way is None or said is None or own.number.point is None:
        return
    if (said["down"] is None) == (way["down"] is None):
        high, low = (then, now) if said["down"] else (now, then)
        yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), said[0], likely=True)


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


def _of_two_years(passage: Passage, figures: Sequence[Figure], i: int) -> Iterator[WorkedOut]:
    """利用率92.59%；上年…，利用率91.88%。利用率较上年提高0.71个百分点: the two rates of that name in the sentence before, one of them last year's."""
    own = figures[i]
    said = own.mention.before.strip(MARKS)
    told = _THAN_LAST.search(said)
    if told is None or own.dimension != "百分点" or own.number.point is None or not said.endswith(told[0]):
        return
    name = said[: told.start()].removeprefix("全年").strip()[-_NAME:]
    rates = [f for f in figures[:i] if f.dimension == "1" and own.mention.sentence - f.mention.sentence == 1 and name and f.label.endswith(name)]
    up, down = starting("rises").fullmatch(told["how"]), starting("falls").fullmatch(told["how"])
    if len(rates) != _PAIR or len(name) < _NAME or (up is None) == (down is None) or _is_change(rates[0]) or _is_change(rates[1]):
        return
    now, then = rates
    if "上年" not in passage.text[now.mention.quantity.end : then.mention.quantity.start]:
        return
    high, low = (now, then) if up is not None else (then, now)
    yield WorkedOut(own.number, "difference", ((high.number, (low.number,)),), told["how"], likely=True)
