"""Rows that a merged cell beside them holds together: what it numbers, and the sum it encloses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.extract.facts.forms.cells import Label, head, is_blank, label
from gouji.extract.facts.forms.funds import label_cell
from gouji.extract.facts.forms.layout import Band, Column, Line
from gouji.extract.facts.forms.values import Figures, Tally
from gouji.extract.facts.model import Total


def openings(band: Band, lines: Sequence[Line]) -> dict[int, Label]:
    """Numbered heads that begin beside a row, left of its own label, by the row's position: （三）不予公开 | 1.属于国家秘密."""
    out: dict[int, Label] = {}
    for i, line in enumerate(lines):
        own = label_cell(band, line)
        heads = [
            label(cell.text.string) for index, cell in sorted(line.cells.items())
            if _is_label(band, index) and cell is not own and own is not None and cell.column < own.column
        ]
        numbered = [h for h in heads if h.level]
        if numbered:
            out[i] = min(numbered, key=lambda h: h.level)
    return out


def enclosed_totals(
    band: Band, lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column], figures: Figures
) -> Iterator[Total]:
    """三、办理结果 beside all rows from 予以公开 to 总计: the sum of the rows the cell encloses, where a column bears it out."""
    for at, name in enumerate(names):
        if not name.total:
            continue
        for index, cell in lines[at].carried.items():
            if not _is_label(band, index) or cell.row_span < 2:
                continue
            rows = [i for i, line in enumerate(lines) if i != at and (line.carried.get(index) is cell or line.cells.get(index) is cell)]
            if len(rows) < 2 or max(rows) > at or any(names[i].total or names[i].of_which for i in rows):
                continue
            sums = [(lines[at].cells.get(c.index), [lines[i].cells.get(c.index) for i in rows]) for c in columns]
            tally = figures.check_all(sums) if sums else Tally()
            sure = tally.holds > 0 and tally.holds >= tally.broken
            for total, parts in sums:
                items = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
                if total is not None and items and not is_blank(total.text.string) and (sure or figures.holds(total, items)):
                    yield Total(total, items, head(name.name), sure)


def _is_label(band: Band, index: int) -> bool:
    column = band.columns.get(index)
    return column is not None and column.is_label
