"""The foot of an account: 本年支出合计, what is carried over, 总计; its rows are those the accounts of every department have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import Label, head, is_blank
from gouji.extract.facts.forms.layout import Column, Line
from gouji.extract.facts.model import Total

_OF_THE_YEAR = re.compile(r"本年(?:收入|支出)(?:合计|小计)")
_CARRIED = re.compile(
    r"(?:使用|动用)?(?:非财政拨款结余|专用结余)(?:[（(]?含专用结余[)）]?)?|用事业基金弥补收支差额|结余分配|(?:年初|上年|年末|结转下年)(?:财政拨款)?(?:的?结转|的?结余)?(?:和|及)?(?:结余|结转)?"
)


def carried_totals(lines: Sequence[Line], names: Sequence[Label], columns: Sequence[Column]) -> Iterator[Total]:
    """总计 as 本年…合计 and the rows between the two, where these are nothing but balances carried over."""
    for foot, name in enumerate(names):
        if not name.total or name.rank:
            continue
        start = next((i for i in range(foot - 1, -1, -1) if _OF_THE_YEAR.fullmatch(head(names[i].name))), None)
        if start is None:
            continue
        between = [i for i in range(start + 1, foot) if names[i].name]
        if not between or any(names[i].of_which or not _CARRIED.fullmatch(head(names[i].name)) for i in between):
            continue
        for column in columns:
            yield from _total(lines[foot].cells.get(column.index), [lines[i].cells.get(column.index) for i in (start, *between)])


def _total(total: Cell | None, parts: Sequence[Cell | None]) -> Iterator[Total]:
    filled = tuple(p for p in parts if p is not None and not is_blank(p.text.string))
    if total is not None and not is_blank(total.text.string) and len(filled) > 1:
        yield Total(total, filled, "总计")
