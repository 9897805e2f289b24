"""The tree of a page, parsed with care, and what of it a browser shows."""

from __future__ import annotations

import re
from typing import Final, cast

from lxml import etree

from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits

Element = etree._Element

SKIPPED: Final = frozenset(
    {
        "script", "style", "noscript", "template", "head", "title", "meta", "link", "base", "iframe", "frame",
        "select", "option", "button", "input", "svg", "audio", "video", "canvas", "map", "object", "embed",
        "del", "s", "strike", "rp", "rt", "param", "datalist", "noframes", "xml",
    }
)  # fmt: skip
"""Elements that show no text of the report."""
BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "frameset",
    }
)  # fmt: skip
"""Elements that begin and end a line."""
_HIDING_STYLE: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0+(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|text-decoration(?:-line)?\s*:[^;]*\bline-through\b)",
    re.IGNORECASE,
)
_XHTML: Final = re.compile(r"""<html\b[^>]{0,500}xmlns\s*=\s*["']http://www\.w3\.org/1999/xhtml["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml\b[^>]{0,200}\?>")
_CUT_SHORT: Final = re.compile(r"excessive depth|resource limit|too (?:long|big)|huge", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def parse(source: str, path: str, limits: Limits) -> tuple[Element | None, bool]:
    """The root of a page, and whether the parser gave up before its end.

    No entity is expanded beyond HTML's own, nothing is fetched.

    Raises:
        LimitExceeded: the page is larger than ``limits.part_bytes``.

    """
    if len(source) > limits.part_bytes:
        raise LimitExceeded(
            f"网页超过 {limits.part_bytes // 2**20} MB；如确属正常文件可用 --limit part_bytes=N 放宽",
            f"the page is larger than {limits.part_bytes // 2**20} MB; if it is sound, allow more with --limit part_bytes=N",
            path,
        )
    data = _CONTROL.sub(" ", source).encode("utf-8", "replace")
    if _XHTML.search(source, 0, 4096) and "<!DOCTYPE" not in source[:4096]:
        strict = _as_xml(_DECLARATION.sub("", source, count=1).encode("utf-8", "replace"))
        if strict is not None:
            return strict, False
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
        collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, etree.ParserError, ValueError):
        return None, True
    cut = any(_CUT_SHORT.search(entry.message) for entry in parser.error_log)
    return cast("Element | None", root), cut


def _as_xml(data: bytes) -> Element | None:
    """Well-formed XHTML, in which ``<td/>`` is an empty cell, as HTML has it; ``None`` when it is malformed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname.lower()
    return root


def shown(element: Element) -> bool:
    """Whether a browser shows an element's text, as far as the element itself says."""
    tag = element.tag
    return isinstance(tag, str) and tag not in SKIPPED and not hidden(element)


def hidden(element: Element) -> bool:
    """Whether an element is hidden or struck through by what is written in it itself."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDING_STYLE.search(style) is not None)
