"""Tables drawn with characters, in text files."""

from __future__ import annotations

import pytest

import gouji
from gouji.extract.document import Document
from gouji.extract.readers import read_bytes
from gouji.extract.readers.text_wrap import width

ROWS = [
    ["项目", "预算数", "执行数"],
    ["人员经费", "320.50", "318.20"],
    ["公用经费", "85.30", "—"],
    ["合计", "405.80", "318.20"],
]
MERGED = """单位：万元
┌────┬──────┬─────┐
│类别    │项目        │执行数    │
├────┼──────┼─────┤
│        │人员经费    │318.20    │
│        ├──────┼─────┤
│支出    │公用经费（含│80.15     │
│        │水电费）    │          │
├────┴──────┼─────┤
│合计                │408.35    │
└──────────┴─────┘
说明：以上为决算数。
"""


def read(text: str, encoding: str = "utf-8") -> Document:
    return read_bytes(text.encode(encoding), "表.txt")


def padded(text: str, columns: int = 10) -> str:
    return text + " " * (columns - width(text))


def boxed(rows: list[list[str]]) -> str:
    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * 5 for _ in rows[0]) + right

    body = ("\n" + rule("├", "┼", "┤") + "\n").join("│" + "│".join(map(padded, row)) + "│" for row in rows)
    return rule("┌", "┬", "┐") + "\n" + body + "\n" + rule("└", "┴", "┘") + "\n"


def crossed(rows: list[list[str]], every: bool) -> str:
    rule = "+" + "+".join("-" * 12 for _ in rows[0]) + "+\n"
    lines = ["| " + " | ".join(map(padded, row)) + " |\n" for row in rows]
    return rule + (rule.join(lines) if every else lines[0] + rule + "".join(lines[1:])) + rule


def cells(document: Document) -> list[list[list[str]]]:
    return [[[c.text.string for c in row] for row in table.rows] for table in document.tables]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "drawn", [boxed(ROWS), crossed(ROWS, True), crossed(ROWS, False)], ids=["boxed", "crossed", "head ruled"]
)
def test_a_drawn_table_is_one_table(drawn, encoding):
    document = read("经费使用情况\n" + drawn + "以上为决算数。\n", encoding)
    assert cells(document) == [ROWS]
    assert [p.text.string for p in document.paragraphs] == ["经费使用情况", "以上为决算数。"]


def test_a_label_beside_which_rules_run_is_one_cell_over_several_rows():
    table = read(MERGED).tables[0]
    assert {c.text.string: (c.row, c.column, c.row_span, c.column_span) for c in table.cells} == {
        "类别": (0, 0, 1, 1), "项目": (0, 1, 1, 1), "执行数": (0, 2, 1, 1),
        "支出": (1, 0, 2, 1), "人员经费": (1, 1, 1, 1), "318.20": (1, 2, 1, 1),
        "公用经费（含水电费）": (2, 1, 1, 1), "80.15": (2, 2, 1, 1),
        "合计": (3, 0, 1, 2), "408.35": (3, 2, 1, 1),
    }  # fmt: skip


def test_its_total_is_checked_at_its_line():
    (finding,) = [f for f in gouji.check(read(MERGED)).findings if f.code == "GJ101"]
    span = finding.evidence[0].span
    assert (span.line, span.row, span.column) == (10, 3, 2)
    assert MERGED.split("\n")[9][span.start : span.end] == "408.35"


def test_a_line_of_dashes_in_prose_draws_nothing():
    text = "第一段。\n----------\n第二段。\n"
    assert not read(text).tables
    assert [p.text.string for p in read(text).paragraphs] == text.split()


def test_nothing_of_a_broken_drawing_is_lost():
    lines = boxed(ROWS).split("\n")
    del lines[2], lines[0]
    text = "\n".join(lines)
    shown = "".join(t.string for _, _, t in read(text).texts())
    assert all(value in shown for row in ROWS for value in row)
