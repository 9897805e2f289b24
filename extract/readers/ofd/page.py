"""What stands on an OFD page, as the records the PDF reader's page layout works on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import atan2, pi
from typing import Final

import numpy as np
from msgspec import Struct, field

from gouji.extract.readers.ofd.geometry import (
    IDENTITY,
    POINTS,
    Matrix,
    Stroke,
    distances,
    matrix,
    moved,
    number,
    numbers,
    strokes,
    times,
)
from gouji.extract.readers.ofd.package import Element, child, local, text_of
from gouji.extract.readers.pdf.arrays import Floats
from gouji.extract.readers.pdf.raw import RawPage

MAX_CHARACTERS: Final = 400_000
MAX_STROKES: Final = 1_000_000
MAX_DEPTH: Final = 8
_ASCENT, _DESCENT = 0.86, 0.14
_NARROW: Final = 0.5
_THIN: Final = 1.0
"""Millimetres up to which a filled box without stroke is a rule."""
_SLANT: Final = 0.18
_SHORTEST: Final = 0.35
_SLANTED: Final = 0.05
_UNMAPPED: Final = (0xE000, 0xF8FF)
_FEW_BEYOND: Final = 3
"""Characters from which on a text that leaves the page is more than one that was laid out tightly."""


class Gathered(Struct):
    """Characters (code, box, quarter turns), strokes and image boxes of a page, in millimetres from its top left."""

    codes: list[int] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where each text code begins among the characters."""
    unmapped: int = 0
    cut: bool = False


