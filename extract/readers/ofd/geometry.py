"""OFD's numbers: boxes, matrices, run-length distances, abbreviated paths; all lengths in millimetres."""

from __future__ import annotations

import math
import re
from typing import Final

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Stroke = tuple[float, float, float, float]

POINTS: Final = 72 / 25.4
"""Points in a millimetre."""
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST: Final = 1e6
_TOKEN: Final = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_ARGUMENTS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def number(string: str | None, default: float = 0.0) -> float:
    """A finite number of sensible size, else ``default``."""
    try:
        value = float(string) if string else default
    except ValueError:
        return default
    return value if abs(value) < _FARTHEST else default


def numbers(string: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers (more are ignored), or ``None``."""
    if not string:
        return None
    parts = string.replace(",", " ").split()
    if len(parts) < count:
        return None
    values = tuple(number(p, math.nan) for p in parts[:count])
    return None if any(map(math.isnan, values)) else values


def matrix(string: str | None) -> Matrix:
    """A ``CTM``: six numbers; the identity when missing or malformed."""
    values = numbers(string, 6)
    if values is None:
        return IDENTITY
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def moved(x: float, y: float, by: Matrix) -> Point:
    """A point under a matrix."""
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f


def distances(string: str | None, most: int) -> list[float]:
    """A ``DeltaX`` or ``DeltaY``: numbers, of which ``g 3 4.2`` stands for ``4.2 4.2 4.2``; at most ``most``."""
    out: list[float] = []
    parts = iter((string or "").replace(",", " ").split())
    for part in parts:
        if len(out) >= most:
            break
        if part.lower() == "g":
            count = number(next(parts, "0"))
            out += [number(next(parts, "0"))] * max(0, min(int(count), most - len(out)))
        else:
            out.append(number(part))
    return out


def strokes(data: str, most: int) -> list[Stroke]:
    """Straight segments of an ``AbbreviatedData`` path; curves only move the pen. At most ``most``."""
    out: list[Stroke] = []
    start = last = (0.0, 0.0)
    command, values = "", [0.0]
    values.clear()
    for token in _TOKEN.findall(data):
        if token.isalpha():
            command, values = token.upper(), []
            if command == "C" and last != start:
                out.append((*last, *start))
                last = start
            continue
        values.append(number(token))
        wanted = _ARGUMENTS.get(command, 0)
        if not wanted or len(values) < wanted:
            continue
        here = (values[-2], values[-1])
        if command in "MS":
            start = here
            # Further pairs after a move are lines, as some writers leave the L out.
            command = "L"
        elif command == "L":
            out.append((*last, *here))
        last, values = here, []
        if len(out) >= most:
            break
    return out
