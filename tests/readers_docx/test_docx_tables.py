"""Tables come out as one grid, whatever they are wrapped in."""

import pytest
from word_xml import lines, p, r, read, shown, tbl, tc, tr

from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits

DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(n: int) -> str:
    return f'<w:gridSpan w:val="{n}"/>'


def test_merged_cells_stand_at_every_position_they_cover() -> None:
    table = read(
        tbl(
            tr(tc("指标", span(2) + DOWN), tc("年度", span(2))),
            tr(tc("", span(2) + ON), "目标值", "实际值"),
            tr(tc("数量", DOWN), "抽检批次", "120", "118"),
            tr(tc("藏在合并格里", ON), "培训场次", "6", "6"),
        )
    ).tables[0]
    assert shown(table) == [
        ["指标", "指标", "年度", "年度"], ["指标", "指标", "目标值", "实际值"],
        ["数量", "抽检批次", "120", "118"], ["数量", "培训场次", "6", "6"],
    ]  # fmt: skip
    assert (table.cells[0].row_span, table.cells[0].column_span) == (2, 2)
    assert len(table.cells) == 11


def test_a_row_may_begin_further_right() -> None:
    table = read(tbl(tr("a", "b", "c"), tr("d", properties='<w:gridBefore w:val="2"/>'))).tables[0]
    assert shown(table) == [["a", "b", "c"], [None, None, "d"]]


def test_cells_merged_the_old_way_are_one() -> None:
    table = read(
        tbl(tr(tc("宽", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "c"), tr("1", "2", "3"))
    ).tables[0]
    assert shown(table) == [["宽", "宽", "c"], ["1", "2", "3"]]


def test_a_merge_that_continues_nothing_or_another_width_is_a_cell_of_its_own() -> None:
    table = read(tbl(tr(tc("孤", ON), "b", "c"), tr(tc("宽", span(2) + ON), "d"))).tables[0]
    assert shown(table) == [["孤", "b", "c"], ["宽", "宽", "d"]]


def test_rows_and_cells_in_content_controls_and_custom_xml_are_read() -> None:
    wrap = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = "<w:tr>" + wrap.format(tc("甲")) + f"<w:customXml>{tc('乙')}</w:customXml>" + "</w:tr>"
    document = read(wrap.format(tbl(wrap.format(row), f"<w:customXml>{tr('丙', '丁')}</w:customXml>")))
    assert shown(document.tables[0]) == [["甲", "乙"], ["丙", "丁"]]


def test_deleted_rows_go_and_inserted_rows_stay() -> None:
    table = read(
        tbl(tr("1"), tr("删", properties='<w:del w:id="1"/>'), tr("增", properties='<w:ins w:id="2"/>'))
    ).tables[0]
    assert shown(table) == [["1"], ["增"]]


def test_a_nested_table_follows_its_parent_and_is_not_repeated_in_it() -> None:
    deepest = tbl(tr("最里"))
    inner = tbl(tr("内1", tc(p("内2") + deepest + p())))
    document = read(tbl(tr("外1", tc(p("前") + inner + p("后")))) + p("文") + tbl(tr("次表")))
    assert [t.index for t in document.tables] == [0, 1, 2, 3]
    assert [t.nested_in for t in document.tables] == [None, (0, 0, 1), (1, 0, 1), None]
    assert [shown(t) for t in document.tables] == [
        [["外1", "前\n后"]],
        [["内1", "内2"]],
        [["最里"]],
        [["次表"]],
    ]


def test_a_cells_paragraphs_are_lines_and_know_their_place() -> None:
    cell = read(p("题") + tbl(tr("空", tc(p() + p("共12") + p() + p("合格11") + p())))).tables[0].cells[1]
    assert cell.text.string == "共12\n\n合格11"
    found = cell.text.locate(cell.text.string.index("11"), len(cell.text.string))
    assert (found.paragraph, found.start, found.end) == (5, 2, 4)
    assert (found.table, found.row, found.column) == (0, 0, 1)


def test_an_empty_cell_still_knows_its_place() -> None:
    cell = read(tbl(tr("", "x"))).tables[0].cells[0]
    place = cell.text.locate(0, 0)
    assert (cell.text.string, place.table, place.row, place.column, place.paragraph) == ("", 0, 0, 0, 0)


def test_numbers_split_over_runs_are_one_in_a_cell() -> None:
    cell = read(tbl(tr(tc(f"<w:p>{r('1,9')}{r('60')}{r('.00')}</w:p>")))).tables[0].cells[0]
    assert cell.text.string == "1,960.00"


@pytest.mark.parametrize("columns", [1_001, 50_000_000, 10**15])
def test_a_cell_of_absurd_width_is_refused_at_once(columns: int) -> None:
    with pytest.raises(LimitExceeded, match="列"):
        read(tbl(tr(tc("x", span(columns)))))


def test_a_row_pushed_absurdly_far_right_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        read(tbl(tr("x", properties='<w:gridBefore w:val="99999999"/>')))


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(LimitExceeded, match="格"):
        read(tbl(*[tr("a", "b")] * 6), limits=Limits(cells=11))


def test_nonsense_widths_count_as_one() -> None:
    assert shown(
        read(tbl(tr(tc("a", '<w:gridSpan w:val="-3"/>'), tc("b", '<w:gridSpan w:val="x"/>')))).tables[0]
    ) == [["a", "b"]]


def test_a_table_without_cells_leaves_no_gap_in_the_indices() -> None:
    document = read(tbl() + tbl(tr("有")) + p("后"))
    assert [t.index for t in document.tables] == [0]
    assert lines(document) == ["后"]
