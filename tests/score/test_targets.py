"""A completed value against its target: met, met to the digit, missed for certain, or not to be told."""

from __future__ import annotations

import pytest

from gouji.extract.facts import facts_of
from gouji.extract.readers import read_bytes
from gouji.rules.cells import compare, plain

FORM = """乡镇文化站2023年度项目支出绩效自评表
项目名称 | 送戏下乡
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 演出场次 | ≥10场 | 12场 | 40 | 40 |
{level1} | {level2} | {name} | {target} | {actual} | 50 | 50 |
"""


def verdict(level2: str, name: str, target: str, actual: str) -> str:
    text = FORM.format(level1="产出指标", level2=level2, name=name, target=target, actual=actual)
    facts = facts_of(read_bytes(text.encode(), "form.txt"))
    (form,) = facts.forms
    row = next(i for i in form.indicators if plain(i.name_cell) == name)
    wanted, done = facts.only(form.block, row.target), facts.only(form.block, row.actual)
    assert wanted is not None and done is not None
    return compare(row, wanted, done)


@pytest.mark.parametrize(
    ("level2", "name", "target", "actual", "expected"),
    [
        ("数量指标", "受训人数", "≥80人", "80人", "exact"),
        ("数量指标", "受训人数", "≥80人", "81人", "met"),
        ("数量指标", "受训人数", "≥80人", "79人", "missed"),
        ("数量指标", "受训人数", "80人", "79人", "missed"),
        ("数量指标", "受训人数", "60-80人", "75人", "met"),
        ("数量指标", "受训人数", "60-80人", "55人", "missed"),
        ("质量指标", "结业率", "≥95%", "≥95%", "exact"),
        ("质量指标", "结业率", "≥95%", "0.97", "met"),
        ("质量指标", "结业率", "≥95%", "97", "met"),
        ("质量指标", "结业率", "≥95%", "94.6%", "missed"),
        ("成本指标", "人均成本", "≤500元/人", "480元/人", "met"),
        ("成本指标", "人均成本", "≤500元/人", "512元/人", "missed"),
        ("成本指标", "人均成本", "500元/人", "480元/人", "unclear"),
        ("质量指标", "安全事故数", "0起", "1起", "missed"),
    ],
)
def test_a_value_reaches_its_target_in_the_indicators_direction(
    level2: str, name: str, target: str, actual: str, expected: str
) -> None:
    assert verdict(level2, name, target, actual) == expected


def test_a_share_under_a_percent_column_may_be_a_decimal() -> None:
    text = """项目支出绩效自评表
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析
产出指标 | 质量指标 | 结业率 | ≥ | 95 | % | 0.98 | 60 | 60 |
满意度指标 | 满意度指标 | 学员满意度 | ≥ | 90 | % | 93 | 40 | 40 |
"""
    facts = facts_of(read_bytes(text.encode(), "form.txt"))
    (form,) = facts.forms
    for row in form.indicators:
        wanted, done = facts.only(form.block, row.target), facts.only(form.block, row.actual)
        assert wanted is not None and done is not None
        assert compare(row, wanted, done) == "met"


@pytest.mark.parametrize(("target", "actual"), [("≥2000人次", "近2000人次"), ("约2000人次", "1900人次"), ("≥80人", "95%")])
def test_vague_words_and_other_units_are_never_a_miss(target: str, actual: str) -> None:
    assert verdict("数量指标", "服务人次", target, actual) == "unclear"
