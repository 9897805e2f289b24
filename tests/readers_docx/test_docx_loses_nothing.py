"""Whatever a document is built of, every shown text is read exactly once, and where its span says it stands."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import count

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_xml import p, package, r, tbl, tc, tr

from gouji.extract.document import Document, Table
from gouji.extract.readers.docx import read_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HIDING = (W + "del", W + "moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
TOKEN = re.compile(r"\[\d+\]")

INLINE_WRAPPERS = [
    "{}",
    '<w:ins w:id="1">{}</w:ins>',
    '<w:del w:id="1">{}</w:del>',
    '<w:moveFrom w:id="1">{}</w:moveFrom>',
    '<w:moveTo w:id="1">{}</w:moveTo>',
    '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
    "<w:smartTag>{}</w:smartTag>",
    "<w:customXml>{}</w:customXml>",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:fldSimple w:instr="REF a">{}</w:fldSimple>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
]
BOXES = [
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>",
]
BLOCK_WRAPPERS = ["{}", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:customXml>{}</w:customXml>"]
MARKS = [
    "",
    "<w:rPr><w:del w:id='1'/></w:rPr>",
    "<w:rPr><w:ins w:id='1'/></w:rPr>",
    "<w:outlineLvl w:val='1'/>",
]

numbers = count(1)
runs = st.sampled_from(["", "<w:vanish/>", '<w:vanish w:val="0"/>', "<w:b/>"]).map(
    lambda props: r(f"[{next(numbers)}]", props)
)
inlines = st.recursive(
    runs, lambda inner: st.tuples(st.sampled_from(INLINE_WRAPPERS), st.lists(inner, max_size=3)).map(
        lambda x: x[0].format("".join(x[1]))), max_leaves=6,
)  # fmt: skip


def paragraph(content: list[str], mark: str) -> str:
    return f"<w:p><w:pPr>{mark}</w:pPr>{''.join(content)}</w:p>"


plain_paragraphs = st.builds(paragraph, st.lists(inlines, max_size=4), st.sampled_from(MARKS))
box_runs = st.builds(
    lambda form, inner: form.format("".join(inner)),
    st.sampled_from(BOXES),
    st.lists(plain_paragraphs, max_size=2),
)
paragraphs = st.builds(
    paragraph, st.lists(st.one_of(inlines, inlines, box_runs), max_size=4), st.sampled_from(MARKS)
)


def table(rows: list[list[tuple[str, int]]]) -> str:
    return tbl(
        *[tr(*[tc(content + p(), f'<w:gridSpan w:val="{span}"/>') for content, span in row]) for row in rows]
    )


blocks = st.recursive(
    paragraphs, lambda inner: st.one_of(
        inner,
        st.builds(lambda form, many: form.format("".join(many)), st.sampled_from(BLOCK_WRAPPERS), st.lists(inner, max_size=3)),
        st.lists(st.lists(st.tuples(inner, st.integers(1, 3)), min_size=1, max_size=3), min_size=1, max_size=3).map(table),
    ), max_leaves=8,
)  # fmt: skip


def shown_tokens(data: bytes) -> list[str]:
    """The tokens Word would show, found without any of the reader's code."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    tokens = []
    for t in root.iter(W + "t"):
        vanish = t.getparent().find(f"{W}rPr/{W}vanish")
        hidden = vanish is not None and vanish.get(W + "val") != "0"
        if not hidden and not any(a.tag in HIDING for a in t.iterancestors()):
            tokens += TOKEN.findall(t.text)
    return sorted(tokens)


def read_tokens(document: Document) -> Iterator[tuple[str, int | None, int | None]]:
    for _, _, text in document.texts():
        for match in TOKEN.finditer(text.string):
            place = text.locate(*match.span())
            assert place.part == "document"
            yield match[0], place.paragraph, place.start


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=5))
def test_every_shown_token_is_read_once_and_found_where_its_span_says(parts: list[str]) -> None:
    data = package("".join(parts) + p("末尾"))
    document = read_docx(data, "a", "")
    found = list(read_tokens(document))
    assert sorted(token for token, _, _ in found) == shown_tokens(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        all_paragraphs = list(etree.fromstring(archive.read("word/document.xml")).iter(W + "p"))
    for token, at, _ in found:
        assert at is not None
        assert token in "".join(all_paragraphs[at].itertext(W + "t"))
    assert [t.index for t in document.tables] == list(range(len(document.tables)))
    assert_sound(document)


def assert_sound(document: Document) -> None:
    """Pieces cover their texts; cells do not overlap."""
    for _, _, text in document.texts():
        covered = sum(x.end - x.start for x in text.pieces)
        assert covered + text.string.count("\n") >= len(text.string)
    for one in document.tables:
        taken = [(a, b) for c in one.cells for a in range(c.row, c.row + c.row_span) for b in range(c.column, c.column + c.column_span)]  # fmt: skip
        assert len(taken) == len(set(taken))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6), st.integers(2, 6), st.lists(st.tuples(*[st.integers(0, 5)] * 4), max_size=5))
def test_merged_cells_agree_with_python_docx(
    rows: int, columns: int, merges: list[tuple[int, int, int, int]]
) -> None:
    made = docx.Document()
    made_table = made.add_table(rows, columns)
    for row, cells in enumerate(made_table.rows):
        for column, cell in enumerate(cells.cells):
            cell.text = f"{row}.{column}"
    taken: set[tuple[int, int]] = set()
    for a, b, c, d in merges:
        top, bottom, left, right = min(a, c), max(a, c), min(b, d), max(b, d)
        area = {(i, j) for i in range(top, bottom + 1) for j in range(left, right + 1)}
        if bottom < rows and right < columns and not area & taken:
            taken |= area
            made_table.cell(top, left).merge(made_table.cell(bottom, right))
    buffer = BytesIO()
    made.save(buffer)
    read = read_docx(buffer.getvalue(), "a", "").tables[0]
    assert (read.n_rows, read.n_columns) == (rows, columns)
    expected = [[made_table.cell(i, j).text for j in range(columns)] for i in range(rows)]
    assert [[c.text.string if c else None for c in row] for row in read.grid] == expected


def test_a_document_made_by_python_docx_reads_whole() -> None:
    made = docx.Document()
    made.add_heading("部门整体绩效自评", 1)
    made.add_paragraph("全年预算数520.00万元").add_run("，执行数480.50万元")
    made.add_paragraph("第一项", style="List Number")
    outer = made.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 1)
    inner.cell(0, 0).text = "内"
    made.sections[0].footer.paragraphs[0].text = "页脚"
    buffer = BytesIO()
    made.save(buffer)
    document = read_docx(buffer.getvalue(), "a", "")
    assert [(b.nested_in, b.cells[0].text.string) if isinstance(b, Table) else (b.kind, b.text.string) for b in document.blocks] == [
        ("heading", "部门整体绩效自评"), ("body", "全年预算数520.00万元，执行数480.50万元"), ("body", "1.\t第一项"),
        (None, "外"), ((0, 0, 1), "内"), ("footer", "页脚"),
    ]  # fmt: skip


def test_text_among_the_properties_of_a_hidden_run_is_told() -> None:
    stray = '<w:p><w:r><w:rPr><w:vanish/><w:p><w:r><w:t>98%</w:t></w:r></w:p></w:rPr><w:t>隐藏7万元</w:t></w:r><w:r><w:t>支出</w:t></w:r></w:p>'
    hidden = '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏7万元</w:t></w:r><w:r><w:t>支出</w:t></w:r></w:p>'
    assert len(read_docx(package(stray), "a", "").problems) == 1
    assert not read_docx(package(hidden), "a", "").problems
