"""The machine report: one JSON object, a public interface (``report.schema.json``, schema ``gouji/report@1``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gouji.audit.finding import Finding, Relation
from gouji.audit.ledger import reason_in
from gouji.audit.reports.fingerprint import fingerprint
from gouji.audit.reports.redact import Redact, redactor
from gouji.audit.reports.shown import Shown, shown, summed
from gouji.extract.document import Problem
from gouji.extract.facts.model import Number

if TYPE_CHECKING:
    from gouji.audit.report import Report

SCHEMA = "gouji/report@1"
# report → documents → document → its numbers, relations, findings.
_EXPANDED, _INDENT = 4, " "
_NO_QUANTITY = {"zh": "不是数量", "en": "not a quantity"}


def schema() -> str:
    """The JSON Schema of the report, as text."""
    return files("gouji.audit.reports").joinpath("report.schema.json").read_text("utf-8")


def render(reports: Sequence[Report], *, version: str, lang: str = "zh") -> str:
    """The report on several documents as JSON text, messages in ``zh`` or ``en``."""
    return joined([document(report, lang) for report in reports], version=version)


def document(report: Report, lang: str = "zh") -> Shown:
    """One document's part of the JSON text."""
    return shown(report, _expanded(_document(report, lang), _EXPANDED - 2, _INDENT * 2))


def joined(parts: Sequence[Shown], *, version: str) -> str:
    """The whole object around the parts of its documents."""
    return _expanded({
        "schema": SCHEMA,
        "tool": {"name": "gouji", "version": version},
        "documents": list(parts),
        "summary": _summary(parts),
    }, _EXPANDED)


def _expanded(value: Any, levels: int, indent: str = "") -> str:
    """JSON with the outer levels spread over lines and one number, relation or finding a line: quick to write,
    easy to page through and to compare.
    """
    if isinstance(value, Shown):
        return value.text
    inner = indent + _INDENT
    if levels and value and isinstance(value, dict):
        parts = [f"{json.dumps(k)}: {_expanded(v, levels - 1, inner)}" for k, v in value.items()]
        return f"{{\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}}}"
    if levels and value and isinstance(value, list):
        parts = [_expanded(v, levels - 1, inner) for v in value]
        return f"[\n{inner}" + f",\n{inner}".join(parts) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def decimal_string(value: Decimal | None) -> str | None:
    """Plain decimal notation as printed (``1459.36``, ``87000``), never an exponent; ``None`` stays ``None``."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.lstrip("-") if value == 0 else text


def number_object(number: Number, status: str | None, reason: str | None, redact: Redact) -> dict[str, Any]:
    """One number; ``status`` as in the ledger, personal numbers starred by ``redact``."""
    q, context = number.quantity, number.context
    recognised = {} if number.confidence is None else {"confidence": number.confidence}
    return {
        "id": number.id,
        "raw": redact(q.raw),
        "kind": q.kind,
        "low": decimal_string(q.low),
        "high": decimal_string(q.high),
        "low_open": q.low_open,
        "high_open": q.high_open,
        "step": decimal_string(q.step),
        "unit": number.unit,
        "approximate": q.approximate,
        "indicator": redact(context.indicator) or None,
        "scope": [redact(s) for s in context.scope],
        "role": context.role,
        "period": context.period,
        "status": status,
        "reason": reason,
        **recognised,
        "location": number.span.to_json(),
    }


def _document(report: Report, lang: str) -> dict[str, Any]:
    document = report.document
    redact = redactor(report.numbers)
    return {
        "path": document.path,
        "sha256": document.sha256,
        "format": document.format,
        "pages": document.pages,
        "problems": [_problem(p, lang) for p in report.problems],
        "numbers": [number_object(n, *status_of(n, report.statuses, lang), redact) for n in report.numbers],
        "relations": [_relation(r, redact) for r in report.relations],
        "findings": [_finding(f, lang, redact) for f in report.findings],
    }


def status_of(
    number: Number, statuses: Mapping[str, tuple[str, str | None]], lang: str = "zh"
) -> tuple[str, str | None]:
    """Status and reason of a number; what counts or measures nothing is ``unchecked``, and says so."""
    if number.id in statuses:
        status, reason = statuses[number.id]
        return status, reason_in(reason, lang)
    return "unchecked", _NO_QUANTITY["en" if lang == "en" else "zh"]


def _problem(problem: Problem, lang: str) -> dict[str, Any]:
    message = problem.en if lang == "en" else problem.zh
    return {"code": problem.code, "message": message, "location": problem.span.to_json()}


def _relation(relation: Relation, redact: Redact) -> dict[str, Any]:
    return {
        "id": relation.id,
        "rule": relation.rule,
        "kind": relation.kind,
        "operands": [n.id for n in relation.operands],
        "result": None if relation.result is None else relation.result.id,
        "verdict": relation.verdict,
        "text": redact(relation.text),
    }


def _finding(finding: Finding, lang: str, redact: Redact) -> dict[str, Any]:
    suggestion = finding.suggestion
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": redact(finding.message["en" if lang == "en" else "zh"]),
        "computation": redact(finding.computation),
        "evidence": [
            {
                "role": e.role,
                "quote": redact(e.quote),
                "number": None if e.number is None else e.number.id,
                "location": e.span.to_json(),
            }
            for e in finding.evidence
        ],
        "suggestion": None if suggestion is None else {
            "number": suggestion.number.id, "raw": suggestion.raw, "repairs": suggestion.repairs,
        },
        "relations": list(finding.relations),
        "fingerprint": finding.fingerprint or fingerprint(finding),
    }


def _summary(parts: Sequence[Shown]) -> dict[str, Any]:
    ledger, found = summed(parts)
    return {
        "documents": len(parts),
        **{str(severity): count for severity, count in found.items()},
        "quantities": ledger.quantities,
        "confirmed": ledger.confirmed,
        "contradicted": ledger.contradicted,
        "unchecked": ledger.unchecked,
        "coverage": float(ledger.coverage),
    }
