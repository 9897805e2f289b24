"""Mutated samples: no traceback, no hang, no figure lost in silence. ``bench/fuzz.py --cases 10000`` goes further."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import fuzz  # noqa: E402
import mutants  # noqa: E402

from gouji.workers import Spending  # noqa: E402

CASES = 40
SECONDS = 4.0
# Those that are read without anything beyond what gouji itself needs, and whose samples are the same bytes everywhere.
SUFFIXES = (".txt", ".docx", ".doc", ".wps", ".pdf", ".html", ".mht", ".ofd", ".ods", ".xlsx", ".xls", ".xlsb", ".zip", ".gz")


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    return fuzz.samples()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_mutants_are_read_or_told_within_their_time(suffix: str, samples: dict[str, bytes]) -> None:
    files = {name: data for name, data in samples.items() if name.endswith(suffix)}
    began, seen = time.monotonic(), 0
    for verdict in fuzz.run(fuzz.cases_of(files, CASES), jobs=1, spending=Spending(20)):
        seen += 1
        assert verdict.kind not in (*fuzz.FOUND, "ended"), verdict
        if time.monotonic() - began > SECONDS:
            break
    assert seen > 1


def test_a_lost_figure_is_noticed() -> None:
    """The judge itself: a reader that dropped half the text would be found out."""
    (case,) = fuzz.cases_of({"a.txt": "检查商户120户，完成率98.5%，支出3340元。".encode()}, 1)
    mutant = mutants.Mutant("none", case.data, case.known)
    assert fuzz._judged(case, 0, mutant, False, case.known).kind == "read"
    assert fuzz._judged(case, 0, mutant, False, mutants.figures("120")).kind == "silent clean"
    assert fuzz._judged(case, 0, mutant, True, mutants.figures("120")).kind == "told"


def test_a_seed_always_gives_the_same_mutant(samples: dict[str, bytes]) -> None:
    again = fuzz.samples()
    assert {name for name in samples if samples[name] != again[name]} <= {"made.7z"}
    for data in samples.values():
        known = mutants.figures("120 98")
        assert mutants.mutant(data, known, 7) == mutants.mutant(data, known, 7)
