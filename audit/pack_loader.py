"""Packs are YAML files: loaded from a path and checked field by field; a mistake names file and line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from gouji.audit import marked
from gouji.audit.marked import Marked, wrong
from gouji.audit.pack import Pack
from gouji.audit.written_loader import written_rules
from gouji.extract.errors import BadConfiguration

_CHOICES = {
    "rate_base": ("budget", "budget_initial", "either"),
    "over_target_severity": ("error", "warning", "info"),
}
_WORDS = ("places", "families", "headers")


def load_pack(path: Path) -> Pack:
    """The pack a YAML file describes; fields it leaves out keep the generic value.

    Raises:
        BadConfiguration: the file cannot be read, is no mapping, or has a field that is unknown or wrong; the message
            names the line.
    """
    return pack_from(marked.load(path), str(path))


def load_own_pack(path: Path) -> Pack:
    """A pack that comes with gouji: as ``load_pack``, parsed once for an installation."""
    return pack_from(marked.load_own(path), str(path))


def pack_from(content: Marked, path: str = "") -> Pack:
    """A pack from marked YAML; ``path`` is named in errors. ``BadConfiguration`` as for ``load_pack``."""
    if not isinstance(content.value, dict):
        raise BadConfiguration("规则包应是“名称: 值”的清单", "a pack must be a mapping of names to values", path)
    known = set(Pack.__struct_fields__)
    values: dict[str, Any] = {}
    for name, node in content.value.items():
        if name == "about":
            continue
        if name not in known:
            raise wrong(
                path, node.line, f"规则包里没有“{name}”这样的设置；可用的有{'、'.join(sorted(known))}",
                f"unknown pack setting “{name}”; known are {', '.join(sorted(known))}",
            )
        values[name] = written_rules(node, path) if name == "rules" else _checked(name, node, path)
    return Pack(**values)


def _checked(name: str, node: Marked, path: str) -> Any:
    value = node.plain()
    if name == "name":
        return str(value)
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise _wrong(name, node, "、".join(_CHOICES[name]), path)
        return value
    if name in _WORDS:
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise _wrong(name, node, "[湖南, 长沙]", path)
        return tuple(v.strip() for v in value)
    if name in ("score_cap", "score_steps"):
        if not isinstance(value, bool):
            raise _wrong(name, node, "true、false", path)
        return value
    if name in ("over_target", "score_full_from", "budget_change"):
        return None if value is None and name == "score_full_from" else _share(name, node, path)
    if name == "budget_points":
        if not isinstance(value, list) or not value or not all(type(v) is int and 0 < v <= 100 for v in value):
            raise _wrong(name, node, "[10, 20]", path)
        return tuple(value)
    if not isinstance(value, dict) or not value or not all(type(v) is int and 0 <= v <= 100 for v in value.values()):
        raise _wrong(name, node, "{优: 90, 良: 80}", path)
    return tuple(sorted(((str(k), v) for k, v in value.items()), key=lambda g: -g[1]))


def _share(name: str, node: Marked, path: str) -> str:
    try:
        number = Decimal(str(node.value))
    except InvalidOperation:
        raise _wrong(name, node, "1.3", path) from None
    if not number.is_finite() or number <= 0 or isinstance(node.value, bool):
        raise _wrong(name, node, "1.3", path)
    return str(number)


def _wrong(name: str, node: Marked, wanted: str, path: str) -> BadConfiguration:
    value = node.plain()
    return wrong(
        path, node.line, f"设置{name}的值“{value}”不对，应如：{wanted}", f"setting {name} is {value!r}, wanted: {wanted}"
    )
