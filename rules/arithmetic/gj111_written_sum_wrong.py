"""GJ111 written-sum-wrong 写明的算式不成立."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from gouji.audit.constraint import Constraint, Term, product_is, ratio_is, sums_to
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import DIGITS
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction
from gouji.rules.cells import in_unit

Sign = Literal["+", "-", "×", "÷", "="]
_SIGN = re.compile(r"(?P<unit>[^\d+＋\-－−×*÷/=＝≈（）()，。；：]{0,8})(?P<sign>[+＋\-－−×*÷/=＝≈])(?P<name>[^\d+＋\-－−×*÷/=＝≈（）()，。；：]{0,12})")
_TIMES_HUNDRED = re.compile(r"\s*[×*]\s*100\s*[%％]")
_SIGNS: dict[str, Sign] = {
    "+": "+", "＋": "+", "-": "-", "－": "-", "−": "-", "×": "×", "*": "×", "÷": "÷", "/": "÷", "=": "=", "＝": "=", "≈": "=",
}


class _Figure(Struct, frozen=True):
    """A number, and where its digits stand in its text."""

    number: Number
    start: int
    end: int


@rule(
    "GJ111", "written-sum-wrong", severity="error",
    zh="写明的算式不成立：{sum}", en="a sum written out does not hold: {sum}",
    title_zh="写明的算式不成立", title_en="A sum written out does not hold",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 文中或单元格里写出的算式（18.20+79.33=97.53、10×91%=9.1、45÷50=90%），两边相等。

    为什么重要: 算式是编报人自己写出的计算过程，左边算不出右边，得数必然有误。
    何时不算错: 四舍五入；栏次公式（3=1+2）；带括号、三步以上混合运算的算式不核对；日期、文号、区间里的横线不是减号。
    """
    for numbers, text in _texts(facts):
        figures = [f for n in numbers if (f := _figure(n, text)) is not None]
        for at, result in enumerate(figures):
            relation = _ending_in(figures[:at], result, text)
            if relation is not None:
                yield relation


def _texts(facts: FactSet) -> Iterator[tuple[list[Number], str]]:
    """Every paragraph and cell with an equals sign and three numbers or more."""
    places: dict[tuple[int, int, int], list[Number]] = {}
    for n in facts.numbers:
        key = (n.block, -1, -1) if n.cell is None else (n.block, n.cell.row, n.cell.column)
        places.setdefault(key, []).append(n)
    for numbers in places.values():
        if len(numbers) > 2:
            text = facts.text_of(numbers[0])
            if any(c in text for c in "=＝≈"):
                yield numbers, text


def _figure(number: Number, text: str) -> _Figure | None:
    q = number.quantity
    digits = DIGITS.search(text, q.start, q.end)
    if not number.is_quantity or q.value is None or q.soft or digits is None:
        return None
    return _Figure(number, digits.start(), digits.end())


def _sign(before: _Figure, after: _Figure, text: str) -> Sign | None:
    """The one sign that stands between two figures, with nothing but a unit and a name around it."""
    gap = _TIMES_HUNDRED.sub("", text[before.end : after.start])
    found = _SIGN.fullmatch(gap.strip())
    return None if found is None else _SIGNS[found["sign"]]


def _ending_in(before: Sequence[_Figure], result: _Figure, text: str) -> Constraint | None:
    """The relation of the longest expression that an equals sign joins to ``result``."""
    if not before or _sign(before[-1], result, text) != "=" or _goes_on(text, result):
        return None
    operands, signs = [before[-1]], list[Sign]()
    for figure in reversed(before[:-1]):
        sign = _sign(figure, operands[0], text)
        if sign is None or sign == "=":
            break
        operands.insert(0, figure)
        signs.insert(0, sign)
    if not signs or text[: operands[0].start].rstrip().endswith(("(", "（", "+", "-", "×", "÷", "*", "/", "=", "＋", "－")):
        return None
    if set(signs) <= {"+", "-"}:
        return _sum(result.number, [f.number for f in operands], signs)
    if len(signs) == 1:
        return _product(result.number, operands[0].number, operands[1].number, signs[0])
    return None


def _goes_on(text: str, result: _Figure) -> bool:
    """The right side is an expression too (3=1+2): not a result."""
    following = text[result.number.quantity.end :].lstrip()[:1]
    return following in tuple("+＋×*÷/") and following != ""


def _sum(total: Number, parts: Sequence[Number], signs: Sequence[Sign]) -> Constraint | None:
    units = {n.unit for n in (total, *parts) if n.dimension()}
    if len({n.dimension() for n in (total, *parts) if n.dimension()}) > 1:
        return None
    alike = [n if n.dimension() or not units else in_unit(n, total.unit or next(iter(units)) or "") for n in (total, *parts)]
    if len(units) > 1 and any(not n.dimension() for n in (total, *parts)):
        return None  # a bare figure among 元 and 万元
    factors = [Fraction(1), *(Fraction(-1 if s == "-" else 1) for s in signs)]
    return sums_to(alike[0], [Term(n, f) for n, f in zip(alike[1:], factors, strict=True)], cue="=")


def _product(result: Number, first: Number, second: Number, sign: Sign) -> Constraint | None:
    """``10分×91%=9.1分``, ``45÷50=90%``; units that do not tell one reading leave it alone."""
    if sign == "÷":
        fits = first.dimension() == second.dimension() and second.quantity.value and result.dimension() in ("1", "")
        return ratio_is(result, first, second, cue="=") if fits else None
    rate, base = (first, second) if first.dimension() == "1" else (second, first)
    if rate.dimension() not in ("1", "") or base.dimension() == "1":
        return None
    if base.dimension() != result.dimension():
        if base.dimension() and result.dimension():
            return None
        base, result = (in_unit(n, base.unit or result.unit or "") for n in (base, result))
    return product_is(result, rate, base, cue="=")
