"""What the changed part of a packed XML file must still show, told by its tree and not by gouji's readers.

Only what stands where the format puts text is counted, unhidden and with nothing odd about it; of other parts (styles,
relations …) nothing is expected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

FIGURE = re.compile(r"[0-9]{2,}")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_OFD = "{http://www.ofdspec.org/2016}"
_ADDRESS = re.compile(r"[A-C]([1-9][0-9]?)")
_HIDDEN = (W + "del", W + "moveFrom", W + "vanish", W + "webHidden", W + "specVanish")

Found = Counter[str]


def figures(text: str) -> Found:
    """The figures of a text."""
    return Counter(FIGURE.findall(text))


def shown(name: str, root: etree._Element, before: etree._Element, parts: Mapping[str, bytes]) -> Found:
    """Figures that part ``name``, now ``root``, must show; ``before`` is what it was, ``parts`` all parts as they were."""
    if name.endswith("word/document.xml"):
        return _in_word(root)
    if name.endswith("worksheets/sheet1.xml"):
        return sum((figures(t) for t in _in_sheet(root, before, parts)), Found())
    if name == "content.xml":
        in_odf = _in_odt if parts.get("mimetype", b"").endswith(b".text") else _in_ods
        return sum((figures(t) for t in in_odf(root)), Found())
    if name.endswith("/Content.xml"):
        return sum((figures(t) for t in _in_ofd(root, before)), Found())
    return Found()


def _in_word(root: etree._Element) -> Found:
    """Figures in the ``w:t`` of a Word body, paragraph by paragraph, leaving out what is deleted or may be hidden."""
    found = Found()
    for paragraph in root.iter(W + "p"):
        if next(paragraph.iter(*_HIDDEN), None) is not None or _within_hidden(paragraph):
            continue
        runs = [t.text or "" for t in paragraph.iter(W + "t") if _ordinary(t, paragraph)]
        found += figures("".join(runs))
    return found


def _within_hidden(element: etree._Element) -> bool:
    return any(a.tag in _HIDDEN or not str(a.tag).startswith(W) for a in element.iterancestors())


def _ordinary(text: etree._Element, paragraph: etree._Element) -> bool:
    """Straight in a run of this very paragraph, one without settings of its own that a style might hide it by."""
    run = text.getparent()
    return run is not None and run.tag == W + "r" and run.getparent() is paragraph


def _in_sheet(root: etree._Element, before: etree._Element, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Texts of cells that stand at an address of their own, in rows not hidden, in a sheet the frame of which is as it was."""
    if root.tag != before.tag or [_plain(e) for e in root if e.tag != _S + "sheetData"] != [
        _plain(e) for e in before if e.tag != _S + "sheetData"
    ]:
        return
    shared = etree.fromstring(parts.get("xl/sharedStrings.xml", b"<none/>"))
    strings = ["".join(si.itertext(_S + "t")) for si in shared.iter(_S + "si")]
    sound = {_plain(c) for c in before.iter(_S + "c")}
    cells = [
        (row, c) for data in root.iterchildren(_S + "sheetData") for row in data.iterchildren(_S + "row")
        for c in row.iterchildren(_S + "c")
    ]  # fmt: skip
    addresses = Counter(c.get("r") for _, c in cells)
    for row, cell in cells:
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        if address is None or addresses[cell.get("r")] > 1 or row.get("r") != address[1] or row.get("hidden") is not None:
            continue
        if row.get("ht") is not None or _plain(cell) not in sound:
            continue
        if cell.get("t") == "s":
            yield strings[int(cell.findtext(_S + "v") or "")]
        elif cell.get("t") == "inlineStr":
            yield "".join(cell.itertext(_S + "t"))


def _plain(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", with_tail=False)


def _in_ods(root: etree._Element) -> Iterator[str]:
    """Texts of ordinary cells; nothing when an attribute may hide or repeat something."""
    path = [_OFFICE + "document-content", _OFFICE + "body", _OFFICE + "spreadsheet", _T + "table", _T + "table-row", _T + "table-cell", _TEXT + "p"]  # fmt: skip
    for text in root.iter(_TEXT + "p"):
        line = [text, *text.iterancestors()]
        straight = [e.tag for e in reversed(line)] == path and not any(set(e.attrib) - {_T + "name"} for e in line[2:-1])
        if straight and dict(line[1].attrib) == {_OFFICE + "value-type": "string"}:
            yield text.text or ""


def _in_odt(root: etree._Element) -> Iterator[str]:
    """Texts of ordinary paragraphs, in the body and in the cells of ordinary tables."""
    body = [_OFFICE + "document-content", _OFFICE + "body", _OFFICE + "text"]
    cell = [_T + "table", _T + "table-row", _T + "table-cell"]
    for text in root.iter(_TEXT + "p"):
        line = [*list(text.iterancestors())[::-1], text]
        straight = [e.tag for e in line[:-1]] in (body, [*body, *cell]) and not any(set(e.attrib) - {_T + "name"} for e in line[1:])
        if straight and (len(line) == 4 or _columns_hold(line[3])):
            yield text.text or ""


def _columns_hold(table: etree._Element) -> bool:
    """Whether a table's columns are as many as its longest row has cells, and none of them says more of itself."""
    columns = table.findall(_T + "table-column")
    repeated = _T + "number-columns-repeated"
    if any(set(c.attrib) - {repeated} or not c.get(repeated, "1").isdigit() for c in columns):
        return False
    widest = max((len(row.findall(_T + "table-cell")) for row in table.iter(_T + "table-row")), default=0)
    return sum(int(c.get(repeated, "1")) for c in columns) == widest


def _in_ofd(root: etree._Element, before: etree._Element) -> Iterator[str]:
    """Texts of objects that are as they were, on a page that is."""
    sound = {_plain(e) for e in before.iter(_OFD + "TextObject")}
    path = [_OFD + "Page", _OFD + "Content", _OFD + "Layer"]
    seen = set()
    for element in root.iter(_OFD + "TextObject"):
        above = list(element.iterancestors())[::-1]
        plain = _plain(element)
        if [e.tag for e in above] == path and plain in sound and plain not in seen and above[-1].get("Type") == "Body":
            seen.add(plain)
            yield "".join(element.itertext(_OFD + "TextCode"))
