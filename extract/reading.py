"""How files are to be read, where there is a choice: which PDF engine, whether and how scans are recognised."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gouji.extract.limits import DEFAULT_LIMITS, Limits

PdfEngine = Literal["pdfium", "pdfplumber"]
OcrEngine = Literal["rapidocr", "tesseract"]


class Reading(Struct, frozen=True):
    """Choices of one run.

    Attributes:
        pdf_engine: ``pdfplumber`` reads characters and ruled tables by that library, as the reference; much slower.
        ocr: recognise pages that are pictures. Files that are pictures are always recognised.
        ocr_engine: what recognises them.
        dpi: resolution at which pages of a PDF are drawn for it.
        limits: what a reader may spend on one file.
    """

    pdf_engine: PdfEngine = "pdfium"
    ocr: bool = False
    ocr_engine: OcrEngine = "rapidocr"
    dpi: int = 200
    limits: Limits = DEFAULT_LIMITS


DEFAULT_READING = Reading()
