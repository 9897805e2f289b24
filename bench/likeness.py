"""When do two labels mean the same? Precision and recall of the verdict ``same`` on labelled pairs.

Run:  python bench/likeness.py [-v]

``likeness.tsv`` holds the pairs: a, b, same/different/unsure, kind. Within each kind the pairs, sorted by a checksum, go
in turn to the two halves. Weights, limits and word lists were chosen on the first half; -v shows its errors (never those
of the held-back half). A pair labelled unsure counts as wrong when it is called the same. Then: segmenters against each
other on the same pairs, and speed.
"""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from gouji.extract.facts import likeness as measured
from gouji.extract.facts import segments
from gouji.extract.facts.likeness import likeness

HERE = Path(__file__).parent


class Pair(NamedTuple):
    a: str
    b: str
    verdict: str
    kind: str


def pairs() -> list[Pair]:
    lines = (HERE / "likeness.tsv").read_text("utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def halves(found: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """First half (for choosing) and held-back half (for measuring), each with every kind."""
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        kinds[pair.kind].append(pair)
    first: list[Pair] = []
    second: list[Pair] = []
    for group in kinds.values():
        group.sort(key=lambda p: (zlib.crc32(f"{p.a}\t{p.b}".encode()), p))
        first += group[::2]
        second += group[1::2]
    return first, second


def rates(found: Sequence[Pair]) -> tuple[int, int, int]:
    """Right, given and expected verdicts ``same``."""
    given = [p for p in found if likeness(p.a, p.b).verdict == "same"]
    return sum(p.verdict == "same" for p in given), len(given), sum(p.verdict == "same" for p in found)


def show(name: str, found: Sequence[Pair]) -> None:
    right, given, expected = rates(found)
    print(
        f"{name:<12} {len(found)} pairs   same: precision {right}/{given} = {right / max(given, 1):.1%}"
        f"   recall {right}/{expected} = {right / expected:.1%}"
    )


def segmenters(found: Sequence[Pair]) -> None:
    """Equal words, cost and quality of the segmenters."""
    labels = sorted({t for p in found for t in (p.a, p.b)})
    tools = {"characters": list}
    for name in ("rjieba", "jieba"):
        start = time.perf_counter()
        run = subprocess.run([sys.executable, "-c", f"import {name}; list({name}.cut('开始'))"], capture_output=True, check=False)
        if run.returncode:
            print(f"{name:<12} not installed")
            continue
        took = time.perf_counter() - start
        tools[name] = __import__("rjieba").cut if name == "rjieba" else segments.reference()
        print(f"{name:<12} start of Python, import and first call {took:.2f} s")
    cuts = {name: [list(cut(t)) for t in labels] for name, cut in tools.items()}
    if {"rjieba", "jieba"} <= cuts.keys():
        equal = sum(x == y for x, y in zip(cuts["rjieba"], cuts["jieba"], strict=True))
        print(f"rjieba cuts {equal}/{len(labels)} labels as jieba does")
    usual = segments.segmenter
    for name, cut in tools.items():
        start = time.perf_counter()
        for t in labels:
            cut(t)
        cost = (time.perf_counter() - start) / len(labels) * 1e6
        segments.segmenter = lambda cut=cut: cut  # type: ignore[assignment, misc]
        segments.segments.cache_clear()
        measured._alike.cache_clear()
        right, given, expected = rates(found)
        print(f"{name:<12} {cost:6.1f} µs a label   all pairs: precision {right / max(given, 1):.1%} recall {right / expected:.1%}")
    segments.segmenter = usual
    segments.segments.cache_clear()
    measured._alike.cache_clear()


def speed(found: Sequence[Pair]) -> None:
    """Pairs a second: every pair of the labels, new and known."""
    labels = sorted({t for p in found for t in (p.a, p.b)})[:500]
    every = list(combinations(labels, 2))
    measured._alike.cache_clear()
    for name in ("new pairs", "known pairs"):
        if name == "known pairs":
            every = every[-60000:]
        start = time.perf_counter()
        for a, b in every:
            likeness(a, b)
        took = time.perf_counter() - start
        print(f"{name:<12} {len(every) / took:,.0f} pairs/s ({len(every)} pairs)")


def main() -> None:
    found = pairs()
    first, second = halves(found)
    show("first half", first)
    show("held back", second)
    if "-v" in sys.argv:
        for p in first:
            got = likeness(p.a, p.b)
            if (got.verdict == "same") != (p.verdict == "same"):
                print(f"  {p.kind}: {p.a} | {p.b}: {p.verdict}, got {got.verdict} {got.score} ({got.why})")
    segmenters(found)
    speed(found)


if __name__ == "__main__":
    main()
