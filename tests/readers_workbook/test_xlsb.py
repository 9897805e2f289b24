"""The records of an .xlsb: held against another library's reading, shared formulas, and what is broken."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from made_workbooks import Figure, MadeSheet, figure
from made_xlsb import parsed, record, string, xlsb
from whole_book import whole_book

from gouji.extract.errors import LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers import read_bytes
from gouji.extract.readers.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.bin"
ROWS = [["镇", "户"], ["柳林镇", figure("4")], ["合计", figure("4")]]


def test_the_file_made_here_is_one_for_another_library_too() -> None:
    """Calamine shares no code with the reader; merged cells and dates stored as whole numbers it leaves out itself."""
    calamine = pytest.importorskip("python_calamine")
    book = calamine.load_workbook(BytesIO(whole_book("xlsb")))
    assert [s.name for s in book.sheets_metadata] == ["资金表", "得分表", "底稿"]
    assert [str(s.visible).rsplit(".")[-1] for s in book.sheets_metadata] == ["Visible", "Visible", "Hidden"]
    money = book.get_sheet_by_name("资金表").to_python()
    assert money[4] == ["设备", 1020.0, 519.0, pytest.approx(0.5088235294)]
    assert money[6][:3] == ["合计", 1065.5, 564.25]
    scores = book.get_sheet_by_name("得分表")
    assert scores.to_python()[1][:4] == ["产出", "数量", 50, 48.5]


def test_an_execution_rate_is_no_small_figure() -> None:
    rows = [["项目", "预算数（万元）", "执行数（万元）", "执行率"], ["培训", figure("100.00"), figure("66.86"), Figure("0.6686", "0.00%")]]
    document = read_bytes(xlsb(MadeSheet(rows)), "a.xlsb")
    cell = document.tables[0].cells[-1]
    assert (document.format, cell.text.string, cell.stored) == ("xlsb", "66.86%", "0.6686")
    assert not document.problems


def shared() -> bytes:
    """B2 and B3 share one formula, ``=C2*2`` written for the row it stands in; the pointer comes before it and after."""
    def row(number: int) -> bytes:
        return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))

    pointer = parsed(b"\x01" + struct.pack("<I", 1), struct.pack("<I", 1))
    doubled = b"\x4c" + struct.pack("<IH", 0, 0xC001) + b"\x1e\x02\x00\x05"
    def figures(column: int, value: float) -> bytes:
        return record(5, struct.pack("<IId", column, 0, value))

    def pointing(value: float) -> bytes:
        return record(9, struct.pack("<IIdH", 1, 0, value, 0) + pointer)

    return b"".join((
        record(129), record(145), row(0), record(6, struct.pack("<II", 0, 0) + _wide("项目")), record(6, struct.pack("<II", 1, 0) + _wide("金额")),
        record(6, struct.pack("<II", 2, 0) + _wide("半额")),
        row(1), record(6, struct.pack("<II", 0, 0) + _wide("甲")), pointing(8), record(427, struct.pack("<4I", 1, 2, 1, 1) + parsed(doubled)), figures(2, 4),
        row(2), record(6, struct.pack("<II", 0, 0) + _wide("乙")), pointing(12), figures(2, 6),
        record(146), record(130),
    ))  # fmt: skip


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_a_shared_formula_is_written_for_each_cell() -> None:
    document = read_bytes(xlsb(MadeSheet(ROWS), parts={SHEET: shared()}), "a.xlsb")
    assert [(f.row, f.column, f.text) for f in document.tables[0].formulas] == [(1, 1, "=C2*2"), (2, 1, "=C3*2")]


def test_a_cell_that_shows_an_error_is_told() -> None:
    wrong = record(129) + record(145) + record(0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)) + record(3, struct.pack("<IIB", 0, 0, 7))
    document = read_bytes(xlsb(MadeSheet(ROWS), parts={SHEET: wrong}), "a.xlsb")
    assert "A1 #DIV/0!" in document.problems[0].zh


CELL = record(6, struct.pack("<II", 0, 0) + string("120户"))


@pytest.mark.parametrize(
    ("row", "cell"),
    [(4, CELL), (17, record(7, struct.pack("<I", 0))), (17, CELL + CELL), (17, record(7, struct.pack("<III", 0, 0, 99)))],
    ids=["a short row", "a short cell", "a cell twice", "a text there is none of"],
)
def test_records_of_rows_and_cells_that_are_cut_short_or_doubled_are_told(row: int, cell: bytes) -> None:
    def begins(number: int) -> bytes:
        return struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)

    head = record(0, begins(0)) + record(6, struct.pack("<II", 0, 0) + string("项目"))
    sheet = record(129) + record(145) + head + record(0, begins(1)[:row]) + cell + record(146) + record(130)
    document = read_bytes(xlsb(MadeSheet(ROWS), parts={SHEET: sheet}), "a.xlsb")
    assert any("残缺或重复" in p.zh for p in document.problems)


def test_a_sheet_that_breaks_off_is_read_so_far_and_the_loss_told() -> None:
    whole = xlsb(MadeSheet(ROWS))
    import zipfile

    with zipfile.ZipFile(BytesIO(whole)) as package:
        sheet = package.read(SHEET)
    document = read_bytes(xlsb(MadeSheet(ROWS), parts={SHEET: sheet[:-14]}), "a.xlsb")
    assert "sheet1.bin" in document.problems[0].zh and document.tables[0].n_rows >= 2
    with pytest.raises(UnreadableFile):
        read_bytes(xlsb(MadeSheet(ROWS), parts={"xl/workbook.bin": b"\x9c\x01\xff"}), "a.xlsb")


def test_a_cell_in_the_last_corner_and_too_many_cost_a_message_or_nothing() -> None:
    far = record(129) + record(145) + record(0, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)) + record(5, struct.pack("<IId", 16_383, 0, 7.5))
    document = read_bytes(xlsb(MadeSheet(ROWS), parts={SHEET: far}), "a.xlsb")
    assert document.paragraphs[-1].text.string == "7.5"
    with pytest.raises(LimitExceeded):
        read_workbook(xlsb(MadeSheet([[figure("1")] * 50] * 50)), "a.xlsb", "", "xlsb", Limits(cells=1000))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_records_give_a_message_or_what_is_left(seed: int) -> None:
    import random
    import zipfile

    chance = random.Random(seed)
    parts = {}
    with zipfile.ZipFile(BytesIO(whole_book("xlsb"))) as package:
        for name in package.namelist():
            if name.endswith(".bin"):
                data = bytearray(package.read(name))
                for _ in range(chance.randrange(1, 8)):
                    data[chance.randrange(len(data))] = chance.randrange(256)
                parts[name] = bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)])
    try:
        read_bytes(xlsb(MadeSheet(ROWS), parts=parts), "a.xlsb")
    except UnreadableFile as error:
        assert error.zh and error.en
