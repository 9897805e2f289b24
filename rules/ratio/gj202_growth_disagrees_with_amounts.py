"""GJ202 growth-disagrees-with-amounts 增减率与增减额、基数不符."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from gouji.audit.choose import Question, by_a_hair, first_held, held, open_question, slipped
from gouji.audit.constraint import Constraint, Term, differs_by, grows_by, grows_to, ratio_is
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.facts.prose.items import cues, is_percentage, subject_of
from gouji.extract.lexicon import words
from gouji.rules.ratio.columns import column_relations

_ONE, _PERCENT = Fraction(1), Fraction(1, 100)


@rule(
    "GJ202", "growth-disagrees-with-amounts", severity="error",
    zh="{label}写为{stated}，按本期数与增减额应为{computed}",
    en="{label} is stated as {stated}, but the present value and the change give {computed}",
    title_zh="增减率与增减额、基数不符", title_en="A growth rate disagrees with its amounts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: “本期N，比上年增加d，增长g%”满足 g = d÷(N−d)；“由A增加到B，增长g%”满足 g = (B−A)÷A。

    为什么重要: 三个数只有两个自由，第三个必须跟着走；不跟着走，至少一个是错的。
    何时不算错: 可比口径、同口径、剔除因素、不变价、年均增长；生产总值和增加值按可比价格计算增速；基数为负；增减额与增减率各有比较对象（同比与环比）。
    """
    for passage in facts.passages:
        for i, item in enumerate(passage.items):
            before = passage.items[i - 1] if i else None
            yield from _by_change(passage, item)
            yield from _of_the_whole(passage, item)
            yield from _points(passage, item)
            yield from _from_value_compared(passage, item)
            yield from _of_value_before(passage, passage.items[:i], item)
            yield from _from_prior(passage, item, before)
    for form in facts.forms:
        for column in form.rates:
            if column.kind == "growth":
                yield from column_relations(facts, form, column)


def _by_change(passage: Passage, item: Item) -> Iterator[Constraint]:
    """Rate against the stated increase or decrease of the same item."""
    now = passage.number(item.mention)
    used: set[int] = set()
    for rate, change in _pairs(item):
        if rate.subject or rate.adjusted or change.adjusted or rate.mention.at in used or rate.falls != change.falls:
            continue
        if rate.compare and change.compare and _base(rate.compare) != _base(change.compare):
            continue
        cue = "减少" if change.falls else "增加"
        if item.prior and not change.compare:  # 比上年798人增加28人，增长3.5%: the amount named is the base itself
            constraint = ratio_is(passage.number(rate.mention), passage.number(change.mention), now, cue=cue)
        else:
            constraint = grows_by(
                passage.number(rate.mention), now, passage.number(change.mention), falls=change.falls, cue=cue,
            )
        near = rate.mention.sentence == item.mention.sentence == change.mention.sentence and not _in_real_terms(item)
        if held(constraint) or near:
            used.add(rate.mention.at)
            yield by_a_hair(constraint)


def _of_the_whole(passage: Passage, item: Item) -> Iterator[Constraint | Question]:
    """投入1286万元，其中A…、B…。与上年相比增加96万元，增长8%: a sentence of its own behind a list speaks of its total."""
    heads = [g.parent for g in passage.groups if g.children[-1] is item and g.certain]
    for rate, change in _pairs(item):
        apart = rate.mention.sentence == change.mention.sentence == item.mention.sentence + 1
        if not apart or len(heads) != 1 or rate.subject or rate.adjusted or change.adjusted or rate.falls != change.falls:
            continue
        offered = [
            grows_by(passage.number(rate.mention), passage.number(x.mention), passage.number(change.mention), falls=rate.falls, cue="比上年")
            for x in (heads[0], item)
        ]
        found = first_held(offered)
        if found is not None:
            yield found
        elif not _in_real_terms(heads[0]):
            yield from open_question(offered, likely=True)


