"""The Python interface."""

from __future__ import annotations

import doctest
from decimal import Decimal
from pathlib import Path

import pytest

import gouji
from gouji.audit.report import Report
from gouji.extract.document import Document
from gouji.extract.errors import BadConfiguration, EmptyFile, GoujiError, UnreadableFile


def test_a_file_and_a_document_give_the_same_report(faulty: Path) -> None:
    document = gouji.read(str(faulty))
    assert isinstance(document, Document)
    from_document, from_path = gouji.check(document), gouji.check(faulty)
    assert isinstance(from_document, Report)
    assert [f.fingerprint or f.message for f in from_document.findings] == [
        f.fingerprint or f.message for f in from_path.findings
    ]
    assert [f.code for f in from_path.findings] == ["GJ101"]


def test_quantities_of_one_string() -> None:
    found = {q.raw: q for q in gouji.quantities("抽检≥1300批次，支出400余万元，合格率98.5%。")}
    assert (found["≥1300批次"].low, found["≥1300批次"].high) == (Decimal(1300), None)
    assert (found["400余万元"].low, found["400余万元"].high, found["400余万元"].unit) == (400, 500, "万元")
    assert found["98.5%"].unit == "%"
    for q in found.values():
        assert "抽检≥1300批次，支出400余万元，合格率98.5%。"[q.start : q.end] == q.raw


def test_rules_are_chosen_by_config(faulty: Path) -> None:
    assert gouji.check(faulty, gouji.Config(ignore=("GJ101",))).findings == ()
    assert gouji.check(faulty, gouji.Config(select=("GJ4",))).findings == ()
    with pytest.raises(BadConfiguration, match="GJ7"):
        gouji.check(faulty, gouji.Config(select=("GJ7",)))


def test_every_error_is_a_gouji_error_and_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    with pytest.raises(EmptyFile) as caught:
        gouji.check(path)
    assert isinstance(caught.value, UnreadableFile) and isinstance(caught.value, GoujiError)
    assert str(path) in caught.value.message("zh") and str(path) in caught.value.message("en")


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(gouji).failed == 0
    assert doctest.testmod(gouji).attempted == 2


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="audit_all"):
        _ = gouji.audit_all
