"""What stands around a table: title, unit and year above it, where it breaks off, what it continues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from gouji.extract.document import Block, Paragraph, Table
from gouji.extract.facts.forms.cells import head, is_cut, is_empty, plain
from gouji.extract.facts.forms.headers import look
from gouji.extract.facts.forms.layout import MONEY_UNITS
from gouji.extract.numbers.units import normalise_unit, sort_of

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_TITLE = re.compile(r"(?:表|报告|情况|一览|明细|清单)(?:[（(][^（()）]*[)）])*$")
_UNIT = "(?:万元|亿元|千元|百万元|元|人|个|户|%|吨|公顷|亩|公里|平方米|所|台|套|家|辆|床|件|名)"
_CAPTION_UNIT = re.compile(rf"(?:金额)?单位[:：]\s*({_UNIT}(?:[、，,/]{_UNIT})*)")
_CAPTION = re.compile(r"(?:(?<![一-鿿])|(?<=金额)|(?<=计量)|(?<=数量))单位[:：]\s*([^\s；;。）)：:|（(]{1,16})")
_EMPTY_BRACKETS = re.compile(r"[（(][)）]")
_BETWEEN_UNITS = re.compile("[、，,/]")
_LOOK_BACK = 4
_TITLE_LENGTH = 60
_BETWEEN = 900
_FURNITURE = frozenset(("header", "footer", "page_number"))


def surroundings(
    blocks: Sequence[Block], at: int, table: Table, titles: Sequence[int]
) -> tuple[str, str | None, str | None]:
    """Title, unit and year from the lines above the table and the title rows in it."""
    above: list[str] = []
    k = at - 1
    while k >= 0 and len(above) < _LOOK_BACK:
        block = blocks[k]
        if not isinstance(block, Paragraph) or len(plain(block.text.string)) > _TITLE_LENGTH:
            break
        above.append(block.text.string.strip())
        k -= 1
    inside = [
        c.text.string.strip() for r in titles for c in table.rows[r] if not is_empty(c.text.string)
    ]
    near = [*inside, *([table.caption] if table.caption else []), *above]
    stripped = [_EMPTY_BRACKETS.sub("", _without_units(plain(t))) for t in near]
    place = next((k for k, t in enumerate(stripped) if _TITLE.search(t) and "。" not in t and len(t) <= 50), None)
    title = stripped[place] if place is not None else ""
    if place is not None and len(title) <= 6 and place + 1 < len(stripped) and not stripped[place + 1].startswith("附"):
        title = stripped[place + 1] + title
    unit = next((u for u in (_units_in(plain(t)) for t in near) if u), None)
    if unit is None:
        unit = _unit_in_first_rows(table)
    year = next((m.group(1) for m in map(_YEAR.search, near) if m), None)
    return title, unit, year


def _units_in(text: str) -> str | None:
    """The units a caption gives: 单位：户次、万元."""
    said = _CAPTION.search(text)
    if said is not None:
        units = list(takewhile(lambda u: sort_of(normalise_unit(u)) is not None, _BETWEEN_UNITS.split(said[1])))
        if units:
            return "、".join(units)
    found = _CAPTION_UNIT.search(text)
    return found.group(1) if found else None


def _without_units(text: str) -> str:
    said = _CAPTION.search(text)
    if said is not None and all(sort_of(normalise_unit(u)) is not None for u in _BETWEEN_UNITS.split(said[1])):
        return text[: said.start()] + text[said.end() :]
    return _CAPTION_UNIT.sub("", text)


def two_units(caption: str | None) -> tuple[str | None, str | None]:
    """``单位：人、万元`` taken apart: the unit of money, and that of the columns that are none; one unit is both's."""
    if caption is None:
        return None, None
    units = _BETWEEN_UNITS.split(caption)
    money = next((u for u in units if u in MONEY_UNITS), units[0])
    return money, next((u for u in units if u != money and u not in MONEY_UNITS), None)


def _unit_in_first_rows(table: Table) -> str | None:
    for row in table.rows[:3]:
        for cell in row:
            found = _units_in(plain(cell.text.string)) if len(cell.text.string) < 30 else None
            if found:
                return found
    return None


def is_truncated(blocks: Sequence[Block], at: int, table: Table) -> bool:
    """The table breaks off: its last row, a row of dots, or the line after it says so."""
    for row in table.rows:
        filled = [plain(c.text.string) for c in row if not is_empty(c.text.string)]
        if filled and all(not t.strip("….·。") for t in filled):
            return True
    last = next((r for r in reversed(table.rows) if any(not is_empty(c.text.string) for c in r)), ())
    texts = [plain(c.text.string) for c in last if not is_empty(c.text.string)]
    if texts and is_cut(texts[-1][-12:]):
        return True
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    return isinstance(after, Paragraph) and is_cut(plain(after.text.string)[:12]) and len(plain(after.text.string)) <= 12


def is_same_sheet(blocks: Sequence[Block], first: int, second: int) -> bool:
    """Only a few lines of one sheet (预期目标：…) stand between two tables, no title."""
    between = [b for b in blocks[first + 1:second] if isinstance(b, Paragraph) and b.kind not in _FURNITURE]
    texts = [plain(b.text.string) for b in between]
    return (
        len(between) <= 6
        and sum(map(len, texts)) <= _BETWEEN
        and not any(t.startswith("附件") or (_TITLE.search(t) and len(t) <= _TITLE_LENGTH) for t in texts)
    )


def runs_into(blocks: Sequence[Block], at: int) -> bool:
    """The table goes on from the one before it: nothing between them, and no header or the same one again."""
    k = at - 1
    while k >= 0:
        block = blocks[k]
        if isinstance(block, Table):
            return _goes_on(block, blocks[at])
        if block.kind not in _FURNITURE and plain(block.text.string):
            return False
        k -= 1
    return False


def runs_on(blocks: Sequence[Block], at: int) -> bool:
    """The table goes on in the next one."""
    for k in range(at + 1, len(blocks)):
        block = blocks[k]
        if isinstance(block, Table):
            return _goes_on(blocks[at], block)
        if block.kind not in _FURNITURE and plain(block.text.string):
            return False
    return False


def _goes_on(above: Block, below: Block) -> bool:
    if not isinstance(above, Table) or not isinstance(below, Table) or above.nested_in or below.nested_in:
        return False
    if not above.rows or not below.rows:
        return False
    first, again = above.rows[0], below.rows[0]
    if [head(c.text.string) for c in first] == [head(c.text.string) for c in again]:
        return len(first) > 2
    return look(again).numbers > 0 and abs(above.n_columns - below.n_columns) <= 1
