"""A finding that rests on a doubtful figure of a scan is a warning at most, and says so."""

from decimal import Decimal

from gouji.audit.finding import Finding, cite
from gouji.audit.recognition import with_doubt
from gouji.extract.document import Span
from gouji.extract.facts.model import Number
from gouji.extract.numbers.quantity import Quantity


def _finding(*confidences):
    numbers = [
        Number(f"n{i}", Quantity("51户", 0, 3, low=Decimal(51), high=Decimal(51)), 0, None, Span(), confidence=c)
        for i, c in enumerate(confidences)
    ]
    return Finding("GJ101", "x", "error", {"zh": "合计不符", "en": "total differs"}, tuple(cite(n) for n in numbers))


def test_one_doubtful_figure_makes_an_error_a_warning_that_names_it():
    (finding,) = with_doubt([_finding(0.99, 0.71)])
    assert finding.severity == "warning"
    assert "“51户”" in finding.message["zh"] and "71%" in finding.message["zh"]
    assert "71%" in finding.message["en"]


def test_sure_figures_and_figures_of_text_stay_errors():
    given = [_finding(0.99, 0.96), _finding(None, None)]
    assert with_doubt(given) == given


def test_what_is_sure_is_a_setting():
    (finding,) = with_doubt([_finding(0.97)], sure=0.98)
    assert finding.severity == "warning"


def test_an_info_stays_an_info():
    (finding,) = with_doubt([_finding(0.5).at("info")])
    assert finding.severity == "info"
