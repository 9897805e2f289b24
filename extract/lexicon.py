"""Word lists: plain text files with ``[sections]``, one or several words a line, ``#`` comments."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(package: str, name: str) -> dict[str, tuple[str, ...]]:
    """Sections of the word list ``name`` that lies in ``package``; words keep their order."""
    sections: dict[str, list[str]] = {}
    current: list[str] = sections.setdefault("", [])
    for line in files(package).joinpath(name).read_text("utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], [])
        elif line:
            current.extend(line.split())
    return {key: tuple(value) for key, value in sections.items()}


def alternatives(items: tuple[str, ...]) -> str:
    """The words as a regular-expression alternation, longest first, so that 增加到 wins over 增加."""
    import re

    return "|".join(re.escape(w) for w in sorted(items, key=len, reverse=True))
