"""Columns set apart by blanks only: tables where figures stand below one another, nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from growth import growth

from gouji.extract.document import Document, Table
from gouji.extract.errors import LimitExceeded
from gouji.extract.readers import read_bytes, text


def read(text: str) -> Document:
    return read_bytes(text.encode(), "t.txt")


def columns(string: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in string)


def laid_out(rows: list[list[str]], widths: list[int], right: bool = False) -> str:
    """Rows with their cells at fixed display columns; figures to the right if asked."""
    out = []
    for row in rows:
        line = ""
        for i, (cell, width) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (width - columns(cell))
            line += pad + cell if right and i else cell + pad
        out.append(line.rstrip())
    return "\n".join(out)


def grid(table: Table) -> list[list[str]]:
    return [[c.text.string if c else "" for c in row] for row in table.grid]


ROWS = [
    ["项目名称", "预算数", "执行数", "执行率"],
    ["食品抽检", "1,960.00", "1,950.00", "99.49%"],
    ["设备购置", "120.5", "120.5", "100%"],
    ["培训", "8", "", "0%"],
    ["合计", "2,088.50", "2,070.50", "99.14%"],
]


@pytest.mark.parametrize("right", [False, True])
def test_columns_are_told_by_where_they_stand(right: bool) -> None:
    text = "资金情况表（单位：万元）\n" + laid_out(ROWS, [14, 14, 14, 12], right) + "\n说明：培训未开展。\n"
    document = read(text)
    assert [p.text.string for p in document.paragraphs] == ["资金情况表（单位：万元）", "说明：培训未开展。"]
    assert grid(document.tables[0]) == ROWS
    assert not document.tables[0].ragged


def test_every_cell_knows_its_line_and_offset() -> None:
    text = laid_out(ROWS, [14, 14, 14, 12])
    lines = text.split("\n")
    for _, cell, found in read(text).texts():
        assert cell is not None
        for piece in found.pieces:
            span = piece.span
            assert lines[(span.line or 0) - 1][span.start : span.end] == found.string[piece.start : piece.end]
            assert (span.table, span.row, span.column) == (0, cell.row, cell.column)


def test_full_width_blanks_part_columns_too() -> None:
    text = "项目　　　预算　　执行\n培训　　　12.5　　12.0\n检查　　　30.0　　29.5\n合计　　　42.5　　41.5\n"
    assert grid(read(text).tables[0])[1] == ["培训", "12.5", "12.0"]


def test_lines_of_dashes_are_no_rows() -> None:
    rule = "-" * 50
    lines = laid_out(ROWS, [14, 14, 14, 12]).split("\n")
    document = read("\n".join([rule, lines[0], rule, *lines[1:], rule]))
    assert grid(document.tables[0]) == ROWS


def test_a_wrapped_cell_is_one_cell() -> None:
    rows = [["序号", "项目", "金额"], ["1", "食品安全", "12.5"], ["", "抽检经费", ""], ["2", "培训", "8.0"], ["3", "检查", "7.5"]]
    table = read(laid_out(rows, [8, 14, 10])).tables[0]
    assert grid(table) == [["序号", "项目", "金额"], ["1", "食品安全\n抽检经费", "12.5"], ["2", "培训", "8.0"], ["3", "检查", "7.5"]]


@pytest.mark.parametrize(
    "text",
    [
        "填表人：甲    填报日期：2024年3月1日    电话：12345\n负责人：乙    审核日期：2024年3月2日    电话：12345\n复核人：丙    复核日期：2024年3月3日    电话：12345\n",
        "一、概况        1\n二、资金情况    3\n三、绩效        5\n四、建议        9\n",
        "　　全年完成检查8次。\n　　全年完成培训9次。\n　　全年完成抽检7次。\n",
        "甲局  2023年完成8次检查。\n乙局  2023年完成9次检查。\n丙局  2023年完成7次检查。\n",
        "收入  12\n支出  13\n",
        "河 东 县    财 政 局\n二〇二四年    三月\n内部资料    请勿外传\n",
    ],
)
def test_other_lines_with_gaps_are_no_tables(text: str) -> None:
    assert not read(text).tables


def test_lines_with_gaps_above_a_table_do_not_hide_it() -> None:
    text = "部门：某局      2023年度\n" + laid_out(ROWS, [14, 14, 14, 12])
    document = read(text)
    assert grid(document.tables[0]) == ROWS and len(document.paragraphs) == 1


def test_rows_of_a_long_list_take_no_longer_than_their_number() -> None:
    def work(rows: int) -> None:
        list_ = "序号\t单位\t预算数\t执行数\n" + "".join(f"{i}\t第{i}单位\t{i * 7}.50\t{i * 6}.25\n" for i in range(1, rows))
        assert len(read_bytes(list_.encode(), "t.tsv").tables[0].grid) == rows

    assert growth(work, 4_000) < 3


def test_a_list_too_long_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_CELLS", 1_000)
    with pytest.raises(LimitExceeded, match="拆成几份"):
        read_bytes(("甲\t1\t2\t3\n" * 300).encode(), "t.tsv")


def test_many_lines_with_gaps_take_no_longer_than_their_number() -> None:
    def work(lines: int) -> None:
        document = read("\n".join(f"甲{'乙' * (i % 7)}  丙{'丁' * (i % 5)}  {i}。" for i in range(lines)))
        assert len(document.paragraphs) == lines

    assert growth(work, 5_000) < 3
