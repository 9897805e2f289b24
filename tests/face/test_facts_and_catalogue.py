"""``gouji facts``, ``rule``, ``rules``, ``formats``; the pages in step with the rules."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from filings import Gouji

from gouji import rules
from gouji.audit.pack import Pack
from gouji.audit.pack_loader import load_pack
from gouji.audit.spec import Rule
from gouji.rules import packs, page

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_lists_quantities_only_unless_told(faulty: Path, gouji: Gouji) -> None:
    _, out, _ = gouji("facts", faulty)
    assert "50户" in out and "2023" not in [cell.strip() for line in out.splitlines() for cell in line.split("  ")][1:2]
    assert "138" not in out
    assert "138******34" in gouji("facts", faulty, "--all")[1]


def test_the_formats_agree(faulty: Path, tmp_path: Path, gouji: Gouji) -> None:
    listed = json.loads(gouji("facts", faulty, "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(gouji("facts", faulty, "--format", "csv")[1])))
    target = tmp_path / "facts.parquet"
    assert gouji("facts", faulty, "--format", "parquet", "--output", target)[0] == 0
    frame = pd.read_parquet(target)
    assert [n["id"] for n in listed] == [r["id"] for r in rows] == list(frame["id"])
    assert [n["low"] or "" for n in listed] == [r["low"] for r in rows] == list(frame["low"].fillna(""))
    assert "status" not in listed[0]


def test_a_csv_file_opens_in_excel_as_utf_8(faulty: Path, tmp_path: Path, gouji: Gouji) -> None:
    target = tmp_path / "facts.csv"
    assert gouji("facts", faulty, "--format", "csv", "--output", target)[0] == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfid,raw,")
    assert target.read_text("utf-8-sig").replace("\r\n", "\n").rstrip() == gouji("facts", faulty, "--format", "csv")[1].rstrip()


def test_parquet_without_a_file_is_refused(faulty: Path, gouji: Gouji) -> None:
    status, out, err = gouji("facts", faulty, "--format", "parquet")
    assert (status, out) == (2, "")
    assert "--output" in err


def test_a_cell_that_a_spreadsheet_would_run_is_defused(tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / "form.txt"
    path.write_text("| 三级指标 | 年度指标值 | 实际完成值 |\n| 培训班 | =8个 | 8个 |\n", "utf-8")
    rows = list(csv.DictReader(io.StringIO(gouji("facts", path, "--format", "csv")[1])))
    assert rows
    assert all(not value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_a_broken_file_is_one_line_here_too(tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / "empty.docx"
    path.write_bytes(b"")
    status, out, err = gouji("facts", path)
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("rule", rules.load(), ids=lambda r: r.code)
def test_a_rule_explains_itself_with_its_cases(rule: Rule, gouji: Gouji) -> None:
    for lang in ("zh", "en"):
        status, out, _ = gouji("rule", rule.code.lower(), "--lang", lang)
        assert status == 0
        assert rule.code in out and rule.title[lang] in out and rule.name in out
        for listed in page.cases(rule).values():
            for case in listed:
                assert str(case["text"]).strip().splitlines()[0].expandtabs(4) in out


def test_the_rules_are_all_listed(gouji: Gouji) -> None:
    _, out, _ = gouji("rules")
    for rule in rules.load():
        assert sum(line.startswith(f"{rule.code} ") for line in out.splitlines()) == 1


def test_an_unknown_rule_is_refused(gouji: Gouji) -> None:
    status, out, err = gouji("rule", "GJ999")
    assert (status, out) == (2, "")
    assert "GJ999" in err


def test_formats_names_what_is_read(gouji: Gouji) -> None:
    _, out, _ = gouji("formats")
    for extension in (".txt", ".docx", ".pdf"):
        assert extension in out


def test_every_rule_file_is_loaded() -> None:
    files = {p.name[:5].upper() for p in (ROOT / "rules").glob("*/gj*.py")}
    assert files <= {r.code for r in rules.load()}


def test_the_generated_pages_are_in_step() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "gen_docs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_generic_pack_is_the_default() -> None:
    assert load_pack(ROOT / "rules" / "packs" / "generic.yaml") == Pack() == packs.pack()


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_loads(name: str) -> None:
    assert packs.pack(name).name == name


def test_a_pack_of_the_users_own_is_read(tmp_path: Path, faulty: Path, gouji: Gouji) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("name: own\nover_target: '1.5'\n", "utf-8")
    assert gouji("check", faulty, "--pack", own)[0] == 1
    own.write_text("tolerance: 3\n", "utf-8")
    status, out, err = gouji("check", faulty, "--pack", own)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "tolerance" in err
