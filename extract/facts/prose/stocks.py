"""Stocks: what stood at the beginning, came in, went out, and stood at the end, told one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose.balance import Balance
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.prose.flows import flows, way_of
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import alternatives
from gouji.extract.rational import Fraction

_ONE, _MINUS = Fraction(1), Fraction(-1)
_NET = re.compile(r"净(?P<way>[增减])")
_FLOWS = 12
"""So many flows may stand between the two stocks."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = flows()
    opening, closing = (alternatives(lists[k]) for k in ("opening", "closing"))
    noun = r"(?:实有|共有|有)?(?P<noun>[^\W\d]{2,14}?)(?:[为是约有]|达到?)?$"
    return (
        re.compile(rf"(?:{opening}|(?P<year>2\d{{3}})年(?:{closing}|[末底])){noun}"),
        re.compile(rf"(?:(?P<year>2\d{{3}})年)?(?:{closing}|[末底]){noun}"),
        re.compile(rf"(?:(?P<year>2\d{{3}})年)?(?:{closing}|[末底])(?:共有|还有|有|为)?$"),
    )


def stocks(passage: Passage) -> Iterator[Balance]:
    """A stock, all that is told until the same stock is told again, and that: nothing but flows may stand between."""
    opens, closes, bare = _patterns()
    for i, first in enumerate(passage.items):
        opening = opens.search(first.mention.before.strip())
        if opening is None or not first.plain:
            continue
        parts, signs = [passage.number(first.mention)], [_ONE]
        for x, way in _flows_before(passage.items[:i], first):  # 产生8.62万吨，上年末贮存0.47万吨，…
            parts.append(passage.number(x.mention))
            signs.append(way)
        split = {id(c) for g in passage.groups if g.parent is not first for c in g.children}
        for item in (*_changes(first, passage.items[i + 1 : i + 2]), *passage.items[i + 1 : i + 2 + _FLOWS]):
            if any(w in item.mention.before for w in ("总计", "合计")):
                break  # 收入总计: it holds what was there already
            if id(item) in split and len(parts) > 1:
                continue  # 新增债券8.3亿元，其中专项债券5.3亿元: counted with the flow it is a part of
            if item.mention.sentence - first.mention.sentence > 1 or item.dimension != first.dimension or not item.plain:
                break
            said = item.mention.before.strip()
            closing = bare.fullmatch(said) or closes.search(said)
            if closing is not None and (closing.re is bare or _one_stock(opening["noun"], closing["noun"])):
                between = passage.text[first.mention.quantity.end : item.mention.quantity.start]
                if len(parts) > 1 and _later(opening["year"], closing["year"], passage.text, between):
                    # of one way only, the other may go without saying
                    both = (_MINUS in signs and _ONE in signs[1:]) or any(w in between for w in flows()["nothing-came"])
                    whole = passage.number(item.mention)
                    yield Balance(whole, tuple(parts), tuple(signs), opening["noun"], doubtful=not both, likely=both)
                break
            sign = way_of(item.mention.before)
            if sign is None:
                break
            parts.append(passage.number(item.mention))
            signs.append(sign)


def _flows_before(earlier: Sequence[Item], first: Item) -> list[tuple[Item, Fraction]]:
    """What came in or went out, told before the opening stock in its sentence; nothing where anything else is told there."""
    here = [x for x in earlier if x.mention.sentence == first.mention.sentence and x.dimension == first.dimension]
    signed = [(x, sign) for x in here if x.plain and not x.cue and (sign := way_of(x.mention.before)) is not None]
    return signed if len(signed) == len(here) else []


def _one_stock(opening: str, closing: str) -> bool:
    """馆藏标本 and 馆藏: named alike at the end, or the one within the other."""
    return closing[-2:] == opening[-2:] or (len(closing) > 1 and closing in opening) or (len(opening) > 1 and closing.removesuffix("余额") == opening)


def stocks_told_back(passage: Passage) -> Iterator[Balance]:
    """年末员工612人，年初625人；当年退休22人、离职9人、新招18人: what there is, what there was, and all that came and went."""
    ends, starts = flows()["closing"], flows()["opening"]
    for i, (now, then) in enumerate(pairwise(passage.items)):
        said, before = now.mention.before, then.mention.before.strip("，；、（( ")
        told = any(w in said for w in (*ends, *flows()["there-is"])) and before.rstrip("为是") in starts and then.mention.at == now.mention.at + 1
        if not told or now.dimension != then.dimension or not (now.plain and then.plain):
            continue
        moved: list[tuple[Item, Fraction]] = []
        for x in passage.items[i + 2 : i + 2 + _FLOWS]:
            sign = way_of(x.mention.before)
            if x.dimension != now.dimension or x.mention.sentence - now.mention.sentence > 0 or sign is None or not x.plain:
                break
            moved.append((x, sign))
        if {s for _, s in moved} == {_ONE, _MINUS}:
            parts = (passage.number(then.mention), *(passage.number(x.mention) for x, _ in moved))
            yield Balance(passage.number(now.mention), parts, (_ONE, *(s for _, s in moved)), "年末数", likely=True)


