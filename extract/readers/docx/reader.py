"""Word files to a ``Document``: the body in order, then what stands around it."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from gouji.extract.document import Document, Paragraph, ParagraphKind, Problem, Span
from gouji.extract.errors import EmptyFile, NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.docx.names import BODY, REL_ID, SECT_PR, TYPE, VAL, P, W, is_on
from gouji.extract.readers.docx.numbering import Numbering
from gouji.extract.readers.docx.package import BrokenPart, Element, Package
from gouji.extract.readers.docx.story import Gathering, Story
from gouji.extract.readers.docx.styles import Styles

PAGE_NUMBER: Final = re.compile(r"(?:[\s\d\-–—―─~～·.,/|第页共（）()]|Page|of)*", re.IGNORECASE)
ORDINARY_NOTE: Final = ("normal", None)
NAMES: Final = {
    "styles": ("样式", "styles"), "numbering": ("自动编号", "numbering"), "footnotes": ("脚注", "footnotes"),
    "endnotes": ("尾注", "endnotes"), "comments": ("批注", "comments"), "header": ("页眉", "header"),
    "footer": ("页脚", "footer"), "settings": ("设置", "settings"),
}  # fmt: skip


def read_docx(data: bytes, path: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a Word file (.docx, .docm, .dotx, .dotm, Strict or flat XML) as Word shows it.

    Tracked insertions are kept, deletions and hidden text left out. Headers come first; a footnote follows the
    block that refers to it, text boxes the block they are anchored in; endnotes, comments, footers come last.

    Args:
        data: the file's bytes.
        path: its name, for messages.
        sha256: its digest, passed on.
        limits: what may be spent on it.

    Raises:
        UnreadableFile: or one of its kinds (``EmptyFile``, ``EncryptedFile``, ``UnsupportedFormat``,
            ``LimitExceeded``, ``NoTextLayer``), with what to do about it.

    """
    return _Reading(Package(data, path, limits), path, limits).document(sha256)


