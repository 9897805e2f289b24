"""The catalogue: one rule a file, found by listing the folders."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.audit.spec import Rule

_RULE_FILE = re.compile(r"gj\d{3}\w*\.py\Z")


def modules() -> tuple[str, ...]:
    """Dotted names of all rule modules (``gouji.rules.arithmetic.gj101_…``), sorted by code."""
    here = Path(__file__).parent
    found = [
        (path.name, f"{__name__}.{path.parent.name}.{path.stem}")
        for path in here.glob("*/gj*.py")
        if _RULE_FILE.match(path.name)
    ]
    return tuple(dotted for _, dotted in sorted(found))


@cache
def load() -> tuple[Rule, ...]:
    """Import every rule and give them by code. A code declared twice raises ``ValueError``."""
    from gouji.audit import tool_rules  # noqa: F401  (declares the tool's own codes)
    from gouji.audit.spec import REGISTRY

    for module in modules():
        import_module(module)
    return tuple(REGISTRY[code] for code in sorted(REGISTRY))
