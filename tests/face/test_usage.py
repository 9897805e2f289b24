"""Command lines that cannot be followed: what is said is Chinese, English with ``--lang en``, and names what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.commands import run


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gouji: ") and err.count("\n") == 1
    return err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], ["缺少参数 PATH", "gouji check --help"]),
        (["extract", "a.docx"], ["缺少选项 --to"]),
        (["check", "a.docx", "--frmat", "json"], ["没有选项 --frmat", "--format"]),
        (["check", "a.docx", "--format"], ["--format", "要写上它的值"]),
        (["check", "a.docx", "--format", "xml"], ["“xml”", "text、json"]),
        (["check", "a.docx", "--ledger=1"], ["--ledger 不带值"]),
        (["check", "a.docx", "--timeout", "abc"], ["“abc”", "不小于0的数"]),
        (["check", "a.docx", "--timeout", "-1"], ["不小于0的数"]),
        (["check", "a.docx", "--jobs", "x"], ["“x”", "整数"]),
        (["check", "a.docx", "--ocr-confidence", "3"], ["不小于0、不大于1"]),
        (["chek", "a.docx"], ["没有子命令“chek”"]),
        (["报告.docx"], ["gouji check 报告.docx"]),
        (["facts", "a.docx", "b.docx"], ["多出参数：b.docx"]),
        (["rule"], ["缺少参数 CODE"]),
    ],
)
def test_what_is_wrong_is_said_in_chinese(arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, *arguments)
    assert all(word in text for word in words), text
    for english in ("Missing", "Invalid", "No such", "requires", "unexpected", "not one of", "does not"):
        assert english not in text


def test_in_english_it_is_said_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "check", "--lang", "en")
    assert text.isascii() or "…" in text
    assert "Missing argument" in text and "gouji check --help" in text


def test_a_folder_to_write_to_is_refused_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "是文件夹" in said(capsys, "check", "a.docx", "-o", str(tmp_path))


def test_a_file_that_is_no_pack_is_named_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("全年检查商户50户。", "utf-8")
    text = said(capsys, "test", str(report))
    assert "不是规则包" in text and ".yaml" in text and "generic" in text


def test_help_has_its_headings_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("用法 Usage:") and "选项 Options:" in out and "显示帮助" in out


def test_a_rule_in_english_says_which_of_its_parts_are_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rule", "GJ101", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    head, _, body = out.partition("are in Chinese")
    assert "A total differs" in head and "**Message**" in head and "合计" not in head
    assert "points at “" in body and "「" not in body.split("## ", 1)[1].split("→", 1)[1].split("\n", 1)[0]


def test_what_the_system_refuses_is_said_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text("全年检查商户50户。", "utf-8")
    assert "文件夹不存在" in said(capsys, "check", str(report), "-o", str(tmp_path / "nowhere" / "out.txt"))
    assert "找不到文件，请核对路径" in said(capsys, "check", str(tmp_path / "没有.docx"))
