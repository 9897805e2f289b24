"""What a page break does to a table: a row cut in two, a merged cell that goes on below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

_NUMBER = re.compile(r"[-+≥≤>＞<＜=＝]*[\d.,，%％]+")
_END = re.compile(r"[。；！？]$")


class Held(Protocol):
    """A cell with its place in the grid and its characters."""

    row: int
    column: int
    row_span: int

    @property
    def plain(self) -> str:
        """Its characters without spaces."""


def is_split_row(pairs: Sequence[tuple[Held, Held]]) -> bool:
    """Whether the first row of the next page is the rest of the last row.

    It is when some of its cells are empty below text, the others go on with an unfinished one or stand under an
    empty cell, and no number stands below another.
    """
    ended = continued = 0
    for above, below in pairs:
        up, down = above.plain, below.plain
        if up and not down:
            ended += 1
        elif up and down:
            if _NUMBER.fullmatch(up) or _NUMBER.fullmatch(down) or _END.search(up):
                return False
            continued += 1
        elif down and _NUMBER.fullmatch(down):
            return False
    return continued >= 1 and ended > continued


def bridged_columns(
    pairs: Sequence[tuple[Held, Held]], above: Sequence[Held], below: Sequence[Held]
) -> set[int]:
    """Leading columns whose merged cell goes on below the page break: nothing stands in it there."""
    bridged: set[int] = set()
    for up, down in sorted(pairs, key=lambda pair: pair[0].column):
        merged = (
            up.row_span > 1 or down.row_span > 1 or _merges(above, up.column) or _merges(below, up.column)
        )
        if down.plain or not up.plain or not merged:
            break
        bridged.add(up.column)
    return bridged if len(bridged) < len(pairs) else set()


def _merges(cells: Sequence[Held], column: int) -> bool:
    return any(c.row_span > 1 for c in cells if c.column == column)
