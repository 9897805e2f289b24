"""Forms copied with one cell to a line: rows are put together where every one of them comes out whole."""

from __future__ import annotations

from gouji.extract.document import Paragraph, Table
from gouji.extract.readers.text import parse

MONEY = "项目资金（万元）|年初预算数|全年预算数|全年执行数|分值|执行率|得分|年度资金总额：|88|92|87.4|10|95%|9.5|其他资金|0|0|0|-|-|-"
HEADS = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施"
ROWS = (
    "产出指标（50分）|数量指标|补贴客运线路|≥45条|47条|15|15|补贴营运车辆|≥120辆|118|15|14|2辆报废停运|质量指标|班次执行率|≥98%|98.6%|20|20|"
    "效益指标（50分）|社会效益指标|建制村通客车率|100%|100%|50|50|总分|100|99"
)
WEIGHT_FIRST = "一级指标|二级指标|三级指标|分值|年度指标值|全年实际值|得分|未完成原因及拟采取的改进措施"
WEIGHT_FIRST_ROWS = (
    "产出指标（50分）|数量指标|新建户厕|40|≥300户|312户|40|成本指标|户均奖补标准|10|≤2000元|1500元|9|单价上涨|"
    "效益指标（50分）|社会效益指标|卫生厕所普及率|50|≥86%|87%|50|总分|100|99"
)


def table_of(text: str) -> list[list[str]] | None:
    found = [b for b in parse(text) if isinstance(b, Table)]
    return [[c.text.string for c in row] for row in found[0].rows] if found else None


def stacked(*parts: str, gap: str = "\n") -> str:
    return gap.join("|".join(parts).split("|")) + "\n"


def test_rows_are_put_together_with_or_without_empty_lines_between() -> None:
    for gap in ("\n", "\n\n"):
        rows = table_of(stacked("项目名称|农村客运补贴", MONEY, HEADS, ROWS, gap=gap))
        assert rows is not None
        assert rows[0] == ["项目名称", "农村客运补贴"]
        assert rows[2] == ["年度资金总额：", "88", "92", "87.4", "10", "95%", "9.5"]
        assert ["", "", "补贴营运车辆", "≥120辆", "118", "15", "14", "2辆报废停运"] in rows
        assert ["效益指标（50分）", "社会效益指标", "建制村通客车率", "100%", "100%", "50", "50", ""] in rows
        assert rows[-1] == ["总分", "100", "99"]


def test_weights_may_stand_before_the_targets() -> None:
    rows = table_of(stacked(WEIGHT_FIRST, WEIGHT_FIRST_ROWS))
    assert rows is not None
    assert rows[2] == ["", "成本指标", "户均奖补标准", "10", "≤2000元", "1500元", "9", "单价上涨"]
    assert rows[-1] == ["总分", "100", "99"]


def test_a_row_that_does_not_come_out_whole_leaves_the_lines_as_they_are() -> None:
    assert table_of(stacked(HEADS, "产出指标|数量指标|补贴线路|≥45条|15|15|补贴车辆|≥120辆|118辆|15")) is None


def test_headings_of_a_report_are_no_heads() -> None:
    blocks = parse("一、项目名称\n农村客运\n二、绩效指标\n三、产出指标\n完成线路47条，得15分。\n")
    assert all(isinstance(b, Paragraph) for b in blocks)


def test_cells_know_their_lines() -> None:
    text = stacked(HEADS, ROWS)
    table = next(b for b in parse(text) if isinstance(b, Table))
    cell = next(c for c in table.cells if c.text.string == "98.6%")
    at = cell.text.locate(0, 5)
    assert text.split("\n")[(at.line or 0) - 1] == "98.6%"
