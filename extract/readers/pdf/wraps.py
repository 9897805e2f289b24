"""Rows of a table without rules whose label runs over two lines, while its figures stand on one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gouji.extract.readers.pdf.glyphs import Chunk, Line

SAME_START = 0.6
"""Lines of one label begin within this share of their height of each other."""
CLOSE = 0.6
NEARER = 0.25
"""By how much of its height the rest of a label stands nearer to its row than the row that follows."""


class Row(NamedTuple):
    """A line with its chunks, or several lines that are one row."""

    line: Line
    chunks: Sequence[Chunk]


def joined(rows: list[Row]) -> list[Row]:
    """The rows with those lines put together that are one row."""
    out: list[Row] = []
    i = 0
    while i < len(rows):
        if i + 2 < len(rows) and _around(*rows[i : i + 3]):
            out.append(_together(rows[i + 1], rows[i], rows[i + 2]))
            i += 3
        elif i + 2 < len(rows) and _goes_on(*rows[i : i + 3]):
            out.append(_together(rows[i], rows[i + 1]))
            i += 2
        else:
            out.append(rows[i])
            i += 1
    return out


def _around(above: Row, row: Row, below: Row) -> bool:
    """Whether ``above`` and ``below`` are the two lines of a label beside which ``row`` stands half way down."""
    if len(above.chunks) != 1 or len(below.chunks) != 1:
        return False
    size = row.line.size
    return (
        _middle(above) < _middle(row) < _middle(below)
        and _middle(below) - _middle(above) < 2 * size
        and row.line.top < above.line.bottom
        and below.line.top < row.line.bottom
        and abs(above.line.x0 - below.line.x0) <= SAME_START * size
        and max(above.line.x1, below.line.x1) < row.line.x0
    )


def _goes_on(row: Row, rest: Row, following: Row) -> bool:
    """Whether ``rest`` is the second line of the label of ``row``: as close to it as lines are, and not to what follows."""
    if len(row.chunks) < 2 or len(rest.chunks) != 1 or len(following.chunks) < 2:
        return False
    size = row.line.size
    label, beside = row.chunks[:2]
    gap = rest.line.top - row.line.bottom
    return (
        -SAME_START * size < gap < CLOSE * size
        and following.line.top - rest.line.bottom > gap + NEARER * size
        and abs(rest.line.x0 - label.x0) <= SAME_START * size
        and rest.line.x1 <= label.x1 + SAME_START * size
        and rest.line.x1 < beside.x0
    )


def _middle(row: Row) -> float:
    return (row.line.top + row.line.bottom) / 2


def _together(row: Row, *label: Row) -> Row:
    """One row of all; its first chunk is the label."""
    lines = [row.line, *(one.line for one in label)]
    whole = row.line._replace(
        x0=min(line.x0 for line in lines),
        x1=max(line.x1 for line in lines),
        top=min(line.top for line in lines),
        bottom=max(line.bottom for line in lines),
    )
    parts = [one.chunks[0] for one in label]
    rest = list(row.chunks)
    if rest[0].x0 < parts[0].x1:
        parts.insert(0, rest.pop(0))
    name = Chunk(min(p.x0 for p in parts), max(p.x1 for p in parts), "".join(p.string for p in parts))
    return Row(whole, (name, *rest))
