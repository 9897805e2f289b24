"""One page: characters into cells, columns and lines, tables and lines in reading order."""

from __future__ import annotations

from msgspec import Struct

from gouji.extract.readers.pdf import aligned, lattice
from gouji.extract.readers.pdf.columns import LEFT, OUTSIDE, RIGHT, Gutter, gutter, place_columns
from gouji.extract.readers.pdf.glyphs import Line, PageText, page_text
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.openings import closed
from gouji.extract.readers.pdf.raw import RawPage
from gouji.extract.readers.pdf.tables import PageTable, page_tables, places
from gouji.extract.readers.pdf.turned import laid_level


class PageLayout(Struct, frozen=True):
    """One page: its size, its text, and what stands on it in reading order: lines outside tables, and tables."""

    number: int
    width: float
    height: float
    text: PageText
    items: tuple[Line | PageTable, ...]

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [item for item in self.items if isinstance(item, Line)]

    @property
    def tables(self) -> list[PageTable]:
        """The tables."""
        return [item for item in self.items if isinstance(item, PageTable)]

    def string(self, line: Line) -> str:
        """The characters of a line."""
        return self.text.string[line.start : line.end]


def layout(page: RawPage, ruled: list[Lattice] | None = None) -> PageLayout:
    """Lines and tables of one page; ``ruled`` are its ruled tables if another finder has found them."""
    horizontal, vertical = closed(*lattice.rules(page.rules))
    lattices = lattice.find(horizontal, vertical) if ruled is None else ruled
    place = places(page, lattices)
    page = laid_level(page, place)
    text = page_text(page, place)
    if more := aligned.find(text, horizontal, lattices):
        lattices = sorted([*lattices, *more], key=lambda one: (one.box[1], one.box[0]))
        place = places(page, lattices)
        text = page_text(page, place)
    strip = gutter(text, page.width)
    if strip is not None:
        place_columns(page, place, strip)
        text = page_text(page, place)
    return PageLayout(
        page.number, page.width, page.height, text, _in_order(text, page_tables(text, lattices), strip)
    )


def _in_order(text: PageText, tables: list[PageTable], strip: Gutter | None) -> tuple[Line | PageTable, ...]:
    """From top to bottom; of two columns first the left one."""
    across: list[Line | PageTable] = [*text.lines.get(OUTSIDE, ()), *tables]
    across.sort(key=lambda item: item.top)
    if strip is None:
        return tuple(across)
    above = [item for item in across if item.top < strip.top]
    return (
        *above,
        *text.lines.get(LEFT, ()),
        *text.lines.get(RIGHT, ()),
        *across[len(above) :],
    )
