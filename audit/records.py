"""Facts and findings as plain records (dictionaries), one per row: what frames, CSV and tables are made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gouji.audit.reports.fingerprint import fingerprint
from gouji.audit.reports.redact import Redact, redactor
from gouji.extract.document import Cell, Span
from gouji.extract.facts.model import FactSet, FundRow, Number, Role

if TYPE_CHECKING:
    from gouji.audit.report import Report

Record = dict[str, Any]

NUMBER_COLUMNS = (
    "id", "raw", "kind", "low", "high", "low_open", "high_open", "step", "unit", "approximate", "operator",
    "indicator", "scope", "role", "period", "line", "page", "paragraph", "table", "row", "column", "start", "end",
    "part", "sheet", "cell",
)
STATUS_COLUMNS = ("status", "reason")
CELL_COLUMNS = (
    "table", "row", "column", "row_span", "column_span", "text", "family", "indicator", "role", "period", "unit",
    "sheet", "cell", "stored",
)
INDICATOR_COLUMNS = (
    "table", "row", "form", "family", "level1", "level2", "level3", "target", "actual", "weight", "score", "reason",
    "target_text", "actual_text", "operator", "unit",
)
FUND_COLUMNS = (
    "table", "row", "form", "label", "kind", "initial", "budget", "executed", "weight", "rate", "score", "unit",
)
RELATION_COLUMNS = ("id", "rule", "kind", "verdict", "operands", "result", "text")
FINDING_COLUMNS = (
    "code", "name", "severity", "message", "computation", "quote", "number", "against", "suggestion", "repairs",
    "line", "page", "table", "row", "column", "relations", "fingerprint", "sheet", "cell",
)

_FUND_ROLES: tuple[tuple[str, Role], ...] = (
    ("initial", "budget_initial"), ("budget", "budget"), ("executed", "executed"), ("weight", "weight"),
    ("rate", "rate"), ("score", "score"),
)
_PLACE = {
    **{name: name for name in ("line", "page", "paragraph", "table", "row", "column", "start", "end", "part", "sheet")},
    "cell": "address",
}


def number_records(numbers: tuple[Number, ...]) -> Iterator[Record]:
    """Every numeral of the document, with its context and place (``NUMBER_COLUMNS``)."""
    redact = redactor(numbers)
    for number in numbers:
        q, context = number.quantity, number.context
        yield {
            "id": number.id, "raw": redact(q.raw), "kind": q.kind, "low": q.low, "high": q.high,
            "low_open": q.low_open, "high_open": q.high_open, "step": q.step, "unit": number.unit,
            "approximate": q.approximate, "operator": q.operator, "indicator": redact(context.indicator) or None,
            "scope": redact(" · ".join(context.scope)) or None, "role": context.role, "period": context.period,
            **_place(number.span),
        }


def cell_records(facts: FactSet) -> Iterator[Record]:
    """Every table cell at its anchor position, with what its form makes of it (``CELL_COLUMNS``)."""
    redact = redactor(facts.numbers)
    forms = {form.table.index: form for form in facts.forms}
    for table in facts.document.tables:
        form = forms.get(table.index)
        for cell in table.cells:
            context = form.contexts.get((cell.row, cell.column)) if form is not None else None
            yield {
                "table": table.index, "row": cell.row, "column": cell.column, "row_span": cell.row_span,
                "column_span": cell.column_span, "text": redact(cell.text.string),
                "family": form.family if form is not None else None,
                "indicator": (redact(context.indicator) or None) if context is not None else None,
                "role": context.role if context is not None else None,
                "period": context.period if context is not None else None,
                "unit": context.unit if context is not None else None,
                "sheet": (span := cell.text.locate(0, 1)).sheet, "cell": span.address, "stored": cell.stored,
            }


def indicator_records(facts: FactSet) -> Iterator[Record]:
    """One record per indicator row of a form (``INDICATOR_COLUMNS``); values where the cell states a single one."""
    redact = redactor(facts.numbers)
    for form in facts.forms:
        for row in form.indicators:
            yield {
                "table": form.table.index, "row": row.row, "form": form.title or None, "family": form.family,
                "level1": row.level1, "level2": row.level2, "level3": row.name,
                "target": _value(facts, form.block, row.target), "actual": _value(facts, form.block, row.actual),
                "weight": _value(facts, form.block, row.weight), "score": _value(facts, form.block, row.score),
                "reason": _text(row.reason, redact), "target_text": _text(row.target, redact), "actual_text": _text(row.actual, redact),
                "operator": row.operator, "unit": row.unit,
            }


def fund_records(facts: FactSet) -> Iterator[Record]:
    """One record per row of a form's money block (``FUND_COLUMNS``), amounts in ``unit``."""
    for form in facts.forms:
        for row in form.funds:
            yield {
                "table": form.table.index, "row": row.row, "form": form.title or None, "label": row.label,
                "kind": row.kind,
                **{name: _value(facts, form.block, row.cells.get(role)) for name, role in _FUND_ROLES},
                "unit": _fund_unit(facts, form.block, row) or form.unit,
            }


def relation_records(report: Report) -> Iterator[Record]:
    """One record per checked relation (``RELATION_COLUMNS``); operands as number ids joined by blanks."""
    redact = redactor(report.numbers)
    for r in report.relations:
        yield {
            "id": r.id, "rule": r.rule, "kind": r.kind, "verdict": r.verdict,
            "operands": " ".join(n.id for n in r.operands), "result": None if r.result is None else r.result.id,
            "text": redact(r.text),
        }


def finding_records(report: Report, lang: str = "zh") -> Iterator[Record]:
    """One record per finding (``FINDING_COLUMNS``): its first primary quote and place, the quotes held against it."""
    redact = redactor(report.numbers)
    for f in report.findings:
        first = next((e for e in f.evidence if e.role == "primary"), f.evidence[0] if f.evidence else None)
        place = _place(first.span) if first is not None else dict.fromkeys(_PLACE)
        yield {
            "code": f.code, "name": f.name, "severity": f.severity, "message": redact(f.message[lang]),
            "computation": redact(f.computation) or None,
            "quote": redact(first.quote) if first is not None else None,
            "number": first.number.id if first is not None and first.number is not None else None,
            "against": redact(" | ".join(e.quote for e in f.evidence if e is not first)) or None,
            "suggestion": f.suggestion.raw if f.suggestion is not None else None,
            "repairs": f.suggestion.repairs if f.suggestion is not None else None,
            **{name: place[name] for name in ("line", "page", "table", "row", "column", "sheet", "cell")},
            "relations": " ".join(f.relations) or None, "fingerprint": f.fingerprint or fingerprint(f),
        }


def _place(span: Span) -> Record:
    return {name: getattr(span, field) for name, field in _PLACE.items()}


def _text(cell: Cell | None, redact: Redact) -> str | None:
    return redact(cell.text.string.strip()) or None if cell is not None else None


def _value(facts: FactSet, block: int, cell: Cell | None) -> Decimal | None:
    """The one value that a cell states (of a bound such as ≥95% its stated end), else ``None``."""
    number = facts.only(block, cell)
    if number is None:
        return None
    q = number.quantity
    if q.low is not None and q.high is not None and q.low != q.high:
        return None
    return q.low if q.low is not None else q.high


def _fund_unit(facts: FactSet, block: int, row: FundRow) -> str | None:
    amounts: tuple[Role, ...] = ("budget", "executed", "budget_initial")
    for role in amounts:
        number = facts.only(block, row.cells.get(role))
        if number is not None and number.unit is not None:
            return number.unit
    return None
