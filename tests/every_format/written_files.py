"""One source as files of every format: web page, workbook, OFD, and what LibreOffice makes of the Word file."""

from __future__ import annotations

import base64
import html
import re
import subprocess
import sys
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

TESTS = Path(__file__).resolve().parents[1]
for folder in ("samples", "readers_workbook", "readers_ofd"):
    sys.path.insert(0, str(TESTS / folder))

import sample_files as samples  # noqa: E402
from made_workbooks import Made, MadeSheet, figure, letters, xlsx  # noqa: E402
from ofd_files import Page, ofd  # noqa: E402
from sample_files import NAMES, SAMPLES, Grid, load  # noqa: E402

from gouji.extract.readers.pdf.raw import RawDocument  # noqa: E402
from gouji.extract.readers.soffice import find  # noqa: E402

if TYPE_CHECKING:
    from builder.source import Source

MILLIMETRES = 25.4 / 72
__all__ = ["NAMES", "OFFICE", "SAMPLES", "Grid", "MadeSheet", "figure", "file_of", "load", "samples", "xlsx"]
OFFICE = find()
"""LibreOffice's program, ``None`` where it is not installed."""

_BEFORE = "<div class='nav'><ul><li><a>首页</a></li><li><a>政务公开</a></li><li><a>互动交流</a></li></ul></div><div class='con'>"
_AFTER = "</div><div class='footer'>版权所有：某局 备案号：12345678 网站标识码：3401230001</div>"
_OVERRIDE = re.compile(rb"<w:lvlOverride .*?</w:lvlOverride>")
_OVERRIDDEN = re.compile(rb'<w:num w:numId="\d+"><w:abstractNumId w:val="(\d+)"/>' + _OVERRIDE.pattern)
_TAGS = {"title": "h1", "h1": "h2", "h2": "h3"}


@cache
def file_of(name: str, form: str) -> bytes:
    """The bytes of a sample in a format."""
    if form in ("txt", "docx", "pdf"):
        return (SAMPLES / name / f"{name}.{form}").read_bytes()
    if form == "html":
        return web_page(load(SAMPLES / name))
    if form == "mht":
        return as_mht(file_of(name, "html"))
    if form == "xlsx":
        return workbook(load(SAMPLES / name))
    if form == "ofd":
        return as_ofd(file_of(name, "pdf"))
    return _saved(form, "xlsx" if form in ("xls", "ods") else "docx")[name]


# --- web page ------------------------------------------------------------------------------------------------


def web_page(source: Source) -> bytes:
    """As a bureau's site shows it: in GBK, with menu and foot, merged cells by rowspan and colspan."""
    out = ["<!DOCTYPE html><html><head><meta charset='gb2312'></head><body>", _BEFORE]
    for block in source.blocks:
        if block.grid is not None:
            out.append(_web_table(block.grid))
        elif block.kind != "page":
            tag = _TAGS.get(block.kind, "p")
            out.append(f"<{tag}>{_shown(block.number + block.text)}</{tag}>")
    return "\n".join([*out, _AFTER, "</body></html>"]).encode("gb18030")


def _web_table(grid: Grid) -> str:
    rows = (
        "".join(
            f"<td rowspan='{b.rows}' colspan='{b.columns}'>{'<br>'.join(map(_shown, b.lines))}</td>"
            for b, starts in row if starts
        )
        for row in grid.rows()
    )
    return "<table border=1>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


def _shown(string: str) -> str:
    return html.escape(string).replace("  ", "&nbsp;&nbsp;")


def as_mht(page: bytes) -> bytes:
    """The page as a browser saves it in one file."""
    body = base64.encodebytes(page).replace(b"\n", b"\r\n")
    return (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"=_7\"\r\n\r\n"
        b"--=_7\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: http://example.org/a.html\r\n\r\n" + body + b"\r\n--=_7--\r\n"
    )


# --- workbook ------------------------------------------------------------------------------------------------


def workbook(source: Source) -> bytes:
    """As people paste a filing into a workbook: a line a row, ruled tables between them, a sheet a part.

    A cell that is a figure and nothing else is stored as one, shown under its number format.
    """
    sheets: list[MadeSheet] = []
    rows: list[list[Made]] = []
    merges: list[str] = []
    ruled: list[int] = []

    def close() -> None:
        if rows:
            sheets.append(MadeSheet(list(rows), f"Sheet{len(sheets) + 1}", list(merges), bordered_rows=list(ruled)))
        rows.clear(), merges.clear(), ruled.clear()

    for block in source.blocks:
        if block.kind == "page":
            close()
        elif block.grid is None:
            rows.append([block.number + block.text])
        else:
            top = len(rows)
            cells: list[list[Made]] = [[None] * block.grid.n_columns for _ in range(block.grid.n_rows)]
            for b in block.grid.boxes:
                cells[b.row][b.column] = figure(b.text) if len(b.lines) == 1 else "\n".join(b.lines)
                if b.rows > 1 or b.columns > 1:
                    last = f"{letters(b.column + b.columns - 1)}{top + b.row + b.rows}"
                    merges.append(f"{letters(b.column)}{top + b.row + 1}:{last}")
            ruled.extend(range(top, top + len(cells)))
            rows.extend(cells)
    close()
    return xlsx(*sheets)


# --- OFD -----------------------------------------------------------------------------------------------------


def as_ofd(pdf: bytes) -> bytes:
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


# --- what LibreOffice saves ------------------------------------------------------------------------------------


@cache
def _saved(form: str, base: str) -> dict[str, bytes]:
    """Every sample saved in a format by LibreOffice, all in one start."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        inputs = []
        for name in NAMES:
            inputs.append(home / f"{name}.{base}")
            data = file_of(name, base)
            inputs[-1].write_bytes(_without_idle_overrides(data) if base == "docx" else data)
        filters = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97"}
        subprocess.run(
            [str(OFFICE), f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to",
             filters.get(form, form), "--outdir", str(home / "out"), *map(str, inputs)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return {name: (home / "out" / f"{name}.{form}").read_bytes() for name in NAMES}


def _without_idle_overrides(docx: bytes) -> bytes:
    """The Word file without the first override of each list, which says where it begins anyway.

    LibreOffice's .doc filter lets a list that has one begin again at its second paragraph, and reads it so itself.
    """
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as package, ZipFile(out, "w", ZIP_DEFLATED) as copy:
        for part in package.namelist():
            data = package.read(part)
            copy.writestr(part, _first_overrides_out(data) if part == "word/numbering.xml" else data)
    return out.getvalue()


def _first_overrides_out(numbering: bytes) -> bytes:
    seen: set[bytes] = set()

    def replaced(match: re.Match[bytes]) -> bytes:
        if match[1] in seen:
            return match[0]
        seen.add(match[1])
        return _OVERRIDE.sub(b"", match[0])

    return _OVERRIDDEN.sub(replaced, numbering)
