"""The text of a paragraph is what Word shows: no more, no less."""

import pytest
from word_xml import lines, p, r, read

DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧值999</w:delText></w:r></w:del>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r("支出12") + r("34") + r(".56万元"), "支出1234.56万元"),
        (f'<w:ins w:id="1">{r("新值")}</w:ins>{DELETED}', "新值"),
        (f'<w:moveFrom w:id="1">{r("移走")}</w:moveFrom><w:moveTo w:id="2">{r("移来")}</w:moveTo>', "移来"),
        (f'<w:hyperlink r:id="x">{r("链接")}</w:hyperlink>{r("后")}', "链接后"),
        (f'<w:smartTag><w:smartTag>{r("3")}</w:smartTag></w:smartTag>{r("个")}', "3个"),
        (f'<w:sdt><w:sdtPr/><w:sdtContent>{r("控件80%")}</w:sdtContent></w:sdt>', "控件80%"),
        (f'<w:fldSimple w:instr="DOCPROPERTY 总额">{r("520")}</w:fldSimple>{r("万元")}', "520万元"),
        (FIELD.format(code="REF 总额 \\h", result=r("88")) + r("户"), "88户"),
        (FIELD.format(code="IF </w:instrText></w:r>" + FIELD.format(code="PAGE", result=r("7")) + "<w:r><w:instrText> 1", result=r("是")), "是"),
        ('<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>', "a\tb\nc\nd"),
        ('<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/><w:t>次</w:t></w:r>', "3-5次"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t></w:r>', "☑是"),
        (r("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + r("5%"), "≤5%"),
        (r("见") + r("隐藏123", "<w:vanish/>") + r("正文"), "见正文"),
        (r("乙") + r("160", "<w:strike/>") + r("150", "<w:dstrike/>") + r("140") + r("万元", '<w:strike w:val="0"/>'), "乙140万元"),
        (r("见") + r("显示", '<w:vanish w:val="0"/>'), "见显示"),
        (r("面积10") + r("4", '<w:vertAlign w:val="superscript"/>') + r("m") + r("2", '<w:vertAlign w:val="superscript"/>'), "面积10⁴m²"),
        ("<m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>45</m:t></m:r></m:num><m:den><m:r><m:t>50</m:t></m:r></m:den></m:f></m:oMath>", "x=45/50"),
        ("<w:r><w:ruby><w:rt>" + r("hé") + "</w:rt><w:rubyBase>" + r("核") + "</w:rubyBase></w:ruby></w:r>", "核"),
        (r("人员") + '<w:bookmarkStart w:id="1" w:name="x"/>' + r("12名") + '<w:bookmarkEnd w:id="1"/><w:proofErr w:type="spellEnd"/>', "人员12名"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("合格"), "☑合格"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\o\\ac(○,3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("抽检"), "③抽检"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_word_shows_it(inside: str, text: str) -> None:
    document = read(f"<w:p>{inside}</w:p>")
    assert lines(document) == [text]
    assert document.problems == ()


def test_paragraphs_come_in_order_and_know_their_place() -> None:
    document = read(p("第一段") + p() + p("第二段有1200户"))
    assert lines(document) == ["第一段", "第二段有1200户"]
    second = document.paragraphs[1].text
    span = second.locate(second.string.index("1200"), second.string.index("户"))
    assert (span.part, span.paragraph, span.start, span.end) == ("document", 2, 4, 8)


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_each_keeps_its_place() -> None:
    document = read(p("共120", '<w:rPr><w:del w:id="1"/></w:rPr>') + p("0户") + p("另一段"))
    assert lines(document) == ["共1200户", "另一段"]
    text = document.paragraphs[0].text
    assert [(x.start, x.end, x.span.paragraph) for x in text.pieces] == [(0, 4, 0), (4, 6, 1)]
    assert (text.locate(5, 6).paragraph, text.locate(5, 6).start) == (1, 1)


def test_a_deleted_mark_before_a_table_does_not_swallow_the_paragraph() -> None:
    table = "<w:tbl><w:tr><w:tc>" + p("格") + "</w:tc></w:tr></w:tbl>"
    document = read(p("表前", '<w:rPr><w:del w:id="1"/></w:rPr>') + table + p("表后"))
    assert lines(document) == ["表前", "表后"]
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_an_instruction_that_never_ends_does_not_hide_the_rest() -> None:
    open_field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'
    )
    assert lines(read(open_field + p("正文120户"))) == ["正文120户"]


def test_a_table_of_contents_over_several_paragraphs_shows_its_entries() -> None:
    toc = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("一、概况")}</w:p>'
        f'{p("二、绩效")}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert lines(read(toc + p("正文"))) == ["一、概况", "二、绩效", "正文"]


def test_levels_come_from_outline_style_or_style_name() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="公文一级"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="公文二级"/><w:basedOn w:val="A"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:basedOn w:val="L"/></w:style>'
    )
    body = "".join(p(s, f'<w:pStyle w:val="{s}"/>') for s in ("A", "B", "C", "3", "L", "无"))
    body += p("直接", '<w:outlineLvl w:val="3"/>') + p(
        "降为正文", '<w:pStyle w:val="A"/><w:outlineLvl w:val="9"/>'
    )
    document = read(body, styles=styles)
    assert [x.level for x in document.paragraphs] == [1, 2, 2, 3, None, None, 4, None]
    assert [x.kind for x in document.paragraphs] == ["heading"] * 4 + ["body"] * 2 + ["heading", "body"]


def test_text_hidden_by_its_style_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="HP"><w:name w:val="隐段"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = f"<w:p>{r('见')}{r('藏', '<w:rStyle w:val=' + chr(34) + 'H' + chr(34) + '/>')}</w:p>"
    body += p("整段隐藏", '<w:pStyle w:val="HP"/>')
    assert lines(read(body, styles=styles)) == ["见"]
