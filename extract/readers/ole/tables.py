"""Table rows of a binary Word file laid out on one grid: by cell edges, with merges across and down."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from gouji.extract.readers.docx.story import Rendered
from gouji.extract.readers.ole import sprm
from gouji.extract.readers.ole.properties import CACHED
from gouji.extract.readers.ole.sprm import modifiers

SAME_EDGE: Final = 15
"""Twips within which edges of different rows are one grid line; Word draws rows up to this apart as aligned."""
UNKNOWN_WIDTH: Final = 1000
MOST_CELLS: Final = 64
CELL_SIZE: Final = 20
CONTINUED: Final = 1
RESTARTED: Final = 3
_ACROSS: Final = 0x03
_DOWN_SHIFT: Final = 5


class RowShape(Struct):
    """Edges of a row's cells in twips from the margin, and how each cell is merged (codes of the file)."""

    edges: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)


class RowText(Struct):
    """A row as read: per cell its paragraphs and the tables nested in it, then the row mark's modifiers."""

    cells: list[CellText] = field(default_factory=list)
    shape: RowShape | None = None


class CellText(Struct):
    """One cell's paragraphs, its nested tables, and the index of its first paragraph."""

    paragraphs: list[Rendered] = field(default_factory=list)
    nested: list[list[RowText]] = field(default_factory=list)
    first: int | None = None


class Anchor(Struct):
    """A cell at its top-left grid position."""

    row: int
    column: int
    column_span: int
    content: CellText
    row_span: int = 1


@lru_cache(maxsize=CACHED)
def row_shape(packed: bytes) -> RowShape | None:
    """The shape that a row mark's modifiers give, not to be changed; ``None`` when they define none."""
    shape: RowShape | None = None
    for code, operand in modifiers(packed):
        if code == sprm.T_DEFINITION:
            shape = _defined(operand)
        elif shape is not None:
            _changed(shape, code, operand)
    return shape


def _defined(operand: bytes) -> RowShape | None:
    count = operand[0] if operand else 0
    if not 0 < count <= MOST_CELLS or len(operand) < 1 + 2 * (count + 1):
        return None
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    shape = RowShape(edges, [0] * count, [0] * count)
    at = 1 + 2 * (count + 1)
    for i in range(count):
        if at + 2 > len(operand):
            break
        flags = struct.unpack_from("<H", operand, at)[0]
        shape.across[i] = flags & _ACROSS
        shape.down[i] = flags >> _DOWN_SHIFT & 3
        at += CELL_SIZE
    return shape


def _changed(shape: RowShape, code: int, operand: bytes) -> None:
    """Apply one later modifier."""
    if len(operand) < 2:
        return
    first, limit, count = operand[0], operand[1], len(shape.across)
    if code == sprm.T_MERGE:
        for i in range(first, min(limit, count)):
            shape.across[i] = 1 if i == first else 2
    elif code == sprm.T_SPLIT:
        for i in range(first, min(limit, count)):
            shape.across[i] = 0
    elif code == sprm.T_VERTICAL:
        if first < count:
            shape.down[first] = limit & 3
    elif code == sprm.T_LEFT:
        shift = struct.unpack("<h", operand[:2])[0] - shape.edges[0]
        shape.edges = [edge + shift for edge in shape.edges]
    elif code == sprm.T_DELETE:
        _delete(shape, first, min(limit, count))
    elif code in (sprm.T_INSERT, sprm.T_WIDTH) and len(operand) == 4:
        width = struct.unpack("<h", operand[2:])[0]
        if code == sprm.T_INSERT:
            _insert(shape, first, min(limit, MOST_CELLS - count), width)
        else:
            for i in range(first, min(limit, count)):
                shift = shape.edges[i] + width - shape.edges[i + 1]
                shape.edges[i + 1 :] = [edge + shift for edge in shape.edges[i + 1 :]]


def _delete(shape: RowShape, first: int, limit: int) -> None:
    if first < limit:
        shift = shape.edges[limit] - shape.edges[first]
        shape.edges[first:] = [edge - shift for edge in shape.edges[limit:]]
        del shape.across[first:limit], shape.down[first:limit]


def _insert(shape: RowShape, first: int, count: int, width: int) -> None:
    if count <= 0:
        return
    first = min(first, len(shape.across))
    left = shape.edges[first]
    shape.edges[first + 1 :] = [left + width * (i + 1) for i in range(count)] + [
        edge + width * count for edge in shape.edges[first + 1 :]
    ]
    shape.across[first:first] = [0] * count
    shape.down[first:first] = [0] * count


