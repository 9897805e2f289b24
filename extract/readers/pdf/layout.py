"""One page: characters into cells, columns and lines, tables and lines in reading order."""

from __future__ import annotations

from msgspec import Struct

from gouji.extract.readers.pdf import aligned, lattice, sheets
from gouji.extract.readers.pdf.columns import LEFT, OUTSIDE, RIGHT, Gutter, gutter, place_columns
from gouji.extract.readers.pdf.glyphs import Line, PageText, page_text
from gouji.extract.readers.pdf.lattice import Lattice
from gouji.extract.readers.pdf.openings import closed
from gouji.extract.readers.pdf.raw import RawPage
from gouji.extract.readers.pdf.sheets import Open, Sheet
from gouji.extract.readers.pdf.tables import PageTable, page_tables, places
from gouji.extract.readers.pdf.turned import laid_level

EDGE_SHARE = 0.14
"""Head and foot of a page stand within this share of its height."""


class PageLayout(Struct, frozen=True):
    """One page: its size, its text, and what stands on it in reading order: lines outside tables, and tables."""

    number: int
    width: float
    height: float
    text: PageText
    items: tuple[Line | PageTable, ...]
    open: Open | None = None
    """The sheet without rules that the page ends with."""
    aside: bool = False
    """It is the head and foot of a page the rest of which lies on its side."""

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


def layout(page: RawPage, ruled: list[Lattice] | None = None, above: PageLayout | None = None) -> PageLayout:
    """Lines and tables of one page.

    Args:
        page: what stands on it.
        ruled: its ruled tables if another finder has found them.
        above: the page before, whose last table may go on.
    """
    horizontal, vertical = closed(*lattice.rules(page.rules))
    lattices = lattice.find(horizontal, vertical) if ruled is None else ruled
    place = places(page, lattices)
    page = laid_level(page, place)
    text = page_text(page, place)
    open_sheets, refused = sheets.find(page, place, text, lattices, None if above is None else above.open)
    more = [sheet.lattice for sheet in open_sheets]
    used = refused.union(*(sheet.lines for sheet in open_sheets))
    if more := [*more, *aligned.find(text, horizontal, [*lattices, *more], used)]:
        lattices = sorted([*lattices, *more], key=lambda one: (one.box[1], one.box[0]))
        place = places(page, lattices)
        text = page_text(page, place)
    strip = gutter(text, page.width)
    if strip is not None:
        place_columns(page, place, strip)
        text = page_text(page, place)
    items = _in_order(text, page_tables(text, lattices), strip)
    sheet = _open(items, open_sheets, page.height)
    return PageLayout(page.number, page.width, page.height, text, items, sheet, page.aside)


def _open(items: tuple[Line | PageTable, ...], found: list[Sheet], height: float) -> Open | None:
    """The sheet below which nothing stands but what may be the foot of the page."""
    if not found:
        return None
    last = max(found, key=lambda sheet: sheet.lattice.box[3])
    bottom = last.lattice.box[3]
    below = [item for item in items if item.bottom > bottom + 1]
    if all(isinstance(item, Line) and item.top > (1 - EDGE_SHARE) * height for item in below):
        return last.open
    return None


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
