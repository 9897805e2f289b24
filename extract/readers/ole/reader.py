"""Binary Word files to a ``Document``: the body in order, then what stands around it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from gouji.extract.document import Document, Paragraph, ParagraphKind, Problem, Span
from gouji.extract.errors import EmptyFile, GoujiError, NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.docx.reader import PAGE_NUMBER
from gouji.extract.readers.ole.fib import Where
from gouji.extract.readers.ole.inline import DRAWN
from gouji.extract.readers.ole.salvage import salvaged
from gouji.extract.readers.ole.shapes import box_places
from gouji.extract.readers.ole.source import Source, open_source
from gouji.extract.readers.ole.sprm import S_TITLE_PAGE, first_byte, modifiers
from gouji.extract.readers.ole.story import Gathering, Story

SEPARATORS: Final = 6
"""Texts of the header story that belong to the lines above notes, not to a header."""
EVEN_HEADER, ODD_HEADER, EVEN_FOOTER, ODD_FOOTER, FIRST_HEADER, FIRST_FOOTER = range(6)
NOTE_MARK: Final = "\x02"
_SECTION_SIZE: Final = 12
_NO_FORMAT: Final = 0xFFFF_FFFF


def read_doc(
    data: bytes, path: str, sha256: str, format: str = "doc", limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a binary Word file (.doc of Word 97–2007, .wps of WPS) as Word shows it.

    Deleted and hidden text is left out. Headers come first; a footnote follows the block that refers to it, text boxes
    the block they are anchored in; endnotes, comments, footers come last.

    Args:
        data: the file's bytes.
        path: its name, for messages.
        sha256: its digest, passed on.
        format: name of the format in the document, ``doc`` or ``wps``.
        limits: what may be spent on it.

    Raises:
        OlderWord: a file of Word 95 or before.
        UnreadableFile: or one of its kinds (``EmptyFile``, ``EncryptedFile``, ``LimitExceeded``, ``NoTextLayer``),
            with what to do about it.

    """
    try:
        return _Reading(open_source(data, path, limits), path, limits).document(sha256, format)
    except GoujiError as error:
        document = salvaged(data, path, sha256, format) if type(error) is UnreadableFile else None
        if document is None:
            raise
        return document
    except (struct.error, IndexError, ValueError, OverflowError, RecursionError) as error:
        document = salvaged(data, path, sha256, format)
        if document is not None:
            return document
        raise UnreadableFile(
            "文件内部结构已损坏，无法读取，请用 Word/WPS 打开修复后另存",
            "the inner structure of the file is damaged; open it in Word to repair and save a copy",
            path,
        ) from error


