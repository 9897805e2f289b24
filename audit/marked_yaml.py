"""The parser behind ``marked``: YAML nodes to values that know their lines."""

from __future__ import annotations

from contextlib import suppress

import yaml

from gouji.audit.marked import Marked, wrong

_NODES = 50_000


def read(text: str, path: str = "") -> Marked:
    """YAML text with its line numbers; errors as for ``marked.load``."""
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
