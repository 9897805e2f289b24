"""Characters printed over one another: the same one twice is one in bold, different ones cannot be told apart."""

from __future__ import annotations

from math import frexp
from typing import Final

from msgspec.structs import replace

from gouji.extract.readers.ofd.page import Gathered

_ACROSS: Final = 0.3
"""Share of the narrower box by which two characters in one place may begin apart; neighbours are further away."""
_DOWN: Final = 0.15
_AROUND: Final = tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
_FEW: Final = 2
"""Fewer letters and digits over others are a mark made of two characters."""
_MOST: Final = 8
"""Characters of one square that others are held against; a hostile page may put all of its own there."""

Key = tuple[int, int, int]


def without_repeats(found: Gathered) -> tuple[Gathered, int]:
    """What was gathered, a character that was printed again in its place once, and how many letters and digits lie over others."""
    at: dict[Key, list[int]] = {}
    kept: list[int] = []
    over = 0
    for i, box in enumerate(found.boxes):
        keys = _near(box)
        there = [j for key in keys for j in at.get(key, ()) if _same_place(box, found.boxes[j])]
        if any(found.codes[j] == found.codes[i] for j in there):
            continue
        over += chr(found.codes[i]).isalnum() and any(chr(found.codes[j]).isalnum() for j in there)
        kept.append(i)
        if keys and len(square := at.setdefault(keys[0], [])) < _MOST:
            square.append(i)
    if len(kept) == len(found.codes):
        return found, over if over >= _FEW else 0
    fewer = replace(
        found,
        codes=[found.codes[i] for i in kept],
        boxes=[found.boxes[i] for i in kept],
        turns=[found.turns[i] for i in kept],
    )
    return fewer, over if over >= _FEW else 0


def _near(box: tuple[float, float, float, float]) -> list[Key]:
    """The square of the page a character begins in, and those around it; squares are as large as its size asks for."""
    size = box[3] - box[1]
    if not 0 < size < float("inf"):
        return []
    level = frexp(size)[1]
    side = _ACROSS * 2.0**level
    x, y = int(box[0] // side), int((box[1] + box[3]) / 2 // side)
    return [(level, x, y), *((level, x + i, y + j) for i, j in _AROUND)]


def _same_place(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    width = min(one[2] - one[0], other[2] - other[0])
    height = min(one[3] - one[1], other[3] - other[1])
    apart = abs(one[1] + one[3] - other[1] - other[3]) / 2
    return abs(one[0] - other[0]) < _ACROSS * width and apart < _DOWN * height
