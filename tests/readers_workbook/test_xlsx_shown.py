"""A cell is what the sheet shows; the figure behind it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gouji.extract.readers.workbook.number_format import builtin, show, show_text

ACCOUNTING = builtin(43)


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.6686", "0.0%", "66.9%"),
        ("0.6686", "0.00%", "66.86%"),
        ("1.0107", builtin(10), "101.07%"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("1000000", "#,###", "1,000,000"),
        ("999.999", "#,##0.00", "1,000.00"),
        ("2.675", "0.00", "2.68"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "-1,234.50"),
        ("-1234.5", "#,##0.00;[Red]#,##0.00", "-1,234.50"),
        ("-12.5", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-12.50"),
        ("0", ACCOUNTING, "-"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("123456", '0!.0,"万"', "12.3万"),
        ("123456789", "0.00,,", "123.46"),
        ("12", '0"个"', "12个"),
        ("5", "000", "005"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("0.0001234", "0.00E+00", "1.23E-04"),
        ("45292", builtin(31), "2024年1月1日"),
        ("45292", builtin(14), "2024/1/1"),
        ("45292.75", "yyyy-mm-dd hh:mm;@", "2024-01-01 18:00"),
        ("45292.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("45292", "[$-804]aaaa", "星期一"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("120", "[>=100]0.0;0.00", "120.0"),
        ("12", "[>=100]0.0;0.00", "12.00"),
        ("0.333333333333333", "General", "0.333333333"),
        ("66.8555788999", "G/通用格式", "66.8555789"),
        ("371102199001011234", "General", "371102199001011234"),
        ("7", ";;;", ""),
        ("-5", "yyyy-mm-dd", "-5"),
    ],
)
def test_a_figure_is_shown_under_its_format(stored: str, code: str, shown: str) -> None:
    assert show(Decimal(stored), code) == shown


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert show(Decimal(43830), "yyyy-mm-dd", from_1904=True) == "2024-01-01"


def test_a_format_may_add_words_to_a_text() -> None:
    assert show_text("清源县", '0;0;0;@"（盖章）"') == "清源县（盖章）"
    assert show_text("清源县", "0.00") == "清源县"


@pytest.mark.parametrize("code", ["[", '"', "0" * 600, "_", "*", "[DBNum", "0.0.0.0", "#,,,,,,", "E+", "[<=1]", "@@@@", "%%%%0", "[>]0"])
def test_a_damaged_format_never_raises(code: str) -> None:
    for value in ("0", "-1.5", "45292.123", "1e300", "1e-300"):
        assert isinstance(show(Decimal(value), code), str)
