"""All relations of a document as one network: variables, the relations each takes part in, and trial corrections."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from gouji.audit.constraint import Constraint
from gouji.audit.diagnosis import Broken
from gouji.audit.evaluate import Outcome, interval_of, softened
from gouji.audit.polynomial import Polynomial
from gouji.audit.wording import printed_step
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

_FINEST = 10**6
_COPY = 12
"""Texts of at least so many characters that are printed again word for word are copies, not witnesses."""


class Link(Struct, frozen=True, dict=True):
    """One relation of the network, its variables being statements (all copies of one statement are one variable)."""

    index: int
    shape: Polynomial
    exact: bool
    outcome: Outcome
    broken: tuple[Broken, ...] = ()


class Deadline:
    """A limit of processor time that can be asked: what else the machine does must not change the answer."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    @property
    def left(self) -> float:
        """Seconds left, not below 0."""
        return max(0.0, self.end - time.process_time())

    @property
    def over(self) -> bool:
        """True when the time is up."""
        return time.process_time() >= self.end

    @contextmanager
    def halted(self) -> Iterator[None]:
        """What is done within does not count."""
        began = time.process_time()
        yield
        self.end += time.process_time() - began


class Network(Struct, dict=True):
    """Relations and statements.

    Attributes:
        links: relations that hold (and must go on holding), then the broken ones; copies counted once.
        statements: by variable, the number that stands for it: the first of its copies.
        copies: by variable, all numbers that print the statement.
        touching: by variable, indices of its links.
    """

    links: list[Link] = field(default_factory=list)
    statements: dict[str, Number] = field(default_factory=dict)
    copies: dict[str, list[Number]] = field(default_factory=dict)
    touching: dict[str, list[int]] = field(default_factory=dict)
    _intervals: dict[tuple[str, bool], Interval] = field(default_factory=dict)

    def interval(self, variable: str, *, exact: bool) -> Interval:
        """True values of a statement as printed, vague words let loose."""
        key = (variable, exact)
        if key not in self._intervals:
            n = self.statements[variable]
            self._intervals[key] = softened(n, interval_of(n, exact=exact))
        return self._intervals[key]

    def box(self, link: Link, corrections: Mapping[str, Fraction], *, tight: bool = False) -> dict[str, Interval]:
        """Intervals of a relation's variables under corrections (base units, printed precision).

        ``tight`` takes figures as exact where the relation holds as printed (or is broken): only its rate is rounded.
        """
        box = {}
        as_printed = tight and link.outcome.verdict != "within_rounding"
        for v in link.shape.variables:
            if v in corrections:
                box[v] = self.corrected(v, corrections[v], exact=link.exact)
            elif as_printed and v != link.shape.rate and not self.statements[v].quantity.soft:
                box[v] = self.interval(v, exact=True)
            else:
                box[v] = self.interval(v, exact=link.exact)
        return box

    def corrected(self, variable: str, value: Fraction, *, exact: bool) -> Interval:
        """True values of a statement that would print as that value."""
        n = self.statements[variable]
        if exact or n.quantity.step is None:
            return Interval.point(value)
        step = Fraction(n.quantity.step) * n.factor()
        while (value / step).denominator != 1 and step * _FINEST > n.quantity.step:
            step /= 10
        return Interval(value - step / 2, value + step / 2)

    def holds(self, link: Link, corrections: Mapping[str, Fraction]) -> bool:
        """Would the relation be possible with these corrections? Exact."""
        return link.shape.allows(self.box(link, corrections))

    def breaks_none(self, corrections: Mapping[str, Fraction]) -> bool:
        """True when every relation that held still does."""
        return not self.violated(corrections, stop=True)

    def violated(self, corrections: Mapping[str, Fraction], *, stop: bool = False) -> list[int]:
        """Indices of held relations that the corrections would break (the first only, with ``stop``)."""
        out: list[int] = []
        for i in dict.fromkeys(i for v in corrections for i in self.touching.get(v, ())):
            link = self.links[i]
            if not link.broken and not self.holds(link, corrections):
                out.append(i)
                if stop:
                    break
        return out

    def printed(self, variable: str, value: Fraction, *, step: Fraction | None = None) -> Fraction:
        """A value rounded (half up) as that statement prints values, or to another step; base units."""
        step = step or self.step(variable)
        steps = value / step
        sign = -1 if steps < 0 else 1
        return sign * ((abs(steps) * 2 + 1) // 2) * step


    def step(self, variable: str) -> Fraction:
        """One unit of the last printed place, base units."""
        n = self.statements[variable]
        return printed_step(n) * n.factor()

    def finest(self, variable: str, link: Link) -> Fraction:
        """The finest printed step of its sort in a relation: 40 beside 61.5 may well stand for 40.0."""
        own = self.statements[variable]
        if own.quantity.step is None:
            return self.step(variable)
        return min(
            self.step(v) for v in link.shape.variables
            if v == variable or self.statements[v].dimension() == own.dimension()
        )


def build(facts: FactSet, outcomes: Iterable[Outcome], broken: Sequence[Broken]) -> Network:
    """The network of a document's relations; relations between copies of the same statements are one.

    Only what is tied to a broken relation, or to its table, is in it: nothing else can have a say.
    """
    names = _statements(facts)
    network = Network()
    by_outcome = {id(b.outcome): b for b in broken if b.severity != "info"}
    seen: dict[tuple[object, ...], int] = {}
    for o in _concerned([o for o in outcomes if o.holds or id(o) in by_outcome], by_outcome, names):
        b = by_outcome.get(id(o))
        shape = _shape_of(o, names)
        if not shape.variables or (b is None and len(shape.variables) == 1 and not shape.constant):
            continue
        key = (_ratios(shape.top), _ratios(shape.below), shape.rate, shape.constant, shape.inequality, o.constraint.exact)
        if key in seen:
            at = seen[key]
            if b is not None:
                old = network.links[at]
                network.links[at] = Link(at, shape, old.exact, old.outcome, (*old.broken, b))
            continue
        for n in o.constraint.numbers:
            v = names.get(n.id, n.id)
            network.statements.setdefault(v, n)
            held = network.copies.setdefault(v, [])
            if n not in held:
                held.append(n)
        link = Link(len(network.links), shape, o.constraint.exact, o, (b,) if b else ())
        if b is None and not (o.possible if shape is o.shape else network.holds(link, {})):
            continue  # cut off instead of rounded: accepted, but not an exact tie
        seen[key] = link.index
        network.links.append(link)
        for v in shape.variables:
            network.touching.setdefault(v, []).append(link.index)
    return network


def _ratios(coefficients: Mapping[str, Fraction]) -> frozenset[tuple[str, tuple[int, int]]]:
    """Coefficients as whole numbers, which are quicker to tell apart."""
    return frozenset((name, c.as_integer_ratio()) for name, c in coefficients.items())


def _concerned(outcomes: Sequence[Outcome], broken: Container[int], names: Mapping[str, str]) -> Iterator[Outcome]:
    """In the given order, the broken outcomes (by their ``id``) and all that is tied to them or to their tables."""
    tables = {table_of(o.constraint) for o in outcomes if id(o) in broken} - {None}
    touching: dict[str, list[int]] = {}
    reached = []
    for i, o in enumerate(outcomes):
        for number in o.constraint.numbers:
            touching.setdefault(names.get(number.id, number.id), []).append(i)
        if id(o) in broken or table_of(o.constraint) in tables:
            reached.append(i)
    kept = set(reached)
    while reached:
        for number in outcomes[reached.pop()].constraint.numbers:
            for i in touching.pop(names.get(number.id, number.id), ()):
                if i not in kept:
                    kept.add(i)
                    reached.append(i)
    return (outcomes[i] for i in sorted(kept))


def table_of(constraint: Constraint) -> int | None:
    """Block of the one table that all of a relation's numbers stand in, else ``None``."""
    blocks = {n.block if n.cell is not None else None for n in constraint.numbers}
    return blocks.pop() if len(blocks) == 1 else None


def _shape_of(outcome: Outcome, names: Mapping[str, str]) -> Polynomial:
    """The relation between statements; as it was evaluated where no number is a copy of another."""
    numbers = outcome.constraint.numbers
    if outcome.shape is not None and all(names.get(n.id, n.id) == n.id for n in numbers):
        return outcome.shape
    return Polynomial.of(outcome.constraint, rename=lambda i: names.get(i, i))


def _statements(facts: FactSet) -> dict[str, str]:
    """For numbers in a text that is printed more than once, the id of the first number at that place of it."""
    first: dict[tuple[str, int, str], str] = {}
    names: dict[str, str] = {}
    place: tuple[int, int] | None = None
    text = ""
    for n in facts.quantities:
        here = (n.block, id(n.cell))
        if here != place:
            place, raw = here, facts.text_of(n)
            text = "" if n.cell is not None and not any(c in raw for c in "，。；,;") else "".join(raw.split())
        if len(text) < _COPY:
            continue
        key = (text, n.quantity.start, n.raw)
        names[n.id] = first.setdefault(key, n.id)
    return names
