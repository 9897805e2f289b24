"""What lies on its side against the rest of its page, turned level and read as a part of its own.

A table may lie on a page that is otherwise upright; and where all of the page lies, its head and foot may be upright.
"""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gouji.extract.readers.pdf.arrays import Bools, Floats
from gouji.extract.readers.pdf.raw import RawPage
from gouji.extract.readers.pdf.turned import DOWNWARDS, UPWARDS

FEWEST = 30
"""Fewer turned characters are a label or a mark."""
UPRIGHT_WITHIN = 0.1
"""A block has hardly any upright characters inside; a table with turned labels has many."""
FRAME = 40.0
"""How far beyond its text the outer rules of a table may stand."""


def parts(page: RawPage) -> list[RawPage]:
    """The page without what lies on its side, and each such block turned level, in its own frame."""
    if page.turned is None:
        return [page]
    out: list[RawPage] = []
    room = 2 * len(page.codes)
    for turn in (UPWARDS, DOWNWARDS):
        assert page.turned is not None
        lying = page.turned == turn
        edge = lying & _beyond(page) if page.shown is not page.boxes else np.zeros(len(lying), np.bool_)
        if edge.any():
            ruled = np.zeros(len(page.rules), np.bool_)
            out.append(replace(_level(page, turn, edge, ruled, room * (len(out) + 1)), aside=True))
            page, lying = _without(page, edge, ruled), lying[~edge]
        box = _block(page.boxes, lying)
        if box is not None:
            left, top, right, bottom = page.rules.T
            ruled = (left >= box[0]) & (right <= box[2]) & (top >= box[1]) & (bottom <= box[3])
            out.append(_level(page, turn, lying, ruled, room * (len(out) + 1)))
            page = _without(page, lying, ruled)
    return [page, *out]


def _beyond(page: RawPage) -> Bools:
    """Which characters stand outside all rules, or where there are none outside the text: at the edges of the page."""
    inner = page.rules if len(page.rules) else page.boxes[page.turned == 0]
    if not len(inner):
        return np.zeros(len(page.boxes), np.bool_)
    (x0, top), (x1, bottom) = inner[:, :2].min(axis=0).tolist(), inner[:, 2:].max(axis=0).tolist()
    x, y = (page.boxes[:, 0] + page.boxes[:, 2]) / 2, (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    return np.asarray((x < x0) | (x > x1) | (y < top) | (y > bottom))


def _block(boxes: Floats, lying: Bools) -> tuple[float, float, float, float] | None:
    """The box of the lying characters and the rules round them; ``None`` where they are no block."""
    many = int(lying.sum())
    if many < FEWEST:
        return None
    x0, top = boxes[lying, :2].min(axis=0).tolist()
    x1, bottom = boxes[lying, 2:].max(axis=0).tolist()
    others = boxes[~lying]
    x, y = (others[:, 0] + others[:, 2]) / 2, (others[:, 1] + others[:, 3]) / 2
    beside, level = (y > top) & (y < bottom), (x > x0) & (x < x1)
    if (beside & level).sum() > UPRIGHT_WITHIN * many:
        return None
    return (
        x0 - _room(x0 - others[beside & (x <= x0), 2]), top - _room(top - others[level & (y <= top), 3]),
        x1 + _room(others[beside & (x >= x1), 0] - x1), bottom + _room(others[level & (y >= bottom), 1] - bottom),
    )  # fmt: skip


def _room(gaps: Floats) -> float:
    return float(np.clip(gaps.min(), 0.0, FRAME)) if len(gaps) else FRAME


def _level(page: RawPage, turn: int, lying: Bools, ruled: Bools, base: int) -> RawPage:
    return replace(
        page,
        width=page.height, height=page.width, codes=page.codes[lying], boxes=_turned(page, page.boxes[lying], turn),
        shown=page.shown[lying], rules=_turned(page, page.rules[ruled], turn), images=page.images[:0], turned=None,
        unmapped=0, cut=False, blank_fields=0, outside=0, base=base,
    )  # fmt: skip


def _turned(page: RawPage, boxes: Floats, turn: int) -> Floats:
    x0, top, x1, bottom = boxes.T
    if turn == UPWARDS:
        return np.stack((page.height - bottom, x0, page.height - top, x1), axis=1)
    return np.stack((top, page.width - x1, bottom, page.width - x0), axis=1)


def _without(page: RawPage, lying: Bools, ruled: Bools) -> RawPage:
    assert page.turned is not None
    return replace(
        page, codes=page.codes[~lying], boxes=page.boxes[~lying], shown=page.shown[~lying], rules=page.rules[~ruled],
        turned=page.turned[~lying],
    )  # fmt: skip
