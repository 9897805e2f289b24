"""Changes and growth against a figure that the words point to: in a bracket, by its name, by its year, or as the base of a share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, first_held, held, open_question
from gouji.audit.constraint import Constraint, differs_by, grows_to
from gouji.extract.facts.goals import shares
from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.prose.claim import OPPOSITE
from gouji.extract.facts.prose.cues import cue_words, cues
from gouji.rules.ratio.changes import NUMBER_OF, TWO_FIGURES, moved_between

_BASE_IN_BRACKET = re.compile(r"\s*[（(](?:(?:19|20)\d\d年|上一?年|去年)(?:同期|度|末)?[一-鿿]{0,6}?(?:为|是|：)?\s*")
_BEYOND, _SHORT = re.compile(r"(?:超额(?:完成)?|超出?|超过|多完成|多)$"), re.compile(r"(?:少完成|短缺|欠|差|少)$")
_YEAR_ONLY = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度|同期|末)?(?:的|为|是|则为)?$|(?:上一?年|去年)(?:同期|度)?(?:的|为|是|则为)?$")
_NAMED = re.compile(r"(?:比|较)(?P<name>[一-鿿]{2,10}?)(?P<how>延长|缩短|增加|减少|多|少|高|低|超出?|节约|提前|推迟)了?$")
_BELOW = re.compile(r"^(?:较|比)(?P<name>[一-鿿]{2,8}?)(?:下浮|下降|降低|节约)了?$")
_LESS = ("缩短", "减少", "少", "低", "节约", "提前")
_GENERAL = re.compile(r"上年|去年|年初|上期|同期|上月|往年|前年|期初|(?:19|20)\d\d年")
_LIKE_TIME = ("天", "日", "日历天", "个工作日", "工作日", "个月", "年")


def named_bases(passage: Passage) -> Iterator[Constraint | Question]:
    """Confirmed where it holds; an error where base and value stand side by side, else a warning."""
    for i, item in enumerate(passage.items):
        for relation in (
            *_in_bracket(passage, item, passage.items[i + 1 : i + 2]),
            *_beyond(passage, item, passage.items[i + 1 : i + 2]),
            *_by_years(passage, item, passage.items[i - 1] if i else None),
            *_by_name(passage, passage.items[:i], item),
            *_as_compared(passage, passage.items[:i], item),
            *_below_named(passage, passage.items[: i + 1], item),
        ):
            yield replace(relation, message=TWO_FIGURES) if isinstance(relation, Constraint) else relation


def _in_bracket(passage: Passage, item: Item, following: Sequence[Item]) -> Iterator[Constraint | Question]:
    """12.75亿元，同比增长7.69%（2022年为11.84亿元）: what it grew from stands in the bracket behind the rate."""
    for rate in item.of("growth"):
        for base in following:
            between = passage.text[rate.mention.quantity.end : base.mention.quantity.start]
            apart = any(n.is_quantity for n in passage.numbers[rate.mention.at + 1 : base.mention.at])
            if apart or base.dimension != item.dimension or not _BASE_IN_BRACKET.fullmatch(between):
                continue
            if rate.subject or rate.adjusted or not (base.plain and item.plain):
                continue
            wholes = [g.parent for g in passage.groups if g.children[-1] is item and g.parent.dimension == item.dimension]
            offered = [
                grows_to(passage.number(rate.mention), passage.number(x.mention), passage.number(base.mention), falls=rate.falls, cue="括号内上年数")
                for x in (item, *wholes)
            ]
            found = first_held(offered)
            if found is not None:
                yield found
            elif wholes:  # 总产值…，其中…、三产16.8亿元，同比增长8.1%（上年58亿元）: of the total, or of the last part
                yield from open_question(reversed(offered), likely=True)
            else:
                yield by_a_hair(offered[0])


def _beyond(passage: Passage, item: Item, following: Sequence[Item]) -> Iterator[Constraint]:
    """6584人，完成目标6200人的106.19%，超额384人: beyond the base that its share names."""
    for share in item.of("share"):
        for beyond in following:
            before = beyond.mention.before.strip("， ")
            over, short = _BEYOND.search(before), _SHORT.search(before)
            beside = share.base is not None and beyond.mention.at == share.mention.at + 1 and beyond.dimension == item.dimension
            if share.base is None or not beside or not (over or short) or not beyond.plain:
                continue
            now, base = passage.number(item.mention), passage.number(share.base)
            yield differs_by(passage.number(beyond.mention), *((now, base) if over else (base, now)), cue="超额")


def _by_years(passage: Passage, item: Item, before: Item | None) -> Iterator[Constraint | Question]:
    """2022年损失2368.5万元，2021年为3105.2万元，减少736.7万元: two years in a row, and the difference."""
    told = _YEAR_ONLY.search(item.mention.before.strip("，, "))
    if before is None or told is None or before.dimension != item.dimension or before.mention.segment != item.mention.segment:
        return
    apart = any(n.is_quantity for n in passage.numbers[before.mention.at + 1 : item.mention.at])
    if item.mention.before.strip("，, ") != told[0] or apart:
        return
    now, then = passage.number(before.mention), passage.number(item.mention)
    period = now.context.period
    if told["year"] is not None and (period is None or not period.isdigit() or int(told["year"]) != int(period) - 1):
        return
    for a in (*item.of("change"), *item.of("growth")):
        if a.adjusted or a.subject or a.mention.at - item.mention.at > 2 or a.mention.sentence != item.mention.sentence:
            continue
        number = passage.number(a.mention)
        as_told, turned = moved_between(number, now, then, a, "上年"), moved_between(number, then, now, a, "上年")
        yield turned if held(turned) and not held(as_told) else as_told  # 2022年A，2023年B，增长g%


def _by_name(passage: Passage, earlier: Sequence[Item], item: Item) -> Iterator[Constraint | Question]:
    """合同工期420天，实际工期480天，比合同工期延长60天: against the figure before it that bears the name."""
    told = _NAMED.search(item.mention.before)
    if told is None or _GENERAL.search(told["name"]) or not item.plain:
        return
    own = [x for x in earlier if (x.dimension == item.dimension and x.plain and x.mention.quantity.unit == item.mention.quantity.unit) or _times(x, item)]
    own = [x for x in own if _NAMED.search(x.mention.before) is None]  # 建安工程费较概算节约214万元，其他费用较概算节约103万元
    subject = item.mention.before[: told.start()].strip("，、 其中")
    bases = [x for x in own if len(x.label) > 1 and (told["name"] in x.label or x.label in told["name"] or x.label[-2:] == told["name"][-2:])]
    if not own or not bases:
        return
    if bases[0] is own[-1]:
        bases = bases[1:]
    result = passage.number(item.mention)
    offered = []
    for base in bases:
        for now in reversed(own):
            if now is not base:
                a, b = passage.number(now.mention), passage.number(base.mention)
                offered.append(differs_by(result, *((b, a) if told["how"] in _LESS else (a, b)), cue=f"比{told['name']}"))
    found = first_held(offered)
    if found is not None:
        yield found
    elif offered and len(own) == 2 and (not subject or shares(subject, own[-1].label)) and item.mention.sentence == own[-1].mention.sentence:
        yield from open_question([replace(offered[0], message=TWO_FIGURES)], likely=True)


def _below_named(passage: Passage, earlier: Sequence[Item], item: Item) -> Iterator[Constraint | Question]:
    """控制价4885.30万元，中标价4678.55万元，较控制价下浮4.23%: below the only amount before that bears the name, by the other of its sentence."""
    for rate in item.of("growth"):
        told = _BELOW.search(rate.mention.before.strip("，, "))
        here = [x for x in earlier if x.mention.sentence == rate.mention.sentence and x.dimension == "元" and x.plain and x.mention.at < rate.mention.at]
        if told is None or _GENERAL.search(told["name"]) or len(here) != len(("base", "now")):
            continue
        named = [x for x in here if told["name"] in x.label]
        if len(named) == 1 and here[1] is not named[0]:
            made = grows_to(passage.number(rate.mention), passage.number(here[1].mention), passage.number(named[0].mention), falls=True, cue=f"比{told['name']}")
            yield from [made] if held(made) else open_question([made], likely=True)


def _times(x: Item, item: Item) -> bool:
    """日历天 and 天 count the same."""
    units = (x.mention.quantity.unit, item.mention.quantity.unit)
    return x.dimension == item.dimension and x.plain and all(u in _LIKE_TIME for u in units)


def _said_of(stem: str, label: str) -> bool:
    """起诉 is said of 提起起诉, not of 不起诉."""
    at = label.find(stem)
    return at >= 0 and label[max(0, at - 1) : at] not in OPPOSITE


def _as_compared(passage: Passage, earlier: Sequence[Item], item: Item) -> Iterator[Constraint | Question]:
    """提起公诉867人，…，起诉人数与去年同期803人相比上升8.0%: of the figure before that bears the name."""
    if not item.prior or not item.mention.after.lstrip().startswith(("相比", "相较")):
        return
    compared = cues().compare.search(item.mention.before) or re.search(r"与(?:上年|去年)(?:同期)?", item.mention.before)
    stem = NUMBER_OF.sub("", item.mention.before[: compared.start()].strip("，, ")) if compared is not None else ""
    if not stem.strip("同与和较") and compared is not None:  # 三公经费决算18.47万元，其中…。同上年的21.36万元相比，下降13.53%
        last = [x for x in earlier if x.mention.sentence == item.mention.sentence - 1 and x.mention.quantity.unit == item.mention.quantity.unit and x.plain]
        earlier, stem = last[:1], last[0].label if last else ""
    named = [x for x in earlier if len(stem) > 1 and _said_of(stem[-2:], x.label) and x.mention.quantity.unit == item.mention.quantity.unit and x.plain]
    rate = next((a for x in passage.items for a in x.of("growth") if a.mention.at == item.mention.at + 1), None)
    if rate is None or len({passage.number(x.mention).point for x in named}) != 1 or rate.adjusted:
        return
    number, now, base = passage.number(rate.mention), passage.number(named[-1].mention), passage.number(item.mention)
    relation = grows_to(number, now, base, falls=rate.falls, cue="去年同期")
    if held(relation):
        yield relation
    elif held(grows_to(number, now, base, falls=not rate.falls)):
        yield replace(relation, severity="warning")
    else:
        yield from open_question([relation], likely=any(w in item.mention.before for w in cue_words("prior")))
