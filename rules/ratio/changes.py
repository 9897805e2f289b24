"""Changes told beside amounts: of both sides of an account, as a difference of two, in a direction of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.audit.choose import Question, first_held, held, open_question
from gouji.audit.constraint import Constraint, differs_by, grows_by, grows_to
from gouji.audit.evaluate import evaluate
from gouji.audit.finding import Defect, cite
from gouji.audit.wording import decimal_text, places_of
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Attribute, Item
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.extract.facts.prose.mentions import Mention
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit

_BOTH_SIDES = re.compile(r"\s*(?:收入[、和]?支出|收[、和]?支)(?:总体|总计|决算)?(?:与|比|较|同)(?:上年|去年|2\d{3}年)")
"""Both sides of an account, compared with the year before in a paragraph of their own."""
NUMBER_OF = re.compile(r"(?:[人起件户次]|总|数)?[数量额]$")
"""起诉人数, 立案件数: what was done with them, and how many."""
TWO_FIGURES = {
    "zh": "{label}写为{stated}，按文中两数应为{computed}",
    "en": "{label} is stated as {stated}, but the two figures give {computed}",
}
_FROM = re.compile("[由从]")
_BY = re.compile(r"(?:亩均|户均|人均|平均|每亩|每户|每人|单产|年均)?(?:增产|增收|节支|节约|节省|降本|增加|减少|提高|降低|缩短)")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_IN_TURN = re.compile(r"[，,]?(?:同比)?分别(?:同比)?(?P<way>下降|减少|降低|增长|上升|提高|增加)(?=\d)")
_FALLEN = ("下降", "减少", "降低")
_BACK, _DIGITS = 4, 3
_AND = ("、", "和", "及", "与", "，")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def of_both_sides(facts: FactSet, index: int, passage: Passage) -> Iterator[Constraint | Question]:
    """收入支出总体与上年相比，增加58万元，增长15%: of the totals that the paragraphs before state of both sides."""
    if not _BOTH_SIDES.match(passage.text) or not passage.items:
        return
    change = passage.items[0]
    rates = [a for a in change.of("growth") if a.mention.at == change.mention.at + 1 and not a.adjusted]
    falls = bool(cues().down.search(change.mention.before))
    wholes = [
        p.number(x.mention) for p in facts.passages[max(0, index - 3) : index] for x in p.items
        if x.mention.before.rstrip("为是： ").endswith("总计") and x.plain and x.dimension == change.dimension
    ]
    if len(rates) == 1 and rates[0].falls == falls and len({w.point for w in wholes}) == 1:
        grown = grows_by(passage.number(rates[0].mention), wholes[0], passage.number(change.mention), falls=falls, cue="比上年")
        yield from [grown] if held(grown) else open_question([grown], likely=True)


def difference_told(passage: Passage, three: Sequence[Item]) -> Iterator[Constraint | Question]:
    """支出2.05万元，年初预算为2.95万元，差值为0.9万元; 亩产由445公斤提高到478公斤，亩均增产33公斤: of the two right before it, whichever is larger."""
    if len(three) < 3:
        return
    row = [x.mention for x in three]
    if row[2].before.strip("为达到是： ") not in cue_words("difference") and not _moved_by(*row):
        return
    one_measure = len({x.dimension.partition("/")[0] for x in three}) == 1 and three[0].dimension == three[1].dimension  # 亩产…公斤, 亩均增产…公斤
    if row[2].at - row[0].at != 2 or len({(m.sentence, m.segment, m.depth) for m in row}) > 1 or not one_measure:
        return
    first, second, told = (passage.number(m) for m in row)
    unit = first.quantity.unit
    if unit is not None and told.dimension() != first.dimension():
        if not told.raw.endswith(unit):
            return
        told = in_unit(told, unit)
    offered = [differs_by(told, *pair, cue="差值") for pair in ((first, second), (second, first))]
    found = first_held(offered)
    yield from [found] if found is not None else open_question(offered, likely=True)


def _moved_by(start: Mention, end: Mention, by: Mention) -> bool:
    """由A提高到B，亩均增产D: where it went from and to, and by how much under another name."""
    moved = end.before.strip() in cue_words("moved") and _FROM.search(start.before) is not None
    return moved and _BY.fullmatch(by.before.strip("，了为达到是： ")) is not None


def changed_in_turn(passage: Passage) -> Iterator[Constraint]:
    """事故4起死亡4人，比上年减少2起、3人，分别下降33.3%和42.9%: so many values, their changes and their rates, each in turn."""
    numbers = [n for n in passage.numbers if n.is_quantity]
    for told in _IN_TURN.finditer(passage.text):
        rates = [n for n in numbers if n.quantity.start >= told.end()]
        size = 1
        while size < len(rates) and passage.text[rates[size - 1].quantity.end : rates[size].quantity.start].strip() in _AND:
            size += 1
        before = [n for n in numbers if n.quantity.end <= told.start()]
        values, changes = before[-2 * size : -size], before[-size:]
        alike = size > 1 and len(values) == size and [n.dimension() for n in values] == [n.dimension() for n in changes] and "1" not in {n.dimension() for n in values}
        if not alike or not all(n.dimension() == "1" for n in rates[:size]):
            continue
        between = passage.text[values[-1].quantity.end : changes[0].quantity.start]
        falls, rises = (bool(pattern.search(between)) for pattern in (cues().down, cues().up))
        if falls != rises and "。" not in passage.text[values[0].quantity.end : told.start()] and (told["way"] in _FALLEN) == falls:
            for rate, now, change in zip(rates, values, changes, strict=False):
                yield grows_by(rate, now, change, falls=falls, cue="比上年")


def opposed(passage: Passage, item: Item) -> Iterator[Defect]:
    """270件，同比下降11.11%，同比增加27件: rate and change go opposite ways, and agree but for the one word."""
    for rate, change in pairs(passage, item):
        places = {(a.mention.sentence, a.mention.segment) for a in (rate, change)} | {(item.mention.sentence, item.mention.segment)}
        plain = not (rate.subject or change.subject or rate.adjusted or change.adjusted or item.prior) and len(places) == 1
        if rate.falls == change.falls or not plain or (rate.compare and change.compare and base_of_comparison(rate.compare) != base_of_comparison(change.compare)):
            continue
        numbers = passage.number(rate.mention), passage.number(item.mention), passage.number(change.mention)
        signs = [n.point is not None and n.point > 0 for n in numbers]
        if all(signs) and any(held(grows_by(*numbers, falls=falls)) for falls in (True, False)):
            first, second = sorted((rate, change), key=lambda a: a.mention.at)
            said = [f"{a.mention.before.strip()}{a.mention.quantity.raw}" for a in (first, second)]
            yield Defect(
                (cite(numbers[0]), cite(numbers[2], "secondary"), cite(numbers[1], "secondary")),
                computation="≠".join(said), message={
                    "zh": f"{item.label}先写“{said[0]}”，又写“{said[1]}”，增减方向相反",
                    "en": f"{item.label}: “{said[0]}” and “{said[1]}” go opposite ways",
                },
            )


def pairs(passage: Passage, item: Item) -> Iterator[tuple[Attribute, Attribute]]:
    """Growth rates with the change stated next to them, in either order; what stands in brackets is passed over."""
    changes, rates = item.of("change"), item.of("growth")
    for rate in rates:
        near = [c for c in changes if abs(c.mention.at - rate.mention.at) == 1 or _but_brackets(passage, c.mention, rate.mention)]
        if near:
            yield rate, near[0]


def _but_brackets(passage: Passage, a: Mention, b: Mention) -> bool:
    """增加296.7万吨（59.3亿斤），增长2.1%: all that stands between the two is in brackets of its own."""
    first, last = sorted((a, b), key=lambda m: m.at)
    between = passage.text[first.quantity.end : last.quantity.start]
    return last.at - first.at > 1 and not any(c.isdigit() for c in _BRACKETS.sub("", between))


def is_of_earlier_year(passage: Passage, item: Item, a: Attribute) -> bool:
    """2022年80.16万人，2023年同比增加4.36万人: the amount is of a year before the one that the change is told of."""
    apart = item.mention.sentence != a.mention.sentence
    own, later = (_YEAR.findall(_said(passage, m) if apart else m.before) for m in (item.mention, a.mention))
    return bool(own and later) and own[-1] < max(later)


def _said(passage: Passage, m: Mention) -> str:
    """The sentence up to the figure."""
    return passage.text[passage.text.rfind("。", 0, m.quantity.start) + 1 : m.quantity.start]


def moved_between(number: Number, now: Number, prior: Number, a: Attribute, cue: str) -> Constraint:
    """A growth rate or a change against the two values it lies between."""
    if a.kind == "growth":
        return grows_to(number, now, prior, falls=a.falls, cue=cue)
    return differs_by(number, *((prior, now) if a.falls else (now, prior)), cue=cue)


def is_of_last_year(compare: str) -> bool:
    """Compared with the whole year before, not with a plan or another month."""
    return not any(w in compare for w in cue_words("compared-target")) and base_of_comparison(compare) == "year"


def base_of_comparison(words: str) -> str:
    """What a change is compared with: a plan, the month before, the start of the year, or the year before."""
    if any(w in words for w in ("预算", "目标", "计划", "任务", "定额")) and "年末" not in words:
        return "plan"
    return "month" if "环比" in words or "月" in words else "start" if "年初" in words or "年末" in words else "year"


def added_up_to(passage: Passage, item: Item) -> Iterator[Item]:
    """达标236天，优58天、良178天，比上年241天少5天: an amount that those told behind it, down to this one, add up to."""
    run = [x for x in passage.items if x.mention.sentence == item.mention.sentence and x.mention.at <= item.mention.at and x.dimension == item.dimension]
    made = Decimal(0)
    for k, x in enumerate(reversed(run[-_BACK:])):
        value = x.mention.quantity.value
        if value is None:
            return
        if k > 1 and value == made:
            yield x
        made += value


def wrong_base(growth: Constraint) -> Iterator[Defect]:
    """14万元，较上年的15.5万元下降10.71%: what the rate would be of this year's figure, to the last digit; of last year's it is 9.68 %."""
    rate, result = growth.rate, growth.result
    if growth.kind != "growth" or rate is None or result is not rate or len(rate.digits) < _DIGITS or evaluate(growth).verdict != "within_rounding":
        return
    base = growth.divisor[0].number
    now = next((t.number for t in growth.linear if t.number is not base), None)
    step = rate.quantity.step
    if now is None or not base.point or not now.point or rate.point is None or not step or base.dimension() == "1":
        return
    change, half = abs(now.point - base.point), Fraction(step) * rate.factor() / 2
    printed = abs(rate.point)
    if abs(change / base.point - printed) > half >= abs(change / now.point - printed):
        due = decimal_text(change / base.point * 100, places_of(rate))
        yield Defect(
            (cite(rate), cite(base, "secondary"), cite(now, "secondary")), severity="warning",
            computation=f"{decimal_text(change / base.factor(), places_of(base))}÷{now.raw}={rate.raw}，÷{base.raw}≈{due}%",
            message={
                "zh": f"增减率{rate.raw}是按本期数{now.raw}计算的，按上期数{base.raw}应为{due}%",
                "en": f"the rate {rate.raw} is worked out of the present {now.raw}; of the earlier {base.raw} it is {due}%",
            },
        )


def by_years(passage: Passage, item: Item, before: Item | None) -> Iterator[Constraint]:
    """2019年预算24.5万元，2018年预算26万元，变动率-5.77%: two years told in full; to confirm only."""
    if before is None or before.dimension != item.dimension:
        return
    if any(n.is_quantity for n in passage.numbers[before.mention.at + 1 : item.mention.at]):
        return
    a, b = passage.number(before.mention), passage.number(item.mention)
    years = [n.context.period for n in (a, b)]
    if not all(y and y.isdigit() for y in years):
        return
    for rate in item.attributes:
        named = rate.kind == "growth" or (rate.kind == "rate" and rate.label.endswith(cue_words("change-rates")))
        if named and rate.mention.at == item.mention.at + 1 and abs(int(years[0] or 0) - int(years[1] or 0)) == 1:
            now, was = (a, b) if (years[0] or "") > (years[1] or "") else (b, a)
            found = grows_to(passage.number(rate.mention), now, was, falls=rate.falls, cue="上年")
            if held(found):
                yield found