class Drawing:
    """Collects what the layers of a page and of its templates draw; ``units`` are composite graphics by id."""

    def __init__(self, units: Mapping[str, Element]) -> None:
        self._units = units
        self.found = Gathered()

    def layers(self, page: Element) -> None:
        """Add all layers of a page or template."""
        content = child(page, "Content")
        for layer in content if content is not None else ():
            self._objects(layer, IDENTITY, 0)

    def _objects(self, block: Element, outer: Matrix, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.found.cut = True
            return
        for item in block:
            if item.get("Visible", "true").lower() == "false" or item.get("Alpha") == "0":
                continue
            kind = local(item)
            if kind == "TextObject":
                self._text(item, _placed(item, outer))
            elif kind == "PathObject":
                self._path(item, _placed(item, outer))
            elif kind == "ImageObject":
                self.found.images.append(_box_of(item, outer))
            elif kind == "PageBlock" or kind == "Layer":
                self._objects(item, outer, depth + 1)
            elif kind == "CompositeObject":
                unit = self._units.get(item.get("ResourceID", ""))
                content = child(unit, "Content") if unit is not None else None
                if content is not None:
                    self._objects(content, _placed(item, outer), depth + 1)

    def _text(self, item: Element, place: Matrix) -> None:
        size = abs(number(item.get("Size"))) or 3.5
        scale = number(item.get("HScale"), 1.0) or 1.0
        direction = round(number(item.get("CharDirection")) / 90) % 4
        x = y = 0.0
        for code in item:
            if local(code) != "TextCode":
                continue
            string = code.text or ""
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            if len(self.found.codes) + len(string) > MAX_CHARACTERS:
                self.found.cut = True
                return
            self._code(string, (x, y), code, size, scale, direction, place)

    def _code(
        self, string: str, at: tuple[float, float], code: Element, size: float, scale: float, direction: int, place: Matrix
    ) -> None:
        """The characters of one ``TextCode``, each at its distance from the one before."""
        dx = distances(code.get("DeltaX"), len(string))
        dy = distances(code.get("DeltaY"), len(string))
        x, y = at
        found = self.found
        found.starts.append(len(found.codes))
        for i, character in enumerate(string):
            width = size * scale * _em(character)
            # Without a distance a character takes its own width; none given across means straight down.
            step = dx[i] if i < len(dx) else (width if i >= len(dy) else 0.0)
            down = dy[i] if i < len(dy) else 0.0
            if character in "\r\n\t":
                x, y = x + step, y + down
                continue
            if _UNMAPPED[0] <= ord(character) <= _UNMAPPED[1] or character == "\ufffd":
                found.unmapped += 1
            elif (turn := _turn(place, direction)) is not None:
                found.codes.append(ord(character))
                # A box never reaches into the next character's: how wide the font's is, is not known here.
                found.boxes.append(_glyph_box(x, y, min(width, step) if step > 0 else width, size, direction, place))
                found.turns.append(turn)
            x, y = x + step, y + down

    def _path(self, item: Element, place: Matrix) -> None:
        stroked = item.get("Stroke", "true").lower() != "false"
        filled = item.get("Fill", "false").lower() == "true"
        if not stroked and not filled:
            return
        room = MAX_STROKES - len(self.found.strokes)
        drawn = [(*moved(a, b, place), *moved(c, d, place)) for a, b, c, d in strokes(text_of(item, "AbbreviatedData"), room)]
        self.found.cut |= len(drawn) >= room
        self.found.strokes += _as_rule(drawn) if not stroked else drawn


def _placed(item: Element, outer: Matrix) -> Matrix:
    """From an object's own space to the page: its matrix, then its boundary's corner, then what is around it."""
    boundary = numbers(item.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    return times(times(matrix(item.get("CTM")), (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1])), outer)


def _box_of(item: Element, outer: Matrix) -> tuple[float, float, float, float]:
    x, y, width, height = numbers(item.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    (a, b), (c, d) = moved(x, y, outer), moved(x + width, y + height, outer)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _NARROW


def _turn(place: Matrix, direction: int) -> int | None:
    """Quarter turns clockwise a character is written at; ``None`` when it is slanted (a watermark)."""
    quarters = atan2(place[1], place[0]) / (pi / 2)
    if abs(quarters - round(quarters)) > _SLANTED:
        return None
    return (round(quarters) + direction) % 4


def _glyph_box(
    x: float, y: float, width: float, size: float, direction: int, place: Matrix
) -> tuple[float, float, float, float]:
    """Box of a character whose base line begins at ``(x, y)``, turned about that point."""
    left, top, right, bottom = 0.0, -_ASCENT * size, width, _DESCENT * size
    corners = [(left, top), (right, bottom)]
    for _ in range(direction):
        corners = [(-b, a) for a, b in corners]
    (a, b), (c, d) = (moved(x + u, y + v, place) for u, v in corners)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _as_rule(drawn: list[Stroke]) -> list[Stroke]:
    """A filled shape without stroke: the middle line of a thin box, the sides of a larger one."""
    if not drawn:
        return []
    xs = [v for s in drawn for v in (s[0], s[2])]
    ys = [v for s in drawn for v in (s[1], s[3])]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= _THIN < x1 - x0:
        return [(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if x1 - x0 <= _THIN < y1 - y0:
        return [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    return drawn


def raw_page(number_: int, box: tuple[float, float, float, float], found: Gathered) -> RawPage:
    """The page in the frame its text is read in, in points; ``box`` is its ``PhysicalBox`` in millimetres."""
    x, y, width, height = box
    shown = _scaled(found.boxes, x, y)
    reading = 0
    if found.turns:
        common, count = Counter(found.turns).most_common(1)[0]
        reading = common if count > 0.6 * len(found.turns) else 0
    size = (width * POINTS, height * POINTS)
    boxes = _turned_back(shown, size, reading)
    return RawPage(
        number=number_,
        width=size[reading % 2],
        height=size[1 - reading % 2],
        codes=np.array(found.codes, np.uint32),
        boxes=boxes,
        shown=shown,
        rules=_turned_back(_straight(_scaled(found.strokes, x, y)), size, reading),
        images=_turned_back(_scaled(found.images, x, y), size, reading),
        unmapped=found.unmapped,
        cut=found.cut,
    )


def overrun(box: tuple[float, float, float, float], found: Gathered) -> int:
    """Characters beyond the page's edge, of texts that begin on the page: nobody lays out a line so."""
    if not found.codes:
        return 0
    x, y, width, height = box
    x0, y0, x1, y1 = np.array(found.boxes, np.float64).T
    across, down = (x0 + x1) / 2 - x, (y0 + y1) / 2 - y
    inside = (across >= 0) & (across <= width) & (down >= 0) & (down <= height)
    inked = np.array([not chr(code).isspace() for code in found.codes], np.bool_)
    count = 0
    for start, end in pairwise([*found.starts, len(found.codes)]):
        beyond = int((~inside[start:end] & inked[start:end]).sum())
        count += beyond if beyond >= _FEW_BEYOND and inside[start:end].any() else 0
    return count


def _scaled(boxes: Iterable[tuple[float, float, float, float]], x: float, y: float) -> Floats:
    array = np.array(list(boxes), np.float64).reshape(-1, 4)
    return np.asarray((array - (x, y, x, y)) * POINTS)


def _straight(lines: Floats) -> Floats:
    """The strokes that are horizontal or vertical, ends in order, a tiny slant taken out."""
    dx, dy = np.abs(lines[:, 2] - lines[:, 0]), np.abs(lines[:, 3] - lines[:, 1])
    slant = _SLANT * POINTS
    upright, level = (dx <= slant) & (dy > dx), (dy <= slant) & (dx > dy)
    x_middle, y_middle = (lines[:, 0] + lines[:, 2]) / 2, (lines[:, 1] + lines[:, 3]) / 2
    out = np.stack(
        (
            np.where(upright, x_middle, np.minimum(lines[:, 0], lines[:, 2])),
            np.where(level, y_middle, np.minimum(lines[:, 1], lines[:, 3])),
            np.where(upright, x_middle, np.maximum(lines[:, 0], lines[:, 2])),
            np.where(level, y_middle, np.maximum(lines[:, 1], lines[:, 3])),
        ),
        axis=1,
    )
    return np.asarray(out[(upright | level) & (np.maximum(dx, dy) >= _SHORTEST * POINTS)])


def _turned_back(boxes: Floats, size: tuple[float, float], turns: int) -> Floats:
    """Boxes on a page turned counter-clockwise by ``turns`` quarters, so that its text is upright."""
    width, height = size
    x0, top, x1, bottom = boxes.T if len(boxes) else np.zeros((4, 0))
    if turns == 1:
        columns = (top, width - x1, bottom, width - x0)
    elif turns == 2:
        columns = (width - x1, height - bottom, width - x0, height - top)
    elif turns == 3:
        columns = (height - bottom, x0, height - top, x1)
    else:
        columns = (x0, top, x1, bottom)
    return np.stack(columns, axis=1)


