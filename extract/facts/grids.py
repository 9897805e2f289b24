"""Tables of plain figures as rows and columns of numbers: names at the left, heads above, years across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from gouji.extract.facts.forms.cells import head, is_empty, is_number, label
from gouji.extract.facts.forms.contexts import year_of
from gouji.extract.facts.forms.layout import Band
from gouji.extract.facts.model import FactSet, Form, Number


class Row(Struct, frozen=True):
    """One row: its name without numbering and brackets, its numbers by column, whether it is a sum, the year it is of, its name as printed."""

    name: str
    numbers: Mapping[int, Number]
    total: bool = False
    year: str | None = None
    printed: str = ""


class Grid(Struct, frozen=True):
    """The rows of one table of figures and the heads of its columns of numbers."""

    form: Form
    rows: tuple[Row, ...]
    heads: Mapping[int, str]
    paths: Mapping[int, tuple[str, ...]] = {}


def grids(facts: FactSet) -> tuple[Grid, ...]:
    """Every table of figures with at least two rows of numbers; read once, several rules ask."""
    known: tuple[Grid, ...] | None = facts.__dict__.get("_grids")
    if known is None:
        known = facts.__dict__["_grids"] = tuple(_grids(facts))
    return known


def _grids(facts: FactSet) -> Iterator[Grid]:
    for form in facts.forms:
        for band in form.grids:
            rows = tuple(_rows(facts, form, band))
            if len(rows) > 1:
                used = {i for row in rows for i in row.numbers}
                heads = {i: "".join(c.path) for i, c in band.columns.items() if i in used}
                yield Grid(form, rows, heads, {i: band.columns[i].path for i in heads})


def _rows(facts: FactSet, form: Form, band: Band) -> Iterator[Row]:
    for line in band.lines:
        texts = [line.cells[i].text.string for i in sorted(line.cells)]
        named = next((t for t in texts if not is_empty(t) and not is_number(t)), "")
        numbers = {i: n for i, c in line.cells.items() if (n := facts.only(form.block, c)) is not None and is_number(c.text.string)}
        if numbers:
            read = label(named)
            yield Row(head(read.name), numbers, read.total, year_of(band, line), named)