class _Reading:
    """The reading of one file."""

    def __init__(self, package: Package, path: str, limits: Limits) -> None:
        self._package, self._path = package, path
        self._main = package.main
        self._problems: list[Problem] = []
        self._relations = package.relations(self._main)
        self._tell_lost_relations()
        self._shared = Gathering(
            path, limits, Styles(self._side_part("styles")), Numbering(self._side_part("numbering"))
        )
        self._shared.problems = self._problems

    def document(self, sha256: str) -> Document:
        root, source = self._body_root()
        body = root.find(BODY)
        if body is None:
            raise UnreadableFile(
                "Word 正文部件里没有正文，文件已损坏，请用 Word/WPS 修复后另存",
                "the main part has no body: the file is damaged; repair it in Word and save a copy",
                self._path,
            )
        headers, footers = self._shown_headers(root)
        shared = self._shared
        self._margins(headers, "header")
        self._notes = {kind: self._note_part(kind + "s", kind) for kind in ("footnote", "endnote")}
        self._used: set[tuple[str, str]] = set()
        ends = self._body(body, Story(shared, _stem(self._main), root, source))
        for note in ends:
            self._note(*note)
        self._comments()
        self._margins(footers, "footer")
        if not shared.blocks:
            self._nothing_read()
        return Document(self._path, "docx", sha256, tuple(shared.blocks), problems=tuple(self._problems))

    def _body_root(self) -> tuple[Element, bytes]:
        try:
            return self._package.xml(self._main)
        except BrokenPart as error:
            root = self._package.salvaged(self._main)
            body = root.find(BODY) if root is not None else None
            if root is None or body is None or next(body.iter(P), None) is None:
                raise UnreadableFile(
                    f"Word 正文已损坏，无法读取（{error}），请用 Word/WPS 打开修复后另存",
                    f"the main part is damaged ({error}); open the file in Word to repair it and save a copy",
                    self._path,
                ) from error
            self._problem(
                f"Word 正文的 XML 有错（{error}），出错处之后的内容可能缺失；请用 Word/WPS 修复后重新检查",
                f"the XML of the main part is malformed ({error}); what follows the error may be missing",
            )
            return root, b""

    def _body(self, body: Element, story: Story) -> list[tuple[str, str]]:
        """Read the body block by block, footnotes behind the block that refers to them; the endnotes' ids."""
        ends: list[tuple[str, str]] = []

        def after_block() -> None:
            notes, story.notes = story.notes, []
            for note in notes:
                if note[0] == "footnote":
                    self._note(*note)
                else:
                    ends.append(note)

        story.after_block = after_block
        story.read_whole(body)
        self._shared.pictures += story.pictures
        return ends

    def _note_part(self, name: str, kind: str) -> tuple[dict[str, Element], Story] | None:
        target = self._target(name)
        root = self._part(target, name) if target is not None else None
        if root is None or target is None:
            return None
        notes = {n.get(W + "id", ""): n for n in root.iterfind(W + kind) if n.get(TYPE) in ORDINARY_NOTE}
        return notes, Story(self._shared, _stem(target), root)

    def _note(self, kind: str, note_id: str) -> None:
        part = self._notes.get(kind)
        if part is None or (kind, note_id) in self._used:
            return
        self._used.add((kind, note_id))
        notes, story = part
        element = notes.get(note_id)
        if element is not None:
            story.read_whole(element, "footnote")

    def _comments(self) -> None:
        target = self._target("comments")
        root = self._part(target, "comments") if target is not None else None
        if root is not None and target is not None:
            story = Story(self._shared, _stem(target), root)
            for comment in root.iterfind(W + "comment"):
                story.read_whole(comment, "comment")

    def _shown_headers(self, root: Element) -> tuple[list[str], list[str]]:
        """Parts of the headers and footers that some page shows, in order, each once."""
        settings = self._side_part("settings")
        even = settings.find(W + "evenAndOddHeaders") if settings is not None else None
        targets = {
            r.id: r.target for r in self._relations if r.kind in ("header", "footer") and not r.external
        }
        found: dict[str, list[str]] = {"header": [], "footer": []}
        for section in root.iter(SECT_PR):
            title = section.find(W + "titlePg")
            shown = {
                "first": title is not None and is_on(title.get(VAL)),
                "even": even is not None and is_on(even.get(VAL)),
            }
            for kind, names in found.items():
                for reference in section.iterfind(W + kind + "Reference"):
                    name = targets.get(reference.get(REL_ID, ""))
                    if name is not None and name not in names and shown.get(reference.get(TYPE, ""), True):
                        names.append(name)
        return found["header"], found["footer"]

    def _margins(self, names: list[str], kind: ParagraphKind) -> None:
        """Headers or footers, equal ones once; those that hold only a page number as ``page_number``."""
        shared = self._shared
        seen: set[str] = set()
        for name in names:
            root = self._part(name, kind)
            if root is None:
                continue
            start = len(shared.blocks)
            story = Story(shared, _stem(name), root)
            story.read_whole(root, kind)
            kept = []
            for block in shared.blocks[start:]:
                if isinstance(block, Paragraph):
                    if story.page_fields and PAGE_NUMBER.fullmatch(block.text.string):
                        block = Paragraph(block.text, "page_number")
                    elif block.text.string in seen:
                        continue
                kept.append(block)
            shared.blocks[start:] = kept
            seen.update(block.text.string for block in kept if isinstance(block, Paragraph))

    def _target(self, kind: str) -> str | None:
        return next((r.target for r in self._relations if r.kind == kind and not r.external), None)

    def _side_part(self, kind: str) -> Element | None:
        target = self._target(kind)
        return self._part(target, kind) if target is not None else None

    def _part(self, name: str, kind: str) -> Element | None:
        """Root of a part the document can do without; its loss is reported."""
        try:
            return self._package.xml(name)[0]
        except (BrokenPart, KeyError):
            zh, en = NAMES[kind]
            self._problem(
                f"{zh}部件（{name}）缺失或损坏，未读取",
                f"the {en} part ({name}) is missing or damaged and was not read",
            )
            return None

    def _tell_lost_relations(self) -> None:
        """Without its relations a body has no headers, notes, styles or numbering, although they may be there."""
        around = ("header", "footer", "footnotes", "endnotes", "comments", "styles", "numbering")
        orphaned = not self._relations and any(posixpath.basename(n).startswith(around) for n in self._package.names)
        if self._package.broken_relations or orphaned:
            self._problem(
                "Word 文件的部件关系表缺失或损坏，页眉、脚注、样式、自动编号等可能没有读出",
                "the relations of the Word file are missing or damaged; headers, notes, styles or numbers may be missing",
            )

    def _problem(self, zh: str, en: str) -> None:
        self._problems.append(Problem("GJ002", zh, en, Span(part=_stem(self._main))))

    def _nothing_read(self) -> None:
        if self._shared.pictures:
            raise NoTextLayer(
                "文件里只有图片，没有文字，请先做文字识别（OCR）或取得可编辑的版本",
                "the file holds images only and no text; run OCR on it or get an editable copy",
                self._path,
            )
        if not self._problems:
            raise EmptyFile("Word 文件里没有任何文字", "the Word file has no text", self._path)


def _stem(name: str) -> str:
    return posixpath.splitext(posixpath.basename(name))[0]
