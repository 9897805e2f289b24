import io
import random
import re

import pdfplumber
import pytest
from pdf_files import body, cells, drawn, flowed, read, ruled, strings, wrapped
from reportlab.platypus import PageBreak, Spacer

ROWS = [
    ["一级指标", "", "年度目标", "完成值"],
    ["产出", "数量", wrapped("抽检批次不少于1300批次，并按规定公布检验结果"), "1300"],
    ["", "质量", "≥98%", "98.2%"],
    ["效益", "满意度", "≥90%", "95%"],
]
SPANS = [("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 1), (0, 2))]


def test_merged_cells_are_one_cell_with_its_spans():
    table = read(flowed([ruled(ROWS, (60, 80, 150, 100), *SPANS)])).tables[0]
    assert (table.n_rows, table.n_columns) == (4, 4)
    spans = {c.text.string: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}
    assert spans["一级指标"] == (0, 0, 1, 2)
    assert spans["产出"] == (1, 0, 2, 1)
    assert spans["质量"] == (2, 1, 1, 1)
    assert sum(c.row_span * c.column_span for c in table.cells) == 16


def test_wrapped_lines_of_a_cell_are_joined_without_anything_between():
    table = read(flowed([ruled(ROWS, (60, 80, 150, 100), *SPANS)])).tables[0]
    assert table.grid[1][2].text.string == "抽检批次不少于1300批次，并按规定公布检验结果"


def test_lines_that_ended_early_in_a_cell_stay_apart():
    table = read(flowed([ruled([["指标", wrapped("年初预算<br/>执行数"), "分值"]], (60, 150, 60))])).tables[0]
    assert table.grid[0][1].text.string == "年初预算\n执行数"


def test_every_number_of_a_cell_has_its_own_box():
    document = read(flowed([ruled([["甲", "预算120.50万元，执行96%"]], (60, 200))]))
    text = document.tables[0].grid[0][1].text
    at = text.string.index("120.50")
    first = text.locate(at, at + 6)
    at = text.string.index("96%")
    second = text.locate(at, at + 3)
    assert (first.page, first.table, first.row, first.column) == (1, 0, 0, 1)
    assert first.bbox[2] < second.bbox[0]
    assert 20 < first.bbox[2] - first.bbox[0] < 40


def test_a_number_with_its_unit_has_a_box_that_ends_with_the_unit():
    text = read(flowed([body("全年检查商户50户，其中超市12户、餐馆25户。")])).paragraphs[0].text
    at = text.string.index("50户")
    box = text.locate(at, at + 3).bbox
    beside = text.locate(at + 3, at + 4).bbox
    assert 22 < box[2] - box[0] < 26
    assert box[2] == pytest.approx(beside[0], abs=0.1)
    assert text.locate(at + 2, at + 3).bbox[0] == pytest.approx(box[0] + 12, abs=1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_a_box_is_as_long_as_its_characters(turn):
    def page(canvas):
        canvas.setPageRotation(turn)
        canvas.drawString(100, 400, "检查商户50户，其中超市12户")

    text = read(drawn(page)).paragraphs[0].text
    at = text.string.index("50户")
    x0, top, x1, bottom = text.locate(at, at + 3).bbox
    after = text.locate(at + 3, at + 4).bbox
    assert 22 < max(x1 - x0, bottom - top) < 26
    near = min(abs(a - b) for a, b in ((x1, after[0]), (x0, after[2]), (bottom, after[1]), (top, after[3])))
    assert near < 0.5


def test_one_character_cells_of_a_font_that_is_not_embedded_are_not_lost():
    table = read(flowed([ruled([["甲", "乙", "丙"], ["丁", "戊", "己"]], (60, 60, 60))])).tables[0]
    assert cells(table) == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_text_above_and_below_a_table_keeps_its_order():
    document = read(flowed([body("表前一段。"), ruled([["甲", "1"]], (60, 60)), body("表后一段。")]))
    kinds = [type(b).__name__ for b in document.blocks]
    assert kinds == ["Paragraph", "Table", "Paragraph"]
    assert strings(document) == ["表前一段。", "表后一段。"]


def _many(count: int) -> list[list[str]]:
    return [
        ["序号", "单位名称", "金额"],
        *([str(i), f"第{i}所单位", f"{i * 1.5:.2f}"] for i in range(1, count + 1)),
    ]


def test_a_table_over_two_pages_is_one_and_its_repeated_header_comes_once():
    document = read(flowed([ruled(_many(60), (60, 200, 100), repeatRows=1)]))
    assert document.pages == 2
    assert len(document.tables) == 1
    assert cells(document.tables[0]) == _many(60)
    assert document.tables[0].rows[-1][0].text.locate(0, 2).page == 2


def test_a_table_over_two_pages_without_a_repeated_header_is_one():
    document = read(flowed([ruled(_many(60), (60, 200, 100))]))
    assert len(document.tables) == 1
    assert cells(document.tables[0]) == _many(60)


def test_tables_with_other_columns_on_the_next_page_stay_apart():
    first, second = ruled([["甲", "1"], ["乙", "2"]], (60, 60)), ruled([["丙", "3", "4"]], (90, 90, 90))
    assert len(read(flowed([first, PageBreak(), second])).tables) == 2


def test_text_between_two_tables_keeps_them_apart():
    rows = [["甲", "1"], ["乙", "2"]]
    story = [ruled(rows, (60, 60)), PageBreak(), body("附表二"), ruled(rows, (60, 60))]
    assert len(read(flowed(story)).tables) == 2


def test_two_tables_on_one_page_are_two():
    rows = [["甲", "1"], ["乙", "2"]]
    assert len(read(flowed([ruled(rows, (60, 60)), Spacer(1, 20), ruled(rows, (60, 60))])).tables) == 2


def test_rules_drawn_as_thin_rectangles_make_a_table():
    def page(canvas):
        for x in (100, 200, 300):
            canvas.rect(x, 600, 0.6, 60, stroke=0, fill=1)
        for y in (600, 630, 660):
            canvas.rect(100, y, 200, 0.6, stroke=0, fill=1)
        for x, y, text in ((110, 640, "预算数"), (210, 640, "执行数"), (110, 610, "120"), (210, 610, "96")):
            canvas.drawString(x, y, text)

    assert cells(read(drawn(page)).tables[0]) == [["预算数", "执行数"], ["120", "96"]]


def test_double_rules_do_not_make_empty_rows_or_columns():
    def page(canvas):
        for x in (100, 102, 200, 202, 300, 302):
            canvas.line(x, 600, x, 662)
        for y in (600, 602, 630, 632, 660, 662):
            canvas.line(100, y, 302, y)
        for x, y, text in ((110, 640, "预算数"), (210, 640, "执行数"), (110, 610, "120"), (210, 610, "96")):
            canvas.drawString(x, y, text)

    assert cells(read(drawn(page)).tables[0]) == [["预算数", "执行数"], ["120", "96"]]


def _random_tables(pages: int, seed: int) -> bytes:
    random.seed(seed)
    words = "食品安全监督抽检批次完成率资金项目预算执行指标数量质量时效成本效益满意度核查处置检测机构"
    story = []

    def word(low: int, high: int) -> str:
        return "".join(random.choice(words) for _ in range(random.randint(low, high)))

    for page in range(pages):
        story.append(body(f"表{page + 1}"))
        rows, spans, row = [["一级", "二级指标", "三级指标", "单位", "目标值", "得分"]], [], 1
        while row < 22:
            count = random.randint(2, 4)
            for i in range(count):
                amount = f"{random.random() * 5000:,.2f}"
                rows.append(
                    [word(2, 3) if i == 0 else "", word(3, 5), wrapped(word(6, 22)), "万元", amount, "10"]
                )
            spans.append(("SPAN", (0, row), (0, row + count - 1)))
            row += count
        rows.append(["合计", "", "", "", "100.00", "100"])
        spans.append(("SPAN", (0, row), (3, row)))
        story += [ruled(rows, (45, 65, 150, 40, 70, 50), *spans), PageBreak()]
    return flowed(story)


@pytest.mark.parametrize("seed", [1, 2])
def test_cells_are_those_pdfplumber_finds(seed):
    data = _random_tables(3, seed)
    ours = [re.sub(r"\s", "", c.text.string) for table in read(data).tables for c in table.cells]
    with pdfplumber.open(io.BytesIO(data)) as reference:
        theirs = [
            re.sub(r"\s", "", text)
            for page in reference.pages
            for table in page.extract_tables()
            for row in table
            for text in row
            if text is not None
        ]
    assert len(ours) > 250
    assert ours == theirs


def test_a_merged_cell_that_goes_on_after_the_page_break_stays_one():
    first = [["产出" if i == 0 else "", f"第{i}项指标", f"{i}"] for i in range(40)]
    second = [["", f"第{i}项指标", f"{i}"] for i in range(40, 45)]
    span = ("SPAN", (0, 0), (0, -1))
    story = [ruled(first, (60, 200, 100), span), PageBreak(), ruled(second, (60, 200, 100), span)]
    table = read(flowed(story)).tables[0]
    assert table.n_rows == 45
    assert [(c.row, c.row_span) for c in table.cells if c.column == 0] == [(0, 45)]


def test_an_empty_first_cell_after_the_page_break_stays_a_cell_where_nothing_is_merged():
    rows = [["" if i % 9 == 0 else f"{i}", f"第{i}项指标", f"{i}"] for i in range(60)]
    table = read(flowed([ruled(rows, (60, 200, 100))])).tables[0]
    assert cells(table) == rows


def test_a_row_cut_by_the_page_break_is_one_row():
    def table(canvas, top, rows):
        heights = [top]
        for height, texts in rows:
            heights.append(heights[-1] - height)
            for x, text in zip((100, 160, 400), texts, strict=True):
                for k, line in enumerate(text.split("\n") if text else []):
                    canvas.drawString(x + 4, heights[-2] - 16 - 16 * k, line)
        for y in heights:
            canvas.line(100, y, 460, y)
        for x in (100, 160, 400, 460):
            canvas.line(x, heights[0], x, heights[-1])

    def first(canvas):
        table(
            canvas,
            160,
            [
                (30, ("序号", "绩效目标", "分值")),
                (44, ("1", "完成食品安全监督抽检一千三百批次以上并\n按规定公布结果，及时", "10")),
            ],
        )

    def second(canvas):
        table(canvas, 780, [(30, ("", "处置不合格样品", "")), (30, ("2", "开展培训", "20"))])

    read_table = read(drawn(first, second)).tables[0]
    assert cells(read_table) == [
        ["序号", "绩效目标", "分值"],
        ["1", "完成食品安全监督抽检一千三百批次以上并按规定公布结果，及时\n处置不合格样品", "10"],
        ["2", "开展培训", "20"],
    ]
    text = read_table.grid[1][1].text
    assert text.locate(text.string.index("处置"), len(text.string)).page == 2


def test_both_engines_give_the_same_tables():
    data = _random_tables(2, seed=5)
    ours, theirs = read(data), read(data, engine="pdfplumber")
    shape = [[(c.row, c.column, c.row_span, c.column_span) for c in t.cells] for t in ours.tables]
    assert shape == [[(c.row, c.column, c.row_span, c.column_span) for c in t.cells] for t in theirs.tables]
    assert [cells(t) for t in ours.tables] == [cells(t) for t in theirs.tables]


def _placed(canvas, x, y):
    table = ruled(ROWS, (60, 80, 150, 100), *SPANS)
    table.wrapOn(canvas, 500, 500)
    table.drawOn(canvas, x, y)


def test_a_table_on_a_landscape_page_turned_by_its_rotation_is_read():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        _placed(canvas, 100, 400)

    upright = read(drawn(lambda canvas: _placed(canvas, 100, 400)))
    turned = read(drawn(page))
    assert [(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in turned.tables[0].cells] == [
        (c.row, c.column, c.row_span, c.column_span, c.text.string) for c in upright.tables[0].cells
    ]
    x0, top, x1, bottom = turned.tables[0].grid[1][3].text.locate(0, 4).bbox
    assert 390 < x0 < x1 < 490 and 100 < top < bottom < 195


def test_a_table_lying_on_its_side_is_read():
    def page(canvas):
        canvas.translate(500, 100)
        canvas.rotate(90)
        _placed(canvas, 0, 0)

    table = read(drawn(page)).tables[0]
    assert (table.n_rows, table.n_columns) == (4, 4)
    assert table.grid[1][2].text.string == "抽检批次不少于1300批次，并按规定公布检验结果"


def test_boxes_count_from_the_corner_of_what_a_viewer_shows():
    def page(canvas):
        canvas.setCropBox((50, 40, 545, 800))
        canvas.drawString(150, 700, "合格率98%")

    x0, top, _, _ = read(drawn(page)).paragraphs[0].text.locate(0, 3).bbox
    assert abs(x0 - 100) < 1
    assert 88 < top < 100


def test_a_table_inside_a_form_object_is_read():
    def page(canvas):
        canvas.beginForm("form")
        _placed(canvas, 0, 0)
        canvas.endForm()
        canvas.translate(100, 400)
        canvas.doForm("form")

    table = read(drawn(page)).tables[0]
    assert (table.n_rows, table.n_columns) == (4, 4)
    assert table.grid[3][3].text.string == "95%"


def test_forms_of_two_projects_each_on_its_page_stay_two_tables():
    def form(name):
        return ruled(
            [["项目支出绩效自评表", ""], ["项目名称", name], ["预算数", "120"]],
            (100, 200),
            ("SPAN", (0, 0), (1, 0)),
        )

    tables = read(flowed([form("食品抽检"), PageBreak(), form("农产品抽检")])).tables
    assert [t.grid[1][1].text.string for t in tables] == ["食品抽检", "农产品抽检"]
    assert [t.n_rows for t in tables] == [3, 3]


def test_a_line_saying_that_the_table_goes_on_does_not_part_it():
    rows = _many(80)
    story = [
        ruled(rows[:40], (60, 200, 100)),
        PageBreak(),
        body("续表"),
        ruled([rows[0], *rows[40:]], (60, 200, 100)),
    ]
    document = read(flowed(story))
    assert len(document.tables) == 1
    assert cells(document.tables[0]) == rows


@pytest.mark.parametrize(
    "above",
    [["续表", "单位：万元"], ["各校经费表（续）", "单位：万元"], ["各校经费表（续表）"], ["各校经费表(续1)", "（单位：万元）"]],
)
def test_a_caption_said_again_with_the_mark_goes_with_its_table(above):
    rows = _many(80)
    story = [
        body("各校经费表"), body("单位：万元"), ruled(rows[:30], (60, 200, 100)), PageBreak(),
        *map(body, above), ruled([rows[0], *rows[30:]], (60, 200, 100)), body("以上为决算数。"),
    ]  # fmt: skip
    document = read(flowed(story))
    assert [cells(t) for t in document.tables] == [rows]
    assert strings(document) == ["各校经费表", "单位：万元", "以上为决算数。"]


@pytest.mark.parametrize("above", [["各校经费表", "单位：万元"], ["单位：万元"], ["乡镇经费表（续）", "单位：万元"], ["续表", "二、乡镇经费"]])
def test_a_caption_without_the_mark_or_of_another_table_begins_a_new_one(above):
    rows = _many(80)
    story = [
        body("各校经费表"), body("单位：万元"), ruled(rows[:40], (60, 200, 100)), PageBreak(),
        *map(body, above), ruled([rows[0], *rows[40:]], (60, 200, 100)),
    ]  # fmt: skip
    assert [cells(t) for t in read(flowed(story)).tables] == [rows[:40], [rows[0], *rows[40:]]]
