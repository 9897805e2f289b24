"""Any table can be read: odd ones without a crash, big ones in time that grows with their size."""

from __future__ import annotations

import gc
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from made_tables import document, dump, grid, read

from gouji.extract.document import Cell, Document, Table, Text
from gouji.extract.facts.forms import read_forms
from gouji.extract.numbers import quantities

WORDS = (
    "", " ", "/", "合计", "小计", "总分", "其中：财政拨款", "    印刷费", "一、收入", "1、工资", "2、津贴", "年度资金总额", "项目资金（万元）",
    "年初预算数", "全年执行数", "分值", "得分", "一级指标", "三级指标", "年度指标值", "实际完成值", "产出指标（50分）", "按支出性质分：",
    "其中：基本支出：12.5", "2023年", "12", "3.50", "100%", "≥95%", "390390100%", "东江省合计", "C=A+B", "A", "B", "栏次", "1", "…",
    "项目名称", "绩效指标", "达成预期指标，质量良好", "2023年12月底前", "单位：万元",
)
ROWS = st.lists(st.lists(st.sampled_from(WORDS), max_size=7), max_size=9)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_ragged_tables_of_anything_are_read(rows: list[list[str]]) -> None:
    cells = tuple(Cell(r, c, Text(t)) for r, row in enumerate(rows) for c, t in enumerate(row))
    form = read("附表", Table(0, cells, ragged=True))[0]
    places = {(c.row, c.column) for c in cells}
    assert set(form.contexts) <= places
    assert all({(p.row, p.column) for p in (t.total, *t.parts)} <= places for t in form.totals)
    assert all(t.total not in t.parts for t in form.totals)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 3), st.integers(1, 3)), max_size=5), max_size=7))
def test_grids_with_any_merges_are_read(rows: list[list[tuple[str, int, int]]]) -> None:
    form = read("附表", grid(rows))[0]
    assert set(form.contexts) <= {(c.row, c.column) for c in form.table.cells}


def test_a_document_without_tables_has_no_forms() -> None:
    assert read("没有表格。") == ()


def seconds(rows: list[list[str]]) -> tuple[float, float]:
    """Processor seconds of reading the numerals of a table's cells, and of reading the table: the least of three looks.

    No collection in between: what it costs hangs on how much the tests before have left behind.
    """
    made = document("分配表 单位：万元", dump(rows))
    looks = [_once(made) for _ in range(3)]
    return min(a for a, _ in looks), min(b for _, b in looks)


def _once(made: Document) -> tuple[float, float]:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        found = {(1, c.row, c.column): tuple(quantities(c.text.string, cell=True)) for c in made.tables[0].cells}
        between = time.process_time()
        read_forms(made, found)
        return between - start, time.process_time() - between
    finally:
        gc.enable()


def regions(cities: int) -> list[list[str]]:
    rows = [["地区", "合计下达", "提前下达", "本次下达", "备注"]]
    for i in range(cities):
        rows.append([f"第{i}市合计", str(9 * (2 * i + 3)), str(9 * i), str(9 * (i + 3)), ""])
        rows += [[f"第{i}市{k}县", str(2 * i + 3), str(i), str(i + 3), ""] for k in range(9)]
    return rows


def test_reading_a_table_costs_no_more_than_a_few_times_its_numerals() -> None:
    numerals, table = seconds(regions(400))
    assert table < 6 * numerals


def test_time_grows_with_size_not_with_its_square() -> None:
    (_, small), (_, large) = seconds(regions(50)), seconds(regions(400))
    assert large < 30 * max(small, 0.01)
