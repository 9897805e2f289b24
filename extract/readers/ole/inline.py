"""The text of one paragraph as Word shows it: deleted and hidden runs out, field results, symbols, raised digits."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from gouji.extract.readers.docx.fields import Fields
from gouji.extract.readers.docx.symbols import PRIVATE, raised, symbol, unprivate
from gouji.extract.readers.ole.pieces import Pieces, whole
from gouji.extract.readers.ole.properties import (
    PLAIN,
    RAISED,
    CharacterFormat,
    FormattedPages,
    character_format,
)
from gouji.extract.readers.ole.styles import Style, Styles, shown_hidden

CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f]")
FIXED: Final = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
PICTURE, DRAWN, FIELD, SEPARATOR, FIELD_END = "\x01", "\x08", "\x13", "\x14", "\x15"
SYMBOL: Final = "("
EMBEDDED: Final = re.compile(r"\s*(?:EMBED|LINK)\b\s*(\S*)", re.IGNORECASE)
CHECK_BOX: Final = re.compile(r"\s*FORMCHECKBOX\b", re.IGNORECASE)
FORM_HEADER: Final = 68


class Characters:
    """Character formats by position: only the runs that change what is read."""

    def __init__(self, pieces: Pieces, pages: FormattedPages) -> None:
        keep_font = PRIVATE.search(pieces.text) is not None
        self._starts: list[int] = []
        self.runs: list[tuple[int, int, CharacterFormat]] = []
        for stretch in pieces.stretches:
            end = stretch.offset + (stretch.end - stretch.start) * stretch.width
            covered = stretch.start
            for first, last, packed in pages.between(stretch.offset, end):
                start = stretch.start + (first - stretch.offset) // stretch.width
                stop = stretch.start + (last - stretch.offset) // stretch.width
                if stretch.modifiers and covered < start:
                    self._add(covered, start, stretch.modifiers, keep_font)
                self._add(start, stop, packed + stretch.modifiers, keep_font)
                covered = stop
            if stretch.modifiers and covered < stretch.end:
                self._add(covered, stretch.end, stretch.modifiers, keep_font)

    def _add(self, start: int, end: int, packed: bytes, keep_font: bool) -> None:
        found = character_format(packed)
        if found == PLAIN or (not keep_font and not _matters(found)):
            return
        self._starts.append(start)
        self.runs.append((start, end, found))

    def between(self, start: int, end: int) -> list[tuple[int, int, CharacterFormat]]:
        """Stretches of one format that make up ``start`` to ``end``."""
        found: list[tuple[int, int, CharacterFormat]] = []
        i = max(bisect_right(self._starts, start) - 1, 0)
        at = start
        while i < len(self.runs) and self.runs[i][0] < end:
            first, last, form = self.runs[i]
            i += 1
            if last <= at:
                continue
            if first > at:
                found.append((at, first, PLAIN))
            at = max(at, first)
            found.append((at, min(last, end), form))
            at = min(last, end)
        if at < end:
            found.append((at, end, PLAIN))
        return found

    def at(self, position: int) -> CharacterFormat:
        """Format of one character."""
        i = bisect_right(self._starts, position) - 1
        return self.runs[i][2] if i >= 0 and position < self.runs[i][1] else PLAIN


def _matters(form: CharacterFormat) -> bool:
    return (
        form.deleted or form.hidden is not None or form.raised is not None or form.style is not None
        or form.symbol is not None or form.data is not None
    )  # fmt: skip


class Inline:
    """Reads paragraphs of one story one after the other; field state runs on between them.

    After ``text`` the lists ``marks`` (positions of notes and drawings shown) and ``objects`` (program names of
    embedded objects) hold what was met; the caller empties them. ``pictures`` counts images.
    """

    def __init__(
        self,
        text: str,
        characters: Characters,
        styles: Styles,
        fonts: list[str],
        data: bytes,
        watched: list[int],
    ) -> None:
        self._text, self._characters, self._styles = text, characters, styles
        self._fonts, self._data, self._watched = fonts, data, watched
        self.fields = Fields()
        self.marks: list[int] = []
        self.objects: list[str] = []
        self.pictures = 0

    def text(self, start: int, end: int, style: Style) -> str:
        """Own text of the paragraph between two positions, its mark and automatic number not included."""
        out: list[str] = []
        for first, last, form in self._characters.between(start, end):
            character = self._styles[form.style] if form.style is not None else None
            inherited = style.hidden ^ (character is not None and character.hidden)
            hidden = inherited if form.hidden is None else shown_hidden(form.hidden, inherited)
            shown = not (form.deleted or hidden)
            if shown:
                self._watch(first, last)
            by_style = (character.raised if character is not None else None) or style.raised
            look = by_style if form.raised is None else form.raised
            self._run(self._text[first:last], form, RAISED.get(look or 0), out if shown else None)
        self.fields.end_of_paragraph()
        return whole("".join(out))

    def _watch(self, first: int, last: int) -> None:
        i = bisect_left(self._watched, first)
        while i < len(self._watched) and self._watched[i] < last:
            self.marks.append(self._watched[i])
            i += 1

    def _run(self, text: str, form: CharacterFormat, look: str | None, out: list[str] | None) -> None:
        if form.symbol is not None and text and not CONTROL.search(text):
            font, code = form.symbol
            self._put("".join(symbol(self._font(font), code) for _ in text), out)
            return
        at = 0
        for match in CONTROL.finditer(text):
            self._plain(text[at : match.start()], form, look, out)
            at = match.end()
            self._control(match[0], form, out)
        self._plain(text[at:], form, look, out)

    def _plain(self, text: str, form: CharacterFormat, look: str | None, out: list[str] | None) -> None:
        if not text:
            return
        if self.fields.hiding:
            self.fields.instruction(text)
        elif out is not None:
            if PRIVATE.search(text):
                text = unprivate(text, self._font(form.font))
            out.append(raised(text, look))

    def _put(self, text: str, out: list[str] | None) -> None:
        if out is not None and not self.fields.hiding:
            out.append(text)

    def _control(self, character: str, form: CharacterFormat, out: list[str] | None) -> None:
        if character in FIXED:
            self._put(FIXED[character], out)
        elif character == FIELD:
            self.fields.begin()
        elif character == SEPARATOR:
            self._object(out)
            self.fields.separate()
        elif character == FIELD_END:
            if self.fields.hiding:
                self._object(out)
            shown = self.fields.end()
            if shown:
                self._put(shown, out)
        elif character == PICTURE:
            if CHECK_BOX.match(self.fields.code):
                self.fields.tick(self._check_box(form.data))
            elif out is not None:
                self.pictures += 1
        elif character == DRAWN and out is not None:
            self.pictures += 1

    def _object(self, out: list[str] | None) -> None:
        match = EMBEDDED.match(self.fields.code)
        if match is not None and out is not None:
            self.objects.append(match[1])

    def _check_box(self, at: int | None) -> str:
        """The box of a form field, from its data (NilPICFAndBinData, FFData; MS-DOC 2.9.78, 2.9.158)."""
        if at is None or at + FORM_HEADER + 10 > len(self._data):
            return "☐"
        body = self._data[at + FORM_HEADER : at + FORM_HEADER + 1024]
        state = body[4] >> 2 & 0x1F
        if state == 25:
            name = int.from_bytes(body[10:12], "little")
            default = body[12 + 2 * name + 2 : 12 + 2 * name + 4]
            state = int.from_bytes(default, "little")
        return "☑" if state == 1 else "☐"

    def _font(self, number: int | None) -> str | None:
        return self._fonts[number] if number is not None and number < len(self._fonts) else None
