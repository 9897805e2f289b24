"""The PDFium functions called per character and per object, taking plain addresses: half the cost of the typed bindings."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

import pypdfium2.raw  # type: ignore[import-untyped]

pdfium: Any = pypdfium2.raw


def _fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    where = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    # The calls are too short to be worth giving up the interpreter lock for.
    return ctypes.PYFUNCTYPE(result, *arguments)(where)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
# Called with ready-made pointers only (``pointer``, ``byref``), it needs no conversion: that halves its cost again.
loose_box = _fast("FPDFText_GetLooseCharBox", _I)
unicode = _fast("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
angle = _fast("FPDFText_GetCharAngle", ctypes.c_float, _P, _I)
page_object = _fast("FPDFPage_GetObject", _P, _P, _I)
form_object = _fast("FPDFFormObj_GetObject", _P, _P, _I)
object_type = _fast("FPDFPageObj_GetType", _I, _P)
object_matrix = _fast("FPDFPageObj_GetMatrix", _I, _P, _P)
object_bounds = _fast("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
count_segments = _fast("FPDFPath_CountSegments", _I, _P)
segment = _fast("FPDFPath_GetPathSegment", _P, _P, _I)
segment_type = _fast("FPDFPathSegment_GetType", _I, _P)
segment_point = _fast("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
segment_close = _fast("FPDFPathSegment_GetClose", _I, _P)
draw_mode = _fast("FPDFPath_GetDrawMode", _I, _P, _P, _P)


def address(handle: Any) -> int:
    """The plain address of a typed handle."""
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def pointer(handle: Any) -> Any:
    """The handle as a ready-made argument for functions called without conversion."""
    return ctypes.byref(ctypes.c_char.from_address(address(handle)))


class Boxes:
    """Room for the boxes of many characters, with a ready-made pointer to each; used again for every page."""

    def __init__(self) -> None:
        self._room: Any = None
        self._places: list[Any] = []

    def read(self, text: Any, count: int) -> Any:
        """Loose boxes of the first ``count`` characters of a text page: floats left, top, right, bottom each."""
        if count > len(self._places):
            self._room = (pdfium.FS_RECTF * (count + count // 2))()
            self._places = [ctypes.byref(box) for box in self._room]
        deque(map(loose_box, repeat(pointer(text)), range(count), self._places), maxlen=0)
        return (ctypes.c_float * (4 * count)).from_buffer(self._room)
