"""Sheets without rules: cells over several lines, merged labels, page breaks; and what must not become one."""

import pytest
from pdf_files import FONT, cells, drawn, flowed, read, strings
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table

HEAD = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
ROWS = [
    HEAD,
    ["产出指标", "数量指标", "清淤渠道长度", "≥40公里", "42公里", "20", "20"],
    ["", "", "更换老旧闸门并逐座登记建档", "≥12座", "12座", "20", "20"],
    ["", "质量指标", "工程验收合格率", "100%", "100%", "20", "20"],
    ["效益指标", "社会效益指标", "受益农户满意程度明显提高", "≥90%", "93%", "30", "28"],
    ["合计", "", "", "", "", "90", "88"],
]
MERGED = [("SPAN", (0, 1), (0, 3)), ("SPAN", (1, 1), (1, 2))]
WIDTHS = (70, 74, 90, 70, 60, 40, 40)


def _sheet(rows=ROWS, *style, align=0, valign="MIDDLE", widths=WIDTHS):
    face = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK", alignment=align)
    table = Table([[Paragraph(text, face) if text else "" for text in row] for row in rows], colWidths=widths)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), valign), *style])
    return table


def _found(document):
    (table,) = document.tables
    return {(c.row, c.column, c.row_span, c.text.string.replace("\n", "")) for c in table.cells if c.text.string}


def _wanted(rows, spans):
    return {(r, c, spans.get((r, c), 1), text) for r, row in enumerate(rows) for c, text in enumerate(row) if text}


@pytest.mark.parametrize("valign", ["MIDDLE", "TOP"])
@pytest.mark.parametrize("align", [0, 1], ids=["left", "centred"])
def test_a_sheet_without_rules_has_its_rows_and_merged_labels(align, valign):
    style = [*MERGED, ("SPAN", (0, 5), (4, 5))]
    document = read(flowed([_sheet(ROWS, *style, align=align, valign=valign)]))
    assert _found(document) == _wanted(ROWS, {(1, 0): 3, (1, 1): 2})


def test_the_lines_of_a_long_reason_are_one_cell():
    rows = [[*row, ""] for row in ROWS]
    rows[0][-1] = "偏差原因分析及改进措施"
    rows[4][-1] = "少数农户反映灌溉等候时间较长，已调整轮灌顺序并安排专人值守。"
    document = read(flowed([_sheet(rows, *MERGED, widths=(60, 64, 80, 60, 50, 34, 34, 90))]))
    assert _found(document) == _wanted(rows, {(1, 0): 3, (1, 1): 2})


def test_a_sheet_goes_on_below_a_page_break_without_its_head():
    cut = ["", "生态效益指标", "渠道水质达标率", "≥95%", "96%", "10", "10"]
    upper, lower = [*ROWS[:5], cut], [["", "", "沿渠植被覆盖率", "≥60%", "63%", "10", "10"], ROWS[5]]
    story = [
        Spacer(1, 530), _sheet(upper, *MERGED, ("SPAN", (0, 4), (0, 5))), PageBreak(), _sheet(lower),
    ]
    document = read(flowed(story))
    assert _found(document) == _wanted([*upper, *lower], {(1, 0): 3, (1, 1): 2, (4, 0): 3, (5, 1): 2})


def test_only_the_last_row_stands_on_the_next_page():
    document = read(flowed([Spacer(1, 530), _sheet(ROWS[:5], *MERGED), PageBreak(), _sheet(ROWS[5:])]))
    assert _found(document) == _wanted(ROWS, {(1, 0): 3, (1, 1): 2})


def test_a_head_over_two_rows_reaches_over_its_columns():
    rows = [
        ["地区", "补助资金", "", "养护里程", ""],
        ["", "日常养护", "养护工程", "县道", "乡道"],
        ["安河县", "35.20", "54.10", "77.3", "161.4"],
        ["松口县", "12.80", "20.50", "41.0", "63.9"],
        ["柳溪区", "9.60", "18.70", "22.5", "71.2"],
    ]
    (table,) = read(flowed([_sheet(rows, widths=(80,) * 5)])).tables
    heads = {c.text.string: (c.row_span, c.column_span) for c in table.cells if c.row == 0}
    assert heads == {"地区": (2, 1), "补助资金": (1, 2), "养护里程": (1, 2)}


def test_a_sheet_ends_where_prose_begins_and_two_sheets_are_two():
    text = "以上指标均由项目单位填报，经主管部门复核后汇总，复核中调整的分值已在相应栏目中注明原因。" * 2
    prose = Paragraph(text, ParagraphStyle("p", fontName=FONT, fontSize=12, leading=18, wordWrap="CJK"))
    document = read(flowed([prose, _sheet(ROWS, *MERGED), prose, _sheet(ROWS, *MERGED)]))
    assert [len(cells(t)) for t in document.tables] == [len(ROWS)] * 2
    assert strings(document) == [text, text]


