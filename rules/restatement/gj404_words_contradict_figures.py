"""GJ404 words-contradict-figures 文字表述与数字或另一处文字相抵触."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from gouji.audit.choose import held
from gouji.audit.constraint import ratio_is
from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Span, Table
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.sentences import Sentence, sentences
from gouji.extract.lexicon import alternatives, words
from gouji.rules.restatement.all_or_some import all_or_some
from gouji.rules.restatement.directions import directions
from gouji.rules.restatement.done_marks import done_marks

_COUNT = re.compile(r"\d+(?:\.\d+)?\s*(?!年|月|日|%|％)[\u4e00-\u9fff㎡]")
_COMPARED = re.compile(r"(?:支出)?决算数?(?P<how>大于|高于|多于|超过|小于|低于|少于|等于)(?:年初|全年|当年|调整)?预算数?")
_BARE = ("增长", "下降", "减少", "增加", "上升", "提高", "降低", "增幅", "降幅", "增幅为", "降幅为", "增长了", "下降了")
_SPENT = re.compile(r"(?:支出|费|决算|接待|购置)$")
_ALL_DONE = re.compile(r"(?:全部|均已|已全部|全面)(?P<what>完成|完工|建成|竣工|到位|整改|办结|发放|兑付|验收)(?=[，,；。、]|了)")
_OTHERS = re.compile(r"其余|其他|其它|剩余|余下")
_AT_ONCE = re.compile(r"[，,]?(?:首次|成功|顺利|一举|历史性|已|均|尚|仍)?")
"""Between a figure and the mark it is said to have passed."""
_WITHIN = ("未超", "没有超", "未突破", "没有突破")
_PART_BEYOND = "的部分"
_CATEGORY = re.compile(r"[一-鿿]{2}类(?:项目|资金|支出|工程)")
_SOME_OF = re.compile(r"\d+[一-鿿]{1,6}中，?(?:有|已有)?\d+")
_TO_COME = re.compile(r"底前|月前|日前将|确保|力争|计划于|争取")
_ABOVE = ("大于", "高于", "多于", "超过")


@rule(
    "GJ404", "words-contradict-figures", severity="warning",
    zh="“{a}”与“{b}”相抵触",
    en="“{a}” contradicts “{b}”",
    title_zh="文字表述与数字相抵触", title_en="A statement in words contradicts a figure",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一份报告内，“已全部拨付”与实际拨付小于总额、与“当年未使用”；“基本完成”与“暂未完工”；
    合格率100%与“不合格…立案查处”；“决算数大于预算数”与前面写明的决算数、预算数；
    “增加50万元，下降4.35%”；支出为0却比上年增加；“92.8%，低于目标值85%”“由377吨降到386吨”；“全部完工”与“2个尚在施工”，“未超工期”与两个天数；“指标全部完成，具体如下”与下表未完成的行；“是否完成”栏与同行的目标值、完成值。

    为什么重要: 文字结论往往先被采信，与数字相反的结论会直接误导决策。
    何时不算错: 各说各的项目或批次；前后是不同时点；总结性的下一步打算。
    """
    by_part: dict[int, list[Sentence]] = defaultdict(list)
    for s in sentences(facts.document):
        by_part[s.part].append(s)
    passages = _passages(facts)
    for found in by_part.values():
        yield from _all_paid(facts, found, passages)
        yield from _opposites(found, "all-paid", "unspent")
        yield from _opposites(found, "done", "undone")
        yield from _passed_yet_failed(found, passages)
    yield from directions(facts)
    yield from done_marks(facts)
    for passage in facts.passages:
        yield from _beyond_its_mark(passage)
        yield from all_or_some(facts, passage)
        yield from _above_or_below(facts, passage)
        for item in passage.items:
            yield from _up_and_down(passage, item)
            yield from _risen_to_nothing(passage, item)
            yield from _all_of_less(passage, item)


def _beyond_its_mark(passage: Passage) -> Iterator[Defect]:
    """成交额92.45亿元，首次突破百亿元; 满意度96%，未达95%的目标: the figure right before stands on the other side of the mark."""
    told = [n for n in passage.numbers if n.is_quantity]
    for own, mark in pairwise(told):
        sign, text = mark.quantity.operator, passage.text
        if sign == "≥" and text[own.quantity.end : mark.quantity.start].strip("，,") in ("达到", "达到了", "已达到", "达到要求的"):
            sign = "reached"  # 平均成活率78.2%，达到85%以上的标准
        if sign == "≤" and mark.raw.startswith(_WITHIN):
            sign = "<"  # 管理费用占5.3%，未超过5%的规定
        if sign not in ("<", ">", "reached") or own.point is None or own.quantity.soft or own.dimension() != mark.dimension() or own.dimension() == "":
            continue
        behind = text[mark.quantity.end : mark.quantity.end + len(_PART_BEYOND)]
        at_once = sign == "reached" or _AT_ONCE.fullmatch(text[own.quantity.end : mark.quantity.start])
        if not at_once or behind.startswith(("的部分", "部分", "以")):
            continue
        edge = mark.interval().high if sign == "<" else mark.interval().low
        mine = own.interval()
        if edge is None or mine.low is None or mine.high is None or (mine.low < edge or (mine.low == edge and mark.raw.startswith(_WITHIN)) if sign == "<" else mine.high >= edge):
            continue
        sure = mark.raw.startswith(("突破", "未达"))
        yield Defect(
            (cite(own), cite(mark, "secondary")), {"a": own.raw, "b": mark.raw}, computation=f"{own.raw}≠{mark.raw}",
            severity="error" if sure else "warning",
        )


