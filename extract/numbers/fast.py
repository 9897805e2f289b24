"""The common case, read without ceremony: digits, a known unit, then punctuation, with nothing special before.

What is read here is read the same by the general way in ``scan``; a property test holds the two together.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from gouji.extract.numbers import qualifiers, units
from gouji.extract.numbers.amounts import POW10

PLAIN = re.compile(r"([0-9]{1,5}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12}(?=[.万亿元])|[0-9]{1,9}\.[0-9]{1,6})(?![0-9,])([一-鿿%‰]{1,6})(?=[，。；、）;\n])")
_SHY = frozenset("年月日号级届时点度V")
# A number right after one of these is perhaps ranked, bounded, signed or a label: the general way decides.
_SPECIAL_BEFORE = qualifiers.LAST_CHARACTERS | frozenset("第前负件表图录附栏例格至到零一二三四五六七八九十百千万亿点半数几每均由从自")


@lru_cache(maxsize=1)
def suffixes() -> dict[str, tuple[str, int, bool, bool]]:
    """Suffix → (unit as kept, power to multiply out, an integer is exact, a rate may be said in words before it)."""
    known: dict[str, tuple[str, int, bool, bool]] = {}
    for name, (sort, _, _) in units.table().items():
        if name[0] in _SHY or name[0].isascii() or name[0] in units.POWERS:
            continue
        rated = sort in ("money", "count", "measure")
        unit = units.normalise_unit(name) or name
        known[name] = (unit, 0, sort in ("count", "time", "score"), rated)
        if sort == "money":
            known["万" + name] = ("万" + unit, 0, False, True)
            known["亿" + name] = ("亿" + unit, 0, False, True)
        elif sort in ("count", "measure"):
            known["万" + name] = (unit, 4, sort == "count", True)
            known["亿" + name] = (unit, 8, sort == "count", True)
    known["%"] = ("%", 0, False, False)
    return known


def ordinary_before(c: str) -> bool:
    """True for a Chinese character that cannot change the number after it."""
    return "一" <= c <= "鿿" and c not in _SPECIAL_BEFORE


def ends_and_step(digits: str, shift: int, exact: bool) -> tuple[Decimal, Decimal | None]:
    """The value, multiplied out, and its step (``None`` for an exact count)."""
    point = digits.find(".")
    place = 0 if point < 0 else point + 1 - len(digits)
    value = Decimal(digits.replace(",", "") if "," in digits else digits)
    if shift:
        place += shift
        value = (value * POW10[shift]).quantize(POW10[min(place, 0)])
    return value, None if exact and place == 0 else POW10[place]
