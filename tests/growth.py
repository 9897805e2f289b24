"""How processor time grows with size: a ratio, which a slow or shared machine changes little, and no seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

BEST_OF = 3
LITTLE = 0.02
"""Seconds below which a clock says nothing of growth."""


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times as long ``work`` takes for twice the ``size``: 2 when linear, 4 when quadratic.

    Without the garbage collector, which looks over all that other tests have left, too.
    """
    small, large = [], []
    gc.collect()
    gc.disable()
    try:
        for _ in range(BEST_OF):
            small.append(_seconds(work, size))
            large.append(_seconds(work, 2 * size))
    finally:
        gc.enable()
    return max(LITTLE, min(large)) / max(LITTLE, min(small))


def _seconds(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
