"""Tables written once, built both as a true grid and as the ragged rows a text dump leaves of it."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.extract.document import Block, Cell, Document, Paragraph, Piece, Span, Table, Text
from gouji.extract.facts.forms import read_forms
from gouji.extract.facts.model import Form
from gouji.extract.numbers import quantities

Spec = str | tuple[str, int, int]


def _text(string: str, row: int, column: int) -> Text:
    span = Span(line=row + 1, start=0, end=len(string), table=0, row=row, column=column)
    return Text(string, (Piece(0, max(len(string), 1), span),))


def _spans(spec: Spec) -> tuple[str, int, int]:
    return (spec, 1, 1) if isinstance(spec, str) else spec


def grid(rows: Sequence[Sequence[Spec]]) -> Table:
    """A true grid; a cell is its text, or ``(text, row span, column span)``."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        c = 0
        for spec in row:
            while (r, c) in taken:
                c += 1
            string, down, across = _spans(spec)
            cells.append(Cell(r, c, _text(string, r, c), down, across))
            taken.update((r + i, c + j) for i in range(down) for j in range(across))
            c += across
    return Table(0, tuple(cells))


def dump(rows: Sequence[Sequence[Spec]]) -> Table:
    """The same table as a text dump: vertical merges become empty cells, horizontal ones vanish."""
    anchored = grid(rows)
    covered = anchored.grid
    cells = []
    for r in range(anchored.n_rows):
        position, c = 0, 0
        while c < anchored.n_columns:
            cell = covered[r][c]
            if cell is None:
                c += 1
                continue
            own = cell.row == r
            cells.append(Cell(r, position, _text(cell.text.string if own else "", r, position)))
            position += 1
            c = cell.column + cell.column_span
    return Table(0, tuple(cells), ragged=True)


def paragraph(string: str) -> Paragraph:
    """A body paragraph."""
    return Paragraph(Text(string, (Piece(0, len(string), Span(line=1, start=0, end=len(string))),)))


def document(*blocks: Block | str) -> Document:
    """A document of paragraphs (given as strings) and tables."""
    return Document("t.txt", "text", "", tuple(paragraph(b) if isinstance(b, str) else b for b in blocks))


def read(*blocks: Block | str) -> tuple[Form, ...]:
    """The forms of a document."""
    made = document(*blocks)
    found = {
        (i, cell.row, cell.column): tuple(quantities(cell.text.string, cell=True))
        for i, block in enumerate(made.blocks)
        if isinstance(block, Table)
        for cell in block.cells
    }
    return read_forms(made, found)


def rows_of(text: str) -> list[list[str]]:
    """Rows written line by line with ``|`` between cells."""
    return [[c.strip(" ") for c in line.split("|")] for line in text.strip("\n").split("\n")]


def ragged(text: str) -> Table:
    """A ragged table of such rows, as they stand."""
    return Table(
        0,
        tuple(Cell(r, c, _text(t, r, c)) for r, row in enumerate(rows_of(text)) for c, t in enumerate(row)),
        ragged=True,
    )


def shown(cell: Cell | None) -> str:
    """The words of a cell, nothing for none."""
    return "" if cell is None else "".join(cell.text.string.split())


def content(form: Form) -> dict[str, object]:
    """What a form says, without the places it says it at."""
    at = {(c.row, c.column): shown(c) for c in form.table.cells}
    return {
        "family": form.family,
        "scored": form.scored,
        "target_only": form.target_only,
        "indicators": [
            (i.level1, i.level2, i.name, *map(shown, (i.target, i.actual, i.weight, i.score, i.reason)), i.operator, i.unit)
            for i in form.indicators
        ],
        "funds": [
            (f.row, f.label, f.kind, {role: shown(c) for role, c in f.cells.items() if shown(c)}) for f in form.funds
        ],
        "totals": sorted(
            (t.kind, t.cue, shown(t.total), [shown(p) for p in t.parts], t.complete, t.signs) for t in form.totals
        ),
        "blocks": [(b.label, shown(b.cell), [i.name for i in b.indicators], b.complete) for b in form.score_blocks],
        "total": (shown(form.total_weight), shown(form.total_score)),
        "labels": {k: shown(c) for k, c in form.labels.items()},
        "contexts": sorted(
            (row, at[row, column], c.indicator, c.scope, c.role or "", c.period or "", c.unit or "")
            for (row, column), c in form.contexts.items()
            if any(ch.isdigit() for ch in at[row, column])
        ),
    }
