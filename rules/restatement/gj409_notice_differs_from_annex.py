"""GJ409 notice-differs-from-annex 通知金额与分配表合计不符."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, all_equal, equals
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.forms.cells import label
from gouji.extract.facts.grids import Grid, grids
from gouji.extract.facts.model import FactSet, Number

_GIVEN = re.compile(r"(?:下达|拨付|分配|划拨|预拨|核拨|追加|清算)[^，。；]{0,40}$")
_NOTICE = re.compile(r"关于.{0,40}(?:下达|拨付|分配|划拨|预拨|核拨|追加|清算).{0,60}通知")
_ALLOTS = re.compile(r"分配|安排|下达|拨付|明细|测算|清算")
_FARTHEST = 2
"""An annex of less than half, or more than twice, the amount of the notice is about something else."""


@rule(
    "GJ409", "notice-differs-from-annex", severity="error",
    zh="通知写明{label}{stated}，所附分配表合计为{computed}",
    en="the notice gives {stated}, but its allocation table totals {computed}",
    title_zh="通知金额与分配表合计不符", title_en="The amount of a notice differs from the total of its allocation table",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 资金下达（拨付、分配）通知正文写明的总金额，等于所附分配表的总计。

    为什么重要: 正文是下达的依据，附表是各单位入账的依据；两处不等，就有单位多得或少得。
    何时不算错: 正文另分批次、分科目下达；附表只列其中一部分；附表不止一张（分别合计）；没有附表。
    """
    total = _given(facts)
    if total is None:
        return
    tables = [g for g in grids(facts) if g.form.block > total.block]
    grand = [n for g in tables for n in _grand_totals(g) if n.dimension() == total.dimension()]
    same = next((n for n in grand if held(equals(total, n))), None)
    if same is not None:
        yield all_equal([total, same], cue="附表合计")
    elif len(tables) == 1 and len(grand) == 1 and _ALLOTS.search(tables[0].form.title) and _near(total, grand[0]):
        yield equals(total, grand[0], cue="附表合计")


def _given(facts: FactSet) -> Number | None:
    """The one amount a notice says it hands out: the first of its text, and no other beside it."""
    heads = [b.text.string for b in facts.document.blocks[:6] if isinstance(b, Paragraph)]
    if not _NOTICE.search("".join(heads)):
        return None
    found = [
        (passage, item) for passage in facts.passages if passage.cell is None
        for item in passage.items
        if item.dimension == "元" and item.plain and item.mention.depth == 0
        and _GIVEN.search(item.mention.context + item.mention.before)
    ]
    if len({(p.number(i.mention).quantity.value, p.number(i.mention).unit) for p, i in found}) != 1:
        return None
    passage, item = found[0]
    return passage.number(item.mention)


def _grand_totals(grid: Grid) -> Iterator[Number]:
    """Money of the widest total row: under a total column where there is one, else every column of money."""
    rows = [r for r in grid.rows if r.total]
    if not rows:
        return
    widest = max(rows, key=lambda r: max((n.interval().low or 0 for n in r.numbers.values()), default=0))
    money = {i: n for i, n in widest.numbers.items() if n.dimension() == "元"}
    summed = [n for i, n in money.items() if label(grid.heads.get(i, "")).total]
    yield from summed or money.values()


def _near(a: Number, b: Number) -> bool:
    low, high = sorted((a.interval().low or 0, b.interval().low or 0))
    return low > 0 and high <= _FARTHEST * low
