"""Packs: thresholds, conventions and rules of one province or form family, one YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.audit.pack import Pack
from gouji.extract.errors import BadConfiguration

if TYPE_CHECKING:
    from gouji.extract.facts.model import FactSet

_HERE = Path(__file__).parent
AUTO = "auto"
"""The name that stands for: the pack that fits each document."""


def names() -> tuple[str, ...]:
    """Packs that come with gouji, ``generic`` first."""
    return ("generic", *sorted(p.stem for p in _HERE.glob("*.yaml") if p.stem != "generic"))


def pack(name: str = "generic") -> Pack:
    """A pack by name, or from a file of the user's (``somewhere/own.yaml``); ``auto`` gives the generic one.

    Raises:
        BadConfiguration: no such pack, or the file is wrong.
    """
    if name in ("generic", AUTO):
        return Pack()  # what generic.yaml says, without loading a YAML parser
    from gouji.audit.pack_loader import load_pack

    if name.endswith((".yaml", ".yml")):
        return load_pack(Path(name))
    if name not in names():
        if Path(name).exists():
            raise BadConfiguration(
                f"不是规则包：自己的规则包须是 .yaml 或 .yml 文件；内置的有：{'、'.join(names())}",
                f"is no pack: one of your own is a .yaml or .yml file; bundled are: {', '.join(names())}",
                name,
            )
        raise BadConfiguration(
            f"没有名为“{name}”的规则包；可用：{'、'.join((AUTO, *names()))}",
            f"no pack named “{name}”; known: {', '.join((AUTO, *names()))}",
        )
    return _bundled(name)


def pack_for(facts: FactSet) -> Pack:
    """The pack that fits a document, by its headers and place; the generic one where none does."""
    from gouji.audit.pack_choice import choose

    return choose(facts, (_bundled(n) for n in names() if n != "generic")) or Pack()


@cache
def _bundled(name: str) -> Pack:
    from gouji.audit.pack_loader import load_own_pack

    return load_own_pack(_HERE / f"{name}.yaml")
