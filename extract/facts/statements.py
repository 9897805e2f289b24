"""Every value a document states of something, in a form in which two statements can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Table
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.facts.prose.spells import spell_before
from gouji.extract.lexicon import alternatives, words
from gouji.extract.rational import Fraction
from gouji.extract.sections import Outline, outline

Class = Literal["planned", "done", "prior", "rate", ""]
_CLASS: dict[str | None, Class] = {
    "target": "planned", "plan": "planned", "budget": "planned", "budget_initial": "planned",
    "actual": "done", "executed": "done", "prior": "prior", "rate": "rate", None: "",
}
_BRACKETS = re.compile(r"[（(【\[〔][^）)】\]〕]*[）)】\]〕]")
_BUDGETS = re.compile(r"一般公共预算|政府性基金|国有资本经营|社会保险基金|财政专户|财政拨款")
_NUMBERED = re.compile(r"^\s*(?:指标\s*)?\d{1,2}\s*(?:[、．:：)）]|\.(?!\d))|(?:19|20)\d\d\s*年?(?:度|末|底)?|(?<!\d)\d{1,2}月份?(?:底|末)?")
_EXECUTED = re.compile(r"(?<=[一-鿿]{3})执行$")
_LEVEL = re.compile(r"(?<=[一-鿿]{4})水平$")
_AIM = re.compile(r"(?<=[一-鿿]{3})(?:目标值?|计划数)$")
"""草畜平衡面积目标4870万亩: what is aimed at is told by the kind of the statement."""
_CHANGED = re.compile(r"(?:追加|追减|调增|调减|核减|核增|增加|减少)[了额]?(?:预算|资金)?(?:为|共)?$")
_NOT_NAME = re.compile(r"[^一-鿿A-Za-z0-9.]|(?<!\d)\.|\.(?!\d)")


class Statement(Struct, frozen=True):
    """One value stated of one thing.

    Attributes:
        number: the fact.
        name: its label without years, brackets, digits and noise words; ``label`` is the whole of it.
        kind: planned, done, prior, rate, or empty where nothing tells.
        part: index of the filing it stands in; ``project`` the project that filing is about, if it says so.
        place: ``table`` or ``prose``.
        parts: values of the parts listed under it, base units, to tell a total from its namesake part.
        parent: value of the whole it is a part of, if any.
        text: the whole text it stands in, to know copies.
        budget: the budget or fund its headings name (一般公共预算财政拨款支出决算): elsewhere the name may mean all of them.
        spell: the part of the year its passage speaks of (上半年), empty for the whole.
        wholes: values of the sums of its table that it is a part of.
        counted: named by the noun after a count only (4家企业): agreement confirms, difference says nothing.

    """

    number: Number
    name: str
    kind: Class
    part: int
    project: str
    place: Literal["table", "prose"]
    parts: tuple[Fraction | None, ...] = ()
    parent: Fraction | None = None
    text: str = ""
    counted: bool = False
    label: str = ""
    budget: frozenset[str] = frozenset()
    spell: str = ""
    wholes: tuple[Fraction | None, ...] = ()

    @property
    def loose(self) -> bool:
        """True for a bound, a range or a rough figure."""
        q = self.number.quantity
        return q.value is None or q.operator is not None or q.soft

    @property
    def value(self) -> Fraction | None:
        """The stated value in base units."""
        return self.number.point


@cache
def _noise() -> re.Pattern[str]:
    listed = words("gouji.extract.facts", "likeness.txt")["noise"]
    return re.compile(alternatives(tuple(w for w in listed if w != "共")) + r"|(?<!公)共(?![同享建青])")


@cache
def _to_come() -> re.Pattern[str]:
    """力争新增规上企业15家；新建高标准农田2.8万亩: what the sentence tells is still to be done."""
    return re.compile(alternatives(words("gouji.extract.facts", "likeness.txt")["to-come"]))


@cache
def generic() -> frozenset[str]:
    """Names too general to be one thing throughout a document."""
    return frozenset(words("gouji.extract.facts", "likeness.txt")["generic"])


@cache
def caliber() -> tuple[str, ...]:
    """Words that make a name mean another thing at every level or source."""
    return words("gouji.extract.facts", "likeness.txt")["caliber"]


@lru_cache(maxsize=8192)
def name_of(label: str) -> str:
    """A label reduced to what names the thing: ``2023年全局基本支出（万元）`` → ``基本支出``.

    Figures inside it belong to the name (80—89周岁老人, 35千伏线路); years, months and numbering do not.
    """
    label = _AIM.sub("", _LEVEL.sub("", label))
    return _noise().sub("", _NOT_NAME.sub("", _NUMBERED.sub("", _BRACKETS.sub("", label))))


def statements(facts: FactSet) -> list[Statement]:
    """All comparable statements: plain values with a name, in reading order."""
    return [s for s in all_statements(facts) if not s.loose]


def all_statements(facts: FactSet) -> list[Statement]:
    """All named values in reading order, bounds, ranges and rough figures (≥95%, 3至5次, 400余万元) too.

    Two of the latter may agree, but to differ says nothing; their ``value`` is not to be used.
    """
    known: list[Statement] | None = facts.__dict__.get("_statements")
    if known is None:
        order = {n.id: i for i, n in enumerate(facts.numbers)}
        known = sorted(_collect(facts, outline(facts.document)), key=lambda s: order[s.number.id])
        facts.__dict__["_statements"] = known
    return known


def _collect(facts: FactSet, sections: Outline) -> Iterator[Statement]:
    for passage in facts.passages:
        listed = {id(g.parent): g for g in passage.groups if g.certain}
        within = {id(c): g.parent for g in passage.groups if g.certain for c in g.children}
        for item in passage.items:
            number = passage.number(item.mention)
            children = listed[id(item)].children if id(item) in listed else ()
            parent = within.get(id(item))
            if parent is not None and _CHANGED.search(parent.mention.before):
                continue  # 年中追加70万元（基本支出20万元、项目支出50万元）: parts of a change
            made = _make(
                number, item.label, sections, "prose", passage.text,
                tuple(passage.number(c.mention).point for c in children),
                None if parent is None else passage.number(parent.mention).point,
            )
            if made is not None:
                yield made
            if item.counted:
                noun = _make(number, item.counted, sections, "prose", passage.text, counted=True)
                if noun is not None:
                    yield noun
            for a in item.attributes:
                if a.kind == "rate" and a.mention is not item.mention:
                    made = _make(passage.number(a.mention), a.label, sections, "prose", passage.text)
                    if made is not None:
                        yield made
    in_prose = {n.id for p in facts.passages for n in p.numbers}
    wholes = _wholes(facts)
    rows = {(n.block, n.cell.row, n.label) for n in facts.quantities if n.cell is not None and n.context.role in ("target", "actual")}
    for number in facts.quantities:
        if number.cell is not None and number.id not in in_prose:
            if number.context.role == "rate" and (number.block, number.cell.row, number.label) in rows:
                continue  # 阳性率 | 70 | 73.4 | 104.86%: how much of the target was done, not the indicator's value
            made = _make(number, number.label, sections, "table", number.cell.text.string)
            if made is not None:
                own = wholes.get((number.block, number.cell.row, number.cell.column), ())
                yield replace(made, wholes=tuple(own)) if own else made


def _wholes(facts: FactSet) -> dict[tuple[int, int, int], list[Fraction | None]]:
    """Values of the sums down its column that each cell of a table is a part of."""
    out: dict[tuple[int, int, int], list[Fraction | None]] = {}
    for form in facts.forms:
        for total in form.totals:
            number = facts.only(form.block, total.total)
            if number is None or total.signs or total.kind not in ("rows", "outline", "of-which", "funds"):
                continue
            for cell in total.parts:
                out.setdefault((form.block, cell.row, cell.column), []).append(number.point)
    return out


def _make(
    number: Number, label: str, sections: Outline, place: Literal["table", "prose"], text: str,
    parts: tuple[Fraction | None, ...] = (), parent: Fraction | None = None, counted: bool = False,
) -> Statement | None:
    name = name_of(label)
    if place == "prose" and number.context.role == "executed":
        name = _EXECUTED.sub("", name)  # 人员经费全年执行数 in a sentence is 人员经费 under 全年执行数
    q = number.quantity
    if not name or q.kind != "quantity":
        return None
    if number.context.role in ("weight", "score"):
        return None
    part = sections.part_of(number.block)
    kind = _CLASS.get(number.context.role, "")
    if place == "prose" and kind in ("", "done"):
        said = text[text.rfind("。", 0, q.start) + 1 : q.start]
        so_far = words("gouji.extract.facts", "likeness.txt")["so-far"]
        if _to_come().search(said) or (_under_tasks(sections, number.block) and not any(w in said for w in so_far)):
            kind = "planned"
    return Statement(
        number, name, kind, part, sections.project_of(number.block), place, parts, parent, text, counted, label,
        _budgets_over(sections, number.block), spell_before(text, q.start) if place == "prose" else number.context.spell,
    )


def _under_tasks(sections: Outline, block: int) -> bool:
    """二、2025年任务: what a part that looks ahead tells is still to be done; kept with the outline."""
    kept: dict[int, bool] = sections.__dict__.setdefault("_ahead", {})
    if block not in kept:
        lists = words("gouji.extract.facts", "likeness.txt")
        titles = [s.title for s in sections.path_of(block)]
        kept[block] = any(any(w in t for w in lists["ahead"]) and not any(w in t for w in lists["behind"]) for t in titles)
    return kept[block]


def _budgets_over(sections: Outline, block: int) -> frozenset[str]:
    """Budgets named by the headings over a block and the caption of a table; kept with the outline."""
    kept: dict[int, frozenset[str]] = sections.__dict__.setdefault("_budgets", {})
    if block not in kept:
        titles = "|".join(s.title for s in sections.path_of(block) if s.heading)
        if isinstance(sections.document.blocks[block], Table):
            titles += "|" + sections.caption_of(block)
        kept[block] = frozenset(_BUDGETS.findall(titles))
    return kept[block]
