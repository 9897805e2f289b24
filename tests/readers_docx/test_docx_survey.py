"""What is read the short way is the same as read with care."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from word_xml import p, package, r, tbl, tc, tr

from gouji.extract.document import Document
from gouji.extract.readers.docx import read_docx, survey

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CASES = {
    "runs and marks": f'<w:p>{r("支出12")}<w:bookmarkStart w:id="1" w:name="x"/>{r("34.5万元")}<w:proofErr w:type="spellEnd"/></w:p>',
    "blank cells": tbl(tr("", " ", tc("<w:p/><w:p/>"), tc(p("一") + p("二")))),
    "a box in a cell's middle": tbl(
        tr(tc(f"<w:p>{r('前')}<w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r>{r('后')}</w:p>"), "旁")
    ),
    "a table in a cell": tbl(tr(tc(p("外") + tbl(tr("内甲", "内乙"))), "旁")),
    "merged cells": tbl(
        tr(tc("高", '<w:vMerge w:val="restart"/>'), tc("宽", '<w:gridSpan w:val="2"/>')), tr(tc("", "<w:vMerge/>"), "甲", "乙")
    ),
    "changes": tbl(tr(tc(f'<w:p><w:ins w:id="1">{r("新")}</w:ins><w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'), "乙")),
    "hidden and raised": f'<w:p>{r("面积10")}{r("4", "<w:vertAlign w:val=" + chr(34) + "superscript" + chr(34) + "/>")}{r("隐", "<w:vanish/>")}</w:p>',
    "a deleted mark": p("前半", '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>') + p("后半"),
    "text where none may stand": f"<w:p><w:foo>{r('丢')}</w:foo>{r('留')}<w:r><w:bar><w:t>失</w:t></w:bar></w:r></w:p>" + tbl(tr("甲")),
    "symbols": f'<w:p>{r(chr(0xF0A3), chr(60) + "w:rFonts w:ascii=" + chr(34) + "Symbol" + chr(34) + "/>")}{r("5%")}</w:p>',
}


@pytest.mark.parametrize("name", CASES)
def test_the_short_way_reads_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = package(CASES[name])
    assert _read(data) == _read_with_care(data, monkeypatch)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.docx")), ids=lambda path: path.stem)
def test_the_samples_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    assert _read(data) == _read_with_care(data, monkeypatch)


def test_a_table_that_text_flows_around_is_a_table() -> None:
    floating = tbl(tr("甲", "1")).replace("<w:tblPr/>", '<w:tblPr><w:tblpPr w:vertAnchor="text" w:tblpX="900" w:tblpY="40"/></w:tblPr>')
    document = _read(package(p("前") + floating + p("后")))
    assert [c.text.string for c in document.tables[0].cells] == ["甲", "1"]
    assert [x.text.string for x in document.paragraphs] == ["前", "后"]


def _read(data: bytes) -> Document:
    return read_docx(data, "报告.docx", "0" * 64)


class _All:
    def __contains__(self, _: object) -> bool:
        return True


def _read_with_care(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The file read with every paragraph and cell taken for an unusual one."""

    class Wary(survey.Survey):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.telling = self.mixed = self.merged = _All()  # type: ignore[assignment]

        def texts(self, paragraph: Any) -> None:
            return None

    with monkeypatch.context() as patched:
        patched.setattr("gouji.extract.readers.docx.inline.Survey", Wary)
        return _read(data)
