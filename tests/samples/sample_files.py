"""The samples and what is expected of them; every check gives the differences as sentences, counted."""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import gouji
from gouji.audit.finding import Finding
from gouji.audit.report import Report
from gouji.extract.document import Paragraph, Table
from gouji.extract.facts.model import Number

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
sys.path.insert(0, str(SAMPLES))

from builder.source import Grid, load  # noqa: E402

FORMATS = ("txt", "docx", "pdf")
NAMES = sorted(p.parent.name for p in SAMPLES.glob("*/source.yaml"))
LOUD = ("error", "warning")
FURNITURE = ("header", "footer", "page_number")
"""What a text file cannot carry: running heads and page numbers; they are left out of every comparison."""

_BLANK = re.compile(r"\s+")
_NOT_FIGURES = re.compile(r"[^\d.+\-×÷=%()]")

Differences = Counter[str]


@cache
def expected(name: str) -> dict[str, Any]:
    """``expected.yaml`` of a sample."""
    found: dict[str, Any] = yaml.safe_load((SAMPLES / name / "expected.yaml").read_text("utf-8"))
    return found


@cache
def report_on(name: str, form: str) -> Report:
    """The audit of one sample file."""
    return gouji.check(SAMPLES / name / f"{name}.{form}")


def known(name: str, form: str, check: str) -> Differences:
    """Differences that ``open`` lists for a format and a check: what gouji does not do yet, and why."""
    out: Differences = Counter()
    for entry in expected(name).get("open") or ():
        if form in entry["formats"] and entry["check"] == check:
            for difference in entry["differences"]:
                out[difference] += int(entry.get("times", 1))
    return out


def new(name: str, form: str, check: str) -> Differences:
    """Differences that are found and not listed."""
    return CHECKS[check](name, form) - known(name, form, check)


def stale(name: str, form: str, check: str) -> Differences:
    """Differences that are listed and no longer found."""
    return known(name, form, check) - CHECKS[check](name, form)


def printed(name: str) -> str:
    """The text file of a sample, without blanks and line ends."""
    path = SAMPLES / name / f"{name}.txt"
    return squeezed(path.read_text(load(SAMPLES / name).encoding))


def squeezed(text: str) -> str:
    """Without blanks and line ends."""
    return _BLANK.sub("", text)


# --- numbers -----------------------------------------------------------------------------------------------


def body_numbers(report: Report) -> list[Number]:
    """All numbers that stand in no running head and are no page number."""
    blocks = report.document.blocks
    return [
        n for n in report.numbers
        if not (isinstance(b := blocks[n.block], Paragraph) and b.kind in FURNITURE)
    ]


def written(number: Number) -> str:
    """``≥95% = [95, ∞) %``: raw text without blanks, value or interval, unit."""
    q = number.quantity
    if q.value is not None:
        value = f"{'~' if q.approximate else ''}{q.value:f}"
    else:
        low = "(-∞" if q.low is None else f"{'(' if q.low_open else '['}{q.low:f}"
        high = "∞)" if q.high is None else f"{q.high:f}{')' if q.high_open else ']'}"
        value = f"{low}, {high}"
    return f"{squeezed(q.raw)} = {value} {number.unit or '-'}"


def differing_numbers(name: str, form: str) -> Differences:
    """Quantities in reading order against the list written by hand."""
    listed = expected(name)["numbers"].split("\n")
    found = [written(n) for n in body_numbers(report_on(name, form)) if n.is_quantity]
    out: Differences = Counter()
    for tag, i, j, k, m in difflib.SequenceMatcher(None, [x for x in listed if x], found, False).get_opcodes():
        if tag != "equal":
            out += _explained(listed[i:j], found[k:m])
    return out


def _explained(wanted: list[str], found: list[str]) -> Differences:
    if len(wanted) == len(found):
        parts = [(w.rsplit(" ", 1), f.rsplit(" ", 1)) for w, f in zip(wanted, found, strict=True)]
        if all(w[0] == f[0] for w, f in parts):
            return Counter(f"unit {w[1]} read as {f[1]}" for w, f in parts)
    return Counter([f"number missing: {w}" for w in wanted] + [f"number not expected: {f}" for f in found])


def differing_from_text(name: str, form: str) -> Differences:
    """All numerals, the ones that are no quantity too, against those of the text file."""
    here, there = (
        Counter(f"{n.quantity.kind} {squeezed(n.raw)}" for n in body_numbers(report_on(name, f)))
        for f in (form, "txt")
    )
    return Counter({f"only in {form}: {k}": v for k, v in (here - there).items()}) + Counter(
        {f"only in txt: {k}": v for k, v in (there - here).items()}
    )


# --- tables ------------------------------------------------------------------------------------------------


def differing_cells(name: str, form: str) -> Differences:
    """Tables against the source."""
    return cells_unlike_source(name, report_on(name, form).document.tables)


def cells_unlike_source(name: str, found: Sequence[Table]) -> Differences:
    """Cells with their spans; of a text dump the non-empty cells row by row."""
    wanted = [b.grid for b in load(SAMPLES / name).blocks if b.grid is not None]
    out: Differences = Counter()
    if len(wanted) != len(found):
        out[f"{len(found)} tables instead of {len(wanted)}"] += 1
    for index, (grid, table) in enumerate(zip(wanted, found, strict=False), 1):
        a, b = (_rows(grid), _read_rows(table)) if table.ragged else (_boxes(grid), _read_boxes(table))
        out += Counter(f"table {index} lacks {x}" for x in (Counter(a) - Counter(b)).elements())
        out += Counter(f"table {index} has {x}" for x in (Counter(b) - Counter(a)).elements())
    return out


