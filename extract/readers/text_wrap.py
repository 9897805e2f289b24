"""Lines broken at a fixed width, put together to the paragraphs they were broken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gouji.extract.document import Piece, Span, Text
from gouji.extract.readers.text_lines import Line

NARROWEST: Final = 40
"""Display columns (a Chinese character takes two) of the narrowest lines that are taken for broken ones."""
WIDEST: Final = 200
FEWEST: Final = 3
"""Full lines from which on there is evidence of a fixed width."""
_RAGGED: Final = 3
"""A line may stop this many columns short of the width: a wide character or a closing mark did not fit."""
_HANGING: Final = 2
_BEYOND: Final = 0.03
_UNFINISHED: Final = 0.7
_FINISHED: Final = 0.6

_TERMINAL: Final = re.compile(r"[。！？；：!?;:][”’）)」』】]?$")
_PUNCTUATED: Final = re.compile("[，。；]")
_INDENT: Final = re.compile(r"[ \u3000\xa0]*")
_MARKS: Final = "，。、；：！？）》”’〕】」％,.;:!?)%"
_TOKEN: Final = re.compile(
    r"(?:[A-Za-z0-9.,%‰+\-/()]{1,24}|[（《“‘〔【「]?.)[，。、；：？！）》”’〕】」％]{0,2}", re.DOTALL
)
NUMBERED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部分]|附[件表]\s*\d{0,2}|[-—•●◆■])"
)
_NUMBER_END: Final = re.compile(r"\d[.,]?$")


def width(string: str) -> int:
    """Display columns: two for what GBK writes with two bytes, one for anything else."""
    return len(string.encode("gbk", "replace"))


def paragraphs(lines: Sequence[Line]) -> tuple[list[list[Line]], int]:
    """Prose lines in order as paragraphs, and the width they were broken at (0: at none, each line is a paragraph).

    They were broken when several lines stop where the next word no longer fits, nearly none is longer, these lines end in
    the middle of a sentence, and what they make together ends with one.
    """
    single = [[line] for line in lines]
    measured = [width(line.string.rstrip()) for line in lines]
    limit = _limit(lines, measured)
    if limit is None:
        return single, 0
    indented = _indents(lines)
    full = [_is_full(lines, measured, i, limit) for i in range(len(lines))]
    unfinished = [i for i, yes in enumerate(full) if yes and not _TERMINAL.search(lines[i].string.rstrip())]
    if len(unfinished) < FEWEST or len(unfinished) < _UNFINISHED * sum(full):
        return single, 0
    groups: list[list[Line]] = []
    for i, line in enumerate(lines):
        if i and full[i - 1] and _goes_on(lines[i - 1], line, indented):
            groups[-1].append(line)
        else:
            groups.append([line])
    several = [g for g in groups if len(g) > 1]
    ended = sum(1 for g in several if _TERMINAL.search(g[-1].string.rstrip()))
    if not several or ended < _FINISHED * len(several):
        return single, 0
    # Closing marks may hang over the width; what else stands at a line's end does not.
    inside = (measured[i] for i, yes in enumerate(full) if yes and lines[i].string.rstrip()[-1] not in _MARKS)
    widest = max(inside, default=limit)
    return [part for g in groups for part in ([g] if _is_prose(g) else [[line] for line in g])], widest


def _limit(lines: Sequence[Line], measured: Sequence[int]) -> int | None:
    """The width at which lines seem to be broken: the greatest that several lines followed by another come close to."""
    followed = sorted(
        (w for i, w in enumerate(measured[:-1]) if NARROWEST <= w <= WIDEST and _adjacent(lines, i)), reverse=True
    )
    for k in range(len(followed) - FEWEST + 1):
        if followed[k] - followed[k + FEWEST - 1] <= _RAGGED:
            limit = followed[k]
            beyond = sum(1 for w in measured if w > limit + _HANGING)
            return limit if beyond <= _BEYOND * len(measured) else None
    return None


def _adjacent(lines: Sequence[Line], i: int) -> bool:
    """Whether the next line stands directly below, both being plain text."""
    return (
        lines[i + 1].number == lines[i].number + 1 and "\t" not in lines[i].string and "\t" not in lines[i + 1].string
    )


def _is_full(lines: Sequence[Line], measured: Sequence[int], i: int, limit: int) -> bool:
    """Whether what begins the next line would not have fitted on this one."""
    if i + 1 >= len(lines) or not _adjacent(lines, i) or measured[i] > limit + _HANGING:
        return False
    token = _TOKEN.match(lines[i + 1].string.lstrip())
    return measured[i] + (width(token[0]) if token else 2) > limit - _HANGING


def _indents(lines: Sequence[Line]) -> bool:
    """Whether paragraphs of the file begin with an indent."""
    return sum(1 for line in lines if _indent(line)) >= 2


def _indent(line: Line) -> int:
    found = _INDENT.match(line.string)
    return width(found[0]) if found else 0


def _goes_on(before: Line, line: Line, indented: bool) -> bool:
    """Whether a line goes on with the paragraph of the full line above it."""
    if _indent(line) >= 2:
        return False
    end = _TERMINAL.search(before.string.rstrip())
    if end is None:
        return True
    # A semicolon parts items within a paragraph as often as it ends one; an item of its own bears a number.
    return (indented or end[0] in "；;") and not NUMBERED.match(line.string)


def _is_prose(group: Sequence[Line]) -> bool:
    return len(group) == 1 or any(_PUNCTUATED.search(line.string) for line in group)


def joined(group: Sequence[Line], widest: int) -> Text:
    """The text of a paragraph broken at ``widest`` columns, every piece of it at its line and offset."""
    if len(group) == 1:
        (line,) = group
        return Text(line.string, (Piece(0, len(line.string), _span(line)),))
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for i, line in enumerate(group):
        string = line.string if i == len(group) - 1 else line.string.rstrip()
        left = len(string) - len(string.lstrip()) if i else 0
        line = line.slice(left, len(string))
        if i:
            separator = wrap_sign(group[i - 1].string.rstrip(), line.string, widest)
            parts.append(separator)
            at += len(separator)
        parts.append(line.string)
        pieces.append(Piece(at, at + len(line.string), _span(line)))
        at += len(line.string)
    return Text("".join(parts), tuple(pieces))


def wrap_sign(before: str, after: str, widest: int) -> str:
    """What the break stands for: nothing in Chinese or in a number cut where no digit more would fit, else a space."""
    a, b = before[-1:], after[:1]
    if not (a.isascii() and b.isascii() and a and b):
        return ""
    if b.isdigit() and _NUMBER_END.search(before):
        return "" if width(before) >= widest else " "
    if a.isdigit() and b in ".,%":
        return ""
    return " " if a.isalnum() and b.isalnum() else ""


def _span(line: Line) -> Span:
    return Span(line=line.number, start=line.start, end=line.start + len(line.string))
