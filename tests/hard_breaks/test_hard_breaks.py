"""Lines their author ended by hand in the middle of a sentence, in Word, web pages and text."""

from __future__ import annotations

import io

import docx
import pytest

import gouji
from gouji.extract.document import Document
from gouji.extract.readers import read_bytes

CUT = "全年检查商户50户，其中超市12户、|餐馆25户、药店14户。"
PASTED = (
    "根据县财政局要求，我镇对2023年度经费使用情况开展了绩效自",
    "评，现将有关情况报告如下。全年检查商户50户，其中超市12户、",
    "餐馆25户、药店14户，检查结果均在政务公开栏公示，接受群众",
    "监督，群众反映良好。",
)


def word(*paragraphs: str) -> Document:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return read_bytes(out.getvalue(), "报告.docx")


def web(*paragraphs: str) -> Document:
    body = "".join(f"<p>{text.replace(chr(10), '<br>')}</p>" for text in paragraphs)
    return read_bytes(f"<html><body><h1>情况报告</h1>{body}</body></html>".encode(), "报告.html")


def text(*paragraphs: str) -> Document:
    return read_bytes("\n".join(paragraphs).encode(), "报告.txt")


def body(document: Document) -> list[str]:
    return [p.text.string for p in document.paragraphs if p.kind == "body"]


READERS = pytest.mark.parametrize("read", [word, web, text])


@READERS
@pytest.mark.parametrize("cut", ["\n", "\n　　", " \n"])
def test_a_line_that_ends_with_a_comma_goes_on_below(read, cut):
    document = read(CUT.replace("|", cut))
    assert body(document) == [CUT.replace("|", "")]
    (finding,) = [f for f in gouji.check(document).findings if f.code == "GJ101"]
    assert finding.suggestion is not None
    assert finding.suggestion.raw == "51户"


@READERS
def test_a_line_that_begins_with_a_closing_mark_goes_on(read):
    assert body(read("检查超市12户\n、餐馆25户。")) == ["检查超市12户、餐馆25户。"]


@READERS
def test_paragraphs_that_end_with_a_comma_are_one(read):
    assert body(read(*CUT.split("|"))) == [CUT.replace("|", "")]


@pytest.mark.parametrize("paragraphs", [PASTED, ["\n".join(PASTED)]], ids=["paragraphs", "lines"])
@pytest.mark.parametrize("read", [word, web])
def test_lines_of_a_fixed_width_are_one_paragraph(read, paragraphs):
    assert body(read(*paragraphs)) == ["".join(PASTED)]


def test_every_character_keeps_its_place():
    cut, pasted = word(CUT.replace("|", "\n")).paragraphs[0].text, word(*PASTED).paragraphs[0].text
    at = cut.string.index("25户")
    assert (cut.locate(at, at + 3).start, cut.locate(at, at + 3).end) == (at + 1, at + 4)
    at = pasted.string.index("25户")
    span = pasted.locate(at, at + 3)
    assert (span.paragraph, span.start, span.end) == (2, 2, 5)


@READERS
@pytest.mark.parametrize(
    "paragraphs",
    [
        ["检查超市12户，", "1.餐馆25户。"],
        ["检查超市12户，", "（二）餐馆情况"],
        ["预算数：100", "200万元"],
        ["检查超市12户。", "检查餐馆25户。"],
    ],
)
def test_what_begins_anew_stays_apart(read, paragraphs):
    assert body(read(*paragraphs)) == paragraphs


def test_a_sentence_in_a_cell_is_whole():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = CUT.replace("|", "\n") + "\n第二行"
    out = io.BytesIO()
    document.save(out)
    cell = read_bytes(out.getvalue(), "报告.docx").tables[0].grid[0][0]
    assert cell.text.string == CUT.replace("|", "") + "\n第二行"
