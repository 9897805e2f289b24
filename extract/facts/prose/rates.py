"""Which amounts a percentage in prose is the ratio of: candidates, and how sure the words make them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.extract.facts.goals import shares
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.beside_rates import counted_in_brackets, part_in_bracket, shares_apiece
from gouji.extract.facts.prose.claim import OPPOSITE, Claim, base_in_brackets
from gouji.extract.facts.prose.item import Attribute, Item
from gouji.extract.facts.prose.named_rates import by_name
from gouji.extract.facts.prose.rate_words import RateWords, rate_words
from gouji.extract.facts.prose.share_claims import of_the_count, share_claims
from gouji.extract.lexicon import words
from gouji.extract.numbers.units import sort_of
from gouji.extract.rational import Fraction

_AS_OF = re.compile(r"(?<!\d)(?:[1-9]|1[01])月(?:份|底|末)[^，。；]{0,12}$")
"""A rate as it stood some months before the year's end."""
_APART_FROM = re.compile(r"[比较][^，。；]{1,12}?(?:少|多|低|高|减少|增加|超出?|节约)[^，。；]{0,3}$")
"""Before the difference of two amounts."""
_FOREMOST = re.compile(r"(?P<name>[一-鿿“”]{2,12})最[多大高](?=[，,])")
_NOT_THE_BUDGET = ("到位", "拨", "支付", "结转", "其中")
"""Words before an amount that the execution rate behind it need not be taken of."""


def _cues(section: str) -> tuple[str, ...]:
    return words("gouji.extract.facts.prose", "cues.txt")[section]


def claims(facts: FactSet) -> Iterator[list[Claim]]:
    """For every percentage that words tie to amounts: its alternative readings, surest first."""
    for index, passage in enumerate(facts.passages):
        children = {id(c): g for g in passage.groups for c in g.children}
        for item in passage.items:
            for attribute in item.attributes:
                declared = base_in_brackets(passage, item, attribute)
                if declared is not None:
                    yield [declared]
                    continue
                if attribute.kind == "share" and "分别" in attribute.mention.before:
                    apiece = list(shares_apiece(passage, item, attribute, children.get(id(item))))
                    for number, part, wholes in apiece:
                        yield [Claim(number, passage.number(part.mention), passage.number(w.mention), "分别占", slips=False) for w in wholes]
                    if apiece or attribute.base_label != "分别":
                        continue
                if attribute.base_label == "分别":  # dealt out in turn: each item has its own
                    attribute = replace(attribute, base_label="")
                if attribute.kind == "share":
                    of = _foremost(passage, item, attribute)
                    found = share_claims(facts, index, passage, of, attribute, children.get(id(of)))
                elif attribute.kind == "rate":
                    found = _alone_in_a_row(passage, attribute, _named(facts, index, passage, item, attribute))
                else:
                    continue
                if "平均" in attribute.label:  # 平均资产负债率 may be the mean of several
                    found = [replace(c, certain=False, likely=c.certain or c.likely) for c in found]
                if attribute.base_label.startswith("平均"):  # 补助15万元/台，占平均造价的28.5%
                    found = [_only_to_confirm(c) for c in found]
                if found and attribute.mention.quantity.value is not None:
                    yield [_only_to_confirm(c) for c in found] if _adjusted(passage, attribute) or _of_a_part(item, attribute) else found


def _foremost(passage: Passage, item: Item, a: Attribute) -> Item:
    """费用类16件、其他11件，服务态度类最多，占44.19%: the share of the part that is named, not of the last one."""
    named = _FOREMOST.search(passage.text[item.mention.quantity.end : a.mention.quantity.start])
    if named is None:
        return item
    return next((x for x in passage.items if x.mention.sentence == item.mention.sentence and x.label and x.label in named["name"]), item)


