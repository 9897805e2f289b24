"""Points by column: 价格分 | 技术分 | 商务分 | 总得分 for each of those who were judged."""

from __future__ import annotations

import re

from gouji.extract.facts.forms.cells import head
from gouji.extract.facts.forms.layout import Band
from gouji.extract.facts.forms.values import Figures
from gouji.extract.facts.model import Total

_SUM = re.compile(r"(?:总|合计|综合|最终|最后)(?:得|评|计)?分|(?:得|评)?分(?:合计|总计|总和)|总成绩")
_POINTS = re.compile(r"(?:[^均总值差扣排名]分|成绩)$")
_ROWS = 3
"""So many rows must bear the sum out."""


def point_columns(band: Band, figures: Figures) -> list[Total]:
    """The total of the columns of points before it, where nearly all rows bear it out: weights and means add up to less."""
    heads = {i: head("".join(c.path)) for i, c in band.columns.items()}
    for whole, name in heads.items():
        parts = [i for i, text in heads.items() if i < whole and _POINTS.search(text) and not _SUM.search(text)]
        if not _SUM.search(name) or len(parts) < 2:
            continue
        sums = [(line, line.cells.get(whole), [line.cells.get(i) for i in parts]) for line in band.lines]
        tally = figures.check_all((total, cells) for _, total, cells in sums)
        if tally.holds < _ROWS or 3 * tally.broken > tally.holds:
            continue
        return [
            Total(total, known, name, True, kind="columns") for _, total, cells in sums
            if total is not None and figures.of(total) is not None
            and len(known := tuple(c for c in cells if c is not None and figures.of(c) is not None)) == len(parts)
        ]
    return []
