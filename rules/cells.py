"""How rules read the cells of a form: plain text, blanks, numbers as exact points, targets met or missed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from msgspec.structs import replace

from gouji.audit.finding import Evidence, cite
from gouji.audit.wording import decimal_text
from gouji.extract.document import Cell
from gouji.extract.facts.model import FactSet, Form, FundRow, Indicator, Number
from gouji.extract.lexicon import alternatives, yaml_of
from gouji.extract.rational import Fraction

_WHOLE = 100
_LARGEST_SHARE = 2
"""Up to this a bare figure beside a percentage may be a share (0.98 beside ≥95%)."""
SPACES = re.compile(r"\s+")
_DATE_LIKE = re.compile(r"(?:19|20)\d\d(?:年\d|[./-](?:0?[1-9]|1[0-2])(?!\d))|\d月")
CUT_OFF = re.compile(r"(?:…|\.{3})\s*(?:[（(][^）)]*[）)])?\s*$")


@cache
def words(kind: str) -> tuple[str, ...]:
    """A word list of ``words.yaml``."""
    return tuple(yaml_of("gouji.rules", "words.yaml")[kind])


def plain(cell: Cell | None) -> str:
    """A cell's text, full-width signs folded, white space removed; empty for no cell."""
    return "" if cell is None else folded(cell.text.string)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text with full-width signs folded and white space removed."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))


def blank(cell: Cell | None) -> bool:
    """True when the cell is missing, empty, or holds a sign that stands for nothing (/, —, 无)."""
    return plain(cell) in _folded_empty()


@cache
def _folded_empty() -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFKC", w) for w in words("empty"))


def tells_a_date(*cells: Cell | None) -> bool:
    """True when one of the cells, each read by itself, tells a date: days are not compared as figures."""
    return any(_DATE_LIKE.search(plain(cell)) for cell in cells)


def gives_reason(cell: Cell | None) -> bool:
    """True when a reason cell says why points were lost."""
    text = plain(cell).rstrip("。.")
    return text not in _folded_empty() and text not in words("no_reason")


@cache
def _reason_headings() -> re.Pattern[str]:
    return re.compile(alternatives(words("reason_headings")))


def has_reason_column(form: Form) -> bool:
    """True when the table has a column for reasons, whether or not its rows fill it."""
    if any(i.reason is not None for i in form.indicators):
        return True
    headings = _reason_headings()
    return any(len(t) <= 24 and headings.search(t) for t in map(plain, form.table.cells))


def result_forms(facts: FactSet) -> Iterator[Form]:
    """Forms that report results: target-only sheets are left out."""
    for form in facts.forms:
        if not form.target_only:
            yield form


def exactly(number: Number) -> Number:
    """The number as a point: weights and scores are not roundings of something finer."""
    if number.quantity.step is None:
        return number
    return replace(number, quantity=replace(number.quantity, step=None))


def in_unit(number: Number, unit: str) -> Number:
    """The number read in another unit (a bare 95.8 under 执行率 as a percentage)."""
    return replace(number, quantity=replace(number.quantity, unit=unit))


def stated(number: Number) -> Fraction | None:
    """The single value printed, in base units; ``None`` for ranges, bounds and vague words."""
    return None if number.quantity.soft else number.point


def score_of(facts: FactSet, form: Form, cell: Cell | None) -> Number | None:
    """The only number of a weight or score cell, not below zero; a weight of 10% is one of 10 points."""
    number = facts.only(form.block, cell)
    if number is None or number.quantity.value is None or number.quantity.value < 0:
        return None
    return in_unit(number, "分") if number.unit in ("%", "％") else number


def shown(value: Fraction | int) -> str:
    """A value as decimal text, at most four places."""
    f = Fraction(value)
    places = next((p for p in range(5) if (f * 10**p).denominator == 1), 4)
    return decimal_text(f, places)


def quote(cell: Cell | None, role: Literal["primary", "secondary"] = "secondary") -> Evidence:
    """Evidence that is a whole cell."""
    if cell is None:
        raise ValueError("no cell to quote")
    text = cell.text.string
    return Evidence(role, text.strip(), cell.text.locate(0, len(text)))


def evidence_of(
    facts: FactSet, form: Form, cell: Cell | None, role: Literal["primary", "secondary"] = "secondary"
) -> tuple[Evidence, ...]:
    """The number of a cell as evidence, else the cell's text, else nothing."""
    if cell is None or not cell.text.string.strip():
        return ()
    number = facts.only(form.block, cell)
    return (cite(number, role),) if number is not None else (quote(cell, role),)


def row_evidence(facts: FactSet, form: Form, row: Indicator, *first: Cell | None) -> tuple[Evidence, ...]:
    """Evidence of one indicator row: the cells named first as primary, then target, value, weight, score, reason."""
    out: list[Evidence] = []
    for cell in first:
        out.extend(evidence_of(facts, form, cell, "primary"))
    for cell in (row.target, row.actual, row.weight, row.score, row.reason):
        if cell is not None and all(cell is not f for f in first):
            out.extend(evidence_of(facts, form, cell))
    return tuple(out)


def level2_evidence(form: Form, row: Indicator) -> tuple[Evidence, ...]:
    """The second-level cell of an indicator's row, for the reader to find the place; nothing where it is not the only one."""
    here = [c for c in form.table.rows[row.row] if row.level2 and plain(c) == "".join(row.level2.split())]
    return (quote(here[0]),) if len(here) == 1 else ()


