"""Lines of a text file that know where they stand, and texts put together from pieces of them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gouji.extract.document import Piece, Span, Text


class Line(Struct, frozen=True):
    """A line or a slice of one: 1-based line number, offset of its first character in that line, characters."""

    number: int
    start: int
    string: str

    @property
    def blank(self) -> bool:
        """True when nothing but blanks is on it."""
        return not self.string or self.string.isspace()

    def slice(self, start: int, end: int | None = None) -> Line:
        """``string[start:end]`` with its true offset."""
        return Line(self.number, self.start + start, self.string[start:end])

    def strip(self) -> Line:
        """Without blanks at both ends."""
        left = len(self.string) - len(self.string.lstrip())
        return self.slice(left, left + len(self.string.strip()))


def split_lines(text: str) -> list[Line]:
    r"""Lines split on ``\n`` only; a ``\r`` at the end and form feeds around are no part of them.

    A lone ``\r`` inside (old Macintosh files) parts the line as well, but not its number, so that numbers and
    offsets stay those of the file.
    """
    lines = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if "\r" not in raw and "\x0c" not in raw:
            lines.append(Line(number, 0, raw))
            continue
        at = 0
        for part in raw.rstrip("\r").split("\r"):
            bare = part.lstrip("\x0c")
            lines.append(Line(number, at + len(part) - len(bare), bare.rstrip("\x0c")))
            at += len(part) + 1
    return lines


def text_of(fragments: Sequence[Line], table: int | None = None, row: int | None = None, column: int | None = None) -> Text:
    r"""Fragments joined by ``\n``, every character mapped to its line and offset."""
    pieces = []
    at = 0
    for line in fragments:
        end = at + len(line.string)
        span = Span(
            line=line.number, start=line.start, end=line.start + len(line.string), table=table, row=row, column=column
        )
        pieces.append(Piece(at, end, span))
        at = end + 1
    return Text("\n".join(f.string for f in fragments), tuple(pieces))
