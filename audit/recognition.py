"""Findings on figures that were recognised in a scan: what rests on a doubtful one is a warning at most, and says so."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from gouji.audit.finding import Finding
from gouji.audit.findings import weaker
from gouji.extract.facts.model import Number

SURE = 0.95
"""Confidence from which a recognised figure is taken as printed; the default of ``--ocr-confidence``."""

_NOTE = {
    "zh": "（“{raw}”由文字识别得出，置信度{confidence:.0%}，请核对原件）",
    "en": " (“{raw}” was recognised in a scan with confidence {confidence:.0%}: look at the original)",
}


def with_doubt(findings: Iterable[Finding], sure: float = SURE) -> list[Finding]:
    """The findings, each that rests on a figure of a confidence below ``sure`` (0 to 1) at most a warning.

    The message names the least sure figure. Findings without recognised figures stay as they are.
    """
    return [_doubted(f, sure) for f in findings]


def _doubted(finding: Finding, sure: float) -> Finding:
    unsure: list[tuple[float, Number]] = [
        (e.number.confidence, e.number)
        for e in finding.evidence
        if e.number is not None and e.number.confidence is not None and e.number.confidence < sure
    ]
    if not unsure:
        return finding
    confidence, number = min(unsure, key=lambda pair: pair[0])
    message = {
        lang: text + _NOTE[lang].format(raw=number.raw, confidence=confidence) if text else text
        for lang, text in finding.message.items()
    }
    return replace(finding, severity=weaker(finding.severity, "warning"), message=message)
