"""Columns that only number their rows (序号, 行次): and page numbers: ordinals, not quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gouji.extract.document import Document, Table
from gouji.extract.numbers import Quantity

_HEAD = re.compile(r"^(?:序号|行次|栏次|编号|项次|No\.?|№)$", re.I)
_NUMBER = re.compile(r"^\d{1,5}$|^[一二三四五六七八九十]{1,3}$")
Place = tuple[int, int, int]


def as_ordinals(document: Document, found: Mapping[Place, tuple[Quantity, ...]]) -> dict[Place, tuple[Quantity, ...]]:
    """The same numerals, those of numbering columns turned into ordinals."""
    out = dict(found)
    for block, table in enumerate(document.blocks):
        if not isinstance(table, Table):
            if table.kind == "page_number":
                place = (block, -1, -1)
                out[place] = tuple(replace(q, kind="ordinal", why="page-number") for q in out.get(place, ()))
        else:
            for row, column in _numbering(table):
                place = (block, row, column)
                out[place] = tuple(replace(q, kind="ordinal", why="list-number") for q in out.get(place, ()))
    return out


def _numbering(table: Table) -> list[tuple[int, int]]:
    """Cells under a 序号 head, down to the first that is neither blank nor a plain number."""
    heads = [c for c in table.cells if _HEAD.match("".join(c.text.string.split()))]
    out: list[tuple[int, int]] = []
    for head in heads:
        for cell in table.cells:
            text = cell.text.string.strip()
            if cell.column == head.column and cell.row >= head.row + head.row_span and _NUMBER.match(text):
                out.append((cell.row, cell.column))
    return out
