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
    """The findings, each with a number of a table that hides something at most a warning, which says so."""
    partial = {t.index for t in document.tables if t.partial}
    return [_weakened(f) if partial and _rests_on(f, partial) else f for f in findings]


def _rests_on(finding: Finding, partial: set[int]) -> bool:
    return finding.code not in _COUNTS_THEM and any(e.span.table in partial for e in finding.evidence)


def _weakened(finding: Finding) -> Finding:
    message = {lang: text + _NOTE[lang] if text else text for lang, text in finding.message.items()}
    return replace(finding, severity=weaker(finding.severity, "warning"), message=message)
