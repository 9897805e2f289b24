"""Sheets as people lay them out: titles, side lines, merges, several tables, what is hidden."""

from __future__ import annotations

from made_workbooks import Figure, MadeSheet, figure, noted_sheet, xlsx

from gouji.extract.document import Document, Paragraph, Table
from gouji.extract.readers import read_bytes
from gouji.extract.sections import outline

TITLED = """2023年度河道保洁资金明细表
填报单位：清源县水利局	单位：万元
项目	预算数	执行数
人工	40.50	30.25
设备	20.00	19.00
合计	60.50	49.25
注：数据来自国库支付系统。"""


def read(*sheets: MadeSheet) -> Document:
    return read_bytes(xlsx(*sheets), "县级自评.xlsx")


def lines(document: Document) -> list[str]:
    return [p.text.string for p in document.paragraphs]


def texts(table: Table) -> list[list[str]]:
    return [[c.text.string for c in row] for row in table.rows]


def test_titles_and_notes_stand_around_the_table() -> None:
    document = read(noted_sheet(TITLED))
    assert document.format == "xlsx"
    assert lines(document) == [
        "资金表", "2023年度河道保洁资金明细表", "填报单位：清源县水利局", "单位：万元", "注：数据来自国库支付系统。",
    ]  # fmt: skip
    assert texts(document.tables[0])[0] == ["项目", "预算数", "执行数"]
    assert document.tables[0].n_rows == 4
    assert "单位：万元" in outline(document).caption_of(document.blocks.index(document.tables[0]))


def test_every_place_is_a_sheet_and_a_cell() -> None:
    table = read(noted_sheet(TITLED)).tables[0]
    cell = table.grid[2][1]
    assert cell is not None
    place = cell.text.locate(0, 5).to_json()
    assert place == {"sheet": "资金表", "cell": "B5", "table": 0, "row": 2, "column": 1}


def test_the_stored_figure_is_kept_behind_the_shown_text() -> None:
    table = read(MadeSheet([["项目", "执行率"], ["保洁", Figure("0.66859999999999997", "0.0%")]])).tables[0]
    cell = table.grid[1][1]
    assert cell is not None
    assert (cell.text.string, cell.stored) == ("66.9%", "0.6686")


def test_a_name_that_the_program_gave_to_a_sheet_is_no_heading() -> None:
    kinds = {p.text.string: p.kind for p in read(noted_sheet(TITLED, "Sheet1")).paragraphs}
    assert kinds["Sheet1"] == "header"
    assert {p.text.string: p.kind for p in read(noted_sheet(TITLED)).paragraphs}["资金表"] == "heading"


def test_merged_cells_become_one_cell_with_spans() -> None:
    sheet = MadeSheet(
        [["项目资金", "", "预算数", "执行数"], ["", "财政拨款", figure("80"), figure("75")], ["", "其他", figure("5"), figure("4")]],
        merges=["A1:A3"],
    )
    cell = read(sheet).tables[0].grid[2][0]
    assert cell is not None
    assert (cell.row, cell.row_span, cell.text.string) == (0, 3, "项目资金")


def test_a_title_merged_over_two_rows_is_one_line() -> None:
    sheet = MadeSheet([["2023年度预算执行情况表", "", ""], [], ["科目", "预算数", "执行数"], ["教育", figure("8"), figure("7")]], merges=["A1:C2"])
    document = read(sheet)
    assert lines(document)[-1] == "2023年度预算执行情况表"
    assert document.tables[0].n_rows == 2


def test_tables_parted_by_a_blank_row_or_column_are_tables_of_their_own() -> None:
    sheet = MadeSheet([
        ["乡镇", "户数", None, "村", "人数"], ["柳林镇", figure("40"), None, "东河村", figure("7")], [],
        ["季度", "金额"], ["一季度", figure("3.5")],
    ])  # fmt: skip
    assert [texts(t)[0] for t in read(sheet).tables] == [["乡镇", "户数"], ["村", "人数"], ["季度", "金额"]]


