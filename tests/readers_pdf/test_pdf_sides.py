"""Pages part of which lies on its side: a table beside upright text, an upright head and foot over a lying table."""

import pytest
from pdf_files import FONT, cells, drawn, read, strings

HEAD = ["项目", "预算数", "执行数"]
ROWS = [[f"第{i}项支出", f"{i}20.50", f"{i}18.25"] for i in range(1, 19)]
PROSE = "全年共抽检食品样品1300批次，其中食用农产品500批次。"


def _table(canvas, rows, turn):
    """A table across, its upper left corner at the origin after the turn."""
    xs = (0, 100, 180, 260)
    for i in range(len(rows) + 1):
        canvas.line(0, -i * 20, xs[-1], -i * 20)
    for x in xs:
        canvas.line(x, 0, x, -len(rows) * 20)
    for i, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            canvas.drawString(x + 6, -i * 20 - 15, text)


def _lying(canvas, rows, turn, x, y):
    canvas.saveState()
    canvas.setFont(FONT, 10)
    canvas.translate(x, y)
    canvas.rotate(turn)
    _table(canvas, rows, turn)
    canvas.restoreState()


@pytest.mark.parametrize(("turn", "x", "y"), [(90, 100, 100), (270, 480, 420)])
def test_a_table_on_its_side_below_upright_text_is_read_level(turn, x, y):
    def page(canvas):
        for i in range(12):
            canvas.drawString(70, 780 - 20 * i, PROSE)
        _lying(canvas, [HEAD, *ROWS], turn, x, y)

    document = read(drawn(page))
    assert [cells(t) for t in document.tables] == [[HEAD, *ROWS]]
    assert "".join(strings(document)).count(PROSE) == 12
    text = document.tables[0].grid[1][1].text
    box = text.locate(0, len(text.string)).bbox
    assert box[3] - box[1] > box[2] - box[0]


def test_upright_heads_and_feet_do_not_part_a_table_that_lies_on_several_pages():
    def page(number, rows):
        def draw(canvas):
            canvas.setFont(FONT, 9)
            canvas.drawCentredString(297, 815, "青禾市财政局绩效评价报告")
            canvas.drawCentredString(297, 25, str(number))
            if number == 1:
                for i in range(30):
                    canvas.drawString(70, 780 - 20 * i, PROSE)
            else:
                _lying(canvas, rows, 90, 60, 200)

        return draw

    many = [[f"第{i}项支出", f"{i}20.50", f"{i}18.25"] for i in range(10, 60)]
    document = read(drawn(page(1, []), page(2, [HEAD, *many[:25]]), page(3, many[25:])))
    assert [cells(t) for t in document.tables] == [[HEAD, *many]]
    assert strings(document, "header") == ["青禾市财政局绩效评价报告"] * 3
    assert [s.strip() for s in strings(document, "page_number")] == ["1", "2", "3"]
