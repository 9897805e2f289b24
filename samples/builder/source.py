"""The one source of a sample: blocks of a report, and tables written as a grid in which merged cells are marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import yaml

LEFT, ABOVE, NEW_LINE = "<", "^", "⏎"
CHINESE = "零一二三四五六七八九十"

Kind = Literal["title", "h1", "h2", "p", "line", "item", "table", "page"]
STYLES = ("pipe", "tika", "tab")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell at the top left corner of the grid positions it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str

    @property
    def lines(self) -> list[str]:
        """Its paragraphs."""
        return self.text.split(NEW_LINE)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every position of the grid belongs to exactly one box."""

    boxes: tuple[Box, ...]
    n_rows: int
    n_columns: int

    def rows(self) -> list[list[tuple[Box, bool]]]:
        """By row: the boxes that touch it from left to right, and whether the box starts in that row."""
        out: list[list[tuple[Box, bool]]] = []
        for r in range(self.n_rows):
            touching = [b for b in self.boxes if b.row <= r < b.row + b.rows]
            out.append([(b, b.row == r) for b in sorted(touching, key=lambda b: b.column)])
        return out


@dataclass(frozen=True, slots=True)
class Block:
    """One block: ``number`` is what an automatic number prints, ``starts`` that its list begins here."""

    kind: Kind
    text: str = ""
    number: str = ""
    starts: bool = False
    grid: Grid | None = None
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A sample.

    Attributes:
        name: of its folder and files.
        style: how its text file writes tables.
        encoding: of its text file.
        header: the running head of its Word and PDF files.
        blocks: what it consists of.
    """

    name: str
    style: str
    encoding: str
    header: str
    blocks: tuple[Block, ...]


def load(folder: Path) -> Source:
    """Read ``source.yaml`` of a sample's folder.

    Raises:
        ValueError: a block or a table that cannot be understood; the message names the sample and the line.
    """
    raw = yaml.load((folder / "source.yaml").read_text("utf-8"), yaml.BaseLoader)
    if raw["style"] not in STYLES:
        raise ValueError(f"{folder.name}: style is one of {STYLES}, not {raw['style']!r}")
    blocks = tuple(_blocks(folder.name, raw["blocks"]))
    return Source(folder.name, raw["style"], raw.get("encoding", "utf-8"), raw["header"], blocks)


def _blocks(name: str, raw: list[dict[str, str]]) -> Iterator[Block]:
    headings = 0
    for entry in raw:
        kind, value = next(iter(entry.items()))
        if kind == "auto":  # a heading that Word numbers itself: 一、 二、 …
            headings += 1
            yield Block("h1", value, f"{CHINESE[headings]}、", starts=headings == 1)
        elif kind == "items":  # a list that Word numbers itself: 1. 2. …
            for i, text in enumerate(value, 1):
                yield Block("item", text, f"{i}. ", starts=i == 1)
        elif kind == "table":
            yield Block("table", grid=grid(name, value), repeat=int(entry.get("repeat", "0")))
        elif kind in ("title", "h1", "h2", "p", "line", "page"):
            if kind == "page":
                headings = 0
            yield Block(cast(Kind, kind), value)
        else:
            raise ValueError(f"{name}: no such block: {kind}")


def grid(name: str, drawn: str) -> Grid:
    """A table from its drawing: ``|`` between cells, ``<`` one with its left, ``^`` one with the one above."""
    rows = [[cell.strip() for cell in line.split("|")] for line in drawn.strip("\n").splitlines()]
    width = len(rows[0])
    for line in rows:
        if len(line) != width:
            raise ValueError(f"{name}: {len(line)} cells instead of {width}: {' | '.join(line)}")
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r, line in enumerate(rows):
        for c, cell in enumerate(line):
            here = (r, c)
            owner[here] = owner[r, c - 1] if cell == LEFT else owner[r - 1, c] if cell == ABOVE else here
    covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for position, anchor in owner.items():
        covered.setdefault(anchor, []).append(position)
    boxes = []
    for (r, c), positions in covered.items():
        high = max(p[0] for p in positions) - r + 1
        wide = max(p[1] for p in positions) - c + 1
        if high * wide != len(positions):
            raise ValueError(f"{name}: the merged cell {rows[r][c]!r} is no rectangle")
        boxes.append(Box(r, c, high, wide, rows[r][c]))
    return Grid(tuple(sorted(boxes, key=lambda b: (b.row, b.column))), len(rows), width)
