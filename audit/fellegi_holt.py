"""Error localisation as in official statistics: the fewest values to change so that everything holds.

I. P. Fellegi and D. Holt, "A systematic approach to automatic edit and imputation", JASA 71 (1976). The model holds
the relations of one broken component only; a relation that held is added when an answer would break it. Every
answer is checked again in exact arithmetic; equally good answers are listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from gouji.audit.network import Deadline, Link, Network
from gouji.extract.numbers.interval import Interval
from gouji.extract.rational import Fraction

_BIG = 64.0
"""A correction may be so many times the discrepancies it has to mend."""
_NODES = 20_000
_COST, _SOFT_COST = 10, 9
"""Changing a vague figure (约) costs a little less than changing an exact one."""


class _Row(Struct, frozen=True):
    """One linear row of the model over scaled values, between two ends, loosened by ``free`` when that one changes."""

    coefficients: Mapping[str, float]
    low: float
    high: float
    free: str | None = None


def solutions(
    network: Network, component: Sequence[int], done: Mapping[str, Fraction], ties: int, deadline: Deadline
) -> list[dict[str, Fraction]]:
    """All cheapest sets of corrections (variable → value, base units), up to ``ties``; empty when the limit is met.

    ``component`` are indices of broken links; ``done`` are corrections made already, which stay.
    """
    links = list(component)
    found: list[dict[str, Fraction]] = []
    cuts: list[frozenset[str]] = []
    cost: int | None = None
    while not deadline.over and len(found) < ties:
        model = _Model(network, links, done)
        answer = model.solve(cuts, cost, deadline)
        if answer is None:
            break
        chosen, values = answer
        if not chosen:
            break
        exact = _exact(network, links, chosen, values, done)
        broken = [i for i in _around(network, chosen) if i not in links and not network.holds(
            network.links[i], {**done, **exact})]
        if broken:
            links += broken
            continue
        if all(network.holds(network.links[i], {**done, **exact}) for i in links):
            found.append(exact)
            cost = model.cost(chosen) if cost is None else cost
        cuts.append(frozenset(chosen))
        if len(cuts) > 4 * ties:
            break
    return found


def _around(network: Network, variables: Sequence[str]) -> list[int]:
    return list(dict.fromkeys(i for v in variables for i in network.touching.get(v, ())))


def _exact(
    network: Network, links: Sequence[int], chosen: Sequence[str], values: Mapping[str, float],
    done: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Values at printed precision for the chosen statements: computed from relations where one is unknown alone."""
    out: dict[str, Fraction] = {}
    waiting = list(chosen)
    while waiting:
        progress = False
        for v in list(waiting):
            value = _computed(network, v, [w for w in waiting if w != v], {**done, **out}, links)
            if value is not None:
                out[v] = value
                waiting.remove(v)
                progress = True
        if not progress:
            v = waiting.pop(0)
            out[v] = network.printed(v, Fraction(values[v]).limit_denominator(10**9))
    return out


def _computed(
    network: Network, variable: str, unknown: Sequence[str], known: Mapping[str, Fraction], links: Sequence[int]
) -> Fraction | None:
    """A printable value that suits every relation in which this statement is the only unknown one."""
    ready = [
        network.links[i] for i in network.touching[variable]
        if not any(v in unknown for v in network.links[i].shape.variables)
    ]
    tries: list[Fraction] = []
    for link in sorted(ready, key=lambda link: link.index not in links):
        point = {}
        for v in link.shape.variables:
            if v == variable:
                continue
            own = network.statements[v].quantity.value
            if v in known:
                point[v] = known[v]
            elif own is not None:
                point[v] = Fraction(own) * network.statements[v].factor()
            else:
                break
        else:
            value = link.shape.solve_at(variable, point)
            if value is not None and not link.shape.inequality:
                tries.append(network.printed(variable, value))
    for value in tries:
        if all(network.holds(link, {**known, variable: value}) for link in ready):
            return value
    return None


