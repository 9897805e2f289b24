"""YAML with line numbers: every value knows where it stands, so that a mistake can be named by file and line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from gouji.extract.errors import BadConfiguration

_BYTES = 1_000_000
_NODES = 50_000


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
    return loads(text, str(path))


def loads(text: str, path: str = "") -> Marked:
    """YAML text with its line numbers; errors as for ``load``."""
    try:
        if "*" in text:
            quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            aliased = next((e for e in yaml.parse(text, quick) if isinstance(e, yaml.AliasEvent)), None)
            if aliased is not None:
                mark = aliased.start_mark
                raise wrong(
                    path, (mark.line if mark else 0) + 1, "不支持YAML别名（*）", "YAML aliases (*) are not supported"
                )
        node = _composed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise wrong(path, (mark.line if mark else 0) + 1, f"读不出规则包，YAML格式错误：{problem}", f"cannot read the pack, bad YAML: {problem}") from error
    except RecursionError as error:
        raise wrong(path, 1, "嵌套过深", "nested too deep") from error
    return _Reader(path).read(node) if node is not None else Marked({}, 1)


def _composed(text: str) -> yaml.Node | None:
    """The document's node, by libyaml where it is there; what is wrong is said in the words of the other parser."""
    quick = getattr(yaml, "CSafeLoader", None)
    if quick is not None:
        with suppress(yaml.YAMLError):
            return yaml.compose(text, quick)
    return yaml.compose(text, yaml.SafeLoader)


class _Reader:
    """Nodes to values, counted."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.count = 0
        self.scalars = yaml.SafeLoader("")

    def read(self, node: yaml.Node) -> Marked:
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > _NODES:
            raise wrong(self.path, line, "内容过多", "too much content")
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Marked] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in out:
                    raise wrong(self.path, key.start_mark.line + 1, f"“{name}”写了两次", f"“{name}” stands twice")
                read = self.read(value)
                out[name] = Marked(read.value, key.start_mark.line + 1) if isinstance(value, yaml.ScalarNode) else read
            return Marked(out, line)
        if isinstance(node, yaml.SequenceNode):
            return Marked([self.read(v) for v in node.value], line)
        try:
            return Marked(self.scalars.construct_object(node), line)
        except (yaml.YAMLError, ValueError) as error:
            raise wrong(self.path, line, f"值“{node.value}”不对", f"bad value “{node.value}”") from error
