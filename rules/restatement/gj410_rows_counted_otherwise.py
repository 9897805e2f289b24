"""GJ410 rows-counted-otherwise 正文所说的项数与表中数出的不符."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gouji.audit.choose import held
from gouji.audit.constraint import Constraint, counts_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.document import Cell
from gouji.extract.facts.forms.cells import head, label
from gouji.extract.facts.grids import Grid, grids
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.rational import Fraction
from gouji.rules.cells import plain, stated

_NAMED = re.compile(r"([一-鿿]{2,8}?)(?:在|为|均)?$")
_BETWEEN = re.compile(r"[（(]?(?:含|不含)?[）)]?(?P<side>及?以[上下])?的?(?:[一-鿿]{0,8}?)(?:有|共|为)?")
_BELOW, _ABOVE = ("低于", "不足", "未达", "小于", "以下", "不满", "＜", "<"), ("高于", "超过", "大于", "达到", "以上", "不低于", "≥", "＞", ">")
_GRADE = re.compile(r"(?:等[级次]|评[级价])[为是][“\"「]?(?P<grade>优秀|优|良好|良|中等|中|合格|较差|差|不合格)[”\"」]?的?(?:[一-鿿]{0,6})$")
_NEXT = re.compile(r"[、，和及][“\"「]?(?P<grade>优秀|优|良好|良|中等|中|合格|较差|差|不合格)[”\"」]?的?(?:[一-鿿]{0,6})$")
_GRADES = {"优秀": "优", "良好": "良", "中等": "中"}
_GREW = re.compile(r"[一-鿿]{0,8}?(?:(?P<up>增长|上升|增加|提高|增产)|下降|减少|降低|回落|减产|负增长)(?![幅率])")
_GROWTH_HEAD = re.compile(r"增长|增速|增幅|±|涨跌|升降|增减")
_FEWEST, _NEAR = 3, 2


@rule(
    "GJ410", "rows-counted-otherwise", severity="warning",
    zh="{label}写为{stated}，按表中各行数出为{computed}", en="{label} is stated as {stated}; the rows of the table make {computed}",
    title_zh="正文所说的项数与表中数出的不符", title_en="A number of items differs from the rows of the table",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 正文说“执行率低于90%的项目4个”“等级为优的3个”“4种增长、2种下降”，与表中该栏符合条件的行数一致。

    为什么重要: 这类归纳数据是评价结论，表改了、归纳没有改，是常见的差错。
    何时不算错: 表中没有这一栏、有几张表都有这一栏、表未列全；恰好等于界限的行两种算法都可以。
    """
    tables = [g for g in grids(facts) if sum(not r.total for r in g.rows) >= _FEWEST]
    if not tables:
        return
    graded = [c for form in facts.forms for c in _grades(form.table.rows)]
    for passage in facts.passages:
        if passage.cell is None:
            yield from _by_bound(passage, tables)
            if len(graded) == 1 and len(graded[0]) >= _FEWEST:
                yield from _by_grade(passage, graded[0])
            yield from _by_way(passage, tables)


def _by_bound(passage: Passage, tables: Sequence[Grid]) -> Iterator[Constraint]:
    """执行率低于90%的项目4个."""
    numbers = [n for n in passage.numbers if n.is_quantity]
    for bound, count in pairwise(numbers):
        between = _BETWEEN.fullmatch(passage.text[bound.quantity.end : count.quantity.start])
        edge = bound.quantity.low if bound.quantity.low is not None else bound.quantity.high
        if between is None or edge is None or bound.dimension() not in ("1", "分") or not _is_count(count):
            continue
        side = _side(bound.raw + (between["side"] or ""))
        named = _NAMED.search(passage.text[: bound.quantity.start])
        if not side or named is None:
            continue
        found = [c for g in tables if (c := _rows(g, passage.text[: bound.quantity.start], Fraction(edge) * bound.factor(), side)) is not None]
        if len(found) == 1 and any(found[0]):
            yield _closest(count, found[0])


def _by_way(passage: Passage, tables: Sequence[Grid]) -> Iterator[Constraint]:
    """6种产品中，4种产量增长、2种下降: the signs of the only column of growth of the table right before or behind."""
    told = [(n, w) for n in passage.numbers if n.is_quantity and _is_count(n) and (w := _GREW.match(passage.text, n.quantity.end)) is not None]
    for (up, a), (down, b) in pairwise(told):
        apart = passage.text[a.end() : down.quantity.start]
        near = [g for g in tables if abs(g.form.block - passage.block) <= _NEAR]
        if not a["up"] or b["up"] or len(apart) > 1 or up.unit != down.unit or len(near) != 1:
            continue
        columns = [i for i, name in near[0].heads.items() if _GROWTH_HEAD.search(head(name)) or _GROWTH_HEAD.search(name)]
        rows = [r for r in near[0].rows if not r.total]
        values = [stated(n) for r in rows if len(columns) == 1 and (n := r.numbers.get(columns[0])) is not None]
        whole = (up.point or 0) + (down.point or 0)
        if len(values) == len(rows) == whole and None not in values:
            grown = sum((v or 0) > 0 for v in values)
            yield counts_to(up, grown, cue="表中增长的行数")
            yield counts_to(down, sum((v or 0) < 0 for v in values), cue="表中下降的行数")


def _is_count(number: Number) -> bool:
    return number.quantity.step is None and stated(number) is not None and number.dimension() not in ("元", "1", "分", "")


def _side(text: str) -> str:
    if any(w in text for w in _BELOW):
        return "" if "不低于" in text else "below"
    return "above" if any(w in text for w in _ABOVE) else ""


def _rows(grid: Grid, before: str, edge: Fraction, side: str) -> tuple[int, int] | None:
    """How many rows are beyond the bound, without and with those that stand on it; ``None`` for another table."""
    columns = [i for i, name in grid.heads.items() if len(head(name)) > 1 and before.endswith(head(name))]
    if len(columns) != 1:
        return None
    values = [
        Fraction(n.quantity.value) * n.factor() for r in grid.rows if not r.total
        if (n := r.numbers.get(columns[0])) is not None and n.quantity.value is not None
    ]
    if len(values) < sum(not r.total for r in grid.rows):
        return None
    beyond = sum(v < edge if side == "below" else v > edge for v in values)
    return beyond, beyond + sum(v == edge for v in values)


def _closest(count: Number, offered: Sequence[int]) -> Constraint:
    """The reading that holds, else the plain one."""
    ways = [counts_to(count, k, cue="表中行数") for k in offered]
    return next((w for w in ways if held(w)), ways[0])


def _by_grade(passage: Passage, grades: Sequence[str]) -> Iterator[Constraint]:
    """等级为“优”的4个、“良”的2个."""
    told = False
    for number in passage.numbers:
        found = (_NEXT if told else _GRADE).search(passage.text[: number.quantity.start]) or _GRADE.search(passage.text[: number.quantity.start])
        told = found is not None and number.is_quantity and _is_count(number)
        if told and found is not None:
            grade = _GRADES.get(found["grade"], found["grade"])
            yield counts_to(number, grades.count(grade), cue=f"等级为{grade}")


def _grades(rows: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    """The grades below each head 等级."""
    for r, row in enumerate(rows[:-1]):
        for i, cell in enumerate(row):
            if plain(cell) not in ("等级", "等次", "评价等级", "自评等级", "评级"):
                continue
            below = [plain(k[i]) for k in rows[r + 1 :] if i < len(k) and not label(plain(k[0])).total]
            found = [_GRADES.get(g, g) for g in below if g]
            if found and all(g in ("优", "良", "中", "差", "合格", "不合格", "较差") for g in found):
                yield found
