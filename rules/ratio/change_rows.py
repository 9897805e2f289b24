"""Rows that tell the change between two rows of years: 2024比2022增减, 比上年增长（%）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gouji.audit.choose import broken, held
from gouji.audit.constraint import Constraint, differs_by, grows_to
from gouji.extract.facts.grids import Grid, Row
from gouji.rules.cells import in_unit

_CHANGE = re.compile(
    r"(?:(?P<now>(?:19|20)\d\d)年?)?(?:同?[比较])?(?:(?P<base>(?:19|20)\d\d)年?|(?:上年|去年|上一年))?(?:同期)?"
    r"(?P<how>增减|增加|增长|减少|下降|变动|变化|升降)(?:额|数|量|值|幅度|幅|比例|情况)?(?P<rate>率|[（(]?[%％][)）]?)?"
)
_FALLS = ("减少", "下降")
_SURE = 3
"""So many columns must keep to a change row for one that does not to be an error."""
_MESSAGE = {
    "zh": "{label}写为{stated}，按表中两年的数应为{computed}",
    "en": "{label} is stated as {stated}; the rows of the two years give {computed}",
}


def changes(grid: Grid) -> Iterator[Constraint]:
    """Each column of a change row against the two years it is of; where most columns keep to it, also the one that does not."""
    for at, row in enumerate(grid.rows):
        found = _CHANGE.fullmatch("".join(row.printed.split())) if row.year is None else None
        pair = _years(grid.rows[:at], found) if found is not None else None
        if found is None or pair is None:
            continue
        made = [c for column in row.numbers if (c := _read(row, column, pair, found)) is not None]
        holding = [c for c in made if held(c)]
        off = [c for c in made if broken(c)]
        if len(holding) < 2 or len(off) > len(holding) // 2:
            continue
        yield from holding
        # A growth at comparable prices is not that of the figures printed.
        sure = len(holding) >= _SURE and len(off) == 1 and off[0].kind != "growth"
        yield from (replace(c, message=_MESSAGE, severity=None if sure else "warning") for c in off)


def _years(above: Sequence[Row], found: re.Match[str]) -> tuple[Row, Row] | None:
    """The rows of the later and the earlier year: those it names, else the last two of consecutive years."""
    by_year = {r.year: r for r in above if r.year is not None}
    if not by_year:
        return None
    now = found["now"] or max(by_year)
    base = found["base"] or str(int(now) - 1)
    if now not in by_year or base not in by_year or base >= now:
        return None
    return by_year[now], by_year[base]


def _read(row: Row, column: int, pair: tuple[Row, Row], found: re.Match[str]) -> Constraint | None:
    """A column's figure as what the row says it is: a difference, or a rate."""
    now, base = pair[0].numbers.get(column), pair[1].numbers.get(column)
    if now is None or base is None:
        return None
    stated, falls = row.numbers[column], found["how"] in _FALLS
    if found["rate"] or stated.dimension() == "1":
        rate = stated if stated.quantity.unit else in_unit(stated, "%")
        return grows_to(rate, now, base, falls=falls, cue=row.name)
    whole, part = (base, now) if falls else (now, base)
    return differs_by(stated, whole, part, cue=row.name)
