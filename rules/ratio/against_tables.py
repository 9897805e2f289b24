"""Growth and changes told in prose against the row of a table that bears the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, Term, differs_by, grows_to
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.attributes import subject_of
from gouji.extract.facts.prose.cues import cues
from gouji.extract.facts.statements import name_of
from gouji.extract.numbers.units import sort_of
from gouji.extract.rational import Fraction
from gouji.rules.ratio.changes import is_of_last_year

_PRIOR = re.compile(r"上年|去年|上期|上一年|年初|期初|前期")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RATE = re.compile(r"(?:增长|增减|同比|增幅|变动|比上年|较上年).*[率%％]|增幅|增速|同比增长|同比增减|^(?:同比|增减)[（(]?[%％]")
_DATED = re.compile(r"(?:19|20)\d\d年?度?(?:末|底)?|(?:上|去|本|今|前)年度?(?:同期)?(?:末|底)?|上一年度?|[上本]期|期[初末]|年[初末]|同期|金额|数额?|余额|[（(][^（()）]*[)）]|\s")
_ENDS = re.compile(r"(?:支出决算|决算支出|收入决算|支出预算|支出|决算数?|预算数?)$")
_BRACKET = re.compile(r"[（(]([^（()）]{2,12})[)）]")
_PLANNED = ("budget", "budget_initial", "plan", "target")
_DIGITS = 4
"""An amount of so many digits is found by itself."""
_NAME = 3
"""Shortest name by which a sentence may speak of a row."""
_MESSAGE = {
    "zh": "{label}写为{stated}，按表中同名一行应为{computed}",
    "en": "{label} is stated as {stated}; the row of that name in the table gives {computed}",
}


class _Told(Struct, frozen=True):
    """A growth or a change, what it is said of, the amount it comes with, if any, and the year it is counted from, if named."""

    number: Number
    attribute_kind: str
    falls: bool
    name: str
    now: Number | None
    since: str | None = None


def against_tables(facts: FactSet) -> Iterator[Constraint | Question]:
    """城乡居民医保支出46680万元，同比下降3.5%, and its row 46680 | 48362 | -3.5: confirmed where a reading holds.

    A warning where the amount is that of the row, or the row is the only one of its name, and no reading holds.
    """
    rows: dict[str, list[tuple[Grid, Row]]] = defaultdict(list)
    valued: dict[tuple[Fraction, str], list[tuple[Grid, Row]]] = defaultdict(list)
    for grid in grids(facts):
        for row in grid.rows:
            if row.total:
                continue
            inside = _BRACKET.search(row.printed)
            columns = {name_of(row.name + _stem(head)) for head in grid.heads.values() if not _RATE.search(head)}
            for name in {name_of(row.name), name_of(inside[1]) if inside is not None else "", *columns}:
                if len(name) >= _NAME:
                    rows[name].append((grid, row))
            for number in row.numbers.values():
                if number.point is not None and len(number.digits) >= _DIGITS:
                    valued[number.point, number.dimension()].append((grid, row))
    if not rows:
        return
    for passage in facts.passages:
        claims = [
            (told, [(g, r) for g, r in _rows_of(told, rows, valued) if passage.cell is None or g.form.block != passage.block])
            for told in _told(passage)
        ]
        yield from _in_passage(claims)


def _in_passage(claims: Sequence[tuple[_Told, Sequence[tuple[Grid, Row]]]]) -> Iterator[Constraint | Question]:
    """What holds; and what does not, where the amount is the row's, or other claims of the passage hold in that very table."""
    bearing: set[int] = set()
    open_ones: list[tuple[_Told, list[tuple[Grid, Row, list[Constraint]]]]] = []
    for told, found in claims:
        readings = [(g, r, made) for g, r in found if (made := list(_readings(told, g, r)))]
        match = next(((g, c) for g, _, made in readings if (c := first_held(_as_printed(made))) is not None), None)
        if match is not None:
            bearing.add(match[0].form.block)
            yield match[1]
        elif readings:
            open_ones.append((told, readings))
    for told, readings in open_ones:
        own = [made for _, r, made in readings if told.now is not None and any(_same(n, told.now) for n in r.numbers.values())]
        borne = [made for g, _, made in readings if g.form.block in bearing and sum(c.kind != "equal" for c in made) <= 1]
        if len(own) == 1:
            yield from open_question(own[0][:1], likely=True)
        elif told.now is None and len(borne) == len(readings) == 1:
            yield from open_question(_as_printed(borne[0])[:1], likely=True)
        elif told.now is None and len(readings) == 1 and _turned(told, *readings[0]):
            yield from open_question(readings[0][2][:1], likely=True)  # 增加 where the table shows a fall of so much
        else:
            yield from open_question(c for _, _, made in readings for c in made)


def _told(passage: Passage) -> Iterator[_Told]:
    for item in passage.items:
        moved = cues().down.search(item.mention.before) or cues().up.search(item.mention.before)
        name = name_of(item.label)
        compared = cues().compare.search(item.mention.before)
        itself = compared is not None and moved is not None and compared.end() <= moved.start()  # 三公经费比上年减少1.60万元
        if moved is not None and (not item.prior or itself) and item.dimension != "1":
            stem = name_of(subject_of(item.mention.before))
            falls = cues().down.search(item.mention.before) is not None
            yield _Told(passage.number(item.mention), "change", falls, stem, None)
            for a in item.of("growth"):
                if not (a.subject or a.adjusted) and a.mention.at == item.mention.at + 1:
                    yield _Told(passage.number(a.mention), "growth", a.falls, stem, None)
            continue
        for a in (*item.of("growth"), *item.of("change")):
            if a.adjusted or not is_of_last_year(a.compare) or (not a.subject and a.mention.sentence != item.mention.sentence):
                continue
            now = passage.number(item.mention) if not a.subject and item.plain and item.dimension != "1" else None
            since = _YEAR.search(a.compare)
            yield _Told(
                passage.number(a.mention), a.kind, a.falls, name_of(a.subject) if a.subject else name, now, since[0] if since else None
            )


