"""How a rule is declared: one function with a code, a name and its messages, kept in a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from gouji.audit.choose import Question
from gouji.audit.constraint import Constraint
from gouji.audit.finding import Defect, Severity
from gouji.audit.pack import Pack
from gouji.extract.facts.model import FactSet

Check = Callable[[FactSet, Pack], Iterable[Constraint | Question | Defect]]


class Rule(Struct, frozen=True):
    """A rule: code (never reused), name of the defect, default severity, messages with ``{place-holders}``."""

    code: str
    name: str
    severity: Severity
    title: dict[str, str]
    message: dict[str, str]
    check: Check
    doc: str
    enabled: bool = True


REGISTRY: dict[str, Rule] = {}


def rule(
    code: str, name: str, *, severity: Severity, zh: str, en: str, title_zh: str, title_en: str, enabled: bool = True
) -> Callable[[Check], Check]:
    """Declare a rule. ``zh``/``en`` are message templates; a code declared twice refuses to load.

    Place-holders for constraints: ``{label}`` (what is counted), ``{stated}``, ``{computed}``, ``{difference}``,
    ``{sum}`` (the computation), ``{cue}``; for defects whatever their ``words`` hold.
    """

    def declare(check: Check) -> Check:
        if code in REGISTRY:
            raise ValueError(f"rule code {code} declared twice")
        REGISTRY[code] = Rule(
            code, name, severity, {"zh": title_zh, "en": title_en}, {"zh": zh, "en": en}, check,
            check.__doc__ or "", enabled,
        )
        return check

    return declare
