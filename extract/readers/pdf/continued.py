"""Tables over several pages: which tables are one, and what the next page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from gouji.extract.readers.pdf.assemble import nearest
from gouji.extract.readers.pdf.glyphs import PageText
from gouji.extract.readers.pdf.tables import GridCell, PageTable

SAME_BORDER = 4.0
MAX_HEADER_ROWS = 4
MARK = re.compile(r"[（(]?\s*(?:续\s*(?:上\s*)?表|表\s*\d*\s*续|接上[页表]|续)\s*\d*\s*[）)]?")
"""What stands above the rest of a table and belongs to it."""
_IN_BRACKETS = re.compile(r"[（(]\s*续\s*(?:上\s*)?[表页]?\s*\d*\s*[）)]|^续\s*表\s*\d*\s*[：:]?|[—\-]\s*续\s*$")
UNIT = re.compile(r"[（(]?\s*(?:金额|计量)?单位\s*[:：]\s*\S{1,8}?\s*[）)]?")
"""What says above a table in which unit its figures are."""


def says_again(strings: Sequence[str], captions: Sequence[str]) -> bool:
    """Whether lines above a table only say that it goes on: 续表, its caption with （续）, its unit."""
    known = {_bare(caption) for caption in captions}
    marked = False
    for string in strings:
        if MARK.fullmatch(string.strip()):
            marked = True
        elif _IN_BRACKETS.search(string):
            if _bare(string) not in known:
                return False
            marked = True
        elif not UNIT.fullmatch(string.strip()):
            return False
    return marked


def _bare(string: str) -> str:
    return "".join(_IN_BRACKETS.sub("", string).split())


def continues(above: PageTable, below: PageTable) -> bool:
    """Whether two tables at the end and the beginning of successive pages have the same columns."""
    if abs(above.xs[0] - below.xs[0]) > SAME_BORDER or abs(above.xs[-1] - below.xs[-1]) > SAME_BORDER:
        return False
    few, many = sorted((above.xs, below.xs), key=len)
    shared = sum(1 for x in few if abs(many[nearest(many, x)] - x) <= SAME_BORDER)
    return shared == len(few) or shared >= 0.6 * len(many)


def without_repeated_header(
    first: tuple[PageTable, PageText], part: tuple[PageTable, PageText]
) -> tuple[PageTable, PageText]:
    """``part`` without the leading rows that say again what the first rows of the table said."""
    table, text = part
    repeated = 0
    for row in range(min(MAX_HEADER_ROWS, len(table.ys) - 2, len(first[0].ys) - 2)):
        ours, theirs = _row(table, text, row), _row(*first, row)
        if not ours or ours != theirs or not any(any(c.isalpha() for c in t) for t in ours):
            break
        repeated = row + 1
    while repeated and any(c.row < repeated < c.row + c.row_span for c in table.cells):
        repeated -= 1
    if not repeated:
        return part
    cells = tuple(c._replace(row=c.row - repeated) for c in table.cells if c.row >= repeated)
    return replace(table, ys=table.ys[repeated:], top=table.ys[repeated], cells=cells), text


def _row(table: PageTable, text: PageText, row: int) -> list[str]:
    return [_plain(cell, text) for cell in table.cells if cell.row == row]


def _plain(cell: GridCell, text: PageText) -> str:
    return "".join(text.text(line) for line in cell.lines).replace(" ", "")
