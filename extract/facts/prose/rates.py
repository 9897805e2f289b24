"""Which amounts a percentage in prose is the ratio of: candidates, and how sure the words make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.beside_rates import counted_in_brackets, shares_apiece
from gouji.extract.facts.prose.items import Attribute, Item
from gouji.extract.facts.prose.rate_words import RateWords, rate_words
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import base_of

_TOTAL_OF = re.compile(r"(?:总数|总额|总量|总人数|总户数|总计|合计)$")
_CLAUSE = 30
"""So many characters before an amount are searched for the words of the base of a share."""
_MANY, _TELLING = 8, 4
"""So many amounts are tried as the base of a share; in tables only under names of so many characters."""
EACH_ITS_OWN = ("预算", "预算数", "计划", "任务", "任务数", "目标")
"""Bases that every item has one of its own of: another item's is no base of it."""
_NOT_THE_BUDGET = ("到位", "拨", "支付", "结转", "其中")
"""Words before an amount that the execution rate behind it need not be taken of."""


class Claim(Struct, frozen=True):
    """``rate = part / whole``, or ``(part - whole) / whole`` where ``beyond``.

    ``certain``: the words leave no other reading, so that a break is a contradiction; ``likely``: no other than the
    alternatives given with it; ``lone``: no other whole stands near, any break is worth a warning; ``slips``: a telling
    slip makes it so. ``rest``: the denominator is part plus rest (支付18, 未支付2). ``cue``: the words.
    """

    rate: Number
    part: Number
    whole: Number
    cue: str
    certain: bool = False
    rest: bool = False
    beyond: bool = False
    slips: bool = True
    lone: bool = False
    likely: bool = False


def _cues(section: str) -> tuple[str, ...]:
    return words("gouji.extract.facts.prose", "cues.txt")[section]


def claims(facts: FactSet) -> Iterator[list[Claim]]:
    """For every percentage that words tie to amounts: its alternative readings, surest first."""
    for index, passage in enumerate(facts.passages):
        children = {id(c): g for g in passage.groups for c in g.children}
        for item in passage.items:
            for attribute in item.attributes:
                if attribute.kind == "share" and "分别" in attribute.mention.before:
                    for number, part, wholes in shares_apiece(passage, item, attribute, children.get(id(item))):
                        yield [Claim(number, passage.number(part.mention), passage.number(w.mention), "分别占", slips=False) for w in wholes]
                    continue
                if attribute.kind == "share":
                    found = _share(facts, index, passage, item, attribute, children.get(id(item)))
                elif attribute.kind == "rate":
                    found = _named(facts, index, passage, item, attribute)
                else:
                    continue
                if found and attribute.mention.quantity.value is not None:
                    yield found


def _share(
    facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute, group: object
) -> list[Claim]:
    """Readings of 占…p%."""
    rate, part = passage.number(a.mention), passage.number(item.mention)
    near = a.mention.sentence == item.mention.sentence
    own = not a.subject or a.subject in item.label or item.label in a.subject
    if a.base is not None:
        whole = passage.number(a.base)
        if whole.dimension() != part.dimension() or not own:
            return []
        # 办理1286件，超额完成目标1200件的7.2%: what lies beyond the task, or, loosely told, what was done of it
        over = any(w in a.base.before for w in _cues("over"))
        told = [Claim(rate, part, whole, "超出", certain=False, beyond=True)] if over else []
        return [*told, Claim(rate, part, whole, "占", certain=near and not over)]
    before = [x for x in passage.items if x.mention.at < a.mention.at and x.dimension == item.dimension and x is not item]
    out: list[Claim] = []
    parent = getattr(group, "parent", None)
    if own and not a.base_label and parent is not None:
        sure = near and getattr(group, "certain", False) and getattr(group, "cue", "") in ("其中", "含", "包括", "：")
        out.append(Claim(rate, part, passage.number(parent.mention), "占", certain=sure))
    if own:
        if a.base_label:
            upper = [] if parent is None else [Claim(rate, part, passage.number(parent.mention), "占", slips=False)]
            return out + _of_named_base(facts, index, passage, item, a) + upper
        beside = any(x.mention.before.startswith("占") for x in passage.items if x.mention.at < item.mention.at)
        lone = _lone_whole(item, a, before) if parent is None and not beside else None
        other = _other_half(passage, item, a)
        half = [Claim(rate, part, passage.number(other.mention), "占", rest=True)] if other is not None else []
        return out + half + [
            Claim(rate, part, passage.number(x.mention), "占", lone=x is lone) for x in list(reversed(before))[:6]
        ]
    subjects = [x for x in [*before, item] if a.subject[:2] in x.label or x.label in a.subject]
    if not subjects:
        out += _of_elsewhere(facts, index, passage, a, rate)
        subjects = [item]
    for s in subjects:
        for w in [*before, item]:
            if w is not s and w.dimension == s.dimension:
                out.append(Claim(rate, passage.number(s.mention), passage.number(w.mention), f"{a.subject}占"))
    return out[:12]


