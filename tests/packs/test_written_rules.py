"""Rules written by a bureau: read, bound to the document's numbers, tried on their own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.audit.finding import Finding
from gouji.audit.pack_loader import load_pack
from gouji.audit.report import Report
from gouji.audit.runner import audit
from gouji.extract.errors import BadConfiguration
from gouji.extract.readers import read_bytes
from gouji.rules.packs import names, pack
from gouji.rules.packs.written import rules_of
from gouji.trial import outcomes

RULE = "rules:\n  - code: GJ851\n    name: does-not-fit\n    relation: {}\n"
TABLE = """基础数据表
单位：万元
项目	2022年决算数	2023年预算数	2023年决算数
公务接待费	9.50	8.00	7.20
公务用车运行维护费	12.00	12.00	11.60
出国费	0.00	0.00	0.00
三公经费	21.50	20.00	18.80
"""


def checked(tmp_path: Path, rule: str, text: str) -> Report:
    path = tmp_path / "own.yaml"
    path.write_text(rule, "utf8")
    own = load_pack(path)
    return audit(read_bytes(text.encode(), "a.txt"), rules_of(own), own)


def verdicts(report: Report) -> list[str]:
    return [r.verdict for r in report.relations]


SUM = "公务接待费 + 公务用车运行维护费 + 出国费 = 三公经费"


def test_a_relation_is_checked_once_in_every_column(tmp_path: Path) -> None:
    report = checked(tmp_path, RULE.format(SUM), TABLE)
    assert verdicts(report) == ["holds"] * 3
    assert report.findings == ()


def test_the_column_that_breaks_it_is_reported_with_its_sum(tmp_path: Path) -> None:
    report = checked(tmp_path, RULE.format(SUM), TABLE.replace("18.80", "18.08"))
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("GJ851", "warning")
    assert "18.08" in finding.message["zh"] and SUM in finding.message["en"]


def test_a_role_keeps_to_its_columns(tmp_path: Path) -> None:
    text = RULE.format(SUM) + "    role: 决算\n"
    assert verdicts(checked(tmp_path, text, TABLE.replace("20.00", "99.00"))) == ["holds"]


def test_a_year_keeps_to_its_columns(tmp_path: Path) -> None:
    text = RULE.format(SUM) + "    period: 2022\n"
    assert verdicts(checked(tmp_path, text, TABLE)) == ["holds"]


def test_rows_are_bound_as_well_as_columns(tmp_path: Path) -> None:
    text = "单位：万元\n单位\t公务接待费\t公务用车运行维护费\t出国费\t三公经费\n青石镇\t1.10\t2.20\t0.00\t3.30\n柳河镇\t1.10\t2.20\t0.00\t4.30\n"
    assert verdicts(checked(tmp_path, RULE.format(SUM), text)) == ["holds", "broken"]


def test_two_roles_of_one_name_are_told_apart_in_brackets(tmp_path: Path) -> None:
    report = checked(tmp_path, RULE.format("公务接待费[决算] <= 公务接待费[年初预算]"), TABLE.replace("7.20", "8.70"))
    assert verdicts(report) == ["broken"]


def test_sentences_are_bound_within_one_filing(tmp_path: Path) -> None:
    text = "2023年培训费支出20万元，会议费支出5万元，两项合计支出26万元。"
    assert verdicts(checked(tmp_path, RULE.format("培训费 >= 会议费"), text)) == ["holds"]


def test_a_name_that_stands_twice_with_two_values_is_not_assessed(tmp_path: Path) -> None:
    assert verdicts(checked(tmp_path, RULE.format("培训费 <= 会议费"), "培训费20万元，会议费30万元。\n培训费25万元。")) == []


def test_names_are_matched_whole(tmp_path: Path) -> None:
    assert verdicts(checked(tmp_path, RULE.format("接待费 <= 三公经费"), TABLE)) == []


def test_money_is_not_compared_with_a_bare_number_or_with_heads(tmp_path: Path) -> None:
    assert verdicts(checked(tmp_path, RULE.format("培训费 <= 20"), "培训费25万元。")) == []
    assert verdicts(checked(tmp_path, RULE.format("培训费 <= 培训人数"), "培训费25万元，培训人数30人。")) == []
    assert verdicts(checked(tmp_path, RULE.format("培训费 <= 20万元"), "培训费25万元。")) == ["broken"]


def test_a_tolerance_lets_a_small_difference_pass(tmp_path: Path) -> None:
    off = TABLE.replace("18.80", "18.83")
    assert "broken" in verdicts(checked(tmp_path, RULE.format(SUM), off))
    assert "broken" not in verdicts(checked(tmp_path, RULE.format(SUM) + "    tolerance: 0.05万元\n", off))
    assert "broken" in verdicts(checked(tmp_path, RULE.format(SUM) + "    tolerance: 0.005万元\n", off))


def test_exact_leaves_no_half_units(tmp_path: Path) -> None:
    off = TABLE.replace("18.80", "18.81")
    assert "broken" not in verdicts(checked(tmp_path, RULE.format(SUM), off))
    assert "broken" in verdicts(checked(tmp_path, RULE.format(SUM) + "    exact: true\n", off))


def test_a_rate_is_checked_as_a_share(tmp_path: Path) -> None:
    rule = RULE.format("公务接待费[决算] ÷ 公务接待费[年初预算] = 接待费执行率")
    text = TABLE + "\n2023年接待费执行率90%。"
    assert verdicts(checked(tmp_path, rule, text)) == ["holds"] or verdicts(checked(tmp_path, rule, text)) == []


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        (RULE.format("公务接待费 + = 三公经费"), 4, "此处应为"),
        (RULE.format("甲 = 乙").replace("GJ851", "GJ101"), 2, "GJ101"),
        (RULE.format("甲 = 乙") + "    severty: error\n", 5, "severty"),
        (RULE.format("甲 = 乙") + "    severity: fatal\n", 5, "fatal"),
        (RULE.format("甲[明年] = 乙"), 4, "明年"),
        (RULE.format("甲 = 乙") + "    role: 花费\n", 5, "花费"),
        (RULE.format("甲 = 乙") + "    tolerance: 很小\n", 5, "很小"),
        (RULE.format("甲 = 乙") + "    message: 差了{total}\n", 5, "total"),
        (RULE.format("甲 = 乙") + "    message: 差了{sum.__class__}\n", 5, "__class__"),
        (RULE.format("甲 = 乙") + "    pass: 例文\n", 5, "pass"),
        (RULE.format("甲 = 乙") + "    fail:\n      - 3\n", 6, "例文"),
        ("name: own\n" + RULE.format("甲 = 乙") + RULE.format("甲 = 丙").removeprefix("rules:\n"), 6, "GJ851"),
        ("rules:\n  - code: GJ851\n    name: x\n", 2, "relation"),
        ("name: own\nname: other\n", 2, "name"),
        ("name: own\nplaces: 湖南\n", 2, "places"),
        ("name: own\nrules: &a []\nplaces: *a\n", 3, "别名"),
        ("name: own\nrules:\n  - code: [\n", 4, "YAML"),
    ],
)
def test_a_mistake_names_the_file_and_the_line(tmp_path: Path, text: str, line: int, named: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf8")
    with pytest.raises(BadConfiguration) as error:
        load_pack(path)
    assert f"第{line}行" in error.value.message("zh") and f"line {line}:" in error.value.message("en")
    assert named in error.value.message("zh") and "own.yaml" in error.value.message("zh")


@pytest.mark.parametrize("name", names())
def test_every_bundled_rule_has_examples_and_they_come_out_right(name: str) -> None:
    chosen = pack(name)
    for rule in chosen.rules:
        assert {e.kind for e in rule.examples} == {"fail", "pass", "near_miss"}
    assert [(o.rule.code, o.example.line, o.zh) for o in outcomes(chosen) if not o.ok] == []


def test_a_rule_of_a_pack_runs_beside_the_catalogue(tmp_path: Path) -> None:
    import gouji

    path = tmp_path / "own.yaml"
    path.write_text(RULE.format("培训费 <= 20万元"), "utf8")
    document = read_bytes("培训费25万元。".encode(), "a.txt")
    found: tuple[Finding, ...] = gouji.check(document, gouji.Config(pack=str(path))).findings
    assert [f.code for f in found] == ["GJ851"]
    assert gouji.check(document, gouji.Config(pack=str(path), ignore=("GJ8",))).findings == ()