class _Model:
    """A mixed-integer model: scaled values, and for each whether it changes."""

    def __init__(self, network: Network, links: Sequence[int], done: Mapping[str, Fraction]) -> None:
        self.network, self.done = network, done
        self.links = [network.links[i] for i in links]
        self.variables = list(dict.fromkeys(v for link in self.links for v in link.shape.variables))
        self.box = self._boxes(done)
        self.scale = self._scales()
        self.rows = [row for link in self.links for row in self._rows(link)]

    def _boxes(self, done: Mapping[str, Fraction]) -> dict[str, Interval]:
        """Intervals of the variables: as exact as the strictest of their relations takes them."""
        out: dict[str, Interval] = {}
        for link in self.links:
            for v, i in self.network.box(link, done, tight=True).items():
                out[v] = i if v not in out or i.exact else out[v]
        return out

    def cost(self, chosen: Sequence[str]) -> int:
        """What changing these costs."""
        return sum(_SOFT_COST if self.network.statements[v].quantity.soft else _COST for v in chosen)

    def _centre(self, variable: str) -> Fraction:
        i = self.box[variable]
        if i.low is not None and i.high is not None:
            return (i.low + i.high) / 2
        return i.low if i.low is not None else i.high if i.high is not None else Fraction(0)

    def _scales(self) -> dict[str, Fraction]:
        """For each variable the size of correction its relations may ask for: corrections are then near 1."""
        slopes = {link.index: self._slopes(link) for link in self.links}
        scale: dict[str, Fraction] = {}
        for link in self.links:
            values = link.shape.range(self.box)
            gap = max(
                values.low if values.low is not None else Fraction(0),
                -values.high if values.high is not None else Fraction(0), Fraction(0),
            )
            for v, slope in slopes[link.index].items():
                if gap and slope:
                    scale[v] = max(scale.get(v, Fraction(0)), gap / slope)
        for _ in range(len(self.links)):
            before = len(scale)
            for link in self.links:
                here = slopes[link.index]
                known = max((here[v] * scale[v] for v in here if v in scale), default=Fraction(0))
                if known:
                    for v, slope in here.items():
                        if slope:
                            scale.setdefault(v, known / slope)
            if len(scale) == before:
                break
        return {v: scale.get(v, Fraction(1)) for v in self.variables}

    def _slopes(self, link: Link) -> dict[str, Fraction]:
        """How much the relation moves with each of its variables, at the printed values."""
        shape, zero = link.shape, Fraction(0)
        if shape.rate is None or not shape.below:
            return {v: abs(c) for v, c in shape.top.items()}
        r = self._centre(shape.rate)
        slopes = {
            v: abs(shape.top.get(v, zero) - r * shape.below.get(v, zero)) for v in shape.variables if v != shape.rate
        }
        slopes[shape.rate] = abs(sum((c * self._centre(v) for v, c in shape.below.items()), zero))
        return slopes

    def _rows(self, link: Link) -> list[_Row]:
        """Linear rows of a relation; a ratio gives one for each end of its rate (its divisor is taken as positive)."""
        shape = link.shape
        inf = float("inf")
        zero = Fraction(0)
        if shape.rate is None or not shape.below:
            return [self._row(shape.top, shape.constant, -inf if shape.inequality else 0.0, 0.0)]
        rate = self.box[shape.rate]
        rows = []
        for end, low, high in ((rate.low, 0.0, inf), (rate.high, -inf, 0.0)):
            if end is None or (shape.inequality and low == 0.0):
                continue
            names = dict.fromkeys((*shape.top, *shape.below))
            top = {v: shape.top.get(v, zero) - end * shape.below.get(v, zero) for v in names}
            rows.append(self._row(top, shape.constant, low, high, shape.rate))
        return rows

    def _row(
        self, top: Mapping[str, Fraction], constant: Fraction, low: float, high: float, free: str | None = None
    ) -> _Row:
        """The row over corrections: what the printed values come to is subtracted exactly, then scaled."""
        steps = {v: c * self.scale[v] for v, c in top.items() if c}
        largest = max((abs(c) for c in steps.values()), default=Fraction(1))
        at = float((constant + sum(c * self._centre(v) for v, c in top.items())) / largest)
        return _Row({v: float(c / largest) for v, c in steps.items()}, low - at, high - at, free)

    def solve(
        self, cuts: Sequence[frozenset[str]], cost: int | None, deadline: Deadline
    ) -> tuple[list[str], dict[str, float]] | None:
        """The cheapest set outside the cuts (not dearer than ``cost``) and values for it; ``None`` for none."""
        size = len(self.variables)
        at = {v: i for i, v in enumerate(self.variables)}
        costs = np.array([0.0] * size + [float(self.cost([v])) for v in self.variables])
        data: list[tuple[int, int, float]] = []
        lows: list[float] = []
        highs: list[float] = []

        def add(entries: Mapping[int, float], low: float, high: float) -> None:
            data.extend((len(lows), column, value) for column, value in entries.items() if value)
            lows.append(low)
            highs.append(high)

        for v, i in at.items():
            here, centre = self.box[v], self._centre(v)
            if here.low is not None:
                low = float((here.low - centre) / self.scale[v])
                add({i: 1.0, size + i: _BIG + low}, low, np.inf)
            if here.high is not None:
                high = float((here.high - centre) / self.scale[v])
                add({i: 1.0, size + i: high - _BIG}, -np.inf, high)
        for row in self.rows:
            entries = {at[v]: c for v, c in row.coefficients.items()}
            if row.free is None:
                add(entries, row.low, row.high)
                continue
            ends = [abs(e) for e in (row.low, row.high) if abs(e) < np.inf]
            loose = max(ends, default=0.0) + 2 * _BIG * sum(abs(c) for c in entries.values())
            if row.low > -np.inf:
                add({**entries, size + at[row.free]: loose}, row.low, np.inf)
            if row.high < np.inf:
                add({**entries, size + at[row.free]: -loose}, -np.inf, row.high)
        for cut in cuts:
            if all(v in at for v in cut):
                add({size + at[v]: 1.0 for v in cut}, -np.inf, len(cut) - 1.0)
        if cost is not None:
            add({size + i: costs[size + i] for i in range(size)}, -np.inf, cost + 0.5)
        rows, columns, figures = zip(*data, strict=True)
        matrix = csr_matrix((figures, (rows, columns)), shape=(len(lows), 2 * size))
        fixed = np.array([0.0 if v in self.done else 1.0 for v in self.variables])
        result: Any = milp(
            costs, integrality=np.array([0] * size + [1] * size),
            bounds=Bounds(
                np.concatenate([np.full(size, -np.inf), np.zeros(size)]), np.concatenate([np.full(size, np.inf), fixed])
            ),
            constraints=LinearConstraint(matrix, np.array(lows), np.array(highs)),
            options={"time_limit": max(deadline.left, 0.01), "node_limit": _NODES, "mip_rel_gap": 0.0},
        )
        if result.status != 0 or result.x is None:
            return None
        chosen = [v for v, i in at.items() if result.x[size + i] > 0.5]
        return chosen, {v: float(self._centre(v) + Fraction(result.x[at[v]]) * self.scale[v]) for v in chosen}
