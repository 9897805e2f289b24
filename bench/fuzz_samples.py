"""What is fuzzed: the smallest sample of every format there is one of, the other formats and archives made here.

All but ``.7z``, which needs py7zr, are the same bytes every time, so that a seed names the same mutant. The ``.xls`` is the
workbook as LibreOffice wrote it.
"""

from __future__ import annotations

import gzip
import io
import quopri
import re
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
for folder in ("tests/safety", "tests/readers_ofd", "bench"):
    sys.path.insert(0, str(ROOT / folder))

import fuzz_office  # noqa: E402
from hostile import stored_rar  # noqa: E402
from ofd_files import Page, ofd  # noqa: E402

TAKEN = (".txt", ".docx", ".pdf", ".doc")
ROWS = [("指标", "计划", "完成"), *((f"检查第{i}类商户", f"{i * 137 + 10}户", f"{i * 131 + 9}户") for i in range(1, 15))]
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def samples() -> dict[str, bytes]:
    """Name → bytes of every file that is fuzzed."""
    kinds: dict[str, Path] = {}
    for path in sorted((*ROOT.glob("samples/*/*"), *ROOT.glob("tests/readers_ole/data/*")), key=lambda p: p.stat().st_size):
        if path.suffix in TAKEN:
            kinds.setdefault(path.suffix, path)
    found = {str(path.relative_to(ROOT)): path.read_bytes() for path in kinds.values()}
    text = next(data for name, data in found.items() if name.endswith(".txt")).decode("gb18030" if _is_gbk(found) else "utf-8")
    found |= {"made.html": page(text), "made.mht": web_archive(page(text)), "made.ofd": ofd_page(text), "made.ods": ods()}
    found["made.xls"] = (ROOT / "tests/fuzz/data/made.xls").read_bytes()
    old_word = next(data for name, data in found.items() if name.endswith(".doc"))
    found |= fuzz_office.made(text, ROWS, old_word, found["made.xls"])
    if (workbook := xlsx()) is not None:
        found["made.xlsx"] = workbook
    return found | archives({n: d for n, d in found.items() if n.endswith((".txt", ".pdf"))})


def _is_gbk(found: Mapping[str, bytes]) -> bool:
    data = next(data for name, data in found.items() if name.endswith(".txt"))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def page(text: str) -> bytes:
    """A web page."""
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    head = "<html><head><meta charset='utf-8'><title>自评</title></head>"
    return f"{head}<body>{lines}<table>{cells}</table></body></html>".encode()


def web_archive(content: bytes) -> bytes:
    """A page as browsers save it in one file."""
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="=_gouji"\n\n--=_gouji\n'
    about = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    return (head + about).encode() + quopri.encodestring(content) + b"\n--=_gouji--\n"


def ofd_page(text: str) -> bytes:
    """Two OFD pages: lines and a ruled table."""
    first, second = Page(), Page()
    for i, line in enumerate(line for line in text.splitlines() if line.strip()):
        if i < 24:
            first.text(20, 20 + 9 * i, line[:40])
    cells = [(r, c, 1, 1, string) for r, row in enumerate(ROWS) for c, string in enumerate(row)]
    second.grid(20, 20, [60, 40, 40], 8, cells)
    return steady(ofd(first, second))


def steady(package: bytes) -> bytes:
    """A zip written anew, without the time of its writing."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return _zip({name: _MOMENT.sub(b"2024-01-01T00:00:00Z", content) for name, content in parts.items()})


def ods() -> bytes:
    """An OpenDocument workbook."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="一">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), _ODS, zipfile.ZIP_STORED)
        archive.writestr(zipfile.ZipInfo("content.xml"), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xlsx() -> bytes | None:
    """A workbook, where openpyxl is there."""
    try:
        from openpyxl import Workbook
    except ImportError:
        return None
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    for number in range(3):
        book.active.append((f"第{number}项支出", 1234.5 + number, 987 + number))
    book.active.merge_cells("A20:A21")
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def archives(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Archives of some files, in every kind."""
    makers: dict[str, Callable[[Mapping[str, bytes]], bytes | None]] = {
        "made.zip": _zip, "made.tar.gz": _tar, "made.7z": _seven, "made.rar": stored_rar,
    }  # fmt: skip
    made = {name: make(files) for name, make in makers.items()}
    return {name: data for name, data in made.items() if data is not None}


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tape:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tape.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def _seven(files: Mapping[str, bytes]) -> bytes | None:
    try:
        import py7zr
    except ImportError:
        return None
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()
