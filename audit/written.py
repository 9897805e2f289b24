"""Rules that a bureau writes in its pack: a relation between named indicators, and the examples that prove it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from gouji.audit.expression import Expression
from gouji.extract.rational import Fraction


class Example(Struct, frozen=True):
    """A text with what the rule must make of it: ``fail`` is reported, ``pass`` is confirmed, ``near_miss`` is neither."""

    kind: Literal["fail", "pass", "near_miss"]
    text: str
    line: int
    at: str = ""


class WrittenRule(Struct, frozen=True):
    """One rule of a pack file.

    Attributes:
        code: ``GJ8xx``, the family kept for rules that bureaus write.
        name: the defect in kebab-case.
        expression: the relation between names.
        severity: what a broken relation is reported as.
        role: role of every name that has none of its own in brackets (``executed``, ``budget`` …), or ``None``.
        period: year of every name, or ``None``.
        exact: agreement to the last digit is demanded: half units are not allowed for.
        tolerance: difference that is let pass, in base units.
        message: template by language; empty for the standing one.
        examples: the rule's own examples.
        line: line of the file it begins on, 1-based.
    """

    code: str
    name: str
    expression: Expression
    severity: Literal["error", "warning", "info"] = "warning"
    role: str | None = None
    period: str | None = None
    exact: bool = False
    tolerance: Fraction = Fraction(0)
    message: dict[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    line: int = 1
