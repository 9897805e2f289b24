"""Automatic numbers stand in the text as Word prints them."""

import pytest
from word_xml import level, lines, listed, numbering, p, read, tbl, tc, tr

from gouji.extract.readers.docx.number_formats import list_number

NOTHING = '<w:suff w:val="nothing"/>'
OFFICIAL = numbering(
    level(0, "chineseCountingThousand", "%1、", NOTHING),
    level(1, "chineseCountingThousand", "（%2）", NOTHING),
    level(2, "decimal", "%3.", '<w:suff w:val="space"/>'),
    level(3, "decimal", "（%4）"),
)


def test_a_chinese_outline_counts_restarts_and_keeps_its_suffixes() -> None:
    body = "".join(
        listed(text, 1, at)
        for text, at in [
            ("概况", 0),
            ("收入", 1),
            ("支出", 1),
            ("人员", 2),
            ("公用", 2),
            ("细目", 3),
            ("绩效", 0),
            ("产出", 1),
        ]
    )
    assert lines(read(body, numbering=OFFICIAL)) == [
        "一、概况", "（一）收入", "（二）支出", "1. 人员", "2. 公用", "（1）\t细目", "二、绩效", "（一）产出",
    ]  # fmt: skip


def test_the_number_has_no_characters_of_its_own_in_the_paragraph() -> None:
    text = read(listed("第2次抽检", 1, 2), numbering=OFFICIAL).paragraphs[0].text
    assert text.string == "1. 第2次抽检"
    assert (text.pieces[0].span.start, text.pieces[0].span.end) == (0, 0)
    found = text.locate(text.string.index("2"), text.string.index("2") + 1)
    assert (found.start, found.end) == (1, 2)
    number = text.locate(0, 1)
    assert (number.paragraph, number.start, number.end) == (0, 0, 0)


def test_a_level_shows_those_above_it_and_legal_levels_are_decimal() -> None:
    parts = numbering(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>" + NOTHING),
        level(2, "upperLetter", "%1-%2-%3", NOTHING),
    )
    body = listed("章", 1, 0) + listed("节", 1, 1) + listed("条", 1, 2) + listed("又节", 1, 1)
    assert lines(read(body, numbering=parts)) == ["第一章\t章", "1.1节", "一-1-A条", "1.2又节"]


def test_lists_of_one_definition_count_on_and_an_override_starts_anew() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    parts = numbering(level(0, "decimal", "%1.", NOTHING), nums=nums)
    body = listed("a", 1) + listed("b", 2) + listed("c", 3) + listed("d", 3) + listed("e", 1)
    assert lines(read(body, numbering=parts)) == ["1.a", "2.b", "5.c", "6.d", "7.e"]


def test_a_level_can_be_told_not_to_restart() -> None:
    parts = numbering(
        level(0, "decimal", "%1.", NOTHING),
        level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>' + NOTHING),
    )
    body = listed("a", 1, 0) + listed("b", 1, 1) + listed("c", 1, 0) + listed("d", 1, 1)
    assert lines(read(body, numbering=parts)) == ["1.a", "（1）b", "2.c", "（2）d"]


def test_numbers_come_from_styles_and_a_paragraph_can_switch_them_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="一级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="二级"/><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    parts = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>' + NOTHING),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>' + NOTHING),
    )
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("甲", '<w:pStyle w:val="H1"/>')
        + p("乙", '<w:pStyle w:val="H2"/>')
        + p("丙", off)
        + p("丁", '<w:pStyle w:val="H1"/>')
    )
    assert lines(read(body, styles=styles, numbering=parts)) == ["一、甲", "（一）乙", "丙", "二、丁"]


def test_an_empty_numbered_cell_shows_its_number() -> None:
    parts = numbering(level(0, "decimal", "%1"))
    rows = [tr(tc(listed("")), name) for name in ("抽检", "培训")]
    table = read(tbl(*rows), numbering=parts).tables[0]
    assert [c.text.string for c in table.cells] == ["1", "抽检", "2", "培训"]


def test_bullets_and_unknown_lists_do_no_harm() -> None:
    parts = numbering(level(0, "bullet", "\uf0b7", NOTHING))
    assert lines(read(listed("点") + listed("无", 77), numbering=parts)) == ["•点", "无"]


@pytest.mark.parametrize(
    ("name", "n", "shown"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 12, "十二"), ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一○五"), ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"), ("chineseCountingThousand", 1010, "一千零一十"),
        ("japaneseCounting", 11, "十一"), ("japaneseCounting", 110, "百十"), ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"), ("ideographZodiacTraditional", 13, "丙子"), ("upperRoman", 4, "IV"), ("lowerRoman", 19, "xix"),
        ("lowerLetter", 28, "bb"), ("decimalEnclosedCircle", 12, "⑫"), ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"), ("decimalEnclosedFullstop", 3, "⒊"), ("decimalFullWidth", 10, "１０"), ("decimalZero", 7, "07"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographDigital", 10, "一〇"), ("numberInDash", 3, "- 3 -"),
        ("ordinal", 22, "22nd"), ("none", 5, ""), ("неизвестно", 5, "5"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_the_format_asked(name: str, n: int, shown: str) -> None:
    assert list_number(n, name) == shown


def test_a_custom_format_pads_with_zeros() -> None:
    assert list_number(7, "custom", "001, 002, 003, ...") == "007"
