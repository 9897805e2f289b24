"""The outline of a document: the filings it holds (parts), their titles and years, and the numbered sections."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from gouji.extract.annexes import is_content
from gouji.extract.document import Document, Paragraph, Table
from gouji.extract.kept import kept
from gouji.extract.numbering import Numbering, numbering_of
from gouji.extract.parts import Part, find_parts
from gouji.extract.subprojects import subprojects
from gouji.extract.titles import annex_of, is_date_line, squeezed, title_kind, year_in

_TITLE_LENGTH = 40
_CAPTION_LINES = 5
_SENTENCE_ENDS = "。；：:;！？"


class Section(Struct, frozen=True):
    """A numbered or styled heading and what stands under it.

    Attributes:
        title: heading text without its numbering, cut at the first sentence end.
        numbering: as printed (``（二）``), empty for a heading known by its style only.
        style: form of the numbering, ``style`` for an unnumbered styled heading.
        number: value of the numbering, 0 where there is none.
        level: 1-based depth in the tree.
        start_block: index of the heading's block.
        end_block: one past the last block under it.
        parent: index of the section it belongs to in ``outline.sections``, or ``None``.
        heading: true when the line is a heading only, false for a numbered sentence.

    """

    title: str
    numbering: str
    style: str
    number: int
    level: int
    start_block: int
    end_block: int
    parent: int | None
    heading: bool


class Outline(Struct, frozen=True, dict=True):
    """Parts and sections of one document."""

    document: Document
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]

    @kept
    def _part_starts(self) -> list[int]:
        return [p.start_block for p in self.parts]

    @kept
    def _section_of(self) -> list[int | None]:
        owner: list[int | None] = [None] * len(self.document.blocks)
        for i, s in enumerate(self.sections):
            for b in range(s.start_block, s.end_block):
                owner[b] = i
        return owner

    def part_of(self, block: int) -> int:
        """Index of the part a block belongs to."""
        return max(bisect_right(self._part_starts, block) - 1, 0)

    @kept
    def _subprojects(self) -> dict[int, str]:
        return subprojects(self.document, self.sections, self._part_starts)

    def project_of(self, block: int) -> str:
        """The project a block speaks of: that of its own section, else of its filing; empty if none is named."""
        return self._subprojects.get(block) or self.parts[self.part_of(block)].project or ""

    def section_of(self, block: int) -> Section | None:
        """The innermost section of a block."""
        i = self._section_of[block]
        return None if i is None else self.sections[i]

    def path_of(self, block: int) -> tuple[Section, ...]:
        """Sections around a block from the outside in."""
        path: list[Section] = []
        i = self._section_of[block]
        while i is not None:
            path.append(self.sections[i])
            i = self.sections[i].parent
        return tuple(reversed(path))

    def scope_of(self, block: int) -> tuple[str, ...]:
        """Names for where a block stands: annex label, name of the filing, numbering path."""
        part = self.parts[self.part_of(block)]
        path = "".join(s.numbering or s.title for s in self.path_of(block) if _names_a_place(s))
        return tuple(x for x in (part.annex or "", part.name, path) if x)

    def year_of(self, block: int) -> str | None:
        """Fiscal year of the filing a block stands in; a table's own caption comes first."""
        if isinstance(self.document.blocks[block], Table):
            year = year_in(self.caption_of(block))
            if year:
                return year
        return self.parts[self.part_of(block)].year

    def caption_of(self, block: int) -> str:
        r"""Title lines above a table, joined by ``\n``: name, （2023年度）, 单位：万元; empty if none."""
        return "\n".join(text for _, text in self.caption_lines(block))

    def caption_lines(self, block: int) -> tuple[tuple[int, str], ...]:
        """Block index and text of the title lines above a table, top first."""
        found: list[tuple[int, str]] = []
        title_blocks = self.parts[self.part_of(block)].title_blocks
        below_title = False
        i = block - 1
        while i >= 0 and len(found) < _CAPTION_LINES:
            above = self.document.blocks[i]
            if isinstance(above, Table):
                break
            if not is_content(above):
                i -= 1
                continue
            text = above.text.string.strip()
            if not _may_caption(text):
                break
            titled = i in title_blocks or title_kind(text) in ("report", "form")
            if below_title and not titled and not annex_of(text):
                break
            below_title = below_title or titled
            found.append((i, text))
            if annex_of(text):
                break
            i -= 1
        return tuple(reversed(found))