def test_a_total_below_a_blank_row_stays_with_its_table() -> None:
    sheet = MadeSheet([["乡镇", "户数"], ["柳林镇", figure("40")], ["石桥镇", figure("36")], [], ["合计", figure("76")]])
    document = read(sheet)
    assert len(document.tables) == 1
    assert texts(document.tables[0])[-1] == ["合计", "76"]


def test_a_ruled_form_keeps_its_blank_rows_and_first_cells() -> None:
    rows = [["2023年度自评表"], ["项目名称", "河道保洁"], ["主管部门", "水利局"], [None, None], ["总分", figure("96")]]
    document = read(MadeSheet(rows, bordered_rows=[1, 2, 3, 4]))
    assert texts(document.tables[0]) == [["项目名称", "河道保洁"], ["主管部门", "水利局"], ["", ""], ["总分", "96"]]


def test_a_second_title_right_under_a_ruled_table_begins_another() -> None:
    rows = [["甲表"], ["镇", "户"], ["柳林镇", figure("4")], ["乙、支出明细"], ["村", "人"], ["东河村", figure("3")]]
    document = read(MadeSheet(rows, bordered_rows=[1, 2, 4, 5]))
    assert [texts(t)[0] for t in document.tables] == [["镇", "户"], ["村", "人"]]
    assert "乙、支出明细" in lines(document)


def test_a_row_inserted_without_borders_stays_in_the_table() -> None:
    rows = [["镇", "户"], ["柳林镇", figure("4")], ["石桥镇", figure("3")], ["河口镇", figure("2")], ["合计", figure("9")]]
    document = read(MadeSheet(rows, bordered_rows=[0, 1, 2, 4]))
    assert [t.n_rows for t in document.tables] == [5]
    document = read(MadeSheet(rows, bordered_rows=[0, 1, 2, 3]))
    assert [t.n_rows for t in document.tables] == [5]


def test_lines_of_text_are_paragraphs() -> None:
    document = read(MadeSheet([["一、基本情况"], ["全年清理河道120公里。"], ["二、存在问题"]], "报告"))
    assert not document.tables
    assert lines(document) == ["报告", "一、基本情况", "全年清理河道120公里。", "二、存在问题"]


def test_what_is_hidden_is_named_and_not_audited() -> None:
    rows = [["镇", "户", "密"], ["柳林镇", figure("4"), figure("9")], ["石桥镇", figure("3"), figure("9")], ["合计", figure("4"), figure("18")]]
    document = read(MadeSheet(rows, hidden_rows=[2], hidden_columns=[2]), MadeSheet([["旧数", figure("5")]], "底稿", state="veryHidden"))
    assert texts(document.tables[0]) == [["镇", "户"], ["柳林镇", "4"], ["合计", "4"]]
    told = "\n".join(p.zh for p in document.problems)
    assert "第3行是隐藏的" in told and "第C列是隐藏的" in told and "“底稿”是隐藏的" in told
    assert {p.code for p in document.problems} == {"GJ002"}
    place = document.tables[0].grid[2][1]
    assert place is not None and place.text.locate(0, 1).address == "B4"


def test_a_formula_without_a_saved_result_is_told() -> None:
    document = read(MadeSheet([["镇", "户"], ["柳林镇", figure("4")], ["合计", Figure("", "0", "SUM(B2:B2)")]]))
    assert "没有保存计算结果（B3）" in document.problems[0].zh


def test_a_cell_that_shows_an_error_is_told() -> None:
    data = xlsx(noted_sheet(TITLED), parts={"xl/worksheets/sheet1.xml": (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="e"><f>B1/C1</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )})  # fmt: skip
    document = read_bytes(data, "a.xlsx")
    assert "A1 #DIV/0!" in document.problems[0].zh


def test_the_order_of_sheets_is_that_of_their_tabs() -> None:
    document = read(noted_sheet(TITLED, "甲"), noted_sheet(TITLED, "乙"))
    headings = [b.text.string for b in document.blocks if isinstance(b, Paragraph) and b.kind == "heading"]
    assert headings == ["甲", "乙"]
    assert [t.index for t in document.tables] == [0, 1]
