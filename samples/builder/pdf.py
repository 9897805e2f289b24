"""A sample as a PDF with a text layer: ruled tables that run over pages, running head and page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from builder.source import Grid, Source

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
MARGIN, CELL_SIZE = 56, 9
WIDTH = A4[0] - 2 * MARGIN
Rules = Literal["all", "three", "level", "none"]
"""Which rules of a table are drawn: all; those above, below and under the head; those between rows; none, nor any other on the page."""
CLOSING = re.compile(r"[）。，、；：”]")
FIGURE = re.compile(r"[-\d.,%]+")


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of a table are set.

    Attributes:
        align: ``left``, ``centre``, or ``right``: figures to the right, all else to the left.
        valign: ``MIDDLE`` or ``TOP``.
        padding: between a cell's text and its left and right border, in points.
        leading: from line to line, in points.
    """

    align: Literal["left", "centre", "right"] = "left"
    valign: Literal["MIDDLE", "TOP"] = "MIDDLE"
    padding: float = 4
    leading: float = 12


PLAIN = Look()
WORD = re.compile(r"[\d.,%≥≤＞＜=+\-—]+|.")

_BODY = ParagraphStyle("p", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
STYLES = {
    "p": _BODY,
    "item": _BODY,
    "line": ParagraphStyle("line", parent=_BODY, firstLineIndent=0),
    "h1": ParagraphStyle("h1", parent=_BODY, fontSize=14, leading=24),
    "h2": ParagraphStyle("h2", parent=_BODY, leading=22),
    "title": ParagraphStyle("title", parent=_BODY, fontSize=18, leading=28, alignment=1, firstLineIndent=0, spaceAfter=8),
}
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=CELL_SIZE, leading=12, wordWrap="CJK")
ALIGNED = {"left": 0, "centre": 1, "right": 2}


def pdf(source: Source, path: Path, rules: Rules = "all", look: Look = PLAIN) -> None:
    """Write the file."""
    story: list[Flowable] = []
    for block in source.blocks:
        if block.grid is not None:
            story += [PagedTable(block.grid, _widths(block.grid, rules, look.padding), block.repeat, rules, look), Spacer(1, 8)]
        elif block.kind == "page":
            story.append(PageBreak())
        else:
            story.append(Paragraph(escape(block.number + block.text), STYLES[block.kind]))

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 36, source.header)
        if rules != "none":
            canvas.line(MARGIN, A4[1] - 41, A4[0] - MARGIN, A4[1] - 41)
        canvas.drawCentredString(A4[0] / 2, 30, f"- {canvas.getPageNumber()} -")

    template = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=56, bottomMargin=56,
        title=source.blocks[0].text, author="gouji", invariant=1,
    )
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)


DRAWN: dict[Rules, list[tuple[Any, ...]]] = {
    "all": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
    "three": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ],
    "level": [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)],
    "none": [],
}


class PagedTable(Flowable):
    """A ruled table that is cut between rows at the end of a page, as Word cuts it.

    A merged cell that runs over the cut keeps its text above; below it goes on as a blank cell.
    """

    def __init__(
        self, grid: Grid, widths: list[float], repeat: int, rules: Rules, look: Look, start: int = 0,
        stop: int | None = None,
    ) -> None:
        super().__init__()
        self._grid, self._col_widths, self._repeat, self._rules = grid, widths, repeat, rules
        self._look = look
        self._start, self._stop = start, grid.n_rows if stop is None else stop
        rows = [*(range(repeat) if start else ()), *range(start, self._stop)]
        self._inner = _laid_out(grid, widths, rows, rules, look)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of all rows that are left."""
        size: tuple[float, float] = self._inner.wrap(width, height)
        return size

    def split(self, width: float, height: float) -> list[Flowable]:
        """The rows that fit, and the rest."""
        self._inner.wrap(width, 10**6)
        heights = self._inner._rowHeights
        head = self._repeat if self._start else 0
        used, fit = sum(heights[:head]), 0
        for h in heights[head:]:
            if used + h > height:
                break
            used, fit = used + h, fit + 1
        if fit <= self._repeat:
            return []
        cut = self._start + fit
        if cut >= self._stop:
            return [self]
        again = (self._grid, self._col_widths, self._repeat, self._rules, self._look)
        return [PagedTable(*again, self._start, cut), PagedTable(*again, cut, self._stop)]

    def draw(self) -> None:
        """Draw the rows."""
        self._inner.drawOn(self.canv, 0, 0)


def _laid_out(grid: Grid, widths: list[float], rows: list[int], rules: Rules, look: Look) -> Table:
    cells: list[list[Any]] = [[""] * grid.n_columns for _ in rows]
    style: list[tuple[Any, ...]] = [
        *DRAWN[rules],
        ("VALIGN", (0, 0), (-1, -1), look.valign),
        ("LEFTPADDING", (0, 0), (-1, -1), look.padding),
        ("RIGHTPADDING", (0, 0), (-1, -1), look.padding),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    for box in grid.boxes:
        inside = [i for i, r in enumerate(rows) if box.row <= r < box.row + box.rows]
        if not inside:
            continue
        top, bottom = inside[0], inside[-1]
        if rows[top] == box.row:
            cells[top][box.column] = [Paragraph(escape(line), _style(line, rules, look)) for line in box.lines if line]
        if bottom > top or box.columns > 1:
            style.append(("SPAN", (box.column, top), (box.column + box.columns - 1, bottom)))
    return Table(cells, colWidths=widths, style=style)


def _style(line: str, rules: Rules, look: Look) -> ParagraphStyle:
    if rules == "all":
        return CELL
    align = "left" if look.align == "right" and not FIGURE.fullmatch(line) else look.align
    room = _hanging(line)
    return ParagraphStyle(
        "cell", parent=CELL, alignment=ALIGNED[align], leading=look.leading, rightIndent=room,
        leftIndent=room if align == "centre" else 0,
    )


def _hanging(line: str) -> float:
    """Room for a closing mark at the end of a line, which would stand in the next cell where no rule holds it back."""
    return CELL_SIZE if CLOSING.search(line) else 0


def _widths(grid: Grid, rules: Rules, padding: float) -> list[float]:
    """Column widths by what stands in them; no figure is broken over two lines."""
    least = [0.0] * grid.n_columns
    wanted = [0.0] * grid.n_columns
    for box in grid.boxes:
        if box.columns == 1 and box.text:
            hanging = 0 if rules == "all" else max(map(_hanging, box.lines))
            least[box.column] = max(least[box.column], *(_width(w) + hanging for w in WORD.findall(box.text)))
            wanted[box.column] = max(wanted[box.column], _width(max(box.lines, key=len)) + hanging)
    gap = 2 * padding + 2
    least = [w + gap for w in least]
    wanted = [max(min(w + gap, 150), low, 24) for w, low in zip(wanted, least, strict=True)]
    scale = WIDTH / sum(wanted)
    if scale >= 1:
        return [w * scale for w in wanted]
    spare = WIDTH - sum(least)
    more = [w - low for w, low in zip(wanted, least, strict=True)]
    return [low + spare * m / sum(more) for low, m in zip(least, more, strict=True)]


def _width(string: str) -> float:
    found: float = pdfmetrics.stringWidth(string, FONT, CELL_SIZE)
    return found


