"""The fact model: a numeral tied to what it counts, and the reading of tables as forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from gouji.extract.document import Cell, Document, Paragraph, Span, Table
from gouji.extract.kept import kept
from gouji.extract.numbers.interval import Interval
from gouji.extract.numbers.quantity import Quantity
from gouji.extract.numbers.units import base_of
from gouji.extract.rational import Fraction

if TYPE_CHECKING:
    from gouji.extract.facts.forms.layout import Band
    from gouji.extract.facts.prose import Group, Item, Mention

Role = Literal[
    "target", "actual", "budget_initial", "budget", "executed", "rate", "weight", "score", "plan", "prior"
]


class Context(Struct, frozen=True):
    """What a table or sentence says about a number: the parts of a fact that stand around the digits.

    ``spell`` is the part of the year that the head of its column names (1—7月), empty for the whole year.
    """

    indicator: str = ""
    scope: tuple[str, ...] = ()
    role: Role | None = None
    period: str | None = None
    unit: str | None = None
    spell: str = ""


class Number(Struct, frozen=True, eq=False, dict=True):
    """A numeral of the document with its context: one fact.

    Attributes:
        id: ``n1``, ``n2`` … in reading order.
        quantity: as read; ``start``/``end`` are offsets in the text of its block or cell.
        block: index in ``document.blocks``.
        cell: the table cell it stands in, ``None`` in prose.
        span: place in the source.
        context: indicator, scope, role, period, and the unit given by a caption or header.
        confidence: how sure the recognition of a scan is of it (0 to 1); ``None`` where nothing was recognised.

    """

    id: str
    quantity: Quantity
    block: int
    cell: Cell | None
    span: Span
    context: Context = field(default_factory=Context)
    confidence: float | None = None

    @property
    def raw(self) -> str:
        """The words as printed."""
        return self.quantity.raw

    @property
    def is_quantity(self) -> bool:
        """True when it counts, measures or pays something."""
        return self.quantity.kind == "quantity"

    @property
    def unit(self) -> str | None:
        """Its own unit, else the one its caption or header gives."""
        return self.quantity.unit or self.context.unit

    @property
    def label(self) -> str:
        """What it counts, for messages."""
        return self.context.indicator

    def dimension(self) -> str:
        """Name of the base unit: numbers compare only within one dimension (``元``, ``1`` for %, ``批次`` …)."""
        return self._base[0]

    def factor(self) -> Fraction:
        """How many base units one of its units is (万元 → 10000, % → 1/100)."""
        return self._base[1]

    @kept
    def _base(self) -> tuple[str, Fraction]:
        return base_of(self.unit)

    @kept
    def point(self) -> Fraction | None:
        """The single value stated, in base units; ``None`` for a range or a bound."""
        value = self.quantity.value
        return None if value is None else _in_base(value, self.unit)

    @kept
    def digits(self) -> str:
        """The figures of its value from the first to the last that is not nought: the more there are, the less a like one is chance."""
        value = self.quantity.value
        return "" if value is None else str(abs(value)).replace(".", "").strip("0")

    @kept
    def _interval(self) -> Interval:
        value, step = self.quantity.value, self.quantity.step
        if value is None or step is None:
            return self._stated
        middle, half = _in_base(value, self.unit), _in_base(step, self.unit) / 2
        return Interval(middle - half, middle + half)

    @kept
    def _stated(self) -> Interval:
        return self.quantity.stated_interval().scale(self.factor())

    def interval(self) -> Interval:
        """True values allowed, in base units."""
        return self._interval

    def stated_interval(self) -> Interval:
        """The ends as the text says them, in base units: without the half printed step."""
        return self._stated


@lru_cache(maxsize=16_384)
def _in_base(value: Decimal, unit: str | None) -> Fraction:
    """A figure in base units; the same ones come again and again."""
    return Fraction(value) * base_of(unit)[1]


class Indicator(Struct, frozen=True):
    """One scored or targeted indicator row of a form; cells that the form lacks are ``None``; ``lost``: points deducted."""

    row: int
    level1: str
    level2: str
    name: str
    name_cell: Cell | None = None
    level1_cell: Cell | None = None
    target: Cell | None = None
    actual: Cell | None = None
    weight: Cell | None = None
    score: Cell | None = None
    reason: Cell | None = None
    lost: Cell | None = None
    operator: str | None = None
    unit: str | None = None


class FundRow(Struct, frozen=True):
    """One row of the money block: 年度资金总额, 其中：当年财政拨款 …; ``cells`` by role, ``of_which`` if it says 其中."""

    row: int
    label: str
    kind: Literal["total", "part", "subpart"]
    cells: Mapping[Role, Cell]
    header: Mapping[Role, str] = field(default_factory=dict)
    of_which: bool = False


class Total(Struct, frozen=True):
    """A cell that its table says is the sum of others (label, 其中, indentation or header formula).

    Attributes:
        total: the cell of the sum.
        parts: its addends that hold a figure (blank ones, ``/`` and ``—`` are left out).
        cue: the words that say so: 合计, 其中, 年度资金总额, 按支出性质分 …
        complete: the list of parts is closed, so a difference is a contradiction; if false it may only confirm.
        signs: +1 or -1 for each part; empty when all are added.
        kind: where the sum comes from: ``rows`` of a column, ``columns`` of a row, ``funds`` (money block),
            ``composition`` (按…性质分), ``of-which`` (其中), ``outline`` (一、 over 1、 2、), ``formula`` (C=A+B).

    """

    total: Cell
    parts: tuple[Cell, ...]
    cue: str
    complete: bool = True
    signs: tuple[int, ...] = ()
    kind: Literal["rows", "columns", "funds", "composition", "of-which", "outline", "formula"] = "rows"


class RateLine(Struct, frozen=True):
    """A printed rate and the two cells it may be worked out from: ``top`` over ``bottom``."""

    label: str
    rate: Cell
    top: Cell
    bottom: Cell


RateKind = Literal["executed", "arrived", "growth", "share", "score"]


class RateColumn(Struct, frozen=True):
    """A rate column of a table: ``head`` as printed, what ``kind`` of rate, and ``ways`` to work it out, row by row.

    A growth rate is top over bottom less one; a share has the column's total as its ``bottom``; ``score`` is 得分率,
    得分系数: score over weight.
    """

    head: str
    kind: RateKind
    ways: tuple[tuple[RateLine, ...], ...]


class ScoreBlock(Struct, frozen=True):
    """A first-level block such as ``产出指标(30分)`` and the indicators under it.

    ``complete`` is false when the table breaks off before the block's end: its weight must not be checked then.
    """

    label: str
    cell: Cell
    indicators: tuple[Indicator, ...]
    complete: bool = True


class Form(Struct, frozen=True):
    """A table as understood: family, what each cell is, its indicators, money rows and totals.

    ``family`` is the letter of the form family recognised by its headers, ``None`` for a table of another kind.
    ``scored`` is false for target-only sheets (目标申报表), which are not checked as results.
    ``truncated``: the table breaks off (an excerpt), so what it lacks at its end proves nothing.
    ``sheet``: block of the first table of the sheet it belongs to; money block and indicators may be two tables.
    ``glued``: cells in which several figures stand without a separator and were left unread.
    ``grids``: its bands of plain figures, tables side by side apart: rows and columns by their heads.
    """

    block: int
    table: Table
    family: str | None = None
    title: str = ""
    unit: str | None = None
    scored: bool = False
    target_only: bool = False
    contexts: Mapping[tuple[int, int], Context] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    funds: tuple[FundRow, ...] = ()
    totals: tuple[Total, ...] = ()
    rates: tuple[RateColumn, ...] = ()
    score_blocks: tuple[ScoreBlock, ...] = ()
    total_score: Cell | None = None
    total_weight: Cell | None = None
    labels: Mapping[str, Cell] = field(default_factory=dict)
    truncated: bool = False
    sheet: int = -1
    glued: tuple[Cell, ...] = ()
    grids: tuple[Band, ...] = ()


class Passage(Struct, frozen=True, eq=False, dict=True):
    """Prose as understood: a paragraph, or a cell that holds sentences.

    ``numbers`` are all numerals of the text in order; ``number(mention)`` gives the fact of an item's mention.
    """

    block: int
    cell: Cell | None
    text: str
    numbers: tuple[Number, ...]
    items: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()

    def number(self, mention: Mention) -> Number:
        """The fact a mention stands for."""
        return self.numbers[mention.at]


class FactSet(Struct, frozen=True, dict=True):
    """All facts of one document."""

    document: Document
    numbers: tuple[Number, ...]
    forms: tuple[Form, ...] = ()
    passages: tuple[Passage, ...] = ()

    @kept
    def quantities(self) -> tuple[Number, ...]:
        """Numbers that are quantities."""
        return tuple(n for n in self.numbers if n.is_quantity)

    @kept
    def _by_place(self) -> dict[tuple[int, int, int], list[Number]]:
        places: dict[tuple[int, int, int], list[Number]] = {}
        for n in self.numbers:
            key = (n.block, -1, -1) if n.cell is None else (n.block, n.cell.row, n.cell.column)
            places.setdefault(key, []).append(n)
        return places

    @kept
    def _cells(self) -> dict[tuple[int, int, int], tuple[Number, ...]]:
        return {place: tuple(n for n in found if n.is_quantity) for place, found in self._by_place.items()}

    def in_cell(self, block: int, cell: Cell | None) -> tuple[Number, ...]:
        """Quantities in a cell, left to right."""
        if cell is None:
            return ()
        return self._cells.get((block, cell.row, cell.column), ())

    def only(self, block: int, cell: Cell | None) -> Number | None:
        """The quantity of a cell that holds exactly one, else ``None``."""
        found = self.in_cell(block, cell)
        return found[0] if len(found) == 1 else None

    def in_paragraph(self, block: int) -> tuple[Number, ...]:
        """All numerals of a paragraph, left to right."""
        return tuple(self._by_place.get((block, -1, -1), ()))

    def cells_apart(self) -> Iterator[tuple[str, tuple[Number, ...]]]:
        """Cells that hold quantities and are no prose, each with its text and its quantities."""
        prose = {(p.block, p.cell.row, p.cell.column) for p in self.passages if p.cell is not None}
        for place, found in self._cells.items():
            if found and found[0].cell is not None and place not in prose:
                yield found[0].cell.text.string, found

    def text_of(self, number: Number) -> str:
        """The whole text a number stands in."""
        if number.cell is not None:
            return number.cell.text.string
        block = self.document.blocks[number.block]
        return block.text.string if isinstance(block, Paragraph) else ""
