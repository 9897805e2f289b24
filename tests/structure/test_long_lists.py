"""A sentence with very many amounts is read in time in proportion to them, and read as a short one is."""

from __future__ import annotations

import gc
import re
import time

import pytest

import gouji
from gouji.extract.facts import facts_of
from gouji.extract.facts.prose.lists import readings
from gouji.extract.facts.prose.spells import spell_before
from gouji.extract.readers import read_bytes


def _sentence(count: int) -> str:
    named = "、".join(f"{chr(0x4E00 + 7 * i)}{chr(0x6000 + 3 * i)}{i % 89 + 1}人" for i in range(count))
    return f"全市共有{sum(i % 89 + 1 for i in range(count))}人，其中{named}。"


def _seconds(text: str) -> float:
    gc.collect()
    start = time.process_time()
    gouji.check(read_bytes(text.encode(), "list.txt"))
    return time.process_time() - start


def test_four_times_the_items_do_not_take_sixteen_times_as_long() -> None:
    _seconds(_sentence(20))
    short = min(_seconds(_sentence(250)) for _ in range(2))
    assert _seconds(_sentence(1000)) < 10 * short


def test_a_long_list_is_read_whole_and_not_cut_at_every_item() -> None:
    group = facts_of(read_bytes(_sentence(80).encode(), "list.txt")).passages[0].groups[0]
    assert len(group.children) == 80
    assert [r.whole for r in readings(group)] == [True]
    assert len(list(readings(facts_of(read_bytes(_sentence(12).encode(), "list.txt")).passages[0].groups[0]))) > 2


def test_a_slip_in_a_long_list_is_found() -> None:
    text = _sentence(300)
    assert not gouji.check(read_bytes(text.encode(), "list.txt")).findings
    total = re.search(r"共有(\d+)人", text)
    assert total is not None
    wrong = text.replace(total[1], str(int(total[1]) - 9000), 1)
    assert {f.code for f in gouji.check(read_bytes(wrong.encode(), "list.txt")).findings} == {"GJ101"}


@pytest.mark.parametrize(
    ("text", "spell"),
    [
        ("上半年收入3万元，" + "甲1元、" * 40, "至6月"), ("1-6 月收入3万元", "至6月"), ("上半年3元，全年5元，", ""),
        ("收入3万元", ""), ("6月份收入3元，" + "甲1元、" * 3, "6月份"),
    ],
)
def test_the_part_of_a_year_named_last_counts_however_far_back(text: str, spell: str) -> None:
    assert spell_before(text, len(text)) == spell
