"""What of an RTF is damaged, told by its source: word processors read it up to there, or past it, without a word."""

from __future__ import annotations

import re
from typing import Final

_BINARY: Final = re.compile(rb"\\bin(\d+) ?")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARK: Final = re.compile(rb"\\.|[{}]", re.DOTALL)
_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
"""A Chinese character as plain bytes; the second may be a brace."""
_ROWS: Final = re.compile(rb"\\(?:cellx(-?\d+)|(trowd|cell|row)(?![a-z]))")
_NESTED: Final = b"\\nesttableprops"
_BLANKS: Final = b"\0 \t\r\n\x1a"


def has_no_end(data: bytes) -> bool:
    """Whether the outermost group is never closed."""
    return not data.rstrip(_BLANKS).endswith(b"}") or _end(_text(data)) is None


def is_damaged(data: bytes) -> bool:
    """Whether there are bytes that no RTF has, text behind the end of its outermost group, or rows unlike their definition.

    Pictures may be stored as they are; behind the end, some writers leave blanks.
    """
    text = _text(data.rstrip(_BLANKS))
    end = _end(text)
    return (
        _CONTROL.search(text) is not None or (end is not None and text[end:].strip(_BLANKS + b"}") != b"")
        or (_NESTED not in text and _rows_misfit(text))
    )


def _rows_misfit(text: bytes) -> bool:
    """Whether a row has more cells than its definition, or edges that run back: what is too much is not shown."""
    edges: list[int] = []
    cells = 0
    for mark in _ROWS.finditer(text):
        if mark[1] is not None:
            if edges and int(mark[1]) < edges[-1]:
                return True
            edges.append(int(mark[1]))
        elif mark[2] == b"trowd":
            edges = []
        elif mark[2] == b"cell":
            cells += 1
        else:
            if edges and cells > len(edges):
                return True
            cells = 0
    return False


def _text(data: bytes) -> bytes:
    """The source without what is stored as plain bytes."""
    out, at = [], 0
    for mark in _BINARY.finditer(data):
        if mark.start() >= at:
            out.append(data[at : mark.start()])
            at = mark.end() + int(mark[1])
    return b"".join((*out, data[at:]))


def _end(text: bytes) -> int | None:
    """Where the outermost group ends."""
    depth = 0
    for mark in _MARK.finditer(_PAIR.sub(b"xx", text)):
        depth += {b"{": 1, b"}": -1}.get(mark[0], 0)
        if depth == 0 and mark[0] == b"}":
            return mark.end()
    return None
