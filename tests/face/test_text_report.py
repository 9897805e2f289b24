"""The report for people: widths, wrapping, grouping by culprit."""

from __future__ import annotations

from pathlib import Path

import pytest
from filings import Gouji
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import gouji
from gouji.audit.finding import Finding, Suggestion, cite
from gouji.audit.reports import text
from gouji.audit.reports.table import table
from gouji.audit.reports.width import clean, clip, pad, width, wrap, wrap_steps

TEXT = st.text(st.sampled_from("第12行 实际完成值，·/。（%）abc1,300批次\u0301é…"), max_size=60)
TWICE_WRONG = """一、检查情况
2023年检查商户50户，其中超市12户、餐馆25户、药店14户。
二、检查结果
2023年检查商户51户，其中合格40户、不合格11户。
"""


def test_a_chinese_character_takes_two_columns() -> None:
    assert [width(t) for t in ("abc", "批次", "１", "é", "e\u0301", "≥95%")] == [3, 4, 2, 1, 1, 4]


@given(TEXT, st.integers(4, 40))
def test_padding_and_clipping_keep_to_the_width(words: str, columns: int) -> None:
    assert width(clip(words, columns)) <= columns
    assert width(pad(clip(words, columns), columns)) == columns
    assert clip(words, 1000) == words


@given(TEXT, st.integers(8, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(words: str, columns: int) -> None:
    for lines in (wrap(clean(words), columns), wrap_steps(clean(words), columns)):
        assert "".join("".join(lines).split()) == "".join(clean(words).split())
        for line in lines:
            hanging = len(line) - len(line.rstrip("，。）%,…/"))
            assert width(line[: len(line) - hanging]) <= columns


def test_a_line_does_not_begin_with_a_comma() -> None:
    assert wrap("检查商户五十户，其中超市", 14) == ["检查商户五十户，", "其中超市"]


def test_tables_align_whatever_the_script() -> None:
    lines = table(("数", "unit"), [("1300批次", "批次"), ("5", "%")], columns=80)
    starts = [width(line[: line.rindex(cell)]) for line, cell in zip(lines, ("unit", "────", "批次", "%"), strict=True)]
    assert starts == [10, 10, 10, 10]


def test_control_characters_never_reach_the_terminal() -> None:
    assert clean("a\x1b[31m\x07b\u202ec\n\td") == "a [31m b c d"


@pytest.fixture(name="command")
def _command(request: pytest.FixtureRequest) -> Gouji:
    found: Gouji = request.getfixturevalue("gouji")
    return found


@pytest.fixture
def twice_wrong(tmp_path: Path) -> Path:
    path = tmp_path / "twice.txt"
    path.write_text(TWICE_WRONG, "utf-8")
    return path


def test_what_one_correction_repairs_stands_under_one_head(twice_wrong: Path) -> None:
    report = gouji.check(twice_wrong)
    culprit, other, third = report.numbers[1:4]
    suggestion = Suggestion(culprit, "51户", repairs=3)
    words = {"zh": "两处不一致", "en": "two places differ"}
    findings = tuple(
        Finding(code, "differs", "error", words, (cite(a), cite(b, "secondary")), f"{a.raw}≠{b.raw}", suggestion)
        for code, a, b in (("GJ101", culprit, other), ("GJ401", culprit, third), ("GJ201", other, culprit))
    )
    out = text.render([replace(report, findings=findings)], text.Style())
    assert out.count("▌ 应为51户，改1处可消3处矛盾") == 1
    assert sum(line.endswith("▌ 检查商户  50户") for line in out.splitlines()) == 1
    assert [word for word in out.split() if word.startswith("GJ")] == ["GJ101", "GJ401", "GJ201"]
    assert out.count("两处不一致") == 3
    assert " 3处错误\n" in out


def test_no_line_is_wider_than_the_screen(twice_wrong: Path, command: Gouji) -> None:
    for arguments in ([], ["--ledger"], ["--lang", "en", "--ledger"]):
        _, out, _ = command("check", twice_wrong, *arguments)
        path, *lines = out.splitlines()
        assert path == str(twice_wrong)
        assert max(map(width, lines)) <= 101


def test_a_file_without_a_figure_is_not_called_free_of_contradictions(tmp_path: Path, command: Gouji) -> None:
    for content, said in (("会议通知\n", "没有读到可核对的数"), ("全年检查商户51户，其中超市12户、餐馆39户。\n", "未发现矛盾")):
        path = tmp_path / "a.txt"
        path.write_text(content, "utf-8")
        _, out, _ = command("check", str(path))
        assert said in out
        assert ("未发现矛盾" in out) == (said == "未发现矛盾")
