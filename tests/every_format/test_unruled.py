"""A filing printed without rules, or with level ones only: the same cells and the same findings as with all rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from same_filing import findings, report_on
from written_files import NAMES, SAMPLES, load, samples

import gouji
from gouji.audit.report import Report
from gouji.extract.readers import read_bytes

from builder.pdf import PLAIN, Look, Rules, pdf  # isort: skip

LOOKS: dict[str, tuple[Rules, Look]] = {
    "left": ("none", PLAIN),
    "centred": ("none", Look("centre")),
    "figures to the right, narrow": ("none", Look("right", padding=2.5)),
    "at the top": ("none", Look(valign="TOP")),
    "three lines": ("three", PLAIN),
}


def _report(name: str, look: str, folder: Path) -> Report:
    path = folder / f"{name}.pdf"
    pdf(load(SAMPLES / name), path, *LOOKS[look])
    return gouji.check(read_bytes(path.read_bytes(), path.name))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_a_filing_without_rules_has_the_cells_and_the_findings_of_the_ruled_one(name: str, look: str, tmp_path: Path) -> None:
    report = _report(name, look, tmp_path)
    wanted = [
        {(b.row, b.column, samples.squeezed("".join(b.lines))) for b in block.grid.boxes if b.text}
        for block in load(SAMPLES / name).blocks if block.grid is not None
    ]
    found = [
        {(c.row, c.column, samples.squeezed(c.text.string)) for c in table.cells if c.text.string}
        for table in report.document.tables
    ]
    assert found == wanted
    assert sorted(
        f"{f.code} {f.severity} {samples.primary(f)} {f.computation or '-'} {f.suggestion.raw if f.suggestion else '-'}"
        for f in report.findings
    ) == sorted(findings(name, "pdf"))


def test_there_are_findings_to_compare() -> None:
    assert sum(len(report_on(name, "pdf").findings) for name in NAMES) > 20
