"""Web pages (HTML, XHTML as Tika gives it, MHTML) into a ``Document``."""

from __future__ import annotations

from typing import Final

from gouji.extract.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    ParagraphKind,
    Piece,
    Problem,
    Span,
    Table,
    Text,
)
from gouji.extract.errors import EmptyFile, LimitExceeded, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.html_damage import breaks_off, damages
from gouji.extract.readers.html_flow import Shown, ShownLine, ShownTable, flow
from gouji.extract.readers.html_grid import Anchor
from gouji.extract.readers.html_main import kinds
from gouji.extract.readers.html_source import Page, page_of, pages_of_mht
from gouji.extract.readers.html_tree import Element, parse

PART: Final = "html"
_LITTLE: Final = 200
"""Characters below which a page that embeds others is taken to be their frame."""


def read_html(data: bytes, path: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a web page as a browser shows it.

    Args:
        data: the file's bytes; the encoding is found out.
        path: its name, for messages.
        sha256: its digest, passed on.
        limits: what may be spent on it.

    Returns:
        Paragraphs (one a block element or line break) and tables with their spans. Navigation and the like are
        paragraphs of kind ``header`` and ``footer``. A place is the number of the paragraph among all shown
        ones, those in cells included, with offsets into it, and table, row and column.

    Raises:
        EmptyFile: nothing is shown.
        UnreadableFile: no text, or not parsable.
        LimitExceeded: too large a page or table.

    """
    return _document([page_of(data, path)], "html", path, sha256, limits)


def read_mht(data: bytes, path: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the page of an MHTML file (``.mht``, ``.mhtml``); as ``read_html``."""
    return _document(pages_of_mht(data, path, limits), "mht", path, sha256, limits)


def _document(pages: list[Page], format: str, path: str, sha256: str, limits: Limits) -> Document:
    reading = _Reading(path, limits)
    for page in pages:
        reading.page(page)
    if not reading.blocks:
        if reading.problems:
            raise UnreadableFile(reading.problems[0].zh, reading.problems[0].en, path)
        raise EmptyFile(
            "网页里没有任何文字（内容可能由脚本生成），请在浏览器中打开后另存或打印为PDF",
            "the page shows no text (a script may fill it in); open it in a browser and save or print it",
            path,
        )
    return Document(path, format, sha256, tuple(reading.blocks), problems=tuple(reading.problems))


class _Reading:
    """The reading of one file."""

    def __init__(self, path: str, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._paragraphs = self._tables = self._cells = 0

    def page(self, page: Page) -> None:
        """Add the blocks of a page."""
        root, cut = parse(page.source, self._path, self._limits)
        if page.wrong:
            self._problem(
                f"有{page.wrong}个字符无法解码，已用“\ufffd”代替",
                f"{page.wrong} characters could not be decoded and were replaced by “\ufffd”",
            )
        if page.cut:
            self._problem(
                "MHT 文件不完整或已损坏，后面的内容可能已丢失；请重新保存",
                "the MHT file is truncated or damaged and what followed may be lost; save it again",
            )
        if breaks_off(page.source):
            self._problem(
                "网页没有结尾，后面的内容可能已丢失；请重新保存",
                "the page has no end and what followed may be lost; save it again",
            )
        if damaged := damages(page.source):
            self._problem(
                f"网页有{damaged}处已损坏（标签不完整或有空字节），部分文字可能没有显示；请重新保存",
                f"the page is damaged in {damaged} places (tags without an end, zero bytes) and text may not be shown; "
                "save it again",
            )
        if cut:
            self._problem(
                "网页嵌套过深或单段过大，其后的内容未读取",
                "the page is nested too deeply or one of its texts is too large; what follows was not read",
            )
        if root is None:
            return
        body = root.find(".//body")
        items = flow(root if body is None else body)
        for item, kind in zip(items, kinds(items), strict=True):
            self._add(item, kind)
        self._embedded(root, items)

    def _add(self, item: Shown, kind: ParagraphKind) -> None:
        if isinstance(item, ShownTable):
            if kind == "body":
                self._table(item, None)
            else:
                for line in (line for anchor in item.anchors for line in flow(anchor.element)):
                    self._add(line, kind)
            return
        heading = kind == "body" and item.level is not None
        self.blocks.append(Paragraph(self._text(item), "heading" if heading else kind, item.level if heading else None))

    def _text(self, line: ShownLine, table: int | None = None, anchor: Anchor | None = None) -> Text:
        row, column = (anchor.row, anchor.column) if anchor is not None else (None, None)
        size, at = len(line.string), len(line.prefix)
        span = Span(
            part=PART, paragraph=self._paragraphs, start=0, end=size, table=table, row=row, column=column
        )
        self._paragraphs += 1
        pieces: tuple[Piece, ...] = (Piece(at, at + size, span),)
        if at:
            before = Span(part=PART, paragraph=span.paragraph, start=0, end=0, table=table, row=row, column=column)
            pieces = (Piece(0, at, before), *pieces)
        return Text(line.prefix + line.string, pieces)

    def _table(self, shown: ShownTable, nested_in: tuple[int, int, int] | None) -> None:
        limits = self._limits
        self._cells += sum(a.row_span * a.column_span for a in shown.anchors)
        columns = max(a.column + a.column_span for a in shown.anchors)
        if self._cells > limits.cells or columns > limits.columns:
            raise LimitExceeded(
                f"表格太大（{columns}列，共{self._cells}个单元格）；请拆成几份，或用 --limit cells=N 放宽",
                f"a table of {columns} columns, {self._cells} cells in all, above the limit; split it, or allow more with --limit cells=N",
                self._path,
            )
        index, slot = self._tables, len(self.blocks)
        self._tables += 1
        self.blocks.append(Table(index, ()))
        cells: list[Cell] = []
        nested: list[tuple[ShownTable, tuple[int, int, int]]] = []
        for anchor in shown.anchors:
            lines = flow(anchor.element)
            texts = [self._text(line, index, anchor) for line in lines if isinstance(line, ShownLine)]
            nested += [(t, (index, anchor.row, anchor.column)) for t in lines if isinstance(t, ShownTable)]
            empty = Span(
                part=PART, paragraph=self._paragraphs, start=0, end=0, table=index, row=anchor.row, column=anchor.column
            )
            text = _joined(texts, empty)
            cells.append(Cell(anchor.row, anchor.column, text, anchor.row_span, anchor.column_span))
        self.blocks[slot] = Table(index, tuple(cells), nested_in=nested_in, caption=shown.caption)
        for table, place in nested:
            self._table(table, place)

    def _embedded(self, root: Element, items: list[Shown]) -> None:
        """Say it when what the page is about is another file shown inside it."""
        size = sum(len(i.string) - i.linked if isinstance(i, ShownLine) else _LITTLE for i in items)
        inner = next((e for tag in ("iframe", "frame", "embed", "object") for e in root.iter(tag)), None)
        if inner is not None and size < _LITTLE:
            self._problem(
                "网页用框架嵌入了另一文件，其内容未读取；请打开并保存框架内的文件后再检查",
                "the page embeds another file, which was not read; open and save the embedded file",
            )

    def _problem(self, zh: str, en: str) -> None:
        self.problems.append(Problem("GJ002", zh, en, Span(part=PART)))


def _joined(texts: list[Text], empty: Span) -> Text:
    """Texts of a cell joined by line ends; ``empty`` is the place of an empty cell."""
    if not texts:
        return Text("", (Piece(0, 0, empty),))
    pieces: list[Piece] = []
    length = 0
    for text in texts:
        pieces += [Piece(length + p.start, length + p.end, p.span) for p in text.pieces]
        length += len(text.string) + 1
    return Text("\n".join(t.string for t in texts), tuple(pieces))
