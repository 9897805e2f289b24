"""The same sheet reads alike as a true grid and as what a text dump leaves of it."""

from __future__ import annotations

import pytest
from made_sheets import FAMILIES, SHEETS
from made_tables import content, dump, grid, read, shown

from gouji.extract.facts.model import Context, Form

ABOVE = ("附件2", "临溪县2024年度资金情况表", "单位：万元")


def both(name: str) -> tuple[Form, Form]:
    return read(*ABOVE, grid(SHEETS[name]))[0], read(*ABOVE, dump(SHEETS[name]))[0]


def context(form: Form, words: str, row: int | None = None) -> Context:
    """Context of the first cell that prints some words."""
    for cell in form.table.cells:
        if shown(cell) == words and (row is None or cell.row == row):
            return form.contexts[cell.row, cell.column]
    raise AssertionError(words)


@pytest.mark.parametrize("name", SHEETS)
def test_a_grid_and_its_text_dump_say_the_same(name: str) -> None:
    as_grid, as_dump = both(name)
    assert content(as_grid) == content(as_dump)


@pytest.mark.parametrize("name", SHEETS)
def test_the_family_is_recognised_by_its_heads(name: str) -> None:
    assert both(name)[1].family == FAMILIES[name]


def test_a_project_sheet_gives_its_indicators_with_their_levels() -> None:
    form = both("project")[1]
    assert [(i.level1, i.level2, i.name) for i in form.indicators] == [
        ("产出指标", "数量指标", "保洁河道长度"),
        ("产出指标", "数量指标", "清理垃圾量"),
        ("产出指标", "质量指标", "保洁达标率"),
        ("产出指标", "时效指标", "按期完成率"),
        ("效益指标", "社会效益指标", "减少投诉"),
        ("效益指标", "生态效益指标", "水质达标断面"),
        ("满意度指标", "服务对象满意度指标", "群众满意度"),
    ]
    first = form.indicators[0]
    assert [shown(c) for c in (first.target, first.actual, first.weight, first.score, first.reason)] == [
        "≥120公里", "118公里", "15", "14.75", "一段河道封闭施工",
    ]
    assert first.operator == "≥"


def test_a_project_sheet_gives_labels_blocks_and_the_total_row() -> None:
    form = both("project")[0]
    assert {k: shown(c) for k, c in form.labels.items()} == {
        "项目名称": "河道保洁", "主管部门": "清源县水利局", "实施单位": "清源县河道管理所",
    }
    assert [(b.label, shown(b.cell), len(b.indicators)) for b in form.score_blocks] == [
        ("产出指标", "产出指标（50分）", 4), ("效益指标", "效益指标（30分）", 2), ("满意度指标", "满意度指标（10分）", 1),
    ]
    assert (shown(form.total_weight), shown(form.total_score)) == ("100", "99.10")
    assert form.scored and not form.target_only


def test_money_rows_are_told_apart_by_role_and_summed_once_a_column() -> None:
    form = both("project")[0]
    assert [(f.label, f.kind) for f in form.funds] == [
        ("年度资金总额", "total"), ("当年财政拨款", "part"), ("上年结转资金", "part"), ("其他资金", "part"),
    ]
    assert {role: shown(c) for role, c in form.funds[0].cells.items()} == {
        "budget_initial": "80", "budget": "96.5", "executed": "90.2", "weight": "10", "rate": "93.47%", "score": "9.35",
    }
    assert [(shown(t.total), [shown(p) for p in t.parts], t.kind) for t in form.totals] == [
        ("80", ["80", "0"], "funds"), ("96.5", ["90", "6.5"], "funds"), ("90.2", ["85.7", "4.5"], "funds"),
    ]


def test_every_figure_knows_what_it_counts() -> None:
    form = both("project")[1]
    assert context(form, "96.5") == Context("年度资金总额", ("河道保洁",), "budget", "2024", "万元")
    assert context(form, "2130吨").role == "actual"
    assert context(form, "14.75") == Context("保洁河道长度", ("河道保洁", "产出指标", "数量指标"), "score", "2024", "分")
    assert context(form, "产出指标（50分）") == Context("产出指标", ("河道保洁",), "weight", "2024", "分")
    assert context(form, "保洁河道118公里").role == "actual"


def test_weights_may_stand_before_the_targets() -> None:
    form = both("weight first")[1]
    assert next((i.name, shown(i.target), shown(i.weight), shown(i.score)) for i in form.indicators) == (
        "救助人次", ">=300人次", "20", "20",
    )
    assert (shown(form.total_weight), shown(form.total_score)) == ("100", "98.5")


def test_operator_and_unit_may_hide_in_the_name() -> None:
    hidden = both("weight first")[0].indicators[1]
    assert (hidden.operator, hidden.unit) == ("≥", "元/人·月")


