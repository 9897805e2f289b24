"""A binary Word file whose container is broken: its text, found by the mark the main stream begins with.

Without the directory neither tables nor formats can be told: paragraphs, and rows with a tab between cells, are all
that is left. The stream is taken to lie in one stretch, as writers lay it.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from gouji.extract.document import Document, Paragraph, Piece, Problem, Span, Text
from gouji.extract.readers.ole.fib import WORD_97, Fib, information
from gouji.extract.readers.ole.pieces import garbled_in, whole

SECTOR: Final = 512
_BEGINNING: Final = b"\xec\xa5"
_WORD_2007: Final = 0x0112
_FIRST_CHARACTER: Final = 0x18
_FIELD_CODE: Final = re.compile("\x13[^\x13-\x15]*(?:\x14|\x15)")
_ROW_END: Final = re.compile("\x07\x07|\r|\x0c")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f]")
_MOST_GARBLED: Final = 0.02
_FEWEST: Final = 4


def beginning(data: bytes) -> int | None:
    """Where the main stream of a Word 97–2007 file begins, if it is there."""
    at = data.find(_BEGINNING, SECTOR)
    while at >= 0 and (at % SECTOR or not WORD_97 <= int.from_bytes(data[at + 2 : at + 4], "little") <= _WORD_2007):
        at = data.find(_BEGINNING, at + 1)
    return at if at >= 0 else None


def salvaged(data: bytes, path: str, sha256: str, format: str) -> Document | None:
    """The document as lines of text, its loss among its problems; ``None`` when no text is found or it is encrypted."""
    at = beginning(data)
    fib = information(data[at:]) if at is not None else None
    if at is None or fib is None or fib.encrypted or not fib.lengths.total:
        return None
    text = _text(data[at:], fib)
    if text is None:
        return None
    blocks = []
    for number, line in enumerate(_ROW_END.split(_FIELD_CODE.sub("", text))):
        shown = _CONTROL.sub("", line.replace("\x07", "\t")).strip()
        if shown:
            span = Span(part="document", paragraph=number, start=0, end=len(shown))
            blocks.append(Paragraph(Text(shown, (Piece(0, len(shown), span),))))
    if not blocks:
        return None
    lost = max(fib.lengths.total - len(text), 0)
    problem = Problem(
        "GJ002",
        f"文件不完整或已损坏，只读出了文字，表格和格式已丢失，修订删去或隐藏的文字可能混在其中{f'，约{lost}个字符缺失' if lost else ''}；请重新获取文件",
        "the file is truncated or damaged: only its text was read, without tables or formats, deleted and hidden text among it"
        + (f", and about {lost} characters are missing" if lost else "") + "; fetch it again",
        Span(part="document"),
    )
    return Document(path, format, sha256, tuple(blocks), problems=(problem,))


def _text(stream: bytes, fib: Fib) -> str | None:
    """The characters of all stories, as many as are there, in whichever width makes sense of them."""
    (start,) = struct.unpack_from("<I", stream, _FIRST_CHARACTER)
    total = fib.lengths.total
    for width, codec in ((2, "utf-16-le"), (1, "cp1252")):
        raw = stream[start : start + min(total * width, len(stream))]
        text = whole(raw[: len(raw) // width * width].decode(codec, "surrogatepass" if width == 2 else "replace"))
        if len(text) >= _FEWEST and "\r" in text and garbled_in(text) <= _MOST_GARBLED * len(text):
            return text
    return None
