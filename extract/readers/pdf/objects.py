"""What is drawn on a page: straight rules and images; and text objects PDFium would otherwise pass over."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np

from gouji.extract.readers.pdf import binding
from gouji.extract.readers.pdf.arrays import Floats
from gouji.extract.readers.pdf.binding import pdfium

MAX_OBJECTS_PER_PAGE = 400_000
MAX_SEGMENTS_PER_PAGE = 1_000_000
MAX_FORM_DEPTH = 8

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_SEGMENT_LINE, _SEGMENT_MOVE = 0, 2
_RULE_THICKNESS = 3.0
_SLANT = 0.5
_NO_WIDTH = 0.01
_IDENTITY = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
_STROKED_TEXT = 1


def drawn(page: Any) -> tuple[Floats, Floats]:
    """Horizontal and vertical strokes and the boxes of images, in PDF space ``(left, bottom, right, top)``.

    To be called before the page's text is loaded: text objects without width are given one on the way.
    """
    strokes: list[tuple[float, float, float, float]] = []
    images: list[tuple[float, float, float, float]] = []
    bounds = (ctypes.c_float * 4)()
    at = ctypes.addressof(bounds)
    for handle, kind, matrix in _objects(page):
        if kind == _PATH:
            _add_path(handle, matrix, strokes)
            if len(strokes) > MAX_SEGMENTS_PER_PAGE:
                break
        elif kind == _TEXT:
            _give_width(handle, bounds, at)
        elif kind == _IMAGE and binding.object_bounds(handle, at, at + 4, at + 8, at + 12):
            left, bottom = _moved(bounds[0], bounds[1], matrix)
            right, top = _moved(bounds[2], bounds[3], matrix)
            left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
            images.append((left, bottom, right, top))
            if top - bottom <= _RULE_THICKNESS < right - left:
                strokes.append((left, (bottom + top) / 2, right, (bottom + top) / 2))
            elif right - left <= _RULE_THICKNESS < top - bottom:
                strokes.append(((left + right) / 2, bottom, (left + right) / 2, top))
    return _straight(strokes), np.array(images, np.float64).reshape(-1, 4)


def is_cut(page: Any, rules: Floats) -> bool:
    """Whether a limit kept something of the page from being read."""
    return len(rules) > MAX_SEGMENTS_PER_PAGE or pdfium.FPDFPage_CountObjects(page) > MAX_OBJECTS_PER_PAGE


def _give_width(handle: int, bounds: ctypes.Array[ctypes.c_float], at: int) -> None:
    """Give a text object without width a hair of one.

    A single character of a font that is neither embedded nor installed has no outline, so PDFium takes it for
    invisible and leaves it out of the page's text; with a stroke it has a width. Nothing is ever saved.
    """
    if binding.object_bounds(handle, at, at + 4, at + 8, at + 12) and bounds[2] - bounds[0] < _NO_WIDTH:
        text = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
        pdfium.FPDFTextObj_SetTextRenderMode(text, _STROKED_TEXT)
        pdfium.FPDFPageObj_SetStrokeWidth(text, 0.2)
        pdfium.FPDFPageObj_TransformF(text, _IDENTITY)


def _straight(strokes: list[tuple[float, float, float, float]]) -> Floats:
    """The strokes that are horizontal or vertical, ends in order; the tiny slant of a nearly straight one taken out."""
    lines = np.array(strokes, np.float64).reshape(-1, 4)
    dx, dy = np.abs(lines[:, 2] - lines[:, 0]), np.abs(lines[:, 3] - lines[:, 1])
    upright, level = (dx <= _SLANT) & (dy > dx), (dy <= _SLANT) & (dx > dy)
    x_mid, y_mid = (lines[:, 0] + lines[:, 2]) / 2, (lines[:, 1] + lines[:, 3]) / 2
    out = np.stack(
        (
            np.where(upright, x_mid, np.minimum(lines[:, 0], lines[:, 2])),
            np.where(level, y_mid, np.minimum(lines[:, 1], lines[:, 3])),
            np.where(upright, x_mid, np.maximum(lines[:, 0], lines[:, 2])),
            np.where(level, y_mid, np.maximum(lines[:, 1], lines[:, 3])),
        ),
        axis=1,
    )
    return out[(upright | level) & (np.maximum(dx, dy) >= 1.0)]


Matrix = tuple[float, float, float, float, float, float]


def _objects(page: Any) -> Iterator[tuple[int, int, Matrix | None]]:
    """Paths and images of the page and of the forms on it: handle, type, matrix of the forms around it."""
    top = binding.address(page)
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS_PER_PAGE)
    left = MAX_OBJECTS_PER_PAGE
    stack: list[tuple[list[int], Matrix | None, int]] = [
        (list(map(binding.page_object, repeat(top), range(count))), None, 0),
    ]
    while stack and left > 0:
        handles, matrix, depth = stack.pop()
        left -= len(handles)
        kinds = list(map(binding.object_type, handles))
        for handle, kind in zip(handles, kinds, strict=True):
            if not handle:
                continue
            if kind == _FORM:
                if depth < MAX_FORM_DEPTH:
                    form = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
                    inner = min(pdfium.FPDFFormObj_CountObjects(form), left)
                    members = list(map(binding.form_object, repeat(handle), range(max(0, inner))))
                    stack.append((members, _times(_matrix(handle), matrix), depth + 1))
            else:
                yield handle, kind, matrix


def _matrix(handle: int) -> Matrix:
    buffer = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    binding.object_matrix(handle, ctypes.addressof(buffer))
    a, b, c, d, e, f = buffer
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix | None) -> Matrix:
    if then is None:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


_point = (ctypes.c_float * 2)()
_point_x = ctypes.addressof(_point)
_mode = (ctypes.c_int * 2)()
_mode_fill = ctypes.addressof(_mode)


def _add_path(handle: int, outer: Matrix | None, strokes: list[tuple[float, float, float, float]]) -> None:
    """Append the straight segments of a painted path; curves move the pen only."""
    binding.draw_mode(handle, _mode_fill, _mode_fill + 4)
    if not _mode[0] and not _mode[1]:
        return
    matrix = _times(_matrix(handle), outer)
    a, b, c, d, e, f = matrix
    start = last = (0.0, 0.0)
    for i in range(min(binding.count_segments(handle), MAX_SEGMENTS_PER_PAGE)):
        segment = binding.segment(handle, i)
        binding.segment_point(segment, _point_x, _point_x + 4)
        x, y = _point
        here = (a * x + c * y + e, b * x + d * y + f)
        kind = binding.segment_type(segment)
        if kind == _SEGMENT_MOVE:
            start = here
        elif kind == _SEGMENT_LINE:
            strokes.append((*last, *here))
        last = here
        if binding.segment_close(segment) and here != start:
            strokes.append((*here, *start))
            last = start
