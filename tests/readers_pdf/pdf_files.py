"""PDF files for the tests, made with reportlab; its STSong-Light needs no font on the machine."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from gouji.extract.document import Document
from gouji.extract.document import Table as ReadTable
from gouji.extract.readers.pdf import read_pdf

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
TITLE = ParagraphStyle("title", parent=BODY, fontSize=20, leading=30, alignment=1, firstLineIndent=0)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("FONT", (0, 0), (-1, -1), FONT, 9),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


def flowed(
    story: Sequence[Any],
    on_page: Callable[[Canvas, Any], None] | None = None,
    pagesize: tuple[float, float] = A4,
    password: str | None = None,
) -> bytes:
    """A document laid out by platypus."""
    out = io.BytesIO()
    draw = on_page or (lambda canvas, template: None)
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    template = SimpleDocTemplate(out, pagesize=pagesize, encrypt=encrypt)
    template.build(list(story), onFirstPage=draw, onLaterPages=draw)
    return out.getvalue()


def drawn(*pages: Callable[[Canvas], None], pagesize: tuple[float, float] = A4) -> bytes:
    """A document each page of which a function draws."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=pagesize)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def body(text: str) -> Paragraph:
    """A paragraph with its first line indented by two characters."""
    return Paragraph(text, BODY)


def ruled(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], *style: tuple[Any, ...], **more: Any
) -> Table:
    """A table with all its rules."""
    table = Table([list(row) for row in rows], colWidths=list(widths), **more)
    table.setStyle([*GRID, *style])
    return table


def wrapped(text: str) -> Paragraph:
    """Cell content that wraps."""
    return Paragraph(text, CELL)


def picture(width: int = 60, height: int = 40) -> ImageReader:
    """A grey picture."""
    from PIL import Image

    return ImageReader(Image.new("L", (width, height), 180))


def read(data: bytes, **options: Any) -> Document:
    """The document read from the bytes."""
    return read_pdf(data, "报告.pdf", "0" * 64, **options)


def strings(document: Document, kind: str = "body") -> list[str]:
    """The texts of the paragraphs of a kind."""
    return [p.text.string for p in document.paragraphs if p.kind == kind]


def cells(table: ReadTable) -> list[list[str]]:
    """The texts of a table's anchor cells, row by row."""
    return [[c.text.string for c in row] for row in table.rows]
