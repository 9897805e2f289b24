"""PDF files with a text layer: bytes in, a ``Document`` with page and box of every number out."""

from __future__ import annotations

from gouji.extract.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
