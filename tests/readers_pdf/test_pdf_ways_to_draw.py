"""Rules drawn in the ways writers have, seals and stamps over a table, fonts that hide their characters."""

import pytest
from pdf_files import FONT, cells, drawn, picture, read, strings
from reportlab.lib import colors

TEXTS = ((110, 640, "预算数"), (210, 640, "执行数"), (110, 610, "120"), (210, 610, "96"))
ROWS = [["预算数", "执行数"], ["120", "96"]]
ACROSS, DOWN = (600, 630, 660), (100, 200, 300)


def _write(canvas):
    canvas.setFont(FONT, 12)
    for x, y, text in TEXTS:
        canvas.drawString(x, y, text)


def _lines(canvas):
    for x in DOWN:
        canvas.line(x, ACROSS[0], x, ACROSS[-1])
    for y in ACROSS:
        canvas.line(DOWN[0], y, DOWN[-1], y)


def _dashed(canvas):
    canvas.setDash(3, 2)
    _lines(canvas)


def _dotted(canvas):
    canvas.setDash(0.5, 1.5)
    _lines(canvas)


def _pieces(length, step):
    def draw(canvas):
        for x in DOWN:
            for i in range(round((ACROSS[-1] - ACROSS[0]) / step)):
                canvas.line(x, ACROSS[0] + i * step, x, ACROSS[0] + i * step + length)
        for y in ACROSS:
            for i in range(round((DOWN[-1] - DOWN[0]) / step)):
                canvas.line(DOWN[0] + i * step, y, DOWN[0] + i * step + length, y)

    return draw


def _dots(size, step):
    def draw(canvas):
        for x in DOWN:
            for i in range(round((ACROSS[-1] - ACROSS[0]) / step) + 1):
                canvas.rect(x, ACROSS[0] + i * step, size, size, stroke=0, fill=1)
        for y in ACROSS:
            for i in range(round((DOWN[-1] - DOWN[0]) / step) + 1):
                canvas.rect(DOWN[0] + i * step, y, size, size, stroke=0, fill=1)

    return draw


def _round_dots(canvas):
    for x in DOWN:
        for i in range(round((ACROSS[-1] - ACROSS[0]) / 2) + 1):
            canvas.circle(x, ACROSS[0] + i * 2, 0.4, stroke=0, fill=1)
    for y in ACROSS:
        for i in range(round((DOWN[-1] - DOWN[0]) / 2) + 1):
            canvas.circle(DOWN[0] + i * 2, y, 0.4, stroke=0, fill=1)


def _pictures(canvas):
    dot = picture(1, 1)
    for x in DOWN:
        canvas.drawImage(dot, x, ACROSS[0], 0.7, ACROSS[-1] - ACROSS[0])
    for y in ACROSS:
        canvas.drawImage(dot, DOWN[0], y, DOWN[-1] - DOWN[0], 0.7)


@pytest.mark.parametrize(
    "rules",
    [_dashed, _dotted, _pieces(3, 5), _pieces(0.75, 1.5), _dots(0.5, 1.5), _dots(0.72, 1.44), _dots(1, 2), _round_dots, _pictures],
    ids=["dashed", "dotted", "dashes one by one", "short dashes", "small dots", "dots", "large dots", "round dots", "pictures"],
)
def test_rules_make_a_table_however_they_are_drawn(rules):
    def page(canvas):
        rules(canvas)
        _write(canvas)

    document = read(drawn(page))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert not strings(document)


def test_the_bits_of_a_curve_are_no_rules():
    """A line chart drawn in steps of half a point, over cells that stand apart."""

    def page(canvas):
        _lines(canvas)
        _write(canvas)
        for i in range(400):
            x, y = 100 + i / 2, 600 + 40 * (i / 400) ** 2
            canvas.line(x, y, x + 0.5, 600 + 40 * ((i + 1) / 400) ** 2)

    assert [cells(t) for t in read(drawn(page)).tables] == [ROWS]


def test_the_characters_round_a_seal_are_not_read():
    def page(canvas):
        _lines(canvas)
        _write(canvas)
        canvas.setFillColor(colors.red)
        canvas.setStrokeColor(colors.red)
        canvas.circle(220, 620, 50)
        for i, character in enumerate("青禾县财政局业务专用章"):
            canvas.saveState()
            canvas.translate(220, 620)
            canvas.rotate(150 - i * 24)
            canvas.translate(0, 40)
            canvas.drawString(0, 0, character)
            canvas.restoreState()

    document = read(drawn(page))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert not strings(document)


