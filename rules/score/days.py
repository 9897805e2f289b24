"""Targets that are days: 2023年12月31日前 beside 2024年1月28日."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)(?:年|[-./]))?(?P<month>1[0-2]|0?[1-9])(?:月|[-./](?=\d))(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:[日号]|$)?|(?P<part>[底末初]|上旬|中旬|下旬))?"
)
_YEAR_END = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年|当年)?年?[底末](?:以?前)?")
_BEFORE = re.compile(r"(?:底|末|以|之)?前$|^截[止至]|^不晚于|^≤|[底末]$|内$")
_PARTS = {"初": 10, "上旬": 10, "中旬": 20}


def against(target: str, actual: str, year: int | None) -> Literal["met", "missed", "unclear"]:
    """Whether the day a cell tells lies within the day its target sets; both without blanks.

    ``year`` is that of the filing, for days told without one. Anything but one day in each cell is ``unclear``.
    """
    limit, _ = _span(target.rstrip("完成竣工验收交付使用。"), year)
    if limit is None or _BEFORE.search(target.rstrip("完成竣工验收交付使用。")) is None:
        return "unclear"
    last, first = _span(actual.removesuffix("完成").removesuffix("完工").removesuffix("验收").removesuffix("竣工"), year)
    if last is None or first is None:
        return "unclear"
    return "met" if last <= limit else "missed" if first > limit else "unclear"


def _span(text: str, year: int | None) -> tuple[date | None, date | None]:
    """The last and the first day that a cell may mean; nothing where it tells none, or several."""
    found = list(_DAY.finditer(text))
    if not found and (end := _YEAR_END.search(text)) is not None and (own := int(end["year"]) if end["year"] else year) is not None:
        return date(own, 12, 31), date(own, 12, 1)
    if len(found) != 1:
        return None, None
    told = found[0]
    own = int(told["year"]) if told["year"] else year
    if own is None:
        return None, None
    month, most = int(told["month"]), monthrange(own, int(told["month"]))[1]
    if told["day"]:
        day = int(told["day"])
        return (None, None) if day > most else (date(own, month, day), date(own, month, day))
    last = _PARTS.get(told["part"] or "", most)
    return date(own, month, last), date(own, month, max(1, last - 9) if told["part"] in ("上旬", "中旬", "下旬") else 1)
