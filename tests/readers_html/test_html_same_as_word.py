"""The samples as web pages: what was a Word file gives the same text, the same cells and the same findings as a page."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

import gouji
from gouji.extract.document import Document, Paragraph, Table
from gouji.extract.readers import read, read_bytes

FILES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*/*.docx"))
BEFORE = "<div class='nav'><ul><li><a>首页</a></li><li><a>政务公开</a></li><li><a>互动交流</a></li></ul></div><div class='con'>"
AFTER = "</div><div class='footer'>版权所有：某局 备案号：12345678 网站标识码：3401230001</div>"


def page(document: Document) -> bytes:
    """The document as a bureau's site shows it, in GBK, with menu and foot."""
    out = ["<!DOCTYPE html><html><head><meta charset='gb2312'></head><body>", BEFORE]
    for block in document.blocks:
        if isinstance(block, Table):
            out.append(table(block))
        elif block.kind in ("body", "heading"):
            tag = f"h{min(block.level, 6)}" if block.level else "p"
            out.append(f"<{tag}>{shown(block.text.string)}</{tag}>")
    return "\n".join([*out, AFTER, "</body></html>"]).encode("gb18030")


def table(block: Table) -> str:
    rows = [
        "".join(f"<td rowspan='{c.row_span}' colspan='{c.column_span}'>{shown(c.text.string)}</td>" for c in row)
        for row in block.rows
    ]
    return "<table border=1>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


def shown(string: str) -> str:
    return html.escape(string).replace("\n", "<br>").replace("  ", "&nbsp;&nbsp;")


def bare(string: str) -> str:
    return "".join(string.split())


def cells(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, bare(c.text.string)) for c in t.cells] for t in document.tables
    ]


def body(document: Document) -> list[str]:
    return [
        bare(b.text.string) for b in document.blocks if isinstance(b, Paragraph) and b.kind in ("body", "heading")
    ]


def findings(document: Document) -> list[tuple[str, str, list[str]]]:
    found = gouji.check(document).findings
    return sorted((f.code, f.severity, [bare(e.quote) for e in f.evidence]) for f in found)


def test_there_are_samples() -> None:
    assert len(FILES) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_text_cells_and_findings_are_those_of_the_word_file(file: Path) -> None:
    word = read(file)
    web = read_bytes(page(word), "页.html")
    assert web.problems == ()
    assert cells(web) == cells(word)
    assert body(web) == body(word)
    assert findings(web) == findings(word)
