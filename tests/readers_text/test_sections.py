"""Filings inside a file, their names and years; numbered sections; captions of tables."""

from __future__ import annotations

import pytest

from gouji.extract.document import Document, Paragraph, Table, Text
from gouji.extract.numbering import numbering_of
from gouji.extract.readers import read_bytes
from gouji.extract.sections import Outline, outline


def outlined(text: str) -> Outline:
    return outline(read_bytes(text.encode(), "t.txt"))


def block_with(document: Document, words: str) -> int:
    for i, _, text in document.texts():
        if words in text.string:
            return i
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("一、总体情况", "cn", 1), ("三 、资金", "cn", 3), ("十二、其他", "cn", 12), ("（二）绩效", "cn_paren", 2),
        ("(三)绩效", "cn_paren", 3), ("1、预算", "ar", 1), ("2．预算", "ar", 2), ("1.2022年完成", "ar", 1),
        ("(4) 完成", "ar_paren", 4), ("3）完成", "ar_half", 3), ("第二部分 概况", "part", 2), ("②检查", "circled", 2),
        ("1.2 项目概况", "dotted", 2), ("[bookmark: _Toc1]五、概况", "cn", 5),
    ],
)
def test_numbering_is_known_in_all_its_forms(line: str, style: str, number: int) -> None:
    found = numbering_of(line)
    assert found is not None and (found.style, found.number) == (style, number)


@pytest.mark.parametrize("line", ["3.3批次/千人", "2023年完成", "1.5万元", "一是加强", "12个乡镇", "一般公共预算"])
def test_amounts_and_words_are_no_numbering(line: str) -> None:
    assert numbering_of(line) is None


TWO_REPORTS = """甲县林业局项目支出绩效自评报告（护林防火专项）
一、基本情况
2023年安排资金20万元。
二、绩效情况
（一）产出
巡山30次。

甲县林业局
项目支出绩效自评报告（苗圃改造）
一、基本情况
安排资金8万元。
"""


def test_every_title_opens_a_filing_of_its_own() -> None:
    o = outlined(TWO_REPORTS)
    assert [p.project for p in o.parts] == ["护林防火专项", "苗圃改造"]
    assert o.part_of(block_with(o.document, "安排资金20")) == 0
    assert o.part_of(block_with(o.document, "安排资金8")) == 1
    assert o.parts[1].title == "甲县林业局项目支出绩效自评报告（苗圃改造）"


def test_a_scope_names_the_filing_and_the_numbering_path() -> None:
    o = outlined(TWO_REPORTS)
    assert o.scope_of(block_with(o.document, "巡山30次")) == ("护林防火专项", "二、（一）")


def test_annexes_and_covers_open_filings() -> None:
    o = outlined(
        "附件1\n2023年度部门整体支出绩效自评表\n\n\t项目\n\t数\n\n\t甲\n\t1\n\n\n"
        "附件2\n2022年度项目支出绩效自评表\n\n\t项目支出名称\n\t河道清淤\n\n\t甲\n\t1\n\n\n"
        " 部 门 名 称 ：  乙县水利局\n年  月  日\n(此页为封面)\n\n河道清淤\n项目支出绩效评价报告\n一、概况\n安排50万元。\n"
    )
    assert [(p.annex, p.name) for p in o.parts] == [
        ("附件1", "2023年度部门整体支出绩效自评表"), ("附件2", "河道清淤"), (None, "河道清淤"),
    ]
    assert [p.year for p in o.parts] == ["2023", "2022", "2022"]
    tables = [i for i, b in enumerate(o.document.blocks) if isinstance(b, Table)]
    assert o.scope_of(tables[1]) == ("附件2", "河道清淤")
    assert o.caption_of(tables[0]) == "附件1\n2023年度部门整体支出绩效自评表"


def test_a_cover_with_its_title_printed_again_is_one_filing() -> None:
    o = outlined("2023年度甲县文旅局部门整体支出\n绩效自评报告\n\n\n部门名称：甲县文旅局\n年 月 日\n\n2023年度甲县文旅局部门整体支出绩效\n自 评 报 告\n一、概况\n共8人。\n")
    assert len(o.parts) == 1 and o.parts[0].title == "2023年度甲县文旅局部门整体支出绩效自评报告"


def test_a_list_of_annexes_at_the_end_opens_nothing() -> None:
    o = outlined("甲局项目支出绩效自评报告\n一、概况\n共8人。\n附件：1.自评表\n2.佐证材料清单\n")
    assert len(o.parts) == 1
    o = outlined("甲局项目支出绩效自评报告\n一、概况\n共8人。\n附件1：自评表\n附件2：评分表\n附件3：明细\n附件1\n自评表\n\t甲\n\t1\n\n\n")
    assert [p.annex for p in o.parts] == [None, "附件1"]


def test_a_caption_in_the_middle_of_a_report_opens_nothing() -> None:
    o = outlined("甲局2023年度项目支出绩效自评报告\n一、资金情况\n具体安排为：\n资金安排明细表\n单位：万元\n项目 | 金额\n甲 | 5\n合计 | 5\n二、绩效情况\n完成8次。\n")
    assert len(o.parts) == 1
    table = next(i for i, b in enumerate(o.document.blocks) if isinstance(b, Table))
    assert o.caption_of(table) == "资金安排明细表\n单位：万元"
    assert o.year_of(table) == "2023"


def test_sections_form_a_tree() -> None:
    o = outlined("一、甲\n（一）乙\n1.丙事项说明\n（二）丁\n二、戊\n")
    assert [(s.numbering, s.level, s.parent, s.start_block, s.end_block) for s in o.sections] == [
        ("一、", 1, None, 0, 4), ("（一）", 2, 0, 1, 3), ("1.", 3, 1, 2, 3), ("（二）", 2, 0, 3, 4), ("二、", 1, None, 4, 5),
    ]


def test_the_year_in_a_project_name_is_not_the_year_of_the_filing() -> None:
    o = outlined("甲局项目支出绩效自评报告（2021年省级补助资金）\n一、概况\n2022年使用。\n乙局项目支出绩效自评报告（巡查）\n一、概况\n2022年巡查。\n")
    assert {p.year for p in o.parts} == {"2022"}


def test_page_furniture_inside_a_list_of_annexes_does_not_cut_it() -> None:
    kinds = {"页眉": "header", "- 1 -": "page_number"}
    lines = ["甲局项目支出绩效自评报告", "共8人。", "附件1：自评表", "页眉", "- 1 -", "附件2：评分表", "附件1", "自评表", "共8人。"]
    blocks = tuple(Paragraph(Text(line), kind=kinds.get(line, "body")) for line in lines)  # type: ignore[arg-type]
    o = outline(Document("t.pdf", "pdf", "0", blocks))
    assert [p.annex for p in o.parts] == [None, "附件1"]
