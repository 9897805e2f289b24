"""What the samples say is what gouji reads, confirms and reports, and the same from text, Word and PDF.

Differences that are known stand in ``open`` of a sample's ``expected.yaml`` with their reason; an entry that is no
longer true is to be taken out (``python tests/samples/prune_open.py``). ``python tests/samples/sample_files.py``
prints what is new and what is stale.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sample_files as samples
from sample_files import FORMATS, NAMES, SAMPLES, every_sample

from gouji.commands import run


@pytest.mark.parametrize(("name", "form"), list(every_sample()))
def test_every_quantity_is_read_as_labelled(name: str, form: str) -> None:
    assert not samples.new(name, form, "numbers")


@pytest.mark.parametrize(("name", "form"), list(every_sample("docx", "pdf")))
def test_every_numeral_is_the_same_as_in_the_text_file(name: str, form: str) -> None:
    assert not samples.new(name, form, "numerals")


@pytest.mark.parametrize(("name", "form"), list(every_sample()))
def test_every_table_is_that_of_the_source(name: str, form: str) -> None:
    assert not samples.new(name, form, "tables")


@pytest.mark.parametrize(("name", "form"), list(every_sample()))
def test_the_relations_that_hold_are_confirmed(name: str, form: str) -> None:
    assert not samples.new(name, form, "ticks")


@pytest.mark.parametrize(("name", "form"), list(every_sample()))
def test_the_planted_faults_are_reported_and_nothing_else(name: str, form: str) -> None:
    assert not samples.new(name, form, "findings")


@pytest.mark.parametrize(("name", "form"), list(every_sample("docx", "pdf")))
def test_the_findings_are_those_of_the_text_file(name: str, form: str) -> None:
    assert not samples.new(name, form, "same findings")


@pytest.mark.parametrize(("name", "form"), [p for p in every_sample() if not samples.expected(p.values[0])["findings"]])
def test_a_sound_sample_gives_no_error_and_no_warning(name: str, form: str) -> None:
    alarms = samples.fingerprint_of_findings(name, form)
    if alarms and not samples.new(name, form, "findings"):
        pytest.xfail(f"false alarms listed as open: {dict(alarms)}")
    assert not alarms


@pytest.mark.parametrize("name", NAMES)
def test_what_is_listed_as_open_is_still_open(name: str) -> None:
    done = [(f, c, d) for f in FORMATS for c in samples.CHECKS for d in samples.stale(name, f, c)]
    assert not done, f"no longer true in samples/{name}/expected.yaml: python tests/samples/prune_open.py"


@pytest.mark.parametrize(("name", "form"), list(every_sample()))
def test_the_report_keeps_to_the_schema(name: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["check", str(SAMPLES / name / f"{name}.{form}"), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, _schema(capsys))
    assert status == (1 if report["summary"]["error"] else 0)


def _schema(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(["schema"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_what_the_source_builds(name: str, tmp_path: Path) -> None:
    for built in builder().build(name, tmp_path):
        kept = SAMPLES / name / built.name
        assert _content(built) == _content(kept), f"{kept}: run samples/build.py"


@cache
def builder() -> Any:
    """``samples/build.py``, under a name of its own: a package of the build tools is called ``build`` too."""
    spec = importlib.util.spec_from_file_location("samples_build", SAMPLES / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _content(path: Path) -> Any:
    if path.suffix == ".txt":
        return path.read_bytes()
    document = samples.gouji.read(path)
    tables = [[(c.row, c.column, c.row_span, c.column_span, str(c.text)) for c in t.cells] for t in document.tables]
    return [(p.kind, str(p.text)) for p in document.paragraphs], tables


def test_there_are_sound_and_faulty_samples_with_what_is_expected() -> None:
    assert len(NAMES) >= 8
    faulty = [n for n in NAMES if samples.expected(n)["findings"]]
    assert 3 <= len(faulty) <= len(NAMES) - 3
    for name in faulty:
        kinds = Counter(f["code"] for f in samples.expected(name)["findings"])
        assert len(kinds) >= 2, name
    for name in NAMES:
        assert {f"{name}.{form}" for form in FORMATS} <= {p.name for p in (SAMPLES / name).iterdir()}
        assert samples.expected(name)["ticks"], name
