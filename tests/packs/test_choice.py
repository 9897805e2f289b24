"""The pack that fits a document is found by place, family and cited rule."""

from __future__ import annotations

import pytest

from gouji.extract.facts import facts_of
from gouji.extract.readers import read_bytes
from gouji.rules.packs import pack_for

YUNNAN = """项目支出绩效自评表
项目名称	农村饮水管护
项目资金（万元）	预算数（A）	执行数（B）	执行率（B/A）	得分（20分*执行率）
年度资金总额	50	45	90%	18
一级指标	二级指标	三级指标	年初目标值（A）	实际完成值（B）	得分
产出指标	数量指标	管护点数	≥20处	20处	20
"""
TRANSFER = """中央对地方转移支付区域（项目）绩效目标自评表
转移支付（项目）名称	就业补助
中央主管部门	某部
项目资金（万元）	全年预算数（A）	全年执行数（B）	预算执行率（B/A×100%）
年度资金总额	50	45	90%
一级指标	二级指标	三级指标	指标值	全年实际完成值	未完成原因和改进措施
产出指标	数量指标	补助人数	≥20人	20人
"""


def chosen(text: str) -> str:
    return pack_for(facts_of(read_bytes(text.encode(), "a.txt"))).name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("湖南省青石县农业局2023年度部门整体支出绩效自评报告\n\n全年支出20万元。", "hunan"),
        ("绵阳市青石区农业局2023年度项目支出绩效自评报告\n\n全年支出20万元。", "sichuan"),
        (YUNNAN, "yunnan"),
        (TRANSFER, "transfer"),
        ("青石县农业局2023年度项目支出绩效自评报告\n\n根据财预﹝2020﹞10号，全年支出20万元。".replace("﹝", "〔").replace("﹞", "〕"), "mof-2020"),
        ("青石县农业局2023年度项目支出绩效自评报告\n\n赴湖南考察支出20万元。", "generic"),
        ("青石县农业局2023年度项目支出绩效自评报告\n\n全年支出20万元。", "generic"),
    ],
)
def test_the_pack_follows_place_then_family_then_cited_rule(text: str, name: str) -> None:
    assert chosen(text) == name
