"""Which cells a table says are sums of which others, and when the list of parts is closed."""

from __future__ import annotations

from made_sheets import SHEETS
from made_tables import grid, ragged, read, shown

from gouji.extract.facts.model import Form, Total


def form_of(text: str, *above: str) -> Form:
    return read(*above, ragged(text))[0]


def told(totals: tuple[Total, ...]) -> list[tuple[str, list[str], bool]]:
    return [(shown(t.total), [shown(p) for p in t.parts], t.complete) for t in totals]


def test_a_last_row_adds_up_the_rows_above_it() -> None:
    form = form_of("""
乡镇 | 户数 | 补助金额
东溪镇 | 120 | 36.5
西溪镇 | 80 | 24.1
南溪乡 | / | —
合计 | 200 | 60.6
""")
    assert told(form.totals) == [("200", ["120", "80"], True), ("60.6", ["36.5", "24.1"], True)]


def test_a_sum_that_does_not_hold_is_still_told() -> None:
    form = form_of("""
乡镇 | 补助金额
东溪镇 | 36.5
西溪镇 | 24.1
合计 | 61.6
""")
    assert told(form.totals) == [("61.6", ["36.5", "24.1"], True)]


def test_rates_prices_and_numbering_are_not_added_up() -> None:
    form = form_of("""
序号 | 单位 | 预算数 | 执行数 | 执行率 | 人均标准
1 | 一中 | 40 | 38 | 95% | 500
2 | 二中 | 60 | 60 | 100% | 600
 | 合计 | 100 | 98 | 98% | 560
""")
    assert told(form.totals) == [("100", ["40", "60"], True), ("98", ["38", "60"], True)]


def test_regional_sums_stand_before_their_counties_level_by_level() -> None:
    form = form_of("""
地区 | 已预下达 | 本次下达 | 合计下达
东江省合计 | 100 | 50 | 150
河阳市合计 | 60 | 20 | 80
桥头区 | 40 | 15 | 55
柳林县 | 20 | 5 | 25
湖阳市合计 | 40 | 30 | 70
湖口县 | 40 | 30 | 70
""")
    rows = [t for t in form.totals if t.kind == "rows"]
    assert told(tuple(t for t in rows if t.total.column == 1)) == [
        ("100", ["60", "40"], True), ("60", ["40", "20"], True), ("40", ["40"], True),
    ]
    columns = [t for t in form.totals if t.kind == "columns"]
    assert [shown(t.total) for t in columns] == ["150", "80", "55", "25", "70", "70"]
    assert all(t.complete for t in columns)


def test_one_broken_county_among_many_is_evidence() -> None:
    form = form_of("""
地区 | 已预下达 | 本次下达
东江省合计 | 100 | 50
河阳市合计 | 60 | 20
桥头区 | 40 | 15
柳林县 | 20 | 6
湖阳市合计 | 40 | 30
湖口县 | 25 | 12
湖滨区 | 15 | 18
""")
    assert ("20", ["15", "6"], True) in told(form.totals)


def test_subtotals_may_stand_below_their_group_and_the_sum_adds_them_only() -> None:
    form = form_of("""
项目 | 金额
甲村道路 | 10
乙村水渠 | 8
小计 | 18
丙村路灯 | 5
丁村广场 | 7
小计 | 12
合计 | 30
""")
    assert sorted(told(form.totals)) == sorted([
        ("30", ["18", "12"], True), ("18", ["10", "8"], True), ("12", ["5", "7"], True),
    ])


def test_sections_sum_their_numbered_entries_and_the_sum_row_adds_sections() -> None:
    form = read(grid(SHEETS["sections"]))[0]
    assert told(tuple(t for t in form.totals if t.total.column == 3)) == [
        ("94", ["37", "57"], True), ("37", ["19", "18"], True), ("57", ["33", "24"], True),
    ]


def test_of_which_rows_that_leave_something_out_stay_open() -> None:
    form = form_of("""
项目 | 2022年决算数 | 2023年决算数
公用经费 | 100 | 120
其中：办公费 | 30 | 40
　　印刷费 | 5 | 6
""")
    assert told(form.totals) == [("100", ["30", "5"], False), ("120", ["40", "6"], False)]