def test_cells_that_touch_are_no_table():
    """What stands in which column cannot be told: nothing is guessed."""
    rows = [["", "".join(row[1:4]), "".join(row[4:])] for row in ROWS]
    assert read(flowed([_sheet(rows, widths=(70, 300, 100))])).tables == ()


def test_lines_as_close_as_rows_are_no_table():
    """Whether a line goes on with the cell above or begins a row cannot be told."""

    def page(canvas):
        canvas.setFont(FONT, 9)
        for i, row in enumerate(
            [
                ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
                ["产出指标", "数量指标", "清淤渠道", "≥40公里", "20"],
                ["（50分）", "质量指标", "验收合格率", "100%", ""],
                ["", "时效指标", "按期完成", "年底前", "10"],
                ["效益指标", "社会效益", "满意程度", "明显提高", "20"],
                ["（50分）", "生态效益", "水质达标", "≥90%", ""],
            ]
        ):
            for x, text in zip((72, 150, 230, 320, 420), row, strict=True):
                canvas.drawString(x, 700 - 12 * i, text)

    for table in read(drawn(page)).tables:
        assert not any("\n" in c.text.string for c in table.cells)


def _lines(rows, places, step=18, size=10.5):
    def page(canvas):
        canvas.setFont(FONT, size)
        for i, row in enumerate(rows):
            for x, text in zip(places, row, strict=True):
                canvas.drawString(x, 760 - step * i, text)

    return drawn(page)


PROSE = "全县纳入养护的农村公路按季度巡查，发现的病害随即登记并在当月处置，处置情况由乡镇公路站逐条复核。" * 12

NEAR_MISSES = {
    "contents": _lines(
        [
            [f"第{n}章", title, "……", page]
            for n, title, page in zip(
                "一二三四五六", ("项目概况", "评价工作", "评价结论", "主要做法", "存在问题", "有关建议"), "2468", strict=False
            )
        ]
        + [["附件一", "评分表", "……", "12"], ["附件二", "问卷样式", "……", "15"]],
        (72, 140, 400, 520),
    ),
    "a list with aligned figures": _lines(
        [
            [f"{i}.", name, figure, state]
            for i, (name, figure, state) in enumerate(
                [("边沟清理", "12.00万元", "完成"), ("标线施划", "8.40万元", "完成"), ("桥梁检测", "35.60万元", "在建"),
                 ("绿化补植", "22.10万元", "完成"), ("涵洞加固", "19.30万元", "完成")], 1,
            )
        ],
        (72, 95, 300, 420),
    ),
    "signatures": _lines(
        [
            ["填表人：", "甲某", "联系电话：", "见附页"],
            ["审核人：", "乙某", "联系电话：", "见附页"],
            ["负责人：", "丙某", "日期：", "2024年3月6日"],
            ["经办人：", "丁某", "日期：", "2024年3月7日"],
            ["复核人：", "戊某", "日期：", "2024年3月8日"],
        ],
        (72, 150, 300, 400),
    ),
    "a letter head": _lines(
        [
            ["安河县财政局文件", "", "", ""],
            ["安财绩〔2024〕12号", "", "", "签发人：某某"],
            ["", "关于开展自评工作的通知", "", ""],
            ["各乡镇人民政府：", "", "", ""],
        ],
        (72, 200, 300, 430),
    ),
    "prose in four columns": _lines(
        [[PROSE[j * 40 + i * 12 :][:12] for j in range(4)] for i in range(30)], (50, 180, 310, 440), 14, 9
    ),
    "letter-spaced prose": _lines([list(PROSE[i * 20 :][:20]) for i in range(12)], range(72, 512, 22), 22, 12),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_is_no_sheet_stays_text(name):
    assert read(NEAR_MISSES[name]).tables == ()


def test_a_unit_broken_at_its_stroke_is_one_unit():
    def page(canvas):
        canvas.setFont(FONT, 9)
        for x in (80, 128, 300):
            canvas.line(x, 640, x, 700)
        for y in (640, 670, 700):
            canvas.line(80, y, 300, y)
        for x, y, text in ((85, 688, "2.2万"), (85, 676, "元/公里"), (135, 682, "管道更换"), (85, 650, "3"), (135, 650, "抽查")):
            canvas.drawString(x, y, text)

    assert cells(read(drawn(page)).tables[0])[0] == ["2.2万元/公里", "管道更换"]
