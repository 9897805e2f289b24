"""The style sheet: list, heading level, hidden and raised text by style (MS-DOC 2.9.271)."""

from __future__ import annotations

import struct
from typing import Final

from msgspec import Struct

from gouji.extract.readers.ole.properties import BODY_LEVEL, character_format, paragraph_format

PARAGRAPH: Final = 1
CHARACTER: Final = 2
NO_BASE: Final = 0x0FFF
HEADINGS: Final = range(1, 10)
DEEPEST: Final = 32
_BASE_SIZE: Final = 10


class Style(Struct, frozen=True):
    """A style with what it inherits. ``list`` is the 1-based list override, 0 for none."""

    list: int = 0
    list_level: int = 0
    level: int | None = None
    hidden: bool = False
    raised: int | None = None


NO_STYLE: Final = Style()


class _Raw(Struct, frozen=True):
    kind: int
    built_in: int
    base: int
    paragraph: bytes
    character: bytes


class Styles:
    """Styles by number; unknown ones behave like none."""

    def __init__(self, sheet: bytes) -> None:
        self._raw: dict[int, _Raw] = {}
        self._done: dict[int, Style] = {}
        if len(sheet) < 6:
            return
        header, count, base_size = struct.unpack_from("<HHH", sheet)
        at = 2 + header
        for i in range(count):
            if at + 2 > len(sheet):
                break
            size = struct.unpack_from("<H", sheet, at)[0]
            raw = _style(sheet[at + 2 : at + 2 + size], base_size)
            if raw is not None:
                self._raw[i] = raw
            at += 2 + size

    def __getitem__(self, number: int) -> Style:
        """The style with this number, what it is based on included."""
        style = self._done.get(number)
        if style is None:
            style = NO_STYLE
            for raw in reversed(self._chain(number)):
                style = _over(style, raw)
            self._done[number] = style
        return style

    def _chain(self, number: int) -> list[_Raw]:
        chain: list[_Raw] = []
        while len(chain) < DEEPEST and (raw := self._raw.get(number)) is not None and raw not in chain:
            chain.append(raw)
            number = raw.base
        return chain


def _style(packed: bytes, base_size: int) -> _Raw | None:
    if len(packed) < max(_BASE_SIZE, base_size) + 2:
        return None
    built_in, based, counts = struct.unpack_from("<HHH", packed)
    kind, base = based & 0x0F, based >> 4
    name_length = struct.unpack_from("<H", packed, base_size)[0]
    at = base_size + 2 + 2 * name_length + 2
    parts: list[bytes] = []
    for _ in range(counts & 0x0F):
        if at + 2 > len(packed):
            break
        size = struct.unpack_from("<H", packed, at)[0]
        parts.append(packed[at + 2 : at + 2 + size])
        at += 2 + size + (size & 1)
    paragraph = parts[0][2:] if kind == PARAGRAPH and parts else b""
    character = (
        parts[0] if kind == CHARACTER and parts else parts[1] if kind == PARAGRAPH and len(parts) > 1 else b""
    )
    return _Raw(kind, built_in & 0x0FFF, base, paragraph, character)


def _over(base: Style, raw: _Raw) -> Style:
    """``base`` with what one style itself says laid over it."""
    paragraph, character = paragraph_format(raw.paragraph), character_format(raw.character)
    level = raw.built_in if raw.kind == PARAGRAPH and raw.built_in in HEADINGS else base.level
    if paragraph.outline is not None:
        level = paragraph.outline + 1 if paragraph.outline < BODY_LEVEL else None
    return Style(
        base.list if paragraph.list is None else paragraph.list,
        base.list_level if paragraph.list_level is None else paragraph.list_level,
        level,
        base.hidden if character.hidden is None else shown_hidden(character.hidden, base.hidden),
        base.raised if character.raised is None else character.raised,
    )


def shown_hidden(value: int, inherited: bool) -> bool:
    """Whether a toggle with this value hides text whose style hides it or not."""
    if value & 0x80:
        return inherited ^ bool(value & 1)
    return bool(value)
