"""Which paragraphs and cells of a part are plain, told in two passes at the parser's speed: by far the most are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gouji.extract.readers.docx.names import (
    ALT_CHUNK,
    ALTERNATE,
    CELL_DEL,
    DEL,
    FLD_CHAR,
    FLD_SIMPLE,
    GRID_SPAN,
    H_MERGE,
    INSTRUCTION,
    MOVE_FROM,
    NUM_PR,
    O_MATH,
    O_MATH_PARA,
    OUTLINE,
    P_STYLE,
    R_STYLE,
    RUBY,
    RUN,
    SDT,
    STRUCK,
    SUB_DOCUMENT,
    SYM,
    TBL,
    TC,
    TRANSPARENT,
    V_MERGE,
    VANISH,
    VERT_ALIGN,
    P,
    T,
    W,
)  # fmt: skip
from gouji.extract.readers.docx.package import Element

_WRAPPERS: Final = TRANSPARENT | {SDT, ALTERNATE}
_IN_CELL: Final = _WRAPPERS | {TBL, ALT_CHUNK, DEL, MOVE_FROM}
_MERGING: Final = frozenset((GRID_SPAN, V_MERGE, H_MERGE, CELL_DEL))
_TELLING: Final = frozenset((P_STYLE, NUM_PR, OUTLINE, DEL, MOVE_FROM, VANISH))
_FORMAT: Final = frozenset((VANISH, VERT_ALIGN, R_STYLE)) | STRUCK
_IN_TEXT: Final = _WRAPPERS | {
    DEL, MOVE_FROM, FLD_SIMPLE, FLD_CHAR, INSTRUCTION, SYM, RUBY, O_MATH, O_MATH_PARA, SUB_DOCUMENT,
    *(W + name for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "drawing", "pict", "object")),
    *(W + name for name in ("footnoteReference", "endnoteReference")),
}  # fmt: skip
_MARKS: Final = tuple(_IN_CELL | _MERGING | _TELLING | _FORMAT | _IN_TEXT)


class Survey:
    """What of a part needs a careful reading.

    Attributes:
        telling: paragraphs whose properties say something that matters here.
        mixed: cells that hold more than paragraphs.
        merged: cells that cover more than one position, or are deleted.
    """

    def __init__(self, root: Element, look_at_format: bool) -> None:
        self.telling: set[Element] = set()
        self.mixed: set[Element] = set()
        self.merged: set[Element] = set()
        self._odd: set[Element] = set()
        self._texts: dict[Element | None, list[str]] = {}
        in_text = _IN_TEXT | _FORMAT if look_at_format else _IN_TEXT
        for mark in root.iter(*_MARKS):
            tag = mark.tag
            parent = mark.getparent()
            if parent is None:
                continue
            if tag in _MERGING:
                cell = parent.getparent()
                if cell is not None:
                    self.merged.add(cell)
                continue
            if tag in _IN_CELL and parent.tag == TC:
                self.mixed.add(parent)
            telling, odd = tag in _TELLING, tag in in_text
            if telling or odd:
                paragraph = next(mark.iterancestors(P), None)
                if paragraph is not None:
                    if telling:
                        self.telling.add(paragraph)
                    if odd:
                        self._odd.add(paragraph)
        for text in root.iter(T):
            run = text.getparent()
            if run is not None and run.tag == RUN:
                self._texts.setdefault(run.getparent(), []).append(text.text or "")

    def texts(self, paragraph: Element) -> Sequence[str] | None:
        """The texts of a plain paragraph, which has runs with nothing but text; ``None`` for any other."""
        return None if paragraph in self._odd else self._texts.get(paragraph, ())
