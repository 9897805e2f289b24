"""What a formula says: a linear sum of cells, perhaps multiplied with one cell and divided by others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from gouji.extract.rational import Fraction
from gouji.extract.readers.workbook.address import Area
from gouji.extract.readers.workbook.formula_text import FormulaToken, NotRead, tokens_of

Place = tuple[str, int, int]
"""Sheet name, row, column."""
CellsOf = Callable[[str, Area], list[Place]]
"""Cells with something in them, in a rectangle of a sheet; raises ``NotRead`` for sheets unknown or too many cells."""

_DEEPEST: Final = 40
_MOST_PLACES: Final = 15


class Shape(Struct, frozen=True):
    """``(terms + constant) · factor / divisor``; ``places`` are decimals it is rounded to."""

    terms: dict[Place, Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)
    factor: Place | None = None
    divisor: dict[Place, Fraction] = field(default_factory=dict)
    places: int | None = None

    @property
    def linear(self) -> bool:
        """True without factor, divisor or rounding."""
        return self.factor is None and not self.divisor and self.places is None

    @property
    def fixed(self) -> bool:
        """True for a figure written in the formula."""
        return self.linear and not self.terms


def shape_of(formula: str, sheet: str, cells: CellsOf, move: tuple[int, int] = (0, 0)) -> Shape:
    """What a formula says.

    Raises:
        NotRead: it says nothing of that kind.

    """
    parser = _Parser(tokens_of(formula, move), sheet, cells)
    shape = parser.expression(0)
    if shape is None or parser.at != len(parser.tokens):
        raise NotRead
    return shape


class _Parser:
    """Recursive descent; ``None`` stands for a text."""

    def __init__(self, tokens: list[FormulaToken], sheet: str, cells: CellsOf) -> None:
        self.tokens, self.sheet, self.cells, self.at = tokens, sheet, cells, 0

    def sign(self, *signs: str) -> str | None:
        """Take the next token if it is one of these signs."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is not None and token.kind == "sign" and token.text in signs:
            self.at += 1
            return token.text
        return None

    def expect(self, sign: str) -> None:
        if self.sign(sign) is None:
            raise NotRead

    def expression(self, depth: int) -> Shape | None:
        if depth > _DEEPEST:
            raise NotRead
        left: Shape | None = self.product(depth)
        while (sign := self.sign("+", "-")) is not None:
            left = _added(_whole(left), _whole(self.product(depth)), 1 if sign == "+" else -1)
        return left

    def product(self, depth: int) -> Shape | None:
        left: Shape | None = self.unary(depth)
        while (sign := self.sign("*", "/")) is not None:
            right = _whole(self.unary(depth))
            left = _times(_whole(left), right) if sign == "*" else _divided(_whole(left), right)
        return left

    def unary(self, depth: int) -> Shape | None:
        sign = self.sign("+", "-")
        if sign is not None:
            own = _whole(self.unary(depth + 1) if depth < _DEEPEST else None)
            return own if sign == "+" else _scaled(own, Fraction(-1))
        value = self.atom(depth)
        while self.sign("%") is not None:
            value = _scaled(_whole(value), Fraction(1, 100))
        return value

    def atom(self, depth: int) -> Shape | None:
        if self.at >= len(self.tokens):
            raise NotRead
        if self.sign("(") is not None:
            value = self.expression(depth + 1)
            self.expect(")")
            return value
        token = self.tokens[self.at]
        if token.kind == "number":
            self.at += 1
            return Shape(constant=token.number or Fraction(0))
        if token.kind == "string":
            self.at += 1
            return None
        if token.kind == "name":
            self.at += 1
            self.expect("(")
            return self.function(token.text, depth + 1)
        places, single = self.area()
        if not single:
            raise NotRead
        return Shape({p: Fraction(1) for p in places})

    def area(self) -> tuple[list[Place], bool]:
        """Cells of a reference, and whether it is a single cell."""
        sheet = self.sheet
        if self.at < len(self.tokens) and self.tokens[self.at].kind == "sheet":
            sheet = self.tokens[self.at].text
            self.at += 1
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.area is None:
            raise NotRead
        self.at += 1
        area, single = token.area, token.kind == "cell"
        if single and self.sign(":") is not None:
            last = self.tokens[self.at] if self.at < len(self.tokens) else None
            if last is None or last.kind != "cell" or last.area is None:
                raise NotRead
            self.at += 1
            other, single = last.area, False
            area = Area(
                min(area.top, other.top), min(area.left, other.left), max(area.top, other.top), max(area.left, other.left)
            )
        return self.cells(sheet, area), single

    def function(self, name: str, depth: int) -> Shape | None:
        if name == "SUM":
            return self.total()
        if name == "ROUND":
            value = _whole(self.expression(depth))
            self.separator()
            places = self.expression(depth)
            self.expect(")")
            if places is None or not places.fixed or places.constant.denominator != 1 or value.places is not None:
                raise NotRead
            if abs(places.constant) > _MOST_PLACES:
                raise NotRead
            return replace(value, places=int(places.constant))
        if name == "IFERROR":
            value = _whole(self.expression(depth))
            self.separator()
            if self.expression(depth) is not None and value.fixed:
                raise NotRead
            self.expect(")")
            return value
        if name == "IF":
            return self.branch(depth)
        raise NotRead

    def separator(self) -> None:
        if self.sign(",", ";") is None:
            raise NotRead

    def total(self) -> Shape:
        """Arguments of SUM up to its closing bracket."""
        out = Shape()
        while True:
            start = self.at
            try:
                places, _ = self.area()
                if self.at < len(self.tokens) and self.tokens[self.at].text not in (",", ";", ")"):
                    raise NotRead
                part: Shape | None = Shape({p: Fraction(1) for p in places})
            except NotRead:
                self.at = start
                part = self.expression(1)
            out = _added(out, _whole(part), 1)
            if self.sign(")") is not None:
                return out
            self.separator()

    def branch(self, depth: int) -> Shape:
        """The branch of an IF that computes something, where the other is a text, blank or a figure."""
        level = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "sign" and token.text == "(":
                level += 1
            elif token.kind == "sign" and token.text == ")":
                level -= 1
            elif token.kind == "sign" and token.text in ",;" and level == 0:
                break
            self.at += 1
        self.separator()
        first = self.expression(depth)
        second = self.expression(depth) if self.sign(",", ";") is not None else None
        self.expect(")")
        computing = [s for s in (first, second) if s is not None and not s.fixed]
        if len(computing) != 1:
            raise NotRead
        return computing[0]


