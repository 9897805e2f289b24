"""What the page-by-page pass leaves for the pass over the whole file: lines outside tables, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.extract.readers.pdf.glyphs import Line, PageText
from gouji.extract.readers.pdf.tables import PageTable


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its size, its text, the lines outside tables and the tables, each in reading order."""

    number: int
    width: float
    height: float
    text: PageText
    lines: tuple[Line, ...]
    tables: tuple[PageTable, ...]

    def string(self, line: Line) -> str:
        """The characters of a line."""
        return self.text.string[line.start : line.end]