def _lone_whole(item: Item, a: Attribute, before: Sequence[Item]) -> Item | None:
    """The only larger amount of the sentence before 产业类项目投入1.54亿元，占比62.6%: what else would it be a share of."""
    here = [x for x in before if x.mention.sentence == item.mention.sentence]
    if len(here) != 1 or a.mention.at != item.mention.at + 1 or not (here[0].plain and item.plain) or here[0].average:
        return None
    whole, part = here[0].mention.quantity.interval(), item.mention.quantity.interval()
    factors = [base_of(x.mention.quantity.unit)[1] for x in (here[0], item)]
    larger = whole.low is not None and part.low is not None and whole.low * factors[0] > part.low * factors[1]
    return here[0] if larger and not (here[0].prior or here[0].of("share")) else None


def _other_half(passage: Passage, item: Item, a: Attribute) -> Item | None:
    """Its fellow in 财政拨款150万元，占80.65%；自筹36万元，占19.35%: two amounts, a share each, of both together."""
    here = [
        x for x in passage.items
        if x.mention.sentence == item.mention.sentence and x.dimension == item.dimension and x.plain
    ]
    alone = len(here) == 2 and item in here and all(len(x.of("share")) == 1 and x.attributes[0].mention.at == x.mention.at + 1 for x in here)
    return next(x for x in here if x is not item) if alone and not a.base_label else None


def _of_named_base(facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute) -> list[Claim]:
    """Readings of 占M的p%, 完成预算的p%: the base by its name; where the item itself bears it, the amount before is the part."""
    rate, part = passage.number(a.mention), passage.number(item.mention)
    pair = _budget_and_spent(passage, item, a)
    if pair is not None:
        return [Claim(rate, part, pair, f"占{a.base_label}", certain=True)]
    cue = f"占{a.base_label}"
    called = _called(facts, index, passage, a.base_label, part) or _described(passage, item, a.base_label)
    here = {w.quantity.value for w in called if (w.block, w.cell) == (part.block, part.cell)}
    common = not a.base_label.endswith(EACH_ITS_OWN)
    sure = common and len(here) == 1 and len(a.base_label) >= _TELLING and not a.adjusted
    beside = common and len(called) == 1 and a.mention.at == item.mention.at + 1 and _in_sentence(passage, item, called[0])
    out = [
        Claim(
            rate, part, w, cue, likely=sure and (w.block, w.cell) == (part.block, part.cell), lone=beside,
            slips=len(a.base_label) >= _TELLING or _in_sentence(passage, item, w),  # 预算 may be that of each item
        )
        for w in called
    ]
    if _names(item.label, a.base_label, a.base_label):
        before = [x for x in passage.items if x.mention.at < item.mention.at and x.dimension == item.dimension]
        out += [Claim(rate, passage.number(x.mention), part, cue) for x in reversed(before[-2:])]
    return out


