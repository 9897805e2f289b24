"""Documents of kinds the samples do not have: no false error, and the record of what is found stays true."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import gouji
from gouji.audit.finding import Finding

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "unlike"
LABELS: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "labels.yaml").read_text("utf-8"))


@cache
def loud(name: str) -> tuple[Finding, ...]:
    """Errors and warnings on one document."""
    return tuple(f for f in gouji.check(FOLDER / name).findings if f.severity in ("error", "warning"))


def quotes(finding: Finding, at: str) -> bool:
    return any(at in e.quote for e in finding.evidence)


def test_every_document_is_labelled() -> None:
    assert set(LABELS) == {p.name for p in FOLDER.glob("*.txt")}
    assert len(LABELS) >= 10


@pytest.mark.parametrize("name", LABELS)
def test_no_error_is_false(name: str) -> None:
    real = [str(x["at"]) for x in LABELS[name]["findings"]]
    false = [f.message["zh"] for f in loud(name) if f.severity == "error" and not any(quotes(f, at) for at in real)]
    assert not false


@pytest.mark.parametrize("name", LABELS)
def test_no_warning_is_false_but_those_on_record(name: str) -> None:
    known = [(None, str(x["at"])) for x in LABELS[name]["findings"]]
    known += [(x["code"], str(x["at"])) for x in LABELS[name].get("noise", ())]
    false = [
        f"{f.code} {f.message['zh']}" for f in loud(name)
        if not any(code in (None, f.code) and quotes(f, at) for code, at in known)
    ]
    assert not false


@pytest.mark.parametrize("name", LABELS)
def test_the_record_says_what_the_run_finds(name: str) -> None:
    for label in LABELS[name]["findings"]:
        hit = next((f for f in loud(name) if quotes(f, str(label["at"]))), None)
        assert (hit.severity if hit else "missed") == label["run"], label["at"]
        if hit is not None and hit.suggestion is not None and "right" in label:
            assert hit.suggestion.raw == label["right"]
