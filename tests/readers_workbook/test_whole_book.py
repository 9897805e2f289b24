"""One workbook as .xlsx, .xlsb, .xls and .ods: shown and stored figures, merges, what is hidden, formulas as relations."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest
from whole_book import whole_book

import gouji
from gouji.extract.document import Document
from gouji.extract.readers import read_bytes

KINDS = ("xlsx", "xlsb", "xls", "ods")


@cache
def book(kind: str) -> Document:
    return read_bytes(whole_book(kind), f"whole.{kind}")


def shown(document: Document) -> list[list[tuple[int, int, int, int, str, str | None]]]:
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.text.string, c.text.locate(0, 1).address) for c in t.cells]
        for t in document.tables
    ]


def cell(document: Document, sheet: str, address: str) -> tuple[str, str | None]:
    for _, c, text in document.texts():
        span = text.locate(0, 1)
        if c is not None and (span.sheet, span.address) == (sheet, address):
            return text.string, c.stored
    raise AssertionError(address)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_stands_in_its_cell(kind: str) -> None:
    document = book(kind)
    assert document.format == kind
    assert shown(document) == shown(book("xlsx")) and len(document.tables) == 3
    assert [(p.kind, p.text.string) for p in document.paragraphs] == [
        ("heading", "资金表"), ("body", "2023年度河道保洁资金明细表"), ("body", "填报单位：清源县水利局"), ("body", "单位：万元"),
        ("body", "注：数据来自国库支付系统。"), ("heading", "得分表"),
    ]  # fmt: skip
    assert [(c.text.string, c.row_span, c.column_span) for c in document.tables[2].cells if c.row_span * c.column_span > 1] == [
        ("指标", 1, 2), ("产出", 2, 1), ("总分", 1, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_figure_is_kept_behind_the_shown_one(kind: str) -> None:
    document = book(kind)
    assert cell(document, "资金表", "D7") == ("66.9%", "0.6686")
    assert cell(document, "资金表", "B5") == ("1,020.00", "1020")
    assert cell(document, "得分表", "F2")[0] == "2024-01-01"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hidden_is_named_and_left_out(kind: str) -> None:
    document = book(kind)
    told = "\n".join(p.zh for p in document.problems)
    assert "“资金表”的第6行是隐藏的" in told and "“得分表”的第E列是隐藏的" in told and "“底稿”是隐藏的" in told
    assert len(document.problems) == 3
    assert [t.partial for t in document.tables] == [True, False, True]
    assert not [t for _, _, t in document.texts() if t.string in ("旧项", "底稿", "旧数")]


@pytest.mark.parametrize("kind", KINDS)
def test_formulas_are_relations_of_the_author(kind: str) -> None:
    assert [(f.row, f.column, f.text) for t in book(kind).tables for f in t.formulas] == [
        (1, 3, "=C4/B4"), (2, 3, "=C5/B5"), (3, 1, "=SUM(B4:B6)"), (3, 2, "=SUM(C4:C6)"),
        (3, 1, "=SUM(B11:B12)"), (3, 2, "=SUM(C2:C3)"), (3, 3, "=SUM(D2:D3)"),
    ]  # fmt: skip
    report = gouji.check(book(kind))
    assert [(r.verdict, r.text) for r in report.relations if r.rule == "GJ109"] == [
        ("holds", "40.50+1,020.00+5.00=1,065.50"), ("broken", "30.25+519.00+5.00=554.25≠564.25"),
        ("broken", "40+60=100≠101"),
    ]  # fmt: skip
    # These sums go down a column of a table that hides another column: the table's own rules see them.
    assert {r.text for r in report.relations if r.verdict == "holds"} >= {"50+50=100", "48.5+49=97.5"}
    assert {(f.code, f.severity, f.evidence[0].quote) for f in report.findings} == {
        ("GJ109", "error", "564.25"), ("GJ109", "error", "101"),
    }  # fmt: skip
    by_cell = {(n.span.sheet, n.span.address): report.statuses[n.id][0] for n in report.numbers if n.is_quantity}
    assert by_cell["资金表", "B7"] == "confirmed" and by_cell["资金表", "C7"] == by_cell["资金表", "B13"] == "contradicted"


def _with_hidden(what: str) -> Document:
    rows = [["项目", "上年数", "预算数"], ["印刷费", 9, 10], ["差旅费", 19, 20], ["培训费", 29, 30], ["合计", 57, 65]]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    if what == "column":
        sheet.column_dimensions["B"].hidden = True
    else:
        sheet.row_dimensions[3].hidden = True
    out = io.BytesIO()
    workbook.save(out)
    return read_bytes(out.getvalue(), "表.xlsx")


def test_a_hidden_column_does_not_excuse_a_total_of_another() -> None:
    (finding,) = [f for f in gouji.check(_with_hidden("column")).findings if f.code == "GJ101"]
    assert (finding.severity, finding.evidence[0].quote) == ("error", "65")


def test_a_hidden_row_may_explain_a_total() -> None:
    assert not [f for f in gouji.check(_with_hidden("row")).findings if f.severity == "error"]
