"""Tables: rows of merged cells laid out on one grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gouji.extract.readers.docx.inline import shown_alternative
from gouji.extract.readers.docx.names import (
    ALTERNATE,
    DEL,
    GRID_BEFORE,
    GRID_SPAN,
    H_MERGE,
    SDT,
    SDT_CONTENT,
    TC,
    TC_PR,
    TR,
    TR_PR,
    TRANSPARENT,
    V_MERGE,
    VAL,
    W,
    whole,
)  # fmt: skip
from gouji.extract.readers.docx.package import Element

CELL_DEL: Final = W + "cellDel"


class TooWide(Exception):
    """A row wider than the limit."""


@dataclass(slots=True)
class Anchor:
    """A cell at its top-left grid position, growing downwards as merged cells under it are met."""

    row: int
    column: int
    column_span: int
    element: Element
    row_span: int = 1


def lay_out(table: Element, widest: int) -> list[Anchor]:
    """Anchor cells of a table in reading order, deleted rows left out.

    A cell merged into the one above it has no anchor, whatever text it still holds: Word does not show it.
    Raises ``TooWide`` when a row passes ``widest`` columns.
    """
    anchors: list[Anchor] = []
    open_above: dict[int, Anchor] = {}
    row = 0
    for tr in wrapped(table, TR):
        row_properties = tr.find(TR_PR)
        column = 0
        if row_properties is not None:
            if row_properties.find(DEL) is not None:
                continue
            before = row_properties.find(GRID_BEFORE)
            if before is not None:
                column = max(whole(before.get(VAL), 0), 0)
        open_here: dict[int, Anchor] = {}
        last: Anchor | None = None
        for tc in wrapped(tr, TC):
            span, vertical, horizontal = _merging(tc.find(TC_PR))
            if column + span > widest:
                raise TooWide
            above = open_above.get(column) if vertical == "continue" else None
            if above is not None and above.column_span == span:
                above.row_span += 1
                open_here[column] = last = above
            elif horizontal == "continue" and last is not None and last.row == row:
                last.column_span += span
            else:
                last = Anchor(row, column, span, tc)
                anchors.append(last)
                if vertical is not None:
                    open_here[column] = last
            column += span
        open_above = open_here
        row += 1
    return anchors


def _merging(properties: Element | None) -> tuple[int, str | None, str | None]:
    """Columns covered, and how the cell is merged down and (in old files) across."""
    if properties is None:
        return 1, None, None
    span, vertical, horizontal = properties.find(GRID_SPAN), properties.find(V_MERGE), properties.find(H_MERGE)
    return (
        max(whole(span.get(VAL), 1), 1) if span is not None else 1,
        vertical.get(VAL, "continue") if vertical is not None else None,
        horizontal.get(VAL, "continue") if horizontal is not None else None,
    )


def wrapped(parent: Element, wanted: str) -> Iterator[Element]:
    """Children of one name, also those inside content controls and other wrappers."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == SDT:
            content = child.find(SDT_CONTENT)
            if content is not None:
                yield from wrapped(content, wanted)
        elif tag in TRANSPARENT:
            yield from wrapped(child, wanted)
        elif tag == ALTERNATE:
            chosen = shown_alternative(child)
            if chosen is not None:
                yield from wrapped(chosen, wanted)


def is_deleted(tc: Element) -> bool:
    """Whether a tracked change takes the cell away."""
    properties = tc.find(TC_PR)
    return properties is not None and properties.find(CELL_DEL) is not None
