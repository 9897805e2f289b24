"""One statement changed: which values are worth a try, what they repair, and the slip that explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gouji.audit.network import Deadline, Link, Network
from gouji.audit.repairs import Slip, slip_of
from gouji.extract.document import Table
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

_EXPLODED = 100
"""A rate of so many times what is printed is no correction: the amounts it is worked out from are at fault."""


class Correction(Struct, frozen=True):
    """One statement changed: the relations it repairs (indices), the value (base units, ``None`` if any of many).

    ``odd`` where the stated figure would vanish or change its sign: possible, but nothing to insist on.
    """

    variable: str
    value: Fraction | None
    repairs: tuple[int, ...]
    slip: Slip | None = None
    odd: bool = False


def is_guess(variable: str, links: Iterable[Link]) -> bool:
    """True for a part of a list that need not be whole: what the total leaves for it is nobody's figure."""
    told = [link.outcome.constraint for link in links]
    return all(c.partial and c.result is not None and c.result.id != variable for c in told)


class Trials:
    """Trial corrections in a network, on top of those ``done`` already."""

    def __init__(self, facts: FactSet, network: Network, deadline: Deadline) -> None:
        self.facts, self.network, self.deadline = facts, network, deadline
        self.done: dict[str, Fraction] = {}

    def single(self, variable: str, targets: Sequence[int], *, all_of: bool = False) -> Correction | None:
        """The best correction of one statement for these broken relations; none may break that holds."""
        if variable in self.done or self.deadline.over:
            return None
        links = [self.network.links[i] for i in targets]
        best: Correction | None = None
        allowed = self._allowed(variable, links)
        tried: set[Fraction] = set()
        for value in self._values(variable, links, allowed):
            if value in tried or self.deadline.over:
                continue
            tried.add(value)
            trial = {**self.done, variable: value}
            repairs = tuple(link.index for link in links if self.network.holds(link, trial))
            if not repairs or (all_of and len(repairs) < len(links)):
                continue
            if best is not None and len(repairs) <= len(best.repairs):
                continue
            if self.network.violated({variable: value} | self._near(variable), stop=True):
                continue
            best = Correction(variable, value, repairs, odd=not self._sensible(variable, value))
        if best is None:
            return None
        return self._with_slip(best)

    def _sensible(self, variable: str, value: Fraction) -> bool:
        """False where a stated figure would vanish or change its sign (a mere slip of sign apart), or a rate explode."""
        own = self.network.statements[variable].quantity.value
        if not own:
            return True
        ours = Fraction(own) * self.network.statements[variable].factor()
        if self.network.statements[variable].dimension() == "1" and abs(value) > abs(ours) * _EXPLODED:
            return False
        return value * ours > 0 or value == -ours

    def _near(self, variable: str) -> dict[str, Fraction]:
        """Corrections already made to statements in the same relations."""
        if not self.done:
            return {}
        near = {v for i in self.network.touching.get(variable, ()) for v in self.network.links[i].shape.variables}
        return {v: x for v, x in self.done.items() if v in near}

    def _allowed(self, variable: str, links: Iterable[Link]) -> list[tuple[Link, Interval]]:
        """What each relation asks of the statement, the others as printed or corrected."""
        out = []
        for link in links:
            wanted = link.shape.solve(variable, self.network.box(link, self.done))
            if wanted is not None and not wanted.empty:
                out.append((link, wanted))
        return out

    def _values(
        self, variable: str, links: Sequence[Link], allowed: Sequence[tuple[Link, Interval]]
    ) -> list[Fraction]:
        """Values worth a try: what each relation computes, then what all of them leave, at printed precision."""
        n = self.network
        values: list[Fraction] = []
        own = n.statements[variable].quantity.value
        # Sums give the figure to the last digit, rates only about.
        for link in sorted(links, key=lambda link: (bool(link.shape.below), link.index)):
            point = self.point(link, but=variable)
            if point is not None and not link.shape.inequality:
                value = link.shape.solve_at(variable, point)
                if value is not None:
                    finer = n.printed(variable, value, step=n.finest(variable, link))
                    own_step = [n.printed(variable, value)] if own else []
                    to_the_digit = finer == value and not link.shape.below
                    values += [finer, *own_step] if to_the_digit else [*own_step, finer]
        if values:  # the middle of what rounding leaves would be nobody's figure
            return values
        for link, wanted in allowed:
            both = wanted
            for other, too in allowed:
                if other is not link and both.meets(too):
                    both = both.intersect(too)
            values.extend(self._within(variable, both))
        return values

    def _within(self, variable: str, wanted: Interval) -> list[Fraction]:
        """Printable values in an interval: its middle, or next to its only end."""
        n = self.network
        if wanted.low is not None and wanted.high is not None:
            return [n.printed(variable, (wanted.low + wanted.high) / 2)]
        end = wanted.low if wanted.low is not None else wanted.high
        if end is None:
            return []
        value, step = n.printed(variable, end), n.step(variable)
        return [value, value + step if wanted.low is not None else value - step]

    def point(self, link: Link, *, but: str) -> dict[str, Fraction] | None:
        """Printed or corrected values of a relation's other statements; ``None`` if one is a range."""
        point = {}
        for v in link.shape.variables:
            if v == but:
                continue
            if v in self.done:
                point[v] = self.done[v]
                continue
            value = self.network.statements[v].point
            if value is None:
                return None
            point[v] = value
        return point

    def _with_slip(self, c: Correction) -> Correction:
        """The correction, its value the one a slip of the pen explains where there is such."""
        number = self.network.statements[c.variable]
        factor = number.factor()
        links = [self.network.links[i] for i in c.repairs]
        if all(link.shape.inequality for link in links):
            return replace(c, value=None)
        near = self._near(c.variable)

        def fits(own: Fraction) -> bool:
            value = own * factor
            trial = {**self.done, c.variable: value}
            return all(self.network.holds(link, trial) for link in links) and not self.network.violated(
                {c.variable: value} | near, stop=True
            )

        is_total = any(
            link.outcome.constraint.kind == "sum" and link.outcome.constraint.result is not None
            and link.outcome.constraint.result.id == number.id for link in links
        )
        assert c.value is not None
        required, neighbours = c.value / factor, self._neighbours(number)

        def named(fits: Callable[[Fraction], bool]) -> Slip | None:
            return slip_of(number, fits, is_total=is_total, required=required, neighbours=neighbours)

        # The value that a sum or a copy gives to the last digit goes before one that rounding lets pass.
        slip = named(lambda own: own == required and fits(own))
        if slip is None and all(link.shape.below or link.shape.inequality for link in links):
            slip = named(fits)
        if slip is None:
            return replace(c, value=None) if is_guess(c.variable, links) else c
        # A rate may be met by several values: the computed one is what the document should read.
        value = slip.value * factor if slip.code or slip.name == "小数点错位" else c.value
        if value != c.value and not fits(value / factor):
            value = c.value
        if self.network.printed(c.variable, slip.value * factor) != c.value and not slip.code and (
            slip.name != "小数点错位"
        ):
            return c
        return replace(c, value=value, slip=slip)

    def _neighbours(self, number: Number) -> list[tuple[str, Number]]:
        """Numbers a hand may have copied by mistake: the row above and below, the columns beside."""
        cell = number.cell
        if cell is None:
            return []
        out = []
        for row, column in ((cell.row - 1, cell.column), (cell.row + 1, cell.column), (cell.row, cell.column - 1),
                            (cell.row, cell.column + 1)):
            other = self._at(number.block, row, column)
            if other is not None:
                name = "误填相邻数"
                if other.context.period != number.context.period and None not in (
                    other.context.period, number.context.period
                ):
                    name = "误填上年数"
                out.append((name, other))
        return out

    def _at(self, block: int, row: int, column: int) -> Number | None:
        table = self.facts.document.blocks[block]
        if not isinstance(table, Table) or not (0 <= row < table.n_rows and 0 <= column < table.n_columns):
            return None
        return self.facts.only(block, table.grid[row][column])
