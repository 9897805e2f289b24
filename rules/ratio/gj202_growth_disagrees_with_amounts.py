"""GJ202 growth-disagrees-with-amounts 增减率与增减额、基数不符."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, first_held, held, open_question, results_of, slipped
from gouji.audit.constraint import Constraint, differs_by, grows_by, grows_to, ratio_is, sums_to
from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.goals import shares
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.facts.prose.attributes import subject_of
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.in_turn import told_in_turn
from gouji.rules.cells import in_unit
from gouji.rules.ratio.against_tables import against_tables
from gouji.rules.ratio.changes import (
    NUMBER_OF,
    added_up_to,
    base_of_comparison,
    by_years,
    changed_in_turn,
    difference_told,
    is_of_earlier_year,
    moved_between,
    of_both_sides,
    opposed,
    pairs,
    wrong_base,
)
from gouji.rules.ratio.columns import column_relations
from gouji.rules.ratio.grown_anywhere import grown_anywhere
from gouji.rules.ratio.multiples import multiples
from gouji.rules.ratio.named_bases import named_bases
from gouji.rules.ratio.points import points_told
from gouji.rules.ratio.reduced import reduced
from gouji.rules.ratio.year_before import year_before

_READINGS, _TELLING = 4, 3
"""So many amounts are offered as the one that a change may be told of."""
_LEAD = 12
"""So many characters before the first of two figures may say 由 or 从."""
_FROM = re.compile(r"[由从][^，。；]{0,10}$")
_TO = re.compile(r"^[^，。；]{0,6}(?:到|至|为)$")


@rule(
    "GJ202", "growth-disagrees-with-amounts", severity="error",
    zh="{label}写为{stated}，按本期数与增减额应为{computed}",
    en="{label} is stated as {stated}, but the present value and the change give {computed}",
    title_zh="增减率与增减额、基数不符", title_en="A growth rate disagrees with its amounts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question | Defect]:
    """检查内容: “本期N，比上年增加d，增长g%”满足 g = d÷(N−d)；“由A增加到B，增长g%”满足 g = (B−A)÷A；
    “由A%提高到B%，提高d个百分点”“由A增加到B，增加d”“N，比目标T少d”的d等于两数之差；增减率与增减额同向。

    为什么重要: 三个数只有两个自由，第三个必须跟着走；不跟着走，至少一个是错的。
    何时不算错: 可比口径、同口径、剔除因素、不变价、年均增长；生产总值和增加值按可比价格计算增速；基数为负；增减额与增减率各有比较对象（同比与环比）。
    """
    settled: set[str] = set()
    for told in _all(facts):
        yield told
        settled |= results_of(told)
        if isinstance(told, Constraint):
            yield from wrong_base(told)
    yield from grown_anywhere(facts, settled)


def _all(facts: FactSet) -> Iterator[Constraint | Question | Defect]:
    for index, passage in enumerate(facts.passages):
        yield from of_both_sides(facts, index, passage)
        yield from reduced(passage)
        yield from multiples(passage)
        yield from named_bases(passage)
        yield from map(by_a_hair, changed_in_turn(passage))
        for turned in told_in_turn(passage):
            for t in turned:
                grown = grows_to(t.rate, t.now, t.base, falls=t.falls, cue="去年同期")
                yield grown if held(grown) else replace(by_a_hair(grown), severity="warning")
        for i, item in enumerate(passage.items):
            before = passage.items[i - 1] if i else None
            yield from _by_change(passage, item)
            yield from opposed(passage, item)
            yield from difference_told(passage, passage.items[max(0, i - 2) : i + 1])
            yield from _of_the_whole(passage, item)
            yield from points_told(passage, item)
            yield from _from_value_compared(passage, item)
            yield from _from_target(facts, passage, item)
            yield from _of_value_before(passage, passage.items[:i], item)
            yield from _from_prior(passage, item, before)
            yield from by_years(passage, item, before)
    yield from year_before(facts)
    yield from against_tables(facts)
    for form in facts.forms:
        for column in form.rates:
            if column.kind == "growth":
                yield from column_relations(facts, form, column)


def _by_change(passage: Passage, item: Item) -> Iterator[Constraint | Question]:
    """Rate against the stated increase or decrease of the same item; behind the last part of a list, of the list's total."""
    compared = cues().compare.search(item.mention.before)
    if compared is not None and (cues().up.search(item.mention.before, compared.end()) or cues().down.search(item.mention.before, compared.end())):
        return  # 收入比2021年增加66.48万元，增长5.17%；…: a change is no amount that grows
    wholes = [g.parent for g in passage.groups if g.children[-1] is item]
    now = passage.number(item.mention)
    used: set[int] = set()
    for rate, change in pairs(passage, item):
        if rate.subject or rate.adjusted or change.adjusted or rate.mention.at in used or rate.falls != change.falls:
            continue
        if rate.compare and change.compare and base_of_comparison(rate.compare) != base_of_comparison(change.compare):
            continue
        cue = "减少" if change.falls else "增加"
        moved = _of_one_measure(passage.number(change.mention), now)
        if (item.prior and not change.compare) or is_of_earlier_year(passage, item, change):  # 比上年798人增加28人，增长3.5%
            constraint = ratio_is(passage.number(rate.mention), moved, now, cue=cue)
        else:
            constraint = grows_by(passage.number(rate.mention), now, moved, falls=change.falls, cue=cue)
        apart = rate.mention.segment != change.mention.segment and bool(rate.compare) != bool(change.compare)
        if apart and first_held([constraint]) is None:
            continue  # 同上年的21.36万元相比，下降13.53%；比预算节约3.53万元: against two things
        if item.prior and change.compare and first_held([constraint]) is None:  # 上年支出2963万元，同比增加172万元
            yield from [held_so] if held(held_so := ratio_is(passage.number(rate.mention), moved, now, cue=cue)) else ()
            continue
        if item.stated == "budget" and not held(constraint):
            yield from _of_what_was_spent(passage, item, rate, change)
            continue
        near = rate.mention.sentence == item.mention.sentence == change.mention.sentence and not _in_real_terms(item)
        of_whole = [
            grows_by(
                passage.number(rate.mention), passage.number(w.mention), passage.number(change.mention),
                falls=change.falls, cue=cue,
            )
            for w in wholes if w.dimension == item.dimension
        ]
        found = first_held([constraint, *of_whole]) or _of_another_amount(passage, item, rate, change)
        if found is not None or near:
            used.add(rate.mention.at)
            if found is None and of_whole:  # 其中A…、B…；比上年减少d，下降g%: which of the two it speaks of is open
                yield from open_question([*of_whole, constraint], likely=True)
            else:
                yield found or by_a_hair(constraint)
        elif _alone(passage, item) and rate.mention.sentence == change.mention.sentence == item.mention.sentence + 1 and not _in_real_terms(item):
            used.add(rate.mention.at)
            yield from open_question([constraint], likely=True)


