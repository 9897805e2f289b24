"""Number format codes (``#,##0.00;[Red]-0``) taken apart into sections and tokens."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

TokenKind = Literal["literal", "digit", "point", "comma", "percent", "exponent", "date", "text", "elapsed", "general"]
SectionKind = Literal["number", "date", "text", "general", "literal"]

_LONGEST: Final = 512
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<blank>.)|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>[Ee][+-])"
    r"|(?P<ampm>AM/PM|A/P|上午/下午)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4}|[eE]+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_ELAPSED: Final = re.compile(r"h+|m+|s+", re.IGNORECASE)
_SPLIT: Final = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]?|;', re.DOTALL)


class Token(Struct, frozen=True):
    """One element of a section: ``text`` is the literal, the digit sign or the date letters."""

    kind: TokenKind
    text: str


class FormatSection(Struct, frozen=True):
    """One of the up to four sections of a code.

    ``condition`` is its comparison and limit; ``counting`` the number of ``[DBNum…]``, 0 for Arabic digits.
    """

    kind: SectionKind
    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    counting: int = 0


@lru_cache(maxsize=2048)
def sections_of(code: str) -> tuple[FormatSection, ...]:
    """The sections of a code; that of ``General`` for an empty or endless one."""
    if not code.strip() or len(code) > _LONGEST:
        code = "General"
    return tuple(_section(part) for part in _split(code)[:4])


def _split(code: str) -> list[str]:
    parts, start = [], 0
    for found in _SPLIT.finditer(code):
        if found[0] == ";":
            parts.append(code[start : found.start()])
            start = found.end()
    return [*parts, code[start:]]


def _section(code: str) -> FormatSection:
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    counting = 0
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "other", found[found.lastgroup or 0]
        if kind == "bracket":
            limit = _CONDITION.fullmatch(text)
            if limit is not None and limit[2].count(".") < 2 and limit[2].strip("-."):
                condition = (limit[1], Decimal(limit[2]))
            elif text.upper().startswith("DBNUM"):
                counting = int(text[5:]) if text[5:].isdecimal() else 0
            elif text.startswith("$"):
                tokens.append(Token("literal", text[1:].split("-")[0]))
            elif _ELAPSED.fullmatch(text):
                tokens.append(Token("elapsed", text.lower()))
        elif kind in ("quoted", "escaped"):
            tokens.append(Token("literal", text))
        elif kind == "blank":
            tokens.append(Token("literal", " "))
        elif kind == "general":
            tokens.append(Token("general", ""))
        elif kind == "exponent":
            tokens.append(Token("exponent", text))
        elif kind in ("date", "ampm"):
            tokens.append(Token("date", text.lower()))
        elif kind == "digit":
            tokens.append(Token("digit", text))
        elif kind == "other":
            special: TokenKind | None = {".": "point", ",": "comma", "%": "percent", "@": "text"}.get(text)  # type: ignore[assignment]
            tokens.append(Token(special or "literal", text))
    return FormatSection(_kind(tokens), tuple(tokens), condition, counting)


def _kind(tokens: list[Token]) -> SectionKind:
    kinds = {t.kind for t in tokens}
    if kinds & {"date", "elapsed"}:
        return "date"
    if "general" in kinds:
        return "general"
    if "digit" in kinds:
        return "number"
    return "text" if "text" in kinds else "literal"
