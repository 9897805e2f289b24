"""Lines to paragraphs: where one ends is told by what room was left, indent, gap, size and numbering."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from gouji.extract.readers.pdf.glyphs import Chunk, Line
from gouji.extract.readers.pdf.layout import PageLayout

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条部分]|附件?\s*\d{0,2}[：:]?$)"
)
TERMINAL = re.compile(r"[。！？；：!?;:][”’）)]?$")
HANGING = "，。、；：！？”’）》】〉,.;:!?)"
GAP = 1.4
LEADING = 1.3
"""Lines stand at least so many sizes apart: those of a title larger than the body farther than the body's."""
SIZE_STEP = 0.15
SLACK = 0.6
FEW_LINES = 10
LABEL = 4


class Margins(Struct, frozen=True):
    """Where full lines begin and end, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


def margins(
    pages: Iterable[PageLayout], is_body: Callable[[int, Line], bool]
) -> dict[tuple[int, int], Margins]:
    """Margins by rounded page width and column, from the body lines of all pages of that width."""
    groups: dict[tuple[int, int], list[list[Line]]] = {}
    ends: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        body = [line for line in page.lines if is_body(page.number, line)]
        for column in {0, *(line.column for line in body)}:
            key = (round(page.width), column)
            lines = [line for line in body if line.column == column]
            groups.setdefault(key, []).append(lines)
            # Punctuation at the end of a line may hang over the margin.
            ends.setdefault(key, []).extend(line.x1 for line in lines if page.string(line)[-1] not in HANGING)
    return {key: _margins(key[0], key[1], lines, ends[key]) for key, lines in groups.items()}


def _margins(width: float, column: int, pages: list[list[Line]], ends: list[float]) -> Margins:
    lines = [line for body in pages for line in body]
    if not lines:
        return Margins(0.0, width, 0.0)
    size = median(line.size for line in lines)
    enough = max(2, round(0.03 * len(lines)))
    left = _supported(sorted(line.x0 for line in lines), 0.2 * size, enough)
    if left is None:
        left = min(line.x0 for line in lines)
    mirrored = _supported(sorted(-x for x in ends), 1.2 * size, enough)
    right = width - left if mirrored is None or (-mirrored < 0.6 * width and not column) else -mirrored
    # With few lines none may be full: then the page is taken to be symmetrical.
    if len(lines) < FEW_LINES and not column:
        right = max(right, width - left - 2 * size)
    steps = [b.top - a.top for body in pages for a, b in pairwise(body) if 0 < b.top - a.top < 3 * a.size]
    return Margins(left, right, median(steps) if steps else 1.6 * size)


def _supported(ordered: list[float], width: float, enough: int) -> float | None:
    """The smallest value with ``enough`` values within ``width`` above it."""
    for i, value in enumerate(ordered):
        if i + enough <= len(ordered) and ordered[i + enough - 1] - value <= width:
            return value
    return None


def begins_paragraph(
    before: Line, line: Line, text_before: str, text: str, frame_before: Margins, frame: Margins
) -> bool:
    """Whether ``line`` begins a new paragraph after ``before``; both are body lines, nothing stands between them."""
    if (before.column == 0) != (line.column == 0):
        return True
    one_below_other = before.page == line.page and before.column == line.column
    if one_below_other and line.top - before.top > GAP * max(frame.pitch, LEADING * before.size):
        return True
    if abs(line.size - before.size) > SIZE_STEP * min(line.size, before.size):
        return True
    if frame_before.right - before.x1 > line.token + SLACK * line.size:
        return True
    ended = TERMINAL.search(text_before) is not None
    if not ended and _centred(line, frame) and _is_full_or_centred(before, frame_before):
        return False
    if line.x0 - frame.left > 0.9 * line.size:
        return True
    return ended and NUMBERED.match(text) is not None


def stands_alone(chunks: Sequence[Chunk]) -> bool:
    """Whether a line with wide gaps is a row of labels; a gap after a number or bullet is none."""
    return any(len(chunk.string) >= LABEL for chunk in chunks[:-1])


def _centred(line: Line, frame: Margins) -> bool:
    left, right = line.x0 - frame.left, frame.right - line.x1
    return left > 1.2 * line.size and right > 1.2 * line.size and abs(left - right) < 0.8 * line.size


def _is_full_or_centred(line: Line, frame: Margins) -> bool:
    left, right = line.x0 - frame.left, frame.right - line.x1
    return abs(left - right) < 1.2 * line.size