def test_operator_value_and_unit_may_have_columns_of_their_own() -> None:
    form = both("split values")[1]
    assert [(i.operator, shown(i.target), i.unit) for i in form.indicators] == [
        ("≥", "36", "公里"), ("≥", "90", "%"), ("≤", "13000", "元/公里"), (None, "好", None),
    ]
    assert context(form, "12500").unit == "元/公里"
    assert (shown(form.total_weight), shown(form.total_score)) == ("90", "89.3")


def test_a_sheet_without_weights_keeps_its_scores() -> None:
    form = both("implied weights")[1]
    assert [(shown(i.weight), shown(i.score)) for i in form.indicators] == [("", "19"), ("", "20"), ("", "20")]
    assert shown(form.total_score) == "77"
    assert context(form, "38").unit == "口"


def test_a_transfer_sheet_has_no_scores_and_three_blocks_of_rows() -> None:
    form = both("transfer")[1]
    assert not form.scored and not form.target_only
    assert [f.label for f in form.funds] == ["年度资金总额", "中央财政资金", "地方财政资金", "其他资金"]
    assert len(form.indicators) == 5
    assert shown(form.labels["转移支付名称"]) == "农村饮水安全巩固提升"


def test_a_target_sheet_is_no_result() -> None:
    form = both("targets only")[0]
    assert form.target_only and not form.scored
    assert [shown(f.cells["budget"]) for f in form.funds] == ["48", "48", "0"]
    assert context(form, "48").unit == "万元"


def test_levels_may_have_weights_of_their_own() -> None:
    form = both("level weights")[1]
    assert [(b.label, shown(b.cell), [shown(i.weight) for i in b.indicators]) for b in form.score_blocks] == [
        ("投入", "20", ["5", "8", "7"]), ("目标设定", "5", ["5"]), ("预算配置", "15", ["8", "7"]),
        ("产出", "40", ["20", "20"]), ("职责履行", "40", ["20", "20"]),
    ]
    assert context(form, "15").indicator == "预算配置"
    assert (shown(form.total_weight), shown(form.total_score)) == ("60", "58.2")


def test_mirrored_money_columns_repeat_their_sources() -> None:
    form = both("mirrored")[1]
    assert [(f.label, shown(f.cells["plan"]), shown(f.cells["actual"])) for f in form.funds][3] == ("市县财政", "80", "70")
    assert context(form, "70") == Context("市县财政", ("临溪县2024年度资金情况表",), "actual", "2024", "万元")


def test_figures_with_their_label_in_one_cell_make_up_the_total() -> None:
    form = both("composed")[1]
    assert [(t.cue, shown(t.total), len(t.parts)) for t in form.totals] == [
        ("按收入性质分", "702.45", 2), ("按支出性质分", "698.20", 2),
    ]
    spent, received = context(form, "项目支出：243.10"), context(form, "其他资金：62.00")
    assert (spent.indicator, spent.role, spent.unit) == ("项目支出", "executed", "万元")
    assert (received.indicator, received.role) == ("其他资金", "budget")


def test_base_data_rows_carry_year_and_role_of_their_column() -> None:
    form = both("base data")[1]
    assert context(form, "18.50") == Context("“三公”经费", ("临溪县2024年度资金情况表",), "prior", "2023", "万元")
    assert context(form, "17.00").role == "budget_initial"
    assert context(form, "198.00").role == "executed"
    assert context(form, "62", 1) == Context("编制数", ("临溪县2024年度资金情况表", "财政供养人员情况"), None, "2024", "人")
    assert context(form, "96.77%").indicator == "控制率"


def test_names_of_columns_join_names_of_rows_where_a_column_is_no_role() -> None:
    form = both("allocation")[1]
    found = context(form, "70", 3)
    assert (found.indicator, found.period, found.unit) == ("江南市小计提前下达", "2023", "万元")
    assert context(form, "20", 4).indicator == "河口区本次下达"


def test_heads_tell_apart_columns_of_one_role() -> None:
    form = both("nested")[0]
    named = {form.contexts[c.row, c.column].indicator for c in form.table.cells if c.row == 3 and c.column}
    assert named == {"教育支出", "教育支出基本支出", "教育支出人员经费", "教育支出公用经费", "教育支出项目支出"}


def test_the_name_beside_a_figure_counts_where_tables_stand_side_by_side() -> None:
    form = both("side by side")[1]
    assert context(form, "61.40").indicator == "社会保障支出"
    assert context(form, "15.30").indicator == "事业收入"


def test_a_sheet_in_two_tables_keeps_its_name_and_year() -> None:
    money, indicators = read(
        "清源县2022年度项目支出绩效自评表",
        dump([["项目名称", "渠道清淤"], ["项目资金（万元）", "全年预算数", "全年执行数"], ["年度资金总额", "20", "19"]]),
        "实际完成情况：清淤12公里。",
        dump([["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"], ["产出指标", "清淤长度", "12公里", "12公里", "50", "50"]]),
    )
    assert indicators.sheet == money.sheet == money.block
    assert context(indicators, "50").scope == ("渠道清淤", "产出指标")
    assert context(indicators, "50").period == "2022"
