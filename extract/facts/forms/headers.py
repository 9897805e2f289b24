"""Header rows: how they are recognised, and what each column is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import head, is_empty, is_number, is_year, label, plain
from gouji.extract.facts.forms.layout import Column
from gouji.extract.facts.forms.words import words

_LEADING_YEAR = re.compile(r"^(?:截[至止])?((?:19|20)\d\d)年?度?(?:底|末|\d{1,2}月)?")
_UNIT_IN_TEXT = re.compile(
    r"单位[:：]\s*([^\s，,；;）)]{1,6})|[（(]\s*(?:单位[:：])?\s*(千元|百万元|%|％|‰|[十百千万亿]{0,2}(?:元|人次|人|个|户|家|件|次|辆|台|套|吨|公斤|千克|公里|千米|米|亩|公顷|"
    r"平方米|平方公里|立方米|m²|㎡|千瓦时|千瓦|度|口|座|眼|处|所|间|条|头|只|株|份|本|块|部|篇|批次|批|名|项|张|床|例|宗|羽|尾|枚|册|站|片|组|户次|家次|台次|人日)|天|期|场|分|班|元/[^（()）\s]{1,4}|[一-鿿]{1,4}/[一-鿿·]{1,4})\s*[）)]"
)
_FORMULA = re.compile(
    r"(?P<mark>[A-Z①-⑳]|\d{1,2})(?:\s*[=＝]\s*(?P<sum>[A-Z①-⑳\d]+(?:\s*[+\-－＋—]\s*[A-Z①-⑳\d]+)+))?"
)
_FORMULA_IN_TEXT = re.compile(r"[（(]?\s*([A-Z①-⑳](?:\s*[=＝]\s*[A-Z①-⑳](?:\s*[+\-－＋]\s*[A-Z①-⑳])+)?)\s*[）)]?$")
_WEAK = frozenset(("label", "sequence", "count", "reason", "unit", "change", "balance"))
_ROW_OF_MARKS = frozenset(("栏次", "行次", "序号", "列次"))
_LOOSE_LENGTH = 14
_SHORT = 26
_NOTED = 2


@lru_cache(maxsize=4096)
def kind_of(text: str) -> tuple[str, bool]:
    """Canonical kind of a header text and whether its wording is known exactly; ``""`` if it is none."""
    bare = head(text)
    if not bare:
        return "", False
    lists = words()
    unnumbered = label(bare)
    numbered = (unnumbered.name,) if unnumbered.level and not unnumbered.of_which else ()
    for candidate in (bare, _LEADING_YEAR.sub("", bare).removeprefix("的"), *numbered):
        if candidate in lists.columns:
            return lists.columns[candidate], True
    if bare in lists.stubs or any(name in lists.stubs for name in numbered):
        return "stub", True
    if len(bare) <= _LOOSE_LENGTH:
        stem = _LEADING_YEAR.sub("", bare)
        for kind, pattern in lists.patterns:
            if pattern.search(stem):
                return kind, False
    return "", False


class Look(Struct, frozen=True):
    """What a row looks like before it is known what it is."""

    filled: int
    numbers: int
    exact: int
    loose: int
    weak: int
    stubs: int
    short: bool

    @property
    def is_header(self) -> bool:
        """Its words alone make it a header row."""
        if self.numbers or not self.short:
            return False
        known = self.exact + self.weak
        if self.filled >= 2 and known + self.stubs == self.filled and known >= 2:
            return True
        return (self.exact >= 2 and 2 * known >= self.filled) or (
            self.exact >= 1 and known + self.loose >= 2 and 2 * (known + self.loose) >= self.filled
        )


def look(cells: Sequence[Cell]) -> Look:
    """Count what stands in a row."""
    filled = numbers = exact = loose = weak = stubs = 0
    short = True
    named = next((c for c in cells if not is_empty(c.text.string)), None) if len(cells) > _NOTED else None
    texts = [c.text.string for c in cells if not is_empty(c.text.string)]
    years = sum(map(is_year, texts))
    for text in texts:
        filled += 1
        if is_number(text) and not (years >= 2 and is_year(text)):
            numbers += 1
            continue
        # a remark on the whole table may stand in its first cell
        short = short and (len(plain(text)) <= _SHORT or (named is not None and text == named.text.string))
        kind, sure = kind_of(text.split("…")[0])
        if kind in _WEAK:
            weak += sure
            loose += not sure
        elif kind == "stub":
            stubs += 1
        elif kind:
            exact += sure
            loose += not sure
    return Look(filled, numbers, exact, loose, weak, stubs, short)


def heads_numbers(cells: Sequence[Cell], below: Sequence[Cell], *, any_one: bool = False) -> bool:
    """Short words above figures: a header by its place, whatever its words.

    True when more of the words after the first stand over a figure of the row below than over a word; with
    ``any_one``, when a single one does.
    """
    words_here = {c.column: c for c in cells if not is_empty(c.text.string)}
    if len(words_here) < 2 or min(len(plain(c.text.string)) for c in words_here.values()) == 0:
        return False
    over = missed = 0
    under = {}
    for c in below:
        for k in range(c.column, c.column + c.column_span):
            under[k] = c
    first = min(words_here)
    for column in words_here:
        below_cell = under.get(column)
        if column == first or below_cell is None:
            continue
        text = below_cell.text.string
        if is_number(text) and not is_year(text):
            over += 1
        elif not is_empty(text):
            missed += 1
    return over >= 1 and (any_one or over > missed)


def is_mark_row(cells: Sequence[Cell]) -> bool:
    """A row of column marks under a header: ``A | B | C=A+B``, ``栏次 | 1 | 2 | 3=1+2``."""
    texts = [plain(c.text.string) for c in cells if not is_empty(c.text.string)]
    if len(texts) < 2:
        return False
    named = texts[0] in _ROW_OF_MARKS
    marks = texts[1:] if named or _FORMULA.fullmatch(texts[0]) is None else texts
    if named:  # an account of two sides says 栏次 | 1 | 栏次 | 2
        marks = [t for t in marks if t not in _ROW_OF_MARKS]
    if not marks or any(_FORMULA.fullmatch(t) is None for t in marks):
        return False
    return named or all(not t.isdigit() for t in marks) or any("=" in t or "＝" in t for t in marks)


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """Unit a label or header names in brackets or after 单位：."""
    found = _UNIT_IN_TEXT.search(plain(text))
    if not found:
        return "%" if plain(text).endswith(("%", "％")) else None
    unit = found.group(1) or found.group(2)
    return {"％": "%", "㎡": "m²"}.get(unit, unit)


def period_in(text: str) -> str | None:
    """Year a header names; ``上年`` and ``本年`` as they stand."""
    bare = plain(text)
    found = _LEADING_YEAR.match(bare)
    if found:
        return found.group(1)
    for word in ("上年", "去年", "上一年", "前一年"):
        if bare.startswith(word) and not bare.startswith(word + "结"):
            return "上年"
    return "本年" if bare.startswith("本年") else None


def column_of(index: int, cells: Sequence[Cell]) -> Column:
    """The column under a stack of header cells, top to bottom."""
    own = [c for c in cells if not is_empty(c.text.string)]
    path = tuple(dict.fromkeys(plain(c.text.string) for c in own))
    kind, formula = "", ""
    for text in reversed(path):
        if _FORMULA.fullmatch(text) and len(path) > 1:
            formula = text
            continue
        kind = kind_of(text)[0]
        if kind:
            break
    for text in path:
        mark = _FORMULA_IN_TEXT.search(text)
        if mark and not formula:
            formula = mark.group(1)
    if not path:
        kind = "blank"
    if kind in ("label", "") and path and label(path[-1]).total:
        kind = "total"
    unit = next((u for u in map(unit_in, reversed(path)) if u), None)
    period = next((p for p in map(period_in, reversed(path)) if p), None)
    names = tuple(p for p in path if p != formula) or path
    return Column(index, kind, names, words().roles.get(kind), unit, period, own[-1] if own else None, formula)
