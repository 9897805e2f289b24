"""Characters that print nothing do not part a figure, and places stay those of the source."""

from __future__ import annotations

import pytest

import gouji
from gouji.extract.readers import read_bytes


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u2060", "\ufeff"])
def test_a_mark_inside_a_figure_hides_no_contradiction(mark: str) -> None:
    text = f"共支出100万元，其中：甲5{mark}0万元、乙60{mark}万元。"
    report = gouji.check(read_bytes(text.encode(), "a.txt"))
    assert [f.code for f in report.findings] == ["GJ101"]
    part = next(n for n in report.numbers if n.raw == "50万元")
    assert text[part.span.start : part.span.end] == f"5{mark}0万元"


def test_marks_in_the_cells_and_labels_of_a_table() -> None:
    text = "项目\t金额（万元）\n甲\t5\u200b0\n乙\t60\n合\u200b计\t100\n"
    report = gouji.check(read_bytes(text.encode(), "a.txt"))
    assert [(f.code, f.severity) for f in report.findings] == [("GJ101", "error")]
