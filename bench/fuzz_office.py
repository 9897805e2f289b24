"""What is fuzzed besides (see ``fuzz_samples``): office formats that other readers lead to, and pages as sites have them.

All are made here, the same bytes every time.
"""

from __future__ import annotations

import html
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/readers_workbook"))

from made_workbooks import MadeSheet, figure  # noqa: E402
from made_xlsb import xlsb  # noqa: E402

THROUGH_OFFICE = (".rtf", ".odt")
"""Formats each case of which starts LibreOffice: slow."""
_ODT = "application/vnd.oasis.opendocument.text"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_MENU = "<div class='nav'><ul><li><a>首页</a></li><li><a>政务公开</a></li></ul></div>"

Rows = Sequence[Sequence[str]]


def made(text: str, rows: Rows, old_word: bytes, old_workbook: bytes) -> dict[str, bytes]:
    """Name → bytes; the two old files are given, WPS names for them are all that is made."""
    sheet = MadeSheet([[figure(cell) for cell in row] for row in rows], merges=["A18:A19"], bordered_rows=range(15))
    numbers = MadeSheet([["项目", "预算", "决算"], *([f"第{i}项支出", figure(f"{1234 + i}.5"), figure(f"{987 + i}")] for i in range(4))], "二")
    return {
        "made.wps": old_word, "made.et": old_workbook, "made.xlsb": _steady(xlsb(sheet, numbers)),
        "made.odt": odt(text, rows), "made.rtf": rtf(text, rows),
        "site.html": site(text, rows), "fragment.html": fragment(text, rows), "open.html": left_open(text, rows),
    }  # fmt: skip


def _steady(package: bytes) -> bytes:
    """A zip written anew, without the time of its writing."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return _zip([(name, archive.read(name)) for name in archive.namelist()])


def _zip(parts: Sequence[tuple[str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odt(text: str, rows: Rows) -> bytes:
    """An OpenDocument text: paragraphs and a table."""
    lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines() if line.strip())
    cells = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row) + "</table:table-row>"
        for row in rows
    )
    table = f'<table:table table:name="一"><table:table-column table:number-columns-repeated="{len(rows[0])}"/>{cells}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF} office:version="1.2"><office:body><office:text>'
        f"{lines}{table}</office:text></office:body></office:document-content>"
    )
    return _zip([("mimetype", _ODT), ("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)])


def rtf(text: str, rows: Rows) -> bytes:
    """An RTF as Word writes it, in small: paragraphs and a table, Chinese as ``\\u`` with a question mark for old readers."""
    lines = "".join(f"\\pard\\plain\\f0\\fs24 {_escaped(line)}\\par\n" for line in text.splitlines() if line.strip())
    edges = "".join(f"\\cellx{3000 * (i + 1)}" for i in range(len(rows[0])))
    cells = "".join(
        f"\\trowd{edges}\n" + "".join(f"\\pard\\intbl {_escaped(c)}\\cell\n" for c in row) + "\\row\n" for row in rows
    )
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1{{\\fonttbl{{\\f0 SimSun;}}}}\n{lines}{cells}\\pard\\par}}".encode()


def _escaped(text: str) -> str:
    return "".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text)


def site(text: str, rows: Rows) -> bytes:
    """A page as a bureau's site shows it: a document type, GBK, a menu, attributes, merged cells."""
    lines = "".join(f"<p class='MsoNormal' align='left'>&nbsp;&nbsp;{html.escape(line)}</p>\n" for line in text.splitlines())
    head = "<!DOCTYPE html>\n<html lang='zh'><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'><title>自评</title></head>"
    top = "<tr><td colspan='3'>商户检查情况</td></tr>"
    return f"{head}<body>{_MENU}<div class='con'>{lines}<table border='1'>{top}{_cells(rows)}</table></div></body></html>".encode("gb18030")


def fragment(text: str, rows: Rows) -> bytes:
    """The body of a page alone, as a content system stores it."""
    lines = "".join(f"<p><span>{html.escape(line)}</span></p>" for line in text.splitlines())
    return f"<div class='content'>{lines}<table>{_cells(rows)}</table></div>".encode()


def left_open(text: str, rows: Rows) -> bytes:
    """A page that leaves out every end tag that HTML lets it leave out."""
    lines = "\n".join(f"<p>{html.escape(line)}" for line in text.splitlines())
    cells = "\n".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in rows)
    return f"<!DOCTYPE html><meta charset=utf-8><title>自评</title>\n{lines}\n<table>\n{cells}\n</table>\n<p>以上。\n".encode()


def _cells(rows: Rows) -> str:
    return "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows)
