"""Relations borne out by their figures alone: what must be confirmed, and what chance might have made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gouji import rules
from gouji.audit.pack import Pack
from gouji.audit.runner import audit
from gouji.extract.readers import read_bytes

CASES = yaml.safe_load(Path(__file__).with_name("confirmed_by_figures.yaml").read_text("utf-8"))


def relations(text: str) -> list[tuple[str, str | None, list[str]]]:
    """Verdict, result and operands of every relation, as printed."""
    found = audit(read_bytes(text.encode(), "case.txt"), list(rules.load()), Pack())
    told = [r.outcome for r in found.relations]
    return [(o.verdict, c.result.raw if (c := o.constraint).result is not None else None, [n.raw for n in c.operands]) for o in told]


@pytest.mark.parametrize("case", CASES["holds"], ids=lambda c: str(c["result"]))
def test_confirmed(case: dict[str, Any]) -> None:
    told = relations(case["text"])
    fits = [t for t in told if t[1] == case["result"] and set(case["of"]) <= set(t[2]) and t[0] in ("holds", "within_rounding")]
    assert fits, told


@pytest.mark.parametrize("case", CASES["quiet"], ids=lambda c: str(c["result"]))
def test_chance_says_nothing(case: dict[str, Any]) -> None:
    told = relations(case["text"])
    assert not [t for t in told if t[1] == case["result"] and t[0] in ("holds", "within_rounding")], told
