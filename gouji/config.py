"""What an audit is asked for: which rules, which province's settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.errors import BadConfiguration
from gouji.extract.reading import DEFAULT_READING, Reading

if TYPE_CHECKING:
    from gouji.audit.finding import Finding
    from gouji.audit.spec import Rule

# Codes of the tool itself: they belong to no rule file, yet can be ignored.
TOOL_FAMILY = "GJ0"
# Codes of rules that bureaus write: they come with a pack, which may be chosen only when a document is read.
PACK_FAMILY = "GJ8"


class Config(Struct, frozen=True):
    """Settings of one audit.

    Attributes:
        select: codes or their beginnings (``GJ101``, ``GJ4``); empty for every rule that is on by default.
        ignore: codes or beginnings left out; wins over ``select``.
        pack: name of a pack in ``gouji/rules/packs``, path of a pack file (``.yaml``), or ``auto`` for the pack that
            fits each document.
        reading: which PDF engine; whether and how scans are recognised.
        sure: confidence (0 to 1) below which a figure recognised in a scan makes no error.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    pack: str = "auto"
    reading: Reading = DEFAULT_READING
    sure: float = 0.95

    def chosen(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The rules to run.

        Raises:
            BadConfiguration: a code that begins no rule's code.
        """
        rules = tuple(rules)
        for code in (*self.select, *self.ignore):
            if not any(r.code.startswith(code) for r in rules) and not code.startswith((TOOL_FAMILY, PACK_FAMILY)):
                raise BadConfiguration(
                    f"没有以“{code}”开头的规则；用 gouji rules 查看全部规则",
                    f"no rule code begins with “{code}”; gouji rules lists them all",
                )
        kept = (r for r in rules if (r.code.startswith(self.select) if self.select else r.enabled))
        return tuple(
            replace(r, enabled=True) for r in kept if not (self.ignore and r.code.startswith(self.ignore))
        )

    def wanted(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings to show: those of the tool itself can be ignored too."""
        return tuple(f for f in findings if not (self.ignore and f.code.startswith(self.ignore)))


def codes(text: str) -> tuple[str, ...]:
    """Codes of a comma list, in capitals: ``gj101, GJ4`` → ``("GJ101", "GJ4")``."""
    return tuple(part.strip().upper() for part in text.replace("，", ",").split(",") if part.strip())
