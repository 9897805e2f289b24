"""Characters to lines: every character goes to its place (a cell, or the page itself), there to its line, there to its turn."""

from __future__ import annotations

import re
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from gouji.extract.document import Piece, Span, Text
from gouji.extract.readers.pdf.arrays import Bools, Codes, Floats, Ints
from gouji.extract.readers.pdf.raw import RawPage

SAME_LINE = 0.35
"""Characters whose middles differ by more than this share of their height stand on two lines."""
WORD_GAP = 0.2
"""Between two Latin letters a gap of this share of the height is a space …"""
WIDE_GAP = 0.8
"""… between anything else only such a gap: digits and Chinese are often set apart."""
COLUMN_GAP = 0.9
"""A gap of this share of the height may part two columns."""
DOUBLED = 0.35
"""The same character again within this share of its width is one character printed twice to look bold."""

_SPACES = np.zeros(0x10000, np.bool_)
_SPACES[[0x20, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009]] = True
_NUMERIC = np.zeros(0x10000, np.bool_)
for _character in "0123456789.,%‰０１２３４５６７８９．％":
    _NUMERIC[ord(_character)] = True
_LATIN = np.zeros(0x10000, np.bool_)
_LATIN[ord("a") : ord("z") + 1] = _LATIN[ord("A") : ord("Z") + 1] = True
_LATIN[0xC0:0x250] = True

# A stroke holds what stands on both sides of it: 元/公里 is not broken at it.
FIRST_TOKEN = re.compile(
    r"(?:[A-Za-z0-9.,%‰+\-–/()]+|[（《“‘〔【「]*.)(?:/.)*[，。、；：？！）》”’〕】」％]*", re.DOTALL
)


class Line(NamedTuple):
    """A line of characters in one place: ``string[start:end]`` of its page, its box, the height of its characters.

    ``runs`` are the numbers of its first run and of the run after its last; ``token`` is how wide its first
    unbreakable token is, which tells whether it would have fitted on the line before.
    """

    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    runs: tuple[int, int]
    token: float
    page: int
    column: int
    """0: across the page or in a cell, 1 and 2: in the left and right of two columns."""


class Chunk(NamedTuple):
    """A stretch of a line between gaps wide enough to part two columns: from where to where, and its characters."""

    x0: float
    x1: float
    string: str


class PageText(Struct, frozen=True):
    """The characters of a page in order, and its lines by place (−1: outside all cells).

    Runs are stretches of a line that are all number or no number at all; each has its box, so that every number
    has its own. Where the page shows them turned, each character is a run.
    """

    number: int
    string: str
    run_start: list[int]
    run_end: list[int]
    run_box: list[tuple[float, float, float, float]]
    lines: dict[int, list[Line]]
    chunks: dict[int, list[Chunk]]
    """For lines outside cells that have wide gaps: start of the line → its chunks."""

    def pieces(
        self,
        line: Line,
        offset: int,
        table: int | None = None,
        row: int | None = None,
        column: int | None = None,
    ) -> list[Piece]:
        """Pieces of a line whose text starts at ``offset`` of some larger text, in a cell if one is given."""
        shift = offset - line.start
        first, last = line.runs
        # By position: a keyword costs more than a field.
        return [
            Piece(
                start + shift,
                end + shift,
                Span(None, None, None, None, None, self.number, box, None, None, table, row, column),
            )
            for start, end, box in zip(
                self.run_start[first:last], self.run_end[first:last], self.run_box[first:last], strict=True
            )
        ]

    def text(self, line: Line) -> str:
        """The characters of a line."""
        return self.string[line.start : line.end]


def page_text(page: RawPage, place: Ints | None = None, blank: Bools | None = None) -> PageText:
    """Lines of a page. ``place`` gives each character of ``page.codes`` its cell (−1: none); ``blank`` marks spaces."""
    spaces = is_space(page.codes) if blank is None else blank
    where = np.full(len(page.codes), -1, np.intp) if place is None else place
    after_space = np.zeros(len(page.codes), np.bool_)
    after_space[1:] = spaces[:-1]
    keep = np.flatnonzero(~spaces)
    if not len(keep):
        return PageText(page.number, "", [], [], [], {}, {})
    order, line_of = ordered(page.boxes[keep], where[keep], page.codes[keep])
    index = keep[order]
    return _assembled(page, index, line_of, where[index], after_space[index])


def is_space(codes: Codes) -> Bools:
    """Which characters are spaces of some width."""
    return _SPACES[np.minimum(codes, 0xFFFF)]


