"""GJ112 worked-out-figure-differs 由前面两个数得出的数不符."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from gouji.audit.choose import Question, first_held, open_question
from gouji.audit.constraint import Constraint, Term, grows_to, product_is, ratio_is, sums_to
from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose.figures import WorkedOut
from gouji.extract.facts.prose.worked_out import worked_out
from gouji.extract.numbers.numerals import read_integer
from gouji.extract.numbers.units import base_of, without_powers
from gouji.extract.rational import Fraction
from gouji.rules.arithmetic.differences_anywhere import differences_anywhere
from gouji.rules.arithmetic.means_of_lists import means_of_lists
from gouji.rules.arithmetic.sums_anywhere import sums_anywhere
from gouji.rules.beside_tables import sum_rows, told_above
from gouji.rules.cells import in_unit

_RANKS = re.compile(
    r"第(?P<now>\d{1,3}|[一二三四五六七八九十]{1,3})(?:[名位]|(?=[，,（(比较]))[^。；0-9]{0,8}?[，,（(]?(?:比|较)[^。；，0-9]{0,8}?第(?P<then>\d{1,3}|[一二三四五六七八九十]{1,3})[名位]?[，,]?"
    r"(?P<way>上升|前移|前进|提升|提高|进步|下降|后移|后退|退后|下滑)了?(?P<by>\d{1,3}|[一二三四五六七八九十]{1,3})个?(?:位次|位|名)"
)
_RISEN = "上前提进"
_YEARS = (366, 365)
"""Days of a year."""


@rule(
    "GJ112", "worked-out-figure-differs", severity="warning",
    zh="{label}写为{stated}，按文中两数应为{computed}",
    en="{label} is stated as {stated}, but the two figures give {computed}",
    title_zh="由前面两个数得出的数不符", title_en="A figure worked out from two others differs",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question | Defect]:
    """检查内容: 文字写明由前面两个数得出的数：余下、剩余、节约、缺员、尚欠、超期、提前（两数之差），“护士比医生多几人”，去重后，较某年（79.2%）提高几个百分点，
    平均班额、均价、笔均、人均（两数之商），生师比、城乡收入比，床位使用率，名次升降，括号里写明的公式（药品收入/医疗收入）。

    为什么重要: 这类数读者往往直接引用，原始的两个数改了，它常常没有跟着改。
    何时不算错: 前面的数不止两个而任意两个能得出该数；两数各有口径；四舍五入。
    """
    settled: set[str] = set()
    for found in worked_out(facts):
        offered = [_relation(found, a, others) for a, others in found.pairs if all(n.quantity.operator in (None, "=") for n in (a, *others))]
        if not offered:
            continue
        fits = first_held(offered)
        if fits is not None or found.likely:
            settled.add(found.result.id)
        if fits is not None:
            yield fits
        else:
            yield from open_question(offered[:1], likely=found.likely)
    rows = sum_rows(facts)
    for passage in facts.passages:
        yield from _ranks(passage)
        yield from means_of_lists(passage)
        yield from differences_anywhere(passage, settled, told_above(rows, passage.block))
    yield from sums_anywhere(facts)


def _ranks(passage: Passage) -> Iterator[Defect]:
    """排第5名，较上年第9名上升4位: ranks count down."""
    for told in _RANKS.finditer(passage.text):
        now, then, by = (read_integer(told[k]) if not told[k].isdigit() else int(told[k]) for k in ("now", "then", "by"))
        number = next((n for n in passage.numbers if n.quantity.start == told.start("by")), None)
        if number is None or now is None or then is None or by is None:
            continue
        risen = then - now
        if (risen if told["way"][0] in _RISEN else -risen) != by:
            due = f"{'上升' if risen > 0 else '下降'}{abs(risen)}"
            yield Defect(
                (cite(number),), {"label": told["way"], "stated": number.raw, "computed": due}, computation=f"{then}-{now}={risen}",
            )


def _rounded(mean: Number) -> Number:
    """场均182人次: a mean told in whole heads is no count of them, but rounded."""
    q = mean.quantity
    return mean if q.step is not None or q.value is None else replace(mean, quantity=replace(q, step=Decimal(1)))


def _relation(found: WorkedOut, a: Number, others: tuple[Number, ...]) -> Constraint:
    if found.kind == "difference":
        scale = Fraction(1, 100) if found.result.dimension() == "百分点" else Fraction(1)
        plain = sums_to(a, [found.result, *others], cue=found.cue)
        terms = (Term(found.result, scale), Term(a, Fraction(-1)), *(Term(o) for o in others))
        return replace(plain, kind="difference", linear=terms, result=found.result)
    if found.kind == "mean":
        per = without_powers(others[0].quantity.unit)
        bare = found.result.unit is not None and "/" not in found.result.dimension() and base_of(per)[1] != 1
        result = in_unit(found.result, f"{found.result.unit}/{per}") if bare else found.result  # 亩产405公斤: of one 亩, not of a square metre
        result = _rounded(result)
        return replace(product_is(a, result, others[0], cue=found.cue), result=result)
    if found.kind == "growth":
        return grows_to(found.result, a, others[0], falls=found.falls, cue=found.cue)
    made = ratio_is(found.result, a, [Term(others[0], found.times)], cue=found.cue)
    days = next((d for d in _YEARS if found.times % d == 0), 0)
    return replace(made, template=f"{{{a.id}}}÷({{{others[0].id}}}×{days})={{{found.result.id}}}") if days else made
