"""The ledger, the doubtful table, and the limits."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from growth import growth
from made_numbers import Sheet

from gouji.audit.constraint import Constraint, at_most, equals, ratio_is, sums_to
from gouji.audit.diagnosis import Broken
from gouji.audit.evaluate import evaluate
from gouji.audit.finding import Defect, cite
from gouji.audit.ledger import REASONS, reason_in
from gouji.audit.localise import Limits, localise
from gouji.audit.pack import Pack
from gouji.audit.report import Report
from gouji.audit.runner import audit
from gouji.audit.spec import Rule
from gouji.extract.facts.model import FactSet
from gouji.extract.readers import read_bytes

WORDS = {"zh": "{label}{stated}≠{computed}", "en": "{stated}≠{computed}"}


@pytest.fixture
def n() -> Sheet:
    return Sheet()


def rule_of(*items: Constraint | Defect, code: str = "GJ901", severity: str = "error") -> Rule:
    def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Defect]:
        yield from items

    return Rule(code, "made-up", severity, WORDS, WORDS, check, "")  # type: ignore[arg-type]


def run(n: Sheet, *rules: Rule) -> Report:
    facts = n.facts()
    return audit(facts.document, rules, facts=facts)


def test_every_quantity_has_a_status_and_what_is_unchecked_a_reason(n: Sheet) -> None:
    total, a, b = n("5户"), n("2户"), n("3户")
    rate, part, whole = n("33.33%"), n("1.00万元"), n("3.01万元")
    wide, limit, lone, soft = n("2户"), n("900户"), n("7家"), n("约40人")
    report = run(n, rule_of(sums_to(total, [a, b]), ratio_is(rate, part, whole), at_most(wide, limit)))
    assert set(report.statuses) == {m.id for m in report.facts.quantities}
    assert report.statuses[total.id] == ("confirmed", None)
    assert report.statuses[rate.id] == ("within_rounding", None)
    assert report.statuses[wide.id] == ("unchecked", "所在关系过宽，不足为证")
    assert report.statuses[lone.id] == ("unchecked", "未找到相关的数")
    assert report.statuses[soft.id] == ("unchecked", "约数，无法判定")
    for _, reason in report.statuses.values():
        assert reason is None or (reason in REASONS and reason_in(reason, "en") != reason)


def test_relations_are_numbered_in_reading_order_and_counted_once(n: Sheet) -> None:
    a, b, c, d = n("5户"), n("2户"), n("3户"), n("3户")
    report = run(n, rule_of(equals(c, d), sums_to(a, [c, b])), rule_of(sums_to(a, [b, c]), code="GJ902"))
    assert [(r.id, r.kind) for r in report.relations] == [("r1", "sum"), ("r2", "equal")]
    assert report.relations[0].rule == "GJ902"  # the more particular rule keeps it


def test_findings_come_most_severe_first_then_in_reading_order(n: Sheet) -> None:
    a, b, c, d = n("5户"), n("6户"), n("7家"), n("8家")
    notes = rule_of(Defect((cite(a),)), code="GJ903", severity="info")
    report = run(n, notes, rule_of(equals(c, d), equals(a, b)))
    assert [f.severity for f in report.findings] == ["error", "error", "info"]
    assert report.findings[0].evidence[0].number in (a, b)


def test_a_vague_figure_makes_a_warning_at_most(n: Sheet) -> None:
    report = run(n, rule_of(sums_to(n("约2000户"), [n("400户"), n("500户")])))
    assert [f.severity for f in report.findings] == ["warning"]


TABLE = "\n".join(
    ["地区 | 甲 | 乙 | 丙 | 合计"]
    + [f"第{i}镇 | {10 + i} | {20 + i} | {30 + i} | {60 + 3 * i if i % 2 else 99 + i * i}" for i in range(1, 9)]
)


def test_a_table_that_breaks_everywhere_is_one_doubtful_reading() -> None:
    document = read_bytes(TABLE.encode(), "table.txt")

    def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
        for row in range(1, 9):
            numbers = [facts.only(0, facts.document.tables[0].grid[row][c]) for c in range(1, 5)]
            first = [m for m in numbers if m is not None]
            yield sums_to(first[3], first[:3])

    report = audit(document, [Rule("GJ901", "made-up", "error", WORDS, WORDS, check, "")])
    assert sum(r.verdict == "broken" for r in report.relations) == 4
    assert [(f.code, f.severity) for f in report.findings] == [("GJ003", "warning")]
    assert len(report.findings[0].relations) == 4


def test_localisation_does_not_grow_with_the_tangle_and_loses_no_relation() -> None:
    def work(relations: int) -> None:
        rng = random.Random(5)
        n = Sheet()
        numbers = [n(f"{rng.randint(1, 9999)}户") for _ in range(120)]
        made = [sums_to(t, p) for t, *p in (rng.sample(numbers, 9) for _ in range(relations))]
        outcomes = [evaluate(c) for c in made]
        broken = [Broken(f"r{i}", "GJ901", "error", o) for i, o in enumerate(outcomes) if o.verdict == "broken"]
        found = localise(n.facts(), outcomes, broken, Limits(seconds=0.3))
        assert sorted(b.id for d in found for b in d.broken) == sorted(b.id for b in broken)

    assert growth(work, 200) < 3
