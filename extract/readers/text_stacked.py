"""Forms that were copied with one cell to a line: the heads of a known form one below the other, then the cells.

Rows stand in order only. They are put together again where every one of them comes out whole: the words of the heads say
which cells are figures, a level says itself what it is. Where a row fits in two ways, or in none, the lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from gouji.extract.document import Cell, Table
from gouji.extract.readers.text_lines import Line, text_of

FEWEST_HEADS: Final = 4
FEWEST_ROWS: Final = 2
MAX_LINES: Final = 3_000
_LONGEST_HEAD: Final = 26
_LONGEST_NAME: Final = 40
_BARE: Final = re.compile(r"\d+(?:\.\d+)?分?")
_FIGURE: Final = re.compile(r"[-−]?\d[\d,，]*(?:\.\d+)?[%％]?|[-—－/]{1,2}|0")
_SECOND: Final = re.compile(r"(?:数量|质量|时效|成本|效率|经济|社会|生态|环境|可持续|影响|满意度|服务对象|受益|公众|产出|效益).{0,8}")
_LEVELS: Final = ("level1", "level2", "level3")
_POINTS: Final = ("weight", "score")
_MONEY: Final = ("budget_initial", "budget", "plan", "arrived", "executed", "rate", "weight", "score")
_OPEN_OPERATOR: Final = "定性"
_BLOCK: Final = re.compile(r"(?:资金|预算|经费).{0,12}$|.*[（(](?:万元|元)[）)]$")

Row = list[Line]


class _Part(Struct, frozen=True):
    """Rows read from some lines, and how many lines they took."""

    rows: list[Row]
    taken: int


def stacked_at(lines: Sequence[Line], start: int, index: int) -> tuple[Table | None, int]:
    """The form that begins at ``lines[start]``, numbered ``index``, and the line after it; ``None`` without one."""
    if not _may_begin(lines[start].string):
        return None, start
    cells = [line.strip() for line in lines[start : start + MAX_LINES] if not line.blank]
    table = next((k for k, line in enumerate(cells) if "\t" in line.string or "|" in line.string), len(cells))
    cells = cells[:table]
    rows: list[Row] = []
    at = found = 0
    end = 0
    while at < len(cells):
        part = _heads(cells, at) or _pairs(cells, at)
        if part is None:
            # a block label (绩效指标, 年度总体目标) may stand alone before the next heads
            if end and at == end and at + 1 < len(cells) and len(cells[at].string) <= _LONGEST_HEAD and _heads(cells, at + 1):
                at += 1
                continue
            break
        found += sum(len(r) > 2 for r in part.rows)
        rows.extend(part.rows)
        at += part.taken
        end = at
    if found <= FEWEST_ROWS:
        return None, start
    last = cells[end - 1].number
    after = next((k for k in range(start, len(lines)) if lines[k].number > last), len(lines))
    made = tuple(
        Cell(r, c, text_of([line], table=index, row=r, column=c)) for r, row in enumerate(rows) for c, line in enumerate(row)
    )
    return Table(index, made, ragged=True), after


def _may_begin(text: str) -> bool:
    """A cheap look before the words are loaded."""
    bare = text.strip()
    return bare.endswith(("名称", "指标", "数", "预算", "元）", "元)", "（A）", "(A)")) and len(bare) <= _LONGEST_HEAD


@cache
def _kind(text: str) -> str:
    """Kind of a head whose wording is known exactly, else nothing."""
    from gouji.extract.facts.forms.headers import kind_of  # only files that hold such a form load the words

    kind, sure = kind_of(text) if len(text) <= _LONGEST_HEAD else ("", False)
    return kind if sure else ""


def _is_key(text: str) -> bool:
    from gouji.extract.facts.forms.cells import head
    from gouji.extract.facts.forms.words import words

    return len(text) <= _LONGEST_HEAD and head(text) in words().keys


def _pairs(cells: Sequence[Line], at: int) -> _Part | None:
    """项目名称, then its value; a key without one is followed by the next key or by heads."""
    if not _is_key(cells[at].string):
        return None
    following = cells[at + 1] if at + 1 < len(cells) else None
    empty = following is None or _is_key(following.string) or _heads(cells, at + 1) is not None
    if empty or following is None:
        return _Part([[cells[at], _nothing(cells[at])]], 1)
    return _Part([[cells[at], following]], 2)


def _heads(cells: Sequence[Line], at: int) -> _Part | None:
    """Heads one below the other and the rows under them."""
    block = at + 1 < len(cells) and _BLOCK.match(cells[at].string) is not None and _kind(cells[at].string) in ("", "stub")
    first = at + 1 if block else at
    kinds: list[str] = []
    for line in cells[first : first + 14]:
        kind = _kind(line.string)
        if kind in ("", "stub") or (kind in kinds and kind not in _LEVELS):
            break
        kinds.append(kind)
    heads = list(cells[first : first + len(kinds)])
    body = cells[first + len(kinds) :]
    if len(kinds) >= FEWEST_HEADS and kinds[:3] == list(_LEVELS):
        part = _indicators(kinds, body)
        return part and _Part([heads, *part.rows], first - at + len(kinds) + part.taken)
    if block and len(kinds) > 1 and all(k in _MONEY for k in kinds):
        part = _funds(len(kinds), body)
        return part and _Part([[cells[at], *heads], *part.rows], 1 + len(kinds) + part.taken)
    if kinds == ["goal_target", "goal_actual"] and len(body) > FEWEST_ROWS and not block:
        return _Part([heads, list(body[:2])], 4)
    return None


def _funds(width: int, body: Sequence[Line]) -> _Part | None:
    """年度资金总额 and the sources below it, each with as many figures as there are heads, or with none."""
    from gouji.extract.facts.forms.cells import head, label
    from gouji.extract.facts.forms.words import words

    rows: list[Row] = []
    at = 0
    while at < len(body) and len(body[at].string) <= _LONGEST_HEAD:
        name = head(label(body[at].string).name)
        known = words().fund_total if not rows else words().fund_part
        if not known.search(name) or _kind(body[at].string) not in ("", "label"):
            break
        end = at + 1
        while end < len(body) and end - at <= width and _FIGURE.fullmatch(body[end].string):
            end += 1
        rows.append(list(body[at:end]))
        at = end
    full = [r for r in rows if len(r) == width + 1]
    return _Part(rows, at) if full and full[0] is rows[0] else None


def _indicators(kinds: Sequence[str], body: Sequence[Line]) -> _Part | None:
    """The rows of an indicator table; the last cells of a row are points, which is how its end is known."""
    reason = kinds[-1] == "reason"
    own = list(kinds[3 : -1 if reason else None])
    points = 0
    while points < len(own) and own[-1 - points] in _POINTS:
        points += 1
    if not points or "target" not in own or any(k in _LEVELS or k == "reason" for k in own):
        return None
    rows: list[Row] = []
    at = 0
    while at < len(body):
        total = _total(body, at, sum(k in _POINTS for k in own))
        if total is not None and rows:
            return _Part([*rows, total], at + len(total))
        ways = [w for extra in range(4) if (w := _row(own, points, body[at:], extra, reason=reason and bool(rows))) is not None]
        if len(ways) != 1:
            break
        row, why, taken = ways[0]
        if why is not None:
            rows[-1][-1] = why
        rows.append([*row, *([_nothing(row[-1])] if reason else [])])
        at += taken
    return _Part(rows, at) if len(rows) >= FEWEST_ROWS else None


def _row(
    own: Sequence[str], points: int, body: Sequence[Line], extra: int, *, reason: bool
) -> tuple[Row, Line | None, int] | None:
    """A row with ``extra`` cells before its name: its cells, the reason of the row above among them, lines taken."""
    size = extra + 1 + len(own)
    cells = list(body[:size])
    if len(cells) < size:
        return None
    lead, name, values = cells[:extra], cells[extra], cells[extra + 1 :]
    if "operator" in own and values[own.index("operator")].string == _OPEN_OPERATOR and "unit" in own:
        at = own.index("unit")
        values = [*values[:at], _nothing(values[at]), *values[at:-1]]
        size -= 1
    figures = [v.string for v, k in zip(values, own, strict=True) if k in _POINTS]
    words = [v.string for v in values[: len(own) - points]]
    behind = body[size].string if size < len(body) else ""
    if not all(map(_BARE.fullmatch, figures)) or _BARE.fullmatch(behind) or _BARE.fullmatch(name.string):
        return None
    if len(name.string) > _LONGEST_NAME or _first(name.string) or any(_first(w) or _kind(w) in _LEVELS for w in words):
        return None
    second = lead.pop() if lead and _SECOND.fullmatch(lead[-1].string) else None
    first = lead.pop() if lead and _first(lead[-1].string) else None
    if len(lead) > reason or any(_BARE.fullmatch(x.string) for x in lead) or (first is not None and second is None):
        return None
    row = [first or _nothing(name), second or _nothing(name), name, *values]
    return row, lead[0] if lead else None, size


def _total(body: Sequence[Line], at: int, points: int) -> Row | None:
    """总分 and its points."""
    from gouji.extract.facts.forms.cells import label

    if not label(body[at].string).total or len(body[at].string) > 10:
        return None
    end = at + 1
    while end < len(body) and end - at <= points and _BARE.fullmatch(body[end].string):
        end += 1
    return list(body[at:end]) if end > at + 1 else None


def _first(text: str) -> bool:
    """产出指标（50分）: a first level."""
    from gouji.extract.facts.forms.cells import head
    from gouji.extract.facts.forms.words import words

    return len(text) <= _LONGEST_HEAD and re.sub(r"\d+分?$", "", head(text)) in words().level1


def _nothing(line: Line) -> Line:
    """An empty cell where a line begins."""
    return line.slice(0, 0)
