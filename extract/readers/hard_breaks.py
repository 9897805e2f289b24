"""Sentences cut by line ends that their author typed or pasted: put together, every character at its place.

A paragraph of Chinese never ends with a comma and begins with no closing mark; and lines that all end where the next word no longer fits were broken at
a fixed width (``text_wrap``), be they lines of one paragraph or, as pasted, paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from msgspec.structs import replace

from gouji.extract.document import Block, Cell, Document, Paragraph, Piece, Table, Text
from gouji.extract.invisible import part_of
from gouji.extract.readers.text_lines import Line
from gouji.extract.readers.text_wrap import NUMBERED, paragraphs, wrap_sign

LAID_OUT: Final = frozenset({"pdf", "ofd", "image", "xlsx", "xls", "xlsb", "ods", "et", "spreadsheetml"})
"""Formats the lines of which are put together by where they stand, or have none."""
_COMMA: Final = re.compile(r"[，、][ \u3000\xa0]*$")
_CLOSING: Final = re.compile(r"[ \u3000\xa0]*[，、。；！？）》”％]")
_IN_CELL: Final = re.compile(rf"{_COMMA.pattern[:-1]}\n|\n{_CLOSING.pattern}")


class _Slice(NamedTuple):
    """One line: the paragraph it is of and the text, from where to where."""

    paragraph: int
    text: Text
    start: int
    end: int

    @property
    def string(self) -> str:
        return self.text.string[self.start : self.end]


def without_hard_breaks(document: Document) -> Document:
    """The document with such lines joined; of formats that know where lines stand, as it is."""
    if document.format in LAID_OUT:
        return document
    blocks: list[Block] = []
    for body, run in groupby(document.blocks, _is_body):
        if body:
            blocks += _joined([b for b in run if isinstance(b, Paragraph)], document.format != "text")
        else:
            blocks += [_with_whole_cells(b) if isinstance(b, Table) else b for b in run]
    if len(blocks) == len(document.blocks) and all(a is b for a, b in zip(blocks, document.blocks, strict=True)):
        return document
    return replace(document, blocks=tuple(blocks))


def _is_body(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "body" and block.level is None


def _joined(run: Sequence[Paragraph], wrapped: bool) -> list[Paragraph]:
    """Paragraphs that stand one below the other; ``wrapped``: lines of a fixed width are looked for, too."""
    slices = [piece for i, p in enumerate(run) for piece in _lines(i, p.text)]
    on, widest = _goes_on_by_width(slices) if wrapped else (set(), 0)
    on |= {i for i, (a, b) in enumerate(pairwise(slices)) if _goes_on(a.string, b.string)}
    if not on:
        return list(run)
    out: list[Paragraph] = []
    groups: list[list[int]] = []
    for i, piece in enumerate(slices):
        if i and (i - 1 in on or slices[i - 1].paragraph == piece.paragraph):
            groups[-1].append(i)
        else:
            groups.append([i])
    for group in groups:
        first = run[slices[group[0]].paragraph]
        if any(i in on for i in group[:-1]):
            first = replace(first, text=_put_together([(slices[i], i in on) for i in group], widest))
        out.append(first)
    return out


def _lines(paragraph: int, text: Text) -> Iterator[_Slice]:
    at = 0
    for part in text.string.split("\n"):
        yield _Slice(paragraph, text, at, at + len(part))
        at += len(part) + 1


def _goes_on(above: str, below: str) -> bool:
    if not above.strip() or not below.strip():
        return False
    return bool(_CLOSING.match(below) or (_COMMA.search(above) and not NUMBERED.match(below.strip())))


def _goes_on_by_width(slices: Sequence[_Slice]) -> tuple[set[int], int]:
    """Lines broken at a fixed width, and the width."""
    lines = [Line(i, 0, piece.string.replace("\t", "    ")) for i, piece in enumerate(slices)]
    groups, widest = paragraphs(lines)
    return {line.number for group in groups for line in group[:-1]}, widest


def _put_together(lines: Sequence[tuple[_Slice, bool]], widest: int) -> Text:
    r"""One text of lines, each with whether the next goes on with it; else ``\n`` parts them."""
    string, pieces = "", list[Piece]()
    joins = False
    for piece, goes_on in lines:
        start, end = piece.start, piece.end
        if joins:
            start += len(piece.string) - len(piece.string.lstrip())
            string += wrap_sign(string, piece.text.string[start:end], widest)
        elif pieces:
            string += "\n"
        if goes_on:
            end = start + len(piece.text.string[start:end].rstrip())
        for p in piece.text.pieces:
            a, b = max(start, p.start), min(end, p.end)
            if a < b or p.start == p.end == a == b:
                pieces.append(part_of(p, a, b, len(string) - start))
        string += piece.text.string[start:end]
        joins = goes_on
    return Text(string, tuple(pieces))


def _with_whole_cells(table: Table) -> Table:
    if not any("\n" in c.text.string and _IN_CELL.search(c.text.string) for c in table.cells):
        return table
    return replace(table, cells=tuple(map(_whole, table.cells)))


def _whole(cell: Cell) -> Cell:
    """A cell without line ends behind a comma."""
    (made,) = _joined([Paragraph(cell.text)], False)
    return cell if made.text is cell.text else replace(cell, text=made.text)
