"""Damaged, encrypted and hostile binary Word files: one clear error, or what is left and what is lost."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

import olefile
import pytest

from gouji.extract.errors import EncryptedFile, GoujiError, UnreadableFile, UnsupportedFormat
from gouji.extract.readers import read_bytes
from gouji.extract.readers.ole.fib import Where

DATA = Path(__file__).parent / "data"
SECTOR = 512


@pytest.fixture(scope="module")
def form() -> bytes:
    return (DATA / "form.doc").read_bytes()


def in_fib(data: bytes, at: int, value: bytes) -> bytes:
    """The file with bytes of its information block changed; the block begins with the magic number of Word."""
    start = data.index(b"\xec\xa5")
    return data[: start + at] + value + data[start + at + len(value) :]


def table_start(data: bytes) -> int:
    """Where the table stream begins; it lies in one piece."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        names = {entry[0] for entry in ole.listdir()} & {"0Table", "1Table"}
        stream = ole.openstream(names.pop()).read()
    return data.index(stream[:SECTOR])


def length(data: bytes) -> int:
    return sum(len(text.string) for _, _, text in read_bytes(data, "报告.doc").texts())


def test_a_cut_off_file_is_refused_or_its_loss_is_said(form: bytes) -> None:
    whole = length(form)
    for share in (0.2, 0.4, 0.6, 0.8, 0.95):
        try:
            document = read_bytes(form[: int(len(form) * share)], "报告.doc")
        except UnreadableFile as error:
            assert "不完整" in error.zh or "损坏" in error.zh
        else:
            read = sum(len(text.string) for _, _, text in document.texts())
            assert read == whole or [p.code for p in document.problems] == ["GJ002"]


def test_wiped_text_is_said_to_be_lost(form: bytes) -> None:
    at = form.index("学生".encode("utf-16-le"))
    document = read_bytes(form[:at] + bytes(SECTOR) + form[at + SECTOR :], "报告.doc")
    assert "个字符已丢失" in document.problems[0].zh
    assert document.tables


def test_a_password_is_named(form: bytes) -> None:
    flags = struct.unpack_from("<H", form, form.index(b"\xec\xa5") + 0x0A)[0]
    with pytest.raises(EncryptedFile, match="密码"):
        read_bytes(in_fib(form, 0x0A, struct.pack("<H", flags | 0x0100)), "报告.doc")


def test_a_word_95_file_without_libreoffice_names_the_package(
    form: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_SOFFICE", "/nowhere/soffice")
    with pytest.raises(UnsupportedFormat, match="libreoffice-writer"):
        read_bytes(in_fib(form, 2, struct.pack("<H", 0x68)), "报告.doc")


def test_a_length_that_hides_the_end_of_the_text_is_said(form: bytes) -> None:
    body = struct.unpack_from("<I", form, form.index(b"\xec\xa5") + 0x4C)[0]
    document = read_bytes(in_fib(form, 0x4C, struct.pack("<I", body - 200)), "报告.doc")
    assert any("少 20" in p.zh for p in document.problems)


def test_places_of_notes_and_headers_out_of_order_are_said() -> None:
    """The headers' table claims that the lines above notes go on for ever: nothing behind would be missed."""
    data = (DATA / "mixed.doc").read_bytes()
    sound = read_bytes(data, "报告.doc")
    fib = data.index(b"\xec\xa5")
    offset = struct.unpack_from("<I", data, fib + 0x9A + 8 * Where.HEADERS)[0]
    place = table_start(data) + offset + 4 * 6
    changed = data[:place] + b"\xff\xff\xff\x7f" + data[place + 4 :]
    assert sound.problems == ()
    assert ["位置表" in p.zh for p in read_bytes(changed, "报告.doc").problems] == [True]
    without_boxes = read_bytes(in_fib(changed, 0x9A + 8 * Where.BOX_TEXTS + 4, bytes(4)), "报告.doc")
    assert any("个字（脚注" in p.zh for p in without_boxes.problems)


def test_a_text_box_with_a_senseless_mark_of_disuse_is_read() -> None:
    data = (DATA / "mixed.doc").read_bytes()
    offset = struct.unpack_from("<I", data, data.index(b"\xec\xa5") + 0x9A + 8 * Where.BOX_TEXTS)[0]
    entries = table_start(data) + offset + 4 * 4
    changed = bytearray(data)
    for i in range(3):
        changed[entries + 22 * i + 8] = 143
    assert length(bytes(changed)) == length(data)


def test_a_lost_piece_table_leaves_the_text_without_tables(form: bytes) -> None:
    document = read_bytes(in_fib(form, 0x9A + 8 * 33 + 4, bytes(4)), "报告.doc")
    assert "表格和格式已丢失" in document.problems[0].zh
    assert not document.tables
    assert any("2,460.00\t2,214.00\t90.0%" in p.text.string for p in document.paragraphs)
    start = struct.pack("<I", 0x7FFF_0000)
    with pytest.raises(UnreadableFile, match="分段表"):
        read_bytes(in_fib(in_fib(form, 0x9A + 8 * 33 + 4, bytes(4)), 0x18, start), "报告.doc")


def test_a_container_without_a_directory_is_an_error() -> None:
    with pytest.raises(UnreadableFile, match="损坏"):
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "报告.doc")


def test_random_damage_gives_a_document_or_one_clear_error(form: bytes) -> None:
    chance = random.Random(20)
    files = [form, (DATA / "mixed.doc").read_bytes()]
    refused = 0
    for case in range(200):
        data = bytearray(files[case % 2])
        for _ in range(chance.choice((1, 8, 80, 800))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_bytes(bytes(data), "报告.doc")
        except GoujiError as error:
            assert error.zh and error.en
            refused += 1
    assert 0 < refused < 200
