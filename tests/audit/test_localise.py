"""Which number is wrong, and what it should read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_numbers import Sheet

from gouji.audit.constraint import (
    Constraint,
    at_most_constant,
    differs_by,
    equals,
    grows_by,
    ratio_is,
    sums_to,
)
from gouji.audit.pack import Pack
from gouji.audit.report import Report
from gouji.audit.runner import audit
from gouji.audit.spec import Rule
from gouji.extract.facts.model import FactSet

WORDS = {"zh": "{label}{stated}，应为{computed}：{sum}", "en": "{stated}, should be {computed}: {sum}"}


@pytest.fixture
def n() -> Sheet:
    return Sheet()


def report(n: Sheet, *constraints: Constraint) -> Report:
    def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
        yield from constraints

    rule = Rule("GJ901", "made-up", "error", WORDS, WORDS, check, "")
    facts = n.facts()
    return audit(facts.document, [rule], facts=facts)


def test_a_number_three_others_contradict_is_the_culprit(n: Sheet) -> None:
    table, a, b, c = n("1300批次"), n("700批次"), n("700批次"), n("700批次")
    found = report(n, equals(table, a), equals(table, b), equals(table, c), equals(a, b)).findings
    assert len(found) == 1
    f = found[0]
    assert f.suggestion is not None
    assert (f.evidence[0].number, f.suggestion.raw, f.suggestion.repairs) == (table, "700批次", 3)
    assert len(f.relations) == 3
    assert "改1处可消3处矛盾" in f.message["zh"]


def test_an_extra_digit_is_found_through_the_growth_rate(n: Sheet) -> None:
    total, tax, other, cut, rate = n("6717万元"), n("4575万元"), n("12142万元"), n("1304万元"), n("37.8%")
    r = report(n, sums_to(total, [tax, other]), grows_by(rate, other, cut, falls=True))
    assert [f.evidence[0].number for f in r.findings] == [other]
    s = r.findings[0].suggestion
    assert s is not None and (s.raw, s.slip) == ("2142万元", "多一位数字")
    assert r.statuses[other.id][0] == "contradicted"
    assert r.statuses[total.id][0] != "contradicted"


def test_a_lone_sum_suggests_the_total_and_says_one_of(n: Sheet) -> None:
    total, *parts = n("50户"), n("12户"), n("25户"), n("14户")
    f = report(n, sums_to(total, parts)).findings[0]
    assert f.suggestion is not None and (f.suggestion.number, f.suggestion.raw) == (total, "51户")
    assert "其中之一" in f.message["zh"]


def test_parts_that_another_sum_confirms_are_not_suspects(n: Sheet) -> None:
    total, a, b = n("60户"), n("30户"), n("25户")
    x, y, p, q = n("10户"), n("20户"), n("5户"), n("20户")
    r = report(n, sums_to(total, [a, b]), sums_to(a, [x, y]), sums_to(b, [p, q]))
    assert r.findings[0].evidence[0].number is total
    assert "其中之一" not in r.findings[0].message["zh"]
    assert {r.statuses[m.id][0] for m in (a, b, x, y)} == {"confirmed"}


def test_a_unit_slip_is_named_and_has_its_own_code(n: Sheet) -> None:
    import gouji.rules

    gouji.rules.load()
    total, a, b = n("80.00万元"), n("50.00万元"), n("30.00元")
    f = report(n, sums_to(total, [a, b])).findings[0]
    assert f.code == "GJ203"
    assert f.suggestion is not None and (f.suggestion.number, f.suggestion.raw) == (b, "30.00万元")


def test_separators_and_units_stay_as_printed(n: Sheet) -> None:
    total, a, b, c = n("2,459.36万元"), n("1,000.00万元"), n("459.36万元"), n("1,459.36万元")
    f = report(n, sums_to(total, [a, b]), equals(total, c), sums_to(c, [a, b])).findings[0]
    assert f.suggestion is not None and f.suggestion.raw == "1,459.36万元"


def test_copies_of_one_statement_do_not_vote(n: Sheet) -> None:
    table = n("1300批次")
    first, second = n("700批次"), n("700批次")
    text = "全年完成监督抽检任务：700批次。"
    n.texts[1] = n.texts[2] = text
    f = report(n, equals(table, first), equals(table, second)).findings
    assert len(f) == 1
    assert "其中之一" in f[0].message["zh"]
    assert len(f[0].relations) == 2


def test_a_rate_over_a_hundred_and_off_its_numbers_is_one_finding(n: Sheet) -> None:
    rate, part, whole = n("982.5%"), n("1965户"), n("2000户")
    found = report(n, ratio_is(rate, part, whole), at_most_constant(rate, 1)).findings
    assert len(found) == 1
    assert found[0].suggestion is not None
    assert (found[0].suggestion.raw, found[0].suggestion.slip) == ("98.25%", "小数点错位")


def test_two_errors_in_one_network_are_both_found(n: Sheet) -> None:
    a, b, c, d = n("11户"), n("22户"), n("35户"), n("44户")
    rows = n("33户"), n("79户")
    columns = n("46户"), n("66户")
    total = n("121户")  # should be 112
    wrong = n("70户")  # a second statement of the first row and second row's total
    r = report(
        n, sums_to(rows[0], [a, b]), sums_to(rows[1], [c, d]), sums_to(columns[0], [a, c]), sums_to(columns[1], [b, d]),
        sums_to(total, list(rows)), sums_to(total, list(columns)), equals(rows[1], wrong),
    )
    assert {f.evidence[0].number for f in r.findings} == {total, wrong}
    assert {f.suggestion.raw for f in r.findings if f.suggestion} == {"112户", "79户"}


def test_entangled_errors_go_to_the_minimum_correction(n: Sheet) -> None:
    # two wrong cells in one column: no single correction mends a row and the column
    a, b, c, d = n("10户"), n("90户"), n("30户"), n("80户")
    rows = n("30户"), n("70户")  # b should be 20, d should be 40
    columns = n("40户"), n("60户")
    total = n("100户")
    r = report(
        n, sums_to(rows[0], [a, b]), sums_to(rows[1], [c, d]), sums_to(columns[0], [a, c]), sums_to(columns[1], [b, d]),
        sums_to(total, list(rows)), sums_to(total, list(columns)),
    )
    assert {f.evidence[0].number for f in r.findings} == {b, d}
    assert {f.suggestion.raw for f in r.findings if f.suggestion} == {"20户", "40户"}


def test_differences_and_percentages_keep_their_decimals(n: Sheet) -> None:
    left, all_, paid, rate = n("703.00万元"), n("19204.10万元"), n("18501.10万元"), n("95.00%")
    f = report(n, differs_by(left, all_, paid), ratio_is(rate, paid, all_)).findings
    assert len(f) == 1 and f[0].suggestion is not None
    assert (f[0].suggestion.number, f[0].suggestion.raw) == (rate, "96.34%")


def test_a_rule_that_raises_is_named_and_the_others_run(n: Sheet) -> None:
    a, b = n("5户"), n("6户")

    def bad(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
        yield equals(a, b)
        raise RuntimeError("表头为空")

    facts = n.facts()
    rules = [Rule("GJ902", "bad", "error", WORDS, WORDS, bad, "")]
    codes = {f.code: f for f in audit(facts.document, rules, facts=facts).findings}
    assert set(codes) == {"GJ001", "GJ902"}
    assert "GJ902" in codes["GJ001"].message["zh"] and codes["GJ001"].severity == "warning"


def test_the_figure_a_sum_gives_to_the_digit_goes_before_one_that_rounding_lets_pass(n: Sheet) -> None:
    part, other, total, rate, base = n("1183502万元"), n("68070万元"), n("186420万元"), n("63.5%"), n("186420万元")
    found = report(n, sums_to(total, [part, other]), ratio_is(rate, part, base)).findings
    assert [f.suggestion.raw for f in found if f.suggestion is not None] == ["118350万元"]
