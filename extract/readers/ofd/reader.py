"""The reader: from ``OFD.xml`` to the pages, each with its templates, then the same way as a PDF's pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gouji.extract.document import Document, Problem, Span
from gouji.extract.errors import LimitExceeded, NoTextLayer, UnreadableFile
from gouji.extract.limits import DEFAULT_LIMITS, Limits
from gouji.extract.readers.ofd.geometry import numbers
from gouji.extract.readers.ofd.overprint import without_repeats
from gouji.extract.readers.ofd.package import BrokenPart, Element, Package, child, encrypted, local, text_of
from gouji.extract.readers.ofd.page import Drawing, overrun, raw_page
from gouji.extract.readers.pdf.flow import blocks_of
from gouji.extract.readers.pdf.layout import PageLayout, layout
from gouji.extract.readers.pdf.raw import RawPage

_ROOT: Final = "OFD.xml"
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_UNMAPPED: Final = 0.05
_FEW: Final = 40

Box = tuple[float, float, float, float]


def read_ofd(data: bytes, path: str, sha256: str, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read an OFD file.

    Args:
        data: the file.
        path: its name, for messages and the document.
        sha256: its digest.
        limits: what may be spent on it.

    Returns:
        Paragraphs and tables in reading order. Every piece has its page and box in points (1/72 inch) from the
        top left. Pages that are missing, damaged or without text are named in ``problems`` (GJ002).

    Raises:
        EncryptedFile: its parts are encrypted.
        UnreadableFile: broken or truncated, or no OFD file.
        NoTextLayer: no page has text.
        LimitExceeded: too many pages, too large parts.

    """
    reading = _Reading(Package(data, path, limits), path, limits)
    reading.documents()
    if not reading.layouts:
        raise UnreadableFile("OFD 文件没有可读的页", "no page of the OFD file can be read", path)
    if not any(page.text.string for page in reading.layouts):
        raise NoTextLayer(
            "OFD 文件没有文字（可能是扫描件），需先做文字识别", "the OFD file has no text (a scan?); run OCR on it first", path
        )
    blocks = blocks_of(reading.layouts, limits, path)
    return Document(path, "ofd", sha256, blocks, reading.pages, tuple(reading.problems))


