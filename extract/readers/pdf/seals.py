"""What is written straight inside a seal: its number and the words in its middle, told by the ink of the words round it."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import Any

import numpy as np

from gouji.extract.readers.pdf.arrays import Bools, Floats, Ints
from gouji.extract.readers.pdf.binding import pdfium

FEWEST_ROUND = 5
"""So many slanted characters one after the other may be the words round a seal."""
MAX_INSIDE = 200
SAMPLE = 25

Ink = tuple[int, int, int]


def inside_seals(text: Any, boxes: Floats, indices: Ints, slanted: Bools) -> Bools:
    """Characters within the round of slanted ones that have their ink, where that is not the ink of the text."""
    inside = np.zeros(len(boxes), np.bool_)
    rounds = _rounds(slanted)
    if not rounds:
        return inside
    straight = np.flatnonzero(~slanted)
    inks = [_ink(text, int(indices[i])) for i in straight[:: max(1, len(straight) // SAMPLE)]]
    usual = max(set(inks), key=inks.count) if inks else None
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for first, last in rounds:
        ink = _ink(text, int(indices[first]))
        if ink == usual:
            continue
        x0, y0, x1, y1 = _circle(x[first:last], y[first:last])
        within = np.flatnonzero(~slanted & (x > x0) & (x < x1) & (y > y0) & (y < y1))
        for i in within[:MAX_INSIDE].tolist():
            inside[i] |= _ink(text, int(indices[i])) == ink
    return inside


def _rounds(slanted: Bools) -> list[tuple[int, int]]:
    """Stretches of slanted characters, from which to which."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], slanted, [False])).astype(np.int8)))
    return [(a, b) for a, b in pairwise(edges.tolist()) if slanted[a] and b - a >= FEWEST_ROUND]


def _circle(x: Floats, y: Floats) -> tuple[float, float, float, float]:
    """The box of the whole round of which only an arc is written on, whichever side is open."""
    x0, x1, y0, y1 = x.min(), x.max(), y.min(), y.max()
    size = max(x1 - x0, y1 - y0)
    return x1 - size, y1 - size, x0 + size, y0 + size


def _ink(text: Any, index: int) -> Ink | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    places = (ctypes.byref(part) for part in (red, green, blue, alpha))
    if not pdfium.FPDFText_GetFillColor(text, index, *places):
        return None
    return red.value, green.value, blue.value
