"""Which stretches of the text were read or rightly left out; what remains is a loss to be told."""

from __future__ import annotations

import re
from typing import Final

from gouji.extract.readers.docx.reader import PAGE_NUMBER
from gouji.extract.readers.ole.pieces import MISSING

_FIELD_CODE: Final = re.compile("\x13[^\x13-\x15]*(?:\x14|\x15)")
_MARK: Final = re.compile("[\x01-\x08\x0c\r\x0e-\x1f]|" + MISSING)
_PARAGRAPH: Final = re.compile("[\r\x07\x0c]")


class Coverage:
    """Stretches of the text that have been dealt with."""

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        """The characters from ``start`` to before ``end`` were read, or are not shown by Word either."""
        self._stretches.append((start, end))

    def unread(self, text: str, start: int, end: int) -> int:
        """Visible characters of a story that were not dealt with; lone page numbers and field codes do not count."""
        count, at = 0, start
        end = min(end, len(text))
        for first, last in [*sorted(self._stretches), (end, end)]:
            if at < first <= end:
                count += _visible(text[at:first])
            at = max(at, last)
        return count


def _visible(text: str) -> int:
    lines = _PARAGRAPH.split(_FIELD_CODE.sub("", text))
    shown = (_MARK.sub("", line).strip() for line in lines)
    return sum(len(line) for line in shown if not PAGE_NUMBER.fullmatch(line))
