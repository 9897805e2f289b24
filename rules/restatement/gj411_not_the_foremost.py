"""GJ411 not-the-foremost 说是最高、最多的，表中另有更高、更多的."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from msgspec import Struct

from gouji.audit.finding import Defect, Evidence, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Paragraph
from gouji.extract.facts.forms.cells import head, label
from gouji.extract.facts.grids import Grid, Row, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.claim import OPPOSITE
from gouji.extract.facts.prose.cues import cues
from gouji.rules.cells import stated

_FOREMOST = re.compile(r"最(?P<way>[高多大长快低少小短慢])(?=[的，,。；;（(]|[为是达]|$)")
_QUARTER = re.compile(r"[一二三四]季度$")
_STOPS = "。；;！，,：:（("
_REACH = re.compile(r"(?:的[为是]?|[为是])?[一-鿿]{0,12}[，,（(]?(?:[为是]|达到?|仅?为|完成率|占比?|增长|共)?")
_BESIDE = re.compile(r"其中|数量|金额|占比|最.|以|的|[是为]|“|”")
_NUMBERING = "一二三四五六七八九十0123456789（）().、．"
_ONES = re.compile(r"[一二三四五六七八九十]+|\d")
_MORE = "高多大长快"
_GROWTH = re.compile(r"增速|增幅|涨幅|增长率?最|升幅")
_GROWTH_HEAD = re.compile(r"增长|增速|增幅|±|涨跌|升降|增减[^额数量]*[%％]")
_MONEY = re.compile(r"支出|投入|资金|金额|费用|花费|投资|收入")
_OPPOSITE = dict(zip("高多大长快低少小短慢", "低少小短慢高多大长快", strict=True))
_TOLD = re.compile(r"(?:的)?(?:[为是]|分别为)?[一-鿿“”]{0,12}[，,（(]?(?:[为是达]|达到|仅|只有)?")
_ENDS = "。！？!?\n"
_RATE = "率"
_SHORTEST, _FEWEST, _REST = 2, 3, 4
_WORKED_OUT = re.compile(r"[率比均增降减差幅不未非无缺超退余节逾欠速难]")
"""不合格率最高, 增量最大: of what the table does not print."""
_NEAR = 2
"""So many blocks from a table a sentence speaks of it without naming its column."""


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
            measure, since = "", 0
            for claim in _FOREMOST.finditer(passage.text):
                start, end = _clause(passage.text, claim)
                own = passage.text[start : claim.start()]
                before = passage.text[passage.text.rfind("。", 0, start) + 1 : start]
                if own and since and _RATE not in own and _RATE in before and "最" in before:
                    own = _RATE + own  # 决策类得分率最高，产出类最低
                measure = own if own or "。" in passage.text[since:start] else measure  # 进度最快的是甲，最慢的是乙
                since = claim.end()
                yield from _one(block, passage, claim, (start, end), measure, tables)
            yield from _opposed(passage)


def _one(
    block: Paragraph, passage: Passage, claim: re.Match[str], place: tuple[int, int], measure: str, tables: Sequence[Grid]
) -> Iterator[Defect]:
    start, end = place
    said = passage.text[start:end]
    ranks = [r for g in tables if (r := _in_table(g, passage, said, measure, claim.end())) is not None]
    ranks = ranks or [r for r in (_in_list(passage, said, start),) if r is not None]
    ranks = ranks or [r for g in tables if 0 < abs(passage.block - g.form.block) <= _NEAR and (r := _in_no_column(g, said, claim["way"])) is not None]
    beyond = [(r, more) for r in ranks if (more := r.beyond(claim["way"]))]
    if not beyond or len(beyond) < len(ranks):
        return
    rank, (name, first) = beyond[0]
    if _RATE in measure and rank.own.dimension() in ("分", "元"):
        return  # 决策类得分率最高，产出类最低: by their rates, not by their points
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


def _in_table(grid: Grid, passage: Passage, said: str, measure: str, end: int) -> _Rank | None:
    rows = [r for r in grid.rows if not r.total and not r.printed.startswith(("其中", "其他", "其它", "其余"))]
    name = _named({r.name for r in rows}, said)
    own = [r for r in rows if r.name == name]
    if len(own) != 1:
        return None
    column = _column(grid, own[0], passage, said.replace(own[0].name, ""), measure.replace(own[0].name, ""), end)
    if column is None or column not in own[0].numbers:
        return None
    level = _level(own[0])
    others = tuple((r.name, r.numbers[column]) for r in rows if r is not own[0] and column in r.numbers and _level(r) == level)
    return _Rank(own[0].numbers[column], others) if len(others) >= _FEWEST - 1 else None


def _in_no_column(grid: Grid, said: str, way: str) -> _Rank | None:
    """接待量最多的是东山森林公园, right below a table in none of whose columns it is: whatever the measure is called there."""
    rows = [r for r in grid.rows if not r.total and not r.printed.startswith(("其中", "其他", "其它", "其余"))]
    name = _named({r.name for r in rows}, said)
    own = [r for r in rows if r.name == name]
    if len(own) != 1 or len({_level(r) for r in rows}) > 1 or _WORKED_OUT.search(said.replace(own[0].name, "")):
        return None
    ranks = [_Rank(n, tuple((r.name, r.numbers[i]) for r in rows if r is not own[0] and i in r.numbers)) for i, n in own[0].numbers.items()]
    amounts = [r for r in ranks if r.own.dimension() != "1"]
    beaten = all(len(r.others) == len(rows) - 1 and r.beyond(way) is not None for r in ranks)
    return (amounts or ranks)[-1] if ranks and beaten else None


def _column(grid: Grid, row: Row, passage: Passage, said: str, measure: str, end: int) -> int | None:
    """The column whose head the clause tells, else the one in which the row has the figure told right behind."""
    heads = {i: head(path[-1]) for i, path in grid.paths.items() if path and len(head(path[-1])) >= _SHORTEST}
    for told in (said, measure):
        if named := [i for i, h in heads.items() if h in told and told[told.find(h) - 1 : told.find(h)] not in OPPOSITE]:
            longest = [i for i in named if not any(heads[i] != heads[k] and heads[i] in heads[k] for k in named)]
            return longest[0] if len(longest) == 1 else None
    if _GROWTH.search(said):  # 增速最快的是大米: 比上年±%
        grown = [i for i, h in heads.items() if _GROWTH_HEAD.search(h)]
        return grown[0] if len(grown) == 1 else None
    behind = next((n for n in passage.numbers if n.quantity.start >= end), None)
    if behind is None or not _REACH.fullmatch(passage.text[end : behind.quantity.start]):
        return _counted(grid, row, passage.text[passage.text.rfind("。", 0, end) + 1 : end])
    equal = [i for i, n in row.numbers.items() if n.point is not None and n.point == behind.point and n.dimension() == behind.dimension()]
    return equal[0] if len(equal) == 1 else None


def _counted(grid: Grid, row: Row, sentence: str) -> int | None:
    """补助人次甲镇最多: the column of what the sentence counts; of 春季（人次）, 秋季（人次）, 合计（人次） their sum."""
    found = [i for i, n in row.numbers.items() if i in grid.paths and n.unit and len(n.unit) >= _SHORTEST and n.unit in sentence]
    if len(found) > 1:
        found = [i for i in found if grid.paths[i] and label(grid.paths[i][-1]).total]
    return found[0] if len(found) == 1 else None


def _level(row: Row) -> str:
    """How the row is numbered: rows of another level are sums or parts of these."""
    numbering = row.printed[: len(row.printed) - len(row.printed.lstrip(_NUMBERING))]
    return _ONES.sub("1", numbering)


def _in_list(passage: Passage, said: str, start: int) -> _Rank | None:
    """商品类52件、服务类38件、网络类30件，以商品类最多; 甲满意度93.4%、乙满意度92.1%、丙满意度95.8%。丙评价最高: of a row told shortly before."""
    sentence = sum(c in _ENDS for c in passage.text[:start])
    wholes = {id(g.parent) for g in passage.groups}
    lists = [{c.mention.at for c in g.children} for g in passage.groups if len(g.children) >= _FEWEST]
    told = {x.mention.at: (x.label, x.mention) for x in passage.items if x.plain and not x.total and id(x) not in wholes}
    rates = [(x, a) for x in passage.items for a in x.of("rate")]
    common = Counter(a.label for _, a in rates)  # 决策13.5分，得分率90.00%；过程22.42分，得分率89.68%: whose rates they are
    told |= {at: (quarter[0], m) for at, (label, m) in told.items() if (quarter := _QUARTER.search(label))}
    told |= {a.mention.at: (x.label if common[a.label] >= _FEWEST else a.label, a.mention) for x, a in rates}
    near = [
        (label, passage.number(m)) for _, (label, m) in sorted(told.items())
        if m.quantity.end <= start and sentence - m.sentence <= 1 and label and not m.depth
    ]
    at = {passage.number(m).id: m.at for _, m in told.values()}
    found = []
    for dimension in dict.fromkeys(n.dimension() for _, n in near):
        row = [(label, n) for label, n in near if n.dimension() == dimension]
        own = next((m for m in reversed(lists) if any(at[n.id] in m for _, n in row)), None)
        row = [(label, n) for label, n in row if own is None or at[n.id] in own]
        if not dimension or (_MONEY.search(said) and dimension != "元"):
            continue  # 猪肉支出最大: not by weight
        tail = _tail([label for label, _ in row])
        tail = tail if all(len(label) - len(tail) >= _SHORTEST for label, _ in row) else ""
        names = {label.removesuffix(tail): n for label, n in row}
        name = _named(names, said)
        rest = "" if name is None else _BESIDE.sub("", said.replace(name, "").replace(tail or "\0", ""))
        if _RATE in rest and dimension != "1":
            continue  # 一季度投诉率最高: not by the number of complaints
        if name is not None and len(names) == len(row) >= _FEWEST and len(rest) <= _REST and not (cues().up.search(rest) or cues().down.search(rest)):
            found.append(_Rank(names[name], tuple((n, number) for n, number in names.items() if n != name)))
    return found[0] if len(found) == 1 else None


def _tail(labels: Sequence[str]) -> str:
    """What all of them end in."""
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*(label[::-1] for label in labels), strict=False))
    return "".join(signs[0] for signs in alike)[::-1]


def _opposed(passage: Passage) -> Iterator[Defect]:
    """最多的为甲社区（708件），最少的是乙社区（796件）: the least is more than the most."""
    claims = list(_FOREMOST.finditer(passage.text))
    for a, b in pairwise(claims):
        if _OPPOSITE.get(a["way"]) != b["way"] or "。" in passage.text[a.end() : b.start()]:
            continue
        told = [n for m in (a, b) if (n := next((n for n in passage.numbers if n.quantity.start >= m.end()), None)) is not None]
        if len(told) < len((a, b)) or told[0].quantity.end > b.start() or told[0].dimension() != told[1].dimension():
            continue
        between = [passage.text[m.end() : n.quantity.start] for m, n in zip((a, b), told, strict=True)]
        most, least = told if a["way"] in _MORE else told[::-1]
        if all(_TOLD.fullmatch(t) for t in between) and (stated(most) or 0) < (stated(least) or 0) and not most.interval().meets(least.interval()):
            yield Defect(
                (cite(least), cite(most, "secondary")), {"a": f"最{b['way']}{told[1].raw}", "b": f"最{a['way']}{told[0].raw}"},
                computation=f"{least.raw}>{most.raw}",
            )
