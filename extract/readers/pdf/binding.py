"""The PDFium functions called per character and per object, taking plain addresses: half the cost of the typed bindings."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw  # type: ignore[import-untyped]

pdfium: Any = pypdfium2.raw


def _fast(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
loose_box = _fast("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
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