def _adjusted(passage: Passage, a: Attribute) -> bool:
    """剔除一次性补贴后，其余4个项目执行率…; 6月底、9月底支出率分别为…: of something else than the amounts told."""
    said = passage.text[: a.mention.quantity.start]
    said = said[max(said.rfind(mark) for mark in "。；\n") + 1 :]
    return any(w in said for w in _cues("apart-from")) or _AS_OF.search(a.mention.context + a.mention.before) is not None


def _of_a_part(item: Item, a: Attribute) -> bool:
    """执行率98.35%，其中中央资金执行率98.15%: the amounts have told their own rate; this is that of a part of them."""
    own = [b for b in item.of("rate") if b.mention.at < a.mention.at and b.label]
    return any(a.label != b.label and a.label.endswith(b.label) for b in own)


def _only_to_confirm(claim: Claim) -> Claim:
    return replace(claim, certain=False, slips=False, lone=False, likely=False)


def _named(facts: FactSet, index: int, passage: Passage, item: Item, a: Attribute) -> list[Claim]:
    """Readings of a named rate, 合格率 98.25%; and of 超任务43%."""
    rate = passage.number(a.mention)
    behind = counted_in_brackets(passage, a)
    if behind is not None:
        counted, found, likely = behind
        return [Claim(rate, passage.number(found.mention), passage.number(counted.mention), a.label, slips=likely, likely=likely)]
    told = part_in_bracket(passage, a)
    if told is not None:
        return [Claim(rate, passage.number(told[1].mention), passage.number(told[0].mention), a.label, likely=True)]
    if a.label.endswith(_cues("rates-of-their-own")):
        return []
    if pairs := by_name(passage, a):
        return [Claim(rate, passage.number(p.mention), passage.number(w.mention), a.label, likely=True, rest=rest) for w, p, rest in pairs]
    if (by_count := of_the_count(passage, a)) is not None:
        return [by_count]
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
    parts = [p for p in parts if p.plain and (p.dimension != "分" or name.startswith("得分")) and p.stated != "budget" and not p.mention.before.rstrip("数为是约 ").endswith("预算")]
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
        out += _of_only_budget(passage, a, parts) or _of_only_total(passage, a, parts, vocabulary)
        for part in parts:
            for whole in _wholes(facts, index, passage, here, part, vocabulary, name):
                out.append(Claim(rate, passage.number(part.mention), whole, name))
    return out + _halves(passage, a, sentence, parts, vocabulary, name) + _last_two(passage, a, rate) or _told_behind(passage, a, rate, vocabulary)


def _halves(
    passage: Passage, a: Attribute, sentence: Sequence[Item], parts: Sequence[Item], vocabulary: RateWords, name: str
) -> list[Claim]:
    """支出5316万元，支出率92.93%，结余284万元; 城镇人口…，乡村人口…，城镇化率: what is left stands behind the rate, or the other half before it."""
    if len(parts) != 1:
        return []
    part = parts[0]
    told = any(x.dimension == part.dimension for x in _matching(sentence, vocabulary.rest, ()))
    left = [] if told else [
        x for x in passage.items
        if x.mention.at == a.mention.at + 1 and x.mention.sentence == a.mention.sentence and x.dimension == part.dimension
        and x.mention.before.strip("，、 为是") in vocabulary.rest
    ]
    beside = [x for x in sentence if x.dimension == part.dimension and _fits(x, vocabulary.beside, ())]
    others = left or (beside if len(beside) == 1 and beside[0] is not part else [])
    rate = passage.number(a.mention)
    return [Claim(rate, passage.number(part.mention), passage.number(x.mention), name, likely=True, rest=True) for x in others]


