"""Mutate the samples and read them: ``python bench/fuzz.py --cases 10000``. Prints tracebacks, hangs, silent cleans.

A *silent clean* is a mutant read without an error and without a problem told, although figures it is known to hold are
not in what was read (see ``mutants``). A *traceback* is any error that is no ``GoujiError``, or a rule that crashed. A
*hang* is a mutant that runs over ``--seconds``; one that is ended for its memory or by a signal is *ended*, in order.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from fuzz_office import THROUGH_OFFICE  # noqa: E402
from fuzz_samples import samples  # noqa: E402
from mutants import Mutant, figures, mutant  # noqa: E402

from gouji.extract.document import Document  # noqa: E402
from gouji.extract.errors import GoujiError, LimitExceeded  # noqa: E402
from gouji.workers import Begun, Crash, Spending, apart, cores  # noqa: E402

BATCH = 40
AUDITED = 5
"""Every which mutant goes through the whole audit."""
OFFICE_SLOWER = 10
"""A start of LibreOffice that gets stuck is ended and tried once more by the reader itself."""
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
FOUND = ("traceback", "hang", "silent clean")


@dataclass(frozen=True, slots=True)
class Case:
    """A batch of mutants of one file."""

    path: str
    data: bytes
    known: Counter[str]
    seeds: range


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: ``read``, ``told`` (an error or a problem), or one of ``FOUND``."""

    kind: str
    path: str
    seed: int
    how: str
    detail: str = ""


def figures_of(document: Document) -> Counter[str]:
    """The figures of a document as read; those that a flipped bit of their format raises or lowers are read all the same."""
    return sum((figures(text.string.translate(_RAISED)) for _, _, text in document.texts()), Counter[str]())


def verdict(case: Case, seed: int, audited: bool) -> Verdict:
    """Read one mutant, audit it if asked to."""
    from gouji import api
    from gouji.extract.readers.archive import read_many_bytes

    m = mutant(case.data, case.known, seed)
    told, found = False, Counter[str]()
    for result in read_many_bytes(m.data, case.path):
        if isinstance(result, GoujiError):
            told = True
            continue
        told = told or bool(result.problems)
        found += figures_of(result)
        if audited:
            crashed = [f for f in api.check(result).findings if f.code == "GJ001"]
            if crashed:
                return Verdict("traceback", case.path, seed, m.how, crashed[0].message["en"])
    return _judged(case, seed, m, told, found)


def _judged(case: Case, seed: int, m: Mutant, told: bool, found: Counter[str]) -> Verdict:
    if told:
        return Verdict("told", case.path, seed, m.how)
    lost = m.expected - found
    if case.path.endswith(".ofd"):  # text moved over other text: its digits are read, as part of a longer figure
        lost = Counter({figure: n for figure, n in lost.items() if not any(figure in other for other in found)})
    if lost:
        few = ", ".join(list(lost)[:5])
        return Verdict("silent clean", case.path, seed, m.how, f"{lost.total()} of {m.expected.total()} figures lost: {few}")
    return Verdict("read", case.path, seed, m.how)


def work(case: Case, skip: int) -> Iterator[Begun | Verdict]:
    """Mutants of one batch, from number ``skip`` on."""
    for seed in case.seeds[skip:]:
        yield Begun(f"{case.path} #{seed}")
        try:
            yield verdict(case, seed, seed % AUDITED == 0)
        except Exception:  # what the fuzzing is for; the rest of the batch goes on
            yield Verdict("traceback", case.path, seed, "", traceback.format_exc().strip())


def run(cases: Sequence[Case], *, jobs: int, spending: Spending) -> Iterator[Verdict]:
    """Every mutant's verdict."""
    for case, result in apart(cases, work, lambda c: c.path, jobs=jobs, spending=spending):
        if isinstance(result, Verdict):
            yield result
        elif isinstance(result, Crash):
            yield Verdict("traceback", result.name, -1, "", result.trace.strip())
        elif isinstance(result, LimitExceeded) and "--timeout" in result.en:
            yield Verdict("hang", case.path, -1, "", result.message("en"))
        else:
            yield Verdict("ended", case.path, -1, "", result.message("en"))


def cases_of(files: Mapping[str, bytes], cases: int, first: int = 0, office: int = 60) -> list[Case]:
    """``cases`` mutants spread evenly over the files, ``office`` at most of one that starts LibreOffice each time."""
    from gouji.extract.readers.archive import read_many_bytes

    out = []
    slow = sum(name.endswith(THROUGH_OFFICE) for name in files)
    each = -(-cases // len(files))
    bounded = min(each, office)
    each = -(-(cases - slow * bounded) // max(1, len(files) - slow))
    for name, data in files.items():
        share = bounded if name.endswith(THROUGH_OFFICE) else each
        read = [d for d in read_many_bytes(data, name) if isinstance(d, Document)]
        if not read:
            print(f"{name} is not read here: left out")
            continue
        known = sum(map(figures_of, read), Counter[str]())
        for start in range(first, first + share, BATCH):
            out.append(Case(name, data, known, range(start, min(start + BATCH, first + share))))
    return out


def main() -> int:
    """Run and print; status 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--budget", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--office", type=int, default=60, help="most cases of a format that goes through LibreOffice")
    parser.add_argument("--shown", type=int, default=15, help="examples printed of each kind")
    options = parser.parse_args()
    began = time.monotonic()
    counts: Counter[tuple[str, str]] = Counter()
    shown: Counter[str] = Counter()
    cases = cases_of({str(f): f.read_bytes() for f in options.files} or samples(), options.cases, options.first, options.office)
    cases.sort(key=lambda c: c.seeds.start)
    slow = [c for c in cases if c.path.endswith(THROUGH_OFFICE)]
    fast = [c for c in cases if not c.path.endswith(THROUGH_OFFICE)]
    verdicts = (
        run(fast, jobs=options.jobs, spending=Spending(options.seconds)),
        run(slow, jobs=options.jobs, spending=Spending(options.seconds * OFFICE_SLOWER)),
    )
    for v in chain(*verdicts):
        counts[Path(v.path.split(" #")[0]).suffix, v.kind] += 1
        if v.kind not in ("read", "told") and shown[v.kind] < options.shown:
            shown[v.kind] += 1
            print(f"{v.kind}: {v.path} #{v.seed} {v.how}: {v.detail}", flush=True)
        if options.budget and time.monotonic() - began > options.budget:
            break
    seconds = time.monotonic() - began
    for suffix in sorted({s for s, _ in counts}):
        of_kind = {k: n for (s, k), n in counts.items() if s == suffix}
        print(suffix.ljust(7), ", ".join(f"{k} {n}" for k, n in sorted(of_kind.items())))
    found = {k: sum(n for (_, kind), n in counts.items() if kind == k) for k in (*FOUND, "ended")}
    print(f"{counts.total()} cases in {seconds:.0f} s:", ", ".join(f"{n} {k}" for k, n in found.items()))
    return int(any(found[k] for k in FOUND))


if __name__ == "__main__":
    sys.exit(main())
