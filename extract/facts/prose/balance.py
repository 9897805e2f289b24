"""Amounts that define each other: whole = spent + left, and the identities of statistics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.flows import flows
from gouji.extract.facts.prose.item import Item
from gouji.extract.lexicon import words
from gouji.extract.rational import Fraction

_DONE = re.compile(r"已(?P<verb>[一-鿿]{1,4})")
_NOT_YET = re.compile(r"(?:尚未|未|(?<![接招对等优款期看亟])待)(?P<verb>[一-鿿]{1,4})")
_SUMS = ("总计", "合计", "总收入", "总支出", "收入总量", "支出总量")
_BROUGHT = ("上年结", "年初结", "年初余", "上年余", "以前年度", "期初", "旧存")
"""Words of what an account held before: with it, what came in is not all there was to spend."""
_BARE, _BEHIND = 2, 8
"""A count with fewer characters before it is told by so many behind it."""
_LEFT = ("结余", "结存")
_BOTH_SIDES = "收支"
_STILL = ("尚有", "还有", "仍有", "剩余", "余下", "尚余")
"""All that stands before what is still left."""
_EVEN = "收支相抵"
_VERB_NEAR = 6
"""So many characters before a figure hold the verb of what was done."""
_NONE = re.compile(r"(?:金额|数)?(?:为|是|：|:)?\s*(?:0(?:\.0+)?(?![.\d])|无|零)")
_SPAN = 8
"""So many paragraphs may tell the members of one identity."""
_SPAN_BACK = 2
"""So many before the whole: 总收入…. 总支出…，当年收支结余…"""
_CHAIN = 3
"""With so many parts an identity is a chain of accounts, whose members may stand some sentences apart."""
_VERBS = re.compile(r"(?:分别)?(?:[为是达约共有：:\s]|(?<![合总小])计)+$")
_ONE, _MINUS = Fraction(1), Fraction(-1)


class Balance(Struct, frozen=True):
    """``whole = Σ sign·part``; ``certain`` where one sentence names all of them and nothing else, ``doubtful`` where it may only confirm.

    ``likely`` where a way of the money may be left out: 结余分配 between 结转和结余, other sentences between the figures.
    """

    whole: Number
    parts: tuple[Number, ...]
    signs: tuple[Fraction, ...]
    cue: str
    certain: bool = False
    doubtful: bool = False
    likely: bool = False


class _Identity(Struct, frozen=True):
    """Names of the whole, words of each part, their signs; whether it holds by definition; words that tell of another part."""

    names: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    signs: tuple[Fraction, ...]
    sure: bool
    unless: tuple[str, ...]


@cache
def _identities(*, across: bool = False) -> tuple[_Identity, ...]:
    """The identities of one paragraph, or those whose members may stand in several."""
    out = []
    for section, listed in words("gouji.extract.facts.prose", "identities.txt").items():
        if section.startswith("=") and section.endswith("~") == across:
            members = [w for w in listed if not w.startswith("/")]
            out.append(_Identity(
                tuple(section[1:].rstrip("*?~").split("|")), tuple(tuple(w.lstrip("+-").split("|")) for w in members),
                tuple(_MINUS if w.startswith("-") else _ONE for w in members), not section.endswith("?"),
                tuple(w[1:] for w in listed if w.startswith("/")),
            ))
    return tuple(out)


@cache
def _rest_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    lists = words("gouji.extract.facts.prose", "identities.txt")
    return lists["rest"], lists["spent"], lists["whole"], lists["took-in"]


def balances(facts: FactSet) -> Iterator[Balance]:
    """All balances that words offer."""
    for index, passage in enumerate(facts.passages):
        yield from _left_over(facts, index, passage)
        yield from _defined(passage)
    yield from _across(facts)


def _left_over(facts: FactSet, index: int, passage: Passage) -> Iterator[Balance]:
    """支付18万元，未支付2万元 against a whole in the sentence or shortly before."""
    rest_words, spent_words, whole_words, income = _rest_words()
    for i, rest in enumerate(passage.items):
        if i == 0 or rest.dimension in ("1", "") or not rest.plain or any(w in rest.mention.before for w in _BROUGHT):
            continue
        at = next((j for j in range(i - 1, max(-1, i - 4), -1) if _beside(passage.items[j], rest)), -1)
        if at < 0:
            continue
        if _told(rest, rest_words) and (flow := _case_flow(passage, rest)) is not None:
            yield flow
            continue
        spent = passage.items[at]
        pair = _not_yet(rest, spent) or _still_open(rest, spent)
        loose = not pair and rest.mention.before.strip("，；、 ") in _STILL and "已" in spent.mention.before
        pair = pair or loose
        if not pair and not (_told(rest, rest_words) and _told(spent, spent_words)):
            continue
        parts = (passage.number(spent.mention), passage.number(rest.mention))
        near = [
            x for x in passage.items[:at]
            if x.dimension == rest.dimension and (pair or any(w in x.mention.before + x.label for w in whole_words))
            and not x.mention.after.lstrip().startswith(("全部", "已全部", "均已"))  # 财政专项1400万元全部支付完毕
            and not (pair and any(w in x.mention.before for w in spent_words))  # 已办结109件，阶段性办结25件，未办结12件
        ]
        sentence = [x for x in near if x.mention.sentence == rest.mention.sentence]
        alike = [x for x in passage.items[:at] if _beside(x, rest)]
        goes_on = rest.dimension != "元" and any(_beside(x, rest) for x in passage.items[i + 1 :])  # 支出不合规5个，结余未上缴2个，采购不规范2个: kinds
        for x in reversed(near):
            # 年初结余A，当年支出B，年末结余C: what came in may stand elsewhere
            carried = any(w in x.mention.before for w in flows()["opening"]) and any(w in rest.mention.before for w in flows()["closing"])
            doubtful = goes_on or carried
            sure = len(sentence) == 1 and x is sentence[0] and i == 2 and at == 1 and not loose and not doubtful
            yield Balance(
                passage.number(x.mention), parts, (_ONE, _ONE), "支出与结余", certain=sure, likely=not (sure or doubtful) and alike == [x],
                doubtful=doubtful,
            )
        if not near and rest.mention.sentence == passage.items[0].mention.sentence and i == 2 and passage.items[0].label.endswith(income):
            yield Balance(passage.number(passage.items[0].mention), parts, (_ONE, _ONE), "收支与结转", likely=not any(w in passage.text for w in _BROUGHT))
        if not near:
            for earlier in reversed(facts.passages[max(0, index - 6) : index]):
                for x in earlier.items:
                    if x.dimension == rest.dimension and any(w in x.mention.before for w in whole_words):
                        yield Balance(earlier.number(x.mention), parts, (_ONE, _ONE), "支出与结余")


def _case_flow(passage: Passage, rest: Item) -> Balance | None:
    """受理58人，上年结转7人，提起公诉53人、不起诉3人，年末在办9人: what came in and was there, and where all of it went."""
    inner = {id(c) for g in passage.groups for c in g.children}  # 办结170件，其中予以公开82件
    here = [x for x in passage.items if _beside(x, rest) and x.plain and x.mention.depth == rest.mention.depth and id(x) not in inner]
    brought = [x for x in here if any(w in x.mention.before for w in _BROUGHT)]
    came = (*_rest_words()[2], *words("gouji.extract.facts.prose", "identities.txt")["newly"])
    took = [x for x in here if x not in brought and any(w in x.mention.before for w in came)]
    gone = [x for x in here if x not in (*brought, *took)]
    if len(brought) != 1 or len(took) != 1 or len(gone) < _CHAIN - 1 or gone[-1] is not rest or rest.dimension == "元":
        return None
    numbers = tuple(passage.number(x.mention) for x in (*gone, brought[0]))
    return Balance(passage.number(took[0].mention), numbers, (*[_ONE] * len(gone), _MINUS), "受理与办结", likely=True)


def _beside(item: Item, rest: Item) -> bool:
    """An amount of the same kind in the same sentence, in no bracket of its own."""
    m = item.mention
    return item.dimension == rest.dimension and m.sentence == rest.mention.sentence and m.depth <= rest.mention.depth


def _told(item: Item, wanted: tuple[str, ...]) -> bool:
    """What happened to an amount stands before it, or right behind a count: 320件已完成，55件正在推进."""
    words_told = item.mention.before
    if item.dimension != "元" and len(item.mention.before.strip()) < _BARE:
        words_told += item.mention.after[:_BEHIND]
    return any(w in words_told for w in wanted)


def _still_open(rest: Item, spent: Item) -> bool:
    """已回复95份，尚有2份未到回复期: what was done, and what is still to be."""
    waits = rest.mention.after.lstrip().startswith(("未", "待", "正", "尚", "仍"))
    return waits and rest.mention.before.strip("，；、 ") in (*_STILL, "其余", "另有") and "已" in spent.mention.before


def _not_yet(rest: Item, spent: Item) -> bool:
    """已补发4.1万元，未补发1.5万元: one verb, done and not yet done."""
    done, open_ = _DONE.search(spent.mention.before), _NOT_YET.search(rest.mention.before)
    if open_ is None:
        return False
    verb = open_["verb"][:2]
    said = spent.mention.before.strip("，；。、 ")[-_VERB_NEAR:]
    bare = len(verb) == 2 and verb in said and not any(w + verb in said for w in "未待")  # 办结84条，未办结2条; 完成整改…未完成的
    return bare or (done is not None and done["verb"][:1] == verb[:1])


def _defined(passage: Passage) -> Iterator[Balance]:
    """Identities of statistics whose members stand in one passage, each once."""
    parts_of = words("gouji.extract.facts.prose", "identities.txt")["share-of"]
    labelled = [(label, n) for label, n in _labelled(passage) if not any(w in label for w in parts_of)]
    inner = {passage.number(c.mention).id for g in passage.groups for c in g.children}
    for identity in _identities():
        names, parts, signs, sure = identity.names, identity.parts, identity.signs, identity.sure
        if any(w in passage.text and not _is_none(passage.text, w) for w in identity.unless):
            continue
        wholes = [
            n for label, n in labelled
            if label.endswith(names) and not any(label.endswith(w) for part in parts for w in part if w.endswith(names))
        ]  # 上年末滚存结余 is no 年末滚存结余
        if len(wholes) != 1:
            continue
        members: list[Number] = []
        clear = True
        for part in parts:
            hits = [n for label, n in labelled if any(label.endswith(w) and not _longer(label, w) for w in part) and n is not wholes[0]]
            if len(hits) > 1:  # 收入A，其中保险费收入B、补贴收入C: what is listed under another is not it
                hits, clear = [n for n in hits if n.id not in inner], False
            if len(hits) == 1 and hits[0].dimension() == wholes[0].dimension():
                members.append(hits[0])
        if len(members) == len(parts):
            told = [wholes[0], *members]
            together, chain = _together(passage, told), len(parts) >= _CHAIN
            alone = _nothing_else(passage, told)
            sure_now = sure and clear and (alone if chain else together)
            if chain:
                likely = sure_now and (not together or any("结转" in n.label for n in told))
            else:
                likely = not sure_now and alone and any(w in names[0] for w in _LEFT)
            yield Balance(wholes[0], tuple(members), signs, names[0], certain=sure_now, doubtful=not sure, likely=likely)


def _is_none(text: str, word: str) -> bool:
    """结余分配为0: told to be nothing wherever it is told."""
    behind = [text[m.end() :] for m in re.finditer(re.escape(word), text)]
    return all(_NONE.match(t) for t in behind)


def _longer(label: str, word: str) -> bool:
    """进出口总额 ends in 出口总额, and is the name of both together."""
    return any(name != word and name.endswith(word) and label.endswith(name) for i in _identities() for name in i.names)


def _across(facts: FactSet) -> Iterator[Balance]:
    """Identities whose members stand one to a paragraph, each once in so many of them; never certain."""
    prose = [p for p in facts.passages if p.cell is None]
    labels = [[(label, n) for label, n in _labelled(p) if n.point is not None] for p in prose]
    for identity in _identities(across=True):
        names, parts, signs = identity.names, identity.parts, identity.signs
        for i, here in enumerate(labels):
            wholes = [n for label, n in here if label.endswith(names)]
            if len(wholes) != 1 or any(w in p.text for p in prose[i : i + _SPAN] for w in identity.unless):
                continue
            near = [pair for found in labels[max(0, i - _SPAN_BACK) : i + _SPAN] for pair in found]
            hits = [[n for label, n in near if label.endswith(part)] for part in parts]
            if all(len(h) == 1 for h in hits) and len({wholes[0].dimension(), *(h[0].dimension() for h in hits)}) == 1:
                yield Balance(wholes[0], tuple(h[0] for h in hits), signs, names[0], likely=bool(identity.unless))


def _together(passage: Passage, members: Sequence[Number]) -> bool:
    """All stand in two neighbouring sentences at most: further off they may be of another activity or fund."""
    ids = {n.id for n in members}
    places = {i.mention.sentence for i in passage.items if passage.number(i.mention).id in ids}
    places |= {a.mention.sentence for i in passage.items for a in i.attributes if passage.number(a.mention).id in ids}
    return max(places) - min(places) <= 1


def _nothing_else(passage: Passage, members: Sequence[Number]) -> bool:
    """No other amount stands between the members of 年初结转+收入-支出=年末结转, but sums of them and what splits one of them."""
    ids = {n.id for n in members}
    own = [x for x in passage.items if passage.number(x.mention).id in ids]
    if len(own) < len(ids) or any(x.prior and x.mention.lead == "" and x.cue for x in own):
        return False
    inside = {id(c) for g in passage.groups if any(g.parent is x for x in own) for c in g.children}
    first, last = own[0].mention.at, own[-1].mention.at
    return all(
        passage.number(x.mention).id in ids or id(x) in inside or x.dimension != own[0].dimension or x.apart
        or any(w in x.mention.before for w in _SUMS)
        for x in passage.items if first < x.mention.at < last
    )


def _labelled(passage: Passage) -> Sequence[tuple[str, Number]]:
    """Labels with their numbers: items and named rates."""
    out: list[tuple[str, Number]] = []
    seen: set[int] = set()
    for item in passage.items:
        out.extend(_of(passage, item, seen))
    return out


def _of(passage: Passage, item: Item, seen: set[int]) -> Iterator[tuple[str, Number]]:
    for at, label, mention in [
        (item.mention.at, _in_full(item), item.mention),
        *((a.mention.at, a.label, a.mention) for a in item.attributes if a.kind == "rate"),
    ]:
        if at not in seen and label:
            seen.add(at)
            yield label, passage.number(mention)


def _in_full(item: Item) -> str:
    """The label with the words that labels leave out: 年末结转, 本年收入."""
    words_before = _VERBS.sub("", item.mention.before)
    carried = item.label in _LEFT or item.label.startswith("结转下年")
    if carried and _EVEN in item.mention.context + item.mention.before:
        return "收支结余"  # 总收入2217万元，总支出2197万元，收支相抵，结余20万元
    if item.label == _BOTH_SIDES and item.total and "总计" in words_before:
        return f"{_BOTH_SIDES}总计"
    if words_before in ("收入合计", "支出合计"):
        return words_before
    if (whole := words_before.removesuffix("合计")) != words_before and whole in (f"本年{item.label}", f"当年{item.label}"):
        return whole
    summed = item.total and item.label.endswith(("收入", "支出", "决算")) and words_before.endswith(f"{item.label}总计")
    return words_before if item.label and (summed or words_before.endswith(item.label)) else item.label
