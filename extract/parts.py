"""Filings inside a file: annexes, covers and titles that open a new one, each with its name, project and year."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from gouji.extract.annexes import announced_in, is_content
from gouji.extract.document import Block, Document, Paragraph, Table
from gouji.extract.titles import (
    Annex,
    annex_of,
    cover_field,
    is_cover_mark,
    is_date_line,
    is_plain_line,
    opens_itself,
    project_in,
    squeezed,
    title_kind,
    title_year,
    without_unit,
    year_in,
)

_LOOKAHEAD = 6
_PROJECT_ROWS = 4
_FULL_LINE = 30


class Part(Struct, frozen=True):
    """One filing of a file, or the one filing it is.

    Attributes:
        index: position in ``outline.parts``.
        start_block: first block (annex heading, cover or title).
        body_block: first block after annex heading, cover and title.
        end_block: one past the last block.
        annex: ``附件3`` where it is one.
        title: its title in one line without blanks, empty if it has none.
        title_blocks: the blocks the title stands in.
        project: the project its title, or else its form's 项目名称 cell, names.
        name: what to call it in a scope: the project, else the title.
        year: fiscal year by title or cover.

    """

    index: int
    start_block: int
    body_block: int
    end_block: int
    annex: str | None
    title: str
    title_blocks: tuple[int, ...]
    project: str | None
    name: str
    year: str | None


class _Draft(Struct):
    start: int
    body: int
    annex: str | None = None
    title: str = ""
    title_blocks: tuple[int, ...] = ()
    year: str | None = None
    has_body: bool = False


class _Finder:
    """Walks the blocks once and opens a draft wherever a filing begins."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.listed = announced_in(document)
        self.drafts: list[_Draft] = [_Draft(0, 0)]

    @property
    def now(self) -> _Draft:
        return self.drafts[-1]

    def run(self) -> list[_Draft]:
        i = 0
        while i < len(self.blocks):
            block = self.blocks[i]
            if isinstance(block, Table):
                self.now.has_body = True
            elif is_content(block) and squeezed(block.text.string):
                i = self._paragraph(i, block.text.string)
                continue
            i += 1
        return self.drafts

    def _paragraph(self, i: int, text: str) -> int:
        """Handle the paragraph at ``i``; returns the next block to look at."""
        annex = None if i in self.listed else annex_of(text)
        if annex is not None:
            return self._open_annex(i, annex)
        title = None if i in self.listed else _title_at(self.blocks, i, self.now.has_body)
        if title is not None:
            return self._open_title(i, *title)
        if self._is_cover(i, text):
            if self.now.has_body:
                self._open(i)
            self._read_cover(text)
            self.now.body = i + 1
            return i + 1
        if not self.now.has_body:
            if _is_side_line(text):
                self.now.year = self.now.year or year_in(text)
            else:
                self.now.has_body = True
                self.now.body = i
        return i + 1

    def _open(self, i: int) -> None:
        if i == self.now.start and not self.now.has_body:
            return
        self.drafts.append(_Draft(i, i))

    def _open_annex(self, i: int, annex: Annex) -> int:
        if self.now.has_body or self.now.annex or self.now.title:
            self._open(i)
        self.now.annex = annex.label
        if annex.title:
            self.now.title, self.now.title_blocks = annex.title, (i,)
            self.now.year = title_year(annex.title)
        self.now.body = i + 1
        return i + 1

    def _open_title(self, i: int, blocks: tuple[int, ...], title: str, kind: str) -> int:
        """A title opens a filing unless it belongs to the annex heading, cover or same title just read."""
        if kind == "table" and self.now.has_body:
            return blocks[-1] + 1
        fresh = not self.now.has_body and (not self.now.title or _same_title(self.now.title, title))
        if not fresh:
            self._open(i)
        if not self.now.title or len(title) > len(self.now.title):
            self.now.title, self.now.title_blocks = title, blocks
        self.now.year = self.now.year or title_year(title)
        self.now.body = blocks[-1] + 1
        return blocks[-1] + 1

    def _is_cover(self, i: int, text: str) -> bool:
        if is_cover_mark(text):
            return True
        if not self.now.has_body:
            return cover_field(text) is not None or is_date_line(text)
        return cover_field(text) is not None and self._cover_follows(i)

    def _cover_follows(self, i: int) -> bool:
        """True when a cover goes on below: only fields and dates up to a cover mark or a title."""
        for j in range(i + 1, min(i + 1 + _LOOKAHEAD, len(self.blocks))):
            block = self.blocks[j]
            if isinstance(block, Table):
                return False
            text = block.text.string
            if is_cover_mark(text) or _title_at(self.blocks, j, False):
                return True
            if not (cover_field(text) or is_date_line(text)):
                return False
        return False

    def _read_cover(self, text: str) -> None:
        field = cover_field(text)
        if field and field[0] == "项目名称" and field[1] and not self.now.title:
            self.now.title = field[1]
        self.now.year = self.now.year or (None if is_date_line(text) else year_in(text))


