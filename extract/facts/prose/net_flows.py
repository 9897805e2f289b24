"""What came in and what went out, told one after the other, and what that makes: a net change, or the stock at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.balance import Balance
from gouji.extract.facts.prose.figures import Figure, figures_of
from gouji.extract.facts.prose.flows import flows, way_of
from gouji.extract.rational import Fraction

_NET = re.compile(r"(?:净|自然)(?:新)?(?P<way>增|减|流入|流出|迁入|迁出)(?!幅|率)")
_HELD_BEFORE = re.compile(r"^(?:加?上年末?|年初|期初|以前年度)(?:累计|滚存)?(?:结转|结余|余额)[^，。；]{0,6}$")
_AT_END = re.compile(r"(?:年末|年终|年底|期末)(?:累计|滚存)?(?:结转|结余|余额)")
_HELD_AT_END = re.compile(_AT_END.pattern + r"[^，。；]{0,6}$")
_OF_THE_YEAR = re.compile(r"(?:当期|本期|当年|本年|全年|年度|收支)(?:收支)?(?:净)?(?:结余|盈余|赤字|相抵)[^，。；]{0,4}$")
"""当期结余 is what came in less what went out, and told beside both."""
_FELL = ("减", "流出", "迁出")
_ONE, _MINUS = Fraction(1), Fraction(-1)
_PAIR, _MOST, _NAME = 2, 16, 2
_NO_AMOUNTS = ("", "1", "分", "百分点")

Flow = tuple[Figure, Fraction]


def net_of_flows(passage: Passage) -> Iterator[Balance]:
    """新增17户、退库9户，净增8户; 净增418.70万元，其中增加652.35万元、减少233.65万元."""
    if _NET.search(passage.text) is None:
        return
    figures = figures_of(passage)
    for i, own in enumerate(figures):
        told = _NET.search(own.mention.before)
        if told is None or own.number.point is None or own.dimension in _NO_AMOUNTS:
            continue
        way = _MINUS if told["way"] in _FELL else _ONE
        earlier = [f for f in figures[max(0, i - _MOST) : i] if f.mention.depth <= own.mention.depth and not (f.item is not None and f.item.cue)]
        for run in (_run(figures[i + 1 : i + 1 + _MOST], own), _run(earlier[::-1], own)[::-1]):
            best = _best(run, own.number.point * way)
            if best:
                signs = tuple(s * way for _, s in best)
                yield Balance(own.number, tuple(f.number for f, _ in best), signs, "增减相抵", doubtful=len(best) > _PAIR, likely=True)
                break


def stocks_with_opening_behind(passage: Passage) -> Iterator[Balance]:
    """新公开14件，废止5件，年末现行有效95件（上年末86件）: what there was stands in brackets behind what there is."""
    lists = flows()
    if not any(w in passage.text for w in lists["opening"]):
        return
    figures = figures_of(passage)
    for i in range(1, len(figures)):
        then, now = figures[i], figures[i - 1]
        inside = then.mention.depth == now.mention.depth + 1 and then.mention.before.strip("，（( 为是有") in lists["opening"]
        if not inside or now.dimension != then.dimension or now.number.point is None or then.number.point is None:
            continue
        yield from _net_told_before(figures, i)
        if not any(w in now.mention.before for w in lists["closing"]):
            continue
        best = _best(_run(figures[max(0, i - 1 - _MOST) : i - 1][::-1], now)[::-1], now.number.point - then.number.point)
        if best:
            yield Balance(now.number, (then.number, *(f.number for f, _ in best)), (_ONE, *(s for _, s in best)), "年末数", doubtful=len(best) > _PAIR, likely=True)


def _net_told_before(figures: Sequence[Figure], i: int) -> Iterator[Balance]:
    """净增单位96家；…实缴单位1882家（上年末1786家）: what it has grown by is told under the same name before."""
    then, now = figures[i], figures[i - 1]
    for net in figures[max(0, i - _MOST) : i - 1]:
        told = _NET.search(net.mention.before)
        kin = len(now.label) >= _NAME and net.mention.before.strip().endswith(now.label[-_NAME:])
        if told is not None and kin and net.dimension == now.dimension and net.mention.sentence == now.mention.sentence and net.number.point is not None:
            sign = _MINUS if told["way"] in _FELL else _ONE
            yield Balance(now.number, (then.number, net.number), (_ONE, sign), "年末数", likely=True)


def accounts(passage: Passage) -> Iterator[Balance]:
    """收到捐款120万元，上年结余35万元，支出98万元，年末结余57万元: one sentence tells all that an account held, took in and gave out."""
    if _AT_END.search(passage.text) is None:
        return
    figures = figures_of(passage)
    for i, own in enumerate(figures):
        if _HELD_AT_END.search(own.mention.before) is None or own.dimension != "元" or own.number.point is None:
            continue
        told = [f for f in figures[max(0, i - _MOST) : i] if f.mention.sentence == own.mention.sentence and f.dimension == "元" and not f.child]
        opening = [f for f in told if _HELD_BEFORE.search(f.mention.before)]
        flow = [(f, way_of(f.mention.before)) for f in told if f not in opening and not _OF_THE_YEAR.search(f.mention.before)]
        known = [(f, sign) for f, sign in flow if sign is not None]
        if len(opening) == 1 and len(known) == len(flow) and {s for _, s in known} == {_ONE, _MINUS}:
            parts = (opening[0].number, *(f.number for f, _ in known))
            yield Balance(own.number, parts, (_ONE, *(s for _, s in known)), "年末结余", doubtful=len(flow) > _PAIR, likely=True)


def _run(figures: Sequence[Figure], own: Figure) -> list[Flow]:
    """The flows of its measure that are told next to it, up to a figure that is none; what is told of a flow is no flow."""
    out: list[Flow] = []
    for f in figures:
        if f.mention.sentence != own.mention.sentence:
            break
        if f.dimension != own.dimension or f.mention.depth > own.mention.depth + 1:
            continue
        sign = way_of(f.mention.before)
        if sign is None or f.number.point is None or _NET.search(f.mention.before):
            break
        out.append((f, sign))
    return out


def _best(run: Sequence[Flow], due: Fraction) -> Sequence[Flow]:
    """The nearest flows that come to what is told, else all of them; none where nothing came or nothing went."""
    both = [r for k in range(len(run)) for r in (run[k:], run[: k + 1]) if {s for _, s in r} == {_ONE, _MINUS}]
    return next((r for r in both if sum(((f.number.point or 0) * s for f, s in r), Fraction(0)) == due), max(both, key=len, default=()))
