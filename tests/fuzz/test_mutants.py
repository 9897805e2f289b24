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
# Without checksums a change of bytes can look like another sound file: bench/fuzz.py counts those.
CHECKED = (".txt", ".docx", ".zip", ".gz")


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".zip", ".gz"])
def test_mutants_are_read_or_told_within_their_time(suffix: str) -> None:
    files = {name: data for name, data in fuzz.samples().items() if name.endswith(suffix)}
    began, seen = time.monotonic(), 0
    for verdict in fuzz.run(fuzz.cases_of(files, CASES), jobs=1, spending=Spending(20)):
        seen += 1
        assert verdict.kind not in ("traceback", "hang"), verdict
        assert verdict.kind != "silent clean" or suffix not in CHECKED, verdict
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


def test_a_seed_always_gives_the_same_mutant() -> None:
    for data in fuzz.samples().values():
        known = mutants.figures("120 98")
        assert mutants.mutant(data, known, 7) == mutants.mutant(data, known, 7)
