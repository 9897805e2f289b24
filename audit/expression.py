"""Relations written as text: ``公务接待费 + 公务用车运行维护费 = 三公经费`` parsed to a polynomial, never run as code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from gouji.extract.numbers.units import base_of
from gouji.extract.rational import Fraction

LONGEST = 500
DEEPEST = 20
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?)(?P<unit>百分点|%|‰|万元|亿元|元)?
    | (?P<name>[\u4e00-\u9fffA-Za-z_][\u4e00-\u9fffA-Za-z0-9_]*)
    | ["“](?P<quoted>[^"“”]{1,60})["”]
    | (?P<compare><=|>=|==|≤|≥|=|<|>)
    | (?P<sign>[-+×*÷/()（）＋－−])
    | (?P<open>\[)(?P<selector>[^\[\]]{0,40})\]
    )""",
    re.X,
)
_FOLD = {"（": "(", "）": ")", "＋": "+", "－": "-", "−": "-", "*": "×", "/": "÷"}
_COMPARE = {"==": "=", "≤": "<=", "≥": ">="}

Monomial = tuple[int, ...]
Comparison = Literal["=", "<=", "<"]


class ExpressionError(ValueError):
    """A relation that cannot be read: what is wrong in both languages and at which character (0-based)."""

    def __init__(self, zh: str, en: str, at: int = 0) -> None:
        super().__init__(zh)
        self.zh, self.en, self.at = zh, en, at


class Name(Struct, frozen=True):
    """A name in a relation with what stands in brackets behind it (``项目支出[预算]``)."""

    text: str
    selector: str = ""


class Expression(Struct, frozen=True):
    """A relation ``polynomial ⋈ 0``.

    Attributes:
        text: as written.
        names: the names in order of appearance; monomials hold their indices.
        terms: the polynomial of both sides brought to one, denominators multiplied out, in base units.
        comparison: ``=``, ``<=`` or ``<``.
        alone: index of a name that stands alone on one side: the result; ``None`` if no side is a single name.
        rate: index of the name all products have in common, ``None`` where there are no products.
        divided: whether a division was written (a rate), not only a product.
        shape: the relation with the result on the right, ``{0}`` for each name.
        unit: unit of a constant that is added, empty for none.
    """

    text: str
    names: tuple[Name, ...]
    terms: Mapping[Monomial, Fraction]
    comparison: Comparison
    alone: int | None
    rate: int | None
    divided: bool
    shape: str
    unit: str


class _Ratio(Struct, frozen=True):
    """A quotient of two polynomials."""

    top: dict[Monomial, Fraction]
    below: dict[Monomial, Fraction]


_ONE: dict[Monomial, Fraction] = {(): Fraction(1)}


class _Token(Struct, frozen=True):
    kind: str
    text: str
    at: int
    unit: str = ""


