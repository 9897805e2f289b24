"""The shape all relations share, ``N(x) - r·D(x)``, with its exact range over a box of intervals.

The expression is linear in every variable taken alone (multilinear), so over a box it takes its extremes at
corners: at an end of ``r``, and per sign at the ends of each ``x``. Ends keep whether they are attained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from math import lcm

from msgspec import Struct

from gouji.audit.constraint import Constraint
from gouji.extract.kept import kept
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction, ratio

Box = Mapping[str, Interval]
Point = Mapping[str, Fraction]

_ZERO = Fraction(0)
_CORNERS = 6
"""Up to so many variables a quotient with shared variables is enumerated corner by corner."""


class Polynomial(Struct, frozen=True, dict=True):
    """``Σ n·x + constant - r·Σ d·x``, compared with 0; ``rate`` is the name of ``r`` or ``None`` for no ratio."""

    top: Mapping[str, Fraction]
    below: Mapping[str, Fraction]
    rate: str | None
    constant: Fraction
    strict: bool
    inequality: bool

    @classmethod
    def of(cls, constraint: Constraint, rename: Callable[[str], str] = lambda i: i) -> Polynomial:
        """The shape of a constraint, equal variables merged; ``rename`` maps number ids to variable names."""
        top: dict[str, Fraction] = {}
        below: dict[str, Fraction] = {}
        for terms, into in ((constraint.linear, top), (constraint.divisor, below)):
            for t in terms:
                name = rename(t.number.id)
                into[name] = into[name] + t.coefficient if name in into else t.coefficient
        rate = None if constraint.rate is None else rename(constraint.rate.id)
        if rate is None and below:
            r = Fraction(1) if constraint.rate_constant is None else constraint.rate_constant
            for name, d in below.items():
                top[name] = top.get(name, _ZERO) - r * d
            below = {}
        return cls(
            {k: v for k, v in top.items() if v}, {k: v for k, v in below.items() if v}, rate,
            constraint.constant, constraint.comparison == "<", constraint.comparison != "=",
        )

    @kept
    def variables(self) -> tuple[str, ...]:
        """Names of all variables, the rate last."""
        names = dict.fromkeys((*self.top, *self.below))
        if self.rate is not None and self.below:
            names[self.rate] = None
        return tuple(names)

    @kept
    def _coefficients(self) -> tuple[tuple[str, Fraction, Fraction], ...]:
        return tuple(
            (name, self.top.get(name, _ZERO), self.below.get(name, _ZERO))
            for name in dict.fromkeys((*self.top, *self.below))
        )

    def at(self, point: Point) -> Fraction:
        """Value at a point."""
        n = _sum_of(((c, point[x]) for x, c in self.top.items()), self.constant)
        if self.rate is None or not self.below:
            return n
        return n - point[self.rate] * self._divisor_at(point)

    def _divisor_at(self, point: Point) -> Fraction:
        return _sum_of((c, point[x]) for x, c in self.below.items())

    def range(self, box: Box) -> Interval:
        """All values it takes when every variable runs over its interval."""
        if self.rate is None or not self.below:
            return self._linear_range(self.top, box)
        r = box[self.rate]
        if r.exact:
            assert r.low is not None
            return self._linear_range(self._at_rate(r.low), box)
        low = self._minimum(box, r, 1)
        high = self._minimum(box, r, -1)
        return Interval(low[0], None if high[0] is None else -high[0], not low[1], not high[1])

    def _linear_range(self, coefficients: Mapping[str, Fraction], box: Box) -> Interval:
        lows: list[tuple[Fraction, Fraction]] | None = []
        highs: list[tuple[Fraction, Fraction]] | None = []
        low_open = high_open = False
        for x, c in coefficients.items():
            if not c:
                continue
            i = box[x]
            if c.numerator > 0:
                low, high = i.low, i.high
                low_open, high_open = low_open or i.low_open, high_open or i.high_open
            else:
                low, high = i.high, i.low
                low_open, high_open = low_open or i.high_open, high_open or i.low_open
            if low is None:
                lows = None
            elif lows is not None:
                lows.append((c, low))
            if high is None:
                highs = None
            elif highs is not None:
                highs.append((c, high))
        least = None if lows is None else _sum_of(lows, self.constant)
        if lows == highs:
            return Interval(least, least, low_open, high_open)
        return Interval(least, None if highs is None else _sum_of(highs, self.constant), low_open, high_open)

    def _at_rate(self, r: Fraction) -> dict[str, Fraction]:
        """Coefficients of the variables at a value of the rate."""
        out = dict(self.top)
        for x, d in self.below.items():
            out[x] = out[x] - r * d if x in out else -r * d
        return out

    def _minimum(self, box: Box, r: Interval, sign: int) -> tuple[Fraction | None, bool]:
        """Least value of ``sign`` times the expression, and whether it is attained; ``None`` for no bound."""
        best: Fraction | None = None
        attained = False
        for end, is_open, outward in ((r.low, r.low_open, -1), (r.high, r.high_open, 1)):
            if end is None:
                if self._falls_without_end(box, outward, sign):
                    return None, False
                continue
            value, closed = self._corner(box, end, sign)
            if value is None:
                return None, False
            closed = closed and not is_open
            if best is None or value < best:
                best, attained = value, closed
            elif value == best:
                attained = attained or closed
        if best is None:  # r is any number and D is 0 throughout
            value, closed = self._corner(box, _ZERO, sign)
            return value, closed
        if not attained:
            attained = self._attained_inside(box, r, sign, best)
        return best, attained

    def _corner(self, box: Box, r: Fraction, sign: int) -> tuple[Fraction | None, bool]:
        terms: list[tuple[Fraction, Fraction]] = []
        closed = True
        for x, c in self._at_rate(r).items():
            if not c:
                continue
            i = box[x]
            end, is_open = (i.low, i.low_open) if c.numerator * sign > 0 else (i.high, i.high_open)
            if end is None:
                return None, False
            terms.append((c, end))
            closed = closed and not is_open
        total = _sum_of(terms, self.constant)
        return (total if sign > 0 else -total), closed

    def _falls_without_end(self, box: Box, outward: int, sign: int) -> bool:
        """Does ``-r·D`` (times sign) go to minus infinity as ``r`` does (``outward`` gives the side)?"""
        d = self._divisor_range(box).scale(outward * sign)
        return d.high is None or d.high > 0

    def _divisor_range(self, box: Box) -> Interval:
        out = Interval.point(0)
        for x, c in self.below.items():
            out = out + box[x].scale(c)
        return out

    def _attained_inside(self, box: Box, r: Interval, sign: int, best: Fraction) -> bool:
        """Is the least value taken for every ``r`` at one corner of the x (there ``D = 0``), all ends closed?"""
        point: dict[str, Fraction] = {}
        for x, n, d in self._coefficients:
            only = box[x]
            if only.exact and only.low is not None:
                point[x] = only.low
                continue
            slopes = (d if r.low is None else n - r.low * d, -d if r.high is None else n - r.high * d)
            signs = {(c > 0) - (c < 0) for c in (sign * slope for slope in slopes)} - {0}
            if len(signs) != 1:
                return False
            i = box[x]
            end, is_open = (i.low, i.low_open) if signs == {1} else (i.high, i.high_open)
            if end is None or is_open:
                return False
            point[x] = end
        return not self._divisor_at(point) and sign * _sum_of(
            ((c, point[x]) for x, c in self.top.items()), self.constant
        ) == best

    def allows(self, box: Box) -> bool:
        """True when some values in the box satisfy the relation: something is left of the intersection."""
        return self.satisfied(self.range(box))

    def satisfied(self, values: Interval) -> bool:
        """True when that range of values leaves the relation possible."""
        if not self.inequality:
            return 0 in values
        if values.low is None or values.low < 0:
            return True
        return values.low == 0 and not values.low_open and not self.strict

    def satisfied_at(self, value: Fraction) -> bool:
        """True when the relation is true at that value of the expression."""
        if not self.inequality:
            return value == 0
        return value < 0 if self.strict else value <= 0

    def solve(self, name: str, box: Box) -> Interval | None:
        """Values of one variable that leave the relation possible, the others over their intervals.

        ``None`` where no such statement can be made (its coefficient may vanish, the divisor spans 0). In a ratio
        the ends count as attained, which may add an end but never loses a value.
        """
        if name == self.rate and self.below:
            return self._quotient(box)
        if name not in self.top and name not in self.below:
            return None
        n, d = self.top.get(name, _ZERO), self.below.get(name, _ZERO)
        corners = [_ZERO]
        if self.rate is not None and self.below:
            rate = box[self.rate]
            if rate.low is None or rate.high is None:
                return None
            corners = list(dict.fromkeys([rate.low, rate.high]))
        if len({(c > 0) - (c < 0) for c in (n - r * d for r in corners)}) > 1 or any(n == r * d for r in corners):
            return None
        pieces = []
        for r in corners:
            others = {x: a - r * b for x, a, b in self._coefficients if x != name}
            c = n - r * d
            rest = self._linear_range(others, box)
            piece = rest.scale(Fraction(-1) / c)
            if self.inequality:  # c·x + rest <= 0
                piece = Interval(None, piece.high, True, piece.high_open or self.strict) if c > 0 else Interval(
                    piece.low, None, piece.low_open or self.strict, True
                )
            pieces.append(piece)
        return _hull(pieces)

    def _quotient(self, box: Box) -> Interval | None:
        """``N / D`` over the box."""
        if self.inequality:
            return None
        d = self._divisor_range(box)
        if d.low is None or d.high is None or (d.low <= 0 <= d.high):
            return None
        names = [x for x, _, _ in self._coefficients]
        if len(names) <= _CORNERS and all(box[x].low is not None and box[x].high is not None for x in names):
            quotients = [
                self._divide(dict(zip(names, ends, strict=True))) for ends in product(*(_ends(box[x]) for x in names))
            ]
            return Interval(min(quotients), max(quotients))
        above = self._linear_range(self.top, box)
        if above.low is None or above.high is None:
            return None
        quotients = [a / b for a in (above.low, above.high) for b in (d.low, d.high)]
        return Interval(min(quotients), max(quotients))

    def _divide(self, point: Point) -> Fraction:
        return _sum_of(((c, point[x]) for x, c in self.top.items()), self.constant) / self._divisor_at(point)

    def solve_at(self, name: str, point: Point) -> Fraction | None:
        """The value of one variable that makes it 0, the others at a point; ``None`` if none or any would do."""
        if name == self.rate and self.below:
            return self._divide(point) if self._divisor_at(point) else None
        slopes = self.top if self.rate is None or not self.below else self._at_rate(point[self.rate])
        c = slopes.get(name, _ZERO)
        if not c:
            return None
        rest = _sum_of(((a, point[x]) for x, a in slopes.items() if x != name), self.constant)
        return rest if c == -1 else -rest / c


def _sum_of(terms: Iterable[tuple[Fraction, Fraction]], constant: Fraction = _ZERO) -> Fraction:
    """``constant`` and the products of the terms, added over one denominator: fractions cost ten times as much."""
    total, below = constant.numerator, constant.denominator
    for a, b in terms:
        upper, lower = a.numerator * b.numerator, a.denominator * b.denominator
        if lower == below:
            total += upper
        elif not below % lower:
            total += upper * (below // lower)
        else:
            common = lcm(below, lower)
            total = total * (common // below) + upper * (common // lower)
            below = common
    return ratio(total, below)


def _ends(i: Interval) -> tuple[Fraction, ...]:
    assert i.low is not None and i.high is not None
    return (i.low,) if i.low == i.high else (i.low, i.high)


def _hull(pieces: list[Interval]) -> Interval:
    """The smallest interval around all of them."""
    low, low_open = pieces[0].low, pieces[0].low_open
    high, high_open = pieces[0].high, pieces[0].high_open
    for p in pieces[1:]:
        if p.low is None or (low is not None and p.low < low):
            low, low_open = p.low, p.low_open
        elif p.low == low:
            low_open = low_open and p.low_open
        if p.high is None or (high is not None and p.high > high):
            high, high_open = p.high, p.high_open
        elif p.high == high:
            high_open = high_open and p.high_open
    return Interval(low, high, low_open, high_open)
