"""The part of a year that a passage speaks of: 上半年, 6月份当月, 1-6月; empty for the whole year."""

from __future__ import annotations

import re

_SPELL = re.compile(
    r"(?P<whole>全年|年度|年末|年底|12\s*月(?:份?[底末]|31日))"
    r"|上半年|下半年|[一二三四]季度|前[一二三]季度|前?\d{1,2}个月|当月|本月"
    r"|\d{1,2}\s*月?\s*[-—－~～至]\s*\d{1,2}\s*月|\d{1,2}\s*月份?(?!\s*\d{1,2}\s*日)"
)

_UP_TO = {"上半年": 6, "前三季度": 9, "前二季度": 6, "前两季度": 6, "一季度": 3, "前一季度": 3}
_FROM_JANUARY = re.compile(r"1月?[-—－~～至](\d{1,2})月|前(\d{1,2})个月")


def spell_before(text: str, at: int) -> str:
    """The last part of a year named before a place in the text, without blanks; ``""`` where none is, or the whole year."""
    found = list(_SPELL.finditer(text, 0, at))
    return "" if not found or found[-1]["whole"] else _one_spelling(found[-1])


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