def parse(text: str) -> Expression:
    """Read a relation.

    Raises:
        ExpressionError: it is no relation, has no name, or multiplies more than gouji can check.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"关系式超过{LONGEST}个字符", f"the relation is longer than {LONGEST} characters")
    return _Parser(text).relation()


def constant(text: str) -> tuple[Fraction, str]:
    """A number with an optional unit, as its value in base units and its unit: ``0.05万元`` → (500, ``万元``).

    Raises:
        ExpressionError: it is no such number.
    """
    m = re.fullmatch(_TOKEN.pattern, text, re.X)
    if m is None or m["number"] is None:
        raise ExpressionError(f"“{text}”不是数", f"“{text}” is no number")
    return Fraction(m["number"]) * _factor(m["unit"] or ""), m["unit"] or ""


def _factor(unit: str) -> Fraction:
    return base_of(unit)[1] if unit else Fraction(1)


class _Parser:
    """Recursive descent over the tokens of one relation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens(text)
        self.i = 0
        self.depth = 0
        self.names: list[Name] = []
        self.units: set[str] = set()
        self.divided = False

    @staticmethod
    def _tokens(text: str) -> list[_Token]:
        out: list[_Token] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            m = _TOKEN.match(text, at)
            if m is None:
                raise ExpressionError(f"看不懂“{text[at:at + 10].strip()}”", f"cannot read “{text[at:at + 10].strip()}”", at)
            kind = next(k for k in ("number", "name", "quoted", "compare", "sign", "open") if m[k] is not None)
            start = m.start(kind)
            if kind == "number":
                out.append(_Token("number", m["number"], start, m["unit"] or ""))
            elif kind == "open":
                out.append(_Token("selector", m["selector"].strip(), start))
            elif kind in ("name", "quoted"):
                out.append(_Token("name", m[kind].strip(), start))
            else:
                out.append(_Token(kind, _COMPARE.get(m[kind], _FOLD.get(m[kind], m[kind])), start))
            at = m.end()
        return out

    def relation(self) -> Expression:
        first = self.i
        left = self.sum_()
        middle = self._take("compare")
        if middle is None:
            self._stop("缺少 =、<= 或 >=", "no =, <= or >=")
        second = self.i
        right = self.sum_()
        if self.i < len(self.tokens):
            self._stop("多出的内容", "something is left over")
        assert middle is not None
        sign = middle.text
        flip = sign in (">=", ">")
        terms = _cross(right, left) if flip else _cross(left, right)
        comparison: Comparison = "=" if sign == "=" else "<=" if sign in ("<=", ">=") else "<"
        if not self.names:
            raise ExpressionError("关系式里没有指标名称", "no indicator is named")
        if not any(terms):
            raise ExpressionError("关系式恒成立或恒不成立", "the relation does not depend on any name")
        rate = self._rate(terms)
        sides = (range(first, second - 1), range(second, len(self.tokens)))
        alone = next((a for a in map(self._alone, reversed(sides)) if a is not None), None)
        shapes = [self._shape(s) for s in sides]
        if self._alone(sides[1]) is None and alone is not None:
            shapes.reverse()
        return Expression(
            self.text.strip(), tuple(self.names), terms, comparison, alone, rate, self.divided, "=".join(shapes),
            next(iter(self.units), ""),
        )

    def sum_(self) -> _Ratio:
        value = self.product()
        while (sign := self._take("sign", "+", "-")) is not None:
            value = _add(value, self.product(), 1 if sign.text == "+" else -1)
        return value

    def product(self) -> _Ratio:
        value = self.factor()
        while (sign := self._take("sign", "×", "÷")) is not None:
            other = self.factor()
            if sign.text == "×":
                value = _Ratio(_times(value.top, other.top), _times(value.below, other.below))
            else:
                if not other.top:
                    self._stop("除数为零", "division by zero")
                self.divided = self.divided or any(other.top)
                value = _Ratio(_times(value.top, other.below), _times(value.below, other.top))
        return value

    def factor(self) -> _Ratio:
        if self._take("sign", "-") is not None:
            self._deeper()
            value = self.factor()
            self.depth -= 1
            return _Ratio({k: -v for k, v in value.top.items()}, value.below)
        if self._take("sign", "(") is not None:
            self._deeper()
            value = self.sum_()
            if self._take("sign", ")") is None:
                self._stop("缺少右括号", "a closing bracket is missing")
            self.depth -= 1
            return value
        number = self._take("number")
        if number is not None:
            if number.unit and number.unit not in ("%", "‰"):
                self.units.add(number.unit)
            size = Fraction(number.text) * _factor(number.unit)
            return _Ratio({(): size} if size else {}, dict(_ONE))
        name = self._take("name")
        if name is None:
            self._stop("此处应为指标名称、数或括号", "a name, a number or a bracket is wanted")
        assert name is not None
        selector = self._take("selector")
        found = Name(name.text, selector.text if selector else "")
        if found not in self.names:
            self.names.append(found)
        return _Ratio({(self.names.index(found),): Fraction(1)}, dict(_ONE))

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop(f"括号超过{DEEPEST}层", f"brackets nested more than {DEEPEST} deep")

    def _take(self, kind: str, *texts: str) -> _Token | None:
        if self.i < len(self.tokens):
            token = self.tokens[self.i]
            if token.kind == kind and (not texts or token.text in texts):
                self.i += 1
                return token
        return None

    def _stop(self, zh: str, en: str) -> None:
        at = self.tokens[self.i].at if self.i < len(self.tokens) else len(self.text)
        rest = self.text[at : at + 10].strip()
        near_zh, near_en = (f"（在“{rest}”处）", f" (at “{rest}”)") if rest else ("（在末尾）", " (at the end)")
        raise ExpressionError(zh + near_zh, en + near_en, at)

    def _rate(self, terms: Mapping[Monomial, Fraction]) -> int | None:
        products = [m for m in terms if len(m) > 1]
        common = set.intersection(*(set(m) for m in products)) if products else set()
        fit = [i for i in sorted(common) if all(len(m) == 2 and m[0] != m[1] for m in products)]
        if products and not fit:
            raise ExpressionError(
                "名称之间的乘除太多：只能有一个名称与其他名称相乘，或一个比率",
                "too many products of names: one name may multiply others, or one rate may be stated",
            )
        return fit[-1] if fit else None

    def _alone(self, side: range) -> int | None:
        tokens = [self.tokens[i] for i in side]
        if not tokens or tokens[0].kind != "name" or len(tokens) > 2 or (len(tokens) == 2 and tokens[1].kind != "selector"):
            return None
        return self.names.index(Name(tokens[0].text, tokens[1].text if len(tokens) == 2 else ""))

    def _shape(self, side: range) -> str:
        out = ""
        for i in side:
            token = self.tokens[i]
            if token.kind == "name":
                after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
                chosen = after.text if after is not None and after.kind == "selector" else ""
                out += "{" + str(self.names.index(Name(token.text, chosen))) + "}"
            elif token.kind != "selector":
                out += token.text + token.unit
        return out


def _times(a: Mapping[Monomial, Fraction], b: Mapping[Monomial, Fraction]) -> dict[Monomial, Fraction]:
    out: dict[Monomial, Fraction] = {}
    for x, p in a.items():
        for y, q in b.items():
            key = tuple(sorted((*x, *y)))
            if len(key) > 4:
                raise ExpressionError("名称之间的乘除太多", "too many products of names")
            out[key] = out.get(key, Fraction(0)) + p * q
    return {k: v for k, v in out.items() if v}


def _add(a: _Ratio, b: _Ratio, sign: int) -> _Ratio:
    if a.below == b.below:
        top = dict(a.top)
        for k, v in b.top.items():
            top[k] = top.get(k, Fraction(0)) + sign * v
        return _Ratio({k: v for k, v in top.items() if v}, a.below)
    return _add(
        _Ratio(_times(a.top, b.below), _times(a.below, b.below)),
        _Ratio(_times(b.top, a.below), _times(a.below, b.below)), sign,
    )


def _cross(left: _Ratio, right: _Ratio) -> dict[Monomial, Fraction]:
    """``left - right`` without its denominators (amounts, taken to be above zero)."""
    return _add(left, right, -1).top
