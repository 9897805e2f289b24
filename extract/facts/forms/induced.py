"""Columns that the columns beside them make by adding and taking away, as every row bears out: 年初余额 | 新增 | 再融资 | 还本 | 年末余额."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import product
from math import log10

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import head, is_blank
from gouji.extract.facts.forms.layout import Band, Column
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total

_NO_AMOUNTS = frozenset(("rate", "completion", "reason", "unit", "operator", "sequence"))
_LONGEST, _COLUMNS, _ROWS = 5, 10, 40
"""So many columns may make one; wider and longer tables are not looked through."""
_PROOF = 3
"""So many powers of ten must the rows tell beyond the ways that were tried."""
_KEPT = 3
"""So many rows that hold for each that does not."""

Sum = tuple[Cell, tuple[Cell, ...]]


def induced_columns(band: Band, figures: Figures, told: Set[Cell]) -> list[Total]:
    """The columns named as what is left (余额, 结余, 净…), none of whose cells is in ``told`` already."""
    columns = [c for i in sorted(band.columns) if not (c := band.columns[i]).is_label and c.kind not in _NO_AMOUNTS]
    if not _LONGEST // 2 < len(columns) <= _COLUMNS or not 1 < len(band.lines) <= _ROWS:
        return []
    out: list[Total] = []
    for k, whole in enumerate(columns):
        if words().remains.search(head(whole.text)) and not any(line.cells.get(whole.index) in told for line in band.lines):
            out += _made_by(band, figures, whole, columns, k)
    return out


def _made_by(band: Band, figures: Figures, whole: Column, columns: Sequence[Column], k: int) -> list[Total]:
    tried = 0
    for run in _runs(columns, k):
        sums = [s for line in band.lines if (s := _sum(line.cells, whole, run)) is not None]
        for rest in product((1, -1), repeat=len(run) - 1):
            signs = (1, *rest)
            tried += 1
            if -1 not in signs or not sums:
                continue
            fits = [(t, p) for t, p in sums if figures.check(t, p, signs).holds]
            proof = sum(log10(max(1.0, float(_places(figures, t)))) for t, _ in {figures.of(t): (t, p) for t, p in fits}.values())
            off = len(sums) - len(fits)
            if len(fits) > 1 and proof >= log10(tried) + _PROOF and len(fits) >= _KEPT * off:
                return [Total(t, p, head(whole.text), True, signs, kind="columns") for t, p in sums]
    return []


def _runs(columns: Sequence[Column], k: int) -> Iterator[Sequence[Column]]:
    """The columns right before it, or right behind it, the shortest first."""
    for n in range(2, _LONGEST + 1):
        if k >= n:
            yield columns[k - n : k]
        if k + n < len(columns):
            yield columns[k + 1 : k + 1 + n]


def _sum(cells: Mapping[int, Cell], whole: Column, run: Sequence[Column]) -> Sum | None:
    total, parts = cells.get(whole.index), [cells.get(c.index) for c in run]
    known = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
    return (total, known) if total is not None and not is_blank(total.text.string) and len(known) == len(run) else None


def _places(figures: Figures, cell: Cell) -> Decimal:
    figure = figures.of(cell)
    return Decimal(0) if figure is None else abs(figure.value) / (2 * figure.half if figure.half else Decimal(1))