def _all_of_less(passage: Passage, item: Item) -> Iterator[Defect]:
    """14个乡镇均已完成，完成率92.9%: all of them, and less than all."""
    for rate in item.of("rate"):
        told = passage.text[item.mention.quantity.end : rate.mention.quantity.start]
        done = _ALL_DONE.search(told)
        number = passage.number(rate.mention)
        plain = rate.mention.at == item.mention.at + 1 and number.quantity.value is not None and not number.quantity.soft
        earlier = [x for x in passage.items if x.mention.at < item.mention.at and x.dimension == item.dimension and x.plain]
        if any(held(ratio_is(number, passage.number(item.mention), passage.number(x.mention))) for x in earlier):
            continue  # 12个项目中，10个已全部完成，完成率83.3%
        if done is not None and _OTHERS.search(re.split("[，,；。]", told[: done.start()])[-1]):
            continue  # 其中旗县到位126万元，其余资金全部到位，到位率97.06%
        if done is not None and plain and rate.label.endswith(f"{done['what']}率") and number.point is not None and number.point < 1:
            yield Defect(
                (cite(number), cite(passage.number(item.mention), "secondary")), {"a": done[0], "b": f"{rate.label}{number.raw}"},
                computation=f"{done[0]}≠{number.raw}",
            )


def _above_or_below(facts: FactSet, passage: Passage) -> Iterator[Defect]:
    """年初预算为18万元，支出决算为20万元。决算数小于预算数: the two amounts right before say the opposite."""
    block = facts.document.blocks[passage.block]
    text = passage.cell.text if passage.cell is not None else None if isinstance(block, Table) else block.text
    for found in _COMPARED.finditer(passage.text):
        money = [x for x in passage.items if x.mention.quantity.end <= found.start() and x.plain and x.dimension == "元"]
        before = [x for x in money if x.mention.sentence == money[-1].mention.sentence and x.stated in ("budget", "executed")]
        if [x.stated for x in before] != ["budget", "executed"] or before[1] is not money[-1]:
            continue
        between = passage.text[before[1].mention.quantity.end : found.start()].rstrip("。")
        if text is None or "。" in between:
            continue
        budget, spent = (passage.number(x.mention) for x in before)
        low, high = budget.interval(), spent.interval()
        if low.low is None or low.high is None or high.low is None or high.high is None or low.meets(high):
            continue
        above = high.low > low.high
        if (found["how"] in _ABOVE) == above and found["how"] != "等于":
            continue
        quote = Evidence("primary", found[0], text.locate(found.start(), found.end()))
        yield Defect(
            (quote, cite(spent, "secondary"), cite(budget, "secondary")),
            {"a": found[0], "b": f"决算{spent.raw}、预算{budget.raw}"},
            computation=f"{spent.raw} {'>' if above else '<'} {budget.raw}", severity="error",
        )


def _up_and_down(passage: Passage, item: Item) -> Iterator[Defect]:
    """比上年增加50万元，下降4.35%: one comparison, two directions."""
    changes = [(c.mention, c.falls) for c in item.of("change") if not c.adjusted]
    if (falls := bool(cues().down.search(item.mention.before))) or cues().up.search(item.mention.before):
        changes.append((item.mention, falls))
    for change, falls in changes:
        for rate in item.of("growth"):
            follows = rate.mention.at == change.at + 1 and rate.mention.lead in ("，", ",")
            plain = rate.mention.before.strip() in _BARE and not rate.adjusted
            amount, share = passage.number(change), passage.number(rate.mention)
            if follows and plain and rate.falls != falls and amount.quantity.value and share.quantity.value:
                a, b = change.before.strip() + amount.raw, rate.mention.before.strip() + share.raw
                yield Defect(
                    (cite(share, quote=b), cite(amount, "secondary", a)), {"a": b, "b": a}, severity="error"
                )


def _risen_to_nothing(passage: Passage, item: Item) -> Iterator[Defect]:
    """支出决算为0万元，比上年增加2.10万元: less than nothing was spent before."""
    now = passage.number(item.mention)
    if now.quantity.value != 0 or item.dimension != "元" or not _SPENT.search(item.label):
        return
    for change in item.of("change"):
        amount = passage.number(change.mention)
        if change.falls or change.adjusted or not amount.quantity.value or change.mention.at != item.mention.at + 1:
            continue
        a, b = item.label + now.raw, change.mention.before.strip() + amount.raw
        yield Defect((cite(amount, quote=b), cite(now, "secondary", a)), {"a": b, "b": a}, severity="error")


