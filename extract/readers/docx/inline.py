"""The text of one paragraph as Word shows it: runs, changes, fields, symbols, equations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from gouji.extract.readers.docx.fields import Fields
from gouji.extract.readers.docx.names import (
    ALTERNATE,
    CHOICE,
    DEL,
    FALLBACK,
    FLD_CHAR,
    FLD_SIMPLE,
    FOREIGN,
    INSTRUCTION,
    MOVE_FROM,
    O_MATH,
    O_MATH_PARA,
    OLE_OBJECT,
    P_PR,
    R_FONTS,
    R_PR,
    R_STYLE,
    RUBY,
    RUN,
    SDT,
    SDT_CONTENT,
    STRUCK,
    SUB_DOCUMENT,
    SYM,
    TRANSPARENT,
    TXBX_CONTENT,
    VAL,
    VANISH,
    VERT_ALIGN,
    M,
    T,
    W,
    is_on,
)  # fmt: skip
from gouji.extract.readers.docx.package import Element
from gouji.extract.readers.docx.styles import NO_STYLE, Style, Styles
from gouji.extract.readers.docx.survey import Survey
from gouji.extract.readers.docx.symbols import PRIVATE, raised, symbol, unprivate

FIXED: Final = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
DRAWN: Final = frozenset((W + "drawing", W + "pict", W + "object"))
RUBY_BASE: Final = W + "rubyBase"
NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
PICTURES: Final = frozenset(("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata"))  # fmt: skip
FORMAT_MARKS: Final = (b"vanish", b"vertAlign", b"strike", b"&#")
PRIVATE_BYTES: Final = re.compile(rb"\xef[\x80-\x83]")
"""UTF-8 of U+F000–U+F0FF, where symbol fonts keep their signs."""
M_TEXT: Final = M + "t"
M_FRACTION: Final = M + "f"
M_SUPERSCRIPT: Final = M + "sSup"


class Inline:
    """Reads paragraphs of one story, one after the other; field state runs on between them.

    After ``text`` the lists ``notes`` (kind and id of notes referred to), ``boxes`` (text boxes anchored) and
    ``objects`` (program names of embedded objects) hold what was met; the caller empties them.
    ``pictures`` counts images, ``met`` the ``w:t`` read or rightly left out: those of a container less these are lost.
    """

    def __init__(self, styles: Styles, root: Element, source: bytes) -> None:
        self._styles = styles
        self._look_at_format = (
            not source
            or styles.shape_text
            or any(mark in source for mark in FORMAT_MARKS)
            or PRIVATE_BYTES.search(source) is not None
        )
        self.survey = Survey(root, self._look_at_format)
        self._out: list[str] = []
        self._paragraph_style: Style = NO_STYLE
        self.fields = Fields()
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.objects: list[str] = []
        self.pictures = 0
        self.met = 0

    def leave_out(self, element: Element) -> None:
        """An element is not shown, as it should be; text that got in among its properties is no part of it."""
        self.met += texts_in(element) - sum(map(texts_in, _outermost_properties(element)))

    def text(self, paragraph: Element, style: Style) -> str:
        """The paragraph's own text, its automatic number not included."""
        plain = self.survey.texts(paragraph)
        if plain is not None:
            text = "".join(plain)
            if not self._look_at_format or not (style.hidden or style.raised or PRIVATE.search(text)):
                self.met += len(plain)
                return text
        self._out = []
        self._paragraph_style = style
        self._walk(paragraph)
        self.fields.end_of_paragraph()
        return "".join(self._out)

    def _walk(self, parent: Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child)
            elif tag == P_PR:
                continue
            elif tag in (DEL, MOVE_FROM):
                self.leave_out(child)
            elif tag in TRANSPARENT:
                self._walk(child)
            elif tag == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    self._walk(content)
            elif tag == FLD_SIMPLE:
                self.fields.simple(child.get(W + "instr", ""))
                self._walk(child)
            elif tag == ALTERNATE:
                chosen = shown_alternative(child, self.leave_out)
                if chosen is not None:
                    self._walk(chosen)
            elif tag in (O_MATH, O_MATH_PARA):
                self._equation(child)
            elif tag == SUB_DOCUMENT:
                self.objects.append("SubDocument")
                self._walk(child)

    def _equation(self, element: Element) -> None:
        self.leave_out(element)
        self._put(equation(element))

    def _put(self, text: str) -> None:
        if not self.fields.hiding:
            self._out.append(text)

    def _run(self, run: Element) -> None:
        align = font = None
        if self._look_at_format:
            hidden, align, font = self._format(run)
            if hidden:
                self.leave_out(run)
                for child in run:
                    if child.tag == FLD_CHAR:
                        self.fields.char(child)
                return
        for child in run:
            tag = child.tag
            if tag == T:
                self.met += 1
                text = child.text
                if text and not self.fields.hiding:
                    if self._look_at_format:
                        text = raised(unprivate(text, font), align)
                    self._out.append(text)
            elif tag == R_PR:
                continue
            elif tag in FIXED:
                self._put(FIXED[tag])
            else:
                self._other(child, tag)

    def _other(self, child: Element, tag: str) -> None:
        if tag == FLD_CHAR:
            shown = self.fields.char(child)
            if shown:
                self._put(shown)
        elif tag == INSTRUCTION:
            self.fields.instruction(child.text or "")
        elif tag in NOTES:
            self.notes.append((NOTES[tag], child.get(W + "id", "")))
        elif tag == SYM:
            try:
                self._put(symbol(child.get(W + "font"), int(child.get(W + "char", ""), 16)))
            except ValueError:
                self._put(symbol(None, 0))
        elif tag == ALTERNATE:
            chosen = shown_alternative(child, self.leave_out)
            if chosen is not None:
                for inner in chosen:
                    self._other(inner, inner.tag)
        elif tag in DRAWN:
            self._drawing(child)
        elif tag == T:
            self.met += 1
            self._put(child.text or "")
        elif tag in FIXED:
            self._put(FIXED[tag])
        elif tag == RUBY:
            base = child.find(RUBY_BASE)
            for part in child:
                if part is base:
                    self._walk(base)
                else:
                    self.leave_out(part)
        elif tag == O_MATH:
            self._equation(child)

    def _drawing(self, element: Element) -> None:
        """Collect text boxes, pictures and embedded objects; a box inside a box is left to its own reading."""
        for child in element:
            tag = child.tag
            if tag == TXBX_CONTENT:
                self.boxes.append(child)
            elif tag == ALTERNATE:
                chosen = shown_alternative(child, self.leave_out)
                if chosen is not None:
                    self._drawing(chosen)
            else:
                if tag == OLE_OBJECT:
                    self.objects.append(child.get("ProgID", ""))
                elif tag in PICTURES:
                    self.pictures += 1
                elif tag in FOREIGN:
                    self.objects.append(FOREIGN[tag])
                self._drawing(child)

    def _format(self, run: Element) -> tuple[bool, str | None, str | None]:
        """Whether the run is hidden or struck through, its raised or lowered position, its font."""
        inherited, hidden, font, struck = self._paragraph_style.hidden, None, None, False
        align, own_align = self._paragraph_style.raised, None
        for child in next(run.iterchildren(R_PR), ()):
            tag = child.tag
            if tag == R_STYLE:
                style = self._styles[child.get(VAL, "")]
                inherited, align = inherited ^ style.hidden, style.raised or align
            elif tag == VANISH:
                hidden = is_on(child.get(VAL))
            elif tag in STRUCK:
                struck = struck or is_on(child.get(VAL))
            elif tag == VERT_ALIGN:
                own_align = child.get(VAL)
            elif tag == R_FONTS:
                font = child.get(W + "ascii") or child.get(W + "hAnsi")
        return struck or (inherited if hidden is None else hidden), own_align or align, font


