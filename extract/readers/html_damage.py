"""What of a page is damaged, told by its source: parsers mend everything in silence, browsers show less than there was."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"<(?:(!--)|(script|style|textarea|title|xmp)\b|(/?[a-z][^<>]*)(?=([<>]|\Z)))", re.IGNORECASE)
_CLOSING: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "xmp")
}
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_OPENED: Final = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.IGNORECASE)


def breaks_off(source: str) -> bool:
    """Whether a page is opened and never closed: writers close it, even those that close little else."""
    return _OPENED.search(source) is not None and _CLOSED.search(source) is None


def damages(source: str) -> int:
    """Places where bytes were wiped, or a tag without its end takes the text behind it in."""
    return ("\0" in source) + swallowed(source)


def swallowed(source: str) -> int:
    """Tags that hold Chinese text: closing ones, which hold nothing, and those in which the next tag begins.

    An attribute that holds a tag has a quotation mark before it, without its fellow.
    """
    count, at = 0, 0
    while (mark := _MARK.search(source, at)) is not None:
        at = mark.end()
        if mark[1]:
            at = source.find("-->", at)
            if at < 0:
                break
        elif mark[2]:
            closing = _CLOSING[mark[2].lower()].search(source, at)
            if closing is None:
                break
            at = closing.start() + 2
        elif (mark[4] != ">" or mark[3][0] == "/") and _CHINESE.search(mark[3]):
            count += mark[3].count('"') % 2 == 0
    return count
