"""What a page shows from top to bottom: lines of text, and tables that are tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from gouji.extract.readers.docx.symbols import raised
from gouji.extract.readers.html_fields import filled
from gouji.extract.readers.html_grid import Anchor, lay_out, only_lays_out
from gouji.extract.readers.html_tree import BLOCKS, Element, shown

_BLANKS: Final = re.compile("[ \t\r\n\f]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}
_ALIGN: Final = {"sup": "superscript", "sub": "subscript"}
_UNNUMBERED: Final = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_IN_TABLE: Final = frozenset({"thead", "tbody", "tfoot", "tr", "colgroup", "col"})


class ShownLine(Struct, frozen=True):
    """A line of text: its block element, heading level if any, list number before it, characters within links."""

    element: Element
    string: str
    level: int | None
    prefix: str
    linked: int


class ShownTable(Struct, frozen=True):
    """A table that holds content: its cells on the grid, its caption."""

    element: Element
    anchors: list[Anchor]
    caption: str | None


Shown = ShownLine | ShownTable


def flow(element: Element) -> list[Shown]:
    """Lines and tables inside an element, top to bottom; what a browser hides is left out."""
    flowing = _Flow()
    flowing.inside(element, _Style(element))
    flowing.end_line()
    return flowing.found


class _Style(Struct, frozen=True):
    """What holds for text: the block it is in, and what the elements around it say."""

    block: Element
    level: int | None = None
    link: bool = False
    align: str | None = None
    preformatted: bool = False

    def within(self, element: Element) -> _Style:
        tag = element.tag
        block = tag in BLOCKS
        return _Style(
            element if block else self.block,
            _HEADINGS.get(tag, self.level),
            self.link or tag == "a",
            _ALIGN.get(tag, self.align),
            self.preformatted or tag in ("pre", "textarea"),
        )


class _Flow(Struct):
    found: list[Shown] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    blank: str = ""
    linked: int = 0
    style: _Style | None = None
    prefix: str = ""

    def inside(self, element: Element, style: _Style) -> None:
        """Everything inside an element that is shown itself."""
        if element.text:
            self.text(element.text, style)
        number = _Numbers(element) if element.tag == "ol" else None
        for child in element:
            if shown(child):
                if number is not None and child.tag == "li":
                    self.end_line()
                    self.prefix = number.next(child)
                self.element(child, style)
            elif value := filled(child):
                self.text(value, style)
            if child.tail:
                self.text(child.tail, style)

    def element(self, element: Element, style: _Style) -> None:
        tag = element.tag
        if tag in ("br", "hr"):
            self.end_line()
        elif tag == "table":
            self.end_line()
            self.table(element, style)
        elif tag in BLOCKS:
            self.end_line(keep_prefix=True)
            self.inside(element, style.within(element))
            self.end_line(keep_prefix=tag != "li")
        else:
            self.inside(element, style.within(element))

    def table(self, element: Element, style: _Style) -> None:
        """A table as such, or what is in its cells if it only lays out the page.

        Text between cells stands before it, tables between cells after it.
        """
        anchors = lay_out(element)
        inner = style.within(element)
        caption = next((c for c in element if c.tag == "caption" and shown(c)), None)
        before = len(self.found)
        if caption is not None:
            self.inside(caption, inner.within(caption))
            self.end_line()
        named = " ".join(f.string for f in self.found[before:] if isinstance(f, ShownLine))
        self.stray(element, inner)
        self.end_line()
        if anchors and only_lays_out(element, anchors):
            for anchor in anchors:
                self.inside(anchor.element, inner.within(anchor.element))
                self.end_line()
        elif anchors:
            self.found.append(ShownTable(element, anchors, named or None))
        for other in _between_cells(element):
            self.table(other, style)

    def stray(self, element: Element, style: _Style) -> None:
        """Text that stands in a table outside its cells, as browsers do: before the table."""
        if element.text and not element.text.isspace():
            self.text(element.text, style)
        for child in element:
            if shown(child) and child.tag in _IN_TABLE:
                self.stray(child, style)
            if child.tail and not child.tail.isspace():
                self.text(child.tail, style)

    def text(self, string: str, style: _Style) -> None:
        """Characters, blanks collapsed as a browser does."""
        string = _INVISIBLE.sub("", string)
        if style.preformatted:
            first, *rest = string.replace("\r\n", "\n").replace("\t", "    ").split("\n")
            self.add(first, style)
            for line in rest:
                self.end_line()
                self.add(line, style)
            return
        at = 0
        for match in _BLANKS.finditer(string):
            if match.start() > at:
                self.add(string[at : match.start()], style)
            self.blank = "\n" if "\n" in match[0] or self.blank == "\n" else " "
            at = match.end()
        if at < len(string):
            self.add(string[at:], style)

    def add(self, word: str, style: _Style) -> None:
        if not word:
            return
        if self.blank and self.parts and not (self.blank == "\n" and _no_space(self.parts[-1][-1], word[0])):
            self.parts.append(" ")
        self.blank = ""
        if self.style is None:
            self.style = style
        word = raised(word, style.align)
        self.parts.append(word)
        if style.link:
            self.linked += len(word)

    def end_line(self, keep_prefix: bool = False) -> None:
        """End the line; empty ones leave no trace."""
        string = "".join(self.parts).replace("\xa0", " ").rstrip()
        style, self.parts, self.blank = self.style, [], ""
        linked, self.linked, self.style = self.linked, 0, None
        if string.strip() and style is not None:
            self.found.append(ShownLine(style.block, string, style.level, self.prefix, linked))
            self.prefix = ""
        elif not keep_prefix:
            self.prefix = ""


def _between_cells(element: Element) -> Iterator[Element]:
    """Tables that stand in a table, but in none of its cells."""
    for child in element:
        if shown(child) and child.tag == "table":
            yield child
        elif shown(child) and child.tag not in ("td", "th", "caption"):
            yield from _between_cells(child)


def _no_space(before: str, after: str) -> bool:
    """A line break in the source between two Chinese characters is none on the page."""
    return unicodedata.east_asian_width(before) in "WF" and unicodedata.east_asian_width(after) in "WF"


class _Numbers:
    """The numbers a browser puts before the items of an ``<ol>``."""

    def __init__(self, element: Element) -> None:
        self._kind = element.get("type", "1")
        start = element.get("start", "1").strip()
        self._next = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
        self._off = bool(_UNNUMBERED.search(element.get("style", ""))) or element.get("class") is not None

    def next(self, item: Element) -> str:
        """The number of an item, with the space after it; nothing when the list shows none."""
        value = item.get("value", "").strip()
        if re.fullmatch(r"\d{1,6}", value):
            self._next = int(value)
        number, self._next = self._next, self._next + 1
        if self._off or self._kind not in ("1", "a", "A") or _UNNUMBERED.search(item.get("style", "")):
            return ""
        if self._kind != "1":
            return f"{chr(ord(self._kind) + number - 1)}. " if 1 <= number <= 26 else ""
        return f"{number}. "