def _of_another_amount(passage: Passage, item: Item, rate: Attribute, change: Attribute) -> Constraint | None:
    """2021年520套、2022年860套、2023年1140套，三年累计2520套，2023年多筹集280套，增长32.6%: of which year, the figures tell."""
    number, moved = passage.number(rate.mention), passage.number(change.mention)
    others = [
        x for x in passage.items
        if x is not item and x.mention.at < change.mention.at and x.mention.sentence == change.mention.sentence
        and x.dimension.split("/")[0] == item.dimension.split("/")[0] and x.plain
    ]
    own = passage.number(item.mention)
    grown = (x for x in passage.items if x.mention.at < item.mention.at and x.plain and x.dimension == item.dimension)
    if not change.falls and any(held(sums_to(passage.number(x.mention), [own, moved])) for x in grown):  # 客运量A。2022年B，同比增加A-B
        of_own = ratio_is(number, moved, own, cue="增加")
        return of_own if held(of_own) else None
    bases = [passage.number(a.mention) for a in item.of("base") if a.mention.at < change.mention.at]
    told = [_of_one_measure(passage.number(x.mention), passage.number(item.mention)) for x in reversed(others)]
    return first_held((
        *(grows_by(number, n, moved, falls=change.falls, cue="增减") for n in told),
        *(ratio_is(number, moved, n, cue="增减") for n in (*told, *bases)),
    ))