def _points(passage: Passage, item: Item) -> Iterator[Constraint]:
    """由71.8%提高到77.4%，提高5.6个百分点; 98.2%，比上年的97.5%提高0.7个百分点."""
    c, told = cues(), {a.mention.at: a for a in item.attributes}
    for points in item.of("points"):
        near, far = told.get(points.mention.at - 1), told.get(points.mention.at - 2)
        if near is None or far is None or points.adjusted or not (is_percentage(near.mention) and is_percentage(far.mention)):
            continue
        if len({a.mention.sentence for a in (points, near, far)}) > 1 or subject_of(points.mention.before):
            continue
        if not (points.falls or c.up.search(points.mention.before)) or near.adjusted:
            continue
        first, second = (passage.number(a.mention) for a in (far, near))
        if c.to.search(near.mention.before):
            now, base = second, first
        elif c.compare.match(near.mention.before.strip()) and near.mention.clause == points.mention.clause:
            now, base = first, second
        else:
            continue
        high, low = (base, now) if points.falls else (now, base)
        result = passage.number(points.mention)
        yield replace(differs_by(result, high, low, cue="百分点"), linear=(Term(result, _PERCENT), Term(high, -_ONE), Term(low)))


def _from_value_compared(passage: Passage, item: Item) -> Iterator[Constraint]:
    """N，较上年B减少d，下降g%: the value compared with stands right before the change."""
    now = passage.number(item.mention)
    for base in item.of("base"):
        prior = passage.number(base.mention)
        if base.adjusted or not prior.unit:
            continue
        for a in (*item.of("change"), *item.of("growth")):
            if a.mention.at - base.mention.at not in (1, 2) or a.subject or a.adjusted:
                continue
            number = passage.number(a.mention)
            if a.kind == "growth":
                constraint = grows_to(number, now, prior, falls=a.falls, cue=base.compare)
                if held(constraint) or not _in_real_terms(item):
                    yield by_a_hair(constraint)
            else:
                high, low = (prior, now) if a.falls else (now, prior)
                yield differs_by(number, high, low, cue=base.compare)


def _of_value_before(passage: Passage, earlier: Sequence[Item], item: Item) -> Iterator[Constraint]:
    """支出16.95万元，…。支出决算数比上年增加5.07万元，增长42.68%: of a value stated before; confirmed only."""
    falls = bool(cues().down.search(item.mention.before))
    if not (falls or cues().up.search(item.mention.before)):
        return
    for rate in item.of("growth"):
        if rate.mention.at != item.mention.at + 1 or rate.falls != falls or rate.adjusted:
            continue
        offered = (
            grows_by(passage.number(rate.mention), passage.number(x.mention), passage.number(item.mention), falls=falls, cue="比上年")
            for x in reversed(earlier) if x.dimension == item.dimension and x.plain
        )
        found = first_held(offered)
        if found is not None:
            yield found


def _pairs(item: Item) -> Iterator[tuple[Attribute, Attribute]]:
    """Growth rates with the change stated next to them, in either order."""
    changes, rates = item.of("change"), item.of("growth")
    for rate in rates:
        near = [c for c in changes if abs(c.mention.at - rate.mention.at) == 1]
        if near:
            yield rate, near[0]


def _base(words: str) -> str:
    return "month" if "环比" in words or "月" in words else "start" if "年初" in words or "年末" in words else "year"


def _from_prior(passage: Passage, item: Item, before: Item | None) -> Iterator[Constraint | Question]:
    """由A增加到B，增长g%; 上年A，本年B，增长g%."""
    if before is None or before.dimension != item.dimension or item.of("change"):
        return
    if cues().up.search(item.mention.before) or cues().down.search(item.mention.before):
        return  # 比去年增加984亿元 is a change, no value of last year's
    if item.prior and not before.prior and before.mention.sentence == item.mention.sentence:
        for rate in item.of("growth"):
            if not (rate.adjusted or rate.subject):
                yield grows_to(
                    passage.number(rate.mention), passage.number(before.mention), passage.number(item.mention),
                    falls=rate.falls, cue="上年",
                )
        return
    moved = any(w in item.mention.before for w in words("gouji.extract.facts.prose", "cues.txt")["moved"])
    if not moved and not (before.prior and not item.prior):
        return
    for rate in item.of("growth"):
        if rate.adjusted or rate.subject:
            continue
        constraint = grows_to(
            passage.number(rate.mention), passage.number(item.mention), passage.number(before.mention),
            falls=rate.falls, cue="由…到" if moved else "上年",
        )
        if held(constraint) or (moved and rate.mention.sentence == before.mention.sentence and not _in_real_terms(before)):
            yield by_a_hair(constraint)
            return
        if not _in_real_terms(before):
            yield from slipped(constraint)


def _in_real_terms(item: Item) -> bool:
    """生产总值、增加值: amounts at the prices of the day, growth at comparable prices."""
    return any(w in item.label for w in words("gouji.extract.facts.prose", "cues.txt")["real-terms"])
