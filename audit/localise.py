"""Which number is wrong: the smallest correction that repairs most broken relations."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.audit.diagnosis import Broken, Diagnosis
from gouji.audit.evaluate import Outcome
from gouji.audit.finding import Suggestion
from gouji.audit.wording import restyled
from gouji.extract.facts.model import FactSet


def localise(facts: FactSet, outcomes: Sequence[Outcome], broken: Sequence[Broken]) -> list[Diagnosis]:
    """Explain the broken relations of a document; ``outcomes`` are all its relations, broken or not."""
    out = []
    for b in broken:
        c = b.outcome.constraint
        suggestion = None
        if c.result is not None and b.outcome.value is not None:
            raw = restyled(c.result, b.outcome.value / c.result.factor())
            suggestion = None if raw is None else Suggestion(c.result, raw)
        out.append(Diagnosis((b,), None, c.numbers, suggestion))
    return out