def _rows_of(
    told: _Told, rows: Mapping[str, Sequence[tuple[Grid, Row]]], valued: Mapping[tuple[Fraction, str], Sequence[tuple[Grid, Row]]]
) -> Sequence[tuple[Grid, Row]]:
    """The rows of its name; else those that hold its very amount, where its own name is too short to be one."""
    if told.number.quantity.soft or told.number.point is None:
        return ()
    named = rows.get(told.name) or rows.get(_ENDS.sub("", told.name)) or ()
    if named or told.now is None or told.now.point is None or len(_ENDS.sub("", told.name)) >= _NAME:
        return named if len(told.name) >= _NAME else ()
    return valued.get((told.now.point, told.now.dimension()), ())


def _as_printed(made: Sequence[Constraint]) -> Sequence[Constraint]:
    """Where the table prints the rate itself, rounded figures beside it bear nothing out."""
    return [c for c in made if c.kind == "equal"] or made


def _turned(told: _Told, grid: Grid, row: Row, made: Sequence[Constraint]) -> bool:
    """The very figure, but the other way."""
    return first_held(_readings(replace(told, falls=not told.falls), grid, row)) is not None and bool(made)


def _same(a: Number, b: Number) -> bool:
    return a.dimension() == b.dimension() and a.point is not None and a.interval().meets(b.interval())


def _readings(told: _Told, grid: Grid, row: Row) -> Iterator[Constraint]:
    """What the row gives for it: from this year's and last year's figure, or from a column of rates."""
    for now, base in _pairs(grid, row, told.since):
        if told.now is not None and not _same(now, told.now):
            continue
        if any(told.name == name_of(row.name + _stem(h)) for h in grid.heads.values()) and not told.name.endswith(name_of(_stem(_head_of(grid, row, now)))):
            continue  # 商品销售收入 is told of the column 收入, not of 成本
        if told.attribute_kind == "growth":
            if base.quantity.value:
                yield replace(grows_to(told.number, now, base, falls=told.falls, cue="表中上年数"), message=_MESSAGE)
        elif now.dimension() == told.number.dimension():
            high, low = (base, now) if told.falls else (now, base)
            yield replace(differs_by(told.number, high, low, cue="表中上年数"), message=_MESSAGE)
    years = {m[0] for head in grid.heads.values() if (m := _YEAR.search(head)) is not None}
    if told.attribute_kind == "growth" and (told.since is None or (years and told.since == str(int(max(years)) - 1))):
        for column, number in row.numbers.items():
            if _RATE.search(grid.heads.get(column, "")) and not _of_other_columns(told, grid, row, column) and number.quantity.value is not None and number.unit in ("%", "％"):
                sign = 1 if told.falls and number.quantity.value < 0 else -1
                linear = (Term(told.number), Term(number) if sign > 0 else Term(number, -Term(number).coefficient))
                yield Constraint("equal", linear, result=told.number, cue="表中增长率", message=_MESSAGE)


def _of_other_columns(told: _Told, grid: Grid, row: Row, column: int) -> bool:
    """2024年决算收入 | 2025年预算收入 | 增长 beside 2024年收入…，增长6.6%: the column's rate leads from the amount told to a later one."""
    if told.now is None:
        return False
    amounts = [k for k, n in row.numbers.items() if n.dimension() != "1"]
    own = [k for k in amounts if _same(row.numbers[k], told.now)]
    before = [k for k in own if k < column]
    if not before:
        return bool(own)
    between = any(before[-1] < k < column and _RATE.search(grid.heads.get(k, "")) for k in row.numbers)
    last = max(k for k in amounts if k < column)
    first, later = (_YEAR.search(grid.heads.get(k, "")) for k in (before[-1], last))
    return between or (first is not None and later is not None and first[0] < later[0])


def _head_of(grid: Grid, row: Row, number: Number) -> str:
    return next((grid.heads.get(i, "") for i, n in row.numbers.items() if n is number), "")


def _pairs(grid: Grid, row: Row, since: str | None = None) -> Iterator[tuple[Number, Number]]:
    """The figures of two years in a row, the later one first, by the heads of their columns."""
    amounts = {i: n for i, n in row.numbers.items() if n.dimension() != "1" and n.point is not None and sort_of(n.unit) != "ratio" and not _RATE.search(grid.heads.get(i, ""))}
    done = [i for i, n in amounts.items() if n.context.role in ("executed", "actual")]
    years = {i: _YEAR.search(grid.heads[i]) for i in amounts if i in grid.heads}
    for i, base in amounts.items():
        head = grid.heads.get(i, "")
        year = years.get(i)
        for k, now in amounts.items():
            other = years.get(k)
            if done and k not in done and now.context.role in _PLANNED:
                continue
            if k == i or now.dimension() != base.dimension() or _PRIOR.search(grid.heads.get(k, "")):
                continue
            last_year = year is not None and other is not None and int(other[0]) == int(year[0]) + 1
            if since is not None and year is not None:
                if year[0] == since and other is not None and other[0] > since:
                    yield now, base
                continue
            of_one = _stem(head) == _stem(grid.heads.get(k, ""))
            if of_one and (last_year or _PRIOR.search(head) or base.context.role == "prior"):
                yield now, base


def _stem(head: str) -> str:
    """What a column is of, whatever its year: 2023年收入 and 2024年收入, 上年支出数 and 支出数, 上年决算数 and 决算数."""
    return _DATED.sub("", head)
