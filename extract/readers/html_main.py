"""The report's own text of a web page, apart from the site's navigation, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from gouji.extract.document import ParagraphKind
from gouji.extract.lexicon import alternatives, words
from gouji.extract.readers.html_flow import Shown, ShownLine, ShownTable
from gouji.extract.readers.html_tree import Element

PROSE: Final = 25
"""Characters from which on a line outside links is text, not a label."""
MOSTLY: Final = 0.5
MENU: Final = 3
"""Lines of links in a row that make a menu."""
_NAME: Final = re.compile(r"[A-Za-z]+?(?=[^A-Za-z]|[A-Z][a-z]|$)|[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)")
_SENTENCE: Final = re.compile("[。；]")
_ATTACHED: Final = re.compile(r"附[件表录]|\.(?:docx?|xlsx?|pdf|zip|rar|7z|wps|et|ofd)\b", re.IGNORECASE)
LABELS: Final = 2
"""Words of a site's frame that make a line the site's wherever it stands."""
PARAGRAPH: Final = 60
"""Characters of a sentence that no menu or page foot holds."""


@cache
def _furniture_names() -> frozenset[str]:
    return frozenset(words("gouji.extract.readers", "html_furniture.txt")["names"])


@cache
def _furniture_words() -> re.Pattern[str]:
    return re.compile(alternatives(words("gouji.extract.readers", "html_furniture.txt")["words"]), re.IGNORECASE)


def kinds(items: Sequence[Shown]) -> list[ParagraphKind]:
    """For each line or table of a page: ``body``, or ``header`` or ``footer`` of the site around it.

    The report is in the smallest element that holds all lines of prose, headings and tables with content, grown as
    long as nothing of the site's comes in; within it only menus and what is named and worded as furniture are set
    apart. A page without any such line is body as a whole.
    """
    tree = _Tree(items)
    good = [i for i, item in enumerate(items) if tree.is_content(item)]
    if not good:
        return ["body"] * len(items)
    main = tree.grown(tree.common(items[i].element for i in good), items, _menus(items))
    found: list[ParagraphKind] = []
    menus = _menus(items)
    for i, item in enumerate(items):
        outside = main not in tree.ancestors(item.element)
        if i in good or not (outside or i in menus or tree.is_furniture(item)):
            found.append("body")
        else:
            found.append("header" if i < good[0] else "footer")
    return found


def _menus(items: Sequence[Shown]) -> set[int]:
    """Lines of a menu: several in a row that are nothing but links."""
    marked: set[int] = set()
    run: list[int] = []
    for i, item in enumerate([*items, None]):
        if isinstance(item, ShownLine) and _is_link(item):
            run.append(i)
            continue
        if len(run) >= MENU:
            marked.update(run)
        run = []
    return marked


def _is_link(line: ShownLine) -> bool:
    """Whether a line is nothing but links, none of which names an attachment."""
    linked = line.linked > 0.8 * len(line.string.replace(" ", ""))
    return linked and line.level is None and not _ATTACHED.search(line.string)


class _Tree:
    """The elements of a page with what is in them."""

    def __init__(self, items: Sequence[Shown]) -> None:
        self._chains: dict[Element, tuple[Element, ...]] = {}
        self._named: dict[Element, bool] = {}
        self._size: dict[Element, int] = {}
        self._total = 0
        self._solid: set[Element] = set()
        for item in items:
            size = len(item.string) - item.linked if isinstance(item, ShownLine) else 5 * len(item.anchors)
            self._total += size
            for element in self.ancestors(item.element):
                self._size[element] = self._size.get(element, 0) + size
            if _is_solid(item):
                self._solid.update(self.ancestors(item.element))

    def ancestors(self, element: Element) -> tuple[Element, ...]:
        """The element and those around it, innermost first."""
        chain = self._chains.get(element)
        if chain is None:
            chain = self._chains[element] = (element, *element.iterancestors())
        return chain

    def common(self, elements: Iterable[Element]) -> Element:
        """The innermost element that is around all of them."""
        shared: list[Element] | None = None
        for element in elements:
            chain = self.ancestors(element)
            if shared is None:
                shared = list(chain)
            else:
                inside = set(chain)
                while shared[0] not in inside:
                    del shared[0]
        assert shared
        return shared[0]

    def grown(self, main: Element, items: Sequence[Shown], menus: set[int]) -> Element:
        """The largest element around ``main`` that takes in nothing of the site's."""
        strange: set[Element] = set()
        for i, item in enumerate(items):
            line = isinstance(item, ShownLine) and (_site_labels(item.string) > 0 or _is_link(item))
            if (line or i in menus or self._is_named(item.element)) and main not in self.ancestors(item.element):
                strange.update(self.ancestors(item.element))
        for element in self.ancestors(main):
            if element in strange:
                break
            main = element
        return main

    def is_content(self, item: Shown) -> bool:
        """Whether a line or table can only be the report's."""
        if isinstance(item, ShownTable):
            return not self._is_named(item.element) and not _is_site_table(item)
        if item.linked > MOSTLY * len(item.string) or _site_labels(item.string) > 0:
            return False
        prose = len(item.string) >= PROSE or bool(_SENTENCE.search(item.string))
        return (prose or item.level is not None) and not self._is_named(item.element)

    def is_furniture(self, item: Shown) -> bool:
        """Whether something within the report is the site's after all: by the name of what it is in, or its words."""
        if self._is_named(item.element):
            return True
        return _is_site_table(item) if isinstance(item, ShownTable) else _site_labels(item.string) >= LABELS

    def _is_named(self, element: Element) -> bool:
        return any(self._furniture(e) for e in self.ancestors(element))

    def _furniture(self, element: Element) -> bool:
        """An element named as furniture that holds neither most of the page's text nor anything but labels."""
        known = self._named.get(element)
        if known is None:
            light = 2 * self._size.get(element, 0) <= self._total and element not in self._solid
            known = self._named[element] = light and _says_furniture(element)
        return known


def _says_furniture(element: Element) -> bool:
    tag = element.tag
    if tag in ("nav", "footer", "aside") or element.get("role") in ("navigation", "banner", "contentinfo"):
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(label.strip()) and not _furniture_names().isdisjoint(w.lower() for w in _NAME.findall(label))


def _site_labels(string: str) -> int:
    """How many words of a site's frame a line has that is no sentence; one counts only where little else stands."""
    if len(string) > 200 or _SENTENCE.search(string):
        return 0
    hits = _furniture_words().findall(string)
    alone = len(hits) == 1 and len(string) - len(hits[0]) > PROSE
    return 0 if alone else len(hits)


def _is_solid(item: Shown) -> bool:
    """A sentence of some length or a table: what stands in the report, however the element around it is called."""
    if isinstance(item, ShownTable):
        return True
    return item.linked == 0 and len(item.string) >= PARAGRAPH and bool(_SENTENCE.search(item.string))


def _is_site_table(table: ShownTable) -> bool:
    """A small table with several words of a site's frame: its foot."""
    string = " ".join("".join(map(str, anchor.element.itertext())) for anchor in table.anchors[:20])
    return len(string) <= 400 and len(_furniture_words().findall(string)) >= LABELS
