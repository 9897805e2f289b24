"""Mutants of a file, and the figures a reader must still find in them or else report a loss.

A figure is a run of two or more digits. ``expected`` is told without gouji's readers: of a text, the figures its bytes
still hold; of a web page, those that ``pages_shown`` sees, of an RTF ``rtf_shown``; of a package the XML of which was
changed, those that ``parts_shown`` sees, the records of which, ``bins_shown``; of a packed file whose bytes were changed, those of the original (a container has checksums or structure: what is damaged can be noticed). Where a change
makes a different but sound file (a PDF that refers to another page; a flipped byte in an .xls, whose cells name their
string by its number and have no checksum), nothing is expected beyond an orderly end.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import bins_shown
import rtf_shown
from lxml import etree
from pages_shown import text_of
from parts_shown import W, figures, shown

ODD_VALUES = ("", "0", "-1", "1", "999999", "50000000", "4294967296", "abc", "true", "off", "../../x", "NaN", "%s%n")
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = re.compile(rb"(?<![\d.])\d+(?![\d.])")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
PACKED = (b"PK", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
MAIN_PARTS = ("document.xml", "sheet1.xml", "sharedStrings.xml", "content.xml", "Content.xml")
WORKBOOK = "Workbook".encode("utf-16-le")
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed file: how it was changed, its bytes, the figures to be found in it (none: any may be missing)."""

    how: str
    data: bytes
    expected: Counter[str]


def mutant(data: bytes, known: Counter[str], seed: int) -> Mutant:
    """Mutant number ``seed`` of a file the figures of which are ``known``; the same seed gives the same mutant."""
    chance = random.Random(seed)
    ways = [in_bytes]
    if data.startswith(b"PK") and b"sheet1.bin" in data:
        ways = [in_bytes, in_records, in_records, in_xml]
    elif data.startswith(b"PK") and b".xml" in data:
        ways = [in_bytes, in_xml, in_xml, in_xml]
    elif data.startswith(b"%PDF"):
        ways = [in_bytes, in_objects, in_objects]
    return chance.choice(ways)(data, known, chance)


