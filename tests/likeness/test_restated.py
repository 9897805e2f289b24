"""Statements under like names: what agrees, what is held against each other, and how many comparisons that takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.extract.facts import restated
from gouji.extract.facts.build import facts_of
from gouji.extract.facts.likeness import likeness
from gouji.extract.facts.model import FactSet
from gouji.extract.facts.restated import agreeing, differing, project_money
from gouji.extract.facts.statements import all_statements, statements
from gouji.extract.readers import read

SHEET = """\
项目支出绩效自评表
项目名称 | 沿河村道养护
资金情况（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
年度资金总额 | 64 | 64 | 64 | 10 | 100% | 10
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 村道日常养护里程 | 90公里 | 86公里 | 10 | 9.5 | 雨季停工
产出指标 | 质量指标 | 养护结果公示率 | 100% | 100% | 10 | 10 |

沿河村道养护项目绩效自评报告
一、资金情况
沿河村道养护专项资金为64万元。
二、完成情况
"""


def facts(tmp_path: Path, text: str) -> FactSet:
    path = tmp_path / "filing.txt"
    path.write_text(text, "utf-8")
    return facts_of(read(path))


def raws(families: list[list[restated.Statement]]) -> list[list[str]]:
    return [[s.number.raw for s in family] for family in families]


def test_equal_values_under_like_names_stand_together(tmp_path: Path) -> None:
    found = all_statements(facts(tmp_path, SHEET + "全年完成村道养护里程86公里，养护公示率达100%。\n"))
    families = raws(list(agreeing(found)))
    assert ["86公里", "86公里"] in families
    assert ["100%", "100%", "100%"] in families
    assert not list(differing(statements(facts(tmp_path, SHEET))))


def test_a_contrast_word_keeps_equal_values_apart(tmp_path: Path) -> None:
    found = all_statements(facts(tmp_path, SHEET + "全年完成县道养护里程86公里，村道绿化里程86公里。\n"))
    assert not [f for f in raws(list(agreeing(found))) if "86公里" in f]


def test_a_differing_value_under_a_like_name_is_one_pair(tmp_path: Path) -> None:
    found = statements(facts(tmp_path, SHEET + "全年实际完成村道养护里程68公里。\n"))
    assert [(a.number.raw, b.number.raw) for a, b in differing(found)] == [("86公里", "68公里")]


def test_a_value_stated_as_part_of_a_whole_is_held_against_nothing(tmp_path: Path) -> None:
    text = "全年完成养护里程90公里，其中村道养护里程68公里、县道养护里程22公里。\n"
    assert not list(differing(statements(facts(tmp_path, SHEET + text))))


def test_the_projects_money_in_its_report_confirms_the_form(tmp_path: Path) -> None:
    read_facts = facts(tmp_path, SHEET)
    told = [[n.raw for n in family] for family in project_money(read_facts, statements(read_facts))]
    assert told == [["64", "64", "64", "64万元"]]
    other = facts(tmp_path, SHEET.replace("64万元", "46万元"))
    assert not list(project_money(other, statements(other)))


def test_comparisons_grow_no_faster_than_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(*a: object, **k: object) -> object:
        nonlocal calls
        calls += 1
        return likeness(*a, **k)  # type: ignore[arg-type]

    monkeypatch.setattr(restated, "likeness", counted)
    where = [f"{a}{b}" for a in "东南西北中" for b in "河山湖湾桥岭坡塘"]
    what = ["水渠清理长度", "村道养护长度", "河堤加固长度", "围栏安装长度", "管线更换长度"]
    lines = [f"完成{w}{t}{i % 7 + 1}公里。" for i, (w, t) in enumerate((w, t) for _ in range(12) for w in where for t in what)]
    cost = []
    for n in (600, 1200, 2400):
        calls = 0
        found = statements(facts(tmp_path, "\n".join(lines[:n])))
        list(agreeing(found))
        list(differing(found))
        cost.append(calls / len(found))
    assert 0 < cost[-1] <= 2 * restated._CROWD
    assert cost[2] <= 1.5 * cost[1] + 1
