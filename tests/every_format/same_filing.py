"""What two files of one filing have in common: every check gives what differs as sentences, counted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from written_files import NAMES, file_of, samples

import gouji
from gouji.audit.report import Report
from gouji.extract.document import Document
from gouji.extract.errors import GoujiError
from gouji.extract.readers import read_bytes
from gouji.extract.readers.office import read_offices

HERE = Path(__file__).resolve().parent
BASE = {
    "txt": "docx", "pdf": "docx", "html": "docx", "mht": "html", "xlsx": "docx", "ofd": "pdf",
    "doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx",
}  # fmt: skip
"""What each format is held against; what comes from another file of the filing, against that one."""
THROUGH_OFFICE = ("doc", "rtf", "odt", "xls", "ods")
"""Formats that LibreOffice writes for the tests."""

Differences = Counter[str]


@cache
def report_on(name: str, form: str) -> Report:
    """The audit of a sample in a format."""
    if form in ("rtf", "odt"):
        return gouji.check(_read_together(form)[name])
    return gouji.check(read_bytes(file_of(name, form), f"{name}.{form}"))


@cache
def _read_together(form: str) -> dict[str, Document]:
    """All samples in one start of LibreOffice."""
    found = read_offices([(file_of(name, form), f"{name}.{form}", "0", form) for name in NAMES])
    documents: dict[str, Document] = {}
    for name, document in zip(NAMES, found, strict=True):
        if isinstance(document, GoujiError):
            raise document
        documents[name] = document
    return documents


def problems(name: str, form: str) -> list[str]:
    """What the reader could not read."""
    return [p.zh for p in report_on(name, form).document.problems]


def text(name: str, form: str) -> list[str]:
    """Paragraphs of the body and headings, without blanks."""
    paragraphs = report_on(name, form).document.paragraphs
    return [samples.squeezed(p.text.string) for p in paragraphs if p.kind in ("body", "heading")]


def numbers(name: str, form: str) -> list[str]:
    """Every number: as printed, its value or interval, unit, status."""
    report = report_on(name, form)
    return [
        f"{samples.written(n)} {report.statuses[n.id][0]}" if n.is_quantity else f"{n.quantity.kind} {samples.squeezed(n.raw)}"
        for n in samples.body_numbers(report)
    ]


def labels(name: str, form: str) -> list[str]:
    """What every quantity counts, and in which role."""
    return [
        f"{samples.squeezed(n.raw)}: {n.label} {n.context.role or '-'}" for n in samples.body_numbers(report_on(name, form))
        if n.is_quantity
    ]


def relations(name: str, form: str) -> list[str]:
    """Every relation: its rule, verdict and arithmetic."""
    return [f"{r.rule} {r.verdict} {samples.squeezed(r.text)}" for r in report_on(name, form).relations]


def findings(name: str, form: str) -> list[str]:
    """Every finding: code, severity, quote, arithmetic, suggestion."""
    return [
        f"{f.code} {f.severity} {samples.primary(f)} {f.computation or '-'} {f.suggestion.raw if f.suggestion else '-'}"
        for f in report_on(name, form).findings
    ]


def cells(name: str, form: str) -> list[str]:
    """What the tables lack of those of the source, and have besides."""
    return list(samples.cells_unlike_source(name, report_on(name, form).document.tables).elements())


CHECKS: dict[str, Callable[[str, str], Iterable[str]]] = {
    f.__name__: f for f in (problems, text, cells, numbers, labels, relations, findings)
}


def differing(name: str, form: str, check: str) -> Differences:
    """``+`` what only this format has, ``-`` what only the one it is held against has."""
    here, there = (Counter(CHECKS[check](name, f)) for f in (form, BASE[form]))
    return Counter({f"+ {k}": v for k, v in (here - there).items()}) + Counter(
        {f"- {k}": v for k, v in (there - here).items()}
    )


# --- known differences -----------------------------------------------------------------------------------------


@cache
def listed() -> list[dict[str, Any]]:
    """Entries of ``differences.yaml``."""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / "differences.yaml").read_text("utf-8"))
    return found


def known(name: str, form: str, check: str) -> tuple[Differences, bool]:
    """The differences listed, and whether an entry covers any (a loss that touches whole columns)."""
    out: Differences = Counter()
    whole = False
    for entry in listed():
        if name in entry["samples"] and form in entry["formats"] and check == entry["check"]:
            whole = whole or entry["differences"] == "any"
            out += Counter() if entry["differences"] == "any" else Counter(entry["differences"])
    return out, whole


def new(name: str, form: str, check: str) -> Differences:
    """Differences that are found and not listed."""
    wanted, whole = known(name, form, check)
    return Counter() if whole else differing(name, form, check) - wanted


def stale(name: str, form: str, check: str) -> Differences:
    """Differences that are listed and no longer found."""
    wanted, whole = known(name, form, check)
    found = differing(name, form, check)
    return wanted - found + Counter(["any"] if whole and not found else ())


if __name__ == "__main__":  # what differs from the list now
    for sample in NAMES:
        for wanted_form in sys.argv[1:] or BASE:
            for check in CHECKS:
                for kind, found in (("new", new), ("stale", stale)):
                    for difference, times in found(sample, wanted_form, check).items():
                        print(f"{kind} {sample}.{wanted_form} {check}: {difference}" + f" ×{times}" * (times > 1))
