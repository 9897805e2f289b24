"""From a document to its facts: numerals found, tables read as forms, sentences read as items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from gouji.extract.document import Cell, Document, Paragraph
from gouji.extract.facts.forms import read_forms
from gouji.extract.facts.forms.counted import adds_up_to_the_unit, is_bare_whole
from gouji.extract.facts.model import Context, FactSet, Form, Number, Passage
from gouji.extract.facts.prose import Attribute, Item, groups, items, mentions
from gouji.extract.facts.prose.labels import clean, year_in
from gouji.extract.facts.serials import as_ordinals
from gouji.extract.numbers import Quantity, quantities
from gouji.extract.sections import Outline, outline

_FIGURES, _WORDS = re.compile(r"\d[\d.,]*"), re.compile(r"[一-鿿]")
_PLANNED = re.compile(r"(?:完成|执行|为|达到?)[^，。；]{0,12}(?:预算|计划|任务|目标|指标)")
_SHORT_SENTENCE = 8
_SENTENCE_IN_CELL = re.compile(r"[，。；,;].*[，。；,;]|[一-鿿]{6}.*[，。；]", re.S)
Place = tuple[int, int, int]
_BARE = Context()
_SHORT = 40
"""Texts up to so many characters are met again and again: heads, labels, 100%."""

_OPENING_YEAR = re.compile(r"\s*(?:截至|截止|至|到|在)?\s*((?:19|20)\d\d)\s*年(?!起|至|到|以来|以前|之前|[-—～~])")
"""A sentence that opens with a year speaks of it until it names another."""
_HEAD = re.compile(r"[^。；：]{0,40}")
"""What a heading says before the paragraph it opens goes on: （三）财政。2024年…，比2019年…."""
_WHOLE_PARAGRAPH = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．][^。，；：\d]{1,16}[。：])?\s*((?:19|20)\d\d)\s*年度?(?:[，,]|(?=[全我本地][省市县区州方国])|(?=地方))")
"""2023年，…。: a paragraph that opens so speaks of that year until a sentence says otherwise."""
_NOW = re.compile(r"今年|本年|本期|目前|当前|截至|截止|至今|现有|现已")
_BEGAN = re.compile(r"成立|立项|批复|批准|启动|开工|建成|始建|组建|设立|上线|投入使用")
"""2020年成立，现有职工30人: the year is of the founding."""


def facts_of(document: Document) -> FactSet:
    """All facts of a document."""
    found: dict[Place, tuple[Quantity, ...]] = {}
    texts: list[tuple[Place, Cell | None, str]] = []
    for block, cell, text in document.texts():
        place = (block, -1, -1) if cell is None else (block, cell.row, cell.column)
        prose = cell is None or is_prose(text.string)
        read_in = _of_short if len(text.string) <= _SHORT else _of
        found[place] = read_in(text.string, not prose)
        texts.append((place, cell, text.string))
    found = as_ordinals(document, found)
    forms = read_forms(document, {p: q for p, q in found.items() if p[1] >= 0})
    contexts = {form.block: form.contexts for form in forms}
    counted = {form.block for form in forms if adds_up_to_the_unit(form, found)}
    sections = outline(document)
    numbers: list[Number] = []
    passages: list[Passage] = []
    for place, cell, string in texts:
        block = place[0]
        here = found[place]
        read: list[Item] = []
        prose_context: dict[int, Context] = {}
        if cell is None or is_prose(string):
            read = items(mentions(string, here), string)
            prose_context = _prose_contexts(read, sections, block)
        start = len(numbers)
        for at, quantity in enumerate(here):
            told = prose_context.get(at)
            if told is not None and told.unit and quantity.unit:
                quantity = replace(quantity, unit=told.unit)  # 人均89元，其中中央71.2元
            context = _context(place, contexts, told, sections)
            if cell is not None and block in counted and is_bare_whole(quantity) and context.unit is None:
                quantity = replace(quantity, step=None)
            numbers.append(_number(len(numbers) + 1, quantity, document, block, cell, context))
        if read:
            passages.append(
                Passage(block, cell, string, tuple(numbers[start:]), tuple(read), tuple(groups(read, string)))
            )
    return FactSet(document, tuple(numbers), forms, tuple(passages))


def _of(text: str, cell: bool) -> tuple[Quantity, ...]:
    return tuple(quantities(text, cell=cell))


_of_short = lru_cache(maxsize=16_384)(_of)


def is_prose(text: str) -> bool:
    """True for a cell that holds sentences and not a value."""
    if len(text) > 14 and _SENTENCE_IN_CELL.search(text):
        return True
    if len(text) > _SHORT_SENTENCE and text.rstrip().endswith("。") and _FIGURES.search(text) and len(_WORDS.findall(text)) > 4:
        return True
    return len(text) > 20 and len(_FIGURES.findall(text)) > 1 and len(_WORDS.findall(text)) > 12


def _number(
    index: int, quantity: Quantity, document: Document, block: int, cell: Cell | None, context: Context
) -> Number:
    owner = document.blocks[block]
    text = cell.text if cell is not None else owner.text if isinstance(owner, Paragraph) else None
    assert text is not None
    start, end = quantity.start, quantity.end
    return Number(
        f"n{index}", quantity, block, cell, text.locate(start, end), context, text.confidence(start, end)
    )


def _context(
    place: Place, contexts: Mapping[int, Mapping[tuple[int, int], Context]], prose: Context | None, sections: Outline
) -> Context:
    """Context of a number: from its cell, else from its sentence; scope from the outline."""
    block, row, column = place
    scope, year = _standing(sections, block)
    table = contexts.get(block, {}).get((row, column)) if row >= 0 else None
    if table is None:
        base = prose or _BARE
        return Context(base.indicator, scope, base.role, base.period or year, base.unit)
    whole = scope + table.scope
    if prose is not None:
        # A goal says 完成2300件, 发放48万元 too: in a cell for targets all of it is planned.
        planned = table.role == "target" and prose.role in ("actual", "executed")
        role = "target" if planned else prose.role or table.role
        return Context(prose.indicator, whole, role, prose.period or table.period or year, prose.unit)
    return Context(table.indicator, whole, table.role, table.period or year, table.unit, table.spell)


def _standing(sections: Outline, block: int) -> tuple[tuple[str, ...], str | None]:
    """Scope and year of a block, kept with the outline: asked for every one of the block's numbers."""
    kept: dict[int, tuple[tuple[str, ...], str | None]] = sections.__dict__.setdefault("_standing", {})
    if block not in kept:
        year = _heading_year(sections, block) or sections.year_of(block)
        kept[block] = (tuple(sections.scope_of(block)), year)
    return kept[block]


