"""What localisation says of broken relations: which number, which value, and how sure."""

from __future__ import annotations

from msgspec import Struct

from gouji.audit.evaluate import Outcome
from gouji.audit.finding import Severity, Suggestion
from gouji.extract.facts.model import Number


class Broken(Struct, frozen=True):
    """A broken relation with its id in the report, its rule's code and the severity it is reported at."""

    id: str
    rule: str
    severity: Severity
    outcome: Outcome


class Diagnosis(Struct, frozen=True):
    """Broken relations that one explanation covers.

    Attributes:
        broken: the relations, in reading order.
        culprit: the number that must be wrong, ``None`` when several corrections are as good.
        candidates: the numbers one of which is wrong; the culprit alone when there is one.
        suggestion: a value that would repair them, for the culprit or the likeliest candidate.
        copies: other places that print the culprit's statement word for word.
        slip_code: code of the rule that names the slip, when it has one of its own (GJ203, wrong unit).
        doubtful: ``(broken, total)`` relations of a table whose reading is doubtful; then nothing is accused.
    """

    broken: tuple[Broken, ...]
    culprit: Number | None
    candidates: tuple[Number, ...]
    suggestion: Suggestion | None = None
    copies: tuple[Number, ...] = ()
    slip_code: str | None = None
    doubtful: tuple[int, int] | None = None
