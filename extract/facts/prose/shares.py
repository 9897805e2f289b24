"""Lists of shares in prose that are meant to make a whole: burdens by level of government, structure ratios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise, takewhile

from msgspec import Struct

from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.item import Attribute, is_percentage
from gouji.extract.facts.prose.mentions import Mention, mentions
from gouji.extract.facts.prose.splits import runs
from gouji.extract.lexicon import alternatives, words

_JOINED = frozenset(("、", "和", "及", "以及", "与", ",", "，"))
_CLAUSE_END = re.compile(r"[。；;\n，,]")
_OF = re.compile(r"占|比重|比例")
_LISTED = re.compile(r"[，,（(]其中[：:，]?[^，。；%]{1,16}")
_GOES_ON = re.compile(r"[，,、；和](?!同比|比|较|环比|上升|下降)[^，。；%]{1,16}")
_SENTENCE_END = re.compile(r"[。；;\n]")
_MOVED = re.compile(r"增|减|升|降|提高|回落|扩大|缩小|[高低]于")
"""Words of a change: shares that move by so much make nothing whole."""
_RATIO_MARK = re.compile(r"\s*[:：∶﹕]\s*")

_BORNE_BEHIND = re.compile(r"的?(?:比例)?(?:共同)?(?:分担|负担|承担|分摊|配套)")
"""按中央60%、自治区30%、县级10%比例分担: who bears them is told by name, that they bear them behind."""
_CHARGED = ("计取", "计提", "计列", "提取", "计算", "计入")
"""Behind a rate of charge: 预备费按8%计取 is no share."""

class Shares(Struct, frozen=True):
    """Shares of one whole, and whether their words say that nothing is left out."""

    shares: tuple[Attribute, ...]
    cue: str
    closed: bool


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = words("gouji.extract.facts.prose", "shares.txt")
    return (
        re.compile(rf"(?:{alternatives(lists['burden'])})"),
        re.compile(alternatives(lists["upper"])),
        re.compile(alternatives(lists["lower"])),
    )


def burdens(passage: Passage) -> Iterator[Shares]:
    """Who pays which share, one list a sentence: 中央负担50%，省级负担30%，县级负担20%."""
    burden, upper, lower = _words()
    found = [
        a for item in passage.items for a in item.attributes
        if a.kind in ("rate", "share") and a.mention.depth == 0 and is_percentage(a.mention)
        and a.mention.quantity.operator is None
    ]
    for _, grouped in groupby(sorted(found, key=lambda a: a.mention.at), key=lambda a: a.mention.segment):
        run = list(grouped)
        listed = [a for a in run if burden.search(a.mention.before)]
        if len(listed) < 2 and _BORNE_BEHIND.match(passage.text, run[-1].mention.quantity.end):
            listed = [a for a in run if upper.search(a.mention.before) or lower.search(a.mention.before)]
        if len(listed) < 2:
            continue
        labels = [a.mention.before for a in listed]
        closed = bool(upper.search(labels[0])) and bool(lower.search(labels[-1])) and all(
            upper.search(x) or lower.search(x) for x in labels
        )
        yield Shares(tuple(listed), "分担比例", closed)


def share_lists(passage: Passage) -> Iterator[list[Mention]]:
    """Three or more shares of one sentence, each said with 占, or one 占 for all of them.

    0-14岁占17.9%，15-64岁占65.4%，65岁及以上占16.7%; 东、中、西部分别占76.4%、15.6%、8.1%. What a bracket splits is no
    list with what stands outside it.
    """
    found = _told_shares(passage)
    for _, run in groupby(sorted(found, key=lambda m: m.at), key=lambda m: m.sentence):
        listed = list(run)
        listed += _rest(passage, listed[-1])
        outer = min(m.depth for m in listed)
        listed = [m for m in listed if m.depth == outer]
        if len(listed) > 2:
            yield listed


def shares_in_brackets(passage: Passage) -> Iterator[tuple[Mention, list[Mention]]]:
    """住房消费提取占71.37%（购买占13.27%，偿还本息占48.58%，…）: a share, and those that the bracket behind it tells."""
    found = sorted(_told_shares(passage), key=lambda m: m.at)
    for i, whole in enumerate(found):
        outer = whole.depth
        inside = list(takewhile(lambda m, outer=outer: m.depth > outer, found[i + 1 :]))  # type: ignore[misc]
        at = [m.at for m in (whole, *inside)]
        if len(inside) > 1 and len({m.depth for m in inside}) == 1 and at == list(range(at[0], at[0] + len(at))):
            yield whole, inside


def _told_shares(passage: Passage) -> list[Mention]:
    return [
        a.mention for item in passage.items for a in item.of("share")
        if a.base is None and is_percentage(a.mention) and not a.mention.quantity.soft and a.mention.quantity.operator is None
        and not a.mention.after.lstrip().startswith(_CHARGED)
    ]


def _rest(passage: Passage, last: Mention) -> list[Mention]:
    """其他类0.01% right behind 表扬类占0.13%: the rest, told without 占."""
    words_for_it = words("gouji.extract.facts.prose", "shares.txt")["the-rest"]
    return [
        a.mention for item in passage.items for a in item.of("rate")
        if a.mention.at == last.at + 1 and a.mention.sentence == last.sentence and is_percentage(a.mention)
        and not a.mention.after.lstrip().startswith(_CHARGED) and any(w in a.mention.before for w in words_for_it)
    ]


def rates_within(passage: Passage) -> Iterator[tuple[Number, list[Number]]]:
    """超标天数比例为23.3%，其中轻度污染15.9%，中度4.2%，重度3.2%: a rate and three more behind 其中, to the end of the sentence."""
    found = [n for n in passage.numbers if n.is_quantity]
    for i, whole in enumerate(found[:-3]):
        run: list[Number] = []
        for before, n in pairwise(found[i:]):
            between = passage.text[before.quantity.end : n.quantity.start]
            opens = _LISTED.fullmatch(between) if not run else _GOES_ON.fullmatch(between)
            if not opens or not is_share_like(n) or not is_share_like(whole):
                break
            run.append(n)
        if len(run) > 2:
            yield whole, run


def graded(passage: Passage) -> Iterator[list[Number]]:
    """优良级的监测点比例为9.1%，良好级的监测点比例为25.0%，…: rates of one sentence, each told as a 比例."""
    run: list[Number] = []
    found = [n for n in passage.numbers if n.is_quantity]
    ends = [0, *(n.quantity.end for n in found)]
    for start, n in zip(ends, found, strict=False):
        between = passage.text[start : n.quantity.start]
        told = is_share_like(n) and re.search(r"比例[为达]?$", between) and not _MOVED.search(between)
        if told and (not run or not _SENTENCE_END.search(between)):
            run.append(n)
            continue
        if len(run) > 2:
            yield run
        run = [n] if told else []
    if len(run) > 2:
        yield run


def told_apiece(passage: Passage) -> Iterator[tuple[str, list[Number]]]:
    """东、中、西部地区占比分别为76.8%、15.7%和7.5%: the words before a row of percentages that are shares, and the row."""
    found = [n for n in passage.numbers if n.is_quantity]
    run: list[Number] = []
    for before, n in pairwise([*found, None]):
        assert before is not None
        run.append(before)
        joined = n is not None and passage.text[before.quantity.end : n.quantity.start].strip() in _JOINED
        if joined and n is not None and is_share_like(before) and is_share_like(n):
            continue
        if len(run) > 2:
            clause = _CLAUSE_END.split(passage.text[: run[0].quantity.start])[-1]
            if "分别" in clause and _OF.search(clause) and not _MOVED.search(clause):
                yield clause, run
        run = []


def is_share_like(number: Number) -> bool:
    """A plain percentage."""
    q = number.quantity
    return q.unit in ("%", "％") and q.operator is None and not q.soft and q.value is not None


def splits(passage: Passage) -> Iterator[Shares]:
    """Shares of the members of a known exhaustive split, one behind the other: 一般债务占39.3%，专项债务占60.7%."""
    for item in passage.items:
        listed = [a for a in item.attributes if a.kind == "share" and a.subject and not a.base_label and a.base is None]
        for split, i in runs([a.subject for a in listed]):
            run = listed[i : i + len(split)]
            if len({a.mention.sentence for a in run}) == 1 and all(b.mention.at == a.mention.at + 1 for a, b in pairwise(run)):
                yield Shares(tuple(run), "、".join(a.subject for a in run), closed=True)


def complements(passage: Passage) -> Iterator[tuple[Mention, Mention]]:
    """A rate and its opposite in one passage, each stated once: 合格率98%, 不合格率2%."""
    rates: dict[str, list[Mention]] = {}
    for item in passage.items:
        for a in item.attributes:
            if a.kind == "rate" and a.mention.quantity.value is not None and not a.mention.quantity.soft:
                rates.setdefault(a.label, []).append(a.mention)
    for label, found in rates.items():
        if not label.startswith("不") and label.endswith("率"):
            opposite = rates.get("不" + label, [])
            if len(found) == len(opposite) == 1 and opposite[0].quantity.operator is found[0].quantity.operator is None:
                yield found[0], opposite[0]


def ratio_lists(passage: Passage) -> Iterator[list[Mention]]:
    """Runs of bare numbers joined by colons: 21.5∶36.1∶42.4."""
    found = mentions(passage.text, [n.quantity for n in passage.numbers])
    run: list[Mention] = []
    for before, m in pairwise(found):
        between = passage.text[before.quantity.end : m.quantity.start]
        if _RATIO_MARK.fullmatch(between) and before.quantity.unit == m.quantity.unit:
            run = [*run, m] if run else [before, m]
            continue
        if len(run) >= 2:
            yield run
        run = []
    if len(run) >= 2:
        yield run


def all_named(count: int) -> tuple[str, ...]:
    """Words that name so many parts of something and leave none out."""
    return words("gouji.extract.facts.prose", "shares.txt").get(f"all-{count}", ())
