"""A sample as a text file, its tables dumped in one of the ways met in the wild."""

from __future__ import annotations

from collections.abc import Callable

from builder.source import Grid, Source


def text(source: Source) -> str:
    """The whole file. A text file carries no running head and no page number."""
    dump: Callable[[Grid], list[str]] = {"pipe": _pipe, "tika": _tika, "tab": _tab}[source.style]
    lines: list[str] = []
    for i, block in enumerate(source.blocks):
        if block.grid is not None:
            lines += ["", *dump(block.grid), ""] if source.style == "tika" else dump(block.grid)
        elif block.kind == "page":
            lines += ["", ""]
        else:
            if block.kind in ("h1", "title") and i:
                lines.append("")
            lines.append(block.number + block.text)
    return "\n".join(lines).strip("\n") + "\n"


def _pipe(grid: Grid) -> list[str]:
    """``| a | b |``: a cell that spans columns stands once, below a cell that spans rows the place is blank."""
    return ["| " + " | ".join(cells) + " |" for cells in _cells(grid)]


def _tab(grid: Grid) -> list[str]:
    """Columns parted by tabs, every position of the grid in its place."""
    lines = []
    for row in grid.rows():
        cells = [""] * grid.n_columns
        for box, starts in row:
            cells[box.column] = "".join(box.lines) if starts else ""
        lines.append("\t".join(cells))
    return lines


def _tika(grid: Grid) -> list[str]:
    """As Tika dumps Word tables: a tab starts a cell, further paragraphs follow, an empty line ends the row."""
    lines: list[str] = []
    for row in grid.rows():
        for box, starts in row:
            first, *others = box.lines if starts else [""]
            lines += ["\t" + first, *others]
        lines.append("")
    return lines


def _cells(grid: Grid) -> list[list[str]]:
    return [["".join(box.lines) if starts else "" for box, starts in row] for row in grid.rows()]