def _heading_year(sections: Outline, block: int) -> str | None:
    """The year the nearest heading names: a report on 2023 ends with the draft for 2024."""
    for section in reversed(sections.path_of(block)):
        year = year_in(_HEAD.match(section.title)[0]) if section.heading else None  # type: ignore[index]
        if year:
            return year
    return None


def _prose_contexts(read: list[Item], sections: Outline, block: int) -> dict[int, Context]:
    """Context by numeral index: items by their label, attributes by what they say of their item."""
    out: dict[int, Context] = {}
    begun: tuple[int, str] | None = None
    opened = _WHOLE_PARAGRAPH.match(read[0].mention.context + read[0].mention.before) if read else None
    for item in read:
        m = item.mention
        period = year_in(m.before) or (None if m.lead in "。" else year_in(m.context))
        opening = _OPENING_YEAR.match(m.context or m.before) if period and (begun is None or begun[0] != m.sentence) else None
        if opening is not None and not _BEGAN.search(m.context + m.before):
            begun = m.sentence, opening[1]
        told = begun[1] if begun is not None and begun[0] == m.sentence else None
        if item.prior and period is None:
            year = told or sections.year_of(block)
            period = str(int(year) - 1) if year and year.isdigit() else None
        period = period or told
        if period is None and opened is not None and not _NOW.search(m.context + m.before):
            period = opened[1]
        role = "prior" if item.prior else item.role
        out[m.at] = Context(item.label, (), role, period, item.unit or None)
        for a in item.attributes:
            name = _completion(a) or {"share": "占比", "growth": "增长率", "change": "增减额"}.get(a.kind, "")
            label = clean(a.label) if a.kind == "rate" else (a.subject if a.kind == "share" and a.subject else item.label) + name
            out[a.mention.at] = Context(label, (), "rate" if a.mention.quantity.unit == "%" else None, period)
            if a.base is not None:
                out[a.base.at] = Context(a.base_label, (), "budget" if "预算" in a.base.before else None, period)
    return out


def _completion(attribute: Attribute) -> str:
    """完成预算的95%, 为年初计划的102%: a rate of completion, no share."""
    said = attribute.label + attribute.base_label
    if attribute.kind != "share" or not _PLANNED.search(said) or "占" in said[-_SHORT_SENTENCE:]:
        return ""
    return "完成率"


def forms_by_block(forms: tuple[Form, ...]) -> dict[int, Form]:
    """Forms by the block index of their table."""
    return {form.block: form for form in forms}
