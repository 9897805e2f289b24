"""What Word and Excel 2003 save as XML, finance systems' .xls exports among it, goes through LibreOffice."""

from __future__ import annotations

import pytest

from gouji.extract.errors import UnreadableFile, UnsupportedFormat
from gouji.extract.readers import read_bytes
from gouji.extract.readers.sniff import sniff
from gouji.extract.readers.soffice import find, has

WORD = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:p><w:r><w:t>全年检查商户50户。</w:t></w:r></w:p>
<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>
<w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>金额（万元）</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>培训</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12.50</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:wordDocument>"""
EXCEL = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.0%"/></Style></Styles><Worksheet ss:Name="资金表"><Table>
<Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="String">执行率</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">培训</Data></Cell><Cell ss:StyleID="s1"><Data ss:Type="Number">0.6686</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(("text", "kind"), [(WORD, "wordml"), (EXCEL, "spreadsheetml")])
def test_they_are_told_by_their_content(text: str, kind: str) -> None:
    for name in ("a.xml", "导出.xls", "a.doc"):
        assert sniff(text.encode(), name) == kind
    assert sniff(text.split("?>")[-1].strip().encode(), "a.xml") == kind


@pytest.mark.skipif(not has("writer"), reason="LibreOffice Writer is not installed")
def test_a_word_2003_file_gives_its_text_and_table() -> None:
    document = read_bytes(WORD.encode(), "a.xml")
    assert document.format == "wordml"
    assert [p.text.string for p in document.paragraphs] == ["全年检查商户50户。"]
    assert [c.text.string for c in document.tables[0].cells] == ["项目", "金额（万元）", "培训", "12.50"]


@pytest.mark.skipif(not has("calc"), reason="LibreOffice Calc is not installed")
def test_an_excel_2003_file_gives_shown_and_stored_figures() -> None:
    document = read_bytes(EXCEL.encode(), "导出.xls")
    cell = document.tables[0].cells[-1]
    assert (document.format, cell.text.string, cell.stored) == ("spreadsheetml", "66.9%", "0.6686")
    assert cell.text.locate(0, 1).address == "B2"


def test_without_libreoffice_the_message_names_package_and_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_SOFFICE", "/nowhere/soffice")
    for text, package, format in ((WORD, "libreoffice-writer", ".docx"), (EXCEL, "libreoffice-calc", ".xlsx")):
        with pytest.raises(UnsupportedFormat) as caught:
            read_bytes(text.encode(), "a.xml")
        for message in (caught.value.zh, caught.value.en):
            assert package in message and format in message


def test_broken_and_hostile_xml_never_reaches_the_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.extract.readers.office.convert", lambda *_: pytest.fail("converted"))
    entities = EXCEL.replace('<?mso-application progid="Excel.Sheet"?>', '<!DOCTYPE a [<!ENTITY b "c">]>')
    for text in (entities, WORD[: len(WORD) // 2]):
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(UnreadableFile):
                read_bytes(text.replace('"UTF-8"', f'"{encoding}"').encode(encoding), "a.xml")


def test_what_is_not_installed_is_said_by_part(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("GOUJI_SOFFICE", str(program))
    assert find() == str(program) and has("impress")  # a layout not known: taken to be whole
    (tmp_path / "libswlo.so").touch()
    assert has("writer") and not has("calc") and not has("impress")
    monkeypatch.setattr("gouji.extract.readers.soffice._run", lambda *_: pytest.fail("started for nothing"))
    with pytest.raises(UnsupportedFormat, match="apt install libreoffice-calc"):
        read_bytes(EXCEL.encode(), "a.xls")
