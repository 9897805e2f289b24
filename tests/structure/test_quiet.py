"""Structure rules stay silent, not merely quiet, where their cases say there is nothing wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gouji import rules
from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.extract.facts import facts_of
from gouji.extract.readers import read_bytes

FOLDER = Path(rules.__file__).resolve().parent / "structure"
BY_CODE = {r.code: r for r in rules.load()}


def silent_cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.cases.yaml")):
        code = path.name[:5].upper()
        for kind in ("pass", "near_miss"):
            for i, case in enumerate(yaml.safe_load(path.read_text("utf-8"))[kind], 1):
                found.append(pytest.param(code, case["text"], id=f"{code}-{kind}-{i}"))
    return found


@pytest.mark.parametrize(("code", "text"), silent_cases())
def test_nothing_is_said_where_nothing_is_wrong(code: str, text: str) -> None:
    facts = facts_of(read_bytes(text.encode(), "case.txt"))
    said = [item for item in BY_CODE[code].check(facts, Pack()) if isinstance(item, Defect)]
    assert not said, [e.quote for d in said for e in d.evidence]


@pytest.mark.parametrize("code", [c for c in BY_CODE if c.startswith("GJ6")])
def test_an_empty_document_gives_nothing(code: str) -> None:
    facts = facts_of(read_bytes("一".encode(), "case.txt"))
    assert not list(BY_CODE[code].check(facts, Pack()))
