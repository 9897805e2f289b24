"""Money told twice along each row: 中期资金总额： | 1290 | 年度资金总额： | 430, and the sources of either below it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gouji.extract.document import Cell, Table
from gouji.extract.facts.forms.cells import head, is_blank, is_empty, is_number, label
from gouji.extract.facts.forms.headers import unit_in
from gouji.extract.facts.forms.words import words
from gouji.extract.facts.model import Total


class Side(Struct, frozen=True):
    """One column of names and the column of figures right of it: the sum first, then its sources."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    unit: str | None

    @property
    def total(self) -> Total:
        """The sum over its sources."""
        parts = tuple(c for c in self.cells[1:] if not is_blank(c.text.string))
        return Total(self.cells[0], parts, head(self.names[0]), kind="funds")


def paired_sides(table: Table) -> Iterator[Side]:
    """Sides of a money block that has two of them or more, and no heads over its figures."""
    for r, row in enumerate(table.rows):
        if sum("资金" in c.text.string for c in row) < 2:  # a cheap look: most rows of a long table are none
            continue
        opened = list(_pairs(row))
        if len(opened) < 2 or not all(words().fund_total.search(head(n)) and "资金" in n for n, _ in opened):
            continue
        sides = [([name], [cell]) for name, cell in opened]
        for below in table.rows[r + 1:]:
            pairs = list(_pairs(below))
            if len(pairs) != len(sides) or not all(words().fund_part.search(head(label(n).name)) for n, _ in pairs):
                break
            for (names, cells), (name, cell) in zip(sides, pairs, strict=True):
                names.append(label(name).name)
                cells.append(cell)
        unit = next((u for c in row if (u := unit_in(c.text.string))), None)
        for names, cells in sides:
            if sum(is_number(c.text.string) for c in cells) > 1 and is_number(cells[0].text.string):
                yield Side(tuple(names), tuple(cells), unit)
        return


def _pairs(row: tuple[Cell, ...]) -> Iterator[tuple[str, Cell]]:
    """Names each with the figure or the blank right of it."""
    name = ""
    for cell in row:
        text = cell.text.string
        if name and (is_number(text) or is_blank(text)):
            yield name, cell
            name = ""
        elif not is_empty(text):
            name = text
