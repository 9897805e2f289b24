"""Characters of symbol fonts (w:sym, private-use text, raised digits) as the page shows them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gouji.extract.lexicon import text_of

PRIVATE: Final = re.compile("[\uf020-\uf0ff]")
UNKNOWN: Final = "□"
RAISED: Final = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


@cache
def _fonts() -> dict[str, dict[int, str]]:
    import yaml  # few files have symbols, and every start would pay for it

    return {
        font: {int(code, 16): sign for code, sign in signs.items()}
        for font, signs in yaml.safe_load(text_of("gouji.extract.readers.docx", "symbols.yaml")).items()
    }


def symbol(font: str | None, code: int) -> str:
    """The character a symbol font draws for ``code`` (``F0B3`` or ``B3``), ``□`` when it is not known.

    A code outside the symbol area is the character itself, whatever the font.
    """
    if not (0xF020 <= code <= 0xF0FF or (code <= 0xFF and (font or "").lower() in _fonts())):
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else UNKNOWN
    low = code & 0xFF
    fonts = _fonts()
    own = fonts.get((font or "").lower())
    if own is not None:
        return own.get(low, UNKNOWN)
    return fonts["symbol"].get(low) or fonts["wingdings"].get(low, UNKNOWN)


def unprivate(text: str, font: str | None) -> str:
    """``text`` with characters of the symbol area replaced one for one."""
    return PRIVATE.sub(lambda m: symbol(font, ord(m[0])), text)


def raised(text: str, align: str | None) -> str:
    """``text`` with digits and signs raised or lowered as ``w:vertAlign`` says, one for one: m² and 10⁴, not 104."""
    if align == "superscript":
        return text.translate(RAISED)
    if align == "subscript":
        return text.translate(LOWERED)
    return text
