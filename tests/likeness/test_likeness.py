"""When two labels mean the same thing, and what forbids it."""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.extract.facts import segments
from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.naming import read_label

BENCH = Path(__file__).parents[2] / "bench" / "likeness.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_likeness", BENCH)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("a", "b"), [
    ("“三公”经费支出", "三公经费"),
    ("我县2023年完成公路养护里程（公里）", "公路养护里程"),
    ("计划改造户厕数量", "户厕改造数"),
    ("按期完工率", "工程按时竣工率"),
    ("公务用车运行维护费", "公车运维费用"),
    ("各项惠民补贴发放率", "惠民补贴发放率"),
])
def test_wording_does_not_make_another_thing(a: str, b: str) -> None:
    assert likeness(a, b).verdict == "same", likeness(a, b)


@pytest.mark.parametrize(("a", "b"), [
    ("抽检合格批次", "抽检不合格批次"),
    ("食品抽检批次", "食用农产品抽检批次"),
    ("省级补助资金", "县级补助资金"),
    ("培训人数", "培训人次"),
    ("年初存栏", "年末存栏"),
    ("贫困户满意度", "群众满意度"),
    ("参保人数", "参保率"),
    ("人均公用经费", "公用经费"),
    ("2022年培训人数", "2023年培训人数"),
    ("计划造林面积", "实际造林面积"),
    ("需完成快速检测批次", "顺利完成了快速检测批次数"),
    ("全市药品抽检批次", "全县药品抽检批次"),
    ("案件数量", "案件金额"),
    ("会议费（万元）", "会议次数（次）"),
])
def test_a_word_of_contrast_vetoes(a: str, b: str) -> None:
    assert likeness(a, b).verdict == "different"


def test_a_narrower_name_is_never_the_same() -> None:
    for a, b in [("残疾人培训人数", "培训人数"), ("农村道路里程", "道路里程"), ("应参保人数", "参保人数"), ("市本级支出", "市级支出")]:
        assert likeness(a, b).verdict != "same", (a, b)


def test_what_stands_around_the_labels_vetoes() -> None:
    same = {"a": "巡查次数", "b": "巡查次数"}
    assert likeness(**same).verdict == "same"
    assert likeness(**same, unit_a="次", unit_b="万元").verdict == "different"
    assert likeness(**same, period_a="2022", period_b="2023").verdict == "different"
    assert likeness(**same, role_a="target", role_b="actual").verdict == "different"
    assert likeness(**same, role_a="executed", role_b="actual").verdict == "same"
    assert likeness(**same, scope_a=["甲项目"], scope_b=["乙项目"]).verdict == "different"
    assert likeness(**same, unit_a="万元", unit_b="元").verdict == "same"


def test_a_known_common_unit_stands_for_a_missing_measure() -> None:
    assert likeness("公务接待", "公务接待费").verdict == "unsure"
    assert likeness("公务接待", "公务接待费", unit_a="万元", unit_b="万元").verdict == "same"


def test_a_label_is_taken_apart() -> None:
    read = read_label("青石县水利局2023年计划维修水渠长度（公里）")
    assert (read.place, read.role, read.unit, read.periods, read.kind) == ("青石县", "planned", "公里", {"2023"}, "length")
    assert read.content == "维修渠道"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared_both_ways_alike_and_without_an_error(a: str, b: str) -> None:
    one, other = likeness(a, b), likeness(b, a)
    assert one == other
    assert 0 <= one.score <= 100
    assert likeness(a, a).verdict == "same"


_LABEL = st.text(alphabet="食品抽检合格率数量不完成计划县级人次（）万元2023年 ", max_size=16)


@settings(max_examples=300, deadline=None)
@given(_LABEL, _LABEL)
def test_likeness_of_label_like_text_does_not_depend_on_the_order(a: str, b: str) -> None:
    assert likeness(a, b) == likeness(b, a)


def test_the_held_back_half_meets_the_figures_promised(bench: ModuleType) -> None:
    found = bench.pairs()
    first, second = bench.halves(found)
    assert len(found) >= 480 and not set(first) & set(second)
    right, given_, expected = bench.rates(second)
    assert right / given_ >= 0.98
    assert right / expected >= 0.85


def test_labelled_pairs_are_the_same_the_other_way_round(bench: ModuleType) -> None:
    for p in bench.pairs():
        assert likeness(p.a, p.b) == likeness(p.b, p.a), p


def test_jieba_steps_in_where_rjieba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    segments.segmenter.cache_clear()
    try:
        assert segments.segmenter()("农村饮水工程") == segments.reference()("农村饮水工程")
        monkeypatch.setitem(sys.modules, "jieba", None)
        segments.segmenter.cache_clear()
        segments.reference.cache_clear()
        assert segments.segmenter()("水渠") == ["水", "渠"]
    finally:
        segments.segmenter.cache_clear()
        segments.reference.cache_clear()


def test_the_lists_hold_no_word_twice_in_one_section() -> None:
    from gouji.extract.lexicon import words

    for section in ("synonym", "people", "filler", "lead", "inner", "units"):
        listed = sorted(words("gouji.extract.facts", "likeness.txt")[section])
        assert not [a for a, b in pairwise(listed) if a == b], section