class _Reading:
    """The reading of one file."""

    def __init__(self, source: Source, path: str, limits: Limits) -> None:
        self._source, self._path = source, path
        self._shared = Gathering(path, limits, problems=source.problems)
        lengths = source.fib.lengths
        self._footnotes = lengths.body
        self._headers = self._footnotes + lengths.footnotes
        self._comments = self._headers + lengths.headers + lengths.macros
        self._endnotes = self._comments + lengths.comments
        self._boxes = self._endnotes + lengths.endnotes

    def document(self, sha256: str, format: str) -> Document:
        source, shared = self._source, self._shared
        self._sections, self._section_formats = source.positions(Where.SECTIONS, _SECTION_SIZE)
        headers, footers = self._shown_headers()
        self._margins(headers, "header", "header")
        ends = self._body()
        endnotes = Story(shared, source, "endnotes")
        for start, end in ends:
            endnotes.read(self._endnotes + start, self._endnotes + end, "footnote")
        self._read_comments()
        self._margins(footers, "footer", "footer")
        self._tell_unread()
        if not shared.blocks:
            self._nothing_read()
        return Document(self._path, format, sha256, tuple(shared.blocks), problems=tuple(shared.problems))

    def _body(self) -> list[tuple[int, int]]:
        """Read the body, footnotes and text boxes behind the block they belong to; the endnotes' places."""
        source, shared = self._source, self._shared
        footnotes = self._notes(Where.FOOTNOTE_REFS, Where.FOOTNOTE_TEXTS)
        endnotes = self._notes(Where.ENDNOTE_REFS, Where.ENDNOTE_TEXTS)
        boxes, lost = box_places(
            source, lambda start, end: shared.coverage.add(self._boxes + start, self._boxes + end)
        )
        note_story = Story(shared, source, "footnotes")
        box_story = Story(shared, source, "textboxes")
        watched = sorted({*footnotes, *endnotes, *boxes})
        ends: list[tuple[int, int]] = []

        def after_block(marks: list[int]) -> None:
            for mark in marks:
                if mark in footnotes:
                    start, end = footnotes.pop(mark)
                    note_story.read(self._footnotes + start, self._footnotes + end, "footnote")
                elif mark in endnotes:
                    ends.append(endnotes.pop(mark))
            for mark in marks:
                for start, end in boxes.pop(mark, ()):
                    box_story.read(self._boxes + start, self._boxes + end, "textbox")

        story = Story(shared, source, "document", frozenset(self._sections), watched)
        story.after_block = after_block
        story.read(0, source.fib.lengths.body)
        for start, end in lost:
            box_story.read(self._boxes + start, self._boxes + end, "textbox")
        self._leave_out_hidden(self._footnotes, NOTE_MARK, ((mark, [place]) for mark, place in footnotes.items()))
        self._leave_out_hidden(self._endnotes, NOTE_MARK, ((mark, [place]) for mark, place in endnotes.items()))
        self._leave_out_hidden(self._boxes, DRAWN, boxes.items())
        return ends

    def _leave_out_hidden(self, base: int, sign: str, places: Iterable[tuple[int, Sequence[tuple[int, int]]]]) -> None:
        """Notes and boxes the mark of which stands in the body, but hidden or deleted there, are not shown."""
        for mark, stretches in places:
            if self._source.pieces.text[mark : mark + 1] == sign:
                for start, end in stretches:
                    self._shared.coverage.add(base + start, base + end)

    def _tell_unread(self) -> None:
        lengths, text = self._source.fib.lengths, self._source.pieces.text
        stories = (
            (0, lengths.body), (self._footnotes, lengths.footnotes), (self._headers, lengths.headers),
            (self._comments, lengths.comments), (self._endnotes, lengths.endnotes), (self._boxes, lengths.boxes),
            (self._boxes + lengths.boxes, lengths.header_boxes),
        )  # fmt: skip
        damaged = len(self._source.formats.damaged) + self._shared.misfits
        if damaged:
            self._shared.problems.append(
                Problem(
                    "GJ002",
                    f"有 {damaged} 个表格行的格式已损坏（单元格与行的定义不符），表格可能读错；请用 Word/WPS 打开后另存",
                    f"the format of {damaged} table rows is damaged (their cells do not fit) and tables may be read wrongly; "
                    "open the file in Word and save a copy",
                    Span(part="document"),
                )
            )
        lost = sum(self._shared.coverage.unread(text, start, start + length) for start, length in stories)
        if lost:
            self._shared.problems.append(
                Problem(
                    "GJ002",
                    f"有 {lost} 个字（脚注、尾注、批注、页眉或文本框中的）没有读出，文件可能已损坏；请用 Word/WPS 打开后另存",
                    f"{lost} characters (of notes, comments, headers or text boxes) were not read; the file may be "
                    "damaged: open it in Word and save a copy",
                    Span(part="document"),
                )
            )

    def _notes(self, references: Where, texts: Where) -> dict[int, tuple[int, int]]:
        """Where the text of each note stands in its story, by the position of its reference."""
        places, _ = self._source.positions(references, 2)
        starts, _ = self._source.positions(texts, 0)
        return {places[i]: (starts[i], starts[i + 1]) for i in range(min(len(places) - 1, len(starts) - 1))}

    def _read_comments(self) -> None:
        starts, _ = self._source.positions(Where.COMMENT_TEXTS, 0)
        story = Story(self._shared, self._source, "comments")
        for start, end in pairwise(starts[:-1]):
            story.read(self._comments + start, self._comments + end, "comment")

    def _shown_headers(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Places of the headers and footers that some page shows, in order."""
        starts, _ = self._source.positions(Where.HEADERS, 0)
        even = bool(first_byte(self._source.structure(Where.SETTINGS)) & 1)
        separators = min(starts[min(SEPARATORS, len(starts) - 1)], self._source.fib.lengths.headers) if starts else 0
        self._shared.coverage.add(self._headers, self._headers + separators)
        headers: list[tuple[int, int]] = []
        footers: list[tuple[int, int]] = []
        for section, packed in enumerate(self._section_formats):
            title = self._has_title_page(packed)
            for kind in (FIRST_HEADER, EVEN_HEADER, ODD_HEADER, FIRST_FOOTER, EVEN_FOOTER, ODD_FOOTER):
                i = SEPARATORS + 6 * section + kind
                if i + 1 >= len(starts) or starts[i + 1] <= starts[i]:
                    continue
                if (kind in (FIRST_HEADER, FIRST_FOOTER) and not title) or (kind in (EVEN_HEADER, EVEN_FOOTER) and not even):
                    self._shared.coverage.add(self._headers + starts[i], self._headers + starts[i + 1])
                    continue
                chosen = headers if kind in (FIRST_HEADER, EVEN_HEADER, ODD_HEADER) else footers
                chosen.append((self._headers + starts[i], self._headers + starts[i + 1]))
        return headers, footers

    def _has_title_page(self, packed: bytes) -> bool:
        at = struct.unpack_from("<I", packed, 2)[0]
        if at == _NO_FORMAT:
            return False
        stream = self._source.stream
        size = int.from_bytes(stream[at : at + 2], "little")
        return any(
            code == S_TITLE_PAGE and first_byte(operand)
            for code, operand in modifiers(stream[at + 2 : at + 2 + size])
        )

    def _margins(self, places: list[tuple[int, int]], kind: ParagraphKind, part: str) -> None:
        """Headers or footers, equal ones once; those that hold only a page number as ``page_number``."""
        shared = self._shared
        seen: set[str] = set()
        for i, (first, last) in enumerate(places):
            start = len(shared.blocks)
            story = Story(shared, self._source, f"{part}{i + 1}")
            story.read(first, last, kind)
            kept = []
            for block in shared.blocks[start:]:
                if isinstance(block, Paragraph):
                    if story.inline.fields.pages and PAGE_NUMBER.fullmatch(block.text.string):
                        block = Paragraph(block.text, "page_number")
                    elif block.text.string in seen:
                        continue
                kept.append(block)
            shared.blocks[start:] = kept
            seen.update(block.text.string for block in kept if isinstance(block, Paragraph))

    def _nothing_read(self) -> None:
        if self._shared.pictures:
            raise NoTextLayer(
                "文件里只有图片，没有文字，请先做文字识别（OCR）或取得可编辑的版本",
                "the file holds images only and no text; run OCR on it or get an editable copy",
                self._path,
            )
        if not self._shared.problems:
            raise EmptyFile("Word 文件里没有任何文字", "the Word file has no text", self._path)
        raise UnreadableFile(
            "文件不完整，没有读出任何文字，请重新获取文件",
            "the file is truncated and no text could be read; fetch it again",
            self._path,
        )
