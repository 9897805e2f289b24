"""YAML with line numbers: every value knows where it stands, so that a mistake can be named by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from gouji.extract.errors import BadConfiguration
from gouji.extract.parsed import kept_beside

_BYTES = 1_000_000


class Marked(Struct, frozen=True):
    """A YAML value and its 1-based line: a mapping and a list hold ``Marked`` values, a scalar a plain one."""

    value: Any
    line: int

    def plain(self) -> Any:
        """The value without line numbers."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value


def wrong(path: str, line: int, zh: str, en: str) -> BadConfiguration:
    """A mistake at a line of a file."""
    return BadConfiguration(f"第{line}行：{zh}", f"line {line}: {en}", path)


def load(path: Path) -> Marked:
    """A YAML file with its line numbers.

    Raises:
        BadConfiguration: it cannot be read, is too large, is no YAML, or uses aliases or a key twice.
    """
    try:
        if path.stat().st_size > _BYTES:
            raise BadConfiguration("规则包文件过大", "the pack file is too large", str(path))
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"读不出规则包：{error}", f"cannot read the pack: {error}", str(path)) from error
    # A YAML parser costs a short start: what comes with gouji is kept parsed.
    from gouji.audit.marked_yaml import read

    return read(text, str(path))


def load_own(path: Path) -> Marked:
    """A file that comes with gouji: as ``load``, but parsed once for an installation."""
    return _from_plain(kept_beside(path, lambda text: _to_plain(load(path))))


Plain = tuple[Any, int]


def _to_plain(node: Marked) -> Plain:
    value = node.value
    if isinstance(value, dict):
        return {k: _to_plain(v) for k, v in value.items()}, node.line
    if isinstance(value, list):
        return [_to_plain(v) for v in value], node.line
    return value, node.line


def _from_plain(plain: Plain) -> Marked:
    value, line = plain
    if isinstance(value, dict):
        return Marked({k: _from_plain(v) for k, v in value.items()}, line)
    if isinstance(value, list):
        return Marked([_from_plain(v) for v in value], line)
    return Marked(value, line)
