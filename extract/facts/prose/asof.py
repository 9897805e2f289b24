"""As-of dates in prose: 截至十月底, 截止2023年9月."""

from __future__ import annotations

import re

_AS_OF = re.compile(
    r"(?:截至|截止|到)(?:20\d\d年)?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末|初|中旬|[0-3]?\d日)?"
)
_YEAR_END = ("12", "十二")
_ENDS = re.compile(r"[。！？!?\n]")


def as_of(text: str) -> tuple[int, str] | None:
    """Sentence index and words of the first as-of date before the year's end; ``None`` if there is none."""
    for m in _AS_OF.finditer(text):
        if m.group("month") in _YEAR_END:
            continue
        return len(_ENDS.findall(text, 0, m.start())), m.group()
    return None
