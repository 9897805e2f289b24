"""Sums that no label tells: what every column bears out, what one column breaks, and what may be chance."""

from __future__ import annotations

from made_tables import grid, read, shown

YEARS = ["项目", "2020年", "2021年", "2022年", "2023年"]
STAFF = ["职工参保人数", "642.6", "637.6", "618.4", "595.0"]
PEOPLE = ["居民参保人数", "533.8", "537.4", "545.7", "541.9"]


def _told(*rows: list[str]) -> set[tuple[str, tuple[str, ...], bool]]:
    form = read(grid([YEARS, *rows]))[0]
    return {(shown(t.total), tuple(shown(p) for p in t.parts), t.complete) for t in form.totals}


def test_a_row_that_is_the_sum_of_two_others_in_every_year_is_their_sum() -> None:
    found = _told(["医保参保人数", "1176.4", "1175.0", "1164.1", "1136.9"], STAFF, PEOPLE)
    assert ("1176.4", ("642.6", "533.8"), True) in found
    assert len(found) == 4


def test_one_year_that_breaks_it_is_told_where_more_than_three_bear_it_out() -> None:
    heads = [*YEARS, "2024年"]
    rows = [
        ["医保参保人数", "1176.4", "1175.0", "1164.1", "1136.9", "1116.7"], [*STAFF, "575.3"], [*PEOPLE, "514.5"],
    ]
    form = read(grid([heads, *rows]))[0]
    assert ("1116.7", ["575.3", "514.5"]) in [(shown(t.total), [shown(p) for p in t.parts]) for t in form.totals]


def test_two_years_that_break_it_leave_nothing() -> None:
    assert not _told(["医保参保人数", "1176.4", "1175.0", "1190.1", "1150.9"], STAFF, PEOPLE)


def test_small_counts_that_happen_to_add_up_say_nothing() -> None:
    assert not _told(["学校", "12", "13", "15", "17"], ["医院", "8", "9", "10", "12"], ["集市", "4", "4", "5", "5"])
