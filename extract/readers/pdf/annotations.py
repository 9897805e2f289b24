"""Fields of forms and text typed onto a page: annotations, made part of the page so that they are read with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from gouji.extract.readers.pdf.binding import pdfium

_READ = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
"""Kinds that are read, and what they hold even where the file has no picture of it."""
MAX_ASKED = 20_000
EMPTY = 2
"""Bytes of the end of a string."""


class Shown(NamedTuple):
    """The page to read, and how many filled fields it shows nothing of."""

    page: Any
    blank: int


def with_fields(document: Any, index: int, page: Any) -> Shown:
    """The page with the fields and typed texts it shows as content; remarks, links and stamps are left out.

    ``page`` is given back where it has none, else closed and loaded anew; ``None`` where it cannot be.
    """
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MAX_ASKED)
    if count <= 0:
        return Shown(page, 0)
    others: list[int] = []
    blank = 0
    for i in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        held = _READ.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        if held is None:
            others.append(i)
        elif not pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
            blank += pdfium.FPDFAnnot_GetStringValue(annotation, held, None, 0) > EMPTY
        pdfium.FPDFPage_CloseAnnot(annotation)
    if len(others) == count:
        return Shown(page, 0)
    for i in reversed(others):
        pdfium.FPDFPage_RemoveAnnot(page, i)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return Shown(page, blank)
    pdfium.FPDF_ClosePage(page)
    return Shown(pdfium.FPDF_LoadPage(document, index), blank)
