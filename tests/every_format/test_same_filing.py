"""One filing as text, Word, PDF, web page, workbook, OFD …: the same tables, numbers, relations and findings.

What differs stands in ``differences.yaml`` with its reason; ``python tests/every_format/same_filing.py`` prints what
is new and what is no longer true.
"""

from __future__ import annotations

import pytest
from same_filing import BASE, CHECKS, NAMES, THROUGH_OFFICE, known, listed, new, report_on, stale
from written_files import OFFICE

with_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
CASES = [
    pytest.param(name, form, id=f"{name}.{form}", marks=[with_office] if form in THROUGH_OFFICE else [])
    for form in BASE for name in NAMES
]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_the_same_filing_gives_the_same_in_every_format(name: str, form: str) -> None:
    assert report_on(name, form).document.format == {"txt": "text"}.get(form, form)
    assert {check: dict(found) for check in CHECKS if (found := new(name, form, check))} == {}


@pytest.mark.parametrize(("name", "form"), CASES)
def test_what_is_listed_as_different_still_is(name: str, form: str) -> None:
    assert {check: dict(found) for check in CHECKS if (found := stale(name, form, check))} == {}


def test_every_listed_difference_has_a_reason_and_names_what_there_is() -> None:
    for entry in listed():
        assert entry["why"] and entry["check"] in CHECKS
        assert set(entry["samples"]) <= set(NAMES) and set(entry["formats"]) <= set(BASE)


def test_no_difference_is_excused_where_the_layout_is_kept() -> None:
    """A web page, a workbook and an OFD lose nothing that a Word file has: nothing may be listed for them."""
    assert not [(n, f, c) for n in NAMES for f in ("html", "mht", "xlsx", "ofd", "doc", "odt", "xls", "ods") for c in CHECKS
                if known(n, f, c) != ({}, False)]


def test_there_is_something_to_compare() -> None:
    for name in NAMES:
        report = report_on(name, "docx")
        assert len(report.numbers) > 60 and len(report.relations) > 10
    assert sum(len(report_on(name, "docx").findings) for name in NAMES) > 20
