"""Single readings, as sentences: what a number says, and what is no number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from gouji.extract.numbers import Quantity, base_of, compatible, is_personal, mask, quantities, shown

EXPRESSIONS = Path(__file__).parents[2] / "bench" / "numbers.tsv"


def one(text: str, *, cell: bool = False) -> Quantity:
    (found,) = quantities(text, cell=cell)
    return found


def rows() -> list[list[str]]:
    lines = EXPRESSIONS.read_text("utf8").splitlines()
    return [[*line.split("|"), "", "", ""][:5] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", [r for r in rows() if not r[0].endswith("!")], ids=lambda r: r[1])
def test_a_quantity_is_read_as_labelled(row: list[str]) -> None:
    _, marked, low, high, unit = row
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    found = [q for q in quantities(marked.replace("⟦", "").replace("⟧", "")) if q.start < end and start < q.end]
    assert len(found) == 1 and found[0].kind == "quantity"
    ends = ["-" if e is None else e for e in (found[0].low, found[0].high)]
    assert [e if e == "-" else Decimal(e) for e in ends] == [e if e == "-" else Decimal(e) for e in (low, high or low)]
    assert (found[0].unit or "") == unit


@pytest.mark.parametrize("row", [r for r in rows() if r[0].endswith("!")], ids=lambda r: r[1])
def test_what_counts_nothing_is_no_quantity(row: list[str]) -> None:
    marked = row[1]
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    assert not [q for q in quantities(text) if q.kind == "quantity" and q.start < end and start < q.end]


@pytest.mark.parametrize(("text", "why"), [
    ("2023年", "year"), ("2023年6月3日", "date"), ("2023.12.31", "date"), ("（一）1.加强管理", "list-number"), ("附件2部门整体", "annex"),
    ("财预〔2020〕10号", "document-number"), ("电话：13900000000", "phone"), ("3·15", "named-day"), ("12345热线", "hotline"), ("250250100%", "glued"),
    ("第3届", "ordinal"), ("5G", "code"), ("8:30", "time"), ("1.2.3 总体", "heading-number"), ("证件110101199003070011", "id-number"),
])
def test_the_reason_is_given_for_what_is_no_quantity(text: str, why: str) -> None:
    assert [q.why for q in quantities(text) if q.kind != "quantity"] == [why]


def test_a_bound_is_open_where_the_words_exclude_its_end() -> None:
    assert (one("超过50万元").low_open, one("50万元以上").low_open) == (True, False)
    assert (one("低于10%").high_open, one("低于10%（含10%）").high_open) == (True, False)
    assert one("≥4批次/千人").operator == one("不低于4批次/千人").operator == "≥"


def test_a_count_is_exact_and_a_rounded_count_is_not() -> None:
    assert one("共283人，").step is None
    assert one("共8.7万名师生").step == Decimal(1000)
    assert one("共312.87万人").step == Decimal(100)
    assert one("123万元").step == Decimal(1)
    assert one("98.25%").interval().low == Fraction("98.245")


def test_a_few_over_reaches_one_unit_of_the_last_digit_that_counts() -> None:
    for text, low, high in (("400余万元", 400, 500), ("216万余元", 216, 217), ("1700余次", 1700, 1800), ("20000余份", 20000, 30000), ("1.5万余人", 15000, 16000)):
        q = one(text)
        assert (q.low, q.high, q.high_open, q.approximate) == (low, high, True, "余"), text


def test_recent_years_are_a_time_and_not_a_vague_number() -> None:
    q = next(q for q in quantities("近三年32项指标") if q.unit == "年")
    assert (q.raw, q.approximate) == ("三年", None)


def test_a_cell_of_brackets_is_negative_and_a_bare_cell_has_no_unit() -> None:
    assert one("（35.6）", cell=True).low == Decimal("-35.6")
    assert one("（35.6）").low == Decimal("35.6")
    q = one("1,960.00", cell=True)
    assert (str(q.low), q.unit, q.step) == ("1960.00", None, Decimal("0.01"))
    assert one("2023年", cell=True).kind == one("2023.12.31前", cell=True).kind == "date"
    assert one("2023", cell=True).kind == "quantity"
    assert quantities("—", cell=True) == quantities("/", cell=True) == []


def test_values_are_written_out_without_exponents() -> None:
    assert [str(one(t).low) for t in ("二十人", "8.70万人", "1.5万亿元", "12.60亿元", "0.00万元")] == ["20", "87000", "15000", "12.60", "0.00"]


def test_money_without_its_unit_is_money_where_the_words_say_so() -> None:
    assert (one("处罚金额60余万，").unit, one("浏览量60余万，").unit) == ("万元", None)
    assert one("资金总额（万元）：30").unit == "万元"


def test_two_numbers_of_a_change_are_no_range() -> None:
    assert [q.raw for q in quantities("由30%提高到35%")] == ["30%", "35%"]
    assert [q.raw for q in quantities("比例由30%到35%")] == ["30%", "35%"]
    assert [q.raw for q in quantities("10-15家")] == ["10-15家"]


@pytest.mark.parametrize(("unit", "base", "factor"), [
    ("万元", "元", 10**4), ("亿元", "元", 10**8), ("元", "元", 1), ("万美元", "美元", 10**4), ("%", "1", Fraction(1, 100)), ("‰", "1", Fraction(1, 1000)),
    ("成", "1", Fraction(1, 10)), ("倍", "1", 1), ("个百分点", "百分点", 1), ("批次", "批次", 1), ("批次/千人", "批次/人", Fraction(1, 1000)),
    ("件/万人", "件/人", Fraction(1, 10**4)), ("元/批次", "元/批次", 1), ("万元/户", "元/户", 10**4), (None, "", 1), ("撮", "撮", 1), ("亩", "平方米", Fraction(2000, 3)),
    ("公里", "米", 1000), ("吨", "千克", 1000), ("元/人·月", "元/人/月", 1), ("万亩", "平方米", Fraction(20000000, 3)),
])
def test_units_have_a_base_and_a_factor(unit: str | None, base: str, factor: Fraction) -> None:
    assert base_of(unit) == (base, Fraction(factor))


def test_units_of_one_family_are_compatible_and_a_point_is_no_percentage() -> None:
    assert compatible("万元", "亿元") and compatible(None, "万元") and compatible("名", "人")
    assert not compatible("个百分点", "%") and not compatible("万元", "万美元") and not compatible("人", "人次")


def test_personal_numbers_are_masked_and_others_are_not() -> None:
    phone = one("电话：13900001234")
    assert is_personal(phone) and shown(phone) == "139******34"
    assert mask("0730-5220001") == "073*-*****01"
    assert shown(one("1300批次")) == "1300批次"


def test_english_magnitudes_belong_to_the_money() -> None:
    amount = one("revenue of $94.4 million")
    assert (amount.raw, amount.low, amount.unit, amount.step) == ("$94.4 million", Decimal("94400000"), "美元", Decimal("100000"))


def test_names_of_school_and_ward_levels_are_no_counts() -> None:
    assert [q.raw for q in quantities("二级学院8个，三年制高职11520人，三、四级手术4021台次")] == ["8个", "11520人", "4021台次"]
