"""A figure in a sentence that names a row and a column of a table: 清浦县使用率最低，仅74.4%, and the row prints 77.4%."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from gouji.audit.choose import Question, held, open_question
from gouji.audit.constraint import Constraint, equals
from gouji.extract.facts.forms.cells import head
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.rules.cells import stated

_STOPS = "。；;！!？?\n"
_COMPARED = re.compile(r"比|较|增|减|升|降|提高|差|超|占|合计|共|平均|目标|计划|任务|预算|其中|分别|以[上下]|至|到")
_BETWEEN = re.compile(r"[^，,、（(]{0,14}?(?:最[高低多少大小快慢])?(?:的)?[，,]?(?:[为是有达仅只约]|达到|分别|占)*")
_YEARLY = re.compile(r"(?:19|20)\d\d|上年|去年")
_REACH, _SHORTEST, _FEWEST = 36, 2, 3


def named_cells(facts: FactSet) -> Iterator[Constraint | Question]:
    """Confirmed where the cell prints the same; asked where it prints another figure of that measure."""
    tables = [g for g in grids(facts) if sum(not r.total for r in g.rows) >= _FEWEST]
    rows = Counter(r.name for g in tables for r in g.rows)
    once = [(g, {r.name: r for r in g.rows if rows[r.name] == 1 and len(r.name) >= _SHORTEST and not r.total}) for g in tables]
    for passage in facts.passages if tables else ():
        if passage.cell is not None:
            continue
        near = [(g, named) for g, own in once if (named := {name: r for name, r in own.items() if name in passage.text})]
        for number in passage.numbers if near else ():
            if number.is_quantity and stated(number) is not None and number.dimension() not in ("", "分"):
                yield from _told(passage, number, near)


def _told(passage: Passage, number: Number, tables: Sequence[tuple[Grid, dict[str, Row]]]) -> Iterator[Constraint | Question]:
    start = max(passage.text.rfind(c, 0, number.quantity.start) for c in _STOPS) + 1
    before = [n for n in passage.numbers if n.quantity.end <= number.quantity.start]
    start = max(start, before[-1].quantity.end if before else 0)
    said = passage.text[max(start, number.quantity.start - _REACH) : number.quantity.start]
    found = []
    for grid, rows in tables:
        named = [name for name in rows if name in said]
        longest = [n for n in named if not any(n != m and n in m for m in named)]
        if len(longest) != 1 or said.count(longest[0]) != 1:
            continue
        row = rows[longest[0]]
        rest = said.partition(row.name)[2]
        heads = {i: head(path[-1]) for i, path in grid.paths.items() if path and i in row.numbers}
        columns = [i for i, h in heads.items() if len(h) >= _SHORTEST and h in said.replace(row.name, "")]
        columns = [i for i in columns if not any(heads[i] != heads[k] and heads[i] in heads[k] for k in columns)]
        if len(columns) != 1 or _YEARLY.search(said + grid.heads[columns[0]]):
            continue
        told = rest.replace(heads[columns[0]], "", 1)
        if not _BETWEEN.fullmatch(told) or _COMPARED.search(told.replace(heads[columns[0]], "")):
            continue
        cell = row.numbers[columns[0]]
        if cell.dimension() == number.dimension() and stated(cell) is not None:
            found.append(equals(number, cell, cue=f"{row.name}{heads[columns[0]]}"))
    if len(found) == 1:
        yield from [found[0]] if held(found[0]) else open_question(found, likely=True)
