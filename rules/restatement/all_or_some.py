"""Sentences that say all of something and tell of some that is not: 17个已全部完工，…2个尚在施工; 280天，实际294天，未超工期."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.finding import Defect, Evidence, cite
from gouji.extract.document import Paragraph, Text
from gouji.extract.facts.model import FactSet, Number, Passage

_ALL_YET_SOME = re.compile(
    r"(?:已|均|已经|均已)?全部(?P<v>整改|办结|完成|到位|发放|兑付|拨付|支付|销号|归还|建成|开工|竣工|验收|结清)(?!.{0,2}率)"
    r"[^。；\n]{0,16}?[，,](?P<some>(?:正在|未|尚未|仍在|尚有|仍有|还有)(?:[一-鿿]{0,3}未)?(?P=v)[^，。；0-9]{0,4})\d"
)
_ALL_THEN = re.compile(r"(?P<all>[一-鿿]{0,8}(?:已|均|均已|已经)全部(?P<v>整改|办结|完成|到位|完工|建成|竣工|验收|开工))[，,](?P<some>(?:实际|其中)?(?P=v))")
_AS_MANY_YET = re.compile(
    r"(?P<n>[1-9]\d*)(?P<u>[项个件条])[^，,。；;\d]{0,6}[，,](?:已|实际|全部|均已)?(?:完成|实现|达成|办结)了?(?P=n)(?P=u)[，,][^。；;\n]{0,40}?"
    r"(?<!\d)(?P<some>[1-9]\d*(?P=u)[^，,。；;\d]{0,6}?(?:尚|仍|均)?未(?:完成|实现|达成|办结))(?!的)"
)
_ALL = re.compile(r"(?:已|均|均已|已经|现已)?(?:全部|全面|均已|均)(?:完工|完成|建成|竣工|办结|达标|达到目标|达到要求|投入使用|投用|整改到位)(?!率|后|的)")
_SOME = re.compile(r"[，,、](?:其中|另有?|还有|仍有|尚有)?(?P<n>\d+)(?P<u>[个项件条处座户家名所])[^，,。；;\d]{0,6}?(?P<how>(?:尚|仍|正|还)?(?:未|没有|在|正在)(?:完工|完成|竣工|建成|办结|达标|投用|施工|建设|整改|开工|推进))")
_SHORT = re.compile(r"[，,]第?[\d一二三四五六七八九十]{0,3}[^，,。；;\d]{0,12}?(?P<some>较目标值?低|低于目标|未达(?:到)?目标|未达标|未完成目标|未完成年度)")
_WITHIN = re.compile(r"(?P<not>未|没有|不)?超(?:过|出)?[^，。；、0-9]{0,4}?(?P<what>工期|期限|限额|预算|概算|定额|编制|控制数|编额)(?!的|部分|[^，。；]{0,3}\d)")
_TASK = re.compile(r"(?:任务|计划|目标)[^，,。；;\d]{0,4}?(?:已|均|都)?(?:全部|全面)完成(?!率|后|的)")
_PUT_OFF = re.compile(r"(?:其余|另有?|还有|余下|尚有)?(?<![\d.])(?P<n>\d[\d.,]*)[^，,。；;\d]{1,24}?(?:顺延|转入\d|结转至|推迟至|延至|未完成|尚未|未实施)")
_DONE_RATE = re.compile(r"[，,]完成率(?:为|达到?|是)?")
_AS_MANY = re.compile(
    r"(?<![\d.])(?P<n>[1-9]\d*)(?P<u>[项个件条])[^。；;]{0,40}?(?:完成|整改|办结|采纳|落实)了?(?P<same>(?P=n))(?P=u)[，,](?:另有?|其余|还有|剩余|余下)(?P<m>[1-9]\d*)(?P=u)"
)
_NEXT, _NTH = re.compile(r"[，,。；;\n]"), re.compile(r"第[\d、，至到和\-—]*$")
_REACH, _PAIR = 60, 2


def all_or_some(facts: FactSet, passage: Passage) -> Iterator[Defect]:
    """The statement of all, held against the count or the words that tell otherwise in its sentence."""
    text = _text(facts, passage)
    if text is None:
        return
    yield from _all_yet_some(passage, text)
    yield from _all_yet_fewer(passage)
    yield from _as_many_yet_some(passage)
    for told in _ALL.finditer(passage.text):
        yield from _some(passage, text, told)
    for told in _TASK.finditer(passage.text):
        yield from _yet_not(passage, text, told)
    for told in _AS_MANY.finditer(passage.text):
        yield from _and_others(passage, told)
    for told in _WITHIN.finditer(passage.text):
        yield from _within(passage, text, told)


def _text(facts: FactSet, passage: Passage) -> Text | None:
    if passage.cell is not None:
        return passage.cell.text
    block = facts.document.blocks[passage.block]
    return block.text if isinstance(block, Paragraph) else None


def _all_yet_some(passage: Passage, text: Text) -> Iterator[Defect]:
    """反映问题34个，已全部整改到位，正在整改3个: all of them, and yet some are not."""
    for found in _ALL_YET_SOME.finditer(passage.text) if "全部" in passage.text else ():
        start = max(passage.text.rfind(c, 0, found.start()) for c in "，,。；;（(") + 1
        count = next((n for n in passage.numbers if n.is_quantity and n.quantity.start >= found.start("some")), None)
        narrower = any(n.is_quantity and start <= n.quantity.start < found.start() for n in passage.numbers)
        if count is None or count.quantity.end < found.end() or narrower or not count.quantity.value:
            continue  # 其中30条已全部整改，4条正在整改: all of those
        told = passage.text[found.start() : found.end("v")]
        yield Defect(
            (Evidence("primary", told, text.locate(found.start(), found.end("v"))), cite(count, "secondary")),
            {"a": told, "b": found["some"] + passage.text[found.end() - 1 : count.quantity.end]}, computation=f"{told}≠{count.raw}",
        )


def _all_yet_fewer(passage: Passage) -> Iterator[Defect]:
    """46个小区已全部完工，完工41个: what was done of it, told right behind, is less."""
    told = [n for n in passage.numbers if n.is_quantity and n.point is not None]
    for whole, done in pairwise(told):
        between = passage.text[whole.quantity.end : done.quantity.start]
        fewer = _ALL_THEN.fullmatch(between)
        if fewer is not None and whole.dimension() == done.dimension() != "1" and (done.point or 0) < (whole.point or 0):
            yield Defect(
                (cite(done), cite(whole, "secondary")), {"a": whole.raw + fewer["all"], "b": fewer["some"] + done.raw},
                computation=f"{done.raw}<{whole.raw}", severity="error",
            )


def _as_many_yet_some(passage: Passage) -> Iterator[Defect]:
    """总体目标4项，实际完成4项，1项未完成: as many done as there are, and yet some are not."""
    for found in _AS_MANY_YET.finditer(passage.text) if "未" in passage.text else ():
        here = [n for n in passage.numbers if n.is_quantity and found.start() <= n.quantity.start < found.end()]
        if len(here) > 2 and here[-1].quantity.start == found.start("some"):
            done = here[1]
            yield Defect(
                (cite(done), cite(here[-1], "secondary")),
                {"a": found["n"] + found["u"] + "全部完成", "b": found["some"]}, computation=f"{here[0].raw}-{here[-1].raw}≠{done.raw}",
            )


def _some(passage: Passage, text: Text, told: re.Match[str]) -> Iterator[Defect]:
    rest = re.split(r"[。；;\n]", passage.text[told.end() : told.end() + _REACH])[0]
    before = [n for n in passage.numbers if n.is_quantity and n.quantity.end <= told.start() and n.point is not None]
    if not before or _NEXT.search(passage.text[before[-1].quantity.end : told.start()]) or _NTH.search(passage.text[: before[-1].quantity.start]):
        return  # of how many it is said stands right before it
    whole = before[-1]
    own = Evidence("primary", told[0], text.locate(told.start(), told.end()))
    some = _SOME.search(rest)
    if some is not None and some["u"] == whole.unit:
        start = told.end() + some.start("n")
        count = next((n for n in passage.numbers if n.is_quantity and n.quantity.start == start), None)
        if count is not None and count.point and (whole.point or 0) > count.point:
            yield _defect(own, (cite(count, "secondary"), cite(whole, "secondary")), told[0], some[0].lstrip("，,、"))
        return
    short = _SHORT.search(rest)
    if short is not None and "达" in told[0]:
        start, end = told.end() + short.start("some"), told.end() + short.end("some")
        yield _defect(own, (Evidence("secondary", short["some"], text.locate(start, end)),), told[0], short[0].lstrip("，,"))


def _yet_not(passage: Passage, text: Text, told: re.Match[str]) -> Iterator[Defect]:
    """其余0.16万亩顺延至2024年，全年任务全部完成; 任务全部完成，完成率93.85%."""
    own = Evidence("primary", told[0], text.locate(told.start(), told.end()))
    start = max(passage.text.rfind(c, 0, told.start()) for c in "。；;\n") + 1
    left = _PUT_OFF.search(passage.text, start, told.start())
    rate = next((n for n in passage.numbers if n.is_quantity and n.quantity.start >= told.end()), None)
    count = None if left is None else next((n for n in passage.numbers if n.is_quantity and n.quantity.start == left.start("n")), None)
    if count is not None and left is not None:
        yield _defect(own, (cite(count, "secondary"),), told[0], left[0])
    elif rate is not None and rate.dimension() == "1" and (rate.point or 1) < 1 and _DONE_RATE.fullmatch(passage.text[told.end() : rate.quantity.start]):
        yield _defect(own, (cite(rate, "secondary"),), told[0], f"完成率{rate.raw}")


def _and_others(passage: Passage, told: re.Match[str]) -> Iterator[Defect]:
    """9条意见…，完成9条，另2条…: as many done as there are, and yet others are told of."""
    at = {k: told.start(k) for k in ("n", "same", "m")}
    found = {k: next((n for n in passage.numbers if n.is_quantity and n.quantity.start == at[k]), None) for k in at}
    whole, done, other = found["n"], found["same"], found["m"]
    if whole is not None and done is not None and other is not None:
        yield Defect(
            (cite(done), cite(whole, "secondary"), cite(other, "secondary")), {"a": f"{whole.raw}中完成{done.raw}", "b": f"另{other.raw}"},
            computation=f"{done.raw}+{other.raw}≠{whole.raw}",
        )


def _within(passage: Passage, text: Text, told: re.Match[str]) -> Iterator[Defect]:
    """合同工期280天，实际294天，未超合同工期; 编额45名，年末41名，超编: which of the two is larger, the figures tell."""
    items = [x for x in passage.items if x.mention.quantity.end <= told.start()]
    start = max(passage.text.rfind(c, 0, told.start()) for c in "。；;\n") + 1
    here = [x for x in items if x.mention.quantity.start >= start and x.plain and not x.average and not x.prior]
    norms = [x for x in here if told["what"] in x.mention.before]
    if len(norms) != 1 or len(here) < _PAIR:
        return
    actual = [x for x in here if x.mention.at > norms[0].mention.at and x.dimension == norms[0].dimension]
    if len(actual) != 1 or actual[0].mention.at != norms[0].mention.at + 1:
        return
    norm, done = passage.number(norms[0].mention), passage.number(actual[0].mention)
    over = (done.point or 0) > (norm.point or 0)
    if None in (norm.point, done.point) or over != (told["not"] is not None) or norm.point == done.point:
        return
    own = Evidence("primary", told[0], text.locate(told.start(), told.end()))
    yield _defect(own, (cite(done, "secondary"), cite(norm, "secondary")), told[0], f"{_named(done)}、{_named(norm)}")


def _named(number: Number) -> str:
    return f"{number.label}{number.raw}"


def _defect(own: Evidence, others: tuple[Evidence, ...], a: str, b: str) -> Defect:
    return Defect((own, *others), {"a": a, "b": b}, computation=f"{a}≠{b}")
