"""A sentence that repeats several figures of one row of a table, and one that the row has otherwise: 开班45期、培训1668人次，取证1523人次 beside 42 | 1,668 | 1,523."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gouji.audit.choose import Question, open_question
from gouji.audit.constraint import Constraint, equals
from gouji.extract.facts.forms.cells import head
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.numbers.units import without_powers
from gouji.rules.cells import stated

_LONG, _ECHOES, _TAIL = 3, 2, 2


def echoed_rows(facts: FactSet) -> Iterator[Constraint | Question]:
    """The figure is asked for where the row is the only one that the sentence repeats."""
    printed: dict[tuple[object, str], list[tuple[Grid, Row, int]]] = defaultdict(list)
    for grid in grids(facts):
        for row in grid.rows:
            for column, n in row.numbers.items():
                if (value := stated(n)) is not None and _long(n):
                    printed[value, n.raw.strip("%％")[-1:]].append((grid, row, column))
    for passage in facts.passages if printed else ():
        if passage.cell is None:
            for sentence in range(1 + max((x.mention.sentence for x in passage.items), default=-1)):
                yield from _told(passage, [x for x in passage.items if x.mention.sentence == sentence and x.plain], printed)


def _long(number: Number) -> bool:
    return len(number.digits.replace(".", "").strip("0")) >= _LONG


def _told(passage: Passage, told: Sequence[Item], printed: dict[tuple[object, str], list[tuple[Grid, Row, int]]]) -> Iterator[Question]:
    echoes: dict[int, dict[int, tuple[Grid, Row]]] = defaultdict(dict)
    seen: dict[int, set[str]] = defaultdict(set)
    for x in told:
        n = passage.number(x.mention)
        if not _long(n):
            continue
        for grid, row, column in printed.get((n.quantity.value, n.digits[-1:]), ()):
            if _fits(n, grid, column):
                echoes[id(row)][column] = (grid, row)
                seen[id(row)].add(n.id)
    found = [(columns, seen[key]) for key, columns in echoes.items() if len(columns) >= _ECHOES]
    if len(found) != 1:
        return
    columns, known = found[0]
    grid, row = next(iter(columns.values()))
    for column in row.numbers:
        own = row.numbers[column]
        left = [x for x in told if passage.number(x.mention).id not in known and _counts(x, grid, column)]
        others = [i for i in grid.paths if i != column and any(_counts(x, grid, i) for x in left)]
        if column in columns or len(left) != 1 or others or stated(own) is None or left[0].prior or left[0].cue or left[0].role in ("target", "budget"):
            continue
        number = passage.number(left[0].mention)
        if number.dimension() == own.dimension() or not own.unit:
            yield from open_question([equals(number, own, cue=f"{row.name}{head(grid.heads[column])}", severity="warning")], likely=True)


def _fits(number: Number, grid: Grid, column: int) -> bool:
    """The head has the unit of the figure, or the unit stands above the column."""
    name, unit = grid.heads.get(column, ""), without_powers(number.unit)
    return not unit or unit in name or unit[:1] in name or number.dimension() in ("元", "1")


def _counts(item: Item, grid: Grid, column: int) -> bool:
    """实际开班45期 under 期数: what is counted is the head; 补贴金额 for 发放补贴金额."""
    path = grid.paths.get(column, ())
    name, unit = head(path[-1]) if path else "", without_powers(item.mention.quantity.unit)
    counted = bool(unit) and item.dimension not in ("元", "1", "") and name in (f"{unit}数", f"{unit}次", unit)
    return counted or (len(item.label) >= _TAIL and len(name) >= _TAIL and item.label.endswith(name))
