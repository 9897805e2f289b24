"""How many cells of the samples' tables are read right, by format: place, spans and text against what they were written from.

    python bench/table_truth.py [FORM …]

``pdf-unruled`` is the samples and a long filing, evaluation sheets and all, drawn without a single rule, in several
looks (``pdf-unruled-centred`` …); ``pdf-three-line`` with rules above, below and under the head only, ``pdf-level`` with
those between rows. Where nothing is drawn, an empty position cannot be told from a merged one: every cell with text
counts, by its first row and column.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "samples"), str(HERE.parent / "tests" / "every_format")]

from builder.pdf import PLAIN, Look, Rules, pdf  # noqa: E402
from builder.source import Box, Grid, Source, load  # noqa: E402
from long_filings import filing  # noqa: E402
from written_files import NAMES, OFFICE, SAMPLES, file_of  # noqa: E402

from gouji.extract.document import Document, Table  # noqa: E402
from gouji.extract.readers import read_bytes  # noqa: E402

OPEN: dict[str, tuple[Rules, Look]] = {
    "pdf-unruled": ("none", PLAIN),
    "pdf-unruled-centred": ("none", Look("centre")),
    "pdf-unruled-right": ("none", Look("right")),
    "pdf-unruled-narrow": ("none", Look(padding=2.5)),
    "pdf-unruled-top": ("none", Look("right", "TOP", 3)),
    "pdf-unruled-loose": ("none", Look("centre", padding=3, leading=13)),
    "pdf-three-line": ("three", PLAIN),
    "pdf-level": ("level", Look("centre")),
}
BARS = {"docx": 1.0, "xlsx": 1.0, "html": 1.0, "pdf": 0.995, **dict.fromkeys(OPEN, 0.95)}
FORMS = ("docx", "xlsx", "html", "mht", "pdf", "ofd", *OPEN)
OF_OFFICE = ("doc", "xls", "ods")
LONG, LONG_PROJECTS = "long filing", 20

Place = tuple[int, int, int, int, str]


def report(forms: Iterable[str] = ()) -> None:
    """Print the share of right cells for each format."""
    chosen = tuple(forms) or (*FORMS, *(OF_OFFICE if OFFICE else ()))
    if not OFFICE and not forms:
        print(f"  {', '.join(OF_OFFICE)}: LibreOffice is not installed")
    for form in chosen:
        right = total = 0
        for name in (*NAMES, LONG) if form in OPEN else NAMES:
            good, cells = measured(name, form)
            right, total = right + good, total + cells
        bar = f" (bar {BARS[form]:.1%})" if form in BARS else ""
        print(f"  {form:20}{right:6} of {total} cells{right / total:9.2%}{bar}")


def measured(name: str, form: str) -> tuple[int, int]:
    """Right cells of a sample in a format, and how many there are."""
    if form in OPEN:
        return _measured_open(name, *OPEN[form])
    source = load(SAMPLES / name)
    document = read_bytes(file_of(name, form), f"{name}.{form}")
    return matched([_places(grid) for grid in _grids(source)], [_read_places(t) for t in document.tables])


def _measured_open(name: str, rules: Rules, look: Look) -> tuple[int, int]:
    source = filing(LONG_PROJECTS) if name == LONG else load(SAMPLES / name)
    tables = [_with_text(_read_places(table)) for table in drawn(source, rules, look).tables]
    return matched([_with_text(_places(grid)) for grid in _grids(source)], tables)


def _grids(source: Source) -> list[Grid]:
    return [block.grid for block in source.blocks if block.grid is not None]


def _with_text(places: set[Place]) -> set[Place]:
    return {(row, column, 1, 1, text) for row, column, _, _, text in places if text}


def drawn(source: Source, rules: Rules, look: Look = PLAIN) -> Document:
    """A sample as read from a PDF of it with other rules, or none, in some look."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{source.name}.pdf"
        pdf(source, path, rules, look)
        return read_bytes(path.read_bytes(), path.name)


def matched(wanted: list[set[Place]], found: list[set[Place]]) -> tuple[int, int]:
    """Cells of the wanted tables that are in the found ones, both in order and each beside one other at most."""
    best = [0] * (len(found) + 1)
    for table in wanted:
        row = [0]
        for i, other in enumerate(found):
            row.append(max(row[-1], best[i + 1], best[i] + len(table & other)))
        best = row
    return best[-1], sum(map(len, wanted))


def _places(grid: Grid) -> set[Place]:
    return {(b.row, b.column, b.rows, b.columns, "".join(_text(b).split())) for b in grid.boxes}


def _text(box: Box) -> str:
    return "".join(box.lines)


def _read_places(table: Table) -> set[Place]:
    return {(c.row, c.column, c.row_span, c.column_span, "".join(c.text.string.split())) for c in table.cells}


if __name__ == "__main__":
    report(sys.argv[1:])
