"""Counts and the things they count, listed by name: 甲、乙、丙3个镇; 4家企业分别为…; 3个镇（甲、乙、丙）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from gouji.extract.facts.model import Number
from gouji.extract.rational import Fraction
from gouji.rules.structure.places import words

_OPENERS, _CLOSERS = "（(“‘《【〔[", "）)”’》】〕]"
_BOUNDARY = frozenset("，。；：,;:！？!?\n\t")
_JOINS = re.compile(r"以及|[和与及暨]")
_DIGIT = re.compile(r"\d")
_TOTAL_WORD = re.compile(r"(?:共计|总共|一共|合计|共有|共|这)$")
_BRACKET = re.compile(r"[^，。；：:（）()、\d]{0,15}[（(]\s*(?P<list>[^（）()]{3,300})[）)]")
_COLON = re.compile(r"[^，。；：:（）()、\d]{0,20}[：:]\s*(?P<list>[^。；;\n]{3,300})(?=[。；;\n]|$)")
_RESPECTIVELY = re.compile(r"(?:分别|依次)(?:为|是|有|系|来自|位于)[：:]?\s*(?P<list>[^。；;\n]{3,400})(?=[。；;\n]|$)")
_TOTAL_REACH = 4
_REACH = 45
_LONGEST_ITEM = 40
_SHORT_ITEM = 4
_PLACE = 2
"""A name of a place is longer."""
_SMALLEST_LOOSE = 3


class Listing(Struct, frozen=True):
    """A count and the list that goes with it.

    Attributes:
        number: the count.
        items: what is listed.
        counts: how many things that may be (a last item with 和 may be two).
        open: the list says 等.
        defining: words before the list say that these are all (企业为：甲、乙等5家).
        names: every item ends like the name of a place or body.
        start: where the list begins in its text.
        end: where it ends.

    """

    number: Number
    items: tuple[str, ...]
    counts: frozenset[int]
    open: bool
    defining: bool
    names: bool
    start: int
    end: int

    @property
    def stated(self) -> int:
        """The count as stated."""
        return int(self.number.quantity.value or 0)

    @property
    def agrees(self) -> bool:
        """True when as many are listed as are counted."""
        return self.stated in self.counts


def listings(text: str, numbers: Sequence[Number]) -> Iterator[Listing]:
    """All counts of a text whose things are listed beside them.

    Args:
        text: a paragraph or cell.
        numbers: its numerals, left to right.

    """
    for i, number in enumerate(numbers):
        if not _counts(number):
            continue
        found = _before(text, number) or _behind(text, number, numbers[i + 1 :])
        if found is not None:
            yield found


def _counts(number: Number) -> bool:
    q = number.quantity
    value = q.value
    whole = value is not None and Fraction(value).denominator == 1
    return number.is_quantity and q.unit in words("counting_units") and whole and not q.soft and 2 <= int(value or 0) <= 40


def _before(text: str, number: Number) -> Listing | None:
    """``甲、乙、丙（等）3个``."""
    end = number.quantity.start
    total = _TOTAL_WORD.search(text, max(0, end - _TOTAL_REACH), end)
    if total:
        end = total.start()
    is_open = text.endswith("等", 0, end)
    end -= is_open
    start = _list_start(text, end)
    items = [] if start is None else _split(text[start:end])
    if start is None or len(items) < 2 or not items[-1]:
        return None
    lead = text[:start].rstrip("：:")
    defining = start > 0 and text[start - 1] in "：:" and lead.endswith(words("defining"))
    listing = _listing(number, items, is_open, defining, start, end)
    return listing if listing.names or listing.stated >= _SMALLEST_LOOSE or _short(items) else None


def _list_start(text: str, end: int) -> int | None:
    """Where the run of 、-separated items that ends at ``end`` begins: behind the last mark outside brackets.

    ``None`` for a run with a digit in it: what is listed there are no names.
    """
    depth = 0
    for i in range(end - 1, -1, -1):
        c = text[i]
        if _DIGIT.match(c):
            return None
        if c in _CLOSERS:
            depth += 1
        elif c in _OPENERS:
            if not depth:
                return i + 1
            depth -= 1
        elif not depth and c in _BOUNDARY:
            return i + 1
    return 0


def _split(text: str) -> list[str]:
    """Items between 、 outside brackets and quotes."""
    items, depth, at = [], 0, 0
    for i, c in enumerate(text):
        if c in _OPENERS:
            depth += 1
        elif c in _CLOSERS:
            depth = max(depth - 1, 0)
        elif c == "、" and not depth:
            items.append(text[at:i].strip())
            at = i + 1
    return [*items, text[at:].strip()]


def _behind(text: str, number: Number, later: Sequence[Number]) -> Listing | None:
    """``3个镇（甲、乙、丙）``, ``3个镇：甲、乙、丙。``, ``3个镇，分别为甲、乙、丙。``."""
    start = number.quantity.end
    for form in (_BRACKET, _COLON):
        found = form.match(text, start)
        if found:
            return _named(number, found["list"], found.start("list"), form is not _BRACKET)
    found = _RESPECTIVELY.search(text, start, start + _REACH + 400)
    if not found or found.start() - start > _REACH or any(n.is_quantity for n in takewhile(lambda n: n.quantity.start < found.start(), later)):
        return None
    return _named(number, found["list"], found.start("list"), True)


def _named(number: Number, listed: str, start: int, cut: bool) -> Listing | None:
    """A list of names behind a count; a clause after a comma is no part of it."""
    if cut and "，" in listed:
        listed, _, rest = listed.partition("，")
        if "、" in rest:
            return None
    items = _split(listed)
    if len(items) < 2 or listed.startswith(words("not_the_items")) or any(_DIGIT.search(x) for x in items):
        return None
    if any(not x or len(x) > _LONGEST_ITEM or any(c in "，；：" for c in x) for x in items):
        return None
    is_open = items[-1].endswith("等")
    return _listing(number, items, is_open, True, start, start + len(listed))


def _listing(number: Number, items: list[str], is_open: bool, defining: bool, start: int, end: int) -> Listing:
    joined = len(_JOINS.findall(items[-1]))
    counts = frozenset({len(items), len(items) + (1 if joined else 0)})
    ends = tuple(x.rstrip("”’》）)等") for x in items)
    names = any(all(e.endswith(s) for e in ends) for s in words("name_suffixes")) or any(
        all(len(e) > _PLACE and e.endswith(tuple(kinds)) and not e.endswith(words("no_places")) for e in ends)
        for kinds in (words("districts"), words("townships"))
    )
    return Listing(number, tuple(items), counts, is_open, defining, names, start, end)


def _short(items: list[str]) -> bool:
    """``县、乡两级``: short words of one length."""
    return len({len(x) for x in items[1:]} | {min(len(items[0]), len(items[1]))}) == 1 and len(items[1]) <= _SHORT_ITEM
