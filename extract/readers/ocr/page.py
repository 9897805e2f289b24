"""A picture of a page as the records the PDF modules work on, and how sure its characters are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.document import Block, Paragraph, Piece, Text
from gouji.extract.readers.ocr.engine import Engine, Picture
from gouji.extract.readers.ocr.rules import ruled
from gouji.extract.readers.pdf.arrays import Floats
from gouji.extract.readers.pdf.raw import RawPage

POINTS = 72.0
MIDDLE_SLACK = 1.0


class ScannedPage(Struct, frozen=True):
    """The page as read, and the confidence (0 to 1) of every character of ``raw.codes``."""

    raw: RawPage
    confidence: Floats


def scanned_page(picture: Picture, number: int, dpi: float, recognise: Engine, path: str) -> ScannedPage:
    """Recognise one page; boxes in points from the top left.

    Raises:
        UnreadableFile: the engine failed.
    """
    scale = POINTS / dpi
    rules = ruled(picture, dpi)
    found = recognise(picture, path)
    table = np.array([c[1:] for c in found], np.float64).reshape(-1, 5)
    boxes = table[:, :4] * scale
    raw = RawPage(
        number=number,
        width=picture.shape[1] * scale,
        height=picture.shape[0] * scale,
        codes=np.array([c.code for c in found], np.uint32),
        boxes=boxes,
        shown=boxes,
        rules=rules * scale,
        images=np.zeros((0, 4)),
    )
    return ScannedPage(raw, table[:, 4])


def with_confidence(blocks: tuple[Block, ...], scans: Mapping[int, ScannedPage]) -> tuple[Block, ...]:
    """The blocks with every piece that stands on a scanned page as sure as its least sure character."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(replace(block, text=_text(block.text, scans)))
        else:
            out.append(replace(block, cells=tuple(replace(c, text=_text(c.text, scans)) for c in block.cells)))
    return tuple(out)


def _text(text: Text, scans: Mapping[int, ScannedPage]) -> Text:
    if not any(p.span.page in scans for p in text.pieces):
        return text
    return Text(text.string, tuple(_piece(p, scans) for p in text.pieces))


def _piece(piece: Piece, scans: Mapping[int, ScannedPage]) -> Piece:
    page, box = piece.span.page, piece.span.bbox
    if page is None or box is None or page not in scans:
        return piece
    scan = scans[page]
    shown = scan.raw.shown
    x, y = (shown[:, 0] + shown[:, 2]) / 2, (shown[:, 1] + shown[:, 3]) / 2
    inside = (
        (x > box[0] - MIDDLE_SLACK) & (x < box[2] + MIDDLE_SLACK)
        & (y > box[1] - MIDDLE_SLACK) & (y < box[3] + MIDDLE_SLACK)
    )
    if not inside.any():
        return piece
    return piece._replace(confidence=round(float(scan.confidence[inside].min()), 4))