def _of_what_was_spent(passage: Passage, item: Item, rate: Attribute, change: Attribute) -> Iterator[Constraint | Question]:
    """支出2913万元，…。全年预算3000万元，执行率97%，较上年增加913万元，增长45.68%: of the spending, or of the budget."""
    others = [x for x in passage.items if x.mention.at < item.mention.at and x.dimension == item.dimension and x.plain and not x.prior]
    offered = [
        grows_by(passage.number(rate.mention), passage.number(x.mention), passage.number(change.mention), falls=change.falls, cue="比上年")
        for x in (*reversed(others), item)
    ]
    found = first_held(offered)
    yield from [found] if found is not None else open_question(offered[:_READINGS])


def _alone(passage: Passage, item: Item) -> bool:
    """支出：792万元。同比增加189万元，增长31%: the only amount of the paragraph's first sentence."""
    here = [x for x in passage.items if x.mention.sentence == item.mention.sentence]
    return len(here) == 1 and item is passage.items[0] and item.plain


def _of_the_whole(passage: Passage, item: Item) -> Iterator[Constraint | Question]:
    """投入1286万元，其中A…、B…。与上年相比增加96万元，增长8%: a sentence of its own behind a list speaks of its total."""
    heads = [g.parent for g in passage.groups if g.children[-1] is item and g.certain]
    for rate, change in pairs(passage, item):
        apart = rate.mention.sentence == change.mention.sentence == item.mention.sentence + 1
        two_bases = rate.mention.segment != change.mention.segment and bool(rate.compare) != bool(change.compare)
        if not apart or two_bases or len(heads) != 1 or rate.subject or rate.adjusted or change.adjusted or rate.falls != change.falls:
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


def _from_value_compared(passage: Passage, item: Item) -> Iterator[Constraint | Question]:
    """N，较上年B减少d，下降g%: the value compared with stands right before the change."""
    if not item.of("base"):
        return
    now = passage.number(item.mention)
    wholes = [passage.number(g.parent.mention) for g in passage.groups if g.children[-1] is item and g.parent.dimension == item.dimension]
    wholes += [passage.number(x.mention) for x in added_up_to(passage, item)]
    if item.average:  # 预算2850万元，每座50万元，比上年的2736万元增加114万元
        wholes += [
            passage.number(x.mention) for x in passage.items
            if x.mention.at < item.mention.at and x.mention.sentence == item.mention.sentence and not x.average and x.plain
            and x.dimension == item.dimension.split("/")[0]
        ]
    before = [
        passage.number(x.mention) for x in passage.items
        if x.mention.at < item.mention.at and x.plain and not (x.average or x.prior) and x.dimension == item.dimension
    ]
    aimed = item.stated in ("budget", "target") and bool(item.of("rate"))  # 营业收入A；年度预算B，完成103.82%；较上年C增加d: A is what has grown
    for base in item.of("base"):
        prior = _of_one_measure(passage.number(base.mention), now)
        if cues().compare.search(item.mention.before) and item.of("growth")[:1] and item.of("growth")[0].mention.at < base.mention.at:
            continue  # 收入比上年A增长p%，支出比上年B增长q%: A is itself what something is compared with
        if base.adjusted or base.subject or not prior.unit:
            continue
        moved: Constraint | None = None
        for a in (*item.of("change"), *item.of("growth")):
            if a.mention.at - base.mention.at not in (1, 2) or a.subject or a.adjusted:
                continue
            number = passage.number(a.mention)
            number = _of_one_measure(number, now) if a.kind == "change" else number
            left = item.mention.before.strip("，").startswith(cue_words("left-over"))  # 预算27万元，决算24.35万元，节约2.65万元；较上年…
            others = before if base.mention.sentence > item.mention.sentence or left or aimed else ()  # a sentence of its own has its subject
            offered = [moved_between(number, value, prior, a, base.compare) for value in (now, *wholes, *others)]
            found = first_held(offered)
            if a.kind == "change" and found is not None:
                moved = found
            elif found is None and a.kind == "growth" and moved is not None:  # 比上年的71.94万元减少8.67万元，下降13.70%: the change tells what it is of
                own = (v for v in (now, *wholes, *before) if any(v.id == n.id for n in moved.numbers))
                yield from (by_a_hair(moved_between(number, value, prior, a, base.compare)) for value in islice(own, 1))
                continue
            if found is None and a.kind == "growth" and len(number.digits) >= _TELLING:  # 62.75万人次，超出目标2.75万人次；比2022年的45.6万人次增长37.6%
                found = first_held(moved_between(number, value, prior, a, base.compare) for value in before)
            if found is not None:
                yield found
            elif item.label.endswith(cue_words("beyond-task")) and base.mention.segment > item.mention.segment:
                continue  # 扶助目标6300人，完成98.65%；较上年5962人增加253人: what was done has grown, not the aim
            elif base.mention.sentence > item.mention.sentence and not cues().compare.match(base.mention.before.lstrip()):
                yield from open_question(reversed(offered))  # 实际受益人口比计划的4.62万人多0.05万人: it has its own subject
            elif len(offered) > 1 or left or aimed:  # 分别为A、B，较上年末的N增长g%: of the total or of the last part
                yield from open_question(reversed(offered), likely=True)
            elif a.kind != "growth" or not _in_real_terms(item):
                yield by_a_hair(offered[0])