def _whole(value: Shape | None) -> Shape:
    if value is None:
        raise NotRead
    return value


def _added(a: Shape, b: Shape, sign: int) -> Shape:
    if not (a.linear and b.linear):
        raise NotRead
    terms = dict(a.terms)
    for place, coefficient in b.terms.items():
        terms[place] = terms.get(place, Fraction(0)) + sign * coefficient
    return Shape({p: c for p, c in terms.items() if c}, a.constant + sign * b.constant)


def _scaled(a: Shape, by: Fraction) -> Shape:
    if not by:
        return Shape()
    places = a.places
    if places is not None:
        shift = next((n for n in range(-6, 7) if abs(by) == Fraction(10) ** n), None)
        if shift is None:
            raise NotRead
        places -= shift
    return replace(a, terms={p: c * by for p, c in a.terms.items()}, constant=a.constant * by, places=places)


def _times(a: Shape, b: Shape) -> Shape:
    if b.fixed:
        return _scaled(a, b.constant)
    if a.fixed:
        return _scaled(b, a.constant)
    for single, other in ((b, a), (a, b)):
        if single.linear and len(single.terms) == 1 and not single.constant and other.factor is None and other.places is None:
            place, coefficient = next(iter(single.terms.items()))
            return replace(_scaled(other, coefficient), factor=place)
    raise NotRead


def _divided(a: Shape, b: Shape) -> Shape:
    if b.fixed:
        if not b.constant:
            raise NotRead
        return _scaled(a, 1 / b.constant)
    if not b.linear or b.constant or a.divisor or a.places is not None:
        raise NotRead
    return replace(a, divisor=b.terms)
