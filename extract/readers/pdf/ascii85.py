"""Streams written in letters (ASCII85): decoded in whole arrays; ``base64`` takes longer over it than PDFium over the page."""

from __future__ import annotations

import base64
from typing import Final

import numpy as np

_BLANKS: Final = b" \t\n\r\x0b\x0c\x00"
_FIRST, _LAST = ord("!"), ord("u")
_POWERS: Final = np.array([85**4, 85**3, 85**2, 85, 1], np.float64)
"""Exact as floats: no group comes near 2**53."""


def decoded(letters: bytes) -> bytes:
    """The bytes that ``letters`` stand for, with or without ``~>`` at their end.

    Raises:
        ValueError: they are no ASCII85.
    """
    plain = letters.translate(None, _BLANKS).removesuffix(b"~>")
    if b"z" in plain:  # four zero bytes in one letter, which shifts all that follows; rare
        return base64.a85decode(plain)
    missing = -len(plain) % 5
    digits = np.frombuffer(plain + b"u" * missing, np.uint8)
    if len(digits) and (digits.min() < _FIRST or digits.max() > _LAST):
        raise ValueError("not an ASCII85 letter")
    groups = (digits.reshape(-1, 5).astype(np.float64) - _FIRST) @ _POWERS
    if len(groups) and groups.max() > 0xFFFFFFFF:
        raise ValueError("ASCII85 overflow")
    whole: bytes = groups.astype(">u4").tobytes()
    return whole[: len(whole) - missing]
