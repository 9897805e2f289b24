"""What stands around the body: notes, headers, text boxes, comments, other documents."""

import pytest
from word_xml import lines, p, package, r, read, tbl, tc, tr

from gouji.extract.document import Paragraph
from gouji.extract.readers.docx import read_docx

NOTE = '<w:p>{}<w:r><w:footnoteReference w:id="{}"/></w:r></w:p>'
SEPARATOR = f'<w:footnote w:type="separator" w:id="-1">{p("——")}</w:footnote>'


def note(at: int, text: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{at}"><w:p><w:r><w:{kind}Ref/></w:r>{r(text)}</w:p></w:{kind}>'


def box(text: str) -> str:
    """A text box as Word saves it: a drawing, and the same again in VML for old readers."""
    content = f"<w:txbxContent>{text}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_footnote_follows_the_block_that_refers_to_it() -> None:
    document = read(
        NOTE.format(r("收入120万元"), 2) + p("次段") + tbl(tr(tc(NOTE.format(r("格"), 1)))) + p("末段"),
        footnotes=SEPARATOR + note(1, "表注") + note(2, "含结转8万元") + note(3, "无人引用"),
    )
    assert [(b.kind, b.text.string) if isinstance(b, Paragraph) else "表" for b in document.blocks] == [
        ("body", "收入120万元"), ("footnote", "含结转8万元"), ("body", "次段"), "表", ("footnote", "表注"), ("body", "末段"),
    ]  # fmt: skip
    place = document.paragraphs[1].text.locate(0, 1)
    assert (place.part, place.paragraph) == ("footnotes", 2)


def test_a_deleted_reference_brings_no_footnote() -> None:
    gone = f'<w:p>{r("正文")}<w:del w:id="5"><w:r><w:footnoteReference w:id="1"/></w:r></w:del></w:p>'
    assert lines(read(gone, footnotes=note(1, "旧注"))) == ["正文"]


def test_endnotes_and_comments_come_after_the_body() -> None:
    body = f'<w:p>{r("正文")}<w:r><w:endnoteReference w:id="1"/></w:r></w:p>' + p("末段")
    document = read(
        body,
        endnotes=note(1, "尾注3项", "endnote"),
        comments=f'<w:comment w:id="0" w:author="a">{p("请核对")}</w:comment>',
    )
    assert [(x.kind, x.text.string) for x in document.paragraphs] == [
        ("body", "正文"), ("body", "末段"), ("footnote", "尾注3项"), ("comment", "请核对"),
    ]  # fmt: skip


def test_a_text_box_is_read_once_behind_the_block_it_hangs_on() -> None:
    document = read(f"<w:p>{r('正文')}{box(p('框内88万元') + tbl(tr('框内表')))}{r('续')}</w:p>" + p("后"))
    kinds = [
        (b.kind, b.text.string) if isinstance(b, Paragraph) else b.cells[0].text.string
        for b in document.blocks
    ]
    assert kinds == [("body", "正文续"), ("textbox", "框内88万元"), "框内表", ("body", "后")]


def test_a_text_box_of_an_old_file_is_read_too() -> None:
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert lines(read(f"<w:p>{old}</w:p>"), "textbox") == ["旧框"]


def test_a_box_in_a_box_and_a_box_in_a_cell_are_each_read_once() -> None:
    document = read(
        f"<w:p>{box('<w:p>' + r('外框') + box(p('内框')) + '</w:p>')}</w:p>"
        + tbl(tr(tc(f"<w:p>{r('格')}{box(p('格框'))}</w:p>")))
    )
    assert lines(document, "textbox") == ["外框", "内框", "格框"]
    assert document.tables[0].cells[0].text.string == "格"


def test_a_footnote_referred_to_in_a_text_box_is_read() -> None:
    document = read(f"<w:p>{box(NOTE.format(r('框'), 1))}</w:p>" + p("后"), footnotes=note(1, "框注"))
    assert lines(document) == ["框", "框注", "后"]


def section(*references: str, title: bool = False) -> str:
    return f"<w:sectPr>{''.join(references)}{'<w:titlePg/>' if title else ''}</w:sectPr>"


def reference(kind: str, name: str, which: str = "default") -> str:
    return f'<w:{kind}Reference w:type="{which}" r:id="{name}"/>'


PAGE = '<w:p>{}<w:fldSimple w:instr=" PAGE ">{}</w:fldSimple>{}</w:p>'.format(r("第"), r("3"), r("页"))


def test_headers_come_first_and_footers_last_each_once() -> None:
    first = p("", section(reference("header", "header1"), reference("footer", "footer1")))
    last = section(reference("header", "header2"), reference("footer", "footer1"))
    document = read(
        first + p("正文") + last,
        header1=p("某局绩效报告"),
        header2=p("某局绩效报告") + p("附件"),
        footer1=p("内部资料") + PAGE,
    )
    assert [(x.kind, x.text.string) for x in document.paragraphs] == [
        ("header", "某局绩效报告"), ("header", "附件"), ("body", "正文"), ("footer", "内部资料"), ("page_number", "第3页"),
    ]  # fmt: skip
    assert document.paragraphs[0].text.locate(0, 1).part == "header1"


def test_a_number_in_a_footer_is_no_page_number_without_a_page_field() -> None:
    document = read(p("正文") + section(reference("footer", "footer1")), footer1=p("2023"))
    assert lines(document, "footer") == ["2023"]


def test_headers_no_page_shows_are_left_out() -> None:
    references = (
        reference("header", "header1", "first"),
        reference("header", "header2", "even"),
        reference("header", "header3"),
    )
    parts = {"header1": p("首页"), "header2": p("偶数页"), "header3": p("各页")}
    assert lines(read(p("x") + section(*references), **parts), "header") == ["各页"]
    settings = "<w:evenAndOddHeaders/>"
    assert lines(read(p("x") + section(*references, title=True), settings=settings, **parts), "header") == [
        "首页",
        "偶数页",
        "各页",
    ]


def test_an_embedded_document_is_reported_not_passed_over() -> None:
    document = read(p("前") + '<w:altChunk r:id="c"/>' + p("后"))
    assert lines(document) == ["前", "后"]
    assert ["altChunk" in x.zh for x in document.problems] == [True]


def test_an_embedded_workbook_is_reported() -> None:
    thing = '<w:p><w:r><w:object><v:shape><v:imagedata r:id="i"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12" r:id="e"/></w:object></w:r></w:p>'
    document = read(p("前") + thing)
    assert [(x.code, "Excel.Sheet.12" in x.zh and "Excel.Sheet.12" in x.en) for x in document.problems] == [
        ("GJ002", True)
    ]


@pytest.mark.parametrize(("program", "told"), [("Equation.3", 1), ("KET.Sheet.12", 1), ("", 1), ("PBrush", 0)])
def test_objects_that_may_hold_figures_are_told_once(program: str, told: int) -> None:
    thing = f'<w:p><w:r><w:object><v:shape><v:imagedata r:id="i"/></v:shape><o:OLEObject ProgID="{program}" r:id="e"/></w:object></w:r></w:p>'
    document = read(p("前") + thing + p("中") + thing)
    assert [x.code for x in document.problems] == ["GJ002"] * told


def test_strict_files_templates_and_other_part_names_are_read() -> None:
    plain = package(p("严格格式120户") + tbl(tr("格")))
    assert lines(
        read_docx(
            package(p("模板"), main_type="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
            "a",
            "",
        )
    ) == ["模板"]
    assert lines(read_docx(package(p("别名"), main="word/document2.xml"), "a", "")) == ["别名"]
    assert read_docx(plain, "a", "").blocks == read_docx(strict(plain), "a", "").blocks


def strict(data: bytes) -> bytes:
    """The same file in the Strict namespaces."""
    import zipfile
    from io import BytesIO

    from word_xml import zipped

    with zipfile.ZipFile(BytesIO(data)) as archive:
        files = {n: archive.read(n).decode() for n in archive.namelist()}
    purl = "http://purl.oclc.org/ooxml/"
    return zipped({
        n: t.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", purl + "wordprocessingml/main")
            .replace("http://schemas.openxmlformats.org/officeDocument/2006/", purl + "officeDocument/")
        for n, t in files.items()
    })  # fmt: skip


def test_a_flat_package_reads_like_the_zipped_one() -> None:
    import zipfile
    from io import BytesIO

    data = package(p("正文") + tbl(tr("格")) + section(reference("header", "header1")), header1=p("页眉"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{n}"><pkg:xmlData>{archive.read(n).decode()}</pkg:xmlData></pkg:part>'
            for n in archive.namelist() if n != "[Content_Types].xml"
        )  # fmt: skip
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    assert read_docx(flat.encode(), "a.xml", "").blocks == read_docx(data, "a.docx", "").blocks
