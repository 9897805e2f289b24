"""The part of a year that a passage speaks of: 上半年, 6月份当月, 1-6月; empty for the whole year."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_SPELL = re.compile(
    r"(?P<whole>全年|年度|年末|年底|12\s*月(?:份?[底末]|31日))"
    r"|上半年|下半年|[一二三四]季度|前[一二三]季度|前?\d{1,2}个月|当月|本月"
    r"|\d{1,2}\s*月?\s*[-—－~～至]\s*\d{1,2}\s*月|\d{1,2}\s*月份?(?!\s*\d{1,2}\s*日)"
)
_LONGEST = 24
"""No part of a year takes more characters."""

_UP_TO = {"上半年": 6, "前三季度": 9, "前二季度": 6, "前两季度": 6, "一季度": 3, "前一季度": 3}
_FROM_JANUARY = re.compile(r"1月?[-—－~～至](\d{1,2})月|前(\d{1,2})个月")


def spell_before(text: str, at: int) -> str:
    """The last part of a year named before a place in the text, without blanks; ``""`` where none is, or the whole year."""
    ends, spells = _all(text)
    known = bisect_right(ends, at - _LONGEST)
    since = ends[known - 1] if known else 0
    near = list(_SPELL.finditer(text, max(since, at - 2 * _LONGEST), at))
    if near:
        return _short(near[-1])
    return spells[known - 1] if known else ""


@lru_cache(maxsize=8)
def _all(text: str) -> tuple[list[int], list[str]]:
    """Where each part of a year named in a text ends, and the part: a long sentence is asked for every figure."""
    found = list(_SPELL.finditer(text))
    return [m.end() for m in found], [_short(m) for m in found]


def _short(found: re.Match[str]) -> str:
    return "" if found["whole"] else _one_spelling(found)


def spell_in(head: str) -> str:
    """The part of the year a head names: 1—7月完成值."""
    return spell_before(head, len(head))


def _one_spelling(found: re.Match[str]) -> str:
    """1—7月, 前7个月 and 7月底 are one: up to July."""
    said = "".join(found.group().split())
    if said in _UP_TO:
        return f"至{_UP_TO[said]}月"
    to_month = _FROM_JANUARY.fullmatch(said)
    if to_month is not None:
        return f"至{to_month[1] or to_month[2]}月"
    single = re.fullmatch(r"(\d{1,2})月", said)
    if single is not None and found.string[found.end() : found.end() + 1] in ("底", "末"):
        return f"至{single[1]}月"
    return said