def _names_a_place(section: Section) -> bool:
    """False for numbered sentences and list items: they are statements, not places."""
    return section.style in _OUTER or (section.heading and section.end_block > section.start_block + 1)


_OUTER = ("part", "chapter", "cn", "cn_paren")


def _may_caption(text: str) -> bool:
    bare = squeezed(text)
    if not bare or len(bare) > 60 or text.rstrip()[-1] in _SENTENCE_ENDS:
        return False
    if bare.startswith(("填表人", "填报人", "联系人", "备注", "注：", "注:", "说明")) or is_date_line(text):
        return False
    return bool(title_kind(text) or annex_of(text)) or not any(c in bare for c in "。；")


def outline(document: Document) -> Outline:
    """The outline of a document; made once and kept with it."""
    kept = document.__dict__.get("_outline")
    if not isinstance(kept, Outline):
        parts = find_parts(document)
        kept = Outline(document, _with_years(document, parts), _sections(document, parts))
        document.__dict__["_outline"] = kept
    return kept


def _with_years(document: Document, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Fill in a missing year: that of the filing before, else the one the document names most often."""
    common = _commonest_year(document, parts)
    out: list[Part] = []
    for part in parts:
        before = next((p.year for p in reversed(out) if p.year), None)
        out.append(replace(part, year=part.year or before or common))
    return tuple(out)


def _commonest_year(document: Document, parts: tuple[Part, ...]) -> str | None:
    """The year most filings of the file name; among equals the one named more often, then the later."""
    mentions: Counter[str] = Counter()
    where: dict[str, set[int]] = {}
    starts = [p.start_block for p in parts]
    for block, _, text in document.texts():
        year = year_in(text.string)
        if year:
            mentions[year] += 1
            where.setdefault(year, set()).add(bisect_right(starts, block))
    return max(mentions, key=lambda y: (len(where[y]), mentions[y], y)) if mentions else None


def _sections(document: Document, parts: tuple[Part, ...]) -> tuple[Section, ...]:
    found: list[Section] = []
    for part in parts:
        open_: list[tuple[float, int]] = []
        for b in range(part.body_block, part.end_block):
            block = document.blocks[b]
            if not isinstance(block, Paragraph) or not is_content(block):
                continue
            numbering = numbering_of(block.text.string)
            if numbering is None and block.level is None:
                continue
            rank = _rank(numbering, block.level)
            while open_ and open_[-1][0] >= rank:
                _close(found, open_.pop()[1], b)
            parent = open_[-1][1] if open_ else None
            found.append(_section(block, numbering, b, part.end_block, len(open_) + 1, parent))
            open_.append((rank, len(found) - 1))
    return tuple(found)


def _rank(numbering: Numbering | None, level: int | None) -> float:
    """Order from the outside in: the numbering where there is one, else the heading style."""
    if numbering is not None:
        return numbering.rank
    return {1: -1.0, 2: 1.5, 3: 2.5}.get(level or 1, 3.5)


def _close(found: list[Section], i: int, end: int) -> None:
    found[i] = replace(found[i], end_block=end)


def _section(
    block: Paragraph, numbering: Numbering | None, start: int, end: int, level: int, parent: int | None
) -> Section:
    text = block.text.string
    body = (text[numbering.end :] if numbering else text).strip()
    title = body
    for mark in "。；：:":
        title = title.split(mark, 1)[0]
    heading = len(body.rstrip("。：:")) <= _TITLE_LENGTH and not any(c in body.rstrip("。：:") for c in "。；，")
    return Section(
        title[:_TITLE_LENGTH],
        numbering.label if numbering else "",
        numbering.style if numbering else "style",
        numbering.number if numbering else 0,
        level,
        start,
        end,
        parent,
        heading,
    )
