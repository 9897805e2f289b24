"""What styles say about a paragraph or run: list, outline level, hidden."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from gouji.extract.readers.docx.names import (
    ILVL,
    NUM_ID,
    NUM_PR,
    OUTLINE,
    P_PR,
    R_PR,
    STYLE_ID,
    TYPE,
    VAL,
    VANISH,
    VERT_ALIGN,
    W,
    is_on,
    whole,
)  # fmt: skip
from gouji.extract.readers.docx.package import Element

HEADING_NAME: Final = re.compile(r"heading ([1-9])$", re.IGNORECASE)
BODY_LEVEL: Final = 9
DEEPEST: Final = 32
"""Styles based on each other, one after the other; Word stops at 11."""


class Style(Struct, frozen=True):
    """A style with what it inherits; ``None`` where neither it nor its bases say anything.

    ``num_style`` is the style in the chain that gives the list, since lists name their levels by style.
    """

    num_id: str | None = None
    num_level: int | None = None
    num_style: str | None = None
    level: int | None = None
    hidden: bool = False
    raised: str | None = None


NO_STYLE: Final = Style()


class Styles:
    """The style sheet; unknown styles behave like none."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._done: dict[str, Style] = {}
        self.default = ""
        self.shape_text = root is not None and next(root.iter(VANISH, VERT_ALIGN), None) is not None
        """Whether some style hides, raises or lowers text."""
        if root is not None:
            for element in root.iterfind(W + "style"):
                style_id = element.get(STYLE_ID, "")
                self._elements[style_id] = element
                if element.get(TYPE) == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                    self.default = style_id

    def __getitem__(self, style_id: str) -> Style:
        """The style with this id, what it is based on included."""
        style = self._done.get(style_id)
        if style is None:
            style = NO_STYLE
            for element in reversed(self._chain(style_id)):
                style = _over(style, element)
            self._done[style_id] = style
        return style

    def _chain(self, style_id: str) -> list[Element]:
        chain: list[Element] = []
        while (
            len(chain) < DEEPEST
            and (element := self._elements.get(style_id)) is not None
            and element not in chain
        ):
            chain.append(element)
            base = element.find(W + "basedOn")
            style_id = base.get(VAL, "") if base is not None else ""
        return chain


def _over(base: Style, element: Element) -> Style:
    """``base`` with what ``element`` itself says laid over it."""
    num_id, num_level, num_style = base.num_id, base.num_level, base.num_style
    level, hidden, raised = base.level, base.hidden, base.raised
    name = element.find(W + "name")
    if name is not None and (match := HEADING_NAME.match(name.get(VAL, ""))):
        level = int(match[1])
    p_pr = element.find(P_PR)
    if p_pr is not None:
        num_pr = p_pr.find(NUM_PR)
        if num_pr is not None:
            named, at = num_pr.find(NUM_ID), num_pr.find(ILVL)
            if named is not None:
                num_id, num_style = named.get(VAL), element.get(STYLE_ID)
            if at is not None:
                num_level = whole(at.get(VAL), 0)
        outline = p_pr.find(OUTLINE)
        if outline is not None:
            level = outline_level(outline)
    r_pr = element.find(R_PR)
    if r_pr is not None:
        vanish, align = r_pr.find(VANISH), r_pr.find(VERT_ALIGN)
        if vanish is not None:
            hidden = is_on(vanish.get(VAL))
        if align is not None:
            raised = align.get(VAL)
    return Style(num_id, num_level, num_style, level, hidden, raised)


def outline_level(outline: Element) -> int | None:
    """Heading level 1–9 of a ``w:outlineLvl``; ``None`` for body text."""
    value = whole(outline.get(VAL), BODY_LEVEL)
    return value + 1 if 0 <= value < BODY_LEVEL else None
