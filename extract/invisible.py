"""Characters that print nothing, copied along from web pages: taken out of every text, places kept."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from gouji.extract.document import Block, Document, Paragraph, Piece, Text

INVISIBLE: Final = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
"""Soft hyphen, zero-width spaces and joiners, marks and overrides of writing direction, byte-order mark."""


def without_invisible(document: Document) -> Document:
    """The document without characters that print nothing: 5<U+200B>0万元 is one figure, as the page shows it."""
    blocks = tuple(_shown(block) for block in document.blocks)
    if all(a is b for a, b in zip(blocks, document.blocks, strict=True)):
        return document
    return replace(document, blocks=blocks)


def _shown(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=shown(block.text)) if INVISIBLE.search(block.text.string) else block
    if not any(INVISIBLE.search(cell.text.string) for cell in block.cells):
        return block
    return replace(block, cells=tuple(replace(cell, text=shown(cell.text)) for cell in block.cells))


def shown(text: Text) -> Text:
    """One text without them; what is left of each piece keeps its place."""
    cuts = [m.span() for m in INVISIBLE.finditer(text.string)]
    if not cuts:
        return text
    kept = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text.string)], strict=True))
    pieces: list[Piece] = []
    at = 0
    for start, end in kept:
        for piece in text.pieces:
            a, b = max(start, piece.start), min(end, piece.end)
            if a < b or piece.start == piece.end == a == b:
                pieces.append(part_of(piece, a, b, at - start))
        at += end - start
    return Text("".join(text.string[a:b] for a, b in kept), tuple(pieces) or text.pieces[:1])


def part_of(piece: Piece, start: int, end: int, moved: int) -> Piece:
    """What a piece has from ``start`` to ``end`` of its text, ``moved`` on to its place in another; its place in the file too."""
    span = piece.span
    if span.start is not None and span.start != span.end:
        base = span.start - piece.start
        span = span.within(base + start, base + end)
    return Piece(start + moved, end + moved, span, piece.confidence)
