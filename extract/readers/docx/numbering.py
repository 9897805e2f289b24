"""Automatic list numbers: the definitions of numbering.xml and the running counters."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.readers.docx.names import (
    ALTERNATE,
    CHOICE,
    ILVL,
    NUM_ID,
    P_STYLE,
    R_PR,
    VAL,
    VANISH,
    W,
    is_on,
    whole,
)  # fmt: skip
from gouji.extract.readers.docx.number_formats import list_number
from gouji.extract.readers.docx.package import Element

LEVELS: Final = 9
LONGEST: Final = 255
"""Characters of a number's template; Word takes no more, and a hostile file would repeat it at every paragraph."""
PLACEHOLDER: Final = re.compile(r"%([1-9])")
PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff]")
SUFFIX: Final = {"tab": "\t", "space": " ", "nothing": ""}


class Level(Struct, frozen=True):
    """One level of a list."""

    start: int = 1
    number_format: str = "decimal"
    custom: str | None = None
    template: str = ""
    suffix: str = "\t"
    restart_after: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None


class ListDefinition(Struct, frozen=True):
    """A ``w:num``: the abstract list it counts in, its levels, and the levels it starts anew."""

    abstract: str
    levels: tuple[Level, ...]
    start_overrides: dict[int, int]

    def level_of_style(self, style_id: str | None) -> int | None:
        """The level that names this paragraph style."""
        if style_id is None:
            return None
        return next((i for i, level in enumerate(self.levels) if level.style == style_id), None)


class Numbering:
    """All list definitions of a document by ``w:numId``."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, ListDefinition] = {}
        if root is None:
            return
        abstract = {a.get(W + "abstractNumId", ""): a for a in root.iterfind(W + "abstractNum")}
        by_style_link = {
            link.get(VAL, ""): name
            for name, a in abstract.items()
            if (link := a.find(W + "styleLink")) is not None
        }
        for num in root.iterfind(W + "num"):
            named = num.find(W + "abstractNumId")
            name = named.get(VAL, "") if named is not None else ""
            element = abstract.get(name)
            if element is not None and (link := element.find(W + "numStyleLink")) is not None:
                name = by_style_link.get(link.get(VAL, ""), name)
                element = abstract.get(name)
            if element is not None:
                self._lists[num.get(NUM_ID, "")] = _definition(name, element, num)

    def get(self, num_id: str) -> ListDefinition | None:
        """The list with this id; ``None`` for ``0`` (no list) and unknown ones."""
        return self._lists.get(num_id)


def _definition(name: str, abstract: Element, num: Element) -> ListDefinition:
    levels = [Level() for _ in range(LEVELS)]
    for element in abstract.iterfind(W + "lvl"):
        at = whole(element.get(ILVL), -1)
        if 0 <= at < LEVELS:
            levels[at] = _level(element)
    starts: dict[int, int] = {}
    for override in num.iterfind(W + "lvlOverride"):
        at = whole(override.get(ILVL), -1)
        if not 0 <= at < LEVELS:
            continue
        if (lvl := override.find(W + "lvl")) is not None:
            levels[at] = _level(lvl)
        if (start := override.find(W + "startOverride")) is not None:
            starts[at] = whole(start.get(VAL), levels[at].start)
            levels[at] = replace(levels[at], start=starts[at])
    return ListDefinition(name, tuple(levels), starts)


def _level(lvl: Element) -> Level:
    def value(tag: str, otherwise: str) -> str:
        child = lvl.find(W + tag)
        return child.get(VAL, otherwise) if child is not None else otherwise

    fmt = lvl.find(W + "numFmt")
    if fmt is None and (choice := lvl.find(f"{ALTERNATE}/{CHOICE}/{W}numFmt")) is not None:
        fmt = choice
    restart, legal, vanish = lvl.find(W + "lvlRestart"), lvl.find(W + "isLgl"), lvl.find(f"{R_PR}/{VANISH}")
    style = lvl.find(P_STYLE)
    return Level(
        start=whole(value("start", "0"), 0),
        number_format=fmt.get(VAL, "decimal") if fmt is not None else "decimal",
        custom=fmt.get(W + "format") if fmt is not None else None,
        template=value("lvlText", "")[:LONGEST],
        suffix=SUFFIX.get(value("suff", "tab"), "\t"),
        restart_after=whole(restart.get(VAL), 0) if restart is not None else None,
        legal=legal is not None and is_on(legal.get(VAL)),
        hidden=vanish is not None and is_on(vanish.get(VAL)),
        style=style.get(VAL) if style is not None else None,
    )


class Counter:
    """Running numbers of one story (body, footnotes, a header). Lists of one abstract list count on together."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._values: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, num_id: str, at: int) -> tuple[str, str]:
        """Count one paragraph of list ``num_id`` at level ``at`` (0-based); the number's text and its suffix."""
        found = self._numbering.get(num_id)
        if found is None or not 0 <= at < LEVELS:
            return "", ""
        level = found.levels[at]
        values = self._values.setdefault(found.abstract, [None] * LEVELS)
        current = values[at]
        if at in found.start_overrides and (num_id, at) not in self._started:
            current = None
        self._started.add((num_id, at))
        values[at] = level.start if current is None else current + 1
        for above in range(at):
            if values[above] is None:
                values[above] = found.levels[above].start
        for below in range(at + 1, LEVELS):
            after = found.levels[below].restart_after
            if after is None or (after > 0 and at < after):
                values[below] = None
        if level.hidden:
            return "", ""
        if level.number_format == "bullet":
            return PRIVATE_USE.sub("•", level.template), level.suffix
        return PLACEHOLDER.sub(
            lambda m: self._shown(found, values, int(m[1]) - 1, level.legal), level.template
        ), level.suffix

    @staticmethod
    def _shown(found: ListDefinition, values: list[int | None], at: int, legal: bool) -> str:
        level = found.levels[at]
        value = values[at]
        number = level.start if value is None else value
        if legal and level.number_format != "none":
            return str(number)
        return list_number(number, level.number_format, level.custom)
