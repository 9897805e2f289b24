"""Headers, footers and page numbers: lines at the edge of the page that come again on most pages at the same height."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median

from gouji.extract.document import ParagraphKind
from gouji.extract.readers.pdf.continued import UNIT
from gouji.extract.readers.pdf.glyphs import Line
from gouji.extract.readers.pdf.layout import EDGE_SHARE, PageLayout

EDGE_LINES = 3
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxl]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ]", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
WATERMARK = 2.0
"""How many times as high as the text a mark is that every page bears at one place."""
_PAGE_COUNT = re.compile(
    r"[第共]\s*\d+\s*页|\d+\s*/\s*\d+|[—–―\-·]\s*\d+\s*[—–―\-·]|page\s*\d+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"(?:^|(?<=\s))\d{1,4}(?=\s|$)")
"""A number apart from the words of its line: the page's, where it grows with the pages."""
_PAGE_NUMBER = re.compile(
    r"[\s—–―\-·.~～]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ])\s*(?:页)?[\s—–―\-·.~～]*"
    r"|第?\s*\d{1,4}\s*页?\s*[/，,]?\s*共?\s*\d{1,4}\s*页?"
    r"|(?:Page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_DECORATED = re.compile(r"[—–―\-·~～].*\d.*[—–―\-·~～]|第\s*\d+\s*页|\d+\s*/\s*\d+|page", re.IGNORECASE)

Furniture = dict[tuple[int, int], ParagraphKind]
"""``(page number, start of the line in the page's string)`` → kind."""


def furniture(pages: list[PageLayout]) -> Furniture:
    """Lines of headers, footers and page numbers."""
    marked: Furniture = {}
    edges = [(page, line, top) for page in pages for line, top in _edge_lines(page)]
    seen: Counter[tuple[str, int, bool]] = Counter()
    for page, line, top in edges:
        for height in _heights(page, line, top):
            seen[_shape(page, line), height, top] += 1
    numbered = _running_numbers(edges)
    count = len({page.number for page in pages})
    growing = _growing_numbers(edges, count)
    for page, line, top in edges:
        key = (page.number, line.start)
        text = page.string(line).strip()
        often = max(seen[_shape(page, line), height, top] for height in _heights(page, line, top))
        repeated = (count >= 2 and often >= max(2, 0.4 * count)) or key in growing
        if _PAGE_NUMBER.fullmatch(text) and (key in numbered or (not top and _DECORATED.search(text))):
            marked[key] = "page_number"
        elif repeated and _WORD.search(text) and not _ends_a_sentence(text):
            marked[key] = "header" if top else "footer"
    for key in list(_captions(pages, marked)):
        del marked[key]
    marked.update(dict.fromkeys(_watermarks(pages), "header"))
    return marked


def _captions(pages: list[PageLayout], marked: Furniture) -> Iterator[tuple[int, int]]:
    """Lines above tables that come again on most pages and yet are no headers.

    Print titles are the caption of their table where they come first; a unit below a title of its own is that table's.
    """
    met: set[str] = set()
    for page in pages:
        top = min((table.top for table in page.tables), default=0.0)
        above = [(page.number, line.start, line) for line in sorted(page.lines, key=lambda one: one.top) if line.top < top]
        own_title = False
        first = all(
            marked.get((number, start)) in ("header", "page_number") and _shape(page, line) not in met
            for number, start, line in above
        )
        for number, start, line in above:
            header = marked.get((number, start)) == "header"
            own_title |= (number, start) not in marked
            if header and (first or (own_title and UNIT.fullmatch(page.string(line).strip()))):
                yield number, start
            met.add(_shape(page, line))


def _watermarks(pages: list[PageLayout]) -> Iterator[tuple[int, int]]:
    """Large lines that most pages bear at the very same place, however far from the edge."""
    sizes = [line.size for page in pages for line in page.lines]
    if len(pages) < 2 or not sizes:
        return
    least = WATERMARK * median(sizes)
    seen: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for page in pages:
        for line in page.lines:
            if line.size >= least:
                place = (page.string(line), round(line.x0), round(line.top))
                seen.setdefault(place, []).append((page.number, line.start))
    for keys in seen.values():
        if len({number for number, _ in keys}) >= max(2, 0.6 * len(pages)):
            yield from keys


def _edge_lines(page: PageLayout) -> Iterable[tuple[Line, bool]]:
    """The first and the last few lines within the page's edges, with whether they stand at the top."""
    tops = [t.top for t in page.tables]
    bottoms = [t.bottom for t in page.tables]
    ordered = sorted(page.lines, key=lambda line: line.top)
    for line in ordered[:EDGE_LINES]:
        if line.bottom <= EDGE_SHARE * page.height and all(line.top < top for top in tops):
            yield line, True
    for line in ordered[-EDGE_LINES:]:
        if line.top >= (1 - EDGE_SHARE) * page.height and all(line.bottom > bottom - 1 for bottom in bottoms):
            yield line, False


def _growing_numbers(edges: list[tuple[PageLayout, Line, bool]], pages: int) -> set[tuple[int, int]]:
    """Lines with a number apart that grows with the pages on most of them, whatever stands beside it on each."""
    found: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for page, line, top in edges:
        for number in _BARE.findall(page.string(line).strip()):
            found.setdefault((int(number) - page.number, top), []).append((page.number, line.start))
    enough = max(3, 0.6 * pages)
    return {key for keys in found.values() if len({number for number, _ in keys}) >= enough for key in keys}


def _shape(page: PageLayout, line: Line) -> str:
    """What the line says on every page: a number apart is told by what it is more than the page's own."""
    text = _PAGE_COUNT.sub("#", page.string(line).strip())
    return _BARE.sub(lambda number: f"#{int(number[0]) - page.number}", text)


def _heights(page: PageLayout, line: Line, top: bool) -> tuple[int, int]:
    """The two coarse steps of height the line may belong to, from the nearer edge of the page."""
    distance = line.top if top else page.height - line.bottom
    step = int(distance // 4)
    return step, step + 1


def _running_numbers(edges: list[tuple[PageLayout, Line, bool]]) -> set[tuple[int, int]]:
    """Bare numbers at the edge that grow by one from page to page (or, on a one-page file, equal 1)."""
    found: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for page, line, _ in edges:
        text = page.string(line).strip()
        if _PAGE_NUMBER.fullmatch(text) and (value := _first_number(text)) is not None:
            offset = value - page.number
            found.setdefault(offset, []).append((page.number, (page.number, line.start)))
    marked: set[tuple[int, int]] = set()
    for offset, places in found.items():
        if len({number for number, _ in places}) >= 2 or offset == 0:
            marked.update(key for _, key in places)
    return marked


def _first_number(text: str) -> int | None:
    """The page number in digits or Roman figures."""
    if digits := _DIGITS.search(text):
        return int(digits.group())
    roman = _ROMAN.search(text)
    if roman is None:
        return None
    values = [_ROMAN_VALUES[letter] for letter in unicodedata.normalize("NFKC", roman.group()).lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _ends_a_sentence(text: str) -> bool:
    return text.endswith(("。", "；", "：", "，"))
