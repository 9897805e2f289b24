"""Start-up and a short audit as ratios to a bare interpreter, in one run: ``python -P bench/start.py [FILE…]``.

Whole processes, taken in turn; medians of seven rounds. Files default to two samples.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ROUNDS = 7


def seconds(command: list[str]) -> float:
    """Wall time of one whole process."""
    began = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return perf_counter() - began


def main() -> None:
    files = sys.argv[1:] or [str(SAMPLES / n / f"{n}.txt") for n in ("civil-affairs", "final-accounts")]
    gouji = str(Path(sys.executable).with_name("gouji"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "gouji --version": [gouji, "--version"],
        f"gouji check ({len(files)} files)": [gouji, "check", *files],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS + 1):
        for name, command in commands.items():
            times[name].append(seconds(command))
    bare = median(times["python -c pass"][1:])
    for name, taken in times.items():
        middle = median(taken[1:])
        print(f"{name:<28} {middle:6.3f} s   {middle / bare:5.1f} x a bare start")


if __name__ == "__main__":
    main()
