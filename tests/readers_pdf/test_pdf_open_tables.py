import pytest
from pdf_files import GRID, body, cells, drawn, flowed, read, ruled, strings
from reportlab.lib import colors
from reportlab.platypus import Table

ROWS = [
    ["项目", "预算数", "执行数", "执行率"],
    ["食品抽检", "120.00", "118.50", "98.75%"],
    ["农产品抽检", "60.00", "57.00", "95.00%"],
    ["宣传培训", "20.00", "20.00", "100.00%"],
    ["合计", "200.00", "195.50", "97.75%"],
]
FONT = GRID[1:]


def _table(*style):
    table = Table(ROWS, colWidths=[120, 80, 80, 80])
    table.setStyle([*FONT, *style])
    return table


@pytest.mark.parametrize(
    "inner",
    [
        [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)],
        [
            ("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black),
        ],
    ],
    ids=["no outer rule at all", "no left and right rule"],
)
def test_a_table_without_outer_rules_has_all_its_cells(inner):
    document = read(flowed([body("表一"), _table(*inner), body("以上为预算执行情况。")]))
    assert [cells(t) for t in document.tables] == [ROWS]


def test_a_three_line_table_has_its_columns():
    lines = [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ]
    document = read(flowed([body("表一"), _table(*lines), body("以上为预算执行情况。")]))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert strings(document) == ["表一", "以上为预算执行情况。"]


def test_a_table_without_any_rule_is_found_by_its_columns():
    document = read(flowed([body("预算执行情况如下："), _table(), body("以上为预算执行情况。")]))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert strings(document) == ["预算执行情况如下：", "以上为预算执行情况。"]


def test_empty_cells_of_a_table_without_rules_stay_empty():
    rows = [
        ["项目", "预算数", "执行数"],
        ["食品抽检", "120.00", "118.50"],
        ["宣传", "", "20.00"],
        ["合计", "120.00", "138.50"],
    ]
    table = Table(rows, colWidths=[120, 80, 80])
    table.setStyle(FONT)
    assert [cells(t) for t in read(flowed([table])).tables] == [rows]


def test_label_lines_side_by_side_are_no_table():
    def page(canvas):
        for i, (left, right) in enumerate(
            (
                ("填报单位：青禾市财政局", "填报日期：2024年3月1日"),
                ("负责人：某某", "联系人：某某"),
                ("评价机构：某某所", "金额单位：万元"),
            )
        ):
            canvas.drawString(72, 700 - 24 * i, left)
            canvas.drawString(330, 700 - 24 * i, right)

    document = read(drawn(page))
    assert document.tables == ()
    assert len(strings(document)) == 3


def test_rules_above_and_below_the_text_of_a_page_make_no_table():
    def edged(canvas, template):
        for y in (800, 795, 50):
            canvas.line(72, y, 523, y)

    text = "全年抽检1300批次，合格率98%，预算执行率96%。" * 6
    document = read(flowed([body(text), body(text)], on_page=edged))
    assert document.tables == ()
    assert strings(document) == [text, text]


def test_an_underlined_blank_is_no_table():
    def page(canvas):
        for i in range(4):
            canvas.drawString(72, 700 - 30 * i, "评价人员：")
            canvas.line(140, 698 - 30 * i, 300, 698 - 30 * i)

    assert read(drawn(page)).tables == ()


def test_a_ruled_table_keeps_its_cells_beside_an_open_one():
    first = ruled(ROWS, (120, 80, 80, 80))
    second = _table(("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black))
    assert [cells(t) for t in read(flowed([first, body("表二"), second])).tables] == [ROWS, ROWS]


def test_a_table_of_contents_is_no_table():
    entries = [
        ("一、项目基本情况", "1"),
        ("二、绩效评价工作开展情况", "3"),
        ("三、综合评价结论", "6"),
        ("四、存在的问题", "9"),
        ("五、建议", "12"),
    ]

    def page(canvas):
        for i, (title, number) in enumerate(entries):
            canvas.drawString(72, 700 - 24 * i, title)
            canvas.drawRightString(523, 700 - 24 * i, number)

    document = read(drawn(page))
    assert document.tables == ()
    assert len(strings(document)) == len(entries)


@pytest.mark.parametrize("rules", [(), (715, 690, 560)], ids=["no rules", "three lines"])
@pytest.mark.parametrize("middle", [False, True], ids=["figures at the top", "figures half way down"])
def test_a_label_over_two_lines_is_one_row(rules, middle):
    def page(canvas):
        for y in rules:
            canvas.line(80, y, 480, y)
        y = 697
        for row in [ROWS[0], ["食品安全监督抽", *ROWS[1][1:]], *ROWS[2:]]:
            at = y - 7 if middle and row[1] == ROWS[1][1] else y
            canvas.drawString(90, y, row[0])
            for x, text in zip((220, 320, 420), row[1:], strict=True):
                canvas.drawString(x, at, text)
            if row[1] == ROWS[1][1]:
                y -= 14
                canvas.drawString(90, y, "检与处置")
            y -= 26

    (table,) = read(drawn(page)).tables
    wanted = [ROWS[0], ["食品安全监督抽检与处置", *ROWS[1][1:]], *ROWS[2:]]
    assert [[text.replace("\n", "") for text in row] for row in cells(table)] == wanted


def test_a_row_that_is_only_a_label_stays_a_row():
    rows = [ROWS[0], ROWS[1], ["一、其他支出", "", "", ""], *ROWS[2:]]
    table = Table(rows, colWidths=[120, 80, 80, 80])
    table.setStyle([*FONT, ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
                    ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)])  # fmt: skip
    assert [cells(t) for t in read(flowed([body("表一"), table])).tables] == [rows]
