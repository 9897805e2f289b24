"""Sums over columns under shared heads, row formulas, subject codes and rows that only count the columns."""

from __future__ import annotations

from made_tables import Spec, grid, read, shown

from gouji.extract.facts.build import facts_of
from gouji.extract.readers import read_bytes

HEADS: list[list[Spec]] = [
    [("预算数", 1, 6), ("决算数", 1, 6)],
    [("合计", 2, 1), ("出国费", 2, 1), ("公务用车费", 1, 3), ("接待费", 2, 1)] * 2,
    ["小计", "购置费", "运行费"] * 2,
]


def _sums(*rows: list[Spec]) -> set[tuple[str, tuple[str, ...], bool]]:
    form = read(grid([*HEADS, *rows]))[0]
    return {(shown(t.total), tuple(shown(p) for p in t.parts), t.complete) for t in form.totals}


def test_the_total_adds_up_the_groups_and_the_subtotal_its_group() -> None:
    found = _sums(["23.00", "2.00", "17.00", "5.00", "12.00", "4.00", "16.95", "1.00", "15.95", "4.00", "11.95", "0.00"])
    assert found == {
        ("23.00", ("2.00", "17.00", "4.00"), True), ("17.00", ("5.00", "12.00"), True),
        ("16.95", ("1.00", "15.95", "0.00"), True), ("15.95", ("4.00", "11.95"), True),
    }


def test_one_broken_sum_among_those_that_hold_is_declared() -> None:
    found = _sums(["24.00", "2.00", "17.00", "5.00", "12.00", "4.00", "16.95", "1.00", "15.95", "4.00", "11.95", "0.00"])
    assert ("24.00", ("2.00", "17.00", "4.00"), True) in found


def test_where_most_sums_fail_the_heads_were_misread_and_nothing_is_declared() -> None:
    found = _sums(["9", "2", "3", "3", "9", "4", "9", "1", "5", "4", "4", "8"])
    assert not any(complete for *_, complete in found)


def test_formulas_beside_the_rows_are_sums() -> None:
    form = read(grid([
        ["项目", "公式", "本地区", "本级"],
        ["一、债务限额", "A=B+C", "502", "300"],
        ["其中：一般债务", "B", "229", "120"],
        ["专项债务", "C", "273", "180"],
    ]))[0]
    found = {(shown(t.total), tuple(shown(p) for p in t.parts)) for t in form.totals if t.kind == "formula"}
    assert found == {("502", ("229", "273")), ("300", ("120", "180"))}


def _kinds(page: str) -> dict[str, str]:
    facts = facts_of(read_bytes(f"<html><body><table>{page}</table></body></html>".encode(), "t.html"))
    return {n.raw: n.quantity.kind for n in facts.numbers}


def test_subject_codes_are_references() -> None:
    row = "<tr><td>功能分类科目编码</td><td>科目名称</td><td>决算数</td></tr><tr><td>2050202</td><td>小学教育</td><td>430.5</td></tr>"
    assert _kinds(row) == {"2050202": "reference", "430.5": "quantity"}


def test_a_row_that_counts_the_columns_holds_ordinals() -> None:
    heads = "<tr><td>单位</td><td>预算数</td><td>执行数</td><td>结余数</td></tr>"
    counted = "<tr><td>栏次</td><td>1</td><td>2</td><td>3=1-2</td></tr>"
    figures = "<tr><td>一中</td><td>40</td><td>38</td><td>17</td></tr>"
    found = _kinds(heads + counted + figures)
    assert found["40"] == found["38"] == found["17"] == "quantity"
    assert found["1"] == found["2"] == "ordinal"


def test_a_short_row_of_small_counts_stays_figures() -> None:
    heads = "<tr><td>单位</td><td>一季度</td><td>二季度</td><td>三季度</td></tr>"
    assert set(_kinds(heads + "<tr><td>一中</td><td>1</td><td>2</td><td>3</td></tr>").values()) == {"quantity"}
