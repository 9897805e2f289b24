"""Files are told by their content; what cannot be read is refused with a reason in both languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gouji.extract.errors import EmptyFile, GoujiError, UnreadableFile, UnsupportedFormat
from gouji.extract.readers import read, read_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
TEXT = "全年安排资金1,960.00万元，检查商户25户。\n其中：一季度6户。\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>" * 40)
    return out.getvalue()


REFUSED = [
    (b"", EmptyFile, "空"),
    (b" \r\n\t\n", EmptyFile, "空白"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, UnreadableFile, "图片"),
    (b"\xff\xd8\xff\xe0" + b"\x00" * 40, UnreadableFile, "图片"),
    (zipped("a.txt"), UnsupportedFormat, "压缩包"),
    (zipped("xl/workbook.xml"), UnreadableFile, "工作簿"),
    (zipped("word/document.xml")[:60], UnreadableFile, "已损坏"),
    (OLE + "WordDocument".encode("utf-16-le"), UnreadableFile, "不完整"),
    (b"<?xml version=\"1.0\"?><feed><item>1</item></feed>", UnsupportedFormat, "XML"),
    (bytes(range(256)) * 20, UnreadableFile, "不是文字"),
    (b"PK", UnreadableFile, "只剩开头2个字节"),
    (b"Rar!\x1a", UnreadableFile, "只剩开头5个字节"),
    (OLE[:2], UnreadableFile, "只剩开头2个字节"),
]


@pytest.mark.parametrize(("data", "kind", "words"), REFUSED)
def test_a_file_that_is_no_report_is_refused_with_a_reason(data: bytes, kind: type[GoujiError], words: str) -> None:
    with pytest.raises(kind) as caught:
        read_bytes(data, "报告.docx")
    assert words in caught.value.zh
    assert caught.value.message("zh").startswith("报告.docx: ")
    assert caught.value.en.isascii() or "“" in caught.value.en


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到"):
        read(tmp_path / "无.txt")
    with pytest.raises(UnreadableFile, match="文件夹"):
        read(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    document = read_bytes(TEXT.encode(encoding), "a.txt")
    assert [p.text.string for p in document.paragraphs] == TEXT.strip().split("\n")
    assert document.paragraphs[0].text.locate(0, 2).start == 0
    assert not document.problems


def test_a_cut_off_utf8_file_is_read_and_the_loss_is_told() -> None:
    document = read_bytes((TEXT * 20).encode()[:-2], "a.txt")
    assert document.paragraphs[0].text.string.startswith("全年")
    assert document.problems[0].code == "GJ002"


def test_the_name_of_a_file_does_not_matter() -> None:
    assert read_bytes(TEXT.encode(), "a.pdf").format == "text"


def test_a_foreign_looking_word_at_the_head_of_a_text_does_no_harm() -> None:
    assert read_bytes("MZ市2023年度报告\n共3项。\n".encode(), "a.txt").format == "text"


def test_a_single_letter_is_a_text_unless_its_name_says_otherwise() -> None:
    assert read_bytes(b"7", "a.txt").format == read_bytes(b"7", "-").format == "text"
    with pytest.raises(UnreadableFile, match="只剩开头1个字节"):
        read_bytes(b"7", "a.7z")
