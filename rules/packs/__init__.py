"""Packs: thresholds and conventions of one province or form family, one YAML file each."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from gouji.audit.pack import Pack
from gouji.extract.errors import BadConfiguration

_HERE = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Packs that come with gouji."""
    return ("generic", *sorted(p.stem for p in _HERE.glob("*.yaml") if p.stem != "generic"))


def pack(name: str = "generic") -> Pack:
    """A pack by name, or from a file of the user's (``somewhere/own.yaml``).

    Raises:
        BadConfiguration: no such pack, no mapping, or a key that is no setting.
    """
    own = name.endswith((".yaml", ".yml"))
    path = Path(name) if own else _HERE / f"{name}.yaml"
    if name == "generic" and not path.exists():
        return Pack()
    if not own and name not in names():
        raise BadConfiguration(
            f"没有名为“{name}”的规则包；可用：{'、'.join(names())}",
            f"no pack named “{name}”; known: {', '.join(names())}",
        )
    return _parse(path, name)


def _parse(path: Path, name: str) -> Pack:
    import yaml

    try:
        settings = yaml.safe_load(path.read_text("utf-8")) or {}
    except OSError as cause:
        raise BadConfiguration("找不到规则包文件", "no such pack file", str(path)) from cause
    except (yaml.YAMLError, UnicodeDecodeError) as cause:
        raise BadConfiguration("规则包不是有效的YAML", "the pack is not valid YAML", str(path)) from cause
    known = {f.name for f in fields(Pack)}
    if not isinstance(settings, dict):
        raise BadConfiguration("规则包应是键和值", "a pack must be keys and values", str(path))
    unknown = sorted(str(key) for key in settings if key not in known)
    if unknown:
        raise BadConfiguration(
            f"规则包中有不认识的设置：{'、'.join(unknown)}；可用：{'、'.join(sorted(known))}",
            f"unknown settings in the pack: {', '.join(unknown)}; known: {', '.join(sorted(known))}",
            str(path),
        )
    return Pack(**{"name": Path(name).stem, **{k: _frozen(k, v, path) for k, v in settings.items()}})


def _frozen(key: str, value: Any, path: Path) -> Any:
    """A YAML value as the pack holds it: lists as tuples, of the type of the default."""
    default = getattr(Pack(), key)
    if isinstance(value, list):
        value = tuple(tuple(v) if isinstance(v, list) else v for v in value)
    if isinstance(default, str) and isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if type(value) is not type(default):
        raise BadConfiguration(
            f"规则包设置“{key}”的值类型不对：{value}", f"setting “{key}” of the pack has the wrong type: {value}", str(path)
        )
    return value
