"""Web pages: encodings, lines as a browser shows them, places, and the report apart from the site around it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from gouji.extract.document import Document, Paragraph
from gouji.extract.errors import EmptyFile, LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers import read_bytes
from gouji.extract.readers.html import read_html

PROSE = "全年安排资金1,960.00万元，实际支出1,950.00万元，执行率99.49%。"


def read(html: str, encoding: str = "utf-8") -> Document:
    return read_bytes(html.encode(encoding), "页.html")


def lines(document: Document, kind: str = "body") -> list[str]:
    return [p.text.string for p in document.paragraphs if p.kind == kind]


def page(charset: str, body: str = f"<p>{PROSE}</p>") -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("utf-8", "utf-8"), ("gb2312", "gbk"), ("GBK", "gb18030"), ("big5", "big5"), ("utf-8", "gbk"), ("gbk", "utf-8"),
        ("utf-8", "utf-8-sig"), ("unicode", "utf-16"), ("nonsense", "gb18030"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding_also_when_it_names_a_wrong_one(said: str, encoding: str) -> None:
    prose = PROSE if encoding != "big5" else "全年安排1,960.00元。"
    document = read(page(said, f"<p>{prose}</p>"), encoding)
    assert (document.format, lines(document), document.problems) == ("html", [prose], ())


def test_a_character_outside_gb2312_in_a_page_that_says_gb2312_is_read() -> None:
    assert lines(read(page("gb2312", "<p>喆镕犇㎡支出8元。</p>"), "gb18030")) == ["喆镕犇㎡支出8元。"]


def test_blocks_and_line_breaks_part_lines_and_inline_elements_do_not() -> None:
    document = read("<div>甲<p>共<b>1</b>2<span>户</span></p>乙<br>丙<div>丁</div>戊</div>")
    assert lines(document) == ["甲", "共12户", "乙", "丙", "丁", "戊"]


def test_source_line_breaks_are_none_between_chinese_and_a_space_elsewhere() -> None:
    document = read("<p>全年完成\n    检查 8\n次，gross\n domestic</p><p>&nbsp;&nbsp;其中：&ensp;3&nbsp;户</p>")
    assert lines(document) == ["全年完成检查 8 次，gross domestic", "  其中：\u20023 户"]


def test_what_a_browser_hides_is_left_out() -> None:
    document = read(
        "<html><head><title>标题7</title></head><body><p>可见1</p><p hidden>隐2</p><div style='color:red; DISPLAY : none'>隐3</div>"
        "<script>var a=4</script><style>p{width:5}</style><noscript>6</noscript><!-- 7 --><template>8</template>"
        "<span style='visibility:hidden'>9</span><del>10</del><select><option>11</select><p>可见12</p></body></html>"
    )
    assert lines(document) == ["可见1", "可见12"]


def test_raised_digits_stay_apart_from_the_number_before_them() -> None:
    assert lines(read("<p>面积10<sup>4</sup>m<sup>2</sup>，CO<sub>2</sub></p>")) == ["面积10⁴m²，CO₂"]


def test_invisible_characters_do_not_split_a_number() -> None:
    assert lines(read("<p>1,9&#8203;60.&shy;00元</p>")) == ["1,960.00元"]


def test_headings_have_their_level() -> None:
    document = read(f"<h1>报告</h1><h3><span>一、概况</span></h3><p>{PROSE}</p>")
    assert [(p.kind, p.level) for p in document.paragraphs] == [("heading", 1), ("heading", 3), ("body", None)]


def test_list_numbers_are_shown_and_stand_at_the_head_of_their_text() -> None:
    document = read("<ol start=3><li>完成8次</li><li><p>完成9次</p></li></ol><ol style='list-style:none'><li>无号</li></ol>")
    assert lines(document) == ["3. 完成8次", "4. 完成9次", "无号"]
    text = document.paragraphs[0].text
    assert (text.locate(5, 6).start, text.locate(5, 6).end) == (2, 3)
    assert text.locate(0, 1).start == text.locate(0, 1).end == 0


def test_a_place_is_paragraph_and_offset() -> None:
    document = read("<p>甲</p><p>共<b>12</b>户</p>")
    span = document.paragraphs[1].text.locate(1, 3)
    assert (span.part, span.paragraph, span.start, span.end) == ("html", 1, 1, 3)


SITE = f"""<!DOCTYPE html><html><body>
<div class="topbar"><a>登录</a> <a>注册</a></div>
<ul class="menu"><li><a>首页</a></li><li><a>政务公开</a></li><li><a>互动交流</a></li></ul>
<div>当前位置：<a>首页</a> &gt; <a>绩效公开</a></div>
<div class="article"><h1>河东县2023年度绩效自评报告</h1><div>发布日期：2024-05-06 浏览次数：123</div>
<div id="zoom"><p>{PROSE}</p><p>共3项。</p><p>特此报告</p><p>附件：<a href="1.xlsx">自评表.xlsx</a></p></div></div>
<div class="right"><ul><li><a>关于召开2024年会议的通知，请各单位于6月8日前报名参加</a></li><li><a>乙</a></li><li><a>丙</a></li></ul></div>
<table><tr><td>版权所有：河东县财政局</td><td>备案号：12345678</td></tr><tr><td>网站标识码：3401230001</td><td>技术支持：某公司</td></tr></table>
</body></html>"""


def test_navigation_and_page_foot_are_no_body() -> None:
    document = read(SITE)
    assert lines(document, "heading") == ["河东县2023年度绩效自评报告"]
    assert lines(document) == [PROSE, "共3项。", "特此报告", "附件：自评表.xlsx"]
    assert lines(document, "header") == ["登录 注册", "首页", "政务公开", "互动交流", "当前位置：首页 > 绩效公开"]
    assert "版权所有：河东县财政局" in lines(document, "footer") and not document.tables


def test_a_misleading_name_does_not_take_the_text_away() -> None:
    for name in ("nav", "footer-content", "bottom", "share"):
        document = read(f"<div class='{name}'><p>{PROSE}{PROSE}</p></div><div><p>另外完成检查8次。</p></div>")
        assert lines(document) == [PROSE + PROSE, "另外完成检查8次。"]


def test_a_short_page_without_prose_is_body_as_a_whole() -> None:
    assert lines(read("<html><body><p>收入</p><p>12</p></body></html>")) == ["收入", "12"]


def test_pre_keeps_its_lines() -> None:
    assert lines(read("<pre>甲  1\n乙  2</pre>")) == ["甲  1", "乙  2"]


def test_tika_xhtml_is_read_with_its_empty_elements() -> None:
    source = (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
        f'<p/><p>{PROSE}</p><table><tbody><tr><td>项目</td><td/></tr><tr><td/><td>3</td></tr></tbody></table></body></html>'
    )
    document = read(source)
    assert lines(document) == [PROSE]
    assert [c.text.string for c in document.tables[0].cells] == ["项目", "", "", "3"]


def test_mht_gives_its_first_page_in_its_own_encoding() -> None:
    for transfer in ("quoted-printable", "base64"):
        message = EmailMessage()
        message["Subject"] = "x"
        message.set_content(page("gb2312"), subtype="html", charset="gb18030", cte=transfer)
        message.make_related()
        message.add_related(b"\x89PNG", "image", "png", cid="<a>")
        message.add_related("<p>第二页8次。</p>".encode(), "text", "html", cid="<b>")
        document = read_bytes(message.as_bytes(), "页.mht")
        assert (document.format, lines(document)) == ("mht", [PROSE])


def test_mht_of_a_workbook_gives_the_sheets_its_frames_show() -> None:
    message = EmailMessage()
    message.set_content("<html><frameset><frame src='a'></frameset></html>", subtype="html")
    message.make_related()
    message.add_related("<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>".encode(), "text", "html", cid="<b>")
    assert [c.text.string for c in read_bytes(message.as_bytes(), "表.mht").tables[0].cells] == ["甲", "1", "乙", "2"]


def test_a_text_that_only_begins_with_a_bracket_stays_text() -> None:
    assert read_bytes("<报告> 共8户。\n".encode(), "a.txt").format == "text"
    assert read_bytes("<p> 是段落标记，共8户。\n".encode(), "a.txt").format == "text"
    assert read_bytes("From: 甲\n共8户。\n".encode(), "a.txt").format == "text"


def test_an_empty_page_and_an_mht_without_page_are_refused_with_a_reason() -> None:
    with pytest.raises(EmptyFile, match="脚本"):
        read("<html><body><script>load()</script></body></html>")
    with pytest.raises(UnreadableFile, match="没有网页内容"):
        read_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n", "a.mht")
    with pytest.raises(UnreadableFile, match="框架"):
        read("<html><body><iframe src='report.pdf'></iframe></body></html>")


def test_what_is_lost_is_said() -> None:
    deep = read(f"<html><body><p>{PROSE}</p>" + "<div>" * 3000 + "8" + "</div>" * 3000 + "</body></html>")
    assert lines(deep)[0] == PROSE and "嵌套过深" in deep.problems[0].zh
    framed = read("<html><body><p>附件8：</p><iframe src='report.pdf'></iframe></body></html>")
    assert "框架" in framed.problems[0].zh
    broken = read_bytes(page("utf-8", f"<p>{PROSE * 20}</p>").encode() + b"\xff\xfe", "a.html")
    assert "无法解码" in broken.problems[0].zh


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    source = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><html><body><p>8次&a;&b;</p></body></html>'
    text = "".join(p.text.string for p in read(source).paragraphs if isinstance(p, Paragraph))
    assert "8次" in text and "aaaaaaaa" not in text and "root:" not in text


def test_limits_are_kept() -> None:
    with pytest.raises(LimitExceeded):
        read_html(page("utf-8").encode(), "a.html", "", Limits(part_bytes=50))
    with pytest.raises(LimitExceeded):
        read_html(b"<table>" + b"<tr><td>1<td>2</tr>" * 30 + b"</table>", "a.html", "", Limits(cells=50))


def test_what_is_struck_through_is_no_text() -> None:
    struck = "<p>检查商户<del>7</del><s>8</s><span style='text-decoration: line-through'>9</span><ins>50</ins>户。</p>"
    assert lines(read(page("utf-8", struck))) == ["检查商户50户。"]
    assert lines(read(page("utf-8", "<p style='text-decoration:underline'>检查商户50户。</p>"))) == ["检查商户50户。"]


def test_fields_show_what_is_filled_in() -> None:
    cells = (
        "<td><input value='120.50'></td><td><input type='number' value='96'></td>"
        "<td><select><option>甲</option><option selected>乙</option></select></td>"
        "<td>是<input type='checkbox' checked>否<input type='radio'></td>"
        "<td><input type='hidden' value='1'><input type='button' value='2'><input type='password' value='3'>"
        "<input value='4' style='display:none'><select><option>丙</option></select></td>"
    )
    table = read(page("utf-8", f"<table><tr><td>预算</td><td>执行</td><td>等级</td><td>完成</td><td>无</td></tr><tr>{cells}</tr></table>")).tables[0]
    assert [c.text.string for c in table.rows[1]] == ["120.50", "96", "乙", "是☑否☐", ""]