def _from_target(facts: FactSet, passage: Passage, item: Item) -> Iterator[Constraint]:
    """直补移民8594人，比目标少36人: the target is the one that a row with this completed value prints."""
    now = passage.number(item.mention)
    for change in item.of("change"):
        if not change.compare.endswith(cue_words("compared-target")) or change.adjusted or change.mention.at != item.mention.at + 1:
            continue
        offered = []
        for form in facts.forms:
            for row in form.indicators:
                target, actual = facts.only(form.block, row.target), facts.only(form.block, row.actual)
                if target is not None and actual is not None and actual.point is not None and target.point is not None:
                    same = actual.dimension() == target.dimension() == now.dimension() and actual.point == now.point
                    if same and shares(row.name, item.label):
                        high, low = (target, now) if change.falls else (now, target)
                        offered.append(differs_by(passage.number(change.mention), high, low, cue=change.compare))
        found = first_held(offered)
        if found is not None or len(offered) == 1:
            yield found or replace(offered[0], severity="warning")


def _moved_by(passage: Passage, item: Item, before: Item) -> Iterator[Constraint]:
    """可停泊渔船由180艘增加到240艘，增加60艘: the two values right before the change."""
    change = item.of("change")[0]
    lead = passage.text[: before.mention.quantity.start][-_LEAD:]
    between = passage.text[before.mention.quantity.end : item.mention.quantity.start]
    in_a_row = change.mention.at - before.mention.at == 2 and item.mention.at == before.mention.at + 1
    if in_a_row and change.mention.before.strip("了平均").endswith(cue_words("taken-off")) and not item.prior:
        # 自评得分99分，复评得分88分，核减11分: of which of the two, the words do not say
        numbers = [passage.number(m) for m in (change.mention, before.mention, item.mention)]
        found = first_held(differs_by(numbers[0], *pair, cue="核减") for pair in (numbers[1:], numbers[:0:-1]))
        if found is not None:
            yield found
    elif in_a_row and not change.adjusted and not change.compare and _FROM.search(lead) and _TO.search(between):
        was = passage.number(before.mention)
        now = _of_one_measure(passage.number(item.mention), was)
        falls = change.falls != any(w in lead for w in cue_words("deeper"))
        high, low = (was, now) if falls else (now, was)
        yield differs_by(_of_one_measure(passage.number(change.mention), was), high, low, cue="由…到")


def _of_one_measure(number: Number, other: Number) -> Number:
    """亩均用水量由412立方米降至389立方米: what 亩均 says of the first figure holds for the second too."""
    apart = number.dimension() != other.dimension() and number.dimension().split("/")[0] == other.dimension().split("/")[0]
    per = (other.unit or "").partition("/")[2]
    return in_unit(number, f"{number.unit}/{per}") if apart and per else number