def stocks_opened_last(passage: Passage) -> Iterator[Balance]:
    """规上企业112家（年内新入库13家、退库6家，上年末为105家）: what there is, what came and went, and what there was at last."""
    starts = (*flows()["opening"], "上年", "去年")
    for i, now in enumerate(passage.items[:-2]):
        moved: list[tuple[Item, Fraction]] = []
        for x in passage.items[i + 1 : i + 2 + _FLOWS]:
            alike = x.dimension == now.dimension and x.mention.sentence == now.mention.sentence and x.plain and now.plain
            if alike and moved and x.mention.before.strip("，、；（( ").rstrip("则为是有 ") in starts:
                both = {s for _, s in moved} == {_ONE, _MINUS} and way_of(now.mention.before) is None
                numbers = (passage.number(x.mention), *(passage.number(m.mention) for m, _ in moved))
                yield Balance(passage.number(now.mention), numbers, (_ONE, *(s for _, s in moved)), "年末数", likely=both, doubtful=not both)
                break
            sign = way_of(x.mention.before) if alike else None
            if sign is None:
                break
            moved.append((x, sign))


def grown_stocks(passage: Passage) -> Iterator[Balance]:
    """净增高新技术企业148家，年末达到1274家（上年末1126家）: what there was, and what it has grown by."""
    for first, now, then in zip(passage.items, passage.items[1:], passage.items[2:], strict=False):
        net = next((x for x in _as_items(first) if x.mention.at == now.mention.at - 1), first)  # 未通过复审12家，净增46家
        said, before = net.mention.before, then.mention.before.strip("，（( ")
        told = _NET.search(said)
        in_bracket = then.mention.depth == now.mention.depth + 1 and then.mention.at == now.mention.at + 1
        alike = len({(x.dimension, x.mention.sentence) for x in (net, now, then)}) == 1 and all(x.plain for x in (net, now, then))
        if told is not None and in_bracket and alike and before in flows()["opening"] and any(w in now.mention.before for w in flows()["closing"]):
            sign = _MINUS if told["way"] == "减" else _ONE
            numbers = tuple(passage.number(x.mention) for x in (then, net))
            yield Balance(passage.number(now.mention), numbers, (_ONE, sign), "年末数", likely=True)


def net_changes(passage: Passage) -> Iterator[Balance]:
    """比上年减少8人，其中退休12人、调出5人、新招录9人: what left less what came."""
    for group in passage.groups:
        whole, said = group.parent, group.parent.mention.before
        fell = cues().down.search(said) is not None
        signs = [way_of(c.mention.before) for c in group.children]
        if group.cue not in ("其中", "（") or fell == (cues().up.search(said) is not None) or len(set(signs)) != len({_ONE, _MINUS}):
            continue
        if whole.plain and all(s is not None and c.plain for s, c in zip(signs, group.children, strict=True)):
            way = _MINUS if fell else _ONE
            yield Balance(
                passage.number(whole.mention), tuple(passage.number(c.mention) for c in group.children),
                tuple(s * way for s in signs if s is not None), "增减相抵",
                likely=not any(c.open for c in group.children) and not cues().open.search(group.children[0].mention.before),
            )


def adjusted_budgets(passage: Passage) -> Iterator[Balance]:
    """年初预算48.75亿元，调增3.90亿元，调减1.15亿元，净增加2.75亿元，调整后预算51.50亿元: what was allotted, and what was changed."""
    lists = flows()
    for i, first in enumerate(passage.items):
        if not first.plain or first.dimension != "元" or not _verbless(first).endswith(lists["first-budget"]):
            continue
        parts, signs, net = [passage.number(first.mention)], [_ONE], False
        split = {id(c) for g in passage.groups if g.parent is first and g.cue == "其中" for c in g.children if not _verbless(c).endswith((*lists["raised"], *lists["cut"]))}
        later = passage.items[i + 1 : i + 2 + _FLOWS]
        for item in (x for y in (first, *later) for x in (*(() if y is first else (y,)), *_as_items(y))):
            said = _verbless(item)
            if id(item) in split:
                continue
            if item.mention.sentence - first.mention.sentence > 1 or item.dimension != "元" or not item.plain:
                break
            if said.endswith(lists["changed-budget"]):
                if len(parts) > 1:
                    likely = not net or len(set(signs[1:])) > 1
                    yield Balance(passage.number(item.mention), tuple(parts), tuple(signs), "年初预算与调整", likely=likely)
                break
            raised, cut = said.endswith(lists["raised"]), said.endswith(lists["cut"])
            if raised and "净" in said:
                net = True
                continue
            if raised == cut:
                break
            parts.append(passage.number(item.mention))
            signs.append(_ONE if raised else _MINUS)


def _as_items(item: Item) -> list[Item]:
    """Its changes, each as an amount of its own."""
    return [replace(item, mention=a.mention, attributes=[], cue="", prior=False) for a in item.of("change")]


def _verbless(item: Item) -> str:
    return item.mention.before.rstrip("为是达到共了数约 ")


def _changes(first: Item, following: Sequence[Item]) -> list[Item]:
    """2022年末对象16012人，2023年新增1162人: what came in right behind the stock, read as its change."""
    return [x for x in _as_items(first) if all(x.mention.at < y.mention.at for y in following)]


def _later(opening: str | None, closing: str | None, text: str, between: str) -> bool:
    """2023年末 … 2024年末: the same stock a year on; a year that is not named is this one, or the one told of the flows."""
    if opening is None:
        return True
    after = str(int(opening) + 1)
    return closing == after or (closing is None and (f"{after}年" in text or "当年" in between))
