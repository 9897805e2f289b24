"""GJ411 not-the-foremost 说是最高、最多的，表中另有更高、更多的."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.forms.cells import head
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.rules.cells import stated

_FOREMOST = re.compile(r"最(?P<way>[高多大长快低少小短慢])(?=[的，,。；;（(]|[为是达]|$)")
_STOPS = "。；;！，,：:（("
_REACH = re.compile(r"(?:的[为是]?|[为是])?[一-鿿]{0,12}[，,（(]?(?:[为是]|达到?|仅?为|完成率|占比?|增长|共)?")
_BESIDE = re.compile(r"其中|数量|金额|占比|最.|以|的|[是为]|“|”")
_NUMBERING = "一二三四五六七八九十0123456789（）().、．"
_ONES = re.compile(r"[一二三四五六七八九十]+|\d")
_MORE = "高多大长快"
_SHORTEST, _FEWEST = 2, 3


@rule(
    "GJ411", "not-the-foremost", severity="warning",
    zh="“{a}”，但{b}", en="“{a}”, but {b}",
    title_zh="说是最高、最多的，另有更高、更多的", title_en="What is told as the most is not the most",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 正文说“完成率最高的是甲镇”“乙镇投入最少”，表中该栏、或同段所列的各项，没有更高、更少的。

    为什么重要: 排位是从数字归纳出来的结论，数字改了、结论没有改，读者记住的却是结论。
    何时不算错: 表中没有这一行或这一栏；有几张表都有而并非张张不符；并列；合计行和上一级的行不参加比较。
    """
    tables = [g for g in grids(facts) if sum(not r.total for r in g.rows) >= _FEWEST]
    read = {p.block: p for p in facts.passages if p.cell is None}
    for i, block in enumerate(facts.document.blocks):
        if isinstance(block, Paragraph) and "最" in block.text.string:
            passage = read.get(i) or Passage(i, None, block.text.string, ())
            for claim in _FOREMOST.finditer(passage.text):
                yield from _one(block, passage, claim, tables)


def _one(block: Paragraph, passage: Passage, claim: re.Match[str], tables: Sequence[Grid]) -> Iterator[Defect]:
    start, end = _clause(passage.text, claim)
    said = passage.text[start:end]
    ranks = [r for g in tables if (r := _in_table(g, passage, said, claim.end())) is not None]
    ranks = ranks or [r for r in (_in_list(passage, said, start),) if r is not None]
    beyond = [(r, more) for r in ranks if (more := r.beyond(claim["way"]))]
    if not beyond or len(beyond) < len(ranks):
        return
    rank, (name, first) = beyond[0]
    sign = ">" if claim["way"] in _MORE else "<"
    yield Defect(
        (Evidence("primary", said, block.text.locate(start, end)), cite(rank.own, "secondary"), cite(first, "secondary")),
        {"a": said, "b": f"{name}{first.raw}{sign}{rank.own.raw}"}, computation=f"{first.raw}{sign}{rank.own.raw}",
    )


class _Rank(Struct, frozen=True):
    """The figure of the one that is named, and those of the others by name."""

    own: Number
    others: tuple[tuple[str, Number], ...]

    def beyond(self, way: str) -> tuple[str, Number] | None:
        """The one furthest beyond the named one."""
        sign = 1 if way in _MORE else -1
        if all((stated(n) or 0) < 0 for n in (self.own, *(n for _, n in self.others))):
            sign = -sign  # 分差最大: of losses and cuts, the largest is the lowest figure
        mine = stated(self.own)
        found = [
            (sign * value, name, n) for name, n in self.others
            if mine is not None and (value := stated(n)) is not None and n.dimension() == self.own.dimension()
            and sign * value > sign * mine and not n.interval().meets(self.own.interval())
        ]
        return max(found, key=lambda f: f[0])[1:] if found else None


def _clause(text: str, claim: re.Match[str]) -> tuple[int, int]:
    """From the stop before the claim to the stop behind it: 完成率最高的是甲镇."""
    start = max(text.rfind(c, 0, claim.start()) for c in _STOPS) + 1
    ends = [i for c in _STOPS if (i := text.find(c, claim.end())) >= 0]
    return start, min(ends, default=len(text))


def _named(names: Iterable[str], said: str) -> str | None:
    """The one of the names that the clause tells; ``None`` where it tells none or several."""
    told = [n for n in names if len(n) >= _SHORTEST and n in said]
    longest = [n for n in told if not any(n != m and n in m for m in told)]
    return longest[0] if len(longest) == 1 and said.count(longest[0]) == 1 else None


def _in_table(grid: Grid, passage: Passage, said: str, end: int) -> _Rank | None:
    rows = [r for r in grid.rows if not r.total and not r.printed.startswith("其中")]
    name = _named({r.name for r in rows}, said)
    own = [r for r in rows if r.name == name]
    if len(own) != 1:
        return None
    column = _column(grid, own[0], passage, said.replace(own[0].name, ""), end)
    if column is None or column not in own[0].numbers:
        return None
    level = _level(own[0])
    others = tuple((r.name, r.numbers[column]) for r in rows if r is not own[0] and column in r.numbers and _level(r) == level)
    return _Rank(own[0].numbers[column], others) if len(others) >= _FEWEST - 1 else None


def _column(grid: Grid, row: Row, passage: Passage, said: str, end: int) -> int | None:
    """The column whose head the clause tells, else the one in which the row has the figure told right behind."""
    named = [i for i, path in grid.paths.items() if path and len(head(path[-1])) >= _SHORTEST and head(path[-1]) in said]
    if named:
        return named[0] if len(named) == 1 else None
    behind = next((n for n in passage.numbers if n.quantity.start >= end), None)
    if behind is None or not _REACH.fullmatch(passage.text[end : behind.quantity.start]):
        return None
    equal = [i for i, n in row.numbers.items() if n.point is not None and n.point == behind.point and n.dimension() == behind.dimension()]
    return equal[0] if len(equal) == 1 else None


def _level(row: Row) -> str:
    """How the row is numbered: rows of another level are sums or parts of these."""
    numbering = row.printed[: len(row.printed) - len(row.printed.lstrip(_NUMBERING))]
    return _ONES.sub("1", numbering)


def _in_list(passage: Passage, said: str, start: int) -> _Rank | None:
    """甲30件、乙50件、丙20件，其中甲最多."""
    before = [g for g in passage.groups if g.children[-1].mention.quantity.end <= start]
    if not before:
        return None
    children = {c.label: c for c in before[-1].children if c.plain}
    name = _named(children, said)
    if name is None or len(children) < _FEWEST or len(_BESIDE.sub("", said.replace(name, ""))) > 0:
        return None
    others = tuple((label, passage.number(c.mention)) for label, c in children.items() if label != name)
    return _Rank(passage.number(children[name].mention), others)
