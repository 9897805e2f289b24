"""A contradiction that another figure beside it resolves is no error; one that only a neighbour's figure resolves is."""

from __future__ import annotations

import gouji
from gouji.audit.report import Report
from gouji.extract.readers import read_bytes


def _report(text: str) -> Report:
    return gouji.check(read_bytes(text.encode(), "filing.txt"))


def _severities(report: Report, code: str) -> list[str]:
    return [f.severity for f in report.findings if f.code == code]


def test_an_amount_missing_from_a_sum_that_is_told_beside_it_makes_a_warning_of_the_error() -> None:
    plain = _report("参会农户共6214户，其中东片2385户、西片4935户。")
    told = _report("参会农户共6214户，其中东片2385户、西片4935户（两处都参加的1106户只计一次）。")
    assert _severities(plain, "GJ101") == ["error"]
    assert _severities(told, "GJ101") in ([], ["warning"])


def test_a_figure_copied_from_its_neighbour_is_still_an_error() -> None:
    text = "\n".join((
        "一、完成情况", "全年完成专项抽检2000批次，其中食品专项抽检1300批次，农产品专项抽检700批次。", "",
        "指标名称 | 年度指标值 | 实际完成值", "食品专项抽检 | 1300批次 | 1300批次", "农产品专项抽检 | 700批次 | 1300批次",
    ))
    report = _report(text)
    assert any(f.code == "GJ401" and f.severity == "error" for f in report.findings), [f.message for f in report.findings]


def test_figures_that_add_up_in_other_roles_hold() -> None:
    report = _report("项目需替代0.907吨，由已关停企业削减的2.130吨中调剂，调剂后剩余1.223吨。")
    assert report.findings == ()
    assert {status for status, _ in report.statuses.values()} == {"confirmed"}
