"""Packs are YAML files: loaded by name from a folder, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from gouji.audit.pack import Pack
from gouji.extract.errors import BadConfiguration

_CHOICES = {
    "rate_base": ("budget", "budget_initial", "either"),
    "over_target_severity": ("error", "warning", "info"),
}


def load_pack(path: Path) -> Pack:
    """The pack a YAML file describes; fields it leaves out keep the generic value.

    Raises:
        BadConfiguration: the file cannot be read, is no mapping, or has a field that is unknown or wrong.
    """
    try:
        content = yaml.safe_load(path.read_text("utf8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadConfiguration(f"读不出规则包：{error}", f"cannot read the pack: {error}", str(path)) from error
    if not isinstance(content, dict):
        raise BadConfiguration("规则包应是“名称: 值”的清单", "a pack must be a mapping of names to values", str(path))
    return pack_from(content, str(path))


def pack_from(content: Mapping[str, Any], path: str = "") -> Pack:
    """A pack from a mapping; ``path`` is named in errors. ``BadConfiguration`` as for ``load_pack``."""
    known = {f.name for f in fields(Pack)}
    unknown = sorted(set(map(str, content)) - known - {"about"})
    if unknown:
        raise BadConfiguration(
            f"规则包里没有这样的设置：{'、'.join(unknown)}；可用的有{'、'.join(sorted(known))}",
            f"unknown pack setting: {', '.join(unknown)}; known are {', '.join(sorted(known))}", path,
        )
    values: dict[str, Any] = {}
    for name, value in content.items():
        if name != "about":
            values[name] = _checked(name, value, path)
    return Pack(**values)


def _checked(name: str, value: Any, path: str) -> Any:
    if name == "name":
        return str(value)
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise _wrong(name, value, "、".join(_CHOICES[name]), path)
        return value
    if name in ("score_cap", "score_steps"):
        if not isinstance(value, bool):
            raise _wrong(name, value, "true、false", path)
        return value
    if name in ("over_target", "score_full_from", "budget_change"):
        return None if value is None and name == "score_full_from" else _share(name, value, path)
    if name == "budget_points":
        if not isinstance(value, list) or not value or not all(type(v) is int and 0 < v <= 100 for v in value):
            raise _wrong(name, value, "[10, 20]", path)
        return tuple(value)
    if not isinstance(value, dict) or not all(type(v) is int and 0 <= v <= 100 for v in value.values()):
        raise _wrong(name, value, "{优: 90, 良: 80}", path)
    return tuple(sorted(((str(k), v) for k, v in value.items()), key=lambda g: -g[1]))


def _share(name: str, value: Any, path: str) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _wrong(name, value, "1.3", path) from None
    if not number.is_finite() or number <= 0 or isinstance(value, bool):
        raise _wrong(name, value, "1.3", path)
    return str(number)


def _wrong(name: str, value: Any, wanted: str, path: str) -> BadConfiguration:
    return BadConfiguration(
        f"设置{name}的值“{value}”不对，应如：{wanted}", f"setting {name} is {value!r}, wanted: {wanted}", path
    )
