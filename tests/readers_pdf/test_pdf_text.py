import pytest
from pdf_files import BODY, FONT, TITLE, body, drawn, flowed, read, strings
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph

LONG = (
    "全年共抽检食品样品1300批次，其中食用农产品500批次、加工食品800批次，合格1276批次，合格率98.15%，"
    "较上年提高0.5个百分点；安排资金1,960.00万元，实际支出1,890.50万元，预算执行率96.45%。"
)


MANY = [f"第{i}类{'甲乙丙丁戊己庚辛壬癸'[i % 10] * (i % 7)}，" + LONG for i in range(1, 26)]


def test_wrapped_lines_are_one_paragraph_without_spaces():
    assert strings(read(flowed([body(LONG)]))) == [LONG]


def test_a_heading_and_two_paragraphs_are_three():
    story = [Paragraph("一、项目概况", BODY), body(LONG), body("（一）" + LONG)]
    assert strings(read(flowed(story))) == ["一、项目概况", LONG, "（一）" + LONG]


def test_a_paragraph_beginning_after_a_full_line_is_told_by_its_indent():
    first, second = "项" * 70, "目" * 70  # 34 characters on the first line, 36 on the next: both full
    assert strings(read(flowed([body(first), body(second), body("完。")]))) == [first, second, "完。"]


def test_a_title_over_two_lines_is_one_paragraph():
    title = "青禾市市场监督管理局2023年度食品安全监督抽检专项资金绩效评价报告"
    assert strings(read(flowed([Paragraph(title, TITLE), body(LONG)]))) == [title, LONG]


def test_a_paragraph_over_two_pages_is_one():
    document = read(flowed([body(text) for text in MANY[:15]]))
    assert document.pages == 2
    assert strings(document) == MANY[:15]


def test_short_label_lines_stay_apart():
    story = [Paragraph(t, BODY) for t in ("预算数：100万元", "执行数：96万元", "执行率：96%")]
    assert strings(read(flowed(story))) == ["预算数：100万元", "执行数：96万元", "执行率：96%"]


def _edged(canvas, template):
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(72, 810, "青禾市财政局绩效评价报告")
    canvas.drawCentredString(297, 30, f"— {template.page} —")


def test_headers_and_page_numbers_are_set_apart():
    document = read(flowed([body(text) for text in MANY], on_page=_edged))
    assert document.pages == 3
    assert strings(document, "header") == ["青禾市财政局绩效评价报告"] * 3
    assert [s.replace(" ", "") for s in strings(document, "page_number")] == ["—1—", "—2—", "—3—"]
    assert strings(document) == MANY


def _beside_words(canvas, template):
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(72, 30, "青禾市财政局编")
    canvas.drawRightString(520, 30, str(template.page + 6))


def _mirrored(canvas, template):
    canvas.setFont("STSong-Light", 9)
    if template.page % 2:
        canvas.drawRightString(520, 810, f"绩效评价报告    {template.page}")
    else:
        canvas.drawString(72, 810, f"{template.page}    青禾市财政局")


@pytest.mark.parametrize(("edge", "kind"), [(_beside_words, "footer"), (_mirrored, "header")])
def test_a_page_number_beside_words_is_set_apart_with_them(edge, kind):
    document = read(flowed([body(text) for text in MANY], on_page=edge))
    assert document.pages == 3
    assert len(strings(document, kind)) == 3
    assert strings(document) == MANY


def test_a_number_at_the_foot_of_a_page_that_is_no_page_number_stays_text():
    def page(number):
        def draw(canvas):
            canvas.drawString(72, 700, "本页说明抽检情况。")
            canvas.drawString(72, 60, number)

        return draw

    assert strings(read(drawn(page("1300"), page("276"), page("96")))).count("1300") == 1


def test_letter_spaced_digits_stay_one_number():
    def page(canvas):
        text = canvas.beginText(100, 700)
        text.setFont("STSong-Light", 12)
        text.setCharSpace(4)
        text.textOut("5,221.79")
        canvas.drawText(text)

    assert strings(read(drawn(page))) == ["5,221.79"]


def test_characters_drawn_twice_for_bold_come_once():
    def page(canvas):
        for shift in (0, 0.3):
            canvas.drawString(100 + shift, 700, "合计1100万元")

    assert strings(read(drawn(page))) == ["合计1100万元"]


