"""The place of a number in words, in both languages, for every kind of file; no inner name of a reader among them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from same_filing import report_on
from written_files import MadeSheet, figure, file_of, xlsx

import gouji
from gouji.audit.reports import place
from gouji.commands import run
from gouji.extract.document import Document
from gouji.extract.readers import read, read_bytes

OLE = Path(__file__).resolve().parents[1] / "readers_ole" / "data"
INNER = re.compile(r"html|document|textboxes|xl/|word/|None")
QUOTED = "1480批次"
"""A figure of the first page's text in the sample, and one of the sheet in its annex."""
BOXED = "96.20"


@pytest.mark.parametrize(
    ("form", "quoted", "boxed"),
    [
        ("txt", ("第9行", "line 9"), ("表1第15行 得分 / 第42行", "table 1 row 15 score / line 42")),
        ("docx", ("第7段", "paragraph 7"), ("表1第15行 得分", "table 1 row 15 score")),
        ("html", ("第10段", "paragraph 10"), ("表1第15行 得分", "table 1 row 15 score")),
        ("mht", ("第10段", "paragraph 10"), ("表1第15行 得分", "table 1 row 15 score")),
        ("pdf", ("第1页", "page 1"), ("表1第15行 得分 / 第2页", "table 1 row 15 score / page 2")),
        ("ofd", ("第1页", "page 1"), ("表1第15行 得分 / 第2页", "table 1 row 15 score / page 2")),
        ("xlsx", ("Sheet1!A7", "Sheet1!A7"), ("表1第15行 得分 / Sheet2!G19", "table 1 row 15 score / Sheet2!G19")),
    ],
)
def test_a_number_of_the_text_and_one_of_the_table(form: str, quoted: tuple[str, str], boxed: tuple[str, str]) -> None:
    numbers = report_on("food-inspection", form).numbers
    in_text = next(n for n in numbers if n.raw == QUOTED and n.cell is None)
    in_table = [n for n in numbers if n.raw == BOXED and n.cell is not None][-1]
    for lang, words, rows in zip(("zh", "en"), quoted, boxed, strict=True):
        assert place.in_source(in_text.span, lang) == words
        assert place.of_number(in_text, lang).endswith(f" / {words}")
        assert place.of_number(in_table, lang).endswith(f" · {rows}")


@pytest.mark.parametrize("form", ["txt", "docx", "html", "mht", "pdf", "ofd", "xlsx"])
def test_no_inner_name_of_a_reader_is_said(form: str) -> None:
    for n in report_on("food-inspection", form).numbers:
        for lang in ("zh", "en"):
            assert not INNER.search(place.in_source(n.span, lang)) and place.of_number(n, lang)


@pytest.mark.parametrize("name", ["mixed.doc", "mixed.docx"])
def test_what_stands_around_the_body_of_a_word_file(name: str) -> None:
    said = _places(read(OLE / name))
    for kind, zh, en in (
        ("header", "页眉 第1段", "header paragraph 1"), ("page_number", "页脚 第1段", "footer paragraph 1"),
        ("comment", "批注 第1段", "comments paragraph 1"),
    ):  # fmt: skip
        assert (kind, zh, en) in said
    assert {zh.split()[0] for kind, zh, _ in said if kind == "footnote"} == {"脚注", "尾注"}
    assert not [s for s in said if INNER.search(s[1]) or INNER.search(s[2])]


def _places(document: Document) -> set[tuple[str, str, str]]:
    return {
        (p.kind, place.in_source(span), place.in_source(span, "en"))
        for p in document.paragraphs for span in [p.text.locate(0, 1)]
    }


def test_problems_name_the_sheet_or_the_page() -> None:
    sheet = MadeSheet([["镇", "户"], ["柳林镇", figure("4")], ["石桥镇", figure("4")]], "各镇", hidden_rows=[1])
    (problem,) = read_bytes(xlsx(sheet), "a.xlsx").problems
    assert place.in_source(problem.span) == "各镇"


def test_a_member_of_an_archive_is_named_with_its_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "上报.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲县/自评.html", file_of("food-inspection", "html"))
    assert run(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}!/甲县/自评.html" in out and "第10段" in out and not re.search(r"html 第", out)


def test_the_machine_report_keeps_the_part(tmp_path: Path) -> None:
    report = gouji.check(read_bytes(file_of("food-inspection", "html"), "a.html"))
    assert report.numbers[0].span.to_json()["part"] == "html"