def find_parts(document: Document) -> tuple[Part, ...]:
    """The filings of a document in order; at least one."""
    drafts = _Finder(document).run()
    ends = [d.start for d in drafts[1:]] + [len(document.blocks)]
    parts = []
    for index, (draft, end) in enumerate(zip(drafts, ends, strict=True)):
        project = (project_in(draft.title) if draft.title else None) or _form_project(document, draft.start, end)
        parts.append(
            Part(
                index, draft.start, min(draft.body, end), end, draft.annex, draft.title, draft.title_blocks,
                project, project or draft.title, draft.year,
            )
        )
    return tuple(parts)


def _title_at(blocks: tuple[Block, ...], i: int, mid: bool) -> tuple[tuple[int, ...], str, str] | None:
    """The title that begins at block ``i`` (of one to three lines): its blocks, its text, its kind.

    ``mid`` is true in the middle of a filing's text, where a line needs its own words to begin a title.
    """
    lines: list[str] = []
    for j in range(i, min(i + 3, len(blocks))):
        block = blocks[j]
        if not isinstance(block, Paragraph) or not is_content(block):
            return None
        text = block.text.string
        if j > i and (_gap(blocks, j) > 2 or annex_of(text)):
            return None
        lines.append(squeezed(text))
        kind = title_kind(text)
        if kind and (kind != "table" or len(lines) > 1 or len(lines[-1]) > 3 or _under_table(blocks, j)):
            joined = "".join(lines)
            if mid and _runs_on(blocks, i):
                return None
            if len(joined) > 90 or (j > i and mid and not _opens(blocks, i, text)):
                return None
            if j > i and not mid and project_in(text) is not None and not opens_itself(blocks[i].text.string):  # type: ignore[union-attr]
                return None
            return tuple(range(i, j + 1)), without_unit(joined), title_kind(joined) or kind
        if not is_plain_line(text):
            return None
    return None


def _runs_on(blocks: tuple[Block, ...], i: int) -> bool:
    """True when the line before breaks off inside a sentence, so that this one goes on with it."""
    before = blocks[i - 1] if i else None
    if not isinstance(before, Paragraph) or _gap(blocks, i) > 1:
        return False
    text = before.text.string.strip()
    return len(text) >= _FULL_LINE and (text[-1] in "，、,（(“" or "\u4e00" <= text[-1] <= "\u9fff" or text[-1].isdigit())


def _under_table(blocks: tuple[Block, ...], i: int) -> bool:
    return i + 1 < len(blocks) and isinstance(blocks[i + 1], Table)


def _opens(blocks: tuple[Block, ...], i: int, last: str) -> bool:
    """True when line ``i`` is the head of the title that ends in ``last``, not the end of the text before."""
    block = blocks[i]
    if not isinstance(block, Paragraph):
        return False
    return opens_itself(block.text.string) or (_gap(blocks, i) > 1 and project_in(last) is None)


def _gap(blocks: tuple[Block, ...], i: int) -> int:
    """Lines between block ``i`` and the one before, in a text file; 1 where lines are unknown."""
    here, before = blocks[i], blocks[i - 1]
    if i == 0 or isinstance(here, Table) or isinstance(before, Table):
        return 1
    if not here.text.pieces or not before.text.pieces:
        return 1
    a, b = before.text.pieces[-1].span.line, here.text.pieces[0].span.line
    return 1 if a is None or b is None else b - a


def _same_title(a: str, b: str) -> bool:
    """Two titles that may head one filing: they name the same project, or one of them names none."""
    one, two = project_in(a), project_in(b)
    if one is None or two is None:
        return one == two or title_kind(a) is None or a in b or b in a
    return one == two or one in two or two in one


def _is_side_line(text: str) -> bool:
    """Lines between title and body: （2023年度）, 单位：万元, dates."""
    bare = squeezed(text).strip("（）()")
    return len(bare) <= 20 and (
        bare.startswith(("单位：", "单位:", "金额单位")) or is_date_line(text) or (bare[:2] == "20" and bare.endswith(("年", "年度")))
    )


def _form_project(document: Document, start: int, end: int) -> str | None:
    """Value of the 项目名称 cell of the first form in these blocks."""
    for block in document.blocks[start:end]:
        if not isinstance(block, Table):
            continue
        for row in block.rows[:_PROJECT_ROWS]:
            for label, value in pairwise(row):
                name = squeezed(label.text.string).strip("：:*")
                if name in ("项目名称", "项目支出名称", "专项名称", "项目（专项）名称", "资金名称", "政策名称") or name.endswith("（项目）名称"):
                    bare = squeezed(value.text.string)
                    if bare:
                        return bare
        return None
    return None