def test_of_which_rows_that_add_up_in_every_column_are_closed() -> None:
    form = form_of("""
项目 | 2022年决算数 | 2023年决算数
公用经费 | 100 | 120
其中：办公费 | 60 | 70
　　印刷费 | 40 | 50
培训费 | 9 | 8
""")
    assert told(form.totals) == [("100", ["60", "40"], True), ("120", ["70", "50"], True)]


def test_a_subtotal_under_of_which_is_found_by_what_holds_in_all_columns() -> None:
    form = read(grid(SHEETS["base data"]))[0]
    found = [(shown(t.total), [shown(p) for p in t.parts]) for t in form.totals if t.cue == "办公经费"]
    assert found == [("40.20", ["25.10", "15.10"]), ("41.00", ["26.00", "15.00"]), ("39.90", ["24.70", "15.20"])]
    whole = [t for t in form.totals if shown(t.total) == "210.00"]
    assert [t.complete for t in whole] == [False]


def test_an_entry_over_its_numbered_list_is_no_sum_unless_a_column_bears_it_out() -> None:
    form = form_of("""
项目 | 2023年决算数
在职人员支出 | 300
1、公务用车 | 12
2、公务接待 | 7
""")
    assert form.totals == ()


def test_header_formulas_give_signs() -> None:
    form = read(grid(SHEETS["formulas"]))[0]
    found = [t for t in form.totals if t.kind == "formula"]
    assert next((shown(t.total), [shown(p) for p in t.parts], t.signs) for t in found) == (
        "530.00", ["500.00", "40.00", "10.00"], (1, 1, -1),
    )


def test_a_difference_in_the_header_is_turned_into_a_sum() -> None:
    form = form_of("""
科目 | 预算数（A） | 支出数（B） | 结余数（C=A-B）
基本支出 | 50 | 45 | 5
项目支出 | 30 | 28 | 2
""")
    assert told(form.totals) == [("50", ["5", "45"], True), ("30", ["2", "28"], True)]


def test_columns_marked_in_a_row_of_their_own() -> None:
    form = form_of("""
科目 | 中央补助 | 省级补助 | 补助总额
栏次 | 1 | 2 | 3=1+2
粮食生产 | 40 | 20 | 60
农机购置 | 15 | 5 | 21
""")
    assert told(form.totals) == [("60", ["40", "20"], True), ("21", ["15", "5"], True)]


def test_a_sum_column_over_one_row_needs_a_common_unit() -> None:
    text = """
单位 | 合计 | 品牌奖补 | 文化项目 | 场所经费
市民宗局 | 58 | 10 | 28 | 25
"""
    assert told(form_of(text, "分配表 单位：万元").totals) == [("58", ["10", "28", "25"], True)]
    assert form_of(text).totals == ()


def test_a_cut_table_closes_nothing_that_may_go_on() -> None:
    form = form_of("""
地区 | 金额
东江省合计 | 100
河阳市合计 | 60
桥头区 | 40
柳林县 | 20
湖阳市合计 | 40
湖口县 | 25 …（摘录至此）
""")
    assert form.truncated
    assert told(form.totals) == [("100", ["60", "40"], False), ("60", ["40", "20"], True), ("40", ["25…（摘录至此）"], False)]


def test_a_header_printed_again_in_the_middle_parts_nothing() -> None:
    form = form_of("""
乡镇 | 户数 | 补助金额
东溪镇 | 120 | 36.5
乡镇 | 户数 | 补助金额
西溪镇 | 80 | 24.1
合计 | 200 | 60.6
""")
    assert told(form.totals) == [("200", ["120", "80"], True), ("60.6", ["36.5", "24.1"], True)]


def test_sums_over_a_page_break_between_tables_stay_open() -> None:
    above = ragged("乡镇 | 户数 | 补助金额\n东溪镇 | 120 | 36.5\n西溪镇 | 80 | 24.1")
    below = ragged("南溪乡 | 10 | 3.0\n合计 | 210 | 63.6")
    assert not any(t.complete for f in read(above, below) for t in f.totals)


