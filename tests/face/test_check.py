"""``gouji check``: status, selection, output, languages."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from filings import FAULTY, Gouji

from gouji.audit import runner


def test_status_tells_whether_something_was_found(faulty: Path, sound: Path, gouji: Gouji) -> None:
    assert gouji("check", sound)[0] == 0
    assert gouji("check", faulty)[0] == 1
    assert gouji("check", sound, faulty)[0] == 1
    assert gouji("check", faulty, "--fail-on", "never")[0] == 0


def test_fail_on_counts_the_severities_above(tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / "soft.txt"  # 约 makes it a warning at most
    path.write_text("全年检查商户约50户，其中超市12户、餐馆25户、药店34户。\n", "utf-8")
    _, out, _ = gouji("check", path, "--format", "json")
    severities = {f["severity"] for f in json.loads(out)["documents"][0]["findings"]}
    assert severities == {"warning"}
    assert gouji("check", path, "--fail-on", "error")[0] == 0
    assert gouji("check", path, "--fail-on", "warning")[0] == 1
    assert gouji("check", path, "--fail-on", "info")[0] == 1


def test_the_text_report_shows_place_quotes_sum_and_ledger(faulty: Path, gouji: Gouji) -> None:
    _, out, err = gouji("check", faulty)
    assert err == ""
    assert str(faulty) in out
    assert "错误 GJ101" in out
    assert "50户" in out and "第4行" in out
    assert "12+25+14=51≠50" in out
    assert re.search(r"共\d+个数：\d+个已核对，\d+个有矛盾，\d+个未核对", out)
    assert "\x1b" not in out


def test_the_text_report_in_english(faulty: Path, gouji: Gouji) -> None:
    _, out, _ = gouji("check", faulty, "--lang", "en")
    assert "error GJ101" in out and "line 4" in out
    assert re.search(r"\d+ numbers: \d+ confirmed, \d+ contradicted, \d+ unchecked", out)


def test_the_ledger_lists_every_quantity(sound: Path, gouji: Gouji) -> None:
    _, out, _ = gouji("check", sound, "--ledger")
    for raw in ("51户", "12户", "25户", "14户"):
        assert sum(line.strip().startswith("已核对") and raw in line for line in out.splitlines()) == 1


def test_select_and_ignore_take_codes_and_beginnings(faulty: Path, gouji: Gouji) -> None:
    assert gouji("check", faulty, "--select", "GJ101")[0] == 1
    assert gouji("check", faulty, "--select", "gj1")[0] == 1
    assert gouji("check", faulty, "--select", "GJ2,GJ3")[0] == 0
    assert gouji("check", faulty, "--ignore", "GJ1")[0] == 0
    assert gouji("check", faulty, "--select", "GJ1", "--ignore", "GJ101")[0] == 0


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_code_is_refused(option: str, faulty: Path, gouji: Gouji) -> None:
    status, out, err = gouji("check", faulty, option, "GJ999")
    assert (status, out) == (2, "")
    assert "GJ999" in err and err.count("\n") == 1


def test_an_unknown_pack_is_refused(faulty: Path, gouji: Gouji) -> None:
    status, out, err = gouji("check", faulty, "--pack", "atlantis")
    assert (status, out) == (2, "")
    assert "atlantis" in err and "generic" in err and err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["check"], ["check", "x", "--format", "xml"], ["chek"], ["check", "--lang"]])
def test_bad_usage_is_one_line_and_status_2(arguments: list[str], gouji: Gouji) -> None:
    status, out, err = gouji(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("gouji: ") and err.count("\n") == 1


def test_standard_input_has_the_name_it_is_given(monkeypatch: pytest.MonkeyPatch, gouji: Gouji) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode("gb18030"))))
    status, out, _ = gouji("check", "-", "--stdin-name", "draft.txt", "--format", "json")
    assert status == 1
    assert json.loads(out)["documents"][0]["path"] == "draft.txt"


def test_output_goes_to_a_file(faulty: Path, tmp_path: Path, gouji: Gouji) -> None:
    target = tmp_path / "report.json"
    status, out, err = gouji("check", faulty, "--format", "json", "--output", target)
    assert (status, out, err) == (1, "", "")
    assert json.loads(target.read_text("utf-8"))["schema"] == "gouji/report@1"


def test_an_output_that_cannot_be_written_is_told(faulty: Path, tmp_path: Path, gouji: Gouji) -> None:
    status, _, err = gouji("check", faulty, "--output", tmp_path / "no" / "such" / "folder.txt")
    assert status == 2
    assert err.count("\n") == 1


def test_a_file_named_twice_is_audited_once(faulty: Path, gouji: Gouji) -> None:
    _, out, _ = gouji("check", faulty, faulty, faulty.parent, "--format", "json")
    assert len(json.loads(out)["documents"]) == 1


def test_the_file_cannot_steer_the_terminal(tmp_path: Path, gouji: Gouji) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("全年检查\x1b[31m\x07商户50户，其中超市12户、餐馆25户、药店14户。\n", "utf-8")
    _, out, _ = gouji("check", path, "--ledger")
    assert "\x1b" not in out and "\x07" not in out


def test_a_phone_number_is_starred_everywhere(faulty: Path, tmp_path: Path, gouji: Gouji) -> None:
    outputs = [
        gouji("check", faulty, "--ledger")[1],
        gouji("check", faulty, "--format", "json")[1],
        *(gouji("facts", faulty, "--all", "--format", form)[1] for form in ("table", "json", "csv")),
    ]
    for out in outputs:
        assert out
        assert "13800001234" not in out
    assert "138******34" in outputs[1]


def test_an_error_nobody_foresaw_is_one_line(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, gouji: Gouji
) -> None:
    def fall_over(*_: object) -> None:
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setattr(runner, "audit", fall_over)
    monkeypatch.delenv("GOUJI_DEBUG", raising=False)
    status, out, err = gouji("check", faulty)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert str(faulty) in err and "a slip of ours" in err and "GOUJI_DEBUG" in err
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    assert "Traceback" in gouji("check", faulty)[2]


def test_a_reader_that_stops_listening_is_no_error(faulty: Path) -> None:
    command = f'"{sys.executable}" -m gouji check "{faulty}" --format json; echo "status $?" >&2'
    run = subprocess.run(
        ["bash", "-c", f"({command}) | head -c 10"], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in run.stderr and "BrokenPipe" not in run.stderr and "Exception" not in run.stderr
    assert run.stderr == "status 1\n"
