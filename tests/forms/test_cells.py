"""What single cells and headers are."""

from __future__ import annotations

import pytest

from gouji.extract.facts.forms.around import two_units
from gouji.extract.facts.forms.cells import is_blank, is_glued, is_number, label
from gouji.extract.facts.forms.headers import kind_of, period_in, unit_in


@pytest.mark.parametrize("text", ["12", "1,960.00", "≥95%", ">=28次", "530元/批次", "-3.2", "4.05件", "10-15家", " 98 % "])
def test_a_figure_with_its_unit_is_a_number(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "2023年12月31日前", "1、办公费", "按时完成", "其他资金：103.40", "2023.12.31前", "/"])
def test_words_dates_and_labelled_figures_are_none(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("text", ["", " ", "/", "—", "无", "（空）"])
def test_signs_for_nothing_are_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["390390100%", "303010100.00%10", "1606440.00%"])
def test_figures_without_a_separator_are_glued(text: str) -> None:
    assert is_glued(text)


@pytest.mark.parametrize("text", ["100.00%", "12345.67", "1300批次", "104.5%"])
def test_plain_figures_are_not_glued(text: str) -> None:
    assert not is_glued(text)


@pytest.mark.parametrize(
    ("text", "name", "level", "number", "of_which"),
    [
        ("一、组织管理", "组织管理", 1, 1, False),
        ("（二）项目支出", "项目支出", 2, 2, False),
        ("3、公务接待", "公务接待", 3, 3, False),
        ("（4）其他", "其他", 4, 4, False),
        ("②印刷费", "印刷费", 5, 2, False),
        ("其中：财政拨款", "财政拨款", 0, 0, True),
        ("1.其中:公车购置", "公车购置", 3, 1, True),
        ("★★★其中：脱贫户", "其中：脱贫户", 0, 0, False),
        ("指标1：修缮面积", "修缮面积", 0, 0, False),
        ("2.5公里道路", "2.5公里道路", 0, 0, False),
    ],
)
def test_labels_are_taken_apart(text: str, name: str, level: int, number: int, of_which: bool) -> None:
    found = label(text)
    assert (found.name, found.level, found.number, found.of_which) == (name, level, number, of_which)


@pytest.mark.parametrize("text", ["合计", "合 计", "总计：", "小计", "东江省合计", "年度资金总额", "收入总计", "计", "合计下达"])
def test_names_of_sums(text: str) -> None:
    assert label(text).total


@pytest.mark.parametrize("text", ["累计支出", "设计费", "审计局", "统计站", "计划数", "会计服务"])
def test_names_that_only_sound_like_sums(text: str) -> None:
    assert not label(text).total


def test_wide_sums_rank_before_narrow_ones() -> None:
    names = ["总计", "合计", "东江省合计", "河阳市合计", "柳林县小计", "小计"]
    ranks = [label(n).rank for n in names]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全年预算数（A）", "budget"), ("年初\n预算数", "budget_initial"), ("调整后预算数", "budget"), ("追加预算数", "change"),
        ("2022年决算数", "executed"), ("上年决算数", "prior"), ("预算执行率（B/A×100%）", "rate"), ("得分（20分*执行率）", "score"),
        ("★指标值", "target"), ("全年实际完成值", "actual"), ("未完成原因及拟采取的改进措施", "reason"), ("累计完成率", "completion"),
        ("度量单位", "unit"), ("指标性质", "operator"), ("权重", "weight"), ("实际到位资金", "arrived"), ("街道", ""),
    ],
)
def test_headers_are_brought_to_one_name(text: str, kind: str) -> None:
    assert kind_of(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "unit"),
    [("项目资金（万元）", "万元"), ("批复规模 (m²)", "m²"), ("单位：亿元", "亿元"), ("补助标准（元/人·月）", "元/人·月"),
     ("执行率（B/A）", None), ("全年预算数（A）", None), ("产出指标（30分）", None)],
)
def test_units_in_headers(text: str, unit: str | None) -> None:
    assert unit_in(text) == unit


def test_years_in_headers() -> None:
    assert [period_in(t) for t in ("2022年决算数", "上年决算数", "本年预算数", "上年结转资金", "全年执行数")] == [
        "2022", "上年", "本年", None, None,
    ]


def test_two_units_of_a_caption() -> None:
    assert [two_units(t) for t in ("万元", "人、万元", "万元、公里", None)] == [
        ("万元", None), ("万元", "人"), ("万元", "公里"), (None, None),
    ]
