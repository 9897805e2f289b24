"""Ruled lines in a picture: long runs of dark pixels along rows and columns, found on whole arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gouji.extract.readers.ocr.engine import Picture
from gouji.extract.readers.pdf.arrays import Floats

SHORTEST = 0.18
"""Inches a run must be long to be a rule: longer than any stroke of body text."""
BRIDGED = 0.02
"""Inches of gap inside a rule that a scan may have broken."""
THICKEST = 0.06
"""Inches: a dark band thicker than this is a filled area or a picture, not a rule."""
_DARKER = 48

Mask = npt.NDArray[np.bool_]


def ruled(picture: Picture, dpi: float) -> Floats:
    """Straight rules as ``(x0, top, x1, bottom)`` in pixels, horizontal ones first.

    Rules that lean by a pixel or two over the page are found as several runs, which the table finder joins.
    """
    dark = _dark(picture)
    reach = max(1, round(BRIDGED * dpi))
    shortest, thickest = SHORTEST * dpi, THICKEST * dpi
    level = _bands(dark, shortest, reach, thickest)
    upright = _bands(np.ascontiguousarray(dark.T), shortest, reach, thickest)[:, [1, 0, 3, 2]]
    return np.concatenate((level, upright))


def _dark(picture: Picture) -> Mask:
    """Pixels well darker than the paper, which is the commonest of the light tones."""
    grey = picture.mean(axis=2, dtype=np.float32)
    tones = np.bincount(grey.astype(np.uint8).ravel(), minlength=256)
    paper = 128 + int(tones[128:].argmax())
    return np.asarray(grey < paper - _DARKER)


def _bands(dark: Mask, shortest: float, reach: int, thickest: float) -> Floats:
    """Long runs along the rows, those of neighbouring rows made one; thick bands left out."""
    height, width = dark.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = dark
    step = np.diff(padded, axis=1)
    row, begin = np.nonzero(step == 1)
    end = np.nonzero(step == -1)[1]
    if not len(row):
        return np.zeros((0, 4))
    joined = np.zeros(len(row), np.bool_)
    joined[1:] = (row[1:] == row[:-1]) & (begin[1:] - end[:-1] <= reach)
    # Only runs that are nearly rules by themselves bridge a gap: letters in a row are short runs with gaps.
    long = end - begin >= 0.75 * shortest
    joined[1:] &= long[1:] & long[:-1]
    first = np.flatnonzero(~joined)
    last = np.append(first[1:], len(row)) - 1
    runs = [
        (r, a, b)
        for r, a, b in zip(row[first].tolist(), begin[first].tolist(), end[last].tolist(), strict=True)
        if b - a >= shortest
    ]
    return _stacked(runs, thickest)


def _stacked(runs: list[tuple[int, int, int]], thickest: float) -> Floats:
    """Runs of successive rows that lie over one another, as one rule through their middle."""
    open_: list[list[int]] = []  # first row, last row, begin, end
    done: list[list[int]] = []
    at = 0
    while at < len(runs):
        row = runs[at][0]
        done += [band for band in open_ if band[1] < row - 1]
        open_ = [band for band in open_ if band[1] >= row - 1]
        fresh: list[list[int]] = []
        while at < len(runs) and runs[at][0] == row:
            _, begin, end = runs[at]
            at += 1
            over = [b for b in open_ if b[2] < end and begin < b[3] and min(b[3], end) - max(b[2], begin) > 0.5 * min(b[3] - b[2], end - begin)]
            if over:
                band = over[0]
                band[1], band[2], band[3] = row, min(band[2], begin), max(band[3], end)
            else:
                fresh.append([row, row, begin, end])
        open_ += fresh
    done += open_
    rules = [
        (float(b[2]), (b[0] + b[1] + 1) / 2, float(b[3]), (b[0] + b[1] + 1) / 2)
        for b in done if b[1] - b[0] + 1 <= thickest
    ]
    return np.array(rules, np.float64).reshape(-1, 4)
