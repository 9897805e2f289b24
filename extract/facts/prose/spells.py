"""The part of a year that a passage speaks of: 上半年, 6月份当月, 1-6月; empty for the whole year."""

from __future__ import annotations

import re

_SPELL = re.compile(
    r"(?P<whole>全年|年度|年末|年底|12\s*月(?:份?[底末]|31日))"
    r"|上半年|下半年|[一二三四]季度|前[一二三]季度|前?\d{1,2}个月|当月|本月"
    r"|\d{1,2}\s*月?\s*[-—－~～至]\s*\d{1,2}\s*月|\d{1,2}\s*月份?(?!\s*\d{1,2}\s*日)"
)


def spell_before(text: str, at: int) -> str:
    """The last part of a year named before a place in the text, without blanks; ``""`` where none is, or the whole year."""
    found = list(_SPELL.finditer(text, 0, at))
    return "" if not found or found[-1]["whole"] else "".join(found[-1].group().split())
