"""What an audit says: findings with the evidence on both sides, and relations with their verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from gouji.extract.document import Span
from gouji.extract.facts.model import Number

if TYPE_CHECKING:
    from gouji.audit.evaluate import Outcome

Severity = Literal["error", "warning", "info"]
Verdict = Literal["holds", "within_rounding", "broken", "not_assessable"]


class Evidence(Struct, frozen=True):
    """One quoted place. ``primary`` is what the finding is about, ``secondary`` what it is held against."""

    role: Literal["primary", "secondary"]
    quote: str
    span: Span
    number: Number | None = None


class Suggestion(Struct, frozen=True):
    """What the culprit should read, and how many broken relations that would repair."""

    number: Number
    raw: str
    repairs: int = 1
    slip: str = ""


class Finding(Struct, frozen=True):
    """One contradiction or defect.

    ``message`` holds both languages: ``{"zh": …, "en": …}``. ``relations`` are ids of broken relations.
    """

    code: str
    name: str
    severity: Severity
    message: dict[str, str]
    evidence: tuple[Evidence, ...]
    computation: str = ""
    suggestion: Suggestion | None = None
    relations: tuple[str, ...] = ()
    fingerprint: str = ""

    def at(self, severity: Severity) -> Finding:
        """The same finding at another severity."""
        return replace(self, severity=severity)


class Relation(Struct, frozen=True):
    """A constraint as checked: its id, verdict and, where it is asked for, the sum in words a person can re-do."""

    id: str
    outcome: Outcome

    @property
    def rule(self) -> str:
        """Code of the rule that found it."""
        return self.outcome.constraint.rule

    @property
    def kind(self) -> str:
        """Sort of relation."""
        return self.outcome.constraint.kind

    @property
    def operands(self) -> tuple[Number, ...]:
        """Every number but the result."""
        return self.outcome.constraint.operands

    @property
    def result(self) -> Number | None:
        """The stated result."""
        return self.outcome.constraint.result

    @property
    def verdict(self) -> Verdict:
        """Whether it holds."""
        return self.outcome.verdict

    @property
    def text(self) -> str:
        """The sum in the printed figures."""
        return self.outcome.text


class Defect(Struct, frozen=True):
    """What a rule yields when there is no arithmetic to check: evidence and, if need be, its own words.

    Place-holders of the rule's message are filled from ``words``; ``computation`` is shown as it is.
    """

    evidence: tuple[Evidence, ...]
    words: dict[str, str] = field(default_factory=dict)
    computation: str = ""
    severity: Severity | None = None
    message: dict[str, str] = field(default_factory=dict)


def cite(number: Number, role: Literal["primary", "secondary"] = "primary", quote: str = "") -> Evidence:
    """Evidence that is a number of the document."""
    return Evidence(role, quote or number.raw, number.span, number)
