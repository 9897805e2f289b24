"""Weights and scores as the rules sum them: each printed number once, doubtful tables left alone."""

from __future__ import annotations

from gouji.audit.pack import Pack
from gouji.audit.runner import audit
from gouji.extract.document import Cell, Document, Table, Text
from gouji.extract.facts import facts_of
from gouji.extract.readers import read_bytes
from gouji.rules import load
from gouji.rules.score.parts import sheet_of

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


def table_document(rows: list[list[str]], merged: dict[tuple[int, int], int]) -> Document:
    """A document of one table; ``merged`` gives the rows a cell spans downward."""
    covered = {(r + d, c) for (r, c), span in merged.items() for d in range(1, span)}
    cells = tuple(
        Cell(r, c, Text(text), row_span=merged.get((r, c), 1))
        for r, row in enumerate(rows) for c, text in enumerate(row) if (r, c) not in covered
    )
    return Document("form.docx", "docx", "0" * 64, (Table(0, cells),))


def test_a_score_merged_over_two_indicators_counts_once() -> None:
    rows = [
        list(HEAD),
        ["产出指标", "数量指标", "巡查次数", "≥12次", "13次", "60", "60", ""],
        ["", "", "巡查里程", "≥300公里", "320公里", "", "", ""],
        ["效益指标", "社会效益指标", "受益村", "8个", "8个", "40", "40", ""],
        ["总分", "", "", "", "", "100", "100", ""],
    ]
    document = table_document(rows, {(1, 0): 2, (1, 1): 2, (1, 5): 2, (1, 6): 2})
    facts = facts_of(document)
    sheet = sheet_of(facts, facts.forms[0])
    assert [n.raw for n in sheet.weights()] == ["60", "40"]
    found = audit(document, load(), Pack()).findings
    assert [f.code for f in found if f.severity == "error"] == []


def test_first_and_second_level_scores_side_by_side_are_left_alone() -> None:
    text = """项目支出绩效自评表
| 一级指标 | 分值 | 得分 | 二级指标 | 分值 | 得分 |
| 产出指标 | 50 | 48 | 数量指标 | 30 | 28 |
| | | | 质量指标 | 20 | 20 |
| 效益指标 | 50 | 50 | 社会效益 | 50 | 50 |
| 合计 | 100 | 98 | | 100 | 98 |
"""
    found = audit(read_bytes(text.encode(), "form.txt"), load(), Pack()).findings
    assert [f.code for f in found if f.severity == "error"] == []


def test_a_sheet_of_targets_is_not_checked_as_results() -> None:
    text = """项目支出绩效目标申报表（2024年度）
项目名称 | 路灯维护
一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
产出指标（60分） | 数量指标 | 维护路灯 | ≥500盏 | 60
满意度指标（40分） | 服务对象满意度指标 | 居民满意度 | ≥90% | 40
"""
    found = audit(read_bytes(text.encode(), "form.txt"), load(), Pack()).findings
    assert [f.code for f in found if f.code.startswith(("GJ3", "GJ5")) and f.severity != "info"] == []