def name_of(row: Indicator) -> str:
    """The indicator's name for messages; its second or first level where it has none."""
    return row.name or row.level2 or row.level1 or f"第{row.row + 1}行"


def title_of(form: Form) -> str:
    """The form's title for messages."""
    return form.title or "本表"


def total_fund(form: Form) -> FundRow | None:
    """The row 年度资金总额 of the money block, if there is just one."""
    totals = [f for f in form.funds if f.kind == "total"]
    return totals[0] if len(totals) == 1 else None


def cut_off(form: Form) -> bool:
    """True when the table visibly breaks off (…, 摘录至此) in its last rows, or rows of it are hidden."""
    if form.table.partial and not form.table.narrowed:
        return True
    last = form.table.rows[-2:] if form.table.rows else ()
    return any(CUT_OFF.search(c.text.string.strip()) is not None for row in last for c in row)


def scored_rows(form: Form) -> tuple[Indicator, ...]:
    """Indicator rows that have a weight or a score cell with something in it."""
    return tuple(i for i in form.indicators if not blank(i.weight) or not blank(i.score))


# ---------------------------------------------------------------- targets


def sign_of(row: Indicator, target: Number) -> str | None:
    """The operator of a target: in the cell, in its own column, or in the indicator's name."""
    own = target.quantity.operator or row.operator
    if own:
        return {"＝": "=", ">=": "≥", "<=": "≤", "≧": "≥", "≦": "≤"}.get(own, own)
    return None


def is_ceiling(row: Indicator, target: Number) -> bool | None:
    """True when less is better, False when more is, ``None`` when the form does not tell."""
    sign = sign_of(row, target)
    if sign in ("≤", "<"):
        return True
    if sign in ("≥", ">"):
        return False
    about = row.level1 + row.level2 + row.name
    if target.quantity.value == 0 and any(w in about for w in words("smaller_is_better")):
        return True
    if any(w in about for w in words("smaller_is_better")):
        return None
    if any(w in row.level2 or w in row.level1 for w in words("larger_is_better")):
        return False
    if not row.level1 and not row.level2 and (any(w in row.name for w in words("larger_by_name")) or (target.quantity.unit or "") in words("counted")):
        return False
    if target.unit in ("%", "％") and target.quantity.value == _WHOLE:
        return False  # 开学前完工率 100%: there is nothing beyond the whole
    return None


def readings(actual: Number, target: Number) -> tuple[Number, ...]:
    """The ways a completed value may be meant beside its target: own unit, or the target's where it has none."""
    if actual.quantity.unit is not None or target.unit is None:
        return (actual,)
    if target.unit not in ("%", "％", "‰"):
        return (actual if actual.unit is not None else in_unit(actual, target.unit),)
    value = actual.quantity.value
    if value is not None and value > _LARGEST_SHARE:
        return (in_unit(actual, target.unit),)
    share = replace(actual, quantity=replace(actual.quantity, unit=None), context=replace(actual.context, unit=None))
    return in_unit(actual, target.unit), share


Verdict = Literal["met", "exact", "missed", "unclear"]


def compare(row: Indicator, target: Number, actual: Number) -> Verdict:
    """Whether a completed value reaches its target.

    ``exact`` is met to the digit; ``missed`` is certain: no value the cell allows reaches the target.
    Different dimensions, vague words and unknown directions are ``unclear``.
    """
    if target.quantity.soft or actual.quantity.soft:
        return "unclear"
    verdicts = {_compare(row, target, a) for a in readings(actual, target) if _comparable(target, a)}
    for verdict in ("exact", "met"):
        if verdict in verdicts:
            return verdict
    return "missed" if verdicts == {"missed"} else "unclear"


def _comparable(target: Number, actual: Number) -> bool:
    if target.dimension() == actual.dimension():
        return True
    # 0.98 beside ≥95%
    return {target.dimension(), actual.dimension()} <= {"", "1"}


def _compare(row: Indicator, target: Number, actual: Number) -> Verdict:
    want, have = target.interval(), actual.interval()
    if _same(target, actual):
        return "exact"
    ceiling = is_ceiling(row, target)
    if target.quantity.low != target.quantity.high and None not in (target.quantity.low, target.quantity.high):
        return _in_range(target, actual)
    if ceiling is None:
        return "unclear"
    if ceiling:
        limit = want.high
        if limit is None:
            return "unclear"
        if have.high is not None and have.high <= limit:
            return "met"
        return "missed" if have.low is not None and have.low > limit else "unclear"
    floor = want.low
    if floor is None:
        return "unclear"
    if have.low is not None and have.low >= floor:
        return "met"
    return "missed" if have.high is not None and have.high < floor else "unclear"


def _in_range(target: Number, actual: Number) -> Verdict:
    have = actual.interval()
    low = Fraction(target.quantity.low or 0) * target.factor()
    if have.low is not None and have.low >= low:
        return "met"
    return "missed" if have.high is not None and have.high < low else "unclear"


def _same(target: Number, actual: Number) -> bool:
    """The same ends, or a plain value just on the stated bound."""
    t, a = target.quantity, actual.quantity
    k = target.factor() / actual.factor()

    def eq(x: object, y: object) -> bool:
        return x is not None and y is not None and Fraction(str(x)) * k == Fraction(str(y))

    if t.low is not None and t.high is not None:
        return eq(t.low, a.low) and eq(t.high, a.high)
    end = t.low if t.low is not None else t.high
    strict = t.low_open if t.low is not None else t.high_open
    if strict:
        return eq(end, a.low if t.low is not None else a.high) and a.value is None
    return eq(end, a.low) or eq(end, a.high)
