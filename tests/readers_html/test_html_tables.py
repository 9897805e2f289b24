"""Tables of web pages: spans as browsers lay them out, tables in tables, tables that only lay out the page."""

from __future__ import annotations

from gouji.extract.document import Document, Table
from gouji.extract.readers import read_bytes


def read(html: str) -> Document:
    return read_bytes(f"<!DOCTYPE html><html><body>{html}</body></html>".encode(), "表.html")


def shape(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text.string, c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def lines(document: Document) -> list[str]:
    return [p.text.string for p in document.paragraphs]


FORM = """<table border=1><tr><td rowspan=2>项目</td><td colspan=2>金额</td></tr><tr><td>预算</td><td>执行</td></tr>
<tr><td>&nbsp;&nbsp;培训</td><td>12.5</td><td>12.0</td></tr></table>"""


def test_merged_cells_stand_once_with_their_spans() -> None:
    assert shape(read(FORM).tables[0]) == [
        ("项目", 0, 0, 2, 1), ("金额", 0, 1, 1, 2), ("预算", 1, 1, 1, 1), ("执行", 1, 2, 1, 1),
        ("  培训", 2, 0, 1, 1), ("12.5", 2, 1, 1, 1), ("12.0", 2, 2, 1, 1),
    ]  # fmt: skip


def test_a_number_knows_its_paragraph_and_its_cell() -> None:
    span = read(FORM).tables[0].rows[2][1].text.locate(0, 4)
    assert (span.part, span.paragraph, span.start, span.end) == ("html", 5, 0, 4)
    assert (span.table, span.row, span.column) == (0, 2, 1)


def test_spans_that_reach_too_far_are_cut() -> None:
    document = read(
        "<table><tr><td rowspan=9>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan=100>备注</td></tr></table>"
    )
    # A cell merged down to the last row leaves only the second column for the remark.
    assert shape(document.tables[0]) == [("甲", 0, 0, 3, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("备注", 2, 1, 1, 1)]
    whole = read("<table><tr><td>甲</td><td>1</td></tr><tr><td colspan=100>备注</td></tr></table>")
    assert shape(whole.tables[0])[-1] == ("备注", 1, 0, 1, 2)


def test_rowspan_zero_reaches_to_the_end_of_its_group() -> None:
    document = read(
        "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2<tbody><tr><td>乙<td>3</table>"
    )
    assert shape(document.tables[0])[0] == ("甲", 0, 0, 2, 1)
    assert shape(document.tables[0])[3:] == [("乙", 2, 0, 1, 1), ("3", 2, 1, 1, 1)]


def test_a_span_beside_a_cell_from_above_does_not_cover_it() -> None:
    document = read(
        "<table><tr><td>甲</td><td>乙</td><td rowspan=2>丙</td></tr><tr><td colspan=3>1</td></tr><tr><td>2<td>3<td>4</table>"
    )
    grid = document.tables[0].grid
    assert [[c.text.string if c else None for c in row] for row in grid] == [
        ["甲", "乙", "丙"], ["1", "1", "丙"], ["2", "3", "4"],
    ]  # fmt: skip


def test_the_foot_stands_last_and_hidden_rows_not_at_all() -> None:
    document = read(
        "<table><thead><tr><th>项<th>数</thead><tfoot><tr><td>合计<td>3</tfoot>"
        "<tbody><tr style='display:none'><td>隐<td>9</tr><tr><td>甲<td>3</tbody></table>"
    )
    assert [c.text.string for c in document.tables[0].cells] == ["项", "数", "甲", "3", "合计", "3"]


def test_cells_and_rows_without_their_parents_are_kept() -> None:
    document = read("<table><form><tr><td>甲<td>1</tr></form><tr><td>乙<td>2</tr>散字8</table>")
    assert [c.text.string for c in document.tables[0].cells] == ["甲", "1", "乙", "2"]
    assert lines(document) == ["散字8"]


def test_lines_of_a_cell_are_joined_by_line_ends() -> None:
    document = read("<table><tr><td>名称<td>内容<tr><td>1<td><p>甲</p><p>乙<br>丙</p></table>")
    cell = document.tables[0].rows[1][1].text
    assert cell.string == "甲\n乙\n丙"
    assert cell.locate(4, 5).paragraph == cell.locate(0, 1).paragraph + 2  # type: ignore[operator]


def test_a_table_in_a_cell_is_nested_in_it() -> None:
    inner = "<table><tr><td>一季<td>3</tr><tr><td>二季<td>4</tr></table>"
    document = read(
        "<table><tr><td>项目<td>数量<td>备注</tr><tr><td>检查<td>7<td>按季</tr><tr><td>培训<td>8<td>明细"
        f"{inner}</tr><tr><td>合计<td>15<td>无</tr></table>"
    )
    assert [t.nested_in for t in document.tables] == [None, (0, 2, 2)]
    assert document.tables[0].rows[2][2].text.string == "明细"
    assert [c.text.string for c in document.tables[1].cells] == ["一季", "3", "二季", "4"]


def test_a_table_between_the_cells_of_another_stands_after_it() -> None:
    """A page damaged so that a table begins in the midst of another's row: browsers show both."""
    document = read(f"<table><tr><td>项目<td>数量</tr><tr><td>检查<td>7</tr><tr><td>培训</td>续表{FORM}</tr></table>")
    assert [t.cells[0].text.string for t in document.tables] == ["项目", "项目"]
    assert [c.text.string for c in document.tables[1].cells][-2:] == ["12.5", "12.0"]
    assert "续表" in lines(document)


def test_a_table_around_the_page_is_no_table() -> None:
    document = read(
        "<table width=100%><tr><td colspan=2>河东县财政局</td></tr><tr><td><a>首页</a><br><a>公开</a></td><td>"
        f"<table><tr><td><p>全年安排资金12.5万元，实际支出12.0万元，完成全部任务。</p>{FORM}</td></tr></table></td></tr></table>"
    )
    assert len(document.tables) == 1 and document.tables[0].nested_in is None
    assert document.tables[0].n_rows == 3
    assert "全年安排资金12.5万元，实际支出12.0万元，完成全部任务。" in lines(document)


def test_a_box_or_one_column_is_no_table() -> None:
    assert not read("<table border=1><tr><td>全年完成8次检查。</td></tr></table>").tables
    assert not read("<table><tr><td>甲8</td></tr><tr><td>乙9</td></tr></table>").tables
    assert lines(read("<table><tr><td>甲8</td></tr><tr><td>乙9</td></tr></table>")) == ["甲8", "乙9"]


def test_long_text_beside_a_label_lays_out_but_a_form_with_long_cells_is_a_table() -> None:
    prose = "<p>本年按计划开展各项工作，取得了预期的效果。</p>" * 30
    assert not read(f"<table><tr><td>栏目<td>简介</tr><tr><td>左<td>{prose}</tr></table>").tables
    form = "".join(f"<tr><td>指标{i}<td>{i}<td>{i}.0%</tr>" for i in range(1, 6))
    assert len(read(f"<table>{form}<tr><td>总结<td colspan=2>{prose}</tr></table>").tables) == 1


def test_the_caption_stands_above_and_is_known_to_the_table() -> None:
    document = read("<table><caption>资金表（单位：万元）</caption><tr><td>甲<td>1<tr><td>乙<td>2</table>")
    assert document.tables[0].caption == "资金表（单位：万元）"
    assert lines(document) == ["资金表（单位：万元）"]


def test_an_empty_cell_has_a_place() -> None:
    span = read("<table><tr><td>甲<td>1<tr><td>乙<td></table>").tables[0].rows[1][1].text.locate(0, 0)
    assert (span.table, span.row, span.column) == (0, 1, 1)
