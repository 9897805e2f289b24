"""A label taken apart: what is named, and what is only said about it (unit, year, role, place, kind of measure)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from msgspec import Struct

from gouji.extract.lexicon import alternatives, words

_LONGEST = 120
"""Characters of a label that are read: what is longer is a sentence."""
_QUOTES = re.compile(r"[\s“”\"'‘’《》〈〉「」*★☆]+")
_BRACKETS = re.compile(r"[（(\[【〔]([^（()）\[\]【】〔〕]*)[)）\]】〕]")
_TRAILING_UNIT = re.compile(r"[/／]([^/／]{1,4})$")
_YEAR = r"(?:(?:19|20)\d\d|二〇[〇一二三四五六七八九]{2})年?(?:度|末|底|初)?"
_SPAN = r"\d{1,2}月?(?:份)?[-—~至]\d{1,2}月(?:份|底|末)?|\d{1,2}月(?:份|底|末)?|[一二三四五六七八九十]{1,2}月(?:份|底|末)?|[一二三四]季度|[上下]半年|前[一二三]季度|十[一二三四五]五(?:规划)?(?:时?期间?)?"
_PERIOD = re.compile(rf"(?:截至|截止|到|至)?(?:{_YEAR}(?:{_SPAN})?|{_SPAN})(?:期间|时)?|截[至止]|上一?年度?末?|去年(?:同期|末|底)?|同期")
_OTHER_THAN_NAME = re.compile(r"[^一-鿿A-Za-z0-9.]+")
_PLACE = re.compile(r"^([一-鿿]{2,3}?)(自治州|自治县|街道|片区|省|市|县|区|镇|乡)(?!级|本级|域|道|内|乡|镇|区|场|属|民|校|直|以|城)")
_OFFICE = re.compile(r"^(?:人民)?[一-鿿]{1,6}?(?:管理局|监管局|委员会|局)(?!部|域|限)")
_ROLE_TRAPS = r"(?!急|用|对|收|付|聘|届|求|要|生育|寿命|税|控)"
_FLOW = re.compile(r"(?:支出|开支)$")


class Label(Struct, frozen=True):
    """A label as read.

    Attributes:
        content: what is named: common forms of synonyms, no unit, year, role, place or kind of measure.
        letters: the characters of ``content``.
        kind: rate, growth, people, amount … by the label's end; ``tail`` for a general end (数量), empty for none.
        average: 人均, 户均 … or empty.
        unit: unit in brackets, or empty.
        periods: years and parts of a year it names.
        role: ``planned``, ``done``, ``due`` (应…) or empty.
        place: named place, or empty; ``level`` is 全县 → 县.
        marks: contrast words it holds, as bits; ``groups`` the groups they belong to.

    """

    content: str
    letters: frozenset[str]
    kind: str
    average: str
    unit: str
    periods: frozenset[str]
    role: str
    place: str
    level: str
    marks: int
    groups: int


class _Lexicon(Struct, frozen=True, dict=True):
    synonyms: re.Pattern[str]
    common: dict[str, str]
    noise: re.Pattern[str]
    lead: re.Pattern[str]
    planned: re.Pattern[str]
    done: re.Pattern[str]
    due: re.Pattern[str]
    scope: re.Pattern[str]
    levels: dict[str, str]
    not_place: tuple[str, ...]
    measure: re.Pattern[str]
    kinds: dict[str, str]
    average: re.Pattern[str]
    tail: re.Pattern[str]
    units: frozenset[str]
    contrast: re.Pattern[str]
    bits: dict[str, tuple[int, int]]


_KINDS = (
    "rate", "growth", "satisfaction", "standard", "people", "person_times", "times", "batches", "households", "visits",
    "amount", "area", "length", "time", "count", "number",
)


@cache
def _lexicon() -> _Lexicon:
    w = words("gouji.extract.facts", "likeness.txt")
    common = {v: group.split("|")[0] for group in w["synonym"] for v in group.split("|")}
    levels = {v: group.split("|")[0] for group in w["scope"] for v in group.split("|")[1:]}
    kinds = {word: kind for kind in _KINDS for word in w[f"measure.{kind}"]}
    members: dict[str, tuple[int, int]] = {}
    bit = 0
    for index, group in enumerate(w["contrast"]):
        for word in group.split("|"):
            marks, groups = members.get(word, (0, 0))
            members[word] = marks | 1 << bit, groups | 1 << index
            bit += 1
    roles = {role: rf"^(?:{alternatives(w[f'role.{role}'])}){_ROLE_TRAPS}" for role in ("planned", "done", "due")}
    return _Lexicon(
        re.compile(alternatives(tuple(common))), common,
        re.compile(alternatives(w["inner"])), re.compile(rf"(?:{alternatives((*w['inner'], *w['lead']))})(?!预算|用|享|建|同|青)"),
        re.compile(roles["planned"]), re.compile(roles["done"]), re.compile(roles["due"]),
        re.compile(rf"^(?:{alternatives(tuple(levels))})(?!级|区|场|道)"), levels, w["not_place"],
        re.compile(rf"(?:{alternatives(tuple(kinds))})$"), kinds,
        re.compile(alternatives(w["measure.average"])), re.compile(rf"(?:{alternatives(w['tail'])})$"),
        frozenset(w["units"]), re.compile(alternatives(tuple(members))), members,
    )


@lru_cache(maxsize=32768)
def read_label(label: str) -> Label:
    """A label taken apart; any text is accepted, no error is raised."""
    lex = _lexicon()
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", label[:_LONGEST]))
    text, unit = _without_units(text, lex)
    periods = frozenset(_period(m.group()) for m in _PERIOD.finditer(text)) - {""}
    marks = groups = 0
    for word in lex.contrast.findall(text):
        mark, group = lex.bits[word]
        marks, groups = marks | mark, groups | group
    text = _OTHER_THAN_NAME.sub("", _PERIOD.sub("", text))
    text, role, place, level = _head(text, lex)
    text = lex.synonyms.sub(lambda m: lex.common[m.group()], text)
    average = m.group() if (m := lex.average.search(text)) else ""
    content, kind = _measured(text, lex)
    bare = lex.noise.sub("", content)
    return Label(bare, frozenset(bare), kind, average, unit, periods, role, place, level, marks, groups)


def _without_units(text: str, lex: _Lexicon) -> tuple[str, str]:
    """The text without units in brackets or behind a slash; other brackets stay as words."""
    unit = ""

    def keep(m: re.Match[str]) -> str:
        nonlocal unit
        inner = m.group(1).removeprefix("单位").lstrip(":：")
        if inner in lex.units:
            unit = inner
            return ""
        return m.group(1)

    text = _BRACKETS.sub(keep, text)
    slash = _TRAILING_UNIT.search(text)
    if slash is not None and slash.group(1) in lex.units:
        return text[: slash.start()], slash.group(1)
    return text, unit


def _period(words_: str) -> str:
    """``2023年度`` → ``2023``; ``截至6月底`` → ``6月``; ``去年`` → ``上年``; nothing for 截至 alone."""
    if words_.startswith(("上年", "上一年", "去年")):
        return "上年"
    return re.sub(r"截至|截止|年|度|末|底|初|份|期间|时期|时|规划|^[到至]", "", words_)


def _head(text: str, lex: _Lexicon) -> tuple[str, str, str, str]:
    """Place, level and role words taken from the head of a label, in whatever order they stand."""
    role = place = level = ""
    for _ in range(4):
        before = text
        for name, pattern in (("planned", lex.planned), ("done", lex.done), ("due", lex.due)):
            found = pattern.match(text)
            if found is not None:
                role, text = role or name, text[found.end() :]
        scope = lex.scope.match(text)
        if scope is not None:
            level, text = level or lex.levels[scope.group()], text[scope.end() :]
        where = _PLACE.match(text)
        if where is not None and not place and not where.group().endswith(lex.not_place):
            place, text = where.group(), text[where.end() :]
            office = _OFFICE.match(text)
            text = text[office.end() :] if office is not None else text
        noise = lex.lead.match(text)
        if noise is not None and noise.end() < len(text):
            text = text[noise.end() :]
        if text == before:
            break
    return text, role, place, level


def _measured(text: str, lex: _Lexicon) -> tuple[str, str]:
    """The text without the words for its measure, and the measure's kind."""
    content, kind = text, ""
    for _ in range(3):
        tail = lex.tail.search(content)
        measure = lex.measure.search(content)
        flow = _FLOW.search(content)
        if measure is not None and (tail is None or len(measure.group()) >= len(tail.group())):
            found = lex.kinds[measure.group()]
            if kind not in ("", "tail", "amount") and found != kind:
                break
            kind = kind if kind == "amount" and found != "amount" else found
            content = content[: measure.start()]
        elif tail is not None:
            kind = kind or "tail"
            content = content[: tail.start()]
        elif flow is not None and kind in ("", "amount", "tail"):
            kind, content = "amount", content[: flow.start()]
        else:
            break
        if kind in ("rate", "growth", "satisfaction", "standard"):
            break
    return content, kind
