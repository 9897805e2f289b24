"""Lines above tables that come again on every page: captions where they are the table's own, headers where not."""

from pdf_files import FONT, cells, drawn, read, strings

HEAD = ["项目", "预算数"]


def _table(canvas, rows, top):
    for i in range(len(rows) + 1):
        canvas.line(100, top - i * 20, 300, top - i * 20)
    for x in (100, 200, 300):
        canvas.line(x, top, x, top - len(rows) * 20)
    for i, row in enumerate(rows):
        for x, text in zip((110, 210), row, strict=True):
            canvas.drawString(x, top - i * 20 - 15, text)


def _page(title, rows, note):
    def draw(canvas):
        canvas.setFont(FONT, 12)
        canvas.drawString(180, 800, title)
        canvas.drawString(240, 780, "单位：万元")
        _table(canvas, [HEAD, *rows], 770)
        if note:
            canvas.drawString(100, 300, note)

    return draw


def test_the_unit_of_every_table_stays_above_it():
    titles = ["收入决算表", "支出决算表", "项目支出表"]
    document = read(drawn(*[_page(t, [["水费", str(i)]], f"本表反映{t[:4]}。") for i, t in enumerate(titles)]))
    assert strings(document) == [line for t in titles for line in (t, "单位：万元", f"本表反映{t[:4]}。")]
    assert not strings(document, "header")


def test_print_titles_are_the_caption_once_and_do_not_part_the_table():
    rows = [[f"第{i}项", f"{i}.50"] for i in range(90)]
    document = read(drawn(*[_page("各校经费表", rows[i : i + 35], "") for i in (0, 35, 70)]))
    assert [cells(t) for t in document.tables] == [[HEAD, *rows]]
    assert strings(document) == ["各校经费表", "单位：万元"]
    assert strings(document, "header") == ["各校经费表", "单位：万元"] * 2
