"""Which number is wrong: the smallest correction that repairs most broken relations.

First peel: one correction of one statement that repairs at least two broken relations and breaks none that held is
the culprit. A broken relation left alone is explained by any of its numbers that may change without breaking
another; what is entangled further goes to ``fellegi_holt``. All decisions are exact; the time is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from gouji.audit.correction import Correction, Trials, is_guess
from gouji.audit.diagnosis import Broken, Diagnosis
from gouji.audit.evaluate import Outcome
from gouji.audit.finding import Suggestion
from gouji.audit.network import Deadline, Link, Network, build, table_of
from gouji.audit.repairs import DECISIVE, corrected
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.rational import Fraction

ARITHMETIC = ("sum", "difference", "ratio", "product", "growth", "score")
_DOUBTFUL_OF = 6
_DOUBTFUL_LEFT = 3
_AT_BOUND = 4
_SAID, _DIGITS = 4, 4
"""What a figure of so many digits weighs that another place of the document prints as well."""
_ZEROS = re.compile(r"^[0.]+|\.|0+$")


class Limits(Struct, frozen=True):
    """How much localisation may take: processor seconds for a document, relations of one component given to the MILP."""

    seconds: float = 2.0
    component: int = 120
    ties: int = 8


def localise(
    facts: FactSet, outcomes: Sequence[Outcome], broken: Sequence[Broken], limits: Limits | None = None
) -> list[Diagnosis]:
    """Explain the broken relations of a document; ``outcomes`` are all its relations, broken or not.

    Every broken relation is in exactly one diagnosis. Relations broken at ``info`` level stand alone and do not vote.
    """
    limits = limits or Limits()
    quiet = [_alone(b) for b in broken if b.severity == "info"]
    if len(quiet) == len(broken):
        return quiet
    network = build(facts, outcomes, broken)
    search = _Search(facts, network, limits)
    found = search.run()
    order = {b.id: i for i, b in enumerate(broken)}
    return sorted([*found, *quiet], key=lambda d: order[d.broken[0].id])


def _alone(b: Broken) -> Diagnosis:
    """A relation explained by itself, nobody accused."""
    return Diagnosis((b,), None, b.outcome.constraint.numbers)


class _Search:
    """The state of one localisation."""

    def __init__(self, facts: FactSet, network: Network, limits: Limits) -> None:
        self.facts, self.network, self.limits = facts, network, limits
        self.deadline = Deadline(limits.seconds)
        self.order = {n.id: i for i, n in enumerate(facts.numbers)}
        self.left: dict[int, Link] = {link.index: link for link in network.links if link.broken}
        self.trials = Trials(facts, network, self.deadline)
        self.found: list[Diagnosis] = []
        self._singles: dict[str, Correction | None] = {}
        self._values: dict[tuple[Fraction, str], list[str]] | None = None

    def run(self) -> list[Diagnosis]:
        """All diagnoses."""
        self._peel()
        self._doubtful_tables()
        for component in self._components():
            self._explain(component)
        return self.found

    # -- peeling ---------------------------------------------------------------------------------------------

    def _peel(self) -> None:
        """Take out, best first, every correction that repairs two broken relations or more and breaks none."""
        stale = self._shared()
        while not self.deadline.over:
            for v in stale:
                self._singles[v] = self.trials.single(v, [i for i in self.network.touching[v] if i in self.left])
            rivals = self._clearest([c for c in self._singles.values() if c is not None and len(c.repairs) >= 2])
            if not rivals:
                return
            links = [self.network.links[i] for i in rivals[0].repairs]
            links += [self.network.links[i] for c in rivals for i in self.network.touching[c.variable]]
            touched = {v for link in links for v in link.shape.variables}
            self._settle(rivals, rivals[0].repairs)
            stale = [v for v in self._shared() if v in touched]
            for v in touched:
                self._singles.pop(v, None)

    @staticmethod
    def _clearest(corrections: Sequence[Correction]) -> list[Correction]:
        """The corrections that repair most, all the same relations, uncontested by others that repair as many."""
        groups: dict[tuple[int, ...], list[Correction]] = {}
        claims: dict[int, list[tuple[int, ...]]] = {}
        for c in corrections:
            if c.repairs not in groups:
                for i in c.repairs:
                    claims.setdefault(i, []).append(c.repairs)
            groups.setdefault(c.repairs, []).append(c)
        for repairs in sorted(groups, key=lambda r: (-len(r), r)):
            others = (other for i in repairs for other in claims[i] if other != repairs)
            if not any(len(other) >= len(repairs) for other in others):
                return groups[repairs]
        return []

    def _shared(self) -> list[str]:
        """Statements in at least two relations still broken, in reading order."""
        counts: dict[str, int] = {}
        for link in self.left.values():
            for v in link.shape.variables:
                counts[v] = counts.get(v, 0) + 1
        return sorted((v for v, n in counts.items() if n >= 2 and v not in self.trials.done), key=self._place)

    def _place(self, variable: str) -> int:
        return self.order.get(self.network.statements[variable].id, -1)

    # -- verdicts --------------------------------------------------------------------------------------------

    def _settle(self, rivals: Sequence[Correction], repairs: Iterable[int]) -> None:
        """Corrections that explain the same relations: one diagnosis; the relations are done with."""
        links = [self.left.pop(i) for i in repairs]
        broken = tuple(b for link in links for b in link.broken)
        chosen, sure = self._choose(rivals, links)
        statements = self.network.statements
        candidates = tuple(
            statements[c.variable] for c in sorted(rivals, key=lambda c: self._place(c.variable))
        )
        if chosen is None:
            self.found.append(Diagnosis(broken, None, candidates or _numbers(links), self._plain(links[0])))
            return
        if chosen.value is not None and sure:
            self.trials.done[chosen.variable] = chosen.value
        culprit = statements[chosen.variable] if sure else None
        slip_code = chosen.slip.code if chosen.slip is not None else None
        self.found.append(Diagnosis(
            broken, culprit, (culprit,) if culprit is not None else candidates,
            self._suggested(chosen, rivals, links, sure=sure),
            tuple(self.network.copies[chosen.variable][1:]) if culprit is not None else (), slip_code,
        ))

    def _suggested(
        self, chosen: Correction, rivals: Sequence[Correction], links: Sequence[Link], *, sure: bool
    ) -> Suggestion | None:
        """What to write instead; for one relation that no candidate repairs by itself, what its parts come to."""
        if chosen.value is None and not sure and len(links) == 1:
            plain = self._plain(links[0])
            return plain if plain is not None and any(c.variable == plain.number.id for c in rivals) else None
        return self._suggestion(chosen, len(links)) if sure or self._telling(chosen, links) else None

    def _choose(self, rivals: Sequence[Correction], links: Sequence[Link]) -> tuple[Correction | None, bool]:
        """The correction to suggest, and whether it is the only good one (by itself or by a telling slip)."""
        if not rivals:
            return None, False
        if len(rivals) == 1:
            return rivals[0], not rivals[0].odd or len(links) > 1
        strength = {c.variable: max(c.slip.strength if c.slip else 0, self._meets_bound(c)) + self._elsewhere(c, links) for c in rivals}
        ranked = sorted(rivals, key=lambda c: (-strength[c.variable], *self._preference(c, links)))
        if strength[ranked[0].variable] >= DECISIVE and not ranked[0].odd:
            return ranked[0], strength[ranked[0].variable] > strength[ranked[1].variable]
        soft = [c for c in rivals if self.network.statements[c.variable].quantity.soft]
        if len(soft) == 1:
            return soft[0], True
        return min(rivals, key=lambda c: (strength[c.variable] < 0, *self._preference(c, links))), False

    def _telling(self, c: Correction, links: Sequence[Link]) -> bool:
        """Is an unsure correction still worth printing: the stated result, or a slip that tells? Not just any part."""
        slipped = c.slip is not None and c.slip.strength >= DECISIVE
        if self._elsewhere(c, links) < 0:
            return False
        if slipped or self._meets_bound(c) >= DECISIVE:
            return True
        return not self._preference(c, links)[1] and not self._borne_out(c, links)

    def _borne_out(self, c: Correction, links: Sequence[Link]) -> bool:
        """Another relation that holds speaks for the figure as it stands: 发现21份，占420份的5%."""
        own = {v for link in links for v in link.shape.variables}
        for i in self.network.touching.get(c.variable, ()):
            link = self.network.links[i]
            others = set(link.shape.variables) - own
            if not link.broken and not link.shape.inequality and link.outcome.holds and others:
                return True
        return False

    def _elsewhere(self, c: Correction, links: Sequence[Link]) -> int:
        """What other places say: the figure printed there again speaks for it, its corrected value there against it.

        Only figures of so many digits that they do not meet by chance, outside the relations in question.
        """
        number = self.network.statements[c.variable]
        near = {n.id for link in links for n in link.outcome.constraint.numbers} | {n.id for n in self.network.copies[c.variable]}
        again = self._printed(number.point, number, near)
        meant = self._printed(c.value, number, near)
        return _SAID * (meant - again)

    def _printed(self, value: Fraction | None, number: Number, near: Set[str]) -> bool:
        """Another place of the document prints that value."""
        if value is None or number.dimension() in ("", "1", "百分点"):
            return False
        if self._values is None:
            self._values = {}
            for n in self.facts.quantities:
                if n.point and n.quantity.value is not None and len(_ZEROS.sub("", str(abs(n.quantity.value)))) >= _DIGITS:
                    self._values.setdefault((n.point, n.dimension()), []).append(n.id)
        return any(i not in near for i in self._values.get((value, number.dimension()), ()))

    def _meets_bound(self, c: Correction) -> int:
        """Strength of the corrected value being exactly what it may be at most, as a full score is its weight."""
        if c.value is None:
            return 0
        for i in self.network.touching.get(c.variable, ()):
            link = self.network.links[i]
            if link.broken or not link.shape.inequality or link.shape.below:
                continue
            point = self.trials.point(link, but=c.variable)
            if point and link.shape.at({**point, c.variable: c.value}) == 0:
                return _AT_BOUND
        return 0

    def _preference(self, c: Correction, links: Sequence[Link]) -> tuple[bool, int, int, int]:
        """Results before parts, narrative before tables, then reading order."""
        results = {o.id for link in links if (o := link.outcome.constraint.result) is not None}
        number = self.network.statements[c.variable]
        equal = all(link.outcome.constraint.kind == "equal" for link in links)
        is_result = any(n.id in results for n in self.network.copies[c.variable])
        return (c.odd, 0 if equal or is_result else 1, 0 if number.cell is None else 1, self._place(c.variable))

    def _plain(self, link: Link) -> Suggestion | None:
        """The computed value of a relation's stated result, when nothing better is known."""
        o = link.outcome
        result = o.constraint.result
        if result is None or o.value is None:
            return None
        raw = corrected(result, o.value / result.factor(), None)
        return None if raw is None or raw == result.raw else Suggestion(result, raw)

    def _suggestion(self, c: Correction, repairs: int) -> Suggestion | None:
        number = self.network.statements[c.variable]
        if c.value is None or number.quantity.value is None or (c.odd and repairs < 2):
            return None
        raw = corrected(number, c.value / number.factor(), c.slip)
        if raw is None or raw == number.raw:
            return None
        return Suggestion(number, raw, repairs, c.slip.name if c.slip is not None else "")

    # -- what peeling leaves ---------------------------------------------------------------------------------

    def _doubtful_tables(self) -> None:
        """A table of which a third of the sums breaks without a common culprit was probably misread: say so once."""
        total: dict[int, int] = {}
        left: dict[int, list[int]] = {}
        for link in self.network.links:
            table = table_of(link.outcome.constraint)
            if table is not None and link.outcome.constraint.kind in ARITHMETIC:
                total[table] = total.get(table, 0) + 1
                if link.index in self.left:
                    left.setdefault(table, []).append(link.index)
        for table, indices in left.items():
            # A row wrong in every column (totals left at 0) is one mistake of the writer, not of the reader.
            rows = {_row_of(self.network.links[i]) for i in indices}
            if total[table] >= _DOUBTFUL_OF and len(rows) >= _DOUBTFUL_LEFT and 3 * len(indices) >= total[table]:
                broken = tuple(b for i in indices for b in self.left.pop(i).broken)
                self.found.append(Diagnosis(broken, None, (), doubtful=(len(indices), total[table])))

    def _components(self) -> list[list[int]]:
        """Relations still broken, by connected component, in reading order."""
        out, seen = [], set[int]()
        for start in self.left:
            if start in seen:
                continue
            seen.add(start)
            component, stack = [], [start]
            while stack:
                i = stack.pop()
                component.append(i)
                for v in self.network.links[i].shape.variables:
                    for j in self.network.touching[v]:
                        if j in self.left and j not in seen:
                            seen.add(j)
                            stack.append(j)
            out.append(sorted(component))
        return out

    def _explain(self, component: Sequence[int]) -> None:
        """One component: any single correction of a lone relation, else the MILP, else candidates."""
        if len(component) == 1:
            link = self.network.links[component[0]]
            singles = [c for v in link.shape.variables if (c := self.trials.single(v, component, all_of=True)) is not None]
            # Where every change breaks something else, an error was carried on: nobody can say from which side.
            self._settle(singles, component)
            return
        if not self.deadline.over and len(component) <= self.limits.component:
            with self.deadline.halted():  # loading the solver takes longer than most documents
                from gouji.audit.fellegi_holt import solutions

            solved = solutions(self.network, component, self.trials.done, self.limits.ties, self.deadline)
            if solved:
                self._settle_sets(component, solved)
                return
        for i in component:
            self._settle([], [i])

    def _by_itself(self, link: Link, variable: str, value: Fraction) -> Fraction | None:
        """The value where it alone repairs the relation; part of a larger correction, it would mislead as a suggestion."""
        if is_guess(variable, [link]):
            return None
        return value if self.network.holds(link, {**self.trials.done, variable: value}) else None

    def _settle_sets(self, component: Sequence[int], solved: Sequence[Mapping[str, Fraction]]) -> None:
        """Minimum sets of corrections: what all of them change is a culprit, the rest are candidates."""
        sure = set(solved[0]).intersection(*solved[1:])
        open_ = set(component)
        for v in sorted(sure, key=self._place):
            mine = [i for i in self.network.touching[v] if i in open_]
            values = {s[v] for s in solved}
            if not mine:
                continue
            open_ -= set(mine)
            value = values.pop() if len(values) == 1 else None
            self._settle([Correction(v, value, tuple(mine))], mine)
        rest = sorted(open_)
        while rest:
            link = self.left[rest[0]]
            rivals = [
                Correction(v, self._by_itself(link, v, s[v]), (link.index,)) for s in solved for v in s
                if v in link.shape.variables and v not in sure
            ]
            unique = list({c.variable: c for c in sorted(rivals, key=lambda c: c.value is not None)}.values())
            links = [link.index]
            if len(unique) == 1:
                self._settle([], links)
            else:
                self._settle(unique, links)
            rest = [i for i in rest if i in self.left]


def _numbers(links: Iterable[Link]) -> tuple[Number, ...]:
    seen: dict[str, Number] = {}
    for link in links:
        for n in link.outcome.constraint.numbers:
            seen.setdefault(n.id, n)
    return tuple(seen.values())


def _row_of(link: Link) -> int | None:
    """Row of the number a relation is about."""
    c = link.outcome.constraint
    cell = (c.result or c.numbers[0]).cell
    return None if cell is None else cell.row
