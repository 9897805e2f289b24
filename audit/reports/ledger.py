"""The ledger's last line: how many quantities were confirmed, contradicted, or could not be checked."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from gouji.audit.report import Report


class Ledger(Struct, frozen=True):
    """Counts of quantities by status; a quantity that agrees within rounding counts as confirmed."""

    confirmed: int = 0
    contradicted: int = 0
    unchecked: int = 0

    @property
    def quantities(self) -> int:
        """All quantities."""
        return self.confirmed + self.contradicted + self.unchecked

    @property
    def coverage(self) -> Decimal:
        """Share of the quantities that some relation checked, cut (not rounded up) to three places."""
        if not self.quantities:
            return Decimal("0.000")
        share = Decimal(self.quantities - self.unchecked) / self.quantities
        return share.quantize(Decimal("0.001"), ROUND_DOWN)

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(
            self.confirmed + other.confirmed,
            self.contradicted + other.contradicted,
            self.unchecked + other.unchecked,
        )

    def line(self, lang: str = "zh") -> str:
        """``共500个数：401个已核对，12个有矛盾，87个未核对``."""
        if lang == "en":
            return (
                f"{self.quantities} numbers: {self.confirmed} confirmed, {self.contradicted} contradicted, "
                f"{self.unchecked} unchecked"
            )
        return (
            f"共{self.quantities}个数：{self.confirmed}个已核对，{self.contradicted}个有矛盾，"
            f"{self.unchecked}个未核对"
        )


def ledger_of(report: Report) -> Ledger:
    """Count one report's quantities."""
    counts = {"confirmed": 0, "contradicted": 0, "unchecked": 0}
    for number in report.numbers:
        if number.is_quantity:
            status = report.statuses.get(number.id, ("unchecked", None))[0]
            counts["confirmed" if status == "within_rounding" else status] += 1
    return Ledger(**counts)
