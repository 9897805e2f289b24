"""Relations that the words only suggest: two that one correction settles are reported, one alone never is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from made_numbers import Sheet
from msgspec.structs import replace

from gouji.audit.choose import Question, by_a_hair, open_question
from gouji.audit.constraint import Constraint, Term, differs_by, equals, ratio_is, sums_to
from gouji.audit.evaluate import evaluate
from gouji.audit.finding import Finding
from gouji.audit.pack import Pack
from gouji.audit.runner import audit
from gouji.audit.spec import Rule
from gouji.extract.facts.model import FactSet

WORDS = {"zh": "{label}{stated}，应为{computed}：{sum}", "en": "{stated}, should be {computed}: {sum}"}


@pytest.fixture
def n() -> Sheet:
    return Sheet()


def said(n: Sheet, *given: Constraint | Iterator[Question]) -> tuple[Finding, ...]:
    def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
        for g in given:
            if isinstance(g, Constraint):
                yield g
            else:
                yield from g

    facts = n.facts()
    return audit(facts.document, [Rule("GJ901", "made-up", "error", WORDS, WORDS, check, "")], facts=facts).findings


def test_one_suggested_relation_says_nothing(n: Sheet) -> None:
    total, a, b = n("543.00万元"), n("360.00万元"), n("180.00万元")
    assert said(n, open_question([sums_to(total, [a, b])])) == ()


def test_two_that_the_same_value_settles_are_a_warning_and_name_the_culprit(n: Sheet) -> None:
    part, a, b, table = n("369.00万元"), n("180.00万元"), n("540.00万元"), n("360.00万元")
    found = said(n, open_question([sums_to(b, [part, a])]), open_question([equals(part, table)]))
    assert [f.severity for f in found] == ["warning"]
    suggestion = found[0].suggestion
    assert suggestion is not None
    assert (suggestion.number, suggestion.raw, suggestion.repairs) == (part, "360.00万元", 2)


def test_what_holds_may_not_break_for_it(n: Sheet) -> None:
    part, a, b, table, half = n("369.00万元"), n("180.00万元"), n("540.00万元"), n("360.00万元"), n("184.50万元")
    assert said(
        n, open_question([sums_to(b, [part, a])]), open_question([equals(part, table)]), sums_to(part, [half, n("184.50万元")]),
    ) == ()


def test_copies_of_one_value_are_one_witness(n: Sheet) -> None:
    a, b, c = n("543.00万元"), n("540.00万元"), n("540.00万元")
    assert said(n, open_question([equals(a, b)]), open_question([equals(a, c)])) == ()


def test_shares_of_a_whole_that_is_not_printed_are_not_borne_out_by_each_other(n: Sheet) -> None:
    wrong_base, a, b = n("142家"), n("3914家"), n("2237家")
    shares = [open_question([ratio_is(n(rate), part, wrong_base)]) for rate, part in (("60.4%", a), ("34.5%", b))]
    assert said(n, *shares) == ()


def test_beside_a_broken_total_the_suggested_share_names_the_part(n: Sheet) -> None:
    total, a, b, share = n("112.40万人"), n("63.15万人"), n("48.55万人"), n("56.8%")
    found = said(n, sums_to(total, [a, b]), open_question([ratio_is(share, a, total)]))
    assert len(found) == 1
    assert found[0].evidence[0].number is a
    assert found[0].suggestion is not None
    assert found[0].suggestion.raw == "63.85万人"


def test_a_likely_reading_is_reported_unless_both_sides_stand_firm(n: Sheet) -> None:
    a, b = n("902.35万元"), n("950.35万元")
    assert [f.severity for f in said(n, open_question([equals(a, b)], likely=True))] == ["warning"]
    own, other = sums_to(n("1002.35万元"), [a, n("100.00万元")]), sums_to(n("1150.35万元"), [b, n("200.00万元")])
    assert said(n, open_question([equals(a, b)], likely=True), own, other) == ()


def test_a_rate_off_by_its_last_place_is_a_warning_and_one_further_off_a_contradiction(n: Sheet) -> None:
    part, whole, cut, wrong = n("571.6万元"), n("36970.6万元"), n("1.6%"), n("1.8%")
    assert by_a_hair(ratio_is(cut, part, whole)).severity == "warning"
    assert by_a_hair(ratio_is(wrong, part, whole)).severity is None


def test_percentages_and_points_may_be_set_side_by_side_as_a_difference(n: Sheet) -> None:
    points, now, before = n("2.5个百分点"), n("94.4%"), n("92.9%")
    asked = differs_by(points, now, before)
    hundredth = Fraction(1, 100)
    told = replace(asked, linear=(Term(points, hundredth), Term(now, Fraction(-1)), Term(before, Fraction(1))))
    assert evaluate(told).verdict == "broken"