def _outermost_properties(element: Element) -> Iterator[Element]:
    """Properties (``w:rPr``, ``w:tcPr`` …) within an element, none inside another."""
    within = [element]
    while within:
        for child in within.pop():
            if isinstance(child.tag, str) and child.tag.endswith("Pr"):
                yield child
            else:
                within.append(child)


def texts_in(element: Element) -> int:
    """How many ``w:t`` stand in an element."""
    return sum(1 for _ in element.iter(T))


def shown_alternative(element: Element, left_out: Callable[[Element], None] | None = None) -> Element | None:
    """The branch of an ``mc:AlternateContent`` that is read: its first choice, else its fallback.

    ``left_out`` is told of the other branches: they say the same.
    """
    choice = element.find(CHOICE)
    chosen = choice if choice is not None else element.find(FALLBACK)
    if chosen is not None and left_out is not None:
        for branch in element:
            if branch is not chosen:
                left_out(branch)
    return chosen


def equation(element: Element) -> str:
    """An equation's text on one line: fractions as a/b, raised digits raised."""
    tag = element.tag
    if tag == M_TEXT:
        return element.text or ""
    if tag == M_FRACTION:
        return "/".join(equation(part) for part in element if part.tag in (M + "num", M + "den"))
    if tag == M_SUPERSCRIPT:
        base, power = element.find(M + "e"), element.find(M + "sup")
        return (equation(base) if base is not None else "") + (
            raised(equation(power), "superscript") if power is not None else ""
        )
    if tag == T:
        return element.text or ""
    if tag in (DEL, MOVE_FROM):
        return ""
    return "".join(equation(child) for child in element)