def _of_value_before(passage: Passage, earlier: Sequence[Item], item: Item) -> Iterator[Constraint | Question]:
    """支出16.95万元，…。支出决算数比上年增加5.07万元，增长42.68%: of a value stated before; confirmed only."""
    falls = bool(cues().down.search(item.mention.before))
    if not (falls or cues().up.search(item.mention.before)):
        return
    for rate in item.of("growth"):
        if rate.mention.at != item.mention.at + 1 or rate.falls != falls or rate.adjusted:
            continue
        offered = (
            grows_by(
                passage.number(rate.mention), _of_one_measure(passage.number(x.mention), passage.number(item.mention)),
                passage.number(item.mention), falls=falls, cue="比上年",
            )
            for x in reversed(earlier) if x.dimension.split("/")[0] == item.dimension.split("/")[0] and x.plain
        )
        found = first_held(offered)
        if found is not None:
            yield found
            continue
        here = [
            x for x in earlier
            if item.mention.sentence == rate.mention.sentence and x.plain and not x.prior
            and x.mention.quantity.unit == item.mention.quantity.unit and _is_counted(item.label, x.label)
        ]
        if len(here) == 1 and not rate.subject:  # 事故37起，死亡33人，与上年相比，事故起数减少8起，下降17.8%；…
            likely = grows_by(passage.number(rate.mention), passage.number(here[0].mention), passage.number(item.mention), falls=falls, cue="比上年")
            if by_a_hair(likely) is likely:
                yield from open_question([likely], likely=True)


def _is_counted(change: str, label: str) -> bool:
    """死亡人数减少 is said of 死亡33人."""
    stem = NUMBER_OF.sub("", cues().down.sub("", cues().up.sub("", change)))
    return len(stem) > 1 and stem in label


def _from_prior(passage: Passage, item: Item, before: Item | None) -> Iterator[Constraint | Question]:
    """由A增加到B，增长g%; 上年A，本年B，增长g%."""
    if before is None or before.dimension.split("/")[0] != item.dimension.split("/")[0]:
        return
    if item.of("change"):
        yield from _moved_by(passage, item, before)
        return
    moved = any(w in item.mention.before for w in cue_words("moved"))
    if not moved and (cues().up.search(item.mention.before) or cues().down.search(item.mention.before)):
        return  # 比去年增加984亿元 is a change, no value of last year's
    now = _of_one_measure(passage.number(item.mention), passage.number(before.mention))
    compared = cues().compare.search(item.mention.before)
    of_its_own = compared is not None and (name := subject_of(item.mention.before[: compared.start()])) and name not in before.label
    if item.prior and not before.prior and before.mention.sentence == item.mention.sentence and not of_its_own:
        wholes = [g.parent for g in passage.groups if g.children[-1] is before]  # 总值A，其中新增B，上年末为C，增长p%: of A
        for rate in item.of("growth"):
            if not (rate.adjusted or rate.subject):
                offered = [
                    grows_to(passage.number(rate.mention), passage.number(x.mention), now, falls=rate.falls, cue="上年")
                    for x in (before, *wholes)
                ]
                found = first_held(offered)
                yield from [found] if found is not None else open_question(reversed(offered), likely=True) if wholes else offered[:1]
        return
    apart = before.mention.segment != item.mention.segment
    moved = moved and not (apart and not before.prior)
    if not moved and not (before.prior and not item.prior):
        return
    for rate in item.of("growth"):
        if rate.adjusted or rate.subject:
            continue
        constraint = grows_to(
            passage.number(rate.mention), now, passage.number(before.mention),
            falls=rate.falls, cue="由…到" if moved else "上年",
        )
        if held(constraint) or (moved and rate.mention.sentence == before.mention.sentence and not _in_real_terms(before)):
            yield by_a_hair(constraint)
            return
        if not _in_real_terms(before):
            yield from slipped(constraint)


def _in_real_terms(item: Item) -> bool:
    """生产总值、增加值: amounts at the prices of the day, growth at comparable prices."""
    return any(w in item.label for w in cue_words("real-terms"))