def test_sources_by_level_under_a_wider_source_are_its_parts() -> None:
    form = form_of("""
项目资金（万元） | 全年预算数 | 全年执行数 | 执行率
年度资金总额 | 100 | 95 | 95%
财政资金 | 90 | 86 | 95.56%
中央资金 | 50 | 50 | 100%
省级资金 | 40 | 36 | 90%
其他资金 | 10 | 9 | 90%
""")
    assert [f.kind for f in form.funds] == ["total", "part", "subpart", "subpart", "part"]
    assert sorted(told(form.totals)) == sorted([
        ("100", ["90", "10"], True), ("95", ["86", "9"], True), ("90", ["50", "40"], True), ("86", ["50", "36"], True),
    ])


def test_an_empty_total_over_filled_sources_is_told() -> None:
    form = form_of("""
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数
年度资金总额： | 0 | 0 | 0
其中：本年财政拨款 | 202.6 | 132.9 | 132.9
其他资金 |
""")
    assert told(form.totals) == [("0", ["202.6"], True), ("0", ["132.9"], True), ("0", ["132.9"], True)]


def test_a_single_of_which_source_need_not_reach_the_total() -> None:
    form = form_of("""
项目资金（万元） | 全年预算数 | 全年执行数
年度资金总额 | 100 | 95
其中：财政拨款 | 80 | 78
""")
    assert [t.complete for t in form.totals] == [False, False]


def test_glued_figures_are_left_alone_and_named() -> None:
    form = form_of("""
资金（万元） | 全年预算数 | 全年执行数 | 预算执行率
年度资金总额 | 390390100%
其中：中央资金 | 390 | 390 | 100%
其他资金 | 0 | 0 |
""")
    assert [shown(c) for c in form.glued] == ["390390100%"]
    assert form.totals == ()


def test_tables_side_by_side_are_summed_apart() -> None:
    form = read(grid(SHEETS["side by side"]))[0]
    assert sorted(told(form.totals)) == sorted([
        ("425.50", ["410.20", "15.30"], True), ("427.50", ["425.50", "2.00"], True),
        ("425.50", ["300.00", "61.40", "64.10"], True), ("427.50", ["425.50", "2.00"], True),
    ])


def test_a_sum_column_adds_the_subtotal_columns_beside_it() -> None:
    form = read(grid(SHEETS["nested"]))[0]
    assert [t for t in told(form.totals) if t[0] == "70"] == [("70", ["50", "20"], True)]
    assert ("50", ["40", "10"], True) in told(form.totals)


def test_a_sum_row_may_span_the_columns_for_names() -> None:
    form = form_of("""
序号 | 姓名 | 人数 | 标准（元） | 金额（元）
1 | 甲 | 3 | 500 | 1500
2 | 乙 | 2 | 500 | 1000
合计 | 5 | | 2500
""")
    assert told(form.totals) == [("5", ["3", "2"], True), ("2500", ["1500", "1000"], True)]


def test_sources_along_one_row_make_up_their_total() -> None:
    form = form_of("""
项目名称 | 古桥修缮
资金情况（万元） | 年度资金总额： | 30 | 其中：财政拨款 | 26 | 其他资金 | 5
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 修缮古桥 | ≥3座
""")
    assert told(form.totals) == [("30", ["26", "5"], True)]
    total = form.funds[0].cells["budget"]
    found = form.contexts[total.row, total.column]
    assert (found.indicator, found.role, found.unit) == ("年度资金总额", "budget", "万元")


def test_subject_codes_tell_which_rows_lie_inside_others() -> None:
    form = form_of("""
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 100 | 70 | 30
205 | 教育支出 | 80 | 60 | 20
20502 | 普通教育 | 80 | 60 | 20
2050202 | 小学教育 | 50 | 40 | 10
2050203 | 初中教育 | 30 | 20 | 10
208 | 社会保障和就业支出 | 20 | 10 | 10
20805 | 行政事业单位养老支出 | 20 | 10 | 10
""")
    rows = [t for t in form.totals if t.kind != "columns" and t.total.column == 2]
    assert sorted(told(tuple(rows))) == sorted([
        ("100", ["80", "20"], True), ("80", ["80"], True), ("80", ["50", "30"], True), ("20", ["20"], True),
    ])
