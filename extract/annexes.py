"""Lists of annexes: lines that only announce annexes and open none."""

from __future__ import annotations

from gouji.extract.document import Block, Document, Paragraph, Table
from gouji.extract.numbering import numbering_of
from gouji.extract.titles import Annex, annex_of

_SKIPPED = ("header", "footer", "footnote", "page_number", "comment")


def is_content(block: Block) -> bool:
    """False for page furniture: headers, footers, page numbers, notes, comments."""
    return isinstance(block, Table) or block.kind not in _SKIPPED


def announced_in(document: Document) -> frozenset[int]:
    """Blocks that only list annexes: consecutive ``附件N：`` lines, and the numbered lines under ``附件：``."""
    listed: set[int] = set()
    blocks = document.blocks
    i = 0
    while i < len(blocks):
        annex = _annex_at(blocks, i)
        if annex is None:
            i += 1
            continue
        j = i + 1
        if annex.colon and annex.number is None and (not annex.title or numbering_of(annex.title)):
            while j < len(blocks) and (_is_numbered_line(blocks[j]) or not is_content(blocks[j])):
                j += 1
            if j > i + 1 or numbering_of(annex.title):
                listed.update(range(i, j))
        else:
            while j < len(blocks) and (_annex_at(blocks, j) or not is_content(blocks[j])):
                j += 1
            while not is_content(blocks[j - 1]):
                j -= 1
            if j - i > 1:
                listed.update(range(i, j if _comes_again(blocks, j, annex) else j - 1))
        i = j
    return frozenset(listed)


def _annex_at(blocks: tuple[Block, ...], i: int) -> Annex | None:
    block = blocks[i]
    return annex_of(block.text.string) if isinstance(block, Paragraph) and is_content(block) else None


def _comes_again(blocks: tuple[Block, ...], after: int, annex: Annex) -> bool:
    return any((a := _annex_at(blocks, j)) is not None and a.number == annex.number for j in range(after, len(blocks)))


def _is_numbered_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.text.string) < 60 and numbering_of(block.text.string) is not None
