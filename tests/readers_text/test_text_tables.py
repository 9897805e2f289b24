"""Tables of text files: every form they come in gives rows, cells and places."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gouji.extract.document import Document, Paragraph, Table
from gouji.extract.readers import read_bytes

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


def read(text: str) -> Document:
    return read_bytes(text.encode(), "t.txt")


def rows(table: Table) -> list[list[str]]:
    return [[c.text.string for c in row] for row in table.rows]


def every_character_is_where_it_says(document: Document, text: str) -> bool:
    lines = text.split("\n")
    for _, _, found in document.texts():
        for p in found.pieces:
            span = p.span
            assert span.line is not None and span.start is not None
            if lines[span.line - 1][span.start : span.end] != found.string[p.start : p.end]:
                return False
    return True


DUMP = (
    "附表\n\n\t项目\n\t预算数\n（万元）\n\t执行数\n\n\t设备购置\n\t12.5\n\t12.5\n\n\t培训\n\t\n\t3\n\n\n说明文字\n"
)


def test_a_dumped_table_has_a_cell_for_every_tab_line() -> None:
    document = read(DUMP)
    assert rows(document.tables[0]) == [
        ["项目", "预算数\n（万元）", "执行数"], ["设备购置", "12.5", "12.5"], ["培训", "", "3"],
    ]
    assert every_character_is_where_it_says(document, DUMP)


def test_text_around_a_dumped_table_stays_text() -> None:
    blocks = read(DUMP).blocks
    assert [type(b) for b in blocks] == [Paragraph, Table, Paragraph]


def test_cells_know_line_and_grid_place() -> None:
    cell = read(DUMP).tables[0].rows[1][1]
    span = cell.text.locate(0, 4)
    assert (span.line, span.start, span.end, span.table, span.row, span.column) == (9, 1, 5, 0, 1, 1)
    second_line = read(DUMP).tables[0].rows[0][1].text.locate(4, 8)
    assert (second_line.line, second_line.start, second_line.end) == (5, 0, 4)


def test_an_empty_cell_still_has_a_place() -> None:
    assert read(DUMP).tables[0].rows[2][1].text.locate(0, 0).line == 13


def test_empty_paragraphs_inside_a_cell_do_not_end_the_table() -> None:
    body = "\t\n\t甲\n\t1\n\t2\n\n"
    text = "\t总\n\t3\n\n\t\n指标\n\n\n\t名称\n\t目标\n\t完成\n\n" + body + body + "\n后文\n"
    tables = read(text).tables
    assert len(tables) == 1
    assert [len(r) for r in rows(tables[0])] == [2, 4, 4, 4]
    assert rows(tables[0])[1] == ["\n指标\n\n", "名称", "目标", "完成"]


def test_two_tables_of_one_shape_stay_two() -> None:
    one = "\t甲\n\t1\n\n\t乙\n\t2\n\n"
    assert len(read(one + "\n" + one).tables) == 2
    assert len(read(one + "\n下一张表\n" + one).tables) == 2


def test_a_band_head_across_the_table_is_a_row_of_its_own() -> None:
    text = "\t基本情况\n\n\t编制\n\t在职\n\t比率\n\n\t8\n\t7\n\t88%\n\n\t5\n\t5\n\t100%\n\n\n"
    assert [len(r) for r in rows(read(text).tables[0])] == [1, 3, 3, 3]


def test_pipe_tables_keep_leading_blanks_as_cells() -> None:
    text = "产出 | 数量 | 灯具 | 8盏 | 8盏\n | | 井盖 | 5个 | 4个\n其他 | \n"
    document = read(text)
    assert rows(document.tables[0]) == [
        ["产出", "数量", "灯具", "8盏", "8盏"], ["", "", "井盖", "5个", "4个"], ["其他", ""],
    ]
    assert every_character_is_where_it_says(document, text)


@pytest.mark.parametrize(
    "text",
    ["| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |\n", "甲 | 乙\n--- | ---\n1 | 2\n", "｜甲｜乙｜\n｜1｜2｜\n"],
)
def test_markdown_frames_and_rules_are_no_cells(text: str) -> None:
    assert rows(read(text).tables[0]) == [["甲", "乙"], ["1", "2"]]


def test_one_pipe_in_prose_makes_no_table() -> None:
    assert not read("标准 GB|T 适用。\n全年完成8次。\n").tables
    assert len(read("合计 | 10 | 20\n").tables) == 1


def test_tab_separated_rows() -> None:
    text = "项目\t预算\t执行\n\t1\t2\r\n小计\t1\t2\n"
    document = read(text)
    assert rows(document.tables[0]) == [["项目", "预算", "执行"], ["", "1", "2"], ["小计", "1", "2"]]
    assert every_character_is_where_it_says(document, text)


def test_contents_and_signature_lines_are_no_tables() -> None:
    assert not read("一、概况\t1\n二、资金\t3\n三、绩效\t5\n").tables
    assert not read("填表人：甲\t电话：\n正文。\n").tables


def test_carriage_returns_are_no_part_of_the_text() -> None:
    document = read("甲\r\n\t1\r\n\t2\r\n\r\n\t3\r\n\t4\r\n\r\n\r\n乙\r\n")
    assert rows(document.tables[0]) == [["1", "2"], ["3", "4"]]
    assert document.paragraphs[1].text.locate(0, 1).line == 9


def test_the_bench_command_measures_the_share_of_equal_cells(tmp_path: Path) -> None:
    sample = tmp_path / "sample.txt"
    sample.write_text(DUMP, "utf-8")
    expected = HERE / "expected_cells.json"

    def run(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "bench" / "cells.py"), str(sample), str(path)],
            capture_output=True, text=True, check=False,
        )

    good = run(expected)
    assert good.returncode == 0 and "cells 9/9 equal (100.00 %)" in good.stdout
    wrong = json.loads(expected.read_text("utf-8"))
    wrong["tables"][0]["rows"][1]["cells"][1] = "12.6"
    other = tmp_path / "wrong.json"
    other.write_text(json.dumps(wrong), "utf-8")
    bad = run(other)
    assert bad.returncode == 1 and "cells 8/9 equal" in bad.stdout
