"""Rows of a binary Word file: their shape from the mark's modifiers, and all rows on one grid."""

from __future__ import annotations

import struct

import pytest

from gouji.extract.readers.docx.story import Rendered
from gouji.extract.readers.ole import sprm
from gouji.extract.readers.ole.tables import CellText, RowShape, RowText, lay_out, row_shape


def definition(edges: list[int], flags: list[int] | None = None) -> bytes:
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", f) for f in flags or [])
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return struct.pack("<HH", sprm.T_DEFINITION, len(body) + 1) + body


def modifier(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


def row(texts: str, shape: RowShape | None) -> RowText:
    cells = [CellText([Rendered("", [(0, text)], None)]) for text in texts.split("|")]
    return RowText(cells, shape)


def laid(*rows: RowText) -> dict[str, tuple[int, int, int, int]]:
    return {
        a.content.paragraphs[0].parts[0][1]: (a.row, a.column, a.row_span, a.column_span)
        for a in lay_out(rows)[0]
    }


def plain(*edges: int) -> RowShape:
    return RowShape(list(edges), [0] * (len(edges) - 1), [0] * (len(edges) - 1))


def test_a_wide_cell_spans_the_columns_of_other_rows() -> None:
    assert laid(row("A|B", plain(0, 2000, 3000)), row("c|d|e", plain(0, 900, 2000, 3000))) == {
        "A": (0, 0, 1, 2), "B": (0, 2, 1, 1), "c": (1, 0, 1, 1), "d": (1, 1, 1, 1), "e": (1, 2, 1, 1),
    }  # fmt: skip


def test_edges_that_differ_by_a_hair_are_one_line() -> None:
    found = laid(row("A|B", plain(-108, 2000, 3000)), row("c|d", plain(-100, 2006, 2995)))
    assert [place[1:] for place in found.values()] == [(0, 1, 1), (1, 1, 1)] * 2


def test_two_edges_of_one_row_are_never_one_line() -> None:
    found = laid(row("A|B|C", plain(0, 1000, 1010, 2000)), row("d|e", plain(0, 1005, 2000)))
    assert [found[c][1] for c in "ABC"] == [0, 1, 2]


@pytest.mark.parametrize(("first", "more"), [(1, 2), (2, 1), (3, 1), (3, 2)])
def test_cells_merged_across_show_the_first_whichever_bit_marks_it(first: int, more: int) -> None:
    shape = row_shape(definition([0, 100, 200, 300, 400], [first, more, first, more]))
    assert laid(row("A|gone|B|lost", shape)) == {"A": (0, 0, 1, 2), "B": (0, 2, 1, 2)}


@pytest.mark.parametrize(("texts", "unshown"), [("A||B|", 0), ("A|gone|B| ", 1), ("A|gone|B|lost", 2)])
def test_text_that_a_merge_keeps_from_being_shown_is_counted(texts: str, unshown: int) -> None:
    shape = row_shape(definition([0, 100, 200, 300, 400], [1, 2, 1, 2]))
    assert lay_out([row(texts, shape)])[1] == unshown


def test_cells_merged_down_are_one_until_the_next_restart() -> None:
    start, on = 3 << 5, 1 << 5
    rows = [
        row(text, row_shape(definition([0, 100, 200], [flag, 0])))
        for text, flag in (("A|1", start), ("x|2", on), ("B|3", start), ("y|4", on), ("C|5", 0))
    ]
    found = laid(*rows)
    assert {k: found[k] for k in "ABC"} == {"A": (0, 0, 2, 1), "B": (2, 0, 2, 1), "C": (4, 0, 1, 1)}
    assert "x" not in found and "y" not in found


def test_a_continued_cell_of_another_width_stands_for_itself() -> None:
    top = row_shape(definition([0, 100, 200, 300], [3 << 5, 0, 0]))
    below = row_shape(definition([0, 200, 300], [1 << 5, 0]))
    assert laid(row("A|b|c", top), row("D|e", below))["D"] == (1, 0, 1, 2)


def test_later_modifiers_change_the_definition() -> None:
    packed = definition([0, 100, 200, 300]) + modifier(sprm.T_MERGE, bytes([0, 2]))
    packed += modifier(sprm.T_VERTICAL, bytes([2, 2, 3]))
    shape = row_shape(packed)
    assert shape is not None
    assert (shape.across, shape.down) == ([1, 2, 0], [0, 0, 3])


def test_inserted_and_deleted_cells_move_the_edges() -> None:
    inserted = row_shape(definition([0, 100, 200]) + modifier(sprm.T_INSERT, struct.pack("<BBh", 1, 2, 50)))
    assert inserted is not None and inserted.edges == [0, 100, 150, 200, 300]
    deleted = row_shape(definition([0, 100, 200, 400]) + modifier(sprm.T_DELETE, bytes([1, 2])))
    assert deleted is not None and (deleted.edges, len(deleted.across)) == ([0, 100, 300], 2)
    wider = row_shape(definition([0, 100, 200]) + modifier(sprm.T_WIDTH, struct.pack("<BBh", 0, 1, 150)))
    assert wider is not None and wider.edges == [0, 150, 250]


def test_a_row_that_lost_its_shape_takes_that_of_the_row_above() -> None:
    found = laid(row("A|B", plain(0, 500, 3000)), row("c|d", None), row("e|f|g", plain(0, 500, 900, 3000)))
    assert found["d"] == (1, 1, 1, 2)


def test_more_cells_than_the_shape_knows_are_kept() -> None:
    assert list(laid(row("A|B|C", plain(0, 100, 200)))) == ["A", "B", "C"]


def test_a_definition_that_lies_about_its_size_is_none() -> None:
    assert row_shape(struct.pack("<HHB", sprm.T_DEFINITION, 40, 63) + b"\0" * 38) is None
    assert row_shape(b"\x08\xd6") is None
