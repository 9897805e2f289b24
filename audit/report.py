"""The report on one document, as a value."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gouji.audit.finding import Finding, Relation
from gouji.extract.document import Document, Problem
from gouji.extract.facts.model import FactSet, Number


class Report(Struct, frozen=True):
    """What the audit of one document found.

    Attributes:
        document: the document as read.
        facts: its facts.
        numbers: every numeral, in reading order.
        statuses: by number id, ``(status, reason)`` of every quantity; see ``audit.ledger``.
        relations: every relation checked, in reading order, ``r1`` …
        findings: most severe first, then by place.
        problems: what the reader could not read.
    """

    document: Document
    facts: FactSet
    numbers: tuple[Number, ...]
    statuses: Mapping[str, tuple[str, str | None]]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
