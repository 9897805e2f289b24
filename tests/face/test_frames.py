"""Frames: documented columns and types, the same figures as the report."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import gouji
from gouji.audit import records

ROOT = Path(__file__).resolve().parents[2]
FORM = """项目支出绩效自评表
单位：万元
| 项目资金 | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额 | 100.00 | 120.00 | 114.60 | 10 | 95.50% | 9.55 |
| | 其中：当年财政拨款 | 100.00 | 115.00 | 109.60 | | | |
| | 上年结转资金 | 0.00 | 5.00 | 5.00 | | | |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 渠道清淤 | ≥40公里 | 43公里 | 50 | 50 | |
| 效益指标 | 社会效益指标 | 受益农户 | ≥900户 | 880户 | 40 | 38 | 两个村民组外迁 |
"""


@pytest.fixture
def frames(tmp_path: Path) -> dict[str, pd.DataFrame]:
    path = tmp_path / "form.txt"
    path.write_text(FORM, "utf-8")
    return gouji.frames(gouji.check(path))


def test_indicators_come_one_a_row_with_decimals(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["indicators"].set_index("level3")
    assert list(rows.index) == ["渠道清淤", "受益农户"]
    first, second = rows.loc["渠道清淤"], rows.loc["受益农户"]
    assert (first["level1"], first["level2"]) == ("产出指标", "数量指标")
    assert (first["target"], first["actual"], first["weight"], first["score"]) == (40, 43, 50, 50)
    assert isinstance(first["target"], Decimal)
    assert first["target_text"] == "≥40公里"
    assert second["reason"] == "两个村民组外迁"
    assert second["score"] == Decimal(38)


def test_funds_keep_printed_decimals_and_their_unit(frames: dict[str, pd.DataFrame]) -> None:
    funds = frames["funds"]
    assert len(funds) == 3
    total = funds.iloc[0]
    assert str(total["budget"]) == "120.00"
    assert (total["initial"], total["executed"]) == (Decimal("100.00"), Decimal("114.60"))
    assert (total["weight"], total["rate"], total["score"]) == (10, Decimal("95.50"), Decimal("9.55"))
    assert set(funds["unit"]) == {"万元"}
    assert funds["kind"].iloc[0] == "total"


def test_numbers_of_a_report_carry_their_status(frames: dict[str, pd.DataFrame]) -> None:
    numbers = frames["numbers"].set_index("raw")
    assert numbers.loc["95.50%", "status"] == "confirmed"
    assert set(numbers["status"]) <= {"confirmed", "within_rounding", "contradicted", "unchecked"}


def test_nothing_is_a_float(frames: dict[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        floats = [c for c in frame.columns if frame[c].dtype.kind == "f"]
        assert not floats, name
        for column in frame.columns:
            assert not any(isinstance(v, float) and v == v for v in frame[column].dropna()), (name, column)


def test_a_document_only_read_has_the_same_frames_but_nothing_checked(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_text(FORM, "utf-8")
    frames = gouji.frames(gouji.read(path))
    assert set(frames) == {"numbers", "cells", "indicators", "funds", "relations", "findings"}
    assert frames["relations"].empty and frames["findings"].empty
    assert list(frames["relations"].columns) == list(records.RELATION_COLUMNS)
    assert "status" not in frames["numbers"]
    assert len(frames["indicators"]) == 2


def test_types_do_not_depend_on_the_rows(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("没有数。\n", "utf-8")
    bare = gouji.frames(gouji.check(path))
    for name, frame in frames.items():
        assert frame.dtypes.to_dict() == bare[name].dtypes.to_dict(), name


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs" / "frames.md").read_text("utf-8")
    lines = {line.split("|")[1].strip(" `"): line for line in text.splitlines() if line.startswith("| `")}
    for name, columns in {
        "numbers": (*records.NUMBER_COLUMNS, *records.STATUS_COLUMNS), "cells": records.CELL_COLUMNS,
        "indicators": records.INDICATOR_COLUMNS, "funds": records.FUND_COLUMNS,
        "relations": records.RELATION_COLUMNS, "findings": records.FINDING_COLUMNS,
    }.items():
        documented = re.findall(r"`(\w+)`", lines[name].split("|", 2)[2])
        assert set(columns) <= set(documented), (name, set(columns) - set(documented))
