"""The catalogue is whole: every line has its rule, every rule its line, every false alarm stays silent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from gouji import rules
from gouji.audit.runner import audit
from gouji.extract.readers import read_bytes
from gouji.rules import packs

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import catalogue_page  # noqa: E402

TOOL = "GJ0"
LINES = catalogue_page.lines()
ALARMS = catalogue_page.false_alarms()


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"GJ{line['at']}")
def test_every_line_is_a_rule_or_part_of_one(line: dict[str, list[str]]) -> None:
    known = {r.code: r for r in rules.load()}
    assert line["rules"]
    for code in line["rules"]:
        assert code in known
        if line["kind"] == "J":
            assert known[code].severity == "info" and not known[code].enabled
        else:
            assert known[code].enabled


def test_every_rule_stands_in_the_catalogue() -> None:
    listed = {code for line in LINES for code in line["rules"]}
    assert sorted(listed) == [r.code for r in rules.load() if not r.code.startswith(TOOL)]


@pytest.mark.parametrize("pack", packs.names())
@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: str(alarm["en"]).replace(" ", "-"))
def test_what_only_looks_like_a_contradiction_is_no_error(alarm: dict[str, str], pack: str) -> None:
    everything = [replace(r, enabled=True) for r in rules.load()]
    report = audit(read_bytes(alarm["text"].encode(), "a.txt"), everything, packs.pack(pack))
    assert [(f.code, f.message["zh"]) for f in report.findings if f.severity == "error"] == []


def test_a_rule_that_is_off_runs_when_it_is_selected() -> None:
    import gouji

    text = (ROOT / "rules" / "score" / "gj317.cases.yaml").read_text("utf8")
    import yaml

    document = read_bytes(yaml.safe_load(text)["fail"][0]["text"].encode(), "a.txt")
    assert not [f for f in gouji.check(document).findings if f.code == "GJ317"]
    assert [f.code for f in gouji.check(document, gouji.Config(select=("GJ317",))).findings] == ["GJ317"]


def test_the_page_is_in_step() -> None:
    assert (ROOT / "docs" / "catalogue.md").read_text("utf8") == catalogue_page.page(), "run make docs"
