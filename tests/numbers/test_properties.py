"""What must hold for any text: no exception, every digit accounted for, offsets right, cost linear."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.extract.numbers import quantities
from gouji.extract.numbers.numerals import read_integer, write
from gouji.extract.numbers.scan import _Scanner

DIGIT_RUN = re.compile("[0-9０-９]+")
PIECES = st.sampled_from(
    "0 1 7 12 100 2023 1,234 5.60 １２ ． ％ % ‰ 万 亿 元 万元 亿元 年 月 日 号 个 家 批次 / 千人 每 人均 余 多 几 数 半 约 近 不低于 以上 以内 左右 ≥ ≤ > < = ± - — ~ 至 到 "
    "（ ） ( ) 〔 〕 [ ] 、 ， 。 . : ： 第 附件 表 电话 · 一 二 三 十 百 千 零 点 分之 成 又 负 $ ￥ € A B2 \n \t 　 “ ” * e5 E 〇 两 廿 壹 拾".split(" ")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


def check_cover(text: str, *, cell: bool) -> None:
    found = quantities(text, cell=cell)
    last = 0
    for q in found:
        assert q.start >= last and q.end > q.start
        assert q.raw == text[q.start:q.end]
        assert q.kind != "quantity" or q.low is not None or q.high is not None
        assert q.kind == "quantity" or q.why
        last = q.end
    for m in DIGIT_RUN.finditer(text):
        inside = [q for q in found if q.start <= m.start() and m.end() <= q.end]
        assert len(inside) == 1, (m.group(), found)


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.booleans())
def test_every_digit_run_lies_in_exactly_one_number_of_any_text(text: str, cell: bool) -> None:
    check_cover(text, cell=cell)


@pytest.mark.parametrize("piece", ["1", "1,", "1,234", "零", "一", "（", "1.", "1-", "1年", "〔2020〕", "一百", "万", "1万", " 1", "1/", "百分之", "每人", "1、", "几", "-1", "十"])
@pytest.mark.parametrize("cell", [False, True])
def test_long_hostile_runs_are_read_in_linear_time(piece: str, cell: bool) -> None:
    spent = {}
    for size in (5_000, 40_000):
        text = piece * (size // len(piece))
        begin = time.process_time()
        check = quantities(text, cell=cell)
        spent[size] = time.process_time() - begin
        assert all(q.raw == text[q.start:q.end] for q in check)
    # Eight times the text: eight times the work, where a quadratic reading would take sixty-four.
    assert spent[40_000] < 24 * spent[5_000] + 0.2


@given(st.integers(0, 10**16 - 1))
def test_chinese_numerals_are_read_as_they_are_written(value: int) -> None:
    assert read_integer(write(value)) == value


@given(st.integers(0, 10**9), st.integers(0, 4), st.sampled_from(["万元", "亿元", "元", "%", "个百分点", "平方米"]))
def test_a_printed_decimal_keeps_its_value_and_its_last_place(value: int, places: int, unit: str) -> None:
    printed = f"{Decimal(value).scaleb(-places):f}"
    if unit == "%" and value >= 10 ** (5 + places):
        return
    for digits in (printed, f"{Decimal(printed):,}"):
        (q,) = quantities(f"完成了{digits}{unit}。")
        assert (q.kind, q.low, q.high, q.unit) == ("quantity", Decimal(printed), Decimal(printed), unit)
        assert q.step == Decimal(1).scaleb(-places)
        assert str(q.low) == printed


@given(st.integers(1, 99999), st.sampled_from(["人", "户", "家", "批次", "件"]))
def test_counts_in_ten_thousands_are_the_same_count(value: int, unit: str) -> None:
    (short,) = quantities(f"服务{Decimal(value).scaleb(-2)}万{unit}，")
    (full,) = quantities(f"服务{value * 100}{unit}，")
    assert (short.low, short.unit) == (full.low, full.unit)
    assert full.step is None


@settings(max_examples=300)
@given(
    st.sampled_from(["完成", "增长", "人均收入", "每批次", "其中", "万人专利", "达到", "约", "超过", "附件", "共有", "项目", "手机", "产量", "编号"]),
    st.sampled_from(["3", "45", "120", "2.5", "45.64", "3000", "0", "12345", "2023", "1,234", "12,345,678"]),
    st.sampled_from(["万元", "亿元", "元", "%", "家", "万人", "个百分点", "批次", "平方米", "天", "分", "万吨", "项", "亿件", "部"]),
    st.sampled_from(["，", "。", "；", "、", "）"]),
)
def test_the_short_way_reads_as_the_general_way(before: str, digits: str, unit: str, after: str) -> None:
    text = f"一是{before}{digits}{unit}{after}其余从略"
    assert _Scanner(text, text, False).arabic(len(before) + 2, 0) == quantities(text)[0]
