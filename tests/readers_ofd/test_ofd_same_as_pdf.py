"""The samples as OFD files: what was a PDF gives the same text, the same cells and the same findings."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from ofd_files import Page, ofd, read

import gouji
from gouji.extract.document import Document
from gouji.extract.readers.pdf import read_pdf
from gouji.extract.readers.pdf.raw import RawDocument

FILES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*/*.pdf"))
MILLIMETRES = 25.4 / 72


def written(pdf: bytes) -> bytes:
    """A PDF's characters and rules as an OFD file that places every character for itself."""
    pages = []
    with RawDocument(pdf, "a.pdf", 100) as document:
        for index in range(document.pages):
            raw = document.page(index)
            assert raw is not None
            page = Page(box=f"0 0 {raw.width * MILLIMETRES:.3f} {raw.height * MILLIMETRES:.3f}")
            for code, (x0, top, x1, bottom) in zip(raw.codes.tolist(), (raw.boxes * MILLIMETRES).tolist(), strict=True):
                height = bottom - top
                page.objects.append(
                    f'<ofd:TextObject Boundary="{x0:.3f} {top:.3f} {x1 - x0:.3f} {height:.3f}" Size="{height:.3f}">'
                    f'<ofd:TextCode X="0" Y="{0.86 * height:.3f}">{escape(chr(code))}</ofd:TextCode></ofd:TextObject>'
                )
            for rule in (raw.rules * MILLIMETRES).tolist():
                page.rule(*rule)
            pages.append(page)
    return ofd(*pages)


def bare(string: str) -> str:
    return "".join(string.split())


def contents(document: Document) -> list[object]:
    tables = [
        [(c.row, c.column, c.row_span, c.column_span, bare(c.text.string)) for c in t.cells] for t in document.tables
    ]
    return [tables, [(p.kind, bare(p.text.string)) for p in document.paragraphs]]


def findings(document: Document) -> list[tuple[str, str, list[str]]]:
    found = gouji.check(document).findings
    return sorted((f.code, f.severity, [bare(e.quote) for e in f.evidence]) for f in found)


def test_there_are_samples() -> None:
    assert len(FILES) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_text_cells_and_findings_are_those_of_the_pdf(file: Path) -> None:
    pdf = read_pdf(file.read_bytes(), "报告.pdf", "")
    other = read(written(file.read_bytes()))
    assert other.problems == ()
    assert contents(other) == contents(pdf)
    assert findings(other) == findings(pdf)
