import random
import zlib

import pytest
from pdf_files import body, drawn, flowed, picture, read, strings

from gouji.extract.errors import EncryptedFile, LimitExceeded, NoTextLayer, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers import read_bytes
from gouji.extract.readers.pdf import integrity


def test_a_file_with_a_password_says_so_and_opens_with_it():
    data = flowed([body("预算执行率96%。")], password="secret")
    with pytest.raises(EncryptedFile) as caught:
        read(data)
    assert "密码" in caught.value.zh and caught.value.path == "报告.pdf"
    assert strings(read(data, password="secret")) == ["预算执行率96%。"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.4\n" + bytes(range(256)) * 8])
def test_what_is_no_pdf_is_unreadable(data):
    with pytest.raises(UnreadableFile):
        read(data)


def test_a_file_cut_off_early_is_unreadable():
    data = flowed([body("预算执行率96%。") for _ in range(200)])
    with pytest.raises(UnreadableFile):
        read(data[: len(data) // 20])


def test_what_is_cut_off_is_not_taken_for_a_scan():
    data = flowed([body("预算执行率96%。")])
    with pytest.raises(UnreadableFile) as caught:
        read(data[: data.rindex(b"stream", 0, data.rindex(b"endstream")) + 20])
    assert "不完整" in caught.value.zh
    assert not isinstance(caught.value, NoTextLayer)


def test_pages_of_pictures_only_have_no_text_layer():
    with pytest.raises(NoTextLayer) as caught:
        read(drawn(lambda canvas: canvas.drawImage(picture(), 100, 400)))
    assert "文字层" in caught.value.zh


def test_an_empty_page_has_no_text_layer_either():
    with pytest.raises(NoTextLayer):
        read(drawn(lambda canvas: None))


def test_a_scanned_page_among_others_is_a_problem_with_its_page():
    document = read(
        drawn(
            lambda canvas: canvas.drawString(100, 700, "合格率98%"),
            lambda canvas: canvas.drawImage(picture(), 100, 400),
        )
    )
    assert strings(document) == ["合格率98%"]
    assert [(p.code, p.span.page) for p in document.problems] == [("GJ002", 2)]


def test_more_pages_than_allowed_are_refused():
    data = drawn(*[lambda canvas: canvas.drawString(100, 700, "页")] * 4)
    with pytest.raises(LimitExceeded):
        read(data, limits=Limits(pages=3))


def test_the_other_engine_asks_for_the_password_too():
    with pytest.raises(EncryptedFile):
        read(flowed([body("预算执行率96%。")], password="secret"), engine="pdfplumber")


def test_a_file_without_its_end_is_read_and_the_loss_is_said():
    data = flowed([body("预算执行率96%。") for _ in range(3)])
    document = read(data[: data.rindex(b"startxref")])
    assert strings(document) == ["预算执行率96%。"] * 3
    assert [p.code for p in document.problems] == ["GJ002"]
    assert "结尾" in document.problems[0].zh


@pytest.mark.parametrize("head", [b"%P\x00\x00\x00\x00\x00\x00", b""])
def test_a_file_with_a_damaged_header_is_a_pdf_still_and_the_damage_is_said(head):
    data = flowed([body("预算执行率96%。")])
    document = read_bytes(head + data[8:], "报告.pdf")
    assert document.format == "pdf"
    assert strings(document) == ["预算执行率96%。"]
    assert any("文件头" in p.zh for p in document.problems)
    assert read(data).problems == ()


def test_bytes_of_no_keyword_among_the_objects_are_said_but_not_names_in_another_encoding():
    data = flowed([body("预算执行率96%。")])
    at = data.index(b"/Type /Page")
    foreign = data[:at].replace(b"/BaseFont /", b"/BaseFont /\xcb\xce\xcc\xe5+") + data[at:]
    assert b"\xcb\xce" in foreign
    assert not any("数据已损坏" in p.zh for p in read(foreign).problems)
    noisy = data.replace(b"/Type /Page", b"]\xe1\xe5\xb3w /Type /Page", 1)
    assert any("数据已损坏" in p.zh for p in read(noisy).problems)


def with_font(head, content):
    font = b"9 0 obj\n<< %s /Length1 4000 >>\nstream\n%s\nendstream\nendobj\n" % (head, content)
    return b"%PDF-1.4\n" + font + b"trailer\n<< >>\n%%EOF\n"


def test_a_damaged_font_program_is_said_one_that_is_not_packed_is_sound():
    """Without its font the characters of a line stand at other places and are read in another order."""
    glyphs = random.Random(1).randbytes(4_000)
    packed = zlib.compress(glyphs)
    wiped = packed[:40] + bytes(20) + packed[60:]
    found = {
        kind: [p.code for p in integrity.problems(with_font(head, content), "报告.pdf", Limits())]
        for kind, head, content in (
            ("plain", b"", glyphs), ("packed", b"/Filter /FlateDecode", packed), ("wiped", b"/Filter /FlateDecode", wiped),
        )
    }  # fmt: skip
    assert found == {"plain": [], "packed": [], "wiped": ["GJ002"]}