def _rows(grid: Grid) -> list[str]:
    lines = ([squeezed("".join(b.lines)) for b, starts in row if starts] for row in grid.rows())
    return [f"row {i}: {_line(line)}" for i, line in enumerate(lines)]


def _read_rows(table: Table) -> list[str]:
    return [f"row {i}: {_line(squeezed(c.text.string) for c in row)}" for i, row in enumerate(table.rows)]


def _line(cells: Iterable[str]) -> str:
    return "|".join(c for c in cells if c)


def _boxes(grid: Grid) -> list[str]:
    return [_box(b.row, b.column, b.rows, b.columns, "".join(b.lines)) for b in grid.boxes]


def _read_boxes(table: Table) -> list[str]:
    return [_box(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in table.cells]


def _box(row: int, column: int, rows: int, columns: int, text: str) -> str:
    return f"cell {row},{column} {rows}×{columns}: {squeezed(text)}"


# --- relations and findings ----------------------------------------------------------------------------------


def differing_ticks(name: str, form: str) -> Differences:
    """Relations that hold by hand and that the audit does not confirm."""
    held = [
        _canonical(r.text) for r in report_on(name, form).relations if r.verdict in ("holds", "within_rounding")
    ]
    return Counter(
        f"tick missing: {tick}" for tick in expected(name).get("ticks") or ()
        if not any(_covers(h, _canonical(tick)) for h in held)
    )


def _canonical(text: str) -> tuple[tuple[str, ...], ...]:
    """Sides of the equation, each the sorted addends: figures only, so that units and order play no part."""
    sides = _NOT_FIGURES.sub("", text.replace("≈", "=").replace(",", "")).split("=")
    return tuple(tuple(sorted(s.split("+"))) if "(" not in s else (s,) for s in sides)


def _covers(held: tuple[tuple[str, ...], ...], tick: tuple[tuple[str, ...], ...]) -> bool:
    """The relation itself, or a chain of equal statements that contains it."""
    if held == tick:
        return True
    return all(len(s) == 1 for s in (*held, *tick)) and not Counter(tick) - Counter(held)


def loud(name: str, form: str) -> list[Finding]:
    """Errors and warnings."""
    return [f for f in report_on(name, form).findings if f.severity in LOUD]


def differing_findings(name: str, form: str) -> Differences:
    """Findings against the planted faults; notes that nobody planted are let pass: code, severity, a quote, the suggestion where one is due."""
    left = list(report_on(name, form).findings)
    out: Differences = Counter()
    for fault in expected(name).get("findings") or ():
        hit = next((f for f in left if f.code == fault["code"] and _quotes(f, str(fault["at"]))), None)
        label = f"{fault['code']} at {fault['at']}"
        if hit is None:
            out[f"finding missing: {label}"] += 1
            continue
        left.remove(hit)
        if hit.severity != fault["severity"]:
            out[f"{label} is {hit.severity}, not {fault['severity']}"] += 1
        suggested = hit.suggestion.raw if hit.suggestion else None
        if "suggest" in fault and suggested != str(fault["suggest"]):
            out[f"{label} suggests {suggested}, not {fault['suggest']}"] += 1
    out += Counter(f"finding not expected: {f.code} {f.severity} at {primary(f)}" for f in left if f.severity in LOUD)
    return out


def primary(finding: Finding) -> str:
    """The quote a finding is about."""
    return next((squeezed(e.quote) for e in finding.evidence if e.role == "primary"), "")


def _quotes(finding: Finding, at: str) -> bool:
    return any(squeezed(at) in squeezed(e.quote) for e in finding.evidence)


def fingerprint_of_findings(name: str, form: str) -> Counter[str]:
    """Code, severity and primary quote of every error and warning."""
    return Counter(f"{f.code} {f.severity} {primary(f)}" for f in loud(name, form))


def findings_unlike_text(name: str, form: str) -> Differences:
    """Errors and warnings that this format and the text file do not share."""
    here, there = (fingerprint_of_findings(name, f) for f in (form, "txt"))
    return Counter({f"only in {form}: {k}": v for k, v in (here - there).items()}) + Counter(
        {f"only in txt: {k}": v for k, v in (there - here).items()}
    )


CHECKS = {
    "numbers": differing_numbers,
    "numerals": differing_from_text,
    "tables": differing_cells,
    "ticks": differing_ticks,
    "findings": differing_findings,
    "same findings": findings_unlike_text,
}


def every_sample(*forms: str) -> Iterator[Any]:
    """Parameters: sample and format."""
    import pytest

    for name in NAMES:
        for form in forms or FORMATS:
            yield pytest.param(name, form, id=f"{name}.{form}")


if __name__ == "__main__":  # what differs from the labels now: new, and listed as open but no longer true
    for name in sys.argv[1:] or NAMES:
        for check in CHECKS:
            for kind, differences in (("new", new), ("stale", stale)):
                places: dict[tuple[str, int], list[str]] = {}
                for form in FORMATS:
                    for key in differences(name, form, check).items():
                        places.setdefault(key, []).append(form)
                for (difference, times), forms in places.items():
                    print(f"{kind} {name} [{', '.join(forms)}] {check}: {difference}" + f" ×{times}" * (times > 1))
