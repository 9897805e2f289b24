"""A Word file under another name, in other namespaces or as one XML file is the same document, told by its content."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from written_files import NAMES, file_of

from gouji.commands import run
from gouji.extract.errors import UnreadableFile, UnsupportedFormat
from gouji.extract.readers import read_bytes
from gouji.extract.readers.sniff import sniff

MAIN = b"wordprocessingml.document.main+xml"
STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/math", b"http://purl.oclc.org/ooxml/officeDocument/math"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
)  # fmt: skip


def changed(change: Callable[[str, bytes], bytes]) -> Callable[[bytes], bytes]:
    """The package with its parts changed one by one."""

    def wrapped(data: bytes) -> bytes:
        out = BytesIO()
        with ZipFile(BytesIO(data)) as package, ZipFile(out, "w", ZIP_DEFLATED) as copy:
            for name in package.namelist():
                copy.writestr(name, change(name, package.read(name)))
        return out.getvalue()

    return wrapped


def strict(_: str, part: bytes) -> bytes:
    for transitional, other in STRICT:
        part = part.replace(transitional, other)
    return part


def typed(kind: bytes) -> Callable[[str, bytes], bytes]:
    """Another content type of the main part: with macros, a template."""
    return lambda name, part: part.replace(b"application/vnd.openxmlformats-officedocument." + MAIN, kind) if name == "[Content_Types].xml" else part


def flat(data: bytes) -> bytes:
    """As Word saves it under “Word XML Document”."""
    parts = []
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                body = part.split(b"?>", 1)[1] if part.startswith(b"<?xml") else part
                parts.append(b'<pkg:part pkg:name="/%s" pkg:contentType="a/xml"><pkg:xmlData>%s</pkg:xmlData></pkg:part>' % (name.encode(), body))
            else:
                parts.append(b'<pkg:part pkg:name="/%s"><pkg:binaryData>%s</pkg:binaryData></pkg:part>' % (name.encode(), base64.encodebytes(part)))
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">' + b"".join(parts) + b"</pkg:package>"
    )


WRAPPED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "flat": ("xml", flat),
    "flat with a byte order mark": ("xml", lambda d: b"\xef\xbb\xbf" + flat(d)),
    "flat without a declaration": ("xml", lambda d: flat(d).split(b"?>\r\n", 2)[2]),
    "flat in UTF-16": ("xml", lambda d: flat(d).decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16")),
    "strict": ("docx", changed(strict)),
    "with macros": ("docm", changed(typed(b"application/vnd.ms-word.document.macroEnabled.main+xml"))),
    "template": ("dotx", changed(typed(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"))),
    "template with macros": ("dotm", changed(typed(b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"))),
    "named as another": ("txt", lambda d: d),
}


@pytest.mark.parametrize("kind", WRAPPED)
def test_the_same_document_in_another_wrapping(kind: str) -> None:
    extension, wrap = WRAPPED[kind]
    for name in NAMES[:4]:
        plain = file_of(name, "docx")
        other = wrap(plain)
        assert kind == "named as another" or other != plain
        assert sniff(other, f"a.{extension}") == "docx"
        document = read_bytes(other, f"a.{extension}")
        assert document.blocks == read_bytes(plain, "a.docx").blocks
        assert document.format == "docx" and not document.problems


def test_the_command_reads_a_flat_package_named_in_a_folder_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "自评.xml").write_bytes(flat(file_of("food-inspection", "docx")))
    (tmp_path / "settings.xml").write_text("<?xml version='1.0'?><settings/>", "utf-8")
    assert run(["check", str(tmp_path), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "自评.xml" in out
    assert err.count("\n") == 1 and ".xml ×1" in err


def test_half_a_flat_package_is_told() -> None:
    data = flat(file_of("food-inspection", "docx"))
    with pytest.raises(UnreadableFile, match="XML"):
        read_bytes(data[: len(data) // 2], "a.xml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<?xml version='1.0'?><rss/>", "XML文件"),
        ('<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', "OpenDocument"),
        ('<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2009/uof"/>', "标文通"),
    ],
)
def test_other_xml_is_refused_by_name(text: str, said: str) -> None:
    for data in (text.encode(), text.encode("utf-16")):
        with pytest.raises(UnsupportedFormat, match=said) as caught:
            read_bytes(data, "a.xml")
        assert "另存为" in caught.value.zh and "save it as" in caught.value.en


def test_a_text_that_begins_with_an_angle_bracket_is_a_text() -> None:
    assert read_bytes("<package> 为包装，全年检查8次。".encode(), "a.txt").format == "text"
