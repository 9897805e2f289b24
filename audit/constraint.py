"""A relation that the document itself implies between its numbers, in one canonical form.

Every relation is ``N(x) - r·D(x)  ⋈  0`` with N and D linear in the numbers and ``r`` one number or a constant;
``⋈`` is ``=``, ``<=`` or ``<``. All intervals are in base units (元, 1 for %), so units need no further care.

    sum         total - a - b - c                    = 0
    difference  result - a + b                       = 0
    ratio       part - rate·whole                    = 0
    product     amount - price·count                 = 0
    growth      (now - base) - g·base                = 0
    growth by   change - g·(now - change)            = 0
    score       score - rate·weight                  = 0
    equal       a - b                                = 0
    bound       a - b                                <= 0
    count       number - 4                           = 0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from gouji.extract.facts.model import Number
from gouji.extract.kept import kept
from gouji.extract.rational import Fraction

if TYPE_CHECKING:
    from gouji.audit.evaluate import Outcome

Kind = Literal["sum", "difference", "ratio", "product", "growth", "equal", "bound", "order", "count", "score"]


ONE = Fraction(1)
_MINUS = Fraction(-1)


class Term(Struct, frozen=True):
    """A number with a coefficient."""

    number: Number
    coefficient: Fraction = ONE


class Constraint(Struct, frozen=True, dict=True):
    """One relation.

    Attributes:
        kind: the report's name for the relation.
        linear: terms of N.
        constant: constant of N, in base units.
        divisor: terms of D (empty: no ratio).
        rate: the number ``r``; or ``rate_constant`` where r is a constant.
        comparison: how ``N - r·D`` compares with 0.
        result: the stated result (total, rate, amount): named first in messages; one of the numbers or ``None``.
        cue: words of the document that imply the relation (合计, 其中, 占, 分别为 …).
        rule: code of the rule that found it; filled in by the runner.
        exact: true where the form demands agreement to the last digit: half units are not allowed for.
        severity: overrides the rule's severity for this one.
        message: overrides the rule's message: {"zh": …, "en": …}.
        partial: the parts may be some of the whole only: none of them has a value that follows from the others.
        template: the sum as a person would write it, with ``{id}`` for each number; made if empty.
        slight: found by its figures and no words: it confirms, and stands against no question.
    """

    kind: Kind
    linear: tuple[Term, ...]
    divisor: tuple[Term, ...] = ()
    rate: Number | None = None
    rate_constant: Fraction | None = None
    constant: Fraction = Fraction(0)
    comparison: Literal["=", "<=", "<"] = "="
    result: Number | None = None
    cue: str = ""
    rule: str = ""
    exact: bool = False
    severity: Literal["error", "warning", "info"] | None = None
    message: dict[str, str] = field(default_factory=dict)
    template: str = ""
    partial: bool = False
    slight: bool = False

    @kept
    def numbers(self) -> tuple[Number, ...]:
        """Every number that takes part, each once; the result last."""
        seen: dict[str, Number] = {}
        for t in (*self.linear, *self.divisor):
            seen.setdefault(t.number.id, t.number)
        if self.rate is not None:
            seen.setdefault(self.rate.id, self.rate)
        if self.result is not None:
            seen.pop(self.result.id, None)
            seen[self.result.id] = self.result
        return tuple(seen.values())

    @property
    def operands(self) -> tuple[Number, ...]:
        """Every number but the result."""
        return tuple(n for n in self.numbers if n is not self.result)

    def named(self, rule: str) -> Constraint:
        """The same relation, found by that rule; what is known of it already stays known."""
        named = replace(self, rule=rule)
        named.__dict__.update(self.__dict__)
        return named

    @property
    def outcome(self) -> Outcome | None:
        """What ``evaluate`` found, where it has been asked."""
        return self.__dict__.get("_outcome")

    def keep(self, outcome: Outcome | None) -> None:
        """Keep what ``evaluate`` found: rules ask before the runner does."""
        self.__dict__["_outcome"] = outcome


def slight(found: Constraint) -> Constraint:
    """The same relation, found by its figures and no words."""
    return replace(found, slight=True)


def _terms(numbers: Sequence[Number | Term], sign: int = 1) -> tuple[Term, ...]:
    out = []
    unit = ONE if sign > 0 else _MINUS
    for n in numbers:
        out.append(Term(n.number, n.coefficient * unit) if isinstance(n, Term) else Term(n, unit))
    return tuple(out)


def sums_to(
    total: Number, parts: Sequence[Number | Term], *, cue: str = "", exact: bool = False,
    severity: Literal["error", "warning", "info"] | None = None,
) -> Constraint:
    """``total = a + b + c``; a part may be a ``Term`` with a sign."""
    return Constraint(
        "sum", (Term(total), *_terms(parts, -1)), result=total, cue=cue, exact=exact, severity=severity
    )


def differs_by(result: Number, whole: Number, part: Number, *, cue: str = "") -> Constraint:
    """``result = whole - part``."""
    return Constraint(
        "difference", (Term(result), Term(whole, _MINUS), Term(part)), result=result, cue=cue
    )


def ratio_is(
    rate: Number, part: Number | Sequence[Number | Term], whole: Number | Sequence[Number | Term], *, cue: str = ""
) -> Constraint:
    """``rate = part / whole``; the rate in %, ‰ or a plain ratio."""
    top = [part] if isinstance(part, Number) else list(part)
    below = [whole] if isinstance(whole, Number) else list(whole)
    return Constraint("ratio", _terms(top), divisor=_terms(below), rate=rate, result=rate, cue=cue)


def product_is(amount: Number, price: Number, count: Number, *, cue: str = "") -> Constraint:
    """``amount = price × count``; the price's denominator and the count's unit are the caller's care."""
    return Constraint("product", (Term(amount),), divisor=(Term(count),), rate=price, result=amount, cue=cue)


