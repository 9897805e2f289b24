"""Which family of forms a table belongs to, by the heads and labels it prints."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.extract.document import Table
from gouji.extract.facts.forms.cells import plain
from gouji.extract.facts.forms.layout import MONEY_KINDS, Band


def family_of(table: Table, bands: Sequence[Band], title: str) -> str | None:
    """Letter of the form family, ``None`` for a table of another kind."""
    texts = [plain(c.text.string) for c in table.cells if len(c.text.string) <= 40]
    everything = "|".join(texts)
    kinds = {c.kind for b in bands for c in b.columns.values()}
    indicators = any(b.kind == "indicators" for b in bands)
    money = any(b.kind == "funds" for b in bands)
    if indicators or money:
        if "target" in kinds and not kinds & {"actual", "completion", "score", "executed", "rate"}:
            return "J"
        if "按收入性质分" in everything or "按支出性质分" in everything:
            return "B"
        if any(len(b.of_kind("score")) > 1 for b in bands if b.kind == "indicators"):
            return "K"
        if "operator" in kinds or "度量单位" in everything:
            return "D"
        if "累计完成率" in everything:
            return "I"
        if "转移支付" in everything or "中央主管部门" in everything or "资金管理情况" in everything:
            return "F"
        if "score" not in kinds:
            return "H" if "arrived" in kinds else "G"
        if "weight" not in kinds:
            return "E"
        if {"投入", "过程"} & set(texts):
            return "C"
        return "A" if "budget_initial" in kinds or not _weight_first(bands) else "A'"
    if "三公" in everything and ("编制数" in everything or "决算数" in everything):
        return "B1"
    if "arrived" in kinds and "plan" in kinds:
        return "H"
    if "分配表" in title or "下达" in everything or ("合计" in everything and not kinds & (MONEY_KINDS | {"weight", "score"})):
        return "L"
    return None


def _weight_first(bands: Sequence[Band]) -> bool:
    for band in bands:
        weights, targets = band.of_kind("weight"), band.of_kind("target")
        if band.kind == "indicators" and weights and targets:
            return weights[0].index < targets[0].index
    return False