def test_latin_words_are_kept_apart_across_a_line_end():
    style = BODY.clone("latin", wordWrap=None, firstLineIndent=0)
    text = "The total budget of the project was approved by the bureau and the rate of execution was high in every year"
    assert strings(read(flowed([Paragraph(text, style)]))) == [text]


def test_a_watermark_across_the_page_is_not_read():
    def page(canvas):
        canvas.drawString(100, 700, "抽检批次1300批次")
        canvas.saveState()
        canvas.translate(150, 400)
        canvas.rotate(45)
        canvas.setFont("STSong-Light", 50)
        canvas.drawString(0, 0, "内部资料999")
        canvas.restoreState()

    assert strings(read(drawn(page))) == ["抽检批次1300批次"]


def test_a_rotated_page_is_read_as_shown():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.saveState()
        canvas.translate(100, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "抽检批次1300批次")
        canvas.drawString(0, -40, "合格率98%")
        canvas.restoreState()

    document = read(drawn(page))
    assert strings(document) == ["抽检批次1300批次", "合格率98%"]
    box = document.paragraphs[0].text.locate(0, 2).bbox
    assert 95 < box[0] < 105 and 85 < box[1] < 105


def test_text_lying_on_its_side_is_read_and_its_box_is_where_a_viewer_shows_it():
    def page(canvas):
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "抽检批次1300批次")
        canvas.drawString(0, -30, "合格率98%")
        canvas.restoreState()

    document = read(drawn(page))
    assert strings(document) == ["抽检批次1300批次", "合格率98%"]
    x0, top, x1, bottom = document.paragraphs[1].text.locate(0, 6).bbox
    assert 215 < x0 < x1 < 240
    assert 450 < top < bottom < 545


def test_the_place_of_a_word_is_its_page_and_box():
    document = read(flowed([body("第一页。"), PageBreak(), body("第二页执行率96%。")]))
    text = document.paragraphs[-1].text
    at = text.string.index("96%")
    span = text.locate(at, at + 3)
    assert span.page == 2
    x0, top, x1, bottom = span.bbox
    assert 75 < top < bottom < 100 and 170 < x0 < x1 < 220


def test_two_columns_are_read_one_after_the_other():
    left = "左栏说明本年度食品安全监督抽检工作的组织实施情况，" * 12
    right = "右栏说明专项资金的预算安排、拨付和使用管理情况，" * 12

    def page(canvas):
        canvas.drawCentredString(297, 780, "工作情况简报")
        for x, text in ((60, left), (320, right)):
            for k in range(0, len(text), 18):
                canvas.drawString(x, 740 - 18 * (k // 18), text[k : k + 18])

    assert strings(read(drawn(page))) == ["工作情况简报", left, right]


def test_both_engines_give_the_same_paragraphs():
    data = flowed([Paragraph("一、项目概况", BODY), *[body(text) for text in MANY]], on_page=_edged)
    assert strings(read(data)) == strings(read(data, engine="pdfplumber"))


@pytest.mark.parametrize("numbers", ["ⅠⅡⅢ", ["i", "ii", "iii"], ["- V -", "- VI -", "- VII -"]], ids=str)
def test_roman_page_numbers_are_set_apart(numbers):
    def page(number):
        def draw(canvas):
            canvas.drawString(90, 700, f"第{number}项支出120万元。")
            canvas.drawCentredString(297, 40, number)

        return draw

    document = read(drawn(*map(page, numbers)))
    assert strings(document, "page_number") == list(numbers)
    assert len(strings(document)) == 3


def test_a_large_mark_on_every_page_is_no_text_of_any():
    def page(number):
        def draw(canvas):
            canvas.setFont(FONT, 60)
            canvas.drawString(100, 400, "内部资料")
            canvas.setFont(FONT, 12)
            canvas.drawString(90, 700, f"第{number}项支出120万元。")
            canvas.drawString(90, 300, f"第{number}项完成12处。")

        return draw

    document = read(drawn(*map(page, "甲乙丙")))
    assert [text for text in strings(document) if "内部" in text] == []
    assert len(strings(document)) == 6


def test_a_title_set_wider_than_the_body_and_over_two_lines_is_one_paragraph():
    wide = ParagraphStyle("wide", parent=TITLE, fontSize=18, leading=29, alignment=1, firstLineIndent=0)
    title = "青禾市市场监督管理局2023年度食品安全监督抽检专项资金绩效评价报告"
    assert strings(read(flowed([Paragraph(title, wide), *map(body, MANY[:6])]))) == [title, *MANY[:6]]
