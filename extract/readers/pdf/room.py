"""Whether a line of a cell goes on with the one above: what its first word needed, and how much room there was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from gouji.extract.readers.pdf.gutters import Piece

TOKEN: Final = re.compile(r"[（(《〈“]*(?:[\x21-\x27\x2a-\x7e]+|.)[）)》〉”，。、；：！？%％]*")
"""What stands in one line: a word, a character; an opening bracket goes with what follows it, closing ones with what is before."""
OPENING: Final = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|其中|[加减][:：]")
"""What a line of its own begins with, and the rest of a wrapped one seldom. (A total without figures is the rest of one.)"""
SLACK: Final = 1.1
"""How many characters more than its next word a full line may leave free: no line begins with a comma or a bracket."""
SAME_PLACE: Final = 0.6
SAME_START: Final = 2.0
WIDEST_PADDING: Final = 14.0
"""Points between the text of one cell and that of the next, both to the left, at most."""
LEADING: Final = 1.9
SAME_SIZE: Final = 1.2


class Room(Struct, frozen=True):
    """How wide the lines of each column get, from where to where they reach, how high they are."""

    widths: dict[int, float]
    starts: dict[int, float]
    ends: dict[int, float]
    size: float

    @classmethod
    def of(cls, pieces: Iterable[Piece], size: float) -> Room:
        """The room that the columns of these pieces have at least."""
        widths: dict[int, float] = {}
        starts: dict[int, float] = {}
        ends: dict[int, float] = {}
        for p in pieces:
            widths[p.first] = max(widths.get(p.first, 0.0), p.x1 - p.x0)
            starts[p.first] = min(starts.get(p.first, p.x0), p.x0)
            ends[p.first] = max(ends.get(p.first, p.x1), p.x1)
        return cls(widths, starts, ends, size)

    def goes_on(self, above: Piece, piece: Piece) -> bool:
        """Whether ``piece`` is the next line of the cell that ``above`` is in."""
        if (above.first, above.last) != (piece.first, piece.last) or OPENING.match(piece.string):
            return False
        return self.is_close(above, piece) and _is_below(above, piece, self.size) and self._is_full(above, piece)

    def is_close(self, above: Piece, piece: Piece) -> bool:
        """Whether two pieces stand as close as lines do, in letters of one size."""
        small, large = sorted((above.size, piece.size))
        return 0 < piece.bottom - above.bottom <= LEADING * large and large < SAME_SIZE * small

    def had_room(self, above: Piece, piece: Piece, beside: float | None = None) -> bool:
        """Whether of two lines that begin together the second would have had room in the first: then they are two cells.

        ``beside`` is where the next column begins. Lines of one length begin together where they are centred, too.
        """
        if abs(above.x0 - piece.x0) > SAME_START or abs(above.x1 - piece.x1) <= SAME_START:
            return False
        edge = self.starts.get(above.last + 1, above.x1) if beside is None else beside
        return above.x1 + self.needed(piece) < edge - WIDEST_PADDING

    def needed(self, piece: Piece) -> float:
        """How much room the first word of a line would have needed in the line above, and somewhat more."""
        first = TOKEN.match(piece.string)
        share = _columns(first[0] if first else "") / max(1, _columns(piece.string))
        return (piece.x1 - piece.x0) * share + SLACK * self.size

    def _is_full(self, above: Piece, piece: Piece) -> bool:
        most = self.needed(piece)
        column = above.first
        return (
            above.x1 - above.x0 + most > self.widths.get(column, 0.0)
            or above.x1 + most > self.ends.get(column, above.x1)
        )


def _is_below(above: Piece, piece: Piece, size: float) -> bool:
    """Whether two lines begin together, end together or have one middle; the first may be set in by two characters."""
    near = SAME_PLACE * size
    return (
        abs(above.x0 - piece.x0) <= near
        or abs(above.x1 - piece.x1) <= near
        or abs(above.x0 + above.x1 - piece.x0 - piece.x1) <= 2 * near
        or -near <= above.x0 - piece.x0 <= 2 * size + near
    )


def _columns(string: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in string)
