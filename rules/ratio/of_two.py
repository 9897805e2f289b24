"""Columns that are the sum or the difference of two others, as their rows bear out, though no head says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, differs_by, sums_to
from gouji.audit.wording import printed_places
from gouji.extract.facts.grids import Grid, Row
from gouji.extract.facts.model import Number
from gouji.extract.lexicon import words
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit

_FEWEST, _MOST = 3, 12
"""So many rows must keep to it; so many columns of figures are compared."""
_LOOKED_AT = 2
"""Rows in which the sum is first looked for: one of them may be the one that is off."""
_CHANCE = Fraction(1, 10**6)
_LARGEST = 10**4
"""A figure of more places than this is no better a witness: figures of one table are alike."""
_MESSAGE = {
    "zh": "{label}写为{stated}，其余各行这一栏都由同行另外两栏相加减得出，按此应为{computed}",
    "en": "{label} is stated as {stated}; in all other rows it comes of two other columns, which gives {computed}",
}


def of_two(grid: Grid) -> Iterator[Constraint]:
    """货物类 | 31208.40 | 29655.17 | 1553.23: every row that keeps to it, and the only one that does not, as a warning."""
    if len(grid.rows) < _FEWEST or not _FEWEST <= len(grid.heads) <= _MOST:
        return
    grid = _in_one_unit(grid)
    rows = [r for r in grid.rows if not r.total]
    tied = [{t.total.column, *(p.column for p in t.parts)} for t in grid.form.totals if t.kind in ("columns", "formula")]
    for whole, a, b in _candidates(rows):
        if any({whole, a, b} <= own for own in tied):
            continue
        told = [(r, _relation(grid, r, whole, a, b)) for r in grid.rows if _plain(r.numbers, whole, a, b)]
        own = [(r, c) for r, c in told if not r.total]
        keeping, off = [(r, c) for r, c in own if held(c)], [(r, c) for r, c in own if not held(c)]
        if len(off) > 1 or not _surely(keeping, whole, a, b, len(grid.heads)):
            continue
        yield from (c for _, c in told if held(c))
        for row, c in off:
            if not _another(grid, row, [r for r, _ in keeping], {whole, a, b}):
                yield replace(c, severity="warning", message=_MESSAGE)


def _in_one_unit(grid: Grid) -> Grid:
    """应下达（万元） | 已提前下达 | 本次下达: a unit that only one head prints is that of the bare columns beside it."""
    units = {n.unit for r in grid.rows for n in r.numbers.values() if n.dimension() == "元"}
    if len(units) != 1:
        return grid
    unit = str(*units)
    rows = tuple(replace(r, numbers={i: n if n.dimension() else in_unit(n, unit) for i, n in r.numbers.items()}) for r in grid.rows)
    return replace(grid, rows=rows)


def _candidates(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """Columns of which one is the sum of two others in one of the first rows."""
    found: dict[tuple[int, int, int], None] = {}
    for row in rows[:_LOOKED_AT]:
        points = {i: n.point for i, n in row.numbers.items() if n.point}
        by_value: dict[Fraction, list[int]] = {}
        for i, p in points.items():
            by_value.setdefault(p, []).append(i)
        for (i, p), (j, q) in combinations(points.items(), 2):
            for k in by_value.get(p + q, ()):
                if k not in (i, j):
                    found[k, i, j] = None
    return list(found)


def _plain(numbers: Mapping[int, Number], *columns: int) -> bool:
    """A row that prints one plain figure, not nought, of one measure in each of the columns."""
    own = [numbers[i] for i in columns if i in numbers]
    return len(own) == len(columns) and len({n.dimension() for n in own}) == 1 and all(n.point and not n.quantity.soft for n in own)


def _relation(grid: Grid, row: Row, whole: int, a: int, b: int) -> Constraint:
    """As a difference where the head of a part says that it is what is left or what changed, else as a sum."""
    gaps = words("gouji.rules.ratio", "columns.txt")["left-over"]
    for rest, other in ((a, b), (b, a)):
        if any(w in grid.heads[rest] for w in gaps):
            return differs_by(row.numbers[rest], row.numbers[whole], row.numbers[other], cue=grid.heads[rest])
    return sums_to(row.numbers[whole], [row.numbers[a], row.numbers[b]], cue=grid.heads[whole])


def _surely(keeping: Sequence[tuple[Row, Constraint]], whole: int, a: int, b: int, columns: int) -> bool:
    """Rows of different figures, whose places leave next to no chance that two columns out of so many make a third."""
    seen: dict[tuple[Fraction | None, ...], Number] = {}
    for row, _ in keeping:
        seen.setdefault(tuple(row.numbers[i].point for i in (whole, a, b)), row.numbers[whole])
    chance = Fraction(columns * columns * columns)
    for n in seen.values():
        chance /= max(Fraction(1), min(Fraction(_LARGEST), printed_places(n)))
    return len(seen) >= _FEWEST and chance <= _CHANCE


def _another(grid: Grid, off: Row, keeping: Sequence[Row], tied: set[int]) -> bool:
    """A column filled in this row only: a third part that the other rows do not have."""
    return any(
        i not in tied and (n := off.numbers.get(i)) is not None and n.point
        and not any((m := r.numbers.get(i)) is not None and m.point for r in keeping)
        for i in grid.heads
    )
