"""Tables copied with one cell to a line, of which only the order of the cells is left."""

from __future__ import annotations

from gouji.extract.document import Table
from gouji.extract.readers.text import read_text

HEADS = ["河流", "河长级别", "巡河次数", "发现问题（个）"]
ROWS = [["白沙河", "县级", "48", "3"], ["青竹溪", "乡级", "126", "11"], ["龙洞河", "县级", "52", "5"], ["合计", "—", "226", "19"]]


def tables(lines: list[str]) -> list[Table]:
    document = read_text("\n".join(lines).encode(), "a.txt", "0")
    return [b for b in document.blocks if isinstance(b, Table)]


def test_cells_that_repeat_with_one_period_are_a_table() -> None:
    lines = [line for row in [HEADS, *ROWS] for cell in row for line in (cell, "")]
    (table,) = tables(["2024年巡河情况统计表", "", *lines, "上半年共巡河226次，发现问题19个。"])
    assert [[c.text.string for c in row] for row in table.rows] == [HEADS, *ROWS]


def test_every_cell_knows_its_line() -> None:
    lines = [cell for row in [HEADS, *ROWS] for cell in row]
    (table,) = tables(lines)
    assert [c.text.pieces[0].span.line for c in table.cells] == list(range(1, len(lines) + 1))


def test_rows_of_another_shape_end_it() -> None:
    lines = [cell for row in [HEADS, *ROWS, ["注", "48", "县级", "3"]] for cell in row]
    (table,) = tables(lines)
    assert len(table.rows) == 1 + len(ROWS)


def test_a_list_of_words_and_two_rows_are_none() -> None:
    assert tables(["一季度", "二季度", "三季度", "四季度", "合计"]) == []
    assert tables([cell for row in [HEADS, *ROWS[:2]] for cell in row]) == []
    assert tables([f"（{k}）{w}" for k, w in enumerate("甲乙丙丁戊己庚辛", 1)]) == []


def test_gaps_that_line_up_nothing_part_cells_in_order() -> None:
    (table,) = tables([
        "序号  组别  户数（户）  面积（亩）  金额（元）",
        "1    一组    14    62.30    6142.78",
        "2    二组    21    98.75    9736.75",
        "3    三组    17    71.40    7040.04",
        "合计        52    232.45    22919.57",
    ])
    assert [c.text.string for c in table.rows[0]] == ["序号", "组别", "户数（户）", "面积（亩）", "金额（元）"]
    assert [c.text.string for c in table.rows[-1]] == ["合计", "", "52", "232.45", "22919.57"]
