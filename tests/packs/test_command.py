"""``gouji test PACK`` and ``gouji check --pack``."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.commands import run

OWN = """name: own
rules:
  - code: GJ851
    name: training-over-limit
    relation: 培训费 <= 20万元
    fail: [培训费25万元。]
    pass: [培训费15万元。]
"""


def saved(tmp_path: Path, text: str) -> str:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf8")
    return str(path)


def test_examples_that_come_out_right_exit_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", saved(tmp_path, OWN)]) == 0
    assert "1条规则，2个例子，0个不对" in capsys.readouterr().out


def test_an_example_that_comes_out_wrong_exits_with_1_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", saved(tmp_path, OWN.replace("培训费15万元", "培训费35万元")), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "WRONG GJ851 line 7" in out and "35万元" in out


def test_a_pass_example_in_which_nothing_is_found_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", saved(tmp_path, OWN.replace("培训费15万元", "会议费15万元"))]) == 1
    assert "没有核对到" in capsys.readouterr().out


def test_a_mistake_in_the_file_exits_with_2_and_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", saved(tmp_path, OWN.replace("<=", "<<"))]) == 2
    assert "第5行" in capsys.readouterr().err


def test_check_uses_the_pack_and_refuses_a_wrong_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text("培训费25万元。\n", "utf8")
    own = saved(tmp_path, OWN)
    assert run(["check", str(report), "--pack", own, "--fail-on", "warning"]) == 1
    assert "GJ851" in capsys.readouterr().out
    assert run(["check", str(report), "--fail-on", "warning"]) == 0
    saved(tmp_path, "name: [\n")
    assert run(["check", str(report), "--pack", own]) == 2


def test_the_pack_of_the_documentation_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf8")
    example = page.split("```yaml\n", 1)[1].split("```", 1)[0]
    assert run(["test", saved(tmp_path, example)]) == 0
    printed = capsys.readouterr().out
    assert printed.strip() in page
