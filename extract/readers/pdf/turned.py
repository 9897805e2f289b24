"""Labels in cells that are turned by a quarter: laid level, so that they are read along their line."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gouji.extract.readers.pdf.arrays import Ints
from gouji.extract.readers.pdf.raw import RawPage

UPWARDS, DOWNWARDS = 1, 3


def laid_level(page: RawPage, place: Ints) -> RawPage:
    """The page with the turned characters of each cell on a level line through their middle; ``shown`` is left as it is.

    ``place`` is the cell of each character, negative outside cells, where nothing is moved.
    """
    if page.turned is None:
        return page
    boxes = page.boxes.copy()
    for turn in (UPWARDS, DOWNWARDS):
        turned = (page.turned == turn) & (place >= 0)
        for cell in np.unique(place[turned]).tolist():
            label = np.flatnonzero(turned & (place == cell))
            x0, top, x1, bottom = boxes[label].T
            x, y = (x0.min() + x1.max()) / 2, (top.min() + bottom.max()) / 2
            if turn == UPWARDS:
                level = (x + y - bottom, y - x + x0, x + y - top, y - x + x1)
            else:
                level = (x - y + top, y + x - x1, x - y + bottom, y + x - x0)
            boxes[label] = np.stack(level, axis=1)
    return replace(page, boxes=boxes)