def grows_to(rate: Number, now: Number, base: Number, *, falls: bool = False, cue: str = "") -> Constraint:
    """``rate = (now - base) / base``, or ``(base - now) / base`` for a stated fall."""
    sign = -1 if falls else 1
    return Constraint(
        "growth", _terms([now], sign) + _terms([base], -sign), divisor=(Term(base),), rate=rate, result=rate, cue=cue
    )


def grows_by(rate: Number, now: Number, change: Number, *, falls: bool = False, cue: str = "") -> Constraint:
    """``rate = change / (now ∓ change)``: growth from the present value and the stated increase or decrease."""
    divisor = (Term(now), Term(change, Fraction(1 if falls else -1)))
    return Constraint("growth", (Term(change),), divisor=divisor, rate=rate, result=rate, cue=cue)


def equals(
    a: Number, b: Number, *, cue: str = "", exact: bool = False,
    severity: Literal["error", "warning", "info"] | None = None,
) -> Constraint:
    """``a = b``: the same quantity stated twice; ``a`` is named first."""
    return Constraint(
        "equal", (Term(a), Term(b, _MINUS)), result=a, cue=cue, exact=exact, severity=severity
    )


def all_equal(numbers: Sequence[Number], *, cue: str = "", exact: bool = False) -> Constraint:
    """``a = b = c = …``: one quantity stated in several places that agree."""
    first, *others = numbers
    terms = (Term(first, Fraction(len(others))), *(Term(n, _MINUS) for n in others))
    return Constraint(
        "equal", terms, result=first, cue=cue, exact=exact, template="=".join(f"{{{n.id}}}" for n in numbers)
    )


def at_most(
    a: Number, b: Number, *, strict: bool = False, cue: str = "",
    severity: Literal["error", "warning", "info"] | None = None,
) -> Constraint:
    """``a <= b`` (``a < b`` if strict)."""
    return Constraint(
        "bound", (Term(a), Term(b, _MINUS)), comparison="<" if strict else "<=", result=a, cue=cue,
        severity=severity,
    )


def at_most_constant(a: Number, limit: Fraction | int, *, cue: str = "") -> Constraint:
    """``a <= limit``, the limit in base units (100 % is 1)."""
    return Constraint("bound", (Term(a),), constant=-Fraction(limit), comparison="<=", result=a, cue=cue)


def counts_to(number: Number, count: int, *, cue: str = "") -> Constraint:
    """``number = count`` where the document lists that many items."""
    return Constraint("count", (Term(number),), constant=-Fraction(count) * number.factor(), result=number, cue=cue)


def score_is(score: Number, weight: Number, rate: Number, *, cue: str = "") -> Constraint:
    """``score = weight × rate``."""
    return Constraint("score", (Term(score),), divisor=(Term(weight),), rate=rate, result=score, cue=cue)