def in_bytes(data: bytes, known: Counter[str], chance: random.Random) -> Mutant:
    """Bytes flipped, cut, doubled, blanked, or the file broken off."""
    content = bytearray(data)
    how = chance.choice(("flip", "delete", "double", "zero", "noise", "truncate"))
    for _ in range(chance.randint(1, 8) if how == "flip" else 1):
        at, size = chance.randrange(len(content)), chance.randint(1, max(1, min(400, len(content) // 4)))
        if how == "flip":
            content[at] = chance.randrange(256)
        elif how == "delete":
            del content[at : at + size]
        elif how == "double":
            content[at:at] = content[at : at + size]
        elif how == "zero":
            content[at : at + size] = bytes(len(content[at : at + size]))
        elif how == "noise":
            content[at : at + size] = chance.randbytes(len(content[at : at + size]))
        else:
            del content[at:]
    changed = bytes(content)
    if how == "flip" and data.startswith(OLE) and WORKBOOK in data:
        return Mutant(how, changed, Counter())
    if data.startswith(PACKED):
        return Mutant(how, changed, known)
    return Mutant(how, changed, _said(data, changed, known))


def _said(data: bytes, changed: bytes, known: Counter[str]) -> Counter[str]:
    """Figures that stand in a text's bytes, as far as the original had them too."""
    if data.lstrip().startswith((b"<", b"MIME-")):
        return figures(text_of(changed)) & known
    if data.startswith(b"{\\rtf"):
        return figures(rtf_shown.text_of(changed)) & known
    if not data.startswith(OLE):
        return figures(changed.decode("utf-8", errors="replace")) & known
    # Text in one byte or two a character, at odd places too, no checksums. The views that show the original count:
    # digits that a random change makes in another view are no text.
    views: list[Callable[[bytes], str]] = [
        lambda d: d.decode("utf-16-le", errors="replace"), lambda d: d[1:].decode("utf-16-le", errors="replace"),
        lambda d: d.decode("latin-1"),
    ]  # fmt: skip
    for view in views:
        if not known - figures(view(data)):
            return figures(view(changed)) & known
    said = [figures(view(changed)) & figures(view(data)) for view in views]
    return (said[0] | said[1] | said[2]) & known


def in_xml(data: bytes, known: Counter[str], chance: random.Random) -> Mutant:
    """The tree of one part changed: elements and attributes dropped, doubled, moved, renamed, nested, odd values."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    named = [n for n in files if n.endswith((".xml", ".rels"))]
    main = [n for n in named if n.endswith(MAIN_PARTS)]
    name = chance.choice(main if main and chance.random() < 0.6 else named)
    root = etree.fromstring(files[name])
    before = copy.deepcopy(root)
    hows = []
    for _ in range(chance.randint(1, 3)):
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        element = chance.choice(elements)
        how = chance.choice(list(_XML_WAYS))
        _XML_WAYS[how](element, root, chance)
        hows.append(how)
    parts = dict(files)
    files[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Mutant(f"xml {'+'.join(hows)} {name}", _zipped(files), shown(name, root, before, parts) & known)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            told = zipfile.ZipInfo(name)  # of no time of its own: the same seed gives the same bytes at any second
            told.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(told, content)
    return out.getvalue()


def in_records(data: bytes, known: Counter[str], chance: random.Random) -> Mutant:
    """The records of one binary part of a workbook changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    named = [n for n in files if n.endswith(".bin")]
    main = [n for n in named if n.endswith("sheet1.bin")]
    name = chance.choice(main if chance.random() < 0.6 else named)
    before = bins_shown.records(files[name])
    how, after = bins_shown.changed(before, chance)
    files[name] = bins_shown.joined(after)
    expected = bins_shown.shown(after, before, files["xl/sharedStrings.bin"]) if name in main else Counter[str]()
    return Mutant(f"records {how} {name}", _zipped(files), expected & known)


def _delete(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _double(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    if element.getparent() is not None:
        twin = copy.deepcopy(element)
        element.addnext(twin)


def _move(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    targets = [e for e in root.iter() if isinstance(e.tag, str)]
    target = chance.choice(targets)
    if element.getparent() is not None and element not in (target, *target.iterancestors()):
        target.append(element)


def _rename(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    other = chance.choice([e for e in root.iter() if isinstance(e.tag, str)])
    element.tag = chance.choice((other.tag, W + "x", "x"))


def _drop_attribute(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]


def _odd_attribute(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    named = [e for e in root.iter() if isinstance(e.tag, str) and e.attrib]
    if named:
        target = chance.choice(named)
        target.set(chance.choice(list(target.attrib)), chance.choice(ODD_VALUES))


def _nest(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.choice((3, 60, 300))):
        inner = etree.SubElement(element, element.tag)
        element = inner


def _odd_text(element: etree._Element, root: etree._Element, chance: random.Random) -> None:
    element.text = chance.choice(("", "٣٤", "\u202e12", "1" * 5_000, "(" * 500, "，" * 500, "共" * 200, "9e99999"))


_XML_WAYS: dict[str, Callable[[etree._Element, etree._Element, random.Random], None]] = {
    "delete": _delete, "double": _double, "move": _move, "rename": _rename, "drop-attribute": _drop_attribute,
    "odd-attribute": _odd_attribute, "nest": _nest, "odd-text": _odd_text,
}  # fmt: skip


def in_objects(data: bytes, known: Counter[str], chance: random.Random) -> Mutant:
    """PDF objects lost, doubled, referred to wrongly, with odd numbers; streams cut, damaged or emptied."""
    objects = list(_OBJECT.finditer(data))
    if not objects:
        return in_bytes(data, known, chance)
    target = chance.choice(objects)
    body = data[target.start(2) : target.end(2)]
    how = chance.choice(("lost", "number", "reference", "loop", "cut-stream", "noise-stream", "content", "no-xref"))
    nothing: Counter[str] = Counter()
    expected = known
    if how == "lost":
        changed = b" null "
    elif how == "number" and (numbers := list(_NUMBER.finditer(body))):
        n = chance.choice(numbers)
        odd = chance.choice((b"0", b"-1", b"1", b"99999999", b"4294967296", b"1e400"))
        changed, expected = body[: n.start()] + odd + body[n.end() :], nothing
    elif how in ("reference", "loop") and (references := list(_REFERENCE.finditer(body))):
        r = chance.choice(references)
        number = target[1] if how == "loop" else b"%d" % chance.randint(0, len(objects) + 3)
        changed, expected = body[: r.start(1)] + number + body[r.end(1) :], nothing
    elif how == "no-xref":
        return Mutant(how, data[: data.rindex(b"xref")] if b"xref" in data else data[:-20], known)
    elif s := _STREAM.search(body):
        inner = s[1]
        at = chance.randrange(max(1, len(inner)))
        if how == "cut-stream":
            inner = inner[:at]
        elif how == "noise-stream":
            inner = inner[:at] + chance.randbytes(min(40, len(inner) - at)) + inner[at + 40 :]
        else:
            inner, expected = _odd_content(inner, chance), nothing
        changed = body[: s.start(1)] + inner + body[s.end(1) :]
    else:
        return in_bytes(data, known, chance)
    return Mutant(f"object {how}", data[: target.start(2)] + changed + data[target.end(2) :], expected)


def _odd_content(inner: bytes, chance: random.Random) -> bytes:
    """A page's operators shuffled, doubled or with odd numbers, packed again."""
    try:
        lines = zlib.decompress(inner.rstrip(b"\r\n")).split(b"\n")
    except zlib.error:
        return inner[::-1]
    for _ in range(chance.randint(1, 5)):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(3):
            case 0:
                lines[i], lines[j] = lines[j], lines[i]
            case 1:
                lines.insert(i, lines[j] * chance.choice((1, 50)))
            case _:
                lines[i] = _NUMBER.sub(lambda m: chance.choice((m[0], b"1e9", b"-7", b"0")), lines[i])
    return zlib.compress(b"\n".join(lines)) + b"\n"
