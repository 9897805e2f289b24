"""Formulas are what the author declared; what they say of stored figures is held against the shown ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from made_workbooks import Figure, MadeSheet, figure, noted_sheet, xlsx

import gouji
from gouji.audit.report import Report
from gouji.extract.document import Formula
from gouji.extract.readers import read_bytes
from gouji.extract.readers.workbook.address import Area
from gouji.extract.readers.workbook.formula_shape import Place, Shape, shape_of
from gouji.extract.readers.workbook.formula_text import NotRead


def cells(sheet: str, area: Area) -> list[Place]:
    return [(sheet, r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)]


def shape(formula: str) -> Shape:
    return shape_of(formula, "表", cells)


B2, C2, D2 = ("表", 1, 1), ("表", 1, 2), ("表", 1, 3)


def test_a_sum_is_linear() -> None:
    assert shape("=SUM(B2:C2,D2)").terms == {B2: 1, C2: 1, D2: 1}
    assert shape("=+B2-(C2-D2)*2").terms == {B2: 1, C2: -2, D2: 2}
    assert shape("=SUM($B$2:C2)/10000+0.5").constant == Fraction(1, 2)


def test_a_ratio_has_a_divisor() -> None:
    found = shape("=IF(C2=0,0,ROUND(B2/C2*100,2))")
    assert (found.terms, found.divisor, found.places) == ({B2: 100}, {C2: 1}, 2)
    assert shape('=IFERROR((B2-C2)/C2,"")').terms == {B2: 1, C2: -1}
    assert shape("=ROUND(B2/C2,4)*100").places == 2
    assert shape("=B2/C2%").divisor == {C2: Fraction(1, 100)}


def test_a_product_has_a_factor() -> None:
    found = shape("=B2*C2/100")
    assert found.factor is not None and found.terms == {B2: Fraction(1, 100)}


def test_cells_of_other_sheets_are_named() -> None:
    assert shape("='附件 1'!B2+汇总!$C$2").terms == {("附件 1", 1, 1): 1, ("汇总", 1, 2): 1}


@pytest.mark.parametrize(
    "formula",
    ["=MAX(B2:C2)", "=B2^2", "=B2*C2*D2", "=[1]表!B2", "=SUM(", "=B2+", "=VLOOKUP(B2,C:D,2,0)", "=IF(B2>0,B2,C2)", "=B2/0",
     "=" + "(" * 500 + "B2" + ")" * 500, "=" + "-" * 500 + "B2", "=" + "B2+" * 2000 + "B2", "=#REF!+B2", "=B2&C2", '="甲"', "=B2:C2"],
)  # fmt: skip
def test_what_is_more_than_sums_and_ratios_is_left_alone(formula: str) -> None:
    with pytest.raises(NotRead):
        shape(formula)


def test_a_shared_formula_moves_with_its_cell() -> None:
    assert shape_of("=B2-$B$2", "表", cells, (3, 1)).terms == {("表", 4, 2): 1, B2: -1}


def audit(*sheets: MadeSheet) -> Report:
    return gouji.check(read_bytes(xlsx(*sheets), "a.xlsx"))


def of_rule(report: Report, code: str = "GJ109") -> list[str]:
    return [f.evidence[0].quote for f in report.findings if f.code == code]


def test_a_stale_result_is_found_on_the_other_sheet_too() -> None:
    summary = MadeSheet([["项目", "金额（万元）"], ["保洁", Figure("60.5", "0.00", "资金表!B4")], ["绿化", figure("3.20")]], "汇总")
    detail = "项目\t金额（万元）\n人工\t40.50\n设备\t20.00\n合计\t60.50 {=SUM(B2:B3)}"
    assert of_rule(audit(noted_sheet(detail), summary)) == []
    assert len(of_rule(audit(noted_sheet(detail.replace("{=", "{=0*").replace("60.50 {=0*SUM(B2:B3)}", "60.50")), MadeSheet(
        [["项目", "金额（万元）"], ["保洁", Figure("65.5", "0.00", "资金表!B4")], ["绿化", figure("3.20")]], "汇总")))) == 1


def test_numbers_kept_as_text_are_missing_from_the_sum() -> None:
    rows = [["镇", "金额（万元）"], ["柳林镇", figure("40.50")], ["石桥镇", "20.00"], ["合计", Figure("40.5", "0.00", "SUM(B2:B3)")]]
    assert of_rule(audit(MadeSheet(rows)))


def test_rounding_by_display_or_formula_is_no_error() -> None:
    rows = [
        ["镇", "金额（万元）", "占比"], ["柳林镇", Figure("1.26", "0.0"), Figure("0.5", "0.0%")],
        ["石桥镇", Figure("1.26", "0.0"), Figure("0.5", "0.0%")], ["合计", Figure("2.52", "0.0", "B2+B3"), Figure("1", "0.000%", "ROUND(C2+C3,1)")],
    ]  # fmt: skip
    assert of_rule(audit(MadeSheet(rows))) == []


def test_hidden_rows_count_with_what_they_store() -> None:
    rows = [["镇", "金额（万元）"], ["柳林镇", figure("40.50")], ["石桥镇", figure("20.00")], ["合计", Figure("60.5", "0.00", "SUM(B2:B3)")]]
    document = read_bytes(xlsx(MadeSheet(rows, hidden_rows=[2])), "a.xlsx")
    assert document.tables[0].formulas == (
        Formula(2, 1, "=SUM(B2:B3)", document.tables[0].formulas[0].terms, Fraction(20)),
    )
    assert of_rule(gouji.check(document)) == []


def test_a_rate_times_a_hundred_is_no_percentage_twice() -> None:
    rows = [["项目", "预算数（万元）", "执行数（万元）", "执行率（%）"], ["人工", figure("40.50"), figure("30.25"), Figure("74.69", "0.00", "ROUND(C2/B2*100,2)")]]
    report = audit(MadeSheet(rows))
    assert of_rule(report) == []
    assert [r.verdict for r in report.relations if "74.69" in r.text] in (["holds"], ["within_rounding"])
    alone = gouji.check(read_bytes(xlsx(MadeSheet(rows)), "a.xlsx"), gouji.Config(select=("GJ109",)))
    assert [(r.rule, r.verdict) for r in alone.relations] == [("GJ109", "holds")]


def test_a_total_over_hidden_rows_is_not_held_against_the_shown_ones() -> None:
    rows = [["镇", "金额（万元）"], ["柳林镇", figure("40.50")], ["石桥镇", figure("20.00")], ["河口镇", figure("5.00")], ["合计", figure("65.50")]]
    hidden = audit(MadeSheet(rows, hidden_rows=[2]))
    assert [f.code for f in hidden.findings if f.severity == "error"] == []
    wrong = [*rows[:-1], ["合计", figure("66.50")]]
    assert [f.code for f in audit(MadeSheet(wrong)).findings if f.severity == "error"] == ["GJ101"]


def test_a_formula_that_counts_hidden_rows_is_still_held_against_its_cell() -> None:
    rows = [["镇", "金额（万元）"], ["柳林镇", figure("40.50")], ["石桥镇", figure("20.00")], ["合计", Figure("66.5", "0.00", "SUM(B2:B3)")]]
    assert [(f.code, f.severity) for f in audit(MadeSheet(rows, hidden_rows=[1])).findings if f.severity == "error"] == [("GJ109", "error")]
    sums = [*rows[:-1], ["合计", figure("66.50")]]
    assert [f.severity for f in audit(MadeSheet(sums, hidden_rows=[1])).findings if f.severity == "error"] == []
