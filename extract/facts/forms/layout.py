"""A table cut into bands: stacked sub-tables, each with its own header, columns and rows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from gouji.extract.document import Cell
from gouji.extract.facts.model import Role

BandKind = Literal["indicators", "funds", "goals", "figures", "pairs"]

LABEL_KINDS = frozenset(("label", "level1", "level2", "level3", "sequence", "marks", "stub", "blank"))
VALUE_KINDS = frozenset(("target", "actual", "completion"))
MONEY_KINDS = frozenset(("budget_initial", "budget", "plan", "arrived", "executed", "prior"))
MONEY_UNITS = frozenset(("元", "万元", "亿元", "千元", "百万元"))


class Column(Struct, frozen=True):
    """One column of a band.

    Attributes:
        index: grid column, or position in the aligned row of a text dump.
        kind: canonical kind of its header (``target``, ``weight``, ``executed``, ``label`` …), ``""`` if unknown.
        path: header texts from the top level down to its own.
        role: role of its numbers.
        unit: unit the header gives.
        period: year the header gives, ``上年`` resolved by the reader later.
        cell: lowest header cell.
        formula: what the header prints as its formula or mark, ``C=A+B``.

    """

    index: int
    kind: str = ""
    path: tuple[str, ...] = ()
    role: Role | None = None
    unit: str | None = None
    period: str | None = None
    cell: Cell | None = None
    formula: str = ""

    @property
    def text(self) -> str:
        """Its own header text."""
        return self.path[-1] if self.path else ""

    @property
    def is_label(self) -> bool:
        """It holds names rather than figures."""
        return self.kind in LABEL_KINDS


class Line(Struct, frozen=True):
    """One body row: the cells that begin in it and those carried down from above, by column index."""

    row: int
    cells: Mapping[int, Cell]
    carried: Mapping[int, Cell] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """Text of the cell that begins at a column of this row."""
        cell = self.cells.get(column)
        return cell.text.string if cell is not None else ""


class Band(Struct, frozen=True):
    """A sub-table: header rows, columns, body rows.

    Attributes:
        kind: what it is.
        header_rows: grid rows of its header.
        columns: its columns by index.
        lines: body rows.
        unit: unit printed in its block label or label header, 项目资金（万元）.
        title: block label at its left edge.

    """

    kind: BandKind
    header_rows: tuple[int, ...]
    columns: Mapping[int, Column]
    lines: tuple[Line, ...]
    unit: str | None = None
    title: str = ""

    def sides(self) -> list[Band]:
        """Tables standing side by side in one band (收入 | 决算数 | 支出 | 决算数), each with its own labels."""
        starts, valued = [], False
        for i in sorted(self.columns):
            if self.columns[i].kind in ("label", "sequence") and valued:
                starts.append(i)
                valued = False
            valued = valued or not self.columns[i].is_label
        if not starts or not valued:
            return [self]
        edges = [0, *starts, max(self.columns) + 1]
        return [self._part(a, b) for a, b in pairwise(edges)]

    def _part(self, first: int, end: int) -> Band:
        lines = tuple(
            replace(
                line,
                cells={i: c for i, c in line.cells.items() if first <= i < end},
                carried={i: c for i, c in line.carried.items() if first <= i < end},
            )
            for line in self.lines
        )
        return replace(self, columns={i: c for i, c in self.columns.items() if first <= i < end}, lines=lines)

    def of_kind(self, *kinds: str) -> list[Column]:
        """Its columns of some kinds, left to right."""
        return [self.columns[i] for i in sorted(self.columns) if self.columns[i].kind in kinds]
