"""Whatever a file points to outside itself is not fetched: no socket is opened, no other file is read."""

from __future__ import annotations

import builtins
import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import (
    CATALOG,
    ONE_PAGE,
    PACKAGES,
    PAGE,
    SOUND,
    docx,
    ofd,
    part_of,
    pdf,
    stream,
    with_part,
    workbook,
)

import gouji as public
from gouji.extract.errors import GoujiError
from gouji.extract.readers import read_bytes

HOST = "http://203.0.113.9/"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the one that is read."""
    path = tmp_path / "secret.txt"
    path.write_text("泄露9999")
    return path


@pytest.fixture(autouse=True)
def opened(secret: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every socket and every file opened; sockets are refused."""
    seen: list[str] = []

    def refused(*arguments: Any, **_: Any) -> Any:
        seen.append(f"socket {arguments}")
        raise AssertionError("a socket was opened")

    real_open, real_os_open = builtins.open, os.open

    def noted(file: Any, *arguments: Any, **more: Any) -> Any:
        seen.append(str(file))
        return real_open(file, *arguments, **more)

    def noted_os(file: Any, *arguments: Any, **more: Any) -> Any:
        seen.append(str(file))
        return real_os_open(file, *arguments, **more)

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setattr(builtins, "open", noted)
    monkeypatch.setattr(io, "open", noted)
    monkeypatch.setattr(os, "open", noted_os)
    yield seen
    assert not [s for s in seen if s.startswith("socket") or "secret" in s], seen


def relations(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="x{i}" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="External"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


EXTERNAL = tuple((kind, HOST + kind) for kind in (
    "attachedTemplate", "oleObject", "image", "hyperlink", "subDocument", "frame", "header", "footnotes", "styles",
    "numbering", "settings", "aFChunk", "comments",
))  # fmt: skip


def test_external_relations_of_a_word_file() -> None:
    body = part_of(docx(SOUND), "word/document.xml").decode()
    drawn = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" ProgID="Excel.Sheet.12" '
        f'r:id="x1" {R}/></w:object></w:r></w:p><w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="x2" {R}/>'
        f'</w:pict></w:r></w:p><w:altChunk r:id="x11" {R}/><w:subDoc r:id="x4" {R}/>'
    )
    field = f'<w:p><w:r><w:instrText>INCLUDETEXT "{HOST}a.docx"</w:instrText></w:r></w:p>'
    data = with_part("word/document.xml", body.replace("<w:sectPr", drawn + field + "<w:sectPr", 1), docx(SOUND))
    data = with_part("word/_rels/document.xml.rels", relations(*EXTERNAL), data)
    data = with_part("word/_rels/settings.xml.rels", relations(("attachedTemplate", HOST + "t.dotm")), data)
    document = read_bytes(data, "a.docx")
    assert document.paragraphs[0].text.string == SOUND.strip()
    assert {f.code for f in public.check(document).findings if f.severity == "error"} == set()


def test_external_relations_of_a_workbook() -> None:
    data = with_part("xl/worksheets/_rels/sheet1.xml.rels", relations(("image", HOST + "a.png"), ("oleObject", HOST)), workbook())
    data = with_part("xl/externalLinks/_rels/externalLink1.xml.rels", relations(("externalLinkPath", HOST + "b.xlsx")), data)
    assert read_bytes(data, "a.xlsx").tables or read_bytes(data, "a.xlsx").paragraphs


@pytest.mark.parametrize("kind", PACKAGES)
def test_external_entities_and_definitions(kind: str, secret: Path) -> None:
    make, main = PACKAGES[kind]
    body = part_of(make(), main).decode()
    body = body[body.index("?>") + 2 :] if body.startswith("<?xml") else body
    for declared in (
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]>', f'<!DOCTYPE a SYSTEM "{HOST}a.dtd">',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "file://{secret}"> %p;]>', f'<!DOCTYPE a [<!ENTITY e SYSTEM "{HOST}e">]>',
    ):  # fmt: skip
        data = with_part(main, declared + body.replace("50", "&e;"), make())
        try:
            document = read_bytes(data, f"a.{kind}")
        except GoujiError as error:
            assert "泄露" not in error.zh
            continue
        assert document.problems
        assert not any("泄露" in text.string for _, _, text in document.texts())


@pytest.mark.parametrize("head", ["<!DOCTYPE html>", '<?xml version="1.0" encoding="UTF-8"?>'])
def test_a_web_page(head: str, secret: Path) -> None:
    page = (
        f'{head}<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f'<base href="{HOST}"/><link rel="stylesheet" href="{HOST}a.css"/><script src="{HOST}a.js"></script></head><body>'
        f'<p>{SOUND}</p><p>&e;</p><img src="{HOST}a.png"/><object data="file://{secret}"></object><iframe src="file://{secret}">'
        f'</iframe><embed src="{HOST}"/><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/>'
        "</body></html>"
    )
    shown = "".join(t.string for _, _, t in read_bytes(page.encode(), "a.html").texts())
    assert "51户" in shown and "泄露" not in shown


def test_a_pdf_that_points_outside(secret: Path) -> None:
    outside = f"/F << /Type /Filespec /FS /URL /F ({HOST}a.pdf) >>"
    catalog = CATALOG.replace(">>", f"/OpenAction << /S /URI /URI ({HOST}) >> /AA << /WC << /S /Launch /F ({secret}) >> >> >>")
    image = f"<< /Type /XObject /Subtype /Image /Width 9 /Height 9 {outside} /Length 0 >>\nstream\n\nendstream"
    data = pdf([
        catalog, ONE_PAGE, PAGE.format("/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /I 5 0 R >>"),
        stream(b"BT /F 12 Tf 20 200 Td (total 120 of 340) Tj ET /I Do"), image,
    ])  # fmt: skip
    assert "120" in read_bytes(data, "a.pdf").paragraphs[0].text.string


def test_an_ofd_that_points_outside() -> None:
    body = part_of(ofd(), "Doc_0/Document.xml").decode()
    for location in (f"{HOST}a.xml", "file:///etc/passwd", "../../../../etc/passwd", "/etc/passwd"):
        data = with_part("Doc_0/Document.xml", body.replace("Pages/Page_0/Content.xml", location), ofd())
        with pytest.raises(GoujiError):
            read_bytes(data, "a.ofd")