def _sealed(canvas, ink):
    canvas.setFillColor(ink)
    for i, character in enumerate("青禾县财政局业务"):
        canvas.saveState()
        canvas.translate(220, 620)
        canvas.rotate(100 - i * 28)
        canvas.translate(0, 40)
        canvas.drawString(0, 0, character)
        canvas.restoreState()
    canvas.setFont(FONT, 8)
    canvas.drawString(205, 604, "4301220011")


def test_the_number_in_a_seal_is_no_part_of_the_cell_below_it():
    def page(canvas):
        _lines(canvas)
        _write(canvas)
        _sealed(canvas, colors.red)

    assert [cells(t) for t in read(drawn(page)).tables] == [ROWS]


def test_what_has_the_ink_of_the_text_is_kept_within_slanted_words():
    def page(canvas):
        _lines(canvas)
        _write(canvas)
        _sealed(canvas, colors.black)

    assert "4301220011" in read(drawn(page)).tables[0].grid[1][1].text.string


def test_a_stamp_that_is_a_picture_takes_nothing_away():
    def page(canvas):
        _lines(canvas)
        _write(canvas)
        canvas.drawImage(picture(100, 100), 180, 580, 90, 90)
        canvas.drawString(100, 560, "填报单位（盖章）：青禾县财政局")

    document = read(drawn(page))
    assert [cells(t) for t in document.tables] == [ROWS]
    assert strings(document) == ["填报单位（盖章）：青禾县财政局"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_table_on_a_page_turned_by_its_rotation_is_read_as_shown(turn):
    def page(canvas):
        _lines(canvas)
        _write(canvas)

    def turned(canvas):
        canvas.setPageRotation(turn)
        width, height = canvas._pagesize  # reportlab lays a page turned by a quarter across
        canvas.saveState()
        canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
        canvas.rotate(turn)
        page(canvas)
        canvas.restoreState()

    assert [cells(t) for t in read(drawn(turned)).tables] == [ROWS]


@pytest.mark.parametrize("turn", [90, 270], ids=["upwards", "downwards"])
def test_a_label_turned_by_a_quarter_is_read_along_its_line(turn):
    def page(canvas):
        for x in DOWN:
            canvas.line(x, 560, x, 660)
        for y in (560, 660):
            canvas.line(100, y, 300, y)
        for y in (593, 626):
            canvas.line(200, y, 300, y)
        canvas.saveState()
        canvas.translate(155, 570 if turn == 90 else 650)
        canvas.rotate(turn)
        canvas.drawString(0, 0, "产出指标50分")
        canvas.restoreState()
        for y, text in ((640, "120"), (605, "96"), (570, "88")):
            canvas.drawString(210, y, text)

    (table,) = read(drawn(page)).tables
    assert cells(table) == [["产出指标50分", "120"], ["96"], ["88"]]
    label = table.rows[0][0].text
    at = label.string.index("50")
    x0, top, x1, bottom = label.locate(at, at + 2).bbox
    assert 140 < x0 < x1 < 170
    assert bottom - top < 15
    # Four characters of 12 points before it, counted from the label's foot at 570 or its head at 650.
    assert bottom == pytest.approx(841.9 - 570 - 48 if turn == 90 else 841.9 - 650 + 48 + 12, abs=2)


def _hidden_font(text: str) -> bytes:
    """A page with a readable line, and one in a font whose codes say nothing, although some are those of digits."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj 0 -30 Td /F2 12 Tf <0001003100320033002e003400350003> Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Hidden /Encoding /Identity-H /DescendantFonts [7 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Hidden /DW 1000 /FontDescriptor 8 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Hidden /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def test_characters_whose_font_hides_them_are_told_and_not_guessed():
    document = read(_hidden_font("Budget 120.00"))
    assert [text for text in strings(document) if "120.00" in text] == ["Budget 120.00"]
    assert strings(document) == ["Budget 120.00"]
    assert [(p.code, p.span.page) for p in document.problems] == [("GJ002", 1)]
    assert "没有文字对照表" in document.problems[0].zh
