"""Workbooks that strangers made to hang or crash the reader cost a clear message or nothing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from made_workbooks import MadeSheet, figure, xlsx

from gouji.extract.errors import LimitExceeded, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS
from gouji.extract.readers import read_bytes
from gouji.extract.readers.ole.container import Container

ROWS = [["镇", "户"], ["柳林镇", figure("4")], ["合计", figure("4")]]
OLD = Path(__file__).parent / "data" / "whole.xls"
SECTOR = 512
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


@pytest.mark.parametrize("extent", [(0, 2**31, 0, 4), (65_537, 1, 256, 1), (0, 3, 0, 65_000)])
def test_an_old_workbook_that_claims_an_impossible_size_is_read_and_told(extent: tuple[int, int, int, int]) -> None:
    """The library would end the process for want of memory."""
    data = OLD.read_bytes()
    at = data.index(struct.pack("<HH", 0x0200, 14)) + 4
    document = read_bytes(data[:at] + struct.pack("<IIHH", *extent) + data[at + 12 :], "a.xls")
    assert document.blocks == read_bytes(data, "a.xls").blocks
    assert any("内部记录已损坏" in p.zh for p in document.problems)


def test_an_old_workbook_the_sectors_of_which_run_in_a_circle_is_refused() -> None:
    data = bytearray(OLD.read_bytes())
    assert not Container(bytes(data), "a.xls", DEFAULT_LIMITS).tangled
    fat, directory = (SECTOR * (1 + n) for n in struct.unpack_from("<I", data, 0x4C) + struct.unpack_from("<I", data, 0x30))
    number = directory // SECTOR - 1
    struct.pack_into("<I", data, fat + 4 * number, number)
    assert Container(bytes(data), "a.xls", DEFAULT_LIMITS).tangled
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_bytes(bytes(data), "a.xls")
