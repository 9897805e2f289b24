"""Facts and findings as pandas frames; columns and dtypes are described in ``docs/frames.md``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from gouji.audit import records
from gouji.extract.document import Document
from gouji.extract.facts import facts_of
from gouji.extract.facts.model import FactSet

if TYPE_CHECKING:
    from gouji.audit.report import Report

_INTEGERS = {
    "line", "page", "paragraph", "table", "row", "column", "start", "end", "row_span", "column_span", "repairs",
}
_FLAGS = {"low_open", "high_open"}
_DECIMALS = {
    "low", "high", "step", "target", "actual", "weight", "score", "initial", "budget", "executed", "rate",
}


def frames(source: Document | Report) -> dict[str, pd.DataFrame]:
    """Frames of a document (facts) or of a report (facts, statuses, relations, findings).

    Returns:
        ``numbers``, ``cells``, ``indicators``, ``funds``; ``relations`` and ``findings`` are empty for a document.
        Values are ``decimal.Decimal`` in object columns (never floats), places are ``Int64``, flags ``boolean``,
        the rest is text. What is not stated is missing (``None`` in object columns, ``<NA>`` elsewhere).
    """
    facts = facts_of(source) if isinstance(source, Document) else source.facts
    relation_rows: Iterable[records.Record] = ()
    finding_rows: Iterable[records.Record] = ()
    if not isinstance(source, Document):
        relation_rows = records.relation_records(source)
        finding_rows = records.finding_records(source)
    return {
        "numbers": numbers(facts if isinstance(source, Document) else source),
        "cells": frame(records.cell_records(facts), records.CELL_COLUMNS),
        "indicators": frame(records.indicator_records(facts), records.INDICATOR_COLUMNS),
        "funds": frame(records.fund_records(facts), records.FUND_COLUMNS),
        "relations": frame(relation_rows, records.RELATION_COLUMNS),
        "findings": frame(finding_rows, records.FINDING_COLUMNS),
    }


def numbers(source: FactSet | Report) -> pd.DataFrame:
    """The frame ``numbers``: of a report with ``status`` and ``reason``."""
    rows = list(records.number_records(source.numbers))
    if isinstance(source, FactSet):
        return frame(rows, records.NUMBER_COLUMNS)
    for row in rows:
        row["status"], row["reason"] = source.statuses.get(row["id"], ("unchecked", None))
    return frame(rows, (*records.NUMBER_COLUMNS, *records.STATUS_COLUMNS))


def frame(rows: Iterable[records.Record], columns: Sequence[str]) -> pd.DataFrame:
    """Records as a frame with the documented dtypes, the same for no rows at all."""
    rows = list(rows)
    return pd.DataFrame({
        name: pd.Series([row[name] for row in rows], dtype=_dtype(name)) for name in columns
    })


def _dtype(column: str) -> str:
    if column in _INTEGERS:
        return "Int64"
    if column in _FLAGS:
        return "boolean"
    return "object" if column in _DECIMALS else "string"
