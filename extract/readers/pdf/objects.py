"""What is drawn on a page: straight rules and images; and text objects PDFium would otherwise pass over."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import chain, compress, islice, repeat
from typing import Any, NamedTuple

import numpy as np

from gouji.extract.readers.pdf import binding
from gouji.extract.readers.pdf.arrays import Bools, Floats
from gouji.extract.readers.pdf.binding import Handle, Rooms, pdfium

MAX_OBJECTS_PER_PAGE = 400_000
MAX_SEGMENTS_PER_PAGE = 1_000_000
MAX_FORM_DEPTH = 8

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_SEGMENT_LINE, _SEGMENT_MOVE = 0, 2
_RULE_THICKNESS = 3.0
_SLANT = 0.5
_DOT = 0.2
_NO_WIDTH = 0.01
_LARGEST_DOT = 1.8
_ROUND = 6
"""Points of the fewest curves that make a round."""
_STROKED_TEXT = 1
_AT_ONCE = 8_192
"""How many objects or segments are asked with one set of ready-made pointers."""

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawn(NamedTuple):
    """What is drawn on a page, in PDF space ``(left, bottom, right, top)``.

    Attributes:
        strokes: horizontal and vertical strokes.
        images: boxes of images.
        cut: a limit kept something from being read.
    """

    strokes: Floats
    images: Floats
    cut: bool


class _Objects(NamedTuple):
    """Objects of one kind, of the page and of the forms on it; of each the number of the matrix of the forms around it."""

    handles: list[Handle]
    within: list[int]


def drawn(page: Any, rooms: Rooms) -> Drawn:
    """Strokes and images of a page.

    To be called before the page's text is loaded: text objects without width are given one on the way.
    """
    objects, matrices, many = _objects(page, rooms)
    _give_width(objects[_TEXT], rooms)
    strokes, cut = _strokes(objects[_PATH], matrices, rooms)
    images = _images(objects[_IMAGE], matrices, rooms)
    strokes += filter(None, map(_thin, images))
    return Drawn(_straight(strokes), np.array(images, np.float64).reshape(-1, 4), many or cut)


def _objects(page: Any, rooms: Rooms) -> tuple[dict[int, _Objects], list[Matrix], bool]:
    """The objects by kind, the matrices around them (the first is the page's own), and whether there are too many."""
    found = {kind: _Objects([], []) for kind in (_TEXT, _PATH, _IMAGE)}
    matrices = [_IDENTITY]
    left = MAX_OBJECTS_PER_PAGE
    count = pdfium.FPDFPage_CountObjects(page)
    cut = count > left
    on_page = list(map(binding.page_object, repeat(binding.pointer(page)), range(min(count, left))))
    stack: list[tuple[list[Handle], int, int]] = [(on_page, 0, 0)]
    while stack:
        members, matrix, depth = stack.pop()
        left -= len(members)
        kinds = list(map(binding.object_type, members))
        for kind, (handles, within) in found.items():
            some = list(compress(members, map(kind.__eq__, kinds)))
            handles += some
            within += repeat(matrix, len(some))
        if _FORM not in kinds or depth == MAX_FORM_DEPTH:
            continue
        for form in compress(members, map(_FORM.__eq__, kinds)):
            inner = binding.count_form_objects(form)
            cut |= inner > left
            if inner > 0 and left > 0:
                in_form = list(map(binding.form_object, repeat(form), range(min(inner, left))))
                stack.append((in_form, len(matrices), depth + 1))
                matrices.append(_times(_matrices([form], rooms)[0], matrices[matrix]))
    return found, matrices, cut


def _give_width(texts: _Objects, rooms: Rooms) -> None:
    """Give the text objects without width a hair of one.

    A single character of a font that is neither embedded nor installed has no outline, so PDFium takes it for
    invisible and leaves it out of the page's text; with a stroke it has a width. Nothing is ever saved.
    """
    for some, _ in _portions(texts):
        for handle, box in zip(some, binding.bounds(some, rooms.numbers), strict=True):
            if box is not None and box[2] - box[0] < _NO_WIDTH:
                text = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
                pdfium.FPDFTextObj_SetTextRenderMode(text, _STROKED_TEXT)
                pdfium.FPDFPageObj_SetStrokeWidth(text, 0.2)
                pdfium.FPDFPageObj_TransformF(text, pdfium.FS_MATRIX(*_IDENTITY))


def _images(objects: _Objects, matrices: list[Matrix], rooms: Rooms) -> list[Box]:
    """Boxes of images, ends in order."""
    images: list[Box] = []
    for some, within in _portions(objects):
        for box, outer in zip(binding.bounds(some, rooms.numbers), within, strict=True):
            if box is not None:
                (x0, y0), (x1, y1) = _moved(*box[:2], matrices[outer]), _moved(*box[2:], matrices[outer])
                images.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return images


def _thin(image: Box) -> Box | None:
    """The middle line of an image that is a rule."""
    left, bottom, right, top = image
    if top - bottom <= _RULE_THICKNESS < right - left:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    if right - left <= _RULE_THICKNESS < top - bottom:
        return (left + right) / 2, bottom, (left + right) / 2, top
    return None


def _strokes(objects: _Objects, matrices: list[Matrix], rooms: Rooms) -> tuple[list[Box], bool]:
    """The straight segments of the painted paths, curves moving the pen only; and whether there are too many."""
    strokes: list[Box] = []
    left = MAX_SEGMENTS_PER_PAGE
    for some, within in _portions(_painted(objects, rooms)):
        counts = list(map(binding.count_segments, some))
        own = _matrices(some, rooms)
        segments = _segments(some, counts, rooms)
        for count, matrix, outer in zip(counts, own, within, strict=True):
            left -= count
            if left < 0:
                return strokes, True
            a, b, c, d, e, f = _times(matrix, matrices[outer]) if outer else matrix
            start = last = (0.0, 0.0)
            bends: list[tuple[float, float]] = []
            for x, y, kind, close in islice(segments, count):
                here = (a * x + c * y + e, b * x + d * y + f)
                if kind == _SEGMENT_MOVE:
                    strokes += _round_dot(start, bends)
                    start, bends = here, []
                elif kind == _SEGMENT_LINE:
                    strokes.append((*last, *here))
                else:
                    bends.append(here)
                last = here
                if close and here != start:
                    strokes.append((*here, *start))
                    last = start
            strokes += _round_dot(start, bends)
    return strokes, False


def _round_dot(start: tuple[float, float], bends: list[tuple[float, float]]) -> list[Box]:
    """The width and the height of a tiny closed curve, through its middle: one of the dots of a dotted rule."""
    if len(bends) < _ROUND or max(abs(a - b) for a, b in zip(start, bends[-1], strict=True)) > _NO_WIDTH:
        return []
    xs, ys = zip(start, *bends, strict=True)
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if max(x1 - x0, y1 - y0) > _LARGEST_DOT:
        return []
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return [(x0, y, x1, y), (x, y0, x, y1)]


def _painted(paths: _Objects, rooms: Rooms) -> _Objects:
    """The paths that are stroked or filled; the others only clip."""
    kept: list[bool] = []
    for some, _ in _portions(paths):
        binding.each(binding.draw_mode, some, *rooms.numbers.places(len(some), 2))
        modes = rooms.numbers.read(2 * len(some), np.int32).tolist()
        kept += [bool(fill or stroke) for fill, stroke in zip(modes[::2], modes[1::2], strict=True)]
    if all(kept):
        return paths
    return _Objects(list(compress(paths.handles, kept)), list(compress(paths.within, kept)))


def _segments(
    paths: list[Handle], counts: list[int], rooms: Rooms
) -> Iterator[tuple[float, float, int, int]]:
    """Of every segment its end, its kind, and whether it closes its outline."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    asked = map(binding.segment, owners, chain.from_iterable(map(range, counts)))
    while handles := list(islice(asked, _AT_ONCE)):
        binding.each(binding.segment_point, handles, *rooms.numbers.places(len(handles), 2))
        ends = rooms.numbers.read(2 * len(handles)).tolist()
        kinds, closing = map(binding.segment_type, handles), map(binding.segment_close, handles)
        yield from zip(ends[::2], ends[1::2], kinds, closing, strict=True)


def _straight(strokes: list[Box]) -> Floats:
    """The strokes that are horizontal or vertical, ends in order; the tiny slant of a nearly straight one taken out."""
    lines = np.array(strokes, np.float64).reshape(-1, 4)
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    size = high - low
    dx, dy = size[:, 0], size[:, 1]
    upright, level = (dx <= _SLANT) & (dy > dx), (dy <= _SLANT) & (dx > dy)
    middle, across = (lines[:, :2] + lines[:, 2:]) / 2, np.stack((upright, level), axis=1)
    out: Floats = np.concatenate((np.where(across, middle, low), np.where(across, middle, high)), axis=1)
    long, wide = np.maximum(dx, dy), np.minimum(dx, dy)
    # Shorter ones may be the dots of a dotted rule, which lie exactly level or upright; not the bits of a curve.
    shown: Bools = (upright | level) & ((long >= 1.0) | ((long >= _DOT) & (wide <= _NO_WIDTH)))
    return out[shown]


def _matrices(handles: list[Handle], rooms: Rooms) -> list[Matrix]:
    there = list(map(binding.object_matrix, handles, *rooms.matrices.places(len(handles))))
    flat = rooms.matrices.read(len(handles)).tolist()
    matrices: Iterator[Matrix] = zip(*[iter(flat)] * 6, strict=True)
    return [matrix if good else _IDENTITY for matrix, good in zip(matrices, there, strict=True)]


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _portions(objects: _Objects) -> Iterator[tuple[list[Handle], list[int]]]:
    for start in range(0, len(objects.handles), _AT_ONCE):
        yield objects.handles[start : start + _AT_ONCE], objects.within[start : start + _AT_ONCE]
