"""Broken and hostile files: one clear message, no traceback, no hang, no silent loss."""

import zipfile
from io import BytesIO

import pytest
from growth import growth
from word_xml import NAMESPACES, level, lines, listed, numbering, p, package, read, tbl, tr, zipped

from gouji.extract.errors import (
    EmptyFile,
    EncryptedFile,
    GoujiError,
    LimitExceeded,
    NoTextLayer,
    UnreadableFile,
    UnsupportedFormat,
)  # fmt: skip
from gouji.extract.limits import Limits
from gouji.extract.readers.docx import read_docx

GOOD = package(p("正文120户") + tbl(tr("格")))


def error_of(data: bytes, limits: Limits | None = None) -> GoujiError:
    """The error a file gives."""
    with pytest.raises(UnreadableFile) as caught:
        read_docx(data, "报告.docx", "0" * 64, limits or Limits())
    assert caught.value.path == "报告.docx"
    assert caught.value.zh
    assert caught.value.en.isascii()
    return caught.value


def with_part(name: str, content: str | bytes, base: bytes = GOOD) -> bytes:
    """A copy of a good file with one part replaced."""
    with zipfile.ZipFile(BytesIO(base)) as archive:
        files: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped(files | {name: content})


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"", EmptyFile, "空"),
        (b"\0" * 4096, EmptyFile, "空"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, UnsupportedFormat, "PNG"),
        (b"%PDF-1.7 ...", UnsupportedFormat, "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le"), UnsupportedFormat, ".doc"),
        (b"just some text", UnreadableFile, "不是 Word"),
        (zipped({"xl/workbook.xml": "<x/>"}), UnsupportedFormat, "表格"),
        (zipped({"readme.txt": "x"}), UnreadableFile, "word/document.xml"),
        (package(""), EmptyFile, "没有任何文字"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_named(data: bytes, kind: type[GoujiError], word: str) -> None:
    error = error_of(data)
    assert type(error) is kind
    assert word in error.zh


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_unreadable(share: float) -> None:
    big = package("".join(p(f"第{i}段") for i in range(500)))
    assert "不完整" in error_of(big[: int(len(big) * share)]).zh


def test_an_encrypted_member_asks_for_the_password_to_be_removed() -> None:
    data = bytearray(GOOD)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    assert type(error_of(bytes(data))) is EncryptedFile


def test_pictures_only_is_told_from_empty() -> None:
    picture = "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    assert type(error_of(package(picture))) is NoTextLayer


def test_a_body_without_text_is_not_silently_clean_when_a_part_is_missing() -> None:
    document = read('<w:altChunk r:id="c"/>')
    assert (document.blocks, len(document.problems)) == ((), 1)


def test_entities_are_never_expanded_nor_fetched() -> None:
    laughs = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    body = f"]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
    outside = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">'
    for attack in (laughs + body, outside + body):
        assert "DOCTYPE" in error_of(with_part("word/document.xml", attack)).zh
        far = attack.replace("<!DOCTYPE", f"<!--{'x' * 70_000}--><!DOCTYPE")
        assert type(error_of(with_part("word/document.xml", far))) in (UnreadableFile, LimitExceeded)
    styles = package(p("正文"), styles=(laughs + f"]><w:styles {NAMESPACES}>&j;</w:styles>").encode())
    assert "DOCTYPE" in error_of(styles).zh


def nested(depth: int) -> bytes:
    return package("<w:tbl><w:tr><w:tc>" * depth + p("x") + "</w:tc></w:tr></w:tbl>" * depth)


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    assert type(error_of(nested(depth))) is LimitExceeded


def test_refusing_costs_no_more_than_the_size_of_what_is_refused() -> None:
    files = {size: nested(size) for size in (50_000, 100_000)}
    assert growth(lambda size: error_of(files[size]), 50_000) < 3


def test_nesting_that_a_person_could_make_is_read() -> None:
    document = read("<w:tbl><w:tr><w:tc>" * 60 + p("x") + "</w:tc></w:tr></w:tbl>" * 60)
    assert len(document.tables) == 60
    assert document.tables[-1].cells[0].text.string == "x"


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    bomb = with_part("word/document.xml", b" " * (70 * 1024 * 1024))
    assert type(error_of(bomb)) is LimitExceeded
    packed = with_part("word/document.xml", b" " * (20 * 1024 * 1024))
    assert "压缩" in error_of(packed).zh
    assert type(error_of(GOOD, Limits(unzipped_bytes=700))) is LimitExceeded
    assert type(error_of(GOOD, Limits(members=2))) is LimitExceeded


def test_a_tall_table_with_one_wide_row_counts_as_the_grid_it_is() -> None:
    wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr><w:p/></w:tc></w:tr>'
    assert type(error_of(package(tbl(wide, *[tr("x")] * 5_100)))) is LimitExceeded


def test_an_endless_number_template_is_cut() -> None:
    parts = numbering(level(0, "decimal", "%1" * 100_000))
    document = read(listed("a") * 200, numbering=parts)
    assert all(len(x) < 600 for x in lines(document))


def test_styles_based_on_each_other_endlessly_are_read_in_time() -> None:
    def work(depth: int) -> None:
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(depth)
        )
        assert lines(read(p("正文", '<w:pStyle w:val="s0"/>'), styles=styles)) == ["正文"]

    assert growth(work, 10_000) < 3