def _budget_and_spent(passage: Passage, item: Item, a: Attribute) -> Number | None:
    """The budget of 预算为0.60万元，支出决算为0.37万元，完成预算的61.67%: three figures in a row between two semicolons."""
    if not a.base_label.endswith("预算") or a.mention.at != item.mention.at + 1 or item.stated != "executed":
        return None
    before = [x for x in passage.items if x.mention.at == item.mention.at - 1 and x.mention.segment == a.mention.segment]
    if len(before) != 1 or not (before[0].plain and item.plain) or before[0].dimension != item.dimension:
        return None
    budget = before[0]
    told = budget.stated == "budget" and budget.mention.depth == item.mention.depth == a.mention.depth
    own = budget.mention.before.rstrip("数额为是：: ").endswith(a.base_label)
    return passage.number(budget.mention) if told and own and len(item.mention.before.strip()) <= 8 else None


def _of_elsewhere(facts: FactSet, index: int, passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """一般债务余额占39.3%: an amount of that very name shortly before, and the totals it was told with."""
    out = []
    for near in reversed(facts.passages[max(0, index - 12) : index]):
        for x in near.items:
            if len(a.subject) >= _TELLING and x.label.endswith(a.subject) and x.plain:
                wholes = [w for w in near.items if w is not x and w.dimension == x.dimension and w.mention.at < x.mention.at]
                out += [Claim(rate, near.number(x.mention), near.number(w.mention), "占") for w in reversed(wholes)]
    return out[:_MANY]


def _called(facts: FactSet, index: int, passage: Passage, name: str, part: Number) -> list[Number]:
    """Amounts by the name a share gives its base, nearest first: in this passage, then in those before it, then in tables."""
    out = []
    stem = _TOTAL_OF.sub("", name)
    for near in (passage, *reversed(facts.passages[max(0, index - 30) : index])):
        for x in reversed(near.items):
            number = near.number(x.mention)
            named = _names(x.label, name, stem) or _moved_to(x, name)
            if named and number is not part and x.plain and number.dimension() == part.dimension():
                out.append(number)
    if len(out) < _MANY and len(stem) >= _TELLING:
        out += [
            n for n in facts.quantities
            if n.cell is not None and _names(n.label, name, stem) and n.dimension() == part.dimension()
        ]
    return out[:_MANY]


def _in_sentence(passage: Passage, item: Item, whole: Number) -> bool:
    """The base stands before the part in its own sentence, and is the larger of the two."""
    found = next((x for x in passage.items if passage.number(x.mention) is whole), None)
    if found is None or found.mention.sentence != item.mention.sentence or found.mention.at > item.mention.at:
        return False
    larger, own = whole.interval().low, passage.number(item.mention).interval().low
    return larger is not None and own is not None and larger > own


def _described(passage: Passage, item: Item, name: str) -> list[Number]:
    """抽查资金: an amount of the sentence whose clause has both words, 抽查 and 资金, some way apart."""
    pieces = [name[i : i + 2] for i in range(0, len(name) - 1, 2)]
    if len(name) < _TELLING or len(name) % 2:
        return []
    out = []
    for x in passage.items:
        words_before = passage.text[max(0, x.mention.quantity.start - _CLAUSE) : x.mention.quantity.start]
        near = x.mention.sentence == item.mention.sentence and x.mention.at < item.mention.at
        if near and x.plain and x.dimension == item.dimension and all(p in words_before for p in pieces):
            out.append(passage.number(x.mention))
    return out


def _names(label: str, name: str, stem: str) -> bool:
    """The label ends in the name of the base, with or without 总数, or the other way round."""
    return label.endswith(name) or (len(label) >= 4 and name.endswith(label)) or (len(stem) >= 2 and label.endswith(stem))


def _moved_to(item: Item, name: str) -> bool:
    """调整为162000万元 is the 调整预算."""
    return name.startswith("调整") and item.mention.before.rstrip("了到至为").endswith("调整")


def _named(facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute) -> list[Claim]:
    """Readings of a named rate, 合格率 98.25%; and of 超任务43%."""
    rate = passage.number(a.mention)
    behind = counted_in_brackets(passage, a)
    if behind is not None:
        counted, found, likely = behind
        return [Claim(rate, passage.number(found.mention), passage.number(counted.mention), a.label, slips=likely, likely=likely)]
    if a.label.endswith(_cues("beyond")):
        return _beyond(facts, index, rate)
    name = next((n for n in rate_words() if n != "*" and a.label.endswith(n)), None)
    if name is None:
        return _by_stem(passage, a, rate) or _last_two(passage, a, rate)
    vocabulary = rate_words()[name]
    here = [x for x in passage.items if x.mention.at < a.mention.at]
    sentence = [x for x in here if x.mention.sentence == a.mention.sentence]
    veto = (*vocabulary.veto, *vocabulary.rest)
    parts = _matching(sentence, vocabulary.part, veto) or _matching(here, vocabulary.part, veto)[-2:]
    out: list[Claim] = []
    for part in parts:
        p = passage.number(part.mention)
        rest = [x for x in _matching(sentence, vocabulary.rest, ()) if x.dimension == part.dimension]
        for r in rest:
            out.append(Claim(rate, p, passage.number(r.mention), name, certain=len(parts) == 1 and len(rest) == 1, rest=True))
    near = _adjoining(passage, a, vocabulary, name) or _pairs(
        passage, sentence, parts, vocabulary, rate, name, of_budget="预算" in a.label
    )
    out += near
    if not near:
        for part in parts:
            for whole in _wholes(facts, index, passage, here, part, vocabulary):
                out.append(Claim(rate, passage.number(part.mention), whole, name))
    return out + _last_two(passage, a, rate)


def _last_two(passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """培训5680人，取得证书5112人，取证率90.0%: the two figures before a rate, whatever it is called; to confirm only."""
    here = [
        x for x in passage.items
        if x.mention.at < a.mention.at and x.mention.sentence == a.mention.sentence and x.plain and x.dimension != "1"
    ][-2:]
    if len(here) < 2 or here[0].dimension != here[1].dimension or not a.label.endswith(("率", "度", "进度", "比例")):
        return []
    whole, part = here
    return [Claim(rate, passage.number(part.mention), passage.number(whole.mention), a.label, slips=False)]


def _by_stem(passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """A rate without an entry of its own: 有效率 97.8% after 发放问卷360份，收回有效问卷352份; to confirm only."""
    stem = a.label[:-1][-2:] if a.label.endswith(("率", "度")) else ""
    if len(stem) < 2:
        return []
    here = [x for x in passage.items if x.mention.at < a.mention.at and x.plain]
    counts = [x for x in here if x.mention.sentence == a.mention.sentence and x.dimension not in ("1", "元", "")]
    sure = len(counts) == 2 and counts[0].dimension == counts[1].dimension and stem in counts[1].label
    sure = sure and _fits(counts[0], rate_words()["*"].whole, ())
    surveyed = _survey(counts, stem)
    out = []
    for i, part in enumerate(here):
        if stem not in part.label or f"不{stem}" in part.label:
            continue
        for whole in here[:i]:
            if whole.dimension == part.dimension:
                certain = sure and part is counts[1] and whole is counts[0]
                likely = surveyed and part is counts[2] and whole in counts
                out.append(
                    Claim(rate, passage.number(part.mention), passage.number(whole.mention), a.label, certain, likely=likely)
                )
    return out[:12]


def _survey(counts: Sequence[Item], stem: str) -> bool:
    """发放问卷400份，收回398份，满意374份: the rate behind it is of the sheets given out or of those that came back."""
    back = rate_words()["回收率"]
    return (
        len(counts) == 3 and len({x.dimension for x in counts}) == 1 and stem in counts[2].label
        and _fits(counts[0], back.whole, ()) and _fits(counts[1], back.part, ())
    )


def _adjoining(passage: Passage, a: Attribute, vocabulary: RateWords, name: str) -> list[Claim]:
    """甲资金500万元，执行422万元，执行率84.4%: nothing else between two semicolons, the rate right behind."""
    here = [
        x for x in passage.items
        if x.mention.segment == a.mention.segment and x.mention.depth == a.mention.depth and x.plain
        and x.dimension == "元" and 0 < a.mention.at - x.mention.at <= 2
    ]
    if len(here) != 2 or a.mention.at - here[0].mention.at != 2:
        return []
    whole, part = here
    told = part.stated == "executed" and len(part.mention.before.strip()) <= 6 and whole.stated in (None, "budget")
    if not told or not _fits(part, vocabulary.part, ()) or any(w in whole.mention.before for w in _NOT_THE_BUDGET):
        return []
    return [Claim(passage.number(a.mention), passage.number(part.mention), passage.number(whole.mention), name, certain=True)]


def _pairs(
    passage: Passage, sentence: Sequence[Item], parts: Sequence[Item], vocabulary: RateWords, rate: Number, name: str,
    *, of_budget: bool = False,
) -> list[Claim]:
    """Numerator and denominator in the sentence of the rate."""
    out = []
    for part in parts:
        wholes = [
            x for x in _matching(sentence, vocabulary.whole, vocabulary.beside)
            if x is not part and x.dimension == part.dimension
        ]
        others = [x for x in sentence if x.dimension == part.dimension and not _fits(x, vocabulary.beside, ())]
        for whole in wholes:
            sure = len(parts) == 1 and len(wholes) == 1 and len(others) == 2
            # 到位500万元，执行422万元，预算执行率70.3%: the budget may be another amount than what arrived.
            sure = sure and not (of_budget and "到位" in whole.mention.before and "预算" not in _words_of(whole))
            # 每百元收入中的成本85.62元 names 收入 too, and is no income.
            sure = sure and not whole.average and "中的" not in whole.label
            out.append(Claim(rate, passage.number(part.mention), passage.number(whole.mention), name, certain=sure))
    return out


def _wholes(
    facts: FactSet, index: int, passage: Passage, here: Sequence[Item], part: Item, vocabulary: RateWords
) -> list[Number]:
    """Denominators further off: earlier in the passage, then in the passages before it."""
    out = [
        passage.number(x.mention) for x in reversed(here)
        if x is not part and x.dimension == part.dimension and _fits(x, vocabulary.whole, vocabulary.part)
    ]
    for earlier in reversed(facts.passages[max(0, index - 12) : index]):
        out += [
            earlier.number(x.mention) for x in earlier.items
            if x.dimension == part.dimension and _fits(x, vocabulary.whole, ())
        ]
    return out[:12]


def _beyond(facts: FactSet, index: int, rate: Number) -> list[Claim]:
    """超任务43%: completed over task, from the same passage or the ones shortly before."""
    tasks: list[Number] = []
    done: list[Number] = []
    for passage in facts.passages[max(0, index - 6) : index + 1]:
        for x in passage.items:
            number = passage.number(x.mention)
            if x.dimension in ("元", "1", "", "分"):
                continue
            if any(w in _words_of(x) for w in _cues("beyond-task")):
                tasks.append(number)
            elif any(w in _words_of(x) for w in _cues("beyond-done")):
                done.append(number)
    pairs = [(d, t) for t in tasks for d in done if d.dimension() == t.dimension()]
    values = {(d.quantity.low, t.quantity.low) for d, t in pairs}
    return [Claim(rate, d, t, "超任务", certain=len(values) == 1, beyond=True) for d, t in pairs]


def _words_of(item: Item) -> str:
    """The words that say what an item is: those before it, and its label."""
    m = item.mention
    return m.before + "|" + item.label + ("|" + m.context[-10:] if m.lead in "，：" and len(m.before) < 3 else "")


def _fits(item: Item, wanted: tuple[str, ...], veto: tuple[str, ...]) -> bool:
    text = _words_of(item)
    return any(w in text for w in wanted) and not any(v in text for v in veto)


def _matching(found: Sequence[Item], wanted: tuple[str, ...], veto: tuple[str, ...]) -> list[Item]:
    return [x for x in found if _fits(x, wanted, veto)]
