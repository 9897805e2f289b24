"""One document's part of a report, written out: all that need leave the process it was audited in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from gouji.audit.finding import Severity
from gouji.audit.reports.ledger import Ledger, ledger_of

if TYPE_CHECKING:
    from gouji.audit.report import Report

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Shown(Struct, frozen=True):
    """The text of one document's report, and what the summary counts of it."""

    text: str
    ledger: Ledger
    found: Mapping[Severity, int]


def shown(report: Report, text: str) -> Shown:
    """A report written out."""
    return Shown(text, ledger_of(report), Counter(f.severity for f in report.findings))


def summed(parts: Iterable[Shown]) -> tuple[Ledger, dict[Severity, int]]:
    """Ledger and findings by severity of all of them."""
    ledger, found = Ledger(), dict.fromkeys(SEVERITIES, 0)
    for part in parts:
        ledger += part.ledger
        for severity in SEVERITIES:
            found[severity] += part.found.get(severity, 0)
    return ledger, found
