"""The cells of a table without rules on their way into its grid: the lines of each, the columns and rows it covers."""

from __future__ import annotations

import re

from msgspec import Struct

from gouji.extract.readers.pdf.gutters import Piece

NUMBER = re.compile(r"[-+−±△▲]?[\d,，.．]*\d[\d,，.．]*[%％‰]?")


class Block(Struct, dict=True):
    """The lines of one cell, and once it is known the rows it covers."""

    first: int
    last: int
    top: float
    bottom: float
    pieces: list[Piece]
    rows: tuple[int, int] = (0, 0)

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a number and nothing else."""
        return NUMBER.fullmatch(self.string) is not None

    @property
    def x0(self) -> float:
        """Where its text begins."""
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        """Where its text ends."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def string(self) -> str:
        """Its characters."""
        return "".join(piece.string for piece in self.pieces)


Grid = dict[tuple[int, int], Block]
"""Which cell holds a position, by row and column."""


def take(block: Block, taken: Grid) -> bool:
    """Give a cell its positions; ``False`` where another holds one of them."""
    for row in range(block.rows[0], block.rows[1] + 1):
        for column in range(block.first, block.last + 1):
            if taken.setdefault((row, column), block) is not block:
                return False
    return True
