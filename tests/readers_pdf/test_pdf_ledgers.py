"""Tables of figures as word processors set them: no rules, and rows as close to each other as the lines of one cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_files import FONT, body, cells, drawn, flowed, read, strings
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table

from gouji.extract.document import Document

HEAD = ["项目", "预算数", "执行数", "执行率"]
ROWS = [
    HEAD,
    ["食品抽检", "120.00", "118.50", "98.75%"],
    ["农产品质量安全监督抽检与风险监测", "60.00", "57.00", "95.00%"],
    ["宣传培训", "20.00", "20.00", "100.00%"],
    ["基层监管所标准化建设及执法装备配备", "75.00", "71.25", "95.00%"],
    ["合计", "275.00", "266.75", "97.00%"],
]
WIDTHS = (90, 80, 80, 80)
LOOKS = [("left", "TOP"), ("right", "BOTTOM"), ("right", "TOP"), ("centre", "MIDDLE"), ("right", "MIDDLE")]


def tight(rows: Sequence[Sequence[str]], *style, align="left", valign="TOP", widths=WIDTHS) -> Table:
    """Rows without any white between them; ``right`` sets figures to the right, words to the left."""

    def cell(text: str) -> Paragraph | str:
        figure = (text[:1].isdigit() or text[:1] == "≥") and "年" not in text
        side = {"left": 0, "centre": 1, "right": 2 if figure else 0}[align]
        return Paragraph(text, ParagraphStyle("c", fontName=FONT, fontSize=9, leading=10.5, wordWrap="CJK", alignment=side)) if text else ""

    table = Table([[cell(text) for text in row] for row in rows], colWidths=widths)
    none = [(side, (0, 0), (-1, -1), 0) for side in ("TOPPADDING", "BOTTOMPADDING")]
    table.setStyle([("VALIGN", (0, 0), (-1, -1), valign), *none, *style])
    return table


def found(document: Document) -> list[list[list[str]]]:
    return [[[text.replace("\n", "") for text in row] for row in cells(table)] for table in document.tables]


@pytest.mark.parametrize(("align", "valign"), LOOKS)
def test_a_wrapped_label_stays_beside_its_figures(align, valign):
    document = read(flowed([body("执行情况如下。"), tight(ROWS, align=align, valign=valign), body("以上为执行情况。")]))
    assert found(document) == [ROWS]
    assert strings(document) == ["执行情况如下。", "以上为执行情况。"]


@pytest.mark.parametrize(("align", "valign"), LOOKS)
def test_a_wrapped_head_is_one_row(align, valign):
    rows = [["采购项目", "政府采购预算总金额（万元）", "授予中小企业合同金额（万元）", "占比"], *ROWS[1:]]
    assert found(read(flowed([tight(rows, align=align, valign=valign)]))) == [rows]


@pytest.mark.parametrize(("align", "valign"), LOOKS)
def test_heads_over_several_columns_reach_over_them(align, valign):
    rows = [
        ["项目", "2022年", "", "2023年", ""], ["", "预算数", "决算数", "预算数", "决算数"],
        *([label, a, b, a, b] for label, a, b, _ in ROWS[1:]),
    ]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]
    (table,) = read(flowed([tight(rows, *spans, align=align, valign=valign, widths=(90, 70, 70, 70, 70))])).tables
    head = {(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in table.cells if c.row < 2}
    assert head >= {(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "2022年"), (0, 3, 1, 2, "2023年"), (1, 4, 1, 1, "决算数")}
    assert [row[0].replace("\n", "") for row in cells(table)[2:]] == [row[0] for row in ROWS[1:]]


def test_a_table_of_two_sides_has_labels_on_both():
    rows = [
        ["收入", "决算数", "支出", "决算数"],
        ["一般公共预算财政拨款收入", "1,150.30", "文化旅游体育与传媒支出", "950.35"],
        ["事业收入", "36.00", "卫生健康支出", "52.40"],
        ["", "", "住房保障支出", "73.40"],
        ["总计", "1,186.30", "总计", "1,076.15"],
    ]
    assert found(read(flowed([tight(rows, widths=(80, 70, 80, 70))]))) == [rows]


def test_a_label_without_figures_is_a_row_and_no_rest_of_the_label_above():
    rows = [HEAD, ["一、本级支出", "", "", ""], *ROWS[1:3], ["二、对下转移支付", "", "", ""], *ROWS[3:]]
    assert found(read(flowed([tight(rows)]))) == [rows]


def test_a_reason_over_many_lines_belongs_to_its_row():
    rows = [
        ["指标名称", "指标值", "完成值", "偏差原因"],
        ["监督检查", "≥12次", "13次", ""],
        ["组织培训", "≥8次", "6次", "受场地限制推迟到下一年度举办并已说明"],
        ["抽检批次", "≥400次", "420次", ""],
        ["投诉办结", "≥60件", "56件", "四件在办理期限内"],
    ]
    assert found(read(flowed([tight(rows)]))) == [rows]


@pytest.mark.parametrize("valign", ["TOP", "MIDDLE"])
def test_the_rest_of_a_table_on_the_next_page_needs_no_head(valign):
    more = ["基层监管所食品快速检测车维护", "8.00", "7.60", "95.00%"]
    upper, lower = [*ROWS[:5], more], [ROWS[5], more, ROWS[4]]
    document = read(flowed([Spacer(1, 580), tight(upper, valign=valign), PageBreak(), tight(lower, valign=valign)]))
    assert found(document) == [[*upper, *lower]]


def test_a_label_that_the_page_cuts_in_two_is_one_label():
    label = ROWS[2][0]
    upper = [HEAD, *ROWS[3:5], [label[:8], *ROWS[2][1:]]]
    lower = [[label[8:], "", "", ""], ROWS[1], ["其他", "1.00", "1.00", "100.00%"]]
    document = read(flowed([Spacer(1, 590), tight(upper), PageBreak(), tight(lower)]))
    assert found(document) == [[HEAD, *ROWS[3:5], ROWS[2], *lower[1:]]]


def test_lines_that_may_be_the_end_of_one_label_or_the_beginning_of_the_next_make_no_table():
    """The second line of the label is as full as the first: it may as well lead down to the row below."""
    assert read(flowed([tight(ROWS[:4])])).tables == ()


def test_a_page_number_near_the_table_is_no_row_of_it():
    def numbered(canvas, template):
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(297, 642, "3")

    document = read(flowed([tight(ROWS)], on_page=numbered))
    assert found(document) == [ROWS]


def test_tables_that_follow_each_other_with_captions_and_notes_are_read_apart():
    years = [["指标", "2021", "2022", "2023"], *([row[0], "12", "134", "1,560"] for row in ROWS[1:])]
    face = ParagraphStyle("b", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
    between = [Paragraph(text, face) for text in ("注：本表数据来自部门决算，因四舍五入存在尾差。", "从表中可以看出，各项目执行总体较好，全年支出266.75万元，执行率97.0%，结余转入下年。", "表2  近三年情况表", "单位：件")]
    story = [Paragraph("表1  执行情况表", face), tight(ROWS), *between, tight(years, widths=(90, 60, 90, 70))]
    assert found(read(flowed(story))) == [ROWS, years]


@pytest.mark.parametrize(
    "lines",
    [
        ["负责人：某某      联系人：某某      电话：12345", "填报日期：3月1日    编号：0012    页数：5", "金额：120万元      完成：118万元    执行率：98%"],
        ["甲局            乙局            丙局", "2024年3月1日     2024年3月2日     2024年3月3日", "第1页           第2页           第3页"],
    ],
)
def test_lines_of_a_form_are_no_table(lines):
    def page(canvas):
        for i, line in enumerate(lines * 2):
            for x, part in zip((72, 220, 380), line.split(), strict=True):
                canvas.drawString(x, 700 - 15 * i, part)

    assert read(drawn(page)).tables == ()


def test_figures_in_two_columns_of_prose_are_no_table():
    text = "全年抽检1300批次，合格率98%，预算执行率96%，支出120.50万元。"

    def page(canvas):
        canvas.setFont(FONT, 9)
        for x in (60, 240, 420):
            for i in range(20):
                canvas.drawString(x, 760 - 12 * i, text[i % 7 : i % 7 + 17])

    assert read(drawn(page)).tables == ()
