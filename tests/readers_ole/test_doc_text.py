"""The piece table, toggles and list templates of a binary Word file."""

from __future__ import annotations

import struct

import pytest

from gouji.extract.readers.ole.lists import _template
from gouji.extract.readers.ole.pieces import Pieces, TooLong, pieces, whole
from gouji.extract.readers.ole.properties import character_format
from gouji.extract.readers.ole.sprm import C_DELETED, C_HIDDEN, modifiers
from gouji.extract.readers.ole.styles import shown_hidden

CHINESE = "支出"


def table(*parts: tuple[int, int, int], overlays: tuple[bytes, ...] = ()) -> bytes:
    """A Clx of pieces: characters, place as the file writes it, overlay."""
    positions, at = [0], 0
    for length, _, _ in parts:
        at += length
        positions.append(at)
    plc = struct.pack(f"<{len(positions)}I", *positions) + b"".join(
        struct.pack("<HIH", 0, place, overlay) for _, place, overlay in parts
    )
    head = b"".join(b"\x01" + struct.pack("<H", len(o)) + o for o in overlays)
    return head + b"\x02" + struct.pack("<I", len(plc)) + plc


def narrow(offset: int) -> int:
    return 0x4000_0000 | offset * 2


def read(stream: bytes, clx: bytes) -> Pieces:
    found = pieces(stream, clx)
    assert found is not None
    return found


def test_narrow_and_wide_stretches_make_one_text_in_their_order() -> None:
    stream = CHINESE.encode("utf-16-le") + b"12.5\x93ok\x94" + b"." * 20
    found = read(stream, table((8, narrow(4), 0), (2, 0, 0)))
    assert found.text == "12.5“ok”支出"
    assert [found.at(i).byte(i) for i in (0, 3, 8, 9)] == [4, 7, 0, 2]


def test_a_stretch_past_the_end_keeps_the_places_of_what_is_there() -> None:
    found = read(b"ab" + b"\r" * 8, table((4, narrow(8), 0), (2, narrow(0), 0)))
    assert found.text == "\r\r\x00\x00ab"


def test_a_fast_save_lays_properties_over_a_stretch() -> None:
    overlay = struct.pack("<HB", C_DELETED, 1)
    found = read(b"abcdef", table((3, narrow(0), 1), (3, narrow(3), 0x5C << 1 | 1 << 8), overlays=(overlay,)))
    assert character_format(found.at(0).modifiers).deleted
    assert list(modifiers(found.at(4).modifiers)) == [(C_HIDDEN, b"\x01")]


def test_pieces_that_repeat_the_file_beyond_measure_are_refused() -> None:
    with pytest.raises(TooLong):
        pieces(b"x" * 100, table(*[(100, narrow(0), 0)] * 50))


def test_a_missing_table_gives_no_text() -> None:
    assert pieces(b"x" * 100, b"") is None
    assert pieces(b"x" * 100, b"\x02\xff\xff\xff\xff") is None


def test_halves_of_a_rare_character_are_put_together() -> None:
    assert whole("\ud842\udfb7吉") == "𠮷吉"
    assert whole("\ud842吉") == "\ufffd吉"


@pytest.mark.parametrize(
    ("value", "style", "hidden"),
    [(0, True, False), (1, False, True), (0x80, True, True), (0x80, False, False), (0x81, True, False), (0x81, False, True)],
)  # fmt: skip
def test_hidden_text_by_itself_and_by_its_style(value: int, style: bool, hidden: bool) -> None:
    assert shown_hidden(value, style) is hidden


def test_the_template_of_a_number_names_its_levels() -> None:
    assert _template("第\x00章\x01节", bytes([2, 4, 0, 0, 0, 0, 0, 0, 0])) == "第%1章%2节"
    assert _template("\x00.", bytes(9)) == "\x00."
