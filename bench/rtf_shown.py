"""What an RTF shows, told by its control words and not by gouji's readers nor LibreOffice."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\(.)|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.DOTALL)
_KNOWN = frozenset(b"rtf ansi ansicpg uc fonttbl f pard plain fs par trowd cellx intbl cell row u".split())
_ENDS_LINE = (b"par", b"cell", b"row")


def text_of(data: bytes) -> str:
    """The text outside the font table; nothing when a change made control words the samples do not have.

    Text after the end of the outermost group counts as well: a reader that does not show it has to say so.
    """
    out: list[str] = []
    depth, hidden, skip = 0, 0, 0
    for token in _TOKEN.finditer(data):
        word, number, code, symbol, brace, _, text = token.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            hidden = hidden if depth >= hidden else 0
        elif word is not None:
            if word not in _KNOWN or (word == b"uc" and number != b"1"):
                return ""
            if word == b"fonttbl":
                hidden = depth
            elif word == b"u" and number:
                code_point = int(number) % 65536
                out.append("" if hidden or code_point < 32 else chr(code_point))
                skip = 1
            elif word in _ENDS_LINE:
                out.append("\n")
        elif code or symbol:
            return ""
        elif text and not hidden:
            out.append(text[skip:].decode("latin-1"))
            skip = 0
    return "".join(out)
