"""Grid columns a hair wide are the seam of two roundings, not columns."""

from __future__ import annotations

from word_xml import read, shown, tc, tr

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def table(widths: str, *rows: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths.split())
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def wide(text: str, span: int, more: str = "") -> str:
    return tc(text, f'<w:gridSpan w:val="{span}"/>{more}')


def test_cells_on_either_side_of_a_sliver_share_their_columns() -> None:
    body = table(
        "1000 2 1000 1000",
        tr(wide("项目", 2), "预算", "执行"),
        tr("培训", wide("10", 2), "9"),
        tr(wide("合计", 3), "9"),
    )
    grid = shown(read(body).tables[0])
    assert grid == [["项目", "预算", "执行"], ["培训", "10", "9"], ["合计", "合计", "9"]]


def test_cells_merged_down_over_a_sliver_stay_one() -> None:
    body = table("1000 1 1000", tr(wide("甲", 2, RESTART), "1"), tr(tc("", CONTINUE), wide("2", 2)))
    cells = read(body).tables[0].cells
    assert [(c.text.string, c.row, c.column, c.row_span) for c in cells] == [
        ("甲", 0, 0, 2), ("1", 0, 1, 1), ("2", 1, 1, 1),
    ]  # fmt: skip


def test_a_narrow_column_that_is_all_a_cell_has_is_a_column() -> None:
    body = table("1000 5 1000", tr("a", "b", "c"), tr(wide("d", 2), "e"))
    assert shown(read(body).tables[0]) == [["a", "b", "c"], ["d", "d", "e"]]


def test_a_grid_without_widths_is_taken_as_it_is() -> None:
    body = table("0 0 0", tr(wide("a", 2), "b"), tr("c", wide("d", 2)))
    assert shown(read(body).tables[0]) == [["a", "a", "b"], ["c", "d", "d"]]
