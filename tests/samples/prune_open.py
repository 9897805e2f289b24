"""Take out of every sample's ``open`` list what is done by now: ``python tests/samples/prune_open.py``.

Nothing is ever added: a new difference is to be put right, or listed by hand with its reason.
"""

from __future__ import annotations

import json
import re

import sample_files as samples

OPEN = re.compile(r"(# What gouji does not do yet[^\n]*\n)?^open:.*?(?=^# Every quantity)", re.S | re.M)
HEAD = "# What gouji does not do yet with this sample.\nopen:\n"

Entry = tuple[str, str, int, str]
"""Check, reason, how many times, difference."""


def still_open(name: str) -> dict[Entry, list[str]]:
    """Listed differences that are still found, with their formats."""
    kept: dict[Entry, list[str]] = {}
    for entry in samples.expected(name).get("open") or ():
        check = entry["check"]
        for form in entry["formats"]:
            found = samples.CHECKS[check](name, form)
            for difference in entry["differences"]:
                times = min(int(entry.get("times", 1)), found[difference])
                if times:
                    kept.setdefault((check, entry["why"], times, difference), []).append(form)
    return kept


def rendered(kept: dict[Entry, list[str]]) -> str:
    """The ``open`` list as YAML, differences of one kind and reason together."""
    if not kept:
        return "open: []\n"
    groups: dict[tuple[str, str, str, int], list[str]] = {}
    for (check, why, times, difference), forms in kept.items():
        groups.setdefault((", ".join(forms), check, why, times), []).append(difference)
    lines = []
    for (formats, check, why, times), differences in groups.items():
        lines += [f"- formats: [{formats}]", f"  check: {check}", f"  why: {why}"]
        lines += [f"  times: {times}"] * (times > 1)
        lines += ["  differences:", *(f"  - {json.dumps(d, ensure_ascii=False)}" for d in differences)]
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the files that change."""
    for name in samples.NAMES:
        path = samples.SAMPLES / name / "expected.yaml"
        text = path.read_text("utf-8")
        found = OPEN.search(text)
        assert found is not None, f"{path}: no open list"
        pruned = text[: found.start()] + rendered(still_open(name)) + text[found.end() :]
        if pruned != text:
            path.write_text(pruned, "utf-8")
            print(path)


if __name__ == "__main__":
    main()
