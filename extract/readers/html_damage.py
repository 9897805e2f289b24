"""What of a page is damaged, told by its source: parsers mend everything in silence, browsers show less than there was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

_MARK: Final = re.compile(
    r"<(?:(!--)|(script|style|textarea|title|xmp)\b|(/?[a-z][^<>]*)(?=([<>]|\Z)))", re.IGNORECASE
)
_CLOSING: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "xmp")
}
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"/?[a-z][a-z0-9]*")
_CUT: Final = "<"
_MAY_STAY_OPEN: Final = ("p", "li", "td", "th", "tr")
"""Elements whose end tag HTML lets a page leave out: one who closes the others closes the last as well."""
_MUST_BE_CLOSED: Final = ("table", "div", "ul", "ol", "span", "font", "section", "article", "center", "a", "b", "h1", "h2", "h3")


def breaks_off(source: str) -> bool:
    """Whether a page ends in the middle of something.

    The end tags of the page and of its body, of paragraphs, rows and cells may be left out; that of a table may not.
    A page that ends with its own end tag is whole, whatever else it left open.
    """
    if _CLOSED.search(source):
        return False
    names = list(_tags(source))
    tags, last = Counter(names), {name.lstrip("/"): name for name in names}
    if tags[_CUT]:
        return True
    opened = {name: tags[name] - tags["/" + name] for name in (*_MUST_BE_CLOSED, *_MAY_STAY_OPEN)}
    whole_page = tags["html"] or tags["body"]
    if opened["table"] > 0 or (whole_page and any(opened[name] > 0 for name in _MUST_BE_CLOSED)):
        return True
    return any(opened[name] == 1 and tags["/" + name] and last[name] == name for name in _MAY_STAY_OPEN)


def damages(source: str) -> int:
    """Places where bytes were wiped, or a tag without its end takes the text behind it in."""
    return ("\0" in source) + swallowed(source)


def swallowed(source: str) -> int:
    """Tags that hold Chinese text: closing ones, which hold nothing, and those in which the next tag begins.

    An attribute that holds a tag has a quotation mark before it, without its fellow.
    """
    return sum(
        mark[3].count('"') % 2 == 0
        for mark in _marks(source)
        if mark is not None and mark[3] and (mark[4] != ">" or mark[3][0] == "/") and _CHINESE.search(mark[3])
    )


def _tags(source: str) -> Iterator[str]:
    """Names of the tags, ``/name`` of closing ones; ``<`` when the page ends within one, or in what shows no text."""
    for mark in _marks(source):
        if mark is None:
            yield _CUT
        elif mark[3]:
            name = _NAME.match(mark[3].lower())
            yield name[0] if name is not None else ""
            if not mark[4]:
                yield _CUT


def _marks(source: str) -> Iterator[re.Match[str] | None]:
    """Tags, comments and elements whose content is no text, which is skipped; ``None`` when one of those has no end."""
    at = 0
    while (mark := _MARK.search(source, at)) is not None:
        yield mark
        at = mark.end()
        if mark[1]:
            at = source.find("-->", at)
        elif mark[2]:
            closing = _CLOSING[mark[2].lower()].search(source, at)
            at = closing.start() + 2 if closing is not None else -1
        if at < 0:
            yield None
            return
