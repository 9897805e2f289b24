"""Little that wants to become much: bombs, entities, loops, deep nesting, huge pages and pictures end with a clear word."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import (
    CATALOG,
    FONT,
    ONE_PAGE,
    PACKAGES,
    PAGE,
    SOUND,
    TEXT,
    docx,
    flate_bomb,
    form_loop,
    many_pages,
    nested_forms,
    overlapping_zip,
    page_loop,
    part_of,
    pdf,
    stream,
    with_part,
    workbook,
    zipped,
)

from gouji.extract.document import Document
from gouji.extract.errors import BadConfiguration, GoujiError, LimitExceeded, UnreadableFile
from gouji.extract.limits import Limits, limits_of
from gouji.extract.readers import read_bytes
from gouji.extract.reading import Reading

MEGABYTE = 2**20


def read(data: bytes, name: str, **limits: int) -> Document:
    return read_bytes(data, name, reading=Reading(limits=Limits(**limits)))


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_part_that_unpacks_to_a_hundred_times_its_size(kind: str) -> None:
    make, main = PACKAGES[kind]
    blank = part_of(make(), main).replace(b"<", b" " * (70 * MEGABYTE) + b"<", 2)
    with pytest.raises(LimitExceeded) as caught:
        read(with_part(main, blank, make()), f"a.{kind}")
    assert caught.value.path == f"a.{kind}"
    with pytest.raises(LimitExceeded):
        read(make(), f"a.{kind}", part_bytes=50)
    with pytest.raises(LimitExceeded):
        read(make(), f"a.{kind}", members=1)
    assert read(make(), f"a.{kind}").blocks


@pytest.mark.parametrize("kind", PACKAGES)
def test_parts_that_are_the_same_bytes(kind: str) -> None:
    with pytest.raises(GoujiError):
        read(overlapping_zip(part_of(PACKAGES[kind][0](), PACKAGES[kind][1]), 3_000), f"a.{kind}")


@pytest.mark.parametrize("kind", PACKAGES)
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(f'<!ENTITY {c} "{("&" + p + ";") * 10}">' for p, c in zip("abcdefghi", "bcdefghij", strict=True)) + "]>",
        f'<!DOCTYPE a [<!ENTITY j "{"x" * 100_000}">]>',
        '<!DOCTYPE a [<!ENTITY j "&k;"><!ENTITY k "&j;">]>',
    ],
    ids=["laughs", "quadratic", "loop"],
)  # fmt: skip
def test_entities_are_not_expanded(kind: str, declared: str) -> None:
    make, main = PACKAGES[kind]
    body = part_of(make(), main).decode()
    body = body[body.index("?>") + 2 :] if body.startswith("<?xml") else body
    data = with_part(main, declared + body.replace("50", "&j;" * 2_000), make())
    try:
        document = read(data, f"a.{kind}")
    except UnreadableFile:
        return
    assert document.problems
    assert sum(len(t.string) for _, _, t in document.texts()) < 10_000


@pytest.mark.parametrize("head", ["<!DOCTYPE html", '<?xml version="1.0"?><!DOCTYPE html'])
def test_entities_of_a_web_page_are_not_expanded(head: str) -> None:
    declared = "".join(f'<!ENTITY {c} "{("&" + p + ";") * 10}">' for p, c in zip("abcdefghi", "bcdefghij", strict=True))
    page = f'{head} [<!ENTITY a "哈哈">{declared}]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{SOUND}</p><p>&j;</p></body></html>'
    shown = "".join(t.string for _, _, t in read(page.encode(), "a.html").texts())
    assert "51户" in shown and len(shown) < 10_000


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>数12</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth


@pytest.mark.parametrize("depth", [5, 80, 3_000, 100_000])
def test_tables_in_tables(depth: int) -> None:
    body = part_of(docx(SOUND), "word/document.xml").decode()
    data = with_part("word/document.xml", body.replace("<w:sectPr", _tables(depth) + "<w:sectPr", 1), docx(SOUND))
    try:
        document = read(data, "a.docx")
    except UnreadableFile as error:
        assert depth > 50 and error.path == "a.docx"
        return
    assert any("12" in t.string for _, _, t in document.texts()) or document.problems


@pytest.mark.parametrize("element", ["div", "table><tr><td", "ul><li", "b"])
@pytest.mark.parametrize("depth", [30, 200_000])
def test_a_deep_web_page(element: str, depth: int) -> None:
    data = f"<html><body><p>{SOUND}</p>{('<' + element + '>') * depth}数12</body></html>".encode()
    try:
        document = read(data, "a.html")
    except UnreadableFile as error:
        assert error.path == "a.html"
        return
    assert any("12" in t.string for _, _, t in document.texts()) or document.problems


def test_forms_in_forms(put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]) -> None:
    assert any("120" in t.string for _, _, t in read(nested_forms(3), "a.pdf").texts())
    path = put("a.pdf", nested_forms(40))  # two to the power of forty drawings: ended by the clock if by nothing else
    status, _, err = gouji("check", path, "--timeout", "8")
    assert status == 2
    assert (err.count("\n"), err.startswith(f"gouji: {path}: ")) == (1, True)


@pytest.mark.parametrize(
    "data", [form_loop(), page_loop(), pdf([CATALOG, "<< /Type /Pages /Kids 2 0 R /Count 1 >>"])], ids=["forms", "pages", "kids"]
)
def test_pdf_objects_that_go_round(
    data: bytes, put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]
) -> None:
    path = put("a.pdf", data)
    status, _, err = gouji("check", path, "--timeout", "8")
    assert status == 2
    assert (err.count("\n"), err.startswith(f"gouji: {path}: ")) == (1, True)


def test_too_many_pages() -> None:
    assert read(many_pages(20), "a.pdf").pages == 20
    with pytest.raises(LimitExceeded, match="20"):
        read(many_pages(20), "a.pdf", pages=19)
    with pytest.raises(LimitExceeded, match="6000"):
        read(many_pages(6_000), "a.pdf")


def test_a_stream_that_inflates_without_end() -> None:
    with pytest.raises(LimitExceeded, match="炸弹"):
        read(flate_bomb(100), "a.pdf")
    with pytest.raises(LimitExceeded, match="炸弹"):
        read(flate_bomb(3), "a.pdf", part_bytes=2 * MEGABYTE)


def test_an_image_larger_than_any_page() -> None:
    pixels = zlib.compress(bytes(1_000))
    image = "/Type /XObject /Subtype /Image /Width 200000 /Height 200000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    shown = stream(b"BT /F 12 Tf 20 200 Td (total 120 of 340) Tj ET 300 0 0 300 0 0 cm /I Do")
    data = pdf([CATALOG, ONE_PAGE, PAGE.format(FONT + " /XObject << /I 5 0 R >>"), shown, stream(pixels, image)])
    assert "120" in read(data, "a.pdf").paragraphs[0].text.string


def test_a_picture_that_says_it_is_huge() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    with pytest.raises(GoujiError) as caught:
        read(png, "a.png")
    assert caught.value.path == "a.png"


def test_a_page_larger_than_a_country() -> None:
    page = PAGE.format(FONT).replace("0 0 300 300", "0 0 1e9 1e9")
    data = pdf([CATALOG, ONE_PAGE, page, stream(b"BT /F 12 Tf 20 200 Td (total 120 of 340) Tj ET")])
    try:
        assert "120" in read(data, "a.pdf").paragraphs[0].text.string
    except UnreadableFile as error:
        assert error.path == "a.pdf"


def test_tables_with_too_many_cells() -> None:
    with pytest.raises(LimitExceeded):
        read(workbook("甲\n乙\n丙"), "a.xlsx", cells=1)
    wide = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="900000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sectPr'
    body = part_of(docx(), "word/document.xml").decode().replace("<w:sectPr", wide, 1)
    with pytest.raises(LimitExceeded):
        read(with_part("word/document.xml", body), "a.docx")


def test_every_limit_is_a_setting(put: Callable[..., Path], gouji: Callable[..., tuple[int, str, str]]) -> None:
    limits = limits_of(["pages=7", "ratio-floor=9", " cells = 5 "])
    assert (limits.pages, limits.ratio_floor, limits.cells) == (7, 9, 5)
    for bad in ("page=7", "pages=0", "pages=-1", "pages=many", "pages", "=3"):
        with pytest.raises(BadConfiguration, match="part_bytes"):
            limits_of([bad])
    path = put("a.pdf", many_pages(3))
    assert gouji("check", path, "--limit", "pages=3")[0] == 0
    status, _, err = gouji("check", path, "--limit", "pages=2")
    assert (status, err.count("\n")) == (2, 1) and "3页" in err
    packed = put("b.zip", zipped({"a.txt": TEXT, "b.txt": SOUND}, zipfile.ZIP_STORED))
    assert "成员太多" in gouji("check", packed, "--limit", "members=1")[2]
    assert gouji("check", packed, "--limit", "member_bytes=10", "--limit", "pages=3")[0] == 2
    assert gouji("facts", path, "--limit", "pages=2")[0] == 2
    assert gouji("extract", path, "--to", path.parent / "out", "--limit", "pages=2")[0] == 2


def test_an_archive_of_bombs_in_every_format() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(40):
            archive.writestr(f"{i}.docx", bytes(5 * MEGABYTE))
    with pytest.raises(UnreadableFile):
        read(packed.getvalue(), "a.docx")
