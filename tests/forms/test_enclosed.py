"""Rows that a merged cell beside them holds together, heads beside a corner cell, sums that hold to the unit."""

from __future__ import annotations

from made_tables import grid, ragged, read, shown

from gouji.extract.facts.forms.counted import adds_up_to_the_unit, is_bare_whole
from gouji.extract.facts.model import Form
from gouji.extract.numbers import quantities


def _requests() -> Form:
    """The yearly table of requests for information: heads of three rows beside a note, results beside a merged cell."""
    rows = [
        [("第一项加第二项之和，等于第三项加第四项之和", 3, 3), ("申请人情况", 1, 4)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 2), ("总计", 2, 1)],
        ["企业", "社团"],
        [("一、本年新收申请数量", 1, 3), "14", "3", "1", "18"],
        [("二、上年结转申请数量", 1, 3), "2", "0", "0", "2"],
        [("三、本年度办理结果", 7, 1), ("（一）予以公开", 1, 2), "6", "1", "1", "8"],
        [("（二）部分公开", 1, 2), "2", "0", "0", "2"],
        [("（三）不予公开", 2, 1), "1.属于国家秘密", "1", "0", "0", "1"],
        ["2.保护第三方权益", "2", "1", "0", "3"],
        [("（四）无法提供", 2, 1), "1.本机关不掌握", "3", "0", "0", "3"],
        ["2.没有现成信息", "1", "1", "0", "2"],
        [("（五）总计", 1, 2), "15", "3", "1", "19"],
        [("四、结转下年度继续办理", 1, 3), "1", "0", "0", "1"],
    ]
    return read(grid(rows))[0]


def _sums(form: Form) -> set[tuple[str, tuple[str, ...]]]:
    return {(shown(t.total), tuple(shown(p) for p in t.parts)) for t in form.totals if t.complete}


def test_the_sum_of_the_rows_a_merged_cell_encloses() -> None:
    assert ("15", ("6", "2", "1", "2", "3", "1")) in _sums(_requests())


def test_a_numbered_head_without_figures_ends_the_entry_before_it() -> None:
    assert all(t.kind != "outline" for t in _requests().totals if t.complete)


def test_heads_of_several_rows_beside_a_corner_cell() -> None:
    form = _requests()
    assert ("18", ("14", "3", "1")) in _sums(form)
    assert form.contexts[3, 5].indicator.startswith("本年新收申请数量")


def test_new_and_carried_over_less_what_is_left_is_what_was_settled() -> None:
    signed = {(shown(t.total), tuple(shown(p) for p in t.parts), t.signs) for t in _requests().totals if t.signs}
    assert ("19", ("18", "2", "1"), (1, 1, -1)) in signed


def _counted(text: str) -> bool:
    form = read(ragged(text))[0]
    found = {
        (form.block, c.row, c.column): tuple(quantities(c.text.string, cell=True)) for c in form.table.cells
    }
    return adds_up_to_the_unit(form, found)


def test_bare_whole_numbers_that_always_add_up_are_counts() -> None:
    assert _counted("""
学校 | 男生 | 女生 | 合计
一小 | 120 | 110 | 230
二小 | 88 | 90 | 178
三小 | 45 | 51 | 96
合计 | 253 | 251 | 504
""")


def test_amounts_rounded_to_the_unit_are_none() -> None:
    assert not _counted("""
乡镇 | 补助 | 自筹 | 合计
甲镇 | 120 | 110 | 231
乙镇 | 88 | 90 | 177
丙镇 | 45 | 51 | 96
合计 | 253 | 251 | 504
""")


def test_a_figure_with_a_unit_or_decimals_is_no_bare_whole_number() -> None:
    assert [is_bare_whole(quantities(t, cell=True)[0]) for t in ("43", "43件", "43.0")] == [True, False, False]


def test_codes_before_the_names_tell_the_levels() -> None:
    form = read(ragged("""
功能科目名称 | 合计 | 基本支出 | 项目支出
合计 | 900 | 700 | 200
[208]社会保障支出 | 500 | 400 | 100
[20805]养老支出 | 500 | 400 | 100
[2080501]离退休 | 300 | 250 | 50
[2080505]养老保险 | 200 | 150 | 50
[210]卫生健康支出 | 400 | 300 | 100
[21011]行政单位医疗 | 400 | 300 | 100
"""))[0]
    assert ("900", ("500", "400")) in _sums(form)
    assert ("500", ("300", "200")) in _sums(form)
    assert form.family != "G"


def test_a_subtotal_of_columns_ends_where_its_rows_say() -> None:
    form = read(ragged("""
科目 | 合计 | 基本支出小计 | 人员经费 | 公用经费 | 项目支出
教育支出 | 1000 | 600 | 450 | 150 | 400
农林水支出 | 800 | 300 | 210 | 90 | 500
卫生支出 | 500 | 320 | 250 | 70 | 180
"""))[0]
    assert ("600", ("450", "150")) in _sums(form)
    assert any(total == "1000" for total, _ in _sums(form))


def test_a_second_list_of_which_splits_the_same_total() -> None:
    form = read(ragged("""
指标 | 年末数（万人）
常住人口 | 211.36
其中：城镇 | 128.72
乡村 | 82.64
其中：男性 | 107.65
女性 | 103.71
"""))[0]
    assert ("211.36", ("107.65", "103.71")) in _sums(form)


def test_a_reason_below_a_head_over_two_columns_is_read() -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", ("偏差原因分析及改进措施", 1, 2)],
        [("产出指标", 2, 1), ("数量指标", 2, 1), "维修水库", "10座", "9座", "5", "4.5", ("鉴定滞后，次年实施", 1, 2)],
        ["整治山塘", "24座", "24座", "5", "5", ("", 1, 2)],
    ]
    form = read(grid(rows))[0]
    assert next(shown(i.reason) for i in form.indicators) == "鉴定滞后，次年实施"