@cache
def _words(section: str) -> tuple[str, ...]:
    return words("gouji.rules.restatement", "words.txt")[section]


class _Hit(Struct, frozen=True):
    sentence: Sentence
    word: str

    def evidence(self, role: str) -> Evidence:
        """The clause around the word."""
        start, end = self.sentence.clause_around(self.word)
        quote = self.sentence.text.string[start:end]
        span: Span = self.sentence.text.locate(start, end)
        return Evidence("primary" if role == "primary" else "secondary", quote, span)

    @property
    def of_a_part(self) -> bool:
        """It counts or names what it speaks of: 已完工6座, 西堤加固工程未开工; others may stand otherwise."""
        start, end = self.sentence.clause_around(self.word)
        clause = self.sentence.text.string[start:end]
        before, _, after = clause.partition(self.word)
        return bool(_COUNT.search(before + after)) or len(_whole().sub("", before)) > 1


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(_words('whole'))}|\W|\d|[（(][^）)]*[）)]")


def _hits(found: list[Sentence], section: str) -> list[_Hit]:
    """First word of the section in each sentence."""
    words = _words(section)
    whole = "\0".join(s.string for s in found)
    if not any(w in whole for w in words):
        return []
    out = []
    for s in found:
        word = next((w for w in words if w in s.string and f"占{w}" not in s.string and f"{w}的" not in s.string), None)
        if word is not None:
            out.append(_Hit(s, word))
    return out


def _opposites(found: list[Sentence], one: str, other: str) -> Iterator[Defect]:
    """Two statements of opposite meaning in one filing: the first pair of different sentences."""
    for a in _hits(found, one):
        for b in _hits(found, other):
            if a.sentence is b.sentence and a.word in b.word:
                continue
            first, second = a.evidence("primary"), b.evidence("secondary")
            if any(_CATEGORY.search(e.quote) or _TO_COME.search(e.quote) for e in (first, second)):
                continue  # 医疗卫生类项目资金已全部支出; 到明年6月底前将结转资金全部支出
            if any(_SOME_OF.search(e.quote) for e in (first, second)):
                continue  # 10个项目中有5个已全部支出
            if first.quote != second.quote and not (one == "done" and (a.of_a_part or b.of_a_part)):
                yield Defect((first, second), {"a": first.quote, "b": second.quote})
                return


def _passages(facts: FactSet) -> dict[tuple[int, int, int], object]:
    return {
        (p.block, -1 if p.cell is None else p.cell.row, -1 if p.cell is None else p.cell.column): p
        for p in facts.passages
    }


def _all_paid(facts: FactSet, found: list[Sentence], passages: dict[tuple[int, int, int], object]) -> Iterator[Defect]:
    """2179万元已全部拨付, and elsewhere: 共2179万元，已完成拨付2113.63万元."""
    for hit in _hits(found, "all-paid"):
        amounts = [i for i in hit.sentence.items(passages) if i[0].dimension == "元"]
        if not amounts:
            continue
        whole = amounts[-1][1]
        for other in found:
            if other is hit.sentence:
                continue
            money = [i for i in other.items(passages) if i[0].dimension == "元"]
            if not any(n.interval() == whole.interval() for _, n in money):
                continue
            for item, n in money:
                less = n.interval().high is not None and whole.interval().low is not None
                paid = any(w in item.mention.before for w in _words("paid"))
                unpaid = any(w in item.mention.before for w in _words("unpaid"))
                if paid and not unpaid and less and (n.interval().high or 0) < (whole.interval().low or 0):
                    first = hit.evidence("primary")
                    yield Defect(
                        (first, cite(whole, "secondary"), cite(n, "secondary", item.mention.before.strip() + n.raw)),
                        {"a": first.quote, "b": item.mention.before.strip() + n.raw},
                        computation=f"{n.raw} < {whole.raw}",
                    )
                    return


def _passed_yet_failed(found: list[Sentence], passages: dict[tuple[int, int, int], object]) -> Iterator[Defect]:
    """药品抽检合格率100%, and: 找出不合格药品原因并立案查处."""
    for s in found:
        for item, _ in s.items(passages):
            for a in item.attributes:
                q = a.mention.quantity
                if a.kind != "rate" or "合格率" not in a.label or "不合格率" in a.label or q.low is None or q.low < 100:
                    continue
                noun = a.label.split("合格率")[0].replace("抽检", "").replace("检验", "")[-2:]
                if len(noun) < 2:
                    continue
                for other in found:
                    for word in (f"不合格{noun}", f"{noun}不合格"):
                        if word in other.string:
                            rate = s.text.locate(q.start, q.end)
                            second = _Hit(other, word).evidence("secondary")
                            yield Defect(
                                (Evidence("primary", a.label + q.raw, rate), second),
                                {"a": a.label + q.raw, "b": second.quote},
                            )
                            return
