"""Packs: thresholds and conventions of one province or form family, one YAML file each."""

from __future__ import annotations

from pathlib import Path

from gouji.audit.pack import Pack
from gouji.extract.errors import BadConfiguration

_HERE = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Packs that come with gouji, ``generic`` first."""
    return ("generic", *sorted(p.stem for p in _HERE.glob("*.yaml") if p.stem != "generic"))


def pack(name: str = "generic") -> Pack:
    """A pack by name, or from a file of the user's (``somewhere/own.yaml``).

    Raises:
        BadConfiguration: no such pack, or the file is wrong.
    """
    if name == "generic":
        return Pack()  # what generic.yaml says, without loading a YAML parser
    from gouji.audit.pack_loader import load_pack

    if name.endswith((".yaml", ".yml")):
        return load_pack(Path(name))
    if name not in names():
        raise BadConfiguration(
            f"没有名为“{name}”的规则包；可用：{'、'.join(names())}",
            f"no pack named “{name}”; known: {', '.join(names())}",
        )
    return load_pack(_HERE / f"{name}.yaml")
