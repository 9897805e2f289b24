"""Error localisation against brute force: random networks with planted errors, and published examples.

    python bench/localise.py [NETWORKS]

Prints how often the answer changes as few numbers as brute force needs, how often the planted errors are named, the
time of both, the published examples, and the time for networks of 2,000 to 20,000 numbers.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from gouji.audit.constraint import Constraint, Term, at_most, equals, ratio_is, sums_to
from gouji.audit.diagnosis import Broken
from gouji.audit.evaluate import Outcome, evaluate
from gouji.audit.fellegi_holt import solutions
from gouji.audit.localise import Limits, localise
from gouji.audit.network import Deadline, Network, build
from gouji.extract.document import Document, Paragraph, Piece, Span, Text
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.numbers.quantity import Quantity


class Sheet:
    """Numbers made one by one."""

    def __init__(self) -> None:
        self.numbers: list[Number] = []

    def number(self, value: int | Decimal, unit: str = "户", step: Decimal | None = None) -> Number:
        raw = f"{value}{unit}"
        q = Quantity(raw, 0, len(raw), low=Decimal(value), high=Decimal(value), step=step, unit=unit)
        n = Number(f"n{len(self.numbers)}", q, len(self.numbers), None, Span(line=len(self.numbers) + 1))
        self.numbers.append(n)
        return n

    def facts(self) -> FactSet:
        blocks = tuple(
            Paragraph(Text(n.raw, (Piece(0, len(n.raw), n.span),))) for n in self.numbers
        )
        return FactSet(Document("bench", "text", "", blocks), tuple(self.numbers))


Plan = list[tuple[str, list[int]]]
"""Relations by kind and the positions of their numbers, result first."""


def cross_table(rng: random.Random, rows: int, columns: int) -> tuple[list[int], Plan]:
    """Cells, row and column totals, grand total, some totals stated again."""
    values: list[int] = []
    plan: Plan = []

    def put(value: int) -> int:
        values.append(value)
        return len(values) - 1

    cells = [[put(rng.randint(10, 9999)) for _ in range(columns)] for _ in range(rows)]
    row_totals = []
    for row in cells:
        total = put(sum(values[i] for i in row))
        plan.append(("sum", [total, *row]))
        row_totals.append(total)
    column_totals = []
    for j in range(columns):
        column = [row[j] for row in cells]
        total = put(sum(values[i] for i in column))
        plan.append(("sum", [total, *column]))
        column_totals.append(total)
    grand = put(sum(values[i] for i in row_totals))
    plan += [("sum", [grand, *row_totals]), ("sum", [grand, *column_totals])]
    for i in rng.sample([*row_totals, *column_totals, grand], 2):
        plan.append(("equal", [i, put(values[i])]))
    return values, plan


def constraints(plan: Plan, numbers: Sequence[Number]) -> list[Constraint]:
    made = []
    for kind, at in plan:
        first, *rest = (numbers[i] for i in at)
        made.append(sums_to(first, rest) if kind == "sum" else equals(first, rest[0]))
    return made


def prepared(values: Sequence[int], plan: Plan) -> tuple[FactSet, list[Outcome], list[Broken]]:
    sheet = Sheet()
    for v in values:
        sheet.number(v)
    outcomes = [evaluate(c) for c in constraints(plan, sheet.numbers)]
    broken = [Broken(f"r{i}", "GJ901", "error", o) for i, o in enumerate(outcomes) if o.verdict == "broken"]
    return sheet.facts(), outcomes, broken


def fewest(values: Sequence[int], plan: Plan, most: int) -> int | None:
    """Brute force: the least number of values to change so that everything holds (exact linear algebra)."""
    for size in range(1, most + 1):
        for chosen in combinations(range(len(values)), size):
            if _mends(values, plan, chosen):
                return size
    return None


def _mends(values: Sequence[int], plan: Plan, chosen: Sequence[int]) -> bool:
    """Is there a solution with only these values free? Gaussian elimination over fractions."""
    rows: list[list[Fraction]] = []
    for _, (result, *parts) in plan:
        row = [Fraction((c == result) - (c in parts)) for c in chosen]
        known = sum(values[p] for p in parts if p not in chosen) - (0 if result in chosen else values[result])
        if not any(row):
            if known:
                return False
            continue
        rows.append([*row, Fraction(known)])
    for column in range(len(chosen)):
        pivot = next((r for r in rows if r[column] and not any(r[:column])), None)
        if pivot is None:
            continue
        for r in rows:
            if r is not pivot and r[column]:
                f = r[column] / pivot[column]
                r[:] = [a - f * b for a, b in zip(r, pivot, strict=True)]
    return not any(r[-1] and not any(r[:-1]) for r in rows)


def random_networks(count: int, seed: int = 7) -> None:
    rng = random.Random(seed)
    tally: Counter[str] = Counter()
    ours = brute = 0.0
    for _ in range(count):
        values, plan = cross_table(rng, rng.randint(2, 3), rng.randint(2, 3))
        planted = rng.sample(range(len(values)), rng.choice([1, 1, 2]))
        wrong = list(values)
        for i in planted:
            wrong[i] += rng.choice([-9, -90, 9, 27, 100, 900, 1000])
        facts, outcomes, broken = prepared(wrong, plan)
        if not broken:
            tally["errors that cancel"] += 1
            continue
        start = time.perf_counter()
        diagnoses = localise(facts, outcomes, broken)
        ours += time.perf_counter() - start
        start = time.perf_counter()
        need = fewest(wrong, plan, 3)
        brute += time.perf_counter() - start
        named = {facts.numbers.index(d.culprit) for d in diagnoses if d.culprit is not None}
        explained = sum(len(d.broken) for d in diagnoses)
        assert explained == len(broken), "a broken relation was lost"
        kind = f"{len(planted)} planted"
        tally[f"{kind}: networks"] += 1
        tally[f"{kind}: all named"] += named == set(planted)
        tally[f"{kind}: a sound number accused"] += bool(named - set(planted))
        network = build(facts, outcomes, broken)
        component = [link.index for link in network.links if link.broken]
        exact = solutions(network, component, {}, 4, Deadline(5))
        tally["MILP as small as brute force"] += bool(exact) and len(exact[0]) == need
        tally["MILP runs"] += 1
        good = bool(exact) and all(_holds(network, s) for s in exact)
        tally["MILP answers that repair everything, exactly"] += good
    for key, n in sorted(tally.items()):
        print(f"  {key:<50} {n}")
    print(f"  localise {ours * 1000 / count:.1f} ms a network, brute force {brute * 1000 / count:.1f} ms")


def _holds(network: Network, corrections: dict[str, Fraction]) -> bool:
    return all(network.holds(link, corrections) for link in network.links)


def published() -> None:
    """Examples printed with other tools: the set of values they call wrong."""
    # errorlocate, README: age >= 0, adult; profit + cost = turnover; cost >= 0.6 * turnover (E. de Jonge, M. van der Loo)
    s = Sheet()
    profit, cost, turnover = s.number(755), s.number(125), s.number(200)
    share = Constraint(
        "bound", (Term(turnover, Fraction(3, 5)), Term(cost, Fraction(-1))), comparison="<=", result=cost
    )
    _show("errorlocate: profit + cost = turnover, cost ≥ 0.6·turnover; 755, 125, 200 → profit", s,
          [sums_to(turnover, [profit, cost]), share], [profit])
    # typing-error example of S. Scholtus (2009): x1+x2=x3, x2=x4, x5+x6+x7=x8, x3+x8=x9, x9-x10=x11
    s = Sheet()
    x = [s.number(v) for v in (1452, 116, 1568, 161, 323, 76, 12, 411, 19979, 1842, 137)]
    edits = [
        sums_to(x[2], [x[0], x[1]]), equals(x[1], x[3]), sums_to(x[7], [x[4], x[5], x[6]]),
        sums_to(x[8], [x[2], x[7]]), sums_to(x[10], [Term(x[8]), Term(x[9], Fraction(-1))]),
    ]
    _show("Scholtus 2009 (deducorrect correctTypos): 116/161 and 19979 → x4 161, x9 19979", s, edits, [x[3], x[8]])


def _show(title: str, s: Sheet, relations: list[Constraint], expected: list[Number]) -> None:
    outcomes = [evaluate(c) for c in relations]
    broken = [Broken(f"r{i}", "GJ901", "error", o) for i, o in enumerate(outcomes) if o.verdict == "broken"]
    diagnoses = localise(s.facts(), outcomes, broken)
    named = [d.culprit for d in diagnoses if d.culprit is not None]
    among = [n for d in diagnoses for n in d.candidates]
    hit = "named" if set(map(id, named)) == set(map(id, expected)) else (
        "among the candidates" if all(any(n is m for m in among) for n in expected) else "MISSED")
    values = ", ".join(
        f"{d.suggestion.number.raw}→{d.suggestion.raw}{'（' + d.suggestion.slip + '）' if d.suggestion.slip else ''}"
        for d in diagnoses if d.suggestion
    )
    print(f"  {title}: {hit}; {values}")


def sizes() -> None:
    """Sparse networks with one error in a hundred relations; the last column should stay level."""
    for count in (2_000, 5_000, 10_000, 20_000):
        values, plan = _large(random.Random(3), count)
        start = time.perf_counter()
        facts, outcomes, broken = prepared(values, plan)
        checked = time.perf_counter()
        diagnoses = localise(facts, outcomes, broken, Limits(seconds=10))
        end = time.perf_counter()
        assert sum(len(d.broken) for d in diagnoses) == len(broken)
        print(f"  {len(values):>6} numbers, {len(plan):>5} relations, {len(broken):>4} broken: check "
              f"{checked - start:.2f} s, localise {end - checked:.2f} s, {(end - start) / len(values) * 1e6:.0f} µs a number")


def _large(rng: random.Random, count: int) -> tuple[list[int], Plan]:
    values: list[int] = []
    plan: Plan = []
    while len(values) < count:
        base = len(values)
        more, relations = cross_table(rng, 4, 4)
        if rng.random() < 0.3:
            more[rng.randrange(len(more))] += 900
        values += more
        plan += [(kind, [base + i for i in at]) for kind, at in relations]
    return values, plan


def worst(limit: float = 2.0) -> None:
    """A network made to be hard: everything broken, everything tied to everything; the limit must hold."""
    rng = random.Random(1)
    s = Sheet()
    x = [s.number(rng.randint(1, 9999)) for _ in range(300)]
    relations: list[Constraint] = []
    for _ in range(600):
        total, *parts = rng.sample(x, 12)
        relations.append(sums_to(total, parts))
    rates = [s.number(Decimal(rng.randint(1, 99)), "%", Decimal(1)) for _ in range(100)]
    relations += [ratio_is(r, *rng.sample(x, 2)) for r in rates]
    relations += [at_most(*rng.sample(x, 2)) for _ in range(300)]
    outcomes = [evaluate(c) for c in relations]
    broken = [Broken(f"r{i}", "GJ901", "error", o) for i, o in enumerate(outcomes) if o.verdict == "broken"]
    start = time.perf_counter()
    diagnoses = localise(s.facts(), outcomes, broken, Limits(seconds=limit))
    print(f"  hard network, {len(broken)} of {len(relations)} broken: {time.perf_counter() - start:.2f} s with a limit of "
          f"{limit:.0f} s, {len(diagnoses)} findings")


def parts() -> Iterator[tuple[str, object]]:
    yield "published examples", published
    yield "random networks against brute force", lambda: random_networks(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
    yield "size", sizes
    yield "limit", worst


if __name__ == "__main__":
    for title, run in parts():
        print(title)
        run()  # type: ignore[operator]
