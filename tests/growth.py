"""How processor time grows with size: a ratio, which a slow or shared machine changes little, and no seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

BEST_OF = 3
LITTLE = 0.02
"""Seconds below which a clock says nothing of growth."""


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long ``work`` takes for twice the ``size``: 2 when linear, 4 when quadratic."""
    return _seconds(work, 2 * size) / _seconds(work, size)


def _seconds(work: Callable[[int], object], size: int) -> float:
    spent = []
    gc.collect()
    gc.disable()  # what other tests left behind is not collected on this one's time
    try:
        for _ in range(BEST_OF):
            began = time.process_time()
            work(size)
            spent.append(time.process_time() - began)
    finally:
        gc.enable()
    return max(LITTLE, min(spent))