class _Reading:
    """The reading of one file."""

    def __init__(self, package: Package, path: str, limits: Limits) -> None:
        self._package, self._path, self._limits = package, path, limits
        self.layouts: list[PageLayout] = []
        self.problems: list[Problem] = []
        self.pages = 0
        self._templates: dict[str, Element] = {}

    def documents(self) -> None:
        """Read the pages of all documents in the file; as a rule there is one."""
        try:
            root = self._package.xml(_ROOT)
        except BrokenPart as error:
            raise UnreadableFile(
                f"OFD 入口文件损坏（{error}），请重新获取", f"the OFD entry part is damaged ({error}); fetch the file again", self._path
            ) from error
        for body in (e for e in root if local(e) == "DocBody"):
            location = self._package.resolve(_ROOT, text_of(body, "DocRoot"))
            try:
                self._document(location, self._package.xml(location))
            except BrokenPart as error:
                if "Encryptions.xml" in self._package:
                    raise encrypted(self._path) from error
                self._problem(None, f"OFD 文档（{location}）损坏，未读取", f"document {location} is damaged and was not read")

    def _document(self, name: str, root: Element) -> None:
        common = child(root, "CommonData")
        box = _page_box(child(common, "PageArea") if common is not None else None) or _A4
        templates, units = self._common(name, common)
        pages = child(root, "Pages")
        for page in (e for e in (pages if pages is not None else ()) if local(e) == "Page"):
            self.pages += 1
            if self.pages > self._limits.pages:
                raise LimitExceeded(
                    f"OFD 超过{self._limits.pages}页；如确属正常文件可用 --limit pages=N 放宽",
                    f"more than {self._limits.pages} pages; if the file is sound, allow more with --limit pages=N",
                    self._path,
                )
            location = self._package.resolve(name, page.get("BaseLoc", ""))
            content = self._content(location)
            if content is not None:
                self._page(location, content, box, templates, units)

    def _content(self, location: str) -> Element | None:
        """A page's root; of a damaged one what is left, the loss being said."""
        try:
            return self._package.xml(location)
        except BrokenPart:
            pass
        try:
            root = self._package.xml(location, forgiving=True)
        except BrokenPart:
            root = None
        if root is None or child(root, "Content") is None:
            self._problem(
                self.pages,
                f"第{self.pages}页（{location}）缺失或已损坏，未读取",
                f"page {self.pages} ({location}) is missing or broken and was not read",
            )
            return None
        self._problem(
            self.pages,
            f"第{self.pages}页的 XML 有错，出错处之后的内容可能缺失",
            f"the XML of page {self.pages} is malformed; what follows the error may be missing",
        )
        return root

    def _common(self, name: str, common: Element | None) -> tuple[dict[str, str], dict[str, Element]]:
        """Paths of the template pages by id, and the composite graphics of the resources by id."""
        templates: dict[str, str] = {}
        units: dict[str, Element] = {}
        for item in common if common is not None else ():
            kind = local(item)
            if kind == "TemplatePage":
                templates[item.get("ID", "")] = self._package.resolve(name, item.get("BaseLoc", ""))
            elif kind in ("PublicRes", "DocumentRes"):
                units.update(self._units(self._package.resolve(name, item.text or "")))
        return templates, units

    def _units(self, name: str) -> dict[str, Element]:
        try:
            root = self._package.xml(name)
        except BrokenPart:
            return {}
        return {e.get("ID", ""): e for group in root for e in group if local(e) == "CompositeGraphicUnit"}

    def _page(
        self, name: str, content: Element, box: Box, templates: dict[str, str], units: dict[str, Element]
    ) -> None:
        own = {**units}
        for resource in (e for e in content if local(e) == "PageRes"):
            own.update(self._units(self._package.resolve(name, resource.text or "")))
        drawing = Drawing(own)
        for used in (e for e in content if local(e) == "Template"):
            location = templates.get(used.get("TemplateID", ""), "")
            try:
                drawing.layers(self._template(location))
            except BrokenPart:
                self._problem(
                    self.pages,
                    f"第{self.pages}页的模板（{location}）缺失或已损坏，未读取",
                    f"the template of page {self.pages} ({location}) is missing or broken and was not read",
                )
        drawing.layers(content)
        own_box = _page_box(child(content, "Area")) or box
        found, over = without_repeats(drawing.found)
        raw = raw_page(self.pages, own_box, found)
        self.layouts.append(layout(raw, above=self.layouts[-1] if self.layouts else None))
        if over:
            self._problem(
                self.pages,
                f"第{self.pages}页有{over}个字符印在其他文字上面，该处文字可能读错",
                f"page {self.pages}: {over} characters are printed over others and may be misread there",
            )
        if beyond := overrun(own_box, drawing.found):
            self._problem(
                self.pages,
                f"第{self.pages}页有文字伸出页面（{beyond}个字符在页面之外），文件可能已损坏，该处文字可能与别处混在一起",
                f"page {self.pages}: text runs off the page ({beyond} characters); the file may be damaged and "
                "that text mixed up with other text",
            )
        self.problems += _losses(raw, self.layouts[-1])

    def _template(self, location: str) -> Element:
        """A template page, parsed once."""
        if location not in self._templates:
            self._templates[location] = self._package.xml(location)
        return self._templates[location]

    def _problem(self, page: int | None, zh: str, en: str) -> None:
        self.problems.append(Problem("GJ002", zh, en, Span(page=page)))


def _page_box(area: Element | None) -> Box | None:
    values = numbers(text_of(area, "PhysicalBox"), 4) if area is not None else None
    if values is None or values[2] <= 0 or values[3] <= 0:
        return None
    x, y, width, height = values
    return x, y, width, height


def _losses(page: RawPage, read: PageLayout) -> Iterator[Problem]:
    """What could not be read of a page."""
    characters = len(read.text.string)
    at = Span(page=page.number)
    if page.unmapped > _UNMAPPED * (characters + page.unmapped):
        yield Problem(
            "GJ002",
            f"第{page.number}页有{page.unmapped}个字符没有文字编码，未读取",
            f"page {page.number}: {page.unmapped} characters have no meaning of their own; not read",
            at,
        )
    pictured = float(((page.images[:, 2] - page.images[:, 0]) * (page.images[:, 3] - page.images[:, 1])).sum())
    if characters < _FEW and pictured > 0.5 * page.width * page.height:
        yield Problem(
            "GJ002", f"第{page.number}页是图片，没有文字，未读取", f"page {page.number} is an image without text; not read", at
        )
    if page.cut:
        yield Problem(
            "GJ002", f"第{page.number}页内容过多，未全部读取", f"page {page.number} holds too much; not all was read", at
        )
