"""Which text box stands at which place: shapes, groups of shapes, and their anchors (MS-DOC 2.9.253, MS-ODRAW)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from gouji.extract.readers.ole.fib import Where
from gouji.extract.readers.ole.source import Source

ANCHOR_SIZE: Final = 26
BOX_SIZE: Final = 22
REUSABLE: Final = 1
_DRAWING: Final = 0xF002
_GROUP: Final = 0xF003
_SHAPE: Final = 0xF004
_SHAPE_ID: Final = 0xF00A
_DEEPEST: Final = 32


def box_places(source: Source, left_out: Callable[[int, int], None]) -> tuple[dict[int, list[tuple[int, int]]], list[tuple[int, int]]]:
    """Text of the body's boxes, start and end in the story of boxes, by the position they are anchored at.

    Boxes whose anchor is not found come second. ``left_out`` is told of places no box uses any more.
    """
    starts, entries = source.positions(Where.BOX_TEXTS, BOX_SIZE)
    if len(entries) < 2:
        return {}, []
    anchors: dict[int, int] = {}
    for position, entry in zip(*_pairs(source), strict=True):
        anchors.setdefault(struct.unpack_from("<I", entry)[0], position)
    group_of = _groups(source.structure(Where.DRAWINGS))
    places: dict[int, list[tuple[int, int]]] = {}
    lost: list[tuple[int, int]] = []
    for i, entry in enumerate(entries[:-1]):
        reusable, shape = struct.unpack_from("<H", entry, 8)[0], struct.unpack_from("<I", entry, 14)[0]
        if starts[i + 1] <= starts[i]:
            continue
        if reusable == REUSABLE:
            left_out(starts[i], starts[i + 1])
            continue
        place = anchors.get(shape, anchors.get(group_of.get(shape, shape)))
        if place is None:
            lost.append((starts[i], starts[i + 1]))
        else:
            places.setdefault(place, []).append((starts[i], starts[i + 1]))
    return places, lost


def _pairs(source: Source) -> tuple[list[int], list[bytes]]:
    positions, entries = source.positions(Where.SHAPES, ANCHOR_SIZE)
    return positions[: len(entries)], entries


def _groups(drawings: bytes) -> dict[int, int]:
    """The outermost group each shape belongs to, by shape id (OfficeArtContent, MS-DOC 2.9.172)."""
    found: dict[int, int] = {}
    if len(drawings) < 8:
        return found
    at = 8 + struct.unpack_from("<I", drawings, 4)[0]
    while at + 9 <= len(drawings):
        kind, size = struct.unpack_from("<HI", drawings, at + 3)
        if kind != _DRAWING:
            break
        for inner, start, end in _records(drawings, at + 9, at + 9 + size):
            if inner == _GROUP:
                for child, first, last in _records(drawings, start, end):
                    if child == _GROUP:
                        shapes = _shape_ids(drawings, first, last, 0)
                        found.update((shape, shapes[0]) for shape in shapes)
        at += 9 + size
    return found


def _shape_ids(packed: bytes, start: int, end: int, depth: int) -> list[int]:
    found: list[int] = []
    for kind, first, last in _records(packed, start, end):
        if kind == _SHAPE_ID and last - first >= 4:
            found.append(struct.unpack_from("<I", packed, first)[0])
        elif kind in (_GROUP, _SHAPE) and depth < _DEEPEST:
            found += _shape_ids(packed, first, last, depth + 1)
    return found


def _records(packed: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """Type, first byte and end of each record of a container."""
    found: list[tuple[int, int, int]] = []
    end = min(end, len(packed))
    while start + 8 <= end:
        kind, size = struct.unpack_from("<HI", packed, start + 2)
        found.append((kind, start + 8, min(start + 8 + size, end)))
        start += 8 + size
    return found
