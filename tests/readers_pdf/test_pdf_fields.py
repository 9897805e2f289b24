"""What a page shows without it being part of its content: fields of forms, typed text; and what it does not show."""

import pytest
from pdf_files import FONT, cells, drawn, read, strings

ROWS = [["预算数", "执行数"], ["120.50", "96.00"]]


def _form(canvas):
    for x in (100, 200, 300):
        canvas.line(x, 600, x, 660)
    for y in (600, 630, 660):
        canvas.line(100, y, 300, y)
    canvas.setFont(FONT, 12)
    for x, text in zip((110, 210), ROWS[0], strict=True):
        canvas.drawString(x, 640, text)
    for x, text in zip((110, 210), ROWS[1], strict=True):
        canvas.acroForm.textfield(name=f"f{x}", x=x, y=606, width=80, height=18, value=text, borderStyle="solid")


def test_filled_fields_are_cells_and_their_frames_no_rules():
    document = read(drawn(_form))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert not document.problems


def test_a_field_has_its_place():
    text = read(drawn(_form)).tables[0].grid[1][1].text
    span = text.locate(0, len(text.string))
    assert span.page == 1
    assert 210 <= span.bbox[0] < span.bbox[2] <= 290


def test_fields_without_a_picture_are_told():
    document = read(drawn(_form).replace(b"/AP", b"/AQ"))
    assert [cells(t) for t in document.tables] == [[ROWS[0], ["", ""]]]
    assert [("2个填了内容的表单栏" in p.zh, p.span.page) for p in document.problems] == [(True, 1)]


def test_remarks_and_links_are_no_text():
    def page(canvas):
        canvas.drawString(100, 700, "合格率98%")
        canvas.textAnnotation("核对7788", Rect=[100, 600, 200, 620])
        canvas.linkURL("http://example.invalid/9", (70, 500, 120, 520))

    document = read(drawn(page))
    assert strings(document) == ["合格率98%"]
    assert not document.problems


@pytest.mark.parametrize("place", [(700, 400), (-90, 400), (100, 900), (100, -40)])
def test_what_stands_off_the_page_is_not_read(place):
    def page(canvas):
        canvas.drawString(100, 700, "抽检食品1300批次，合格1276批次，合格率98.15%，比上年提高0.5个百分点。")
        canvas.drawString(*place, "998877")

    document = read(drawn(page))
    assert strings(document) == ["抽检食品1300批次，合格1276批次，合格率98.15%，比上年提高0.5个百分点。"]
    assert not document.problems


def test_a_page_most_of_which_stands_off_it_is_told():
    def page(canvas):
        canvas.drawString(100, 700, "合格率98%")
        canvas.drawString(100, 900, "抽检食品1300批次")

    document = read(drawn(page))
    assert strings(document) == ["合格率98%"]
    assert ["页面范围以外" in p.zh for p in document.problems] == [True]
