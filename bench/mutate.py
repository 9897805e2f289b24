"""One number changed at a time in clean documents: is it noticed, is the culprit right, is the suggestion right?

    python bench/mutate.py [--numbers N] [--pairs N] [FILE…]

Takes text files (default: the clean samples), changes the raw text, audits again, and prints by kind of mutation and
of relation. A change after which every relation of the number still holds within its rounding (worked out from the
relations, not from what the audit says) is no miss and is counted apart; so are figures that are rounded results
(rates, shares, growth). ``--numbers`` limits the numbers tried per document (spread evenly; 0 = all).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from msgspec.structs import replace

from gouji import rules
from gouji.audit.choose import held, with_number
from gouji.audit.evaluate import Outcome
from gouji.audit.finding import Finding
from gouji.audit.polynomial import Polynomial
from gouji.audit.report import Report
from gouji.audit.runner import audit
from gouji.audit.wording import DIGITS
from gouji.extract.facts.model import Number
from gouji.extract.readers import read_bytes
from gouji.extract.readers.text_encoding import decode

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LOUD = ("error", "warning")
ROUNDED = ("ratio", "growth")
BOUNDS = ("bound", "order")
"""Relations that leave room: most changes of a number that only these hold stay possible."""
MET = {"target", "actual"}
"""Roles of the numbers of a target met to the digit: a tick, but a completion may as well be another."""
POSSIBLE = "not to be seen by any pencil"
"""Changes after which every relation of the number still holds within its rounding: none of them is a miss."""


@dataclass(frozen=True)
class Mutation:
    """A new text for one number."""

    kind: str
    raw: str


def mutations(number: Number, above: Number | None, is_total: bool) -> Iterator[Mutation]:
    """Every slip of hand that gives this number another value."""
    m = DIGITS.search(number.raw)
    if m is None or number.quantity.value is None:
        return
    digits = m[0]

    def made(kind: str, new: str) -> Iterator[Mutation]:
        new = _grouped(new) if "," in digits else new.rstrip(".")
        if new != digits and _value(new) != _value(digits):
            yield Mutation(kind, number.raw[: m.start()] + new + number.raw[m.end() :])

    places = [i for i, c in enumerate(digits) if c.isdigit()]
    for i, j in pairwise(places):
        if digits[i] != digits[j] and not (i == 0 and digits[j] == "0"):
            yield from made("digits transposed", digits[:i] + digits[j] + digits[i + 1 : j] + digits[i] + digits[j + 1 :])
            break
    middle = places[len(places) // 2]
    yield from made("one digit off", digits[:middle] + str((int(digits[middle]) + 3) % 10 or 1) + digits[middle + 1 :])
    if len(places) > 1:
        yield from made("digit lost", digits[:middle] + digits[middle + 1 :])
    yield from made("digit added", digits[: places[-1] + 1] + "2" if "." not in digits else "1" + digits)
    if "." in digits:
        yield from made("decimal point lost", digits.replace(".", ""))
    elif len(places) > 2:
        yield from made("decimal point added", digits[:-1] + "." + digits[-1])
    unit = number.quantity.unit
    if unit in ("万元", "亿元"):
        yield Mutation("unit slip", number.raw[: -len(unit)] + "元")
    if above is not None and above.raw != number.raw and above.quantity.value is not None:
        other = DIGITS.search(above.raw)
        if other is not None:
            yield from made("value of the row above", other[0])
    if is_total and number.quantity.value:
        yield from made("0 for a total", "0")


def _grouped(digits: str) -> str:
    """Separators where they belong: a slip of the digits leaves no 14,80 behind."""
    whole, point, rest = digits.replace(",", "").partition(".")
    return f"{int(whole or 0):,}" + (point + rest if rest else "")


def _value(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace("，", "").replace("．", "."))


def _same(a: str, b: str) -> bool:
    """The same figure with the same unit: 236.5 is 236.50."""
    x, y = DIGITS.search(a), DIGITS.search(b)
    if x is None or y is None:
        return a == b
    return _value(x[0]) == _value(y[0]) and (a[: x.start()], a[x.end() :]) == (b[: y.start()], b[y.end() :])


def decoded(path: Path) -> str:
    """The text as the reader decodes it."""
    return decode(path.read_bytes(), path.name)[0]


def run(text: str) -> Report:
    return audit(read_bytes(text.encode(), "mutated.txt"), rules.load())


def found_in(report: Report) -> dict[str, list[Outcome]]:
    """The relations that each number takes part in and that hold and could have failed."""
    out: dict[str, list[Outcome]] = defaultdict(list)
    for o in (r.outcome for r in report.relations):
        if o.holds and o.confirming and {n.context.role for n in o.constraint.numbers} != MET:
            weighing = Polynomial.of(o.constraint).variables
            for n in o.constraint.numbers:
                if n.id in weighing:  # a target that a full score rests on has no part in score = weight
                    out[n.id].append(o)
    return out


def breaking(number: Number, ties: Sequence[Outcome], report: Report) -> list[Outcome]:
    """The relations of a number that its new reading in ``report`` breaks, by the interval of each of them alone."""
    place = number.span.line, number.span.start
    now = next((n for n in report.facts.quantities if (n.span.line, n.span.start) == place), None)
    if now is None:
        return list(ties)
    new = replace(number, quantity=now.quantity)
    return [o for o in ties if not held(with_number(o.constraint, number, new))]


def changed(text: str, number: Number, raw: str) -> str:
    lines = text.split("\n")
    span = number.span
    assert span.line is not None and span.start is not None and span.end is not None
    line = lines[span.line - 1]
    assert line[span.start : span.end] == number.raw, (line, number)
    lines[span.line - 1] = line[: span.start] + raw + line[span.end :]
    return "\n".join(lines)


def _texts(relations: Sequence[Outcome]) -> str:
    return "; ".join(f"{o.constraint.rule} {o.text}" for o in relations)


def loud(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.severity in LOUD]


def at(finding: Finding, place: tuple[int | None, int | None], *, first: bool = False) -> bool:
    evidence = finding.evidence[:1] if first else finding.evidence
    return any((e.span.line, e.span.start) == place for e in evidence)


@dataclass
class Tally:
    tried: int = 0
    detected: int = 0
    culprit: int = 0
    suggested: int = 0

    def add(self, detected: bool, culprit: bool, suggested: bool) -> None:
        self.tried += 1
        self.detected += detected
        self.culprit += culprit
        self.suggested += suggested

    def line(self) -> str:
        n = max(self.tried, 1)
        return (f"{self.tried:>5}  detected {self.detected / n:>6.1%}  culprit {self.culprit / n:>6.1%}  "
                f"suggestion {self.suggested / n:>6.1%}")


class Bench:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.by: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
        self.false_errors = self.false_warnings = self.pairs = self.pairs_found = 0
        self.missed: Counter[str] = Counter()
        self.doubted: list[str] = []

    def document(self, text: str, name: str, pairs: int) -> None:
        report = run(text)
        self.false_errors += sum(f.severity == "error" for f in report.findings)
        self.false_warnings += sum(f.severity == "warning" for f in report.findings)
        relations = found_in(report)
        totals = {r.result.id for r in report.relations if r.kind == "sum" and r.result is not None}
        rates = {r.result.id for r in report.relations if r.kind in ROUNDED and r.result is not None}
        checked = [n for n in report.facts.quantities if relations[n.id]]
        above = dict(zip((n.id for n in report.numbers[1:]), report.numbers, strict=False))
        chosen = checked[:: max(1, len(checked) // self.limit)] if self.limit else checked
        for n in chosen:
            kinds = [o.constraint.kind for o in relations[n.id]]
            ties = [k for k in kinds if k not in BOUNDS]
            group = "rounded figures" if n.id in rates and set(kinds) <= {*ROUNDED, "bound", "score", "equal"} else (
                "two relations or more" if len(ties) >= 2 else "one relation" if ties else "only bounded")
            for m in mutations(n, above.get(n.id), n.id in totals):
                self.one(text, n, m, group, relations[n.id], name)
        for a, b in list(zip(chosen[::2], chosen[1::2], strict=False))[:pairs]:
            self.pair(text, a, b)

    def one(self, text: str, number: Number, mutation: Mutation, group: str, ties: Sequence[Outcome], name: str) -> None:
        report = run(changed(text, number, mutation.raw))
        place = (number.span.line, number.span.start)
        hits = [f for f in loud(report) if at(f, place)]
        first = [f for f in hits if at(f, place, first=True) and "其中之一" not in f.message["zh"]]
        suggested = any(
            f.suggestion is not None and (f.suggestion.number.span.line, f.suggestion.number.span.start) == place
            and _same(f.suggestion.raw, number.raw) for f in hits
        )
        broken = breaking(number, ties, report)
        if not broken:
            self.by["relations left whole"][POSSIBLE].add(bool(hits), bool(first), suggested)
            return
        tables = [("group", group), ("mutation", mutation.kind), ("relation", broken[0].constraint.kind)]
        if group.startswith("two"):
            tables.append(("two relations or more", f"{min(len(broken), 2)}{'+' * (len(broken) > 1)} broken"))
        for table, key in tables:
            self.by[table][key].add(bool(hits), bool(first), suggested)
        if group.startswith("two") and hits and not (first and suggested):
            said = " / ".join(f"{f.code} {f.message['zh']} [{f.suggestion.raw if f.suggestion else ''}]" for f in hits)
            self.doubted.append(f"{name}:{number.span.line} {number.raw} → {mutation.raw} ({_texts(broken)}): {said}")
        if not hits:
            self.missed[f"{group}: {name}:{number.span.line} {number.raw} → {mutation.raw} ({_texts(broken)})"] += 1

    def pair(self, text: str, a: Number, b: Number) -> None:
        made = [next(mutations(n, None, False), None) for n in (a, b)]
        if None in made or (a.span.line, a.span.start) == (b.span.line, b.span.start):
            return
        later, earlier = sorted(zip((a, b), made, strict=True), key=lambda p: (p[0].span.line, p[0].span.start), reverse=True)
        new = changed(text, later[0], later[1].raw)  # type: ignore[union-attr]
        report = run(changed(new, earlier[0], earlier[1].raw))  # type: ignore[union-attr]
        self.pairs += 1
        shift = len(earlier[1].raw) - len(earlier[0].raw)  # type: ignore[union-attr]
        found = 0
        for n, moved in ((earlier[0], 0), (later[0], shift if later[0].span.line == earlier[0].span.line else 0)):
            found += any(at(f, (n.span.line, (n.span.start or 0) + moved)) for f in loud(report))
        self.pairs_found += found == 2

    def show(self, verbose: bool) -> None:
        print(f"before any mutation: {self.false_errors} errors, {self.false_warnings} warnings")
        for table, tallies in self.by.items():
            print(f"by {table}")
            for key, t in sorted(tallies.items()):
                print(f"  {key:<28}{t.line()}")
        if self.pairs:
            print(f"pairs: {self.pairs}, both detected {self.pairs_found / self.pairs:.1%}")
        if verbose:
            for text, n in self.missed.most_common(200):
                print("  missed", text, n if n > 1 else "")
            for line in self.doubted[:200]:
                print("  unsure", line)


def clean_samples() -> list[Path]:
    """Text samples that the audit passes without an error or a warning."""
    found = []
    for path in sorted(SAMPLES.rglob("*.txt")):
        if not loud(run(decoded(path))):
            found.append(path)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--numbers", type=int, default=25)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args()
    files = options.files or clean_samples()
    if not files:
        sys.exit("no clean text sample found")
    bench = Bench(options.numbers)
    for path in files:
        bench.document(decoded(path), path.name, options.pairs)
    bench.show(options.v)


if __name__ == "__main__":
    main()
