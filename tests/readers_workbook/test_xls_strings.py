"""The string table of an old workbook is whole only when its strings fill it to the last byte."""

from __future__ import annotations

import struct
from pathlib import Path

from gouji.extract.readers import read_bytes
from gouji.extract.readers.workbook.xls_strings import is_whole

OLD = Path(__file__).parents[1] / "fuzz" / "data" / "made.xls"


def narrow(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def rich(text: str, runs: int, phonetic: int) -> bytes:
    """With runs of formatting and phonetic guides behind the characters."""
    head = struct.pack("<HBHI", len(text), 1 | 4 | 8, runs, phonetic)
    return head + text.encode("utf-16-le") + bytes(4 * runs + phonetic)


def table(count: int, strings: bytes) -> bytes:
    return struct.pack("<II", count, count) + strings


def test_strings_of_every_kind_fill_their_table() -> None:
    assert is_whole([table(4, narrow("12") + wide("检查147户") + rich("合计", 2, 7) + narrow(""))])
    assert is_whole([table(0, b"")])


def test_a_string_may_go_on_in_the_next_record_in_characters_of_another_width() -> None:
    one = struct.pack("<HB", 5, 1) + "检查".encode("utf-16-le")
    assert is_whole([table(2, one), b"\x00147", narrow("12")])
    assert is_whole([table(1, one), b"\x01" + "商".encode("utf-16-le"), b"\x01" + "户户".encode("utf-16-le")])
    assert is_whole([table(2, rich("合计", 2, 7)[:-9]), bytes(9) + wide("户")])


def test_wiped_cut_and_overlong_tables_are_not_whole() -> None:
    whole = table(2, wide("检查147户") + wide("完成140户"))
    assert is_whole([whole])
    assert not is_whole([whole[:8] + bytes(9) + whole[17:]])
    assert not is_whole([whole[:-1]])
    assert not is_whole([whole + narrow("12")])
    assert not is_whole([table(1, struct.pack("<HB", 5, 1))])


def test_a_wiped_string_table_is_told() -> None:
    """Wiped lengths make empty strings, and of the strings behind them nothing is left."""
    data = OLD.read_bytes()
    first, last = (data.index(text.encode("utf-16-le")) for text in ("271户", "558户"))
    assert read_bytes(data, "a.xls").problems == ()
    wiped = read_bytes(data[: first - 5] + bytes(last - first + 13) + data[last + 8 :], "a.xls")
    assert any("内部记录已损坏" in p.zh for p in wiped.problems)
