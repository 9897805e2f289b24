"""A .doc saved from a .docx gives what the .docx gives: cells, text, places, findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import gouji
from gouji.extract.document import Document, Table
from gouji.extract.readers import read

DATA = Path(__file__).parent / "data"
WHOLE = pytest.mark.parametrize("name", ["form", "mixed"])


def cells(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text.string) for c in table.cells]
        for table in document.tables
    ]


def lines(document: Document, *kinds: str) -> list[tuple[str, int | None, str]]:
    return [(p.kind, p.level, p.text.string) for p in document.paragraphs if p.kind in kinds]


@pytest.fixture(scope="module")
def mixed() -> Document:
    return read(DATA / "mixed.doc")


@WHOLE
def test_every_cell_is_the_same_with_its_spans(name: str) -> None:
    old, new = read(DATA / f"{name}.doc"), read(DATA / f"{name}.docx")
    assert (old.format, new.format) == ("doc", "docx")
    assert sum(len(t.cells) for t in old.tables) > 30
    assert cells(old) == cells(new)
    assert [t.nested_in for t in old.tables] == [t.nested_in for t in new.tables]


@WHOLE
def test_every_paragraph_is_the_same_with_its_automatic_number(name: str) -> None:
    old, new = read(DATA / f"{name}.doc"), read(DATA / f"{name}.docx")
    kinds = ("body", "heading", "footnote", "textbox", "comment")
    assert lines(old, *kinds) == lines(new, *kinds)
    assert sorted(lines(old, "header", "footer")) == sorted(lines(new, "header", "footer"))
    assert not old.problems


def test_the_findings_are_the_same() -> None:
    old, new = gouji.check(DATA / "form.doc"), gouji.check(DATA / "form.docx")
    assert len(old.numbers) > 50
    assert [(f.code, f.severity, f.computation) for f in old.findings] == [
        (f.code, f.severity, f.computation) for f in new.findings
    ]


def test_merged_cells_stand_on_one_grid(mixed: Document) -> None:
    big = mixed.tables[0]
    merged = {
        c.text.string: (c.row, c.column, c.row_span, c.column_span)
        for c in big.cells
        if c.row_span * c.column_span > 1
    }
    assert merged == {
        "项目名称": (0, 0, 1, 2), "甲镇道路": (0, 2, 1, 3), "一级": (1, 0, 3, 1), "三级": (1, 2, 1, 2),
        "数量": (2, 1, 2, 1), "12.50": (2, 4, 2, 1), "质量": (4, 0, 2, 1), "合格率": (4, 1, 1, 2),
        "满意度": (5, 1, 1, 2), "合计": (6, 0, 1, 5),
    }  # fmt: skip


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_kept(mixed: Document) -> None:
    assert "保留新增8万元面积5km²" in [p.text.string for p in mixed.paragraphs]
    whole = "".join(text.string for _, _, text in mixed.texts())
    assert "删去" not in whole and "隐藏" not in whole


def test_a_deleted_paragraph_mark_joins_two_paragraphs(mixed: Document) -> None:
    assert "前半后半" in [p.text.string for p in mixed.paragraphs]


def test_a_field_shows_its_result_and_a_symbol_its_sign(mixed: Document) -> None:
    texts = [p.text.string for p in mixed.paragraphs]
    assert "见表3页" in texts
    assert "勾☑\t制\n行-3" in texts


def test_notes_and_text_boxes_follow_the_block_they_belong_to(mixed: Document) -> None:
    texts = [(p.kind, p.text.string) for p in mixed.paragraphs]
    after = {text: texts[i + 1] for i, (_, text) in enumerate(texts[:-1])}
    assert after["全年支出100万元，其中培训10万元。"] == ("footnote", "脚注：不含结转5万元。")
    assert after["锚定"] == ("textbox", "框内文字12个")
    assert texts.index(("footnote", "尾注：数据为2023年。")) > texts.index(("body", "第二节"))
    assert [text for _, text in texts].count("框内文字12个") == 1


def test_a_footer_of_page_numbers_is_no_text(mixed: Document) -> None:
    assert {p.kind for p in mixed.paragraphs if p.text.string.strip().isdigit()} == {"page_number"}


def test_places_name_the_paragraph_and_the_cell(mixed: Document) -> None:
    table = mixed.tables[0]
    cell = next(c for c in table.cells if "98.25%" in c.text.string)
    at = cell.text.string.index("第二段")
    span = cell.text.locate(at, at + 3)
    first = cell.text.locate(0, 6)
    assert (span.table, span.row, span.column, span.start, span.end) == (0, cell.row, cell.column, 0, 3)
    assert span.part == first.part == "document"
    assert span.paragraph == (first.paragraph or 0) + 1


def test_each_place_is_one_paragraph_only(mixed: Document) -> None:
    seen: dict[tuple[str | None, int | None], str] = {}
    for _, _, text in mixed.texts():
        for piece in text.pieces:
            if piece.span.start != piece.span.end:
                key = (piece.span.part, piece.span.paragraph)
                assert key not in seen
                seen[key] = text.string
    assert len(seen) > 40


def test_a_rare_character_counts_as_one(mixed: Document) -> None:
    text = next(p.text for p in mixed.paragraphs if "字10个" in p.text.string)
    assert text.string == "𠮷字10个"
    assert (text.locate(2, 4).start, text.locate(2, 4).end) == (2, 4)


def test_a_wps_file_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "报告.wps"
    path.write_bytes((DATA / "form.doc").read_bytes())
    document = read(path)
    assert document.format == "wps"
    assert isinstance(document.tables[0], Table)
    assert cells(document) == cells(read(DATA / "form.doc"))


def test_libreoffice_deletes_the_mark_of_the_row_before_a_deleted_row() -> None:
    document = read(DATA / "revised.doc")
    labels = [row[0].text.string for row in document.tables[0].rows]
    assert [label for label in labels if label] == ["项目", "人员经费", "公用经费", "设备购置", "合计"]
    assert "会议费" not in "".join(text.string for _, _, text in document.texts())


def test_what_libreoffice_writes_behind_the_text_and_its_fields_is_no_damage() -> None:
    document = read(DATA / "revised.doc")
    assert not document.problems
    assert any(p.kind == "footnote" and "51户" in p.text.string for p in document.paragraphs)