def lay_out(rows: Sequence[RowText]) -> tuple[list[Anchor], int]:
    """Anchor cells in reading order, and how many cells with text have none.

    A cell merged into the one before or above it has no anchor, whatever text it still holds: Word does not show it. Nor
    does Word leave any there, so that the merge may be damage.
    """
    unshown = 0
    shapes = _shapes(rows)
    lines = _grid_lines([shape.edges for shape in shapes])
    anchors: list[Anchor] = []
    open_above: dict[int, Anchor] = {}
    for r, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        columns = _columns(shape.edges, lines)
        joins = _joined_to_left(shape.across)
        open_here: dict[int, Anchor] = {}
        i = 0
        while i < len(row.cells):
            last = i
            while last + 1 < len(row.cells) and joins[last + 1]:
                last += 1
            column, span = columns[i], columns[last + 1] - columns[i]
            above = open_above.get(column) if shape.down[i] == CONTINUED else None
            if above is not None and above.column_span == span:
                above.row_span += 1
                open_here[column] = above
                unshown += _has_text(row.cells[i])
            else:
                anchor = Anchor(r, column, span, row.cells[i])
                anchors.append(anchor)
                if shape.down[i]:
                    open_here[column] = anchor
            unshown += sum(map(_has_text, row.cells[i + 1 : last + 1]))
            i = last + 1
        open_above = open_here
    return anchors, unshown


def _has_text(cell: CellText) -> bool:
    return bool(cell.nested) or any(own.strip() for p in cell.paragraphs for _, own in p.parts)


def misfits(rows: Sequence[RowText]) -> int:
    """Rows that have more or fewer cells than their own definition says."""
    return sum(row.shape is not None and len(row.shape.across) != len(row.cells) for row in rows)


def _shapes(rows: Sequence[RowText]) -> list[RowShape]:
    """A shape with exactly as many cells as were read, for every row; a lost one is taken from the row before."""
    shapes: list[RowShape] = []
    for row in rows:
        count = len(row.cells)
        like = row.shape
        if like is None and shapes and len(shapes[-1].across) == count:
            shape = RowShape(list(shapes[-1].edges), [0] * count, [0] * count)
        elif like is None:
            shape = RowShape([UNKNOWN_WIDTH * i for i in range(count + 1)], [0] * count, [0] * count)
        else:
            shape = RowShape(list(like.edges), list(like.across), list(like.down))
        missing = count - len(shape.across)
        if missing:  # which cell is merged is not known then, and nothing may be lost in a merge
            shape.across, shape.down = [0] * len(shape.across), [0] * len(shape.down)
        if missing > 0:
            right = shape.edges[-1]
            shape.edges = shape.edges + [right + UNKNOWN_WIDTH * (i + 1) for i in range(missing)]
            shape.across, shape.down = shape.across + [0] * missing, shape.down + [0] * missing
        elif missing < 0:
            shape.edges, shape.across, shape.down = (
                shape.edges[: count + 1],
                shape.across[:count],
                shape.down[:count],
            )
        edges = shape.edges
        for i in range(count):
            if edges[i + 1] <= edges[i]:
                edges[i + 1] = edges[i] + 1
        shapes.append(shape)
    return shapes


def _grid_lines(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Grid lines from left to right, each with the edges it stands for; no two edges of one row share a line."""
    users: dict[int, set[int]] = {}
    for r, edges in enumerate(rows):
        for edge in edges:
            users.setdefault(edge, set()).add(r)
    lines: list[list[int]] = []
    taken: set[int] = set()
    for edge in sorted(users):
        if lines and edge - lines[-1][0] <= SAME_EDGE and taken.isdisjoint(users[edge]):
            lines[-1].append(edge)
            taken |= users[edge]
        else:
            lines.append([edge])
            taken = set(users[edge])
    return lines


def _columns(edges: Sequence[int], lines: Sequence[Sequence[int]]) -> list[int]:
    """The grid line of each edge."""
    firsts = [line[0] for line in lines]
    return [bisect_right(firsts, edge) - 1 for edge in edges]


def _joined_to_left(across: Sequence[int]) -> list[bool]:
    """Whether each cell goes on the one before it.

    Writers differ in which of the two bits marks the first cell of a merge, so its first code is taken from the row:
    a merge can only begin with a first cell.
    """
    first = 0
    joined: list[bool] = []
    for i, code in enumerate(across):
        if not code:
            joined.append(False)
        elif not first:
            first = code
            joined.append(False)
        else:
            joined.append(code != first and bool(across[i - 1]))
    return joined
