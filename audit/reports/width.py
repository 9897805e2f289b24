"""Columns of text on a screen, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# A line must not begin with these (避头).
_NO_LINE_START = set("，。、；：！？）》」』】〕％%’”,.;:!?)]}")


_STEP = re.compile(r".+?(?: [·/] |$)")


def width(text: str) -> int:
    """Columns that the text takes: wide and full-width characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to that many columns; on the left if ``right``-aligned."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def clip(text: str, columns: int) -> str:
    """The text cut to that many columns, with ``…`` where something was cut."""
    if width(text) <= columns:
        return text
    out, used = [], 0
    for char in text:
        used += _columns(char)
        if used > columns - 1:
            break
        out.append(char)
    return "".join(out).rstrip() + "…"


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most that many columns; Latin words and numbers stay whole, no line begins with a comma."""
    lines, line, used = [], "", 0
    for token in _tokens(text):
        size = width(token)
        if line and used + size > columns and token[0] not in _NO_LINE_START:
            lines.append(line.rstrip())
            line, used = "", 0
            token = token.lstrip()
            size = width(token)
        while size > columns:
            cut = max(columns - used, 1)
            lines.append(line + token[:cut])
            line, used, token = "", 0, token[cut:]
            size = width(token)
        line, used = line + token, used + size
    if line.strip():
        lines.append(line.rstrip())
    return lines or [""]


def wrap_steps(text: str, columns: int) -> list[str]:
    """Lines broken between the steps of a place (`` · ``, `` / ``), inside one only where it must be."""
    lines: list[str] = []
    for step in _STEP.findall(text):
        if lines and width(lines[-1] + step.rstrip()) <= columns:
            lines[-1] += step
        else:
            lines.extend(wrap(step, columns) if width(step) > columns else [step])
    return [line.rstrip() for line in lines] or [""]


def _tokens(text: str) -> Iterator[str]:
    """Wide characters and leading punctuation one by one, runs of narrow ones (with the blank before) as one."""
    run = ""
    for char in text:
        if char == " ":
            if run:
                yield run
            run = " "
        elif _columns(char) == 2 or (not run and char in _NO_LINE_START):
            if run:
                yield run
            run = ""
            yield char
        else:
            run += char
    if run:
        yield run


def clean(text: str) -> str:
    """One line without control characters: a stranger's file must not steer the reader's terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
