"""Workbooks that strangers made to hang or crash the reader cost a clear message or nothing."""

from __future__ import annotations

import pytest
from made_workbooks import MadeSheet, figure, xlsx

from gouji.extract.errors import LimitExceeded, UnreadableFile
from gouji.extract.readers import read_bytes

ROWS = [["镇", "户"], ["柳林镇", figure("4")], ["合计", figure("4")]]
SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_in_the_last_corner_of_the_sheet_costs_nothing() -> None:
    document = read_bytes(xlsx(MadeSheet(ROWS, extra={"XFD1048576": "边角"})), "a.xlsx")
    assert [t.n_rows for t in document.tables] == [3]
    assert document.paragraphs[-1].text.string == "边角"


def test_a_merge_to_the_last_corner_costs_nothing() -> None:
    document = read_bytes(xlsx(MadeSheet(ROWS, merges=["A5:XFD1048576"])), "a.xlsx")
    assert [(t.n_rows, t.n_columns) for t in document.tables] == [(3, 2)]


def test_a_part_that_unpacks_beyond_the_limit_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        read_bytes(xlsx(MadeSheet(ROWS), parts={"xl/sharedStrings.xml": b" " * 70_000_000}), "a.xlsx")


def test_entities_are_refused() -> None:
    hostile = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read_bytes(xlsx(MadeSheet(ROWS), parts={SHEET: hostile}), "a.xlsx")


def test_half_a_workbook_is_told() -> None:
    data = xlsx(MadeSheet(ROWS))
    document = read_bytes(data[: len(data) * 9 // 10], "a.xlsx")
    assert "不完整" in document.problems[0].zh
    with pytest.raises(UnreadableFile):
        read_bytes(data[: len(data) // 9], "a.xlsx")