def ordered(boxes: Floats, place: Ints, codes: Codes) -> tuple[Ints, Ints]:
    """Order of the characters by place, line and position, and the number of the line of each, in that order."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    height = boxes[:, 3] - boxes[:, 1]
    first = np.lexsort((middle, place))
    m, p, s = middle[first], place[first], height[first]
    new = np.zeros(len(first), np.intp)
    new[1:] = (p[1:] != p[:-1]) | (m[1:] - m[:-1] > SAME_LINE * np.minimum(s[1:], s[:-1]))
    line = np.cumsum(new)
    x = (boxes[first, 0] + boxes[first, 2]) / 2
    second = np.lexsort((x, line))
    order, line = first[second], line[second]
    x, codes, width = x[second], codes[order], (boxes[:, 2] - boxes[:, 0])[order]
    doubled = np.zeros(len(order), np.bool_)
    doubled[1:] = (codes[1:] == codes[:-1]) & (line[1:] == line[:-1]) & (x[1:] - x[:-1] < DOUBLED * width[1:])
    return (order[~doubled], line[~doubled]) if doubled.any() else (order, line)


def _assembled(page: RawPage, index: Ints, line: Ints, place: Ints, after_space: Bools) -> PageText:
    boxes, codes = page.boxes[index], page.codes[index]
    count = len(index)
    line_first = np.ones(count, np.bool_)
    line_first[1:] = line[1:] != line[:-1]
    starts = np.flatnonzero(line_first)
    narrow = np.minimum(codes, 0xFFFF)
    numeric, latin = _NUMERIC[narrow], _LATIN[narrow]
    height = boxes[:, 3] - boxes[:, 1]
    gap = np.zeros(count)
    gap[1:] = (boxes[1:, 0] - boxes[:-1, 2]) / np.minimum(height[1:], height[:-1])
    letters = np.zeros(count, np.bool_)
    letters[1:] = latin[1:] & latin[:-1]
    space = (after_space | (gap > np.where(letters, WORD_GAP, WIDE_GAP))) & ~line_first
    # Position of each character in the string once the spaces are put in.
    at = page.base + np.arange(count) + np.cumsum(space)
    string = np.full(int(at[-1]) + 1, 0x20, np.uint32)
    string[at] = codes
    run_first = line_first.copy()
    run_first[1:] |= numeric[1:] != numeric[:-1]
    shown = boxes if page.shown is page.boxes else page.shown[index]
    if shown is not boxes:  # what is not shown from left to right has a box for every character
        run_first |= (shown != boxes).any(axis=1)
    run_starts = np.flatnonzero(run_first)
    run_ends = np.append(run_starts[1:], count)
    run_box = np.round(_outer(shown, run_starts), 2)
    text = string.astype("<u4").tobytes().decode("utf-32-le", "replace")
    lines = _lines(page.number, boxes, place, starts, at, run_starts, text)
    return PageText(
        page.number,
        text,
        at[run_starts].tolist(),
        (at[run_ends - 1] + 1).tolist(),
        list(map(tuple, run_box.tolist())),
        lines,
        _chunks(boxes, (gap > COLUMN_GAP) & ~line_first & (place < 0), starts, at, text),
    )


def _outer(boxes: Floats, starts: Ints) -> Floats:
    """The box around each stretch of ``boxes`` that begins at one of ``starts``."""
    around = np.empty((len(starts), 4))
    np.minimum.reduceat(boxes[:, :2], starts, axis=0, out=around[:, :2])
    np.maximum.reduceat(boxes[:, 2:], starts, axis=0, out=around[:, 2:])
    return around


def _lines(
    page: int, boxes: Floats, place: Ints, starts: Ints, at: Ints, run_starts: Ints, text: str
) -> dict[int, list[Line]]:
    ends = np.append(starts[1:], len(boxes))
    x0, top, x1, bottom = _outer(boxes, starts).T.tolist()
    size = (np.add.reduceat(boxes[:, 3] - boxes[:, 1], starts) / (ends - starts)).tolist()
    first_run = np.searchsorted(run_starts, starts).tolist()
    next_run = [*first_run[1:], len(run_starts)]
    begin, finish = at[starts].tolist(), (at[ends - 1] + 1).tolist()
    where = place[starts]
    # How wide the first token is, is asked only of lines that follow another in their place.
    follows = where < 0
    follows[1:] |= where[1:] == where[:-1]
    token = [0.0] * len(starts)
    asked = np.flatnonzero(follows)
    for k, start, end in zip(asked.tolist(), starts[asked].tolist(), ends[asked].tolist(), strict=True):
        match = FIRST_TOKEN.match(text, begin[k], finish[k])
        length = (match.end() - begin[k]) if match else 1
        token[k] = boxes.item(min(start + length, end) - 1, 2) - x0[k]
    places = where.tolist()
    column = np.maximum(-1 - where, 0).tolist()
    runs = zip(first_run, next_run, strict=True)
    lines: dict[int, list[Line]] = {}
    columns = (begin, finish, x0, top, x1, bottom, size, runs, token, repeat(page), column)
    for one, line in zip(places, map(Line._make, zip(*columns, strict=False)), strict=True):
        lines.setdefault(one, []).append(line)
    return lines


def _chunks(boxes: Floats, parted: Bools, starts: Ints, at: Ints, text: str) -> dict[int, list[Chunk]]:
    """Chunks of the lines in which characters are ``parted`` from the one before."""
    breaks = np.flatnonzero(parted)
    if not len(breaks):
        return {}
    line = np.searchsorted(starts, breaks, side="right") - 1
    ends = np.append(starts[1:], len(boxes))
    chunks: dict[int, list[Chunk]] = {}
    for k in np.unique(line).tolist():
        bounds = [int(starts[k]), *breaks[line == k].tolist(), int(ends[k])]
        chunks[int(at[bounds[0]])] = [
            Chunk(float(boxes[a:b, 0].min()), float(boxes[a:b, 2].max()), text[at[a] : at[b - 1] + 1])
            for a, b in pairwise(bounds)
        ]
    return chunks


class TextBuilder:
    """Puts lines together to one located ``Text``."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def add(self, page: PageText, line: Line, separator: str = "", *cell: int) -> None:
        """Append a line after ``separator``; ``cell`` is its table, row and column."""
        if self._parts and separator:
            self._parts.append(separator)
            self._length += len(separator)
        self._pieces += page.pieces(line, self._length, *cell)
        self._parts.append(page.text(line))
        self._length += line.end - line.start

    def build(self) -> Text:
        """The text so far."""
        return Text("".join(self._parts), tuple(self._pieces))


def wrap_separator(before: str, after: str) -> str:
    """What a line break inside a paragraph stands for: a space between Latin words, nothing in Chinese or a number."""
    if (
        before
        and after
        and before[-1].isascii()
        and after[0].isascii()
        and before[-1].isalpha()
        and after[0].isalpha()
    ):
        return " "
    return ""
