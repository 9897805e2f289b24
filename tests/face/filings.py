"""Small filings of every kind, good and broken, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

FAULTY = (
    "青禾县市场监管局2023年度工作情况\n\n一、检查情况\n"
    "全年检查商户50户，其中超市12户、餐馆25户、药店14户。联系电话：13800001234。\n"
)
SOUND = "一、检查情况\n全年检查商户51户，其中超市12户、餐馆25户、药店14户。\n"

Gouji = Callable[..., tuple[int, str, str]]


def docx_bytes(text: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_bytes(password: str | None = None, *, picture_only: bool = False) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    encryption = StandardEncryption(password, canPrint=1) if password else None
    canvas = Canvas(out, encrypt=encryption)
    if picture_only:
        canvas.rect(100, 100, 200, 300, fill=1)
    else:
        canvas.drawString(72, 720, "Budget 120.00, spent 114.60")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(64)


def broken_files() -> dict[str, bytes]:
    """Name → bytes of files that no one can read."""
    whole = docx_bytes(FAULTY)
    listing = io.BytesIO()
    with zipfile.ZipFile(listing, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return {
        "truncated.docx": whole[: len(whole) // 20],
        "locked.pdf": pdf_bytes("secret"),
        "empty.txt": b"",
        "empty.docx": b"",
        "picture.docx": PNG,
        "scan.pdf": pdf_bytes(picture_only=True),
        "archive.docx": listing.getvalue(),
        "cut.pdf": pdf_bytes()[:200],
    }
