"""The PDFium functions called per character and per object, taking plain addresses: half the cost of the typed bindings."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw  # type: ignore[import-untyped]

pdfium: Any = pypdfium2.raw


class Handle(ctypes.c_void_p):
    """The address of an object on a page: an instance needs no conversion where a plain number would."""


def _fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    where = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    # The calls are too short to be worth giving up the interpreter lock for.
    return ctypes.PYFUNCTYPE(result, *arguments)(where)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
unicode = _fast("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
angle = _fast("FPDFText_GetCharAngle", ctypes.c_float, _P, _I)
# Called with ready-made pointers only (``pointer``, ``Handle``, ``Room.places``), these need no conversion: half the cost.
loose_box = _fast("FPDFText_GetLooseCharBox", _I)
has_no_meaning = _fast("FPDFText_HasUnicodeMapError", _I)
page_object = _fast("FPDFPage_GetObject", Handle)
form_object = _fast("FPDFFormObj_GetObject", Handle)
count_form_objects = _fast("FPDFFormObj_CountObjects", _I)
object_type = _fast("FPDFPageObj_GetType", _I)
object_matrix = _fast("FPDFPageObj_GetMatrix", _I)
object_bounds = _fast("FPDFPageObj_GetBounds", _I)
count_segments = _fast("FPDFPath_CountSegments", _I)
segment = _fast("FPDFPath_GetPathSegment", Handle)
segment_type = _fast("FPDFPathSegment_GetType", _I)
segment_point = _fast("FPDFPathSegment_GetPoint", _I)
segment_close = _fast("FPDFPathSegment_GetClose", _I)
draw_mode = _fast("FPDFPath_GetDrawMode", _I)


def address(handle: Any) -> int:
    """The plain address of a typed handle."""
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def pointer(handle: Any) -> Any:
    """The handle as a ready-made argument for functions called without conversion."""
    return ctypes.byref(ctypes.c_char.from_address(address(handle)))


class Room:
    """Room for what many calls write, with a ready-made pointer to each place; used again and again.

    Args:
        size: bytes of one place.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._room: Any = None
        self._places: list[Any] = []

    def places(self, count: int, together: int = 1) -> list[list[Any]]:
        """Pointers for ``count`` calls that each write to ``together`` places in a row: first places, second places …"""
        wanted = count * together
        if wanted > len(self._places):
            many = wanted + wanted // 2
            self._room = (ctypes.c_char * (many * self._size))()
            self._places = [ctypes.byref(self._room, self._size * i) for i in range(many)]
        return [self._places[i:wanted:together] for i in range(together)]

    def read(self, count: int, kind: type[np.float32] | type[np.int32] = np.float32) -> npt.NDArray[Any]:
        """What was written to the first ``count`` places, one number after the other; to be used before the next calls."""
        return np.frombuffer(self._room, kind, count * self._size // 4)


class Rooms:
    """Room for single numbers, boxes and matrices."""

    def __init__(self) -> None:
        self.numbers, self.boxes, self.matrices = Room(4), Room(16), Room(24)


def each(function: Callable[..., Any], *arguments: Any) -> None:
    """Call ``function`` for what it writes."""
    deque(map(function, *arguments), maxlen=0)


def loose_boxes(text: Any, count: int, room: Room) -> npt.NDArray[np.float64]:
    """Boxes ``(left, bottom, right, top)`` of the first ``count`` characters of a text page, as high as their font."""
    each(loose_box, repeat(pointer(text)), range(count), *room.places(count))
    boxes = room.read(count).reshape(-1, 4)[:, (0, 3, 2, 1)].astype(np.float64)
    if (boxes[:, 1] > boxes[:, 3]).any():  # a font that stands on its head
        boxes[:, 1::2].sort(axis=1)
    return boxes


def unmapped(text: Any, count: int) -> npt.NDArray[np.bool_]:
    """Which of the first ``count`` characters PDFium gives by their code in the font, as it does not say what they are."""
    return np.fromiter(map(has_no_meaning, repeat(pointer(text)), range(count)), np.bool_, count)


def bounds(objects: Sequence[Handle], room: Room) -> list[tuple[float, float, float, float] | None]:
    """Boxes ``(left, bottom, right, top)`` of objects; ``None`` for one that has none."""
    there = list(map(object_bounds, objects, *room.places(len(objects), 4)))
    flat = room.read(4 * len(objects)).tolist()
    boxes = zip(flat[::4], flat[1::4], flat[2::4], flat[3::4], strict=True)
    return [box if good else None for box, good in zip(boxes, there, strict=True)]
