"""Lines to paragraphs: where one ends is told by what room was left, indent, gap, size and numbering."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gouji.extract.readers.pdf.glyphs import Chunk, Line
from gouji.extract.readers.pdf.layout import PageLayout

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条部分]|附件?\s*\d{0,2}[：:]?$)"
)
TERMINAL = re.compile(r"[。！？；：!?;:][”’）)]?$")
GAP = 1.4
SIZE_STEP = 0.15
SLACK = 0.6
FEW_LINES = 10
LABEL = 4


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines begin and end, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


def margins(pages: Iterable[PageLayout], is_body: Callable[[int, Line], bool]) -> dict[int, Margins]:
    """Margins by rounded page width, from the body lines of all pages of that width."""
    by_width: dict[int, list[tuple[PageLayout, list[Line]]]] = {}
    for page in pages:
        body = [line for line in page.lines if is_body(page.number, line)]
        by_width.setdefault(round(page.width), []).append((page, body))
    return {width: _margins(float(width), group) for width, group in by_width.items()}


def _margins(width: float, pages: list[tuple[PageLayout, list[Line]]]) -> Margins:
    lines = [line for _, body in pages for line in body]
    if not lines:
        return Margins(0.0, width, 0.0)
    size = median(line.size for line in lines)
    enough = max(2, round(0.03 * len(lines)))
    left = _supported(sorted(line.x0 for line in lines), 0.2 * size, enough)
    if left is None:
        left = min(line.x0 for line in lines)
    mirrored = _supported(sorted(-line.x1 for line in lines), 1.2 * size, enough)
    # With few lines none may be full: then the page is taken to be symmetrical.
    right = width - left if mirrored is None or -mirrored < 0.6 * width else -mirrored
    if len(lines) < FEW_LINES:
        right = max(right, width - left - 2 * size)
    steps = [b.top - a.top for _, body in pages for a, b in pairwise(body) if 0 < b.top - a.top < 3 * a.size]
    return Margins(left, right, median(steps) if steps else 1.6 * size)


def _supported(ordered: list[float], width: float, enough: int) -> float | None:
    """The smallest value with ``enough`` values within ``width`` above it."""
    for i, value in enumerate(ordered):
        if i + enough <= len(ordered) and ordered[i + enough - 1] - value <= width:
            return value
    return None


def begins_paragraph(before: Line, line: Line, text_before: str, text: str, frame: Margins) -> bool:
    """Whether ``line`` begins a new paragraph after ``before``; both are body lines, nothing stands between them."""
    same_page = before.page == line.page
    if same_page and line.top - before.top > GAP * max(frame.pitch, before.size):
        return True
    if abs(line.size - before.size) > SIZE_STEP * min(line.size, before.size):
        return True
    if frame.right - before.x1 > line.token + SLACK * line.size:
        return True
    ended = TERMINAL.search(text_before) is not None
    if not ended and _centred(line, frame) and _is_full_or_centred(before, frame):
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
