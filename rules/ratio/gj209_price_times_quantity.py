"""GJ209 price-times-quantity-differs 单价乘数量与金额不符."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from gouji.audit.choose import Question, held, only_slipped, open_question, results_of
from gouji.audit.constraint import Constraint, Term, product_is
from gouji.audit.evaluate import evaluate
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import decimal_text, places_of
from gouji.extract.facts.model import FactSet
from gouji.extract.facts.prose.products import Product, products, standards
from gouji.extract.facts.prose.tiers import Tiers, tiers
from gouji.extract.facts.restated import swapped
from gouji.extract.rational import Fraction
from gouji.rules.ratio.by_days import by_days
from gouji.rules.ratio.products_anywhere import products_anywhere

_ALLOWED = Fraction(1, 5)
"""Comings and goings during a year may change what was paid by so much."""
_LONG = 4
"""So many digits must two amounts have in common for a swap to tell."""


@rule(
    "GJ209", "price-times-quantity-differs", severity="error",
    zh="{label}写为{stated}，按单价乘数量应为{computed}",
    en="{label} is stated as {stated}, but price × quantity is {computed}",
    title_zh="单价乘数量与金额不符", title_en="Price times quantity is not the amount",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint | Question]:
    """检查内容: “每户补助a元，共b户，合计c元”“十个乡镇分别补助7万元”满足 a×b=c；“b人，每人每月a元，发放m个月，共c元”满足 a×b×m=c；
    “本科86人每人4000元，专科143人每人3000元”各档相加等于总额。

    为什么重要: 标准乘人数是补助资金最基本的复核，差额就是多发或少发的钱。
    何时不算错: 分档补助、按月折算、部分对象另有标准；句中另有别的数量时只核对不判断；
    数量、单价、金额三者紧挨着的作警告。
    """
    settled: set[str] = set()
    for told in _told(facts):
        yield told
        settled |= results_of(told)
    for passage in facts.passages:
        yield from products_anywhere(passage, settled)


def _told(facts: FactSet) -> Iterator[Constraint | Question]:
    for passage in facts.passages:
        by_price: dict[str, list[tuple[Product, Constraint]]] = {}
        for p in standards(passage):
            by_price.setdefault(p.price.id, []).append((p, _relation(p)))
        for told in by_price.values():
            yield from islice((c for _, c in told if held(c)), 1)
            if not any(held(c) for _, c in told):
                yield from (c for p, c in told if p.certain)
                meant = [c for p, c in told if p.likely and (p.spells or _mistyped(c) or (p.whole_year and _far_off(c)))]
                yield from open_question(meant, likely=True) if meant else only_slipped([c for _, c in told], telling=True)
        yield from by_days(passage)
        done: set[str] = set()
        for told_in_tiers in tiers(passage):
            summed = _in_tiers(told_in_tiers)
            if held(summed[0]):
                done |= {price.id for price, _ in told_in_tiers.parts}
                yield from summed
            elif told_in_tiers.certain:
                yield from open_question(summed[:1], likely=True)
        found = list(products(passage))
        for product in found:
            constraint = _relation(product)
            if product.price.id not in done and held(constraint):
                done.add(product.price.id)
                yield constraint
        unsettled: dict[str, list[Constraint]] = {}
        likely: dict[str, Constraint] = {}
        for product in found:
            constraint = _relation(product)
            if product.certain and product.price.id not in done:
                yield constraint
            elif product.price.id not in done and not product.doubtful:
                unsettled.setdefault(product.price.id, []).append(constraint)
                if product.likely:
                    likely.setdefault(product.price.id, constraint)
        for price, alternatives in unsettled.items():
            said = list(only_slipped(alternatives))
            if price in likely and not any(isinstance(c, Constraint) for c in said):
                yield from open_question([likely[price]], likely=True)
            else:
                yield from said


def _in_tiers(told: Tiers) -> list[Constraint]:
    """amount = Σ price·count, once for each price, the other prices taken as they are printed."""
    shown = "+".join(f"{{{count.id}}}×{{{price.id}}}" for price, count in told.parts)
    out = []
    for price, count in told.parts:
        others = [Term(c, -(p.point or Fraction(0))) for p, c in told.parts if p is not price]
        one = product_is(told.amount, price, count, cue="单价×数量")
        plain = shown
        for p, _ in told.parts:
            if p is not price:
                plain = plain.replace(f"{{{p.id}}}", p.raw)
        out.append(replace(one, linear=(Term(told.amount), *others), template=f"{plain}={{{told.amount.id}}}"))
    return out


def _far_off(constraint: Constraint) -> bool:
    """So far from twelve times a month's pay that comings and goings do not explain it."""
    stated, gap = constraint.result.point if constraint.result is not None else None, evaluate(constraint).difference
    return bool(stated) and gap is not None and abs(gap) > abs(stated or Fraction(0)) * _ALLOWED


def _mistyped(constraint: Constraint) -> bool:
    """A year's pay with two of its digits swapped: 727.46万元 for 772.46万元."""
    amount, price, heads = constraint.result, constraint.rate, constraint.divisor[0]
    if amount is None or price is None or amount.quantity.value is None or None in (price.point, heads.number.point):
        return False
    whole = (price.point or Fraction(0)) * (heads.number.point or Fraction(0)) * heads.coefficient / amount.factor()
    return swapped(str(amount.quantity.value), decimal_text(whole, places_of(amount)), _LONG)


def _relation(product: Product) -> Constraint:
    """Amount = price × count, for so many spells of time."""
    found = product_is(product.amount, product.price, product.count, cue=product.cue)
    return found if product.times == 1 else replace(found, divisor=(Term(product.count, product.times),))