def test_hundreds_of_headers_and_unbalanced_fields_are_read() -> None:
    ends = '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r></w:p>'
    begins = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    references = "".join(f'<w:headerReference w:type="default" r:id="header{i}"/>' for i in range(300))
    headers = {f"header{i}": p("页眉" + " " * 2_000 + "x") for i in range(300)}
    document = read(ends + begins * 500 + p("正文") + f"<w:sectPr>{references}</w:sectPr>", **headers)
    assert lines(document, "body") == ["正文"]
    assert len(lines(document, "header")) == 1


def test_a_part_one_can_do_without_is_reported_when_broken() -> None:
    document = read(p("正文"), styles=b"<w:styles", comments=b"\xff\xfe\x00junk", numbering=b"")
    assert lines(document) == ["正文"]
    assert [x.zh[:2] for x in document.problems] == ["样式", "自动", "批注"]
    assert {x.code for x in document.problems} == {"GJ002"}


def test_a_body_that_breaks_off_is_read_as_far_as_it_goes_and_said_so() -> None:
    torn = f"<w:document {NAMESPACES}><w:body>{p('前段120户')}{p('后段')[:-12]}"
    document = read_docx(with_part("word/document.xml", torn), "a", "")
    assert lines(document)[0] == "前段120户"
    assert "可能缺失" in document.problems[0].zh
    assert "损坏" in error_of(with_part("word/document.xml", "no xml at all")).zh


def test_a_damaged_deflate_stream_is_unreadable() -> None:
    data = bytearray(package("".join(p(f"第{i}段{i * 7919}") for i in range(400))))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        offset = archive.getinfo("word/document.xml").header_offset + 60
    data[offset : offset + 40] = b"\xff" * 40
    assert "损坏" in error_of(bytes(data)).zh


def test_external_relations_and_paths_leading_out_are_left_alone() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/comments" Target="http://127.0.0.1:9/c.xml" TargetMode="External"/>'
        '<Relationship Id="b" Type="x/styles" Target="../../../../etc/passwd"/></Relationships>'
    )
    document = read_docx(with_part("word/_rels/document.xml.rels", relations), "a", "")
    assert lines(document) == ["正文120户"]
    assert [x.zh[:2] for x in document.problems] == ["样式"]


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_file_is_read_or_refused_but_never_crashes(seed: int) -> None:
    import random

    chance = random.Random(seed)
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        files: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    name = chance.choice(sorted(files))
    content = bytearray(files[name])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randint(1, 30)]
            case _:
                content[at:at] = content[at : at + chance.randint(1, 30)]
        content = content or bytearray(b"x")
    try:
        document = read_docx(zipped(files | {name: bytes(content)}), "a", "")
    except UnreadableFile:
        return
    assert document.blocks or document.problems


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_zip_is_read_or_refused_but_never_crashes(seed: int) -> None:
    import random

    chance = random.Random(seed)
    content = bytearray(GOOD)
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        document = read_docx(bytes(content), "a", "")
    except UnreadableFile:
        return
    assert document.blocks or document.problems
