"""Findings on a table part of which is hidden: what is not shown may explain them, so they are warnings at most."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from gouji.audit.finding import Finding
from gouji.audit.findings import weaker
from gouji.extract.document import Document

_COUNTS_THEM = ("GJ109",)
"""A formula says itself which hidden cells it counts."""
_NOTE = {
    "zh": "（该表有隐藏的行或列，未计入；请取消隐藏后核对）",
    "en": " (rows or columns of this table are hidden and were not counted: unhide them and look again)",
}


def with_hidden_rows(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """The findings, each with a number of a table that hides something at most a warning, which says so.

    Where only columns are hidden, what compares the figures of one column stays as it is.
    """
    partial = {t.index: t.narrowed for t in document.tables if t.partial}
    return [_weakened(f) if partial and _rests_on(f, partial) else f for f in findings]


def _rests_on(finding: Finding, partial: dict[int, bool]) -> bool:
    if finding.code in _COUNTS_THEM:
        return False
    columns: dict[int, set[int | None]] = {}
    for evidence in finding.evidence:
        if evidence.span.table in partial:
            columns.setdefault(evidence.span.table, set()).add(evidence.span.column)
    return any(not partial[table] or len(found) > 1 for table, found in columns.items())


def _weakened(finding: Finding) -> Finding:
    message = {lang: text + _NOTE[lang] if text else text for lang, text in finding.message.items()}
    return replace(finding, severity=weaker(finding.severity, "warning"), message=message)