def _told_behind(passage: Passage, a: Attribute, rate: Number, vocabulary: RateWords) -> list[Claim]:
    """资金到位率96%，到位资金480万元，预算资金500万元: the rate comes first, and its two amounts right behind it."""
    behind = [
        x for x in passage.items
        if 0 < x.mention.at - a.mention.at <= 2 and x.mention.segment == a.mention.segment and x.plain and not x.attributes
    ]
    parts = [x for x in _matching(behind, vocabulary.part, (*vocabulary.veto, *vocabulary.rest)) if not any(w in x.label for w in vocabulary.whole)]
    wholes = [x for x in _matching(behind, vocabulary.whole, ()) if x not in parts]
    if len(behind) != 2 or len(parts) != 1 or len(wholes) != 1 or parts[0].dimension != wholes[0].dimension:
        return []
    return [Claim(rate, passage.number(parts[0].mention), passage.number(wholes[0].mention), a.label, likely=True)]


def _last_two(passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """培训5680人，取得证书5112人，取证率90.0%: the two figures before a rate, whatever it is called; to confirm only."""
    here = [
        x for x in passage.items
        if x.mention.at < a.mention.at and x.mention.sentence == a.mention.sentence and x.plain and x.dimension != "1"
    ][-2:]
    if len(here) < 2 or not _comparable(passage, *here) or not a.label.endswith(("率", "度", "进度", "比例")):
        return []
    whole, part = here
    if part.stated == "target":
        return []  # 改造23台（目标22台），完成率104.5%
    split = any(whole is c for g in passage.groups for c in g.children)  # 床位2846张，其中公办1120张、民办1726张，入住1382人
    likely = not split and _told_in_a_row(whole, part, a) and (passage.number(part.mention).point or 0) <= (passage.number(whole.mention).point or 0)
    return [Claim(rate, passage.number(part.mention), passage.number(whole.mention), a.label, slips=likely, likely=likely)]


def _comparable(passage: Passage, whole: Item, part: Item) -> bool:
    """Of one measure, or both counted: 收到申请189份，审核通过147人，通过率77.78%."""
    alike = whole.dimension == part.dimension
    return alike or all("/" not in x.dimension and sort_of(passage.number(x.mention).unit) == "count" for x in (whole, part))


def _alone_in_a_row(passage: Passage, a: Attribute, found: list[Claim]) -> list[Claim]:
    """提出审计建议63条，被采纳58条，采纳率89.1%: the only two counts of the sentence, one right behind the other."""
    before = [x for x in passage.items if x.mention.at < a.mention.at and x.mention.sentence == a.mention.sentence and x.dimension not in ("1", "元", "")]
    if len(before) != 2 or before[0].dimension != before[1].dimension or not _told_in_a_row(before[0], before[1], a):
        return found
    whole, part = (passage.number(x.mention) for x in before)
    subject = a.label[:-3]
    known = not subject or shares(subject, before[1].label)
    below = (part.point or Fraction(0)) <= (whole.point or Fraction(0))
    return [replace(c, lone=c.lone or (known and below and c.part is part and c.whole is whole and not c.rest)) for c in found]


def _told_in_a_row(whole: Item, part: Item, a: Attribute) -> bool:
    """下达整改通知20份，已整改19份，整改率95%: count, what was done of it under the rate's own name, and the rate."""
    row = [x.mention for x in (whole, part)] + [a.mention]
    close = row[2].at - row[0].at == 2 and len({(m.sentence, m.segment, m.depth) for m in row}) == 1
    stem = a.label[:-1][-2:]
    own = len(stem) == 2 and stem[0] not in OPPOSITE and stem in part.label and f"不{stem}" not in part.label and f"未{stem}" not in part.label
    return close and own and not a.mention.quantity.soft and not (whole.prior or part.prior or part.cue) and whole.dimension not in ("元", "")


def _by_stem(passage: Passage, a: Attribute, rate: Number) -> list[Claim]:
    """A rate without an entry of its own: 有效率 97.8% after 发放问卷360份，收回有效问卷352份; to confirm only."""
    stem = a.label[:-1][-2:] if a.label.endswith(("率", "度")) else ""
    if len(stem) < 2:
        return []
    here = [x for x in passage.items if x.mention.at < a.mention.at and x.plain]
    counts = [x for x in here if x.mention.sentence == a.mention.sentence and x.dimension not in ("1", "元", "", "分")]
    sure = len(counts) == 2 and counts[0].dimension == counts[1].dimension and stem in counts[1].label
    sure = sure and _fits(counts[0], rate_words()["*"].whole, ())
    surveyed = _survey(counts, stem)
    subject = a.label[:-1].removesuffix(stem)
    out = []
    if stem[0] in OPPOSITE:  # 逮捕125人，不捕115人，不捕率48%: of both together
        sure = False
        out = [
            Claim(rate, passage.number(part.mention), passage.number(x.mention), a.label, rest=True)
            for part in here if stem in part.label for x in here if x is not part and x.dimension == part.dimension
        ]
    for i, part in enumerate(here):
        if stem not in part.label or f"不{stem}" in part.label:
            continue
        for whole in here[:i]:
            if whole.dimension == part.dimension:
                certain = sure and part is counts[1] and whole is counts[0]
                likely = surveyed and part is counts[2] and whole in counts
                foreign = len(subject) > 1 and not shares(subject, part.label + whole.label)  # 儿童健康管理率 behind 管理高血压患者
                out.append(
                    Claim(
                        rate, passage.number(part.mention), passage.number(whole.mention), a.label,
                        certain and not foreign, likely=likely and not foreign, slips=not foreign,
                    )
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
    rate, spent = passage.number(a.mention), passage.number(part.mention)
    if (rate.point or 0) <= 1 and (spent.point or 0) > (passage.number(whole.mention).point or 0):
        return []  # 区级承担27.54万元，已支付80.00万元，支付率87.1%: of something else
    row = whole.mention.lead == "、"
    listed = [g.parent for g in passage.groups if row and any(c is whole for c in g.children[1:]) and g.parent.dimension == "元"]
    if listed:  # 安排96万元，其中中央64万元、省级20万元、县级12万元，支出91.2万元，使用率95%: of all of it
        return [Claim(rate, spent, passage.number(x.mention), name, likely=len(listed) == 1) for x in (*listed, whole)]
    return [Claim(rate, spent, passage.number(whole.mention), name, certain=True)]


def _pairs(
    passage: Passage, sentence: Sequence[Item], parts: Sequence[Item], vocabulary: RateWords, rate: Number, name: str,
    *, of_budget: bool = False,
) -> list[Claim]:
    """Numerator and denominator in the sentence of the rate."""
    out = []
    for part in parts:
        wholes = [
            x for x in _matching(sentence, vocabulary.whole, vocabulary.beside)
            if x is not part and not x.prior and x.dimension == part.dimension
        ]
        if not wholes and len(parts) == 1:  # 床位2846张，其中…；入住老人1382人，入住率48.6%: counted in words of their own
            listed = {id(c) for g in passage.groups for c in g.children}
            near = [x for x in passage.items if x.mention.at < part.mention.at and part.mention.sentence - x.mention.sentence <= 1]
            mixed = [x for x in _matching(near, vocabulary.whole, vocabulary.beside) if x is not part and x.plain and not x.prior and id(x) not in listed and x.dimension != part.dimension and _comparable(passage, x, part)]
            mixed = [x for x in mixed if (passage.number(part.mention).point or 0) <= (passage.number(x.mention).point or 0)]
            out += [Claim(rate, passage.number(part.mention), passage.number(x.mention), name, likely=True) for x in mixed if len(mixed) == 1]
        others = [x for x in sentence if x.dimension == part.dimension and not x.prior and not _fits(x, vocabulary.beside, ())]
        split = {id(c) for g in passage.groups if g.parent in wholes for c in g.children}
        top = [x for x in wholes if id(x) not in split]
        for whole in wholes:
            inner = {id(c) for g in passage.groups if g.parent in (part, whole) for c in g.children}  # 在职77人，其中行政18人、事业59人
            apart = [x for x in others if id(x) not in inner or x in (part, whole)]
            sure = len(parts) == len(wholes) == 1 and len(apart) == 2
            # 到位500万元，执行422万元，预算执行率70.3%: the budget may be another amount than what arrived.
            sure = sure and not (of_budget and "到位" in whole.mention.before and "预算" not in _words_of(whole))
            # 每百元收入中的成本85.62元 names 收入 too, and is no income.
            sure = sure and not whole.average and "中的" not in whole.label
            # 安排500万元，其中中央300万元、省级200万元；支出475万元，执行率95%: of the whole, or else of the last part
            likely = len(parts) == len(top) == 1 < len(wholes) and whole is top[0] and len(apart) == len((part, whole)) and not whole.average
            out.append(Claim(rate, passage.number(part.mention), passage.number(whole.mention), name, certain=sure, likely=likely))
    return out


def _of_only_budget(passage: Passage, a: Attribute, parts: Sequence[Item]) -> list[Claim]:
    """项目预算438万元，…。累计支付318万元，预算执行率72.6%: the only budget of the paragraph is likely what it is of."""
    told = [x for x in passage.items if x.mention.at < a.mention.at and x.stated == "budget" and x.plain and not x.prior]
    if len(told) > 1:  # 年初预算400万元，…，调整后预算428.6万元: the last word on it
        told = [x for x in told if any(w in x.mention.before for w in _cues("last-budget"))]
    if "执行率" not in a.label or len(parts) != 1 or len(told) != 1 or "预算" not in told[0].mention.before:
        return []
    part, whole = parts[0], told[0]
    if part.dimension != whole.dimension or part.mention.at != a.mention.at - 1 or part is whole or part.cue:
        return []
    return [Claim(passage.number(a.mention), passage.number(part.mention), passage.number(whole.mention), a.label, likely=True)]


def _of_only_total(passage: Passage, a: Attribute, parts: Sequence[Item], vocabulary: RateWords) -> list[Claim]:
    """共抽检1862批次，…。不合格33批次，不合格率1.8%: the only total of the paragraph that the words fit."""
    if len(parts) != 1 or parts[0].mention.at != a.mention.at - 1 or parts[0].mention.quantity.soft:
        return []
    part = parts[0]
    fit = [
        x for x in passage.items
        if x.mention.at < part.mention.at and x.total and x.plain and not x.prior and x.dimension == part.dimension
        and part.mention.sentence - x.mention.sentence <= 1 and x.dimension != "元"
    ]
    if len(fit) != 1 or not _fits(fit[0], vocabulary.whole, vocabulary.rest):
        return []
    return [Claim(passage.number(a.mention), passage.number(part.mention), passage.number(fit[0].mention), a.label, likely=True)]


def _wholes(
    facts: FactSet, index: int, passage: Passage, here: Sequence[Item], part: Item, vocabulary: RateWords, name: str
) -> list[Number]:
    """Denominators further off: earlier in the passage, then in the passages before it; 发放资金 is no base of a 发放率."""
    own = tuple(w for w in vocabulary.part if name.startswith(w) and part.dimension == "元")
    out = [
        passage.number(x.mention) for x in reversed(here)
        if x is not part and not x.prior and x.dimension == part.dimension
        and _fits(x, vocabulary.whole, (*vocabulary.part, *vocabulary.beside))
    ]
    for earlier in reversed(facts.passages[max(0, index - 12) : index]):
        out += [
            earlier.number(x.mention) for x in earlier.items
            if x.dimension == part.dimension and _fits(x, vocabulary.whole, (*own, *vocabulary.beside))
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
    if _APART_FROM.search(item.mention.before):
        return False  # 较核定编制少9人 is neither the posts nor the staff
    text = _words_of(item)
    return any(w in text for w in wanted) and not any(v in text for v in veto)


def _matching(found: Sequence[Item], wanted: tuple[str, ...], veto: tuple[str, ...]) -> list[Item]:
    return [x for x in found if _fits(x, wanted, veto)]
