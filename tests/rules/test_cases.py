"""Every rule's cases, run through the whole pipeline: text in, findings out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from gouji import rules
from gouji.audit.finding import Finding
from gouji.audit.pack import Pack
from gouji.audit.runner import audit
from gouji.audit.spec import Rule
from gouji.extract.readers import read_bytes
from gouji.rules import packs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "readers_workbook"))

from made_workbooks import noted_sheet, xlsx

FOLDER = Path(rules.__file__).resolve().parent
LOUD = ("error", "warning")
TOOL = "GJ0"


def case_files() -> list[Path]:
    return sorted(FOLDER.glob("*/gj*.cases.yaml"))


def cases() -> list[Any]:
    found = []
    for path in case_files():
        code = path.name[:5].upper()
        for kind, listed in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            for index, case in enumerate(listed, 1):
                found.append(pytest.param(code, kind, case, id=f"{code}-{kind}-{index}"))
    return found


def file_of(case: dict[str, Any]) -> bytes:
    """The case's text, or the workbook that it notes where it names a sheet."""
    if "sheet" not in case:
        return str(case["text"]).encode()
    return xlsx(noted_sheet(case["text"], case["sheet"]))


def findings_of(case: dict[str, Any], code: str) -> tuple[Finding, ...]:
    active = [replace(r, enabled=True) if r.code == code else r for r in rules.load()]
    wanted = case.get("pack")
    pack = Pack(**wanted) if isinstance(wanted, dict) else packs.pack(wanted) if wanted else Pack()
    document = read_bytes(file_of(case), "case.txt")
    return audit(document, active, pack).findings


def shown(findings: tuple[Finding, ...]) -> str:
    return "\n".join(
        f"  {f.code} {f.severity} {f.message['zh']} [{' | '.join(e.quote for e in f.evidence)}]"
        f" {f.suggestion.raw if f.suggestion else ''}"
        for f in findings
    ) or "  (nothing)"


@pytest.mark.parametrize(("code", "kind", "case"), cases())
def test_case(code: str, kind: str, case: dict[str, Any]) -> None:
    findings = findings_of(case, code)
    own = [f for f in findings if f.code == code]
    report = f"{case['text']}\n{shown(findings)}"
    if kind == "fail":
        at = str(case.get("at", ""))
        hits = [f for f in own if any(at in e.quote for e in f.evidence)]
        assert hits, f"{code} says nothing at {at!r}:\n{report}"
        if "severity" in case:
            assert any(f.severity == case["severity"] for f in hits), report
        if "suggest" in case:
            raws = [f.suggestion.raw for f in hits if f.suggestion]
            assert (str(case["suggest"]) in raws) if case["suggest"] is not None else not raws, report
    elif kind == "near_miss":
        assert not [f for f in own if f.severity in LOUD], report
    else:
        assert not [f for f in findings if f.severity in LOUD], report


def written_rules() -> list[Rule]:
    return [r for r in rules.load() if not r.code.startswith(TOOL)]


@pytest.mark.parametrize("rule", written_rules(), ids=lambda r: r.code)
def test_every_rule_has_all_three_kinds_of_cases(rule: Rule) -> None:
    files = [p for p in case_files() if p.name[:5].upper() == rule.code]
    assert len(files) == 1, f"{rule.code}: no cases file, or more than one"
    listed = yaml.safe_load(files[0].read_text("utf-8"))
    assert set(listed) == {"fail", "pass", "near_miss"}
    for kind, found in listed.items():
        assert found, f"{rule.code}: no {kind} case"
        for case in found:
            assert set(case) <= {"text", "at", "suggest", "severity", "pack", "note", "sheet"}, case
            assert kind != "fail" or case.get("at"), f"{rule.code}: a fail case without a place"


@pytest.mark.parametrize("rule", written_rules(), ids=lambda r: r.code)
def test_every_rule_speaks_both_languages_and_explains_itself(rule: Rule) -> None:
    for words in (rule.title, rule.message):
        assert words["zh"].strip() and words["en"].strip()
    for part in ("检查内容", "为什么重要", "何时不算错"):
        assert part in rule.doc, f"{rule.code}: docstring without {part}"
    assert rule.name == rule.name.lower() and " " not in rule.name


def test_every_cases_file_belongs_to_a_rule() -> None:
    codes = {r.code for r in rules.load()}
    assert {p.name[:5].upper() for p in case_files()} <= codes
