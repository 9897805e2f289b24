"""Sums that no label tells and every column bears out: a row that is the sum of rows near it throughout a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from gouji.extract.document import Cell
from gouji.extract.facts.forms.layout import Column, Line
from gouji.extract.facts.forms.outline import Group
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total

_WINDOW = 8
"""So many rows below a row are tried as its parts."""
_ROWS = 120
"""Longer tables are lists; nothing is looked for in them."""
_WITNESSES = 3
"""So many columns of different figures must bear a sum out to the last digit."""
_BORNE = 2
"""So many columns must bear a sum of places out for each that does not."""
_DIGITS = 3
"""Significant digits from which on a figure tells anything."""
_PAIR = 2


def borne_out(lines: Sequence[Line], columns: Sequence[Column], figures: Figures, skip: set[int]) -> list[Total]:
    """Sums of rows that hold in every column but one at most; the rows in ``skip`` are told as sums already.

    Where all columns bear the sum out it confirms; a single column that does not, against more than three, breaks it.
    """
    if not _WITNESSES <= len(lines) <= _ROWS or len(columns) < _WITNESSES:
        return []
    cells = [[line.cells.get(c.index) for c in columns] for line in lines]
    out: list[Total] = []
    for group in _groups(cells, figures, skip):
        for k in range(len(columns)):
            total, parts = cells[group.total][k], [cells[p][k] for p in group.parts]
            known = tuple(c for c in parts if c is not None and figures.of(c) is not None)
            if total is not None and figures.of(total) is not None and len(known) == len(parts):
                out.append(Total(total, known, "各列均相加相等", True, kind="rows"))
    return out


def also_adding(told: Sequence[Total], lines: Sequence[Line], columns: Sequence[Column], figures: Figures) -> Iterator[Total]:
    """日均处理量, 比上年增减: figures that seldom add up, where theirs do at every sum that the other columns tell."""
    rows = {line.row: line for line in lines}
    groups = {(t.total.row, tuple(p.row for p in t.parts)): t.cue for t in told if not t.signs and t.total.row in rows}
    for column in columns:
        found = []
        for (total, parts), cue in groups.items():
            cells = [rows[r].cells.get(column.index) if r in rows else None for r in (total, *parts)]
            known = tuple(c for c in cells if c is not None and figures.of(c) is not None)
            if cells[0] is not None and len(known) == len(cells) > _PAIR:
                found.append(Total(known[0], known[1:], cue))
        if found and all(figures.check(t.total, t.parts).holds for t in found):
            yield from found


def whole_places(
    lines: Sequence[Line], names: Sequence[str], columns: Sequence[Column], figures: Figures
) -> Iterator[Total]:
    """全市 below the rows of its districts, 全年 below its quarters: their sum where twice as many columns bear it out as do not."""
    for at in (0, len(lines) - 1):
        others = [i for i in range(len(lines)) if i != at]
        of_periods = names[at] in words().whole_periods and all(words().period.fullmatch(names[i]) for i in others)
        of_places = names[at] in words().whole_places and not any(names[i] in words().whole_places for i in others)
        if len(others) < _WITNESSES or not (of_periods or of_places):
            continue
        flowing = [c for c in columns if not (of_periods and words().level.search("".join(c.path)))]
        sums = [(lines[at].cells.get(c.index), [lines[i].cells.get(c.index) for i in others]) for c in flowing]
        tally = figures.check_all(sums)
        if tally.holds < (1 if of_periods else _BORNE) or tally.holds < _BORNE * tally.broken:
            continue
        for total, parts in sums:
            known = tuple(c for c in parts if c is not None and figures.of(c) is not None)
            if total is not None and figures.of(total) is not None and len(known) == len(parts):
                yield Total(total, known, names[at], True, kind="rows")


def _groups(cells: Sequence[Sequence[Cell | None]], figures: Figures, skip: set[int]) -> Iterator[Group]:
    """Two rows near by, or a run of rows right below, that add up to a row."""
    for i, whole in enumerate(cells):
        if i in skip:
            continue
        below = range(i + 1, min(len(cells), i + 1 + _WINDOW))
        runs = [tuple(range(i + 1, end + 1)) for end in below if end - i > 2]
        for parts in (*combinations(below, 2), *runs):
            if _bears_out(whole, [cells[p] for p in parts], figures):
                yield Group(i, parts)
                break


def _bears_out(whole: Sequence[Cell | None], parts: Sequence[Sequence[Cell | None]], figures: Figures) -> bool:
    """Every part has a figure where the whole has one, and all columns but one at most agree."""
    agree: set[Decimal] = set()
    broken = 0
    for k, total in enumerate(whole):
        stated = figures.of(total)
        if stated is None:
            continue
        own = [p[k] for p in parts]
        known = [f for c in own if (f := figures.of(c)) is not None]
        if len(known) < len(own):
            return False
        tally = figures.check(total, own)
        broken += tally.broken
        if broken > 1:
            return False
        telling = min(len(f.value.normalize().as_tuple().digits) for f in (stated, *known)) >= _DIGITS
        if tally.holds and telling and all(f.value for f in known):
            agree.add(stated.value)
    return len(agree) >= _WITNESSES and (not broken or len(agree) > _WITNESSES)
