"""Lines broken at a width are one paragraph again; every character still knows its line and offset."""

from __future__ import annotations

import unicodedata

import pytest

from gouji.extract.document import Document
from gouji.extract.readers import read_bytes
from gouji.extract.readers.text_lines import Line
from gouji.extract.readers.text_wrap import joined

SENTENCES = (
    "2023年，全县共安排食品安全抽检资金1,960.00万元，实际支出1,950.00万元，预算执行率为99.49%，全部用于抽检批次费用和"
    "检测设备购置。年初绩效目标为完成抽检2,400批次，全年实际完成抽检2,512批次，完成率为104.67%，其中县级任务1,800批次、"
    "乡镇任务712批次，抽检合格率为98.25%，较上年提高1.2个百分点。",
    "项目立项依据充分，资金拨付有完整的审批程序，未发现截留、挤占、挪用等情况。各乡镇市场监管所按照职责分工开展工作，"
    "全年共检查商户3,216户，责令整改125户，立案查处18起，罚没款合计45.64万元，已全部上缴县级国库。",
    "存在的问题主要是：基层检测设备老化，检测人员偏少，部分检测项目仍需委托第三方机构完成，检测周期较长，影响了后续处置的"
    "及时性；个别乡镇抽检计划安排不够均衡，第四季度任务量占全年任务量的42.5%，工作压力集中。",
)


def columns(string: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in string)


def broken(text: str, width: int, indent: str = "　　") -> list[str]:
    """A paragraph broken as editors do it: at any character, no closing mark at the head of a line."""
    out, line = [], indent
    for character in text:
        if columns(line + character) > width and character not in "，。、；：！？）%":
            out.append(line)
            line = ""
        line += character
    return [*out, line]


def read(text: str) -> Document:
    return read_bytes(text.encode(), "t.txt")


def strings(document: Document) -> list[str]:
    return [p.text.string.strip() for p in document.paragraphs]


def every_character_is_where_it_says(document: Document, text: str) -> bool:
    lines = text.split("\n")
    pieces = [(t, p) for _, _, t in document.texts() for p in t.pieces]
    return all(lines[(p.span.line or 0) - 1][p.span.start : p.span.end] == t.string[p.start : p.end] for t, p in pieces)


@pytest.mark.parametrize("width", [60, 72, 76, 80])
@pytest.mark.parametrize("indent", ["　　", "    "])
def test_paragraphs_broken_at_a_width_are_put_together(width: int, indent: str) -> None:
    lines = ["一、基本情况", *broken(SENTENCES[0], width, indent), *broken(SENTENCES[1], width, indent), "二、存在问题", *broken(SENTENCES[2], width, indent)]
    text = "\n".join(lines) + "\n"
    document = read(text)
    assert strings(document) == ["一、基本情况", SENTENCES[0], SENTENCES[1], "二、存在问题", SENTENCES[2]]
    assert every_character_is_where_it_says(document, text)


def test_paragraphs_without_indent_end_where_a_line_is_short() -> None:
    text = "\n".join(line for s in SENTENCES for line in broken(s, 70, ""))
    assert strings(read(text)) == list(SENTENCES)


def test_a_number_cut_by_the_break_is_whole_again_and_is_placed_on_its_first_line() -> None:
    head = "　　" + "全县各乡镇按照年初计划开展抽检工作并完成各项任务指标"
    first = head + "，支出1" if columns(head + "，支出1") % 2 == 0 else head + "，支出19"
    width = columns(first)
    rest = broken("960.00万元，" + SENTENCES[1], width, "")
    text = "\n".join([first, *rest, *broken(SENTENCES[2], width)])
    paragraph = read(text).paragraphs[0].text
    digits = "1960.00" if first.endswith("出1") else "19960.00"
    at = paragraph.string.index(digits)
    span = paragraph.locate(at, at + len(digits))
    assert (span.line, span.end) == (1, len(first))


def test_digits_are_not_joined_where_more_would_have_fitted() -> None:
    lines = broken(SENTENCES[0], 60)
    assert len(lines) > 3
    short = "　　" + "甲" * 27 + "8"
    text = "\n".join([*lines, short, "12户。", *broken(SENTENCES[1], 60), *broken(SENTENCES[2], 60)])
    assert not any("812户" in s for s in strings(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(SENTENCES),
        "\n".join(f"{i}、完成农村道路维修改造工程建设任务第{i}标段施工图设计审查" for i in range(1, 9)),
        "\n".join(f"完成农村道路维修改造工程建设任务第{i}标段施工图设计审查工作；" for i in range(1, 9)),
        "\n".join(f"{c}区农村道路维修改造工程建设项目管理办公室负责人" for c in "东西南北中前后左右"),
        "河东县财政局\n2023年度部门整体支出绩效自评报告\n河东县财政局办公室\n二〇二四年三月\n",
    ],
)
def test_lines_that_were_not_broken_stay_as_they_are(text: str) -> None:
    assert [p.text.string for p in read(text).paragraphs] == text.strip().split("\n")


def test_english_words_keep_their_space() -> None:
    lines = [Line(1, 0, "按 gross domestic "), Line(2, 0, "product 计算，比上年增长5"), Line(3, 0, "%。")]
    assert joined(lines, 40).string == "按 gross domestic product 计算，比上年增长5%。"


def test_blank_lines_and_tables_end_a_paragraph() -> None:
    lines = broken(SENTENCES[0], 60)
    text = "\n".join([*lines[:2], "", *lines[2:], "", *broken(SENTENCES[1], 60), "甲\t1\t2", "乙\t3\t4", *broken(SENTENCES[2], 60)])
    document = read(text)
    assert len(document.tables) == 1
    assert strings(document)[0] == "".join(lines[:2]).strip() and strings(document)[1] == "".join(lines[2:])


@pytest.mark.parametrize("line", ["全年安排資金1,960.00萬元，檢查商戶25戶。", "執行率99%", "一、項目基本情況"])
def test_big5_is_told_from_gb18030(line: str) -> None:
    assert strings(read_bytes(line.encode("big5"), "a.txt")) == [line]


@pytest.mark.parametrize("line", ["全年安排资金1,960.00万元，检查商户25户。", "执行率99%", "喆镕犇", "附表"])
def test_gb18030_is_not_taken_for_big5(line: str) -> None:
    assert strings(read_bytes(line.encode("gb18030"), "a.txt")) == [line]
