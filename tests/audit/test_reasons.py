"""What the ledger says of numbers that nothing is held against."""

from __future__ import annotations

import pytest

import gouji
from gouji.audit.reasons import REASONS
from gouji.extract.readers import read_bytes


def reasons(text: str) -> dict[str, str | None]:
    """Reason of each unchecked number by its words."""
    report = gouji.check(read_bytes(text.encode(), "a.txt"))
    return {n.raw: report.statuses[n.id][1] for n in report.facts.quantities if report.statuses[n.id][0] == "unchecked"}


@pytest.mark.parametrize(
    ("text", "raw", "reason"),
    [
        ("全年完成税收收入3.25亿元，同比增长8.4%。", "8.4%", "增长率，未给出上期数"),
        ("全年完成税收收入3.25亿元，比上年增加0.4亿元。", "0.4亿元", "增减额，未给出上期数"),
        ("群众满意度比上年提高2.1个百分点。", "2.1个百分点", "百分点变动，未给出前后两个比率"),
        ("设备购置费占项目支出的35.2%。", "35.2%", "占比，未给出总数或分项数"),
        ("全年线上办理率65.2%。", "65.2%", "比率，未给出计算它的数"),
        ("全年开展执法检查312次。", "312次", "全文只此一处说到"),
        ("全年走访企业约40家。", "约40家", "约数，无法判定"),
        ("建成驿站、书屋等13处。", "13处", "全文只此一处说到"),
    ],
)
def test_the_reason_tells_what_is_missing(text: str, raw: str, reason: str) -> None:
    assert reasons(text).get(raw) == reason


def test_a_number_that_is_checked_has_none() -> None:
    assert reasons("全年检查商户51户，其中超市12户、餐馆25户、药店14户。") == {}


def test_every_reason_has_an_english_wording() -> None:
    assert all(zh and en and zh != en for zh, en in REASONS.items())


def test_what_an_error_is_about_is_contradicted_whatever_else_holds() -> None:
    text = "全县实施项目84个，其中道路48个、水利27个、产业6个、其他5个。\n另据统计，全县实施项目84个。\n"
    report = gouji.check(read_bytes(text.encode(), "a.txt"))
    (finding,) = [f for f in report.findings if f.severity == "error"]
    primary = next(e.number for e in finding.evidence if e.role == "primary" and e.number is not None)
    assert report.statuses[primary.id][0] == "contradicted"
