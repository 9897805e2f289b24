"""The machine report keeps to its schema and to what it promises."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from filings import FAULTY, Gouji, docx_bytes

from gouji.audit.reports.json import decimal_string

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(p for p in (ROOT / "samples").rglob("*") if p.suffix in (".txt", ".docx", ".pdf"))


@pytest.fixture
def schema(gouji: Gouji) -> dict[str, Any]:
    status, out, _ = gouji("schema")
    assert status == 0
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_every_sample_keeps_to_the_schema(path: Path, schema: dict[str, Any], gouji: Gouji) -> None:
    status, out, _ = gouji("check", path, "--format", "json")
    assert status in (0, 1)
    report = json.loads(out)
    jsonschema.validate(report, schema)
    ids = [n["id"] for n in report["documents"][0]["numbers"]]
    assert len(ids) == len(set(ids))
    for relation in report["documents"][0]["relations"]:
        assert {*relation["operands"], relation["result"]} - {None} <= set(ids)
    relations = {r["id"] for r in report["documents"][0]["relations"]}
    for finding in report["documents"][0]["findings"]:
        assert set(finding["relations"]) <= relations
    counted = report["summary"]
    assert counted["confirmed"] + counted["contradicted"] + counted["unchecked"] == counted["quantities"]


def test_the_schema_refuses_what_is_no_report(schema: dict[str, Any], faulty: Path, gouji: Gouji) -> None:
    report = json.loads(gouji("check", faulty, "--format", "json")[1])
    jsonschema.validate(report, schema)
    report["documents"][0]["numbers"][0]["low"] = 50.0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema)


def test_values_are_plain_decimal_strings() -> None:
    assert decimal_string(Decimal("8.7E+4")) == "87000"
    assert decimal_string(Decimal("1459.360")) == "1459.360"
    assert decimal_string(Decimal("1E-7")) == "0.0000001"
    assert decimal_string(Decimal("-0")) == "0"
    assert decimal_string(None) is None


def test_places_in_a_text_point_at_the_quote(faulty: Path, gouji: Gouji) -> None:
    document = json.loads(gouji("check", faulty, "--format", "json")[1])["documents"][0]
    lines = FAULTY.split("\n")
    for number in document["numbers"]:
        where = number["location"]
        quoted = lines[where["line"] - 1][where["start"] : where["end"]]
        assert re.sub(r"\d", "*", quoted) == re.sub(r"\d", "*", number["raw"].replace("*", "0"))
    for finding in document["findings"]:
        for evidence in finding["evidence"]:
            where = evidence["location"]
            assert lines[where["line"] - 1][where["start"] : where["end"]] == evidence["quote"]


def test_every_run_of_digits_is_in_exactly_one_number(faulty: Path, gouji: Gouji) -> None:
    document = json.loads(gouji("check", faulty, "--format", "json")[1])["documents"][0]
    spans = [tuple(n["location"][k] for k in ("line", "start", "end")) for n in document["numbers"]]
    for index, line in enumerate(FAULTY.split("\n"), 1):
        for run in re.finditer(r"\d+", line):
            owners = [s for s in spans if s[0] == index and s[1] <= run.start() and run.end() <= s[2]]
            assert len(owners) == 1, (line, run[0])


def test_the_fingerprint_survives_a_move_and_tells_findings_apart(tmp_path: Path, gouji: Gouji) -> None:
    def fingerprints(text: str, name: str = "a.txt") -> list[str]:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        found = json.loads(gouji("check", path, "--format", "json")[1])["documents"][0]["findings"]
        return [f["fingerprint"] for f in found]

    before = fingerprints(FAULTY)
    assert len(before) == 1
    assert fingerprints("前言部分。\n\n" + FAULTY) == before
    assert fingerprints(FAULTY, "renamed.txt") == before
    assert fingerprints(FAULTY.replace("50户", "49户")) != before


def test_the_same_filing_in_word_has_the_same_fingerprints(tmp_path: Path, faulty: Path, gouji: Gouji) -> None:
    word = tmp_path / "faulty.docx"
    word.write_bytes(docx_bytes(FAULTY))
    report = json.loads(gouji("check", faulty, word, "--format", "json")[1])
    one, other = ([f["fingerprint"] for f in d["findings"]] for d in report["documents"])
    assert one == other != []


def test_messages_come_in_the_language_asked_for(faulty: Path, gouji: Gouji) -> None:
    zh = json.loads(gouji("check", faulty, "--format", "json")[1])
    en = json.loads(gouji("check", faulty, "--format", "json", "--lang", "en")[1])
    messages = [d["documents"][0]["findings"][0]["message"] for d in (zh, en)]
    assert messages[0] != messages[1]
    assert "parts" in messages[1]
