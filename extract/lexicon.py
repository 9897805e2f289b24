"""Word lists: plain text files with ``[sections]``, one or several words a line, ``#`` comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from gouji.extract.parsed import kept_beside


def text_of(package: str, name: str) -> str:
    """A data file that lies in a package of gouji's; asked of its path, since ``importlib.resources`` costs a short start."""
    return path_of(package, name).read_text("utf-8")


def path_of(package: str, name: str) -> Path:
    """Where a data file of a package lies."""
    return Path(__file__).parent.parent.joinpath(*package.split(".")[1:], name)


@cache
def words(package: str, name: str) -> dict[str, tuple[str, ...]]:
    """Sections of the word list ``name`` that lies in ``package``; words keep their order."""
    sections: dict[str, list[str]] = {}
    current: list[str] = sections.setdefault("", [])
    for line in text_of(package, name).splitlines():
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


@cache
def yaml_of(package: str, name: str) -> dict[str, Any]:
    """A YAML word file of a package, parsed once for an installation."""
    content = kept_beside(path_of(package, name), parsed)
    if not isinstance(content, dict):
        raise ValueError(f"{package}/{name}: a mapping is expected")
    return content


def parsed(text: str) -> Any:
    """What a YAML text of gouji's own says."""
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # libyaml is twenty times as fast
