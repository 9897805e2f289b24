"""Columns that only number their rows (序号, 行次) or give their codes (科目编码), and page numbers: no quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from gouji.extract.document import Cell, Document, Table
from gouji.extract.facts.forms.cells import YEAR_HEAD
from gouji.extract.numbers import Quantity

_HEAD = re.compile(r"^(?:序号|行次|栏次|编号|项次|排名|名次|位次|位序|No\.?|№)$", re.I)
_NUMBER = re.compile(r"^\d{1,5}$|^[一二三四五六七八九十]{1,3}$")
_COLUMN_HEADS = ("栏次", "行次", "列次")
_COLUMN_NUMBER = re.compile(r"^[（(]?(\d{1,2})[）)]?(?:[=＝][\d()（）+\-－＋/÷×*]+)?$")
_CODE_HEAD = re.compile(r"^[一-鿿]{0,8}(?:编码|代码)$")
_ANY_HEAD = re.compile("|".join(p.pattern for p in (_HEAD, _CODE_HEAD, YEAR_HEAD)), re.I)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_YEARS = re.compile(r"^(?:19|20)\d\d年?[比较](?:19|20)\d\d年?[^\d]*$")
_CODE = re.compile(r"^\d{1,12}$")
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
            bare = {id(c): "".join(c.text.string.split()) for c in table.cells}
            heads = [c for c in table.cells if _ANY_HEAD.match(bare[id(c)])]
            for row, column in _under(table, bare, heads, _HEAD, _NUMBER):
                place = (block, row, column)
                out[place] = tuple(replace(q, kind="ordinal", why="list-number") for q in out.get(place, ()))
            for row, column in _column_numbers(table, bare):
                place = (block, row, column)
                out[place] = tuple(replace(q, kind="ordinal", why="list-number") for q in out.get(place, ()))
            for row, column in (*_under(table, bare, heads, YEAR_HEAD, _YEAR), *_under(table, bare, heads, YEAR_HEAD, _YEARS)):
                place = (block, row, column)
                out[place] = tuple(replace(q, kind="date", why="year") for q in out.get(place, ()))
            for row, column in _under(table, bare, heads, _CODE_HEAD, _CODE):
                place = (block, row, column)
                out[place] = tuple(replace(q, kind="reference", why="code") for q in out.get(place, ()))
    return out


def _column_numbers(table: Table, bare: Mapping[int, str]) -> list[tuple[int, int]]:
    """Cells of a row that only counts the columns: 栏次 | 1 | 2 | 3=1+2, or 1 | 2 | 3 | 4 under the heads."""
    out: list[tuple[int, int]] = []
    for row in table.rows:
        counted: list[Cell] = []
        named = False
        for cell in row:
            text = bare[id(cell)]
            if text in _COLUMN_HEADS:
                named = True
            elif (m := _COLUMN_NUMBER.match(text)) and int(m[1]) == len(counted) + 1:
                counted.append(cell)
            elif text:
                break
        else:
            if len(counted) >= (2 if named else 4):
                out.extend((c.row, c.column) for c in counted)
    return out


def _under(
    table: Table, bare: Mapping[int, str], heads: Sequence[Cell], head: re.Pattern[str], text: re.Pattern[str]
) -> list[tuple[int, int]]:
    """Cells of a text below a head, in any of the columns that it spans."""
    heads = [c for c in heads if head.match(bare[id(c)])]
    return [
        (cell.row, cell.column)
        for top in heads for cell in table.cells
        if top.column <= cell.column < top.column + top.column_span and cell.row >= top.row + top.row_span
        and text.match(cell.text.string.strip())
    ]
