"""A CSV file, as spreadsheets and finance systems export it, is one table; prose and figures with commas are not."""

from __future__ import annotations

import pytest

import gouji
from gouji.extract.readers import read_bytes

EXPORT = (
    "2023年度专项资金执行情况表,,,\r\n单位：万元,,,\r\n项目,预算数,执行数,执行率\r\n培训,12.50,10.00,80.00%\r\n"
    '"差旅, 住宿","1,020.00",510.00,50.00%\r\n\r\n合计,"1,032.50",520.00,50.36%\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_an_export_is_its_table_with_the_lines_above(encoding: str) -> None:
    document = read_bytes(EXPORT.encode(encoding), "a.csv")
    assert [p.text.string for p in document.paragraphs] == ["2023年度专项资金执行情况表", "单位：万元"]
    assert [[c.text.string for c in row] for row in document.tables[0].rows] == [
        ["项目", "预算数", "执行数", "执行率"], ["培训", "12.50", "10.00", "80.00%"],
        ["差旅, 住宿", "1,020.00", "510.00", "50.00%"], ["合计", "1,032.50", "520.00", "50.36%"],
    ]  # fmt: skip


def test_a_field_knows_its_line_and_offset() -> None:
    document = read_bytes(EXPORT.encode(), "a.csv")
    cell = document.tables[0].rows[2][1]
    place = cell.text.locate(0, len(cell.text.string))
    line = EXPORT.split("\n")[4]
    assert place.line == 5 and line[place.start : place.end] == "1,020.00"


def test_its_relations_are_checked() -> None:
    assert not [f for f in gouji.check(read_bytes(EXPORT.encode(), "a.csv")).findings if f.severity == "error"]
    wrong = gouji.check(read_bytes(EXPORT.replace("520.00", "530.00").encode(), "a.csv"))
    assert "530.00" in [e.quote for f in wrong.findings if f.severity == "error" for e in f.evidence]
    assert {n.unit for n in wrong.numbers if n.raw in ("12.50", "10.00")} == {"万元"}


@pytest.mark.parametrize(
    "text",
    [
        "全年支出1,200,300元。\n上年支出1,100,200元。\n增加100,100,000元。\n",
        "甲,乙,丙\n丁,戊\n己,庚,辛\n",
        "甲,乙,丙\n丁,戊,己\n",
        "1,200,300\n1,300,400\n1,400,500\n",
        'He came, saw, won.\n"Open, quote, here\nA, b, c.\n',
        "一是甲,乙,丙完成。\n二是丁,戊,己完成。\n三是庚,辛,壬完成。\n",
    ],
)
def test_what_only_has_commas_is_text(text: str) -> None:
    assert not read_bytes(text.encode(), "a.csv").tables


def test_two_columns_are_a_table_where_the_file_is_named_so() -> None:
    text = '项目,金额（万元）\n甲,"1,050.00"\n乙,60\n合计,1100\n'
    assert [f.code for f in gouji.check(read_bytes(text.encode(), "支出.CSV")).findings] == ["GJ101"]
    assert not read_bytes(text.encode(), "支出.txt").tables
