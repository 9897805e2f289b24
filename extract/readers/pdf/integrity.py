"""Is the file whole? PDFium passes over damaged streams and lost objects in silence; an audit must not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from gouji.extract.document import Problem
from gouji.extract.errors import LimitExceeded
from gouji.extract.limits import Limits
from gouji.extract.readers.pdf import ascii85

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = b"endstream"
_DICTIONARY_BYTES: Final = 4_096
_FILTER: Final = re.compile(rb"/(FlateDecode|Fl|ASCII85Decode|A85|[A-Za-z0-9]+Decode)\b")
_FILTER_ENTRY: Final = re.compile(rb"/Filter\s*(/[^\s/<>\[\]()]*|\[[^\]]*\])")
_NAME: Final = re.compile(rb"/([^\s/<>\[\]()]*)")
_FILTERS: Final = frozenset(
    b"FlateDecode Fl ASCII85Decode A85 ASCIIHexDecode AHx LZWDecode LZW RunLengthDecode RL CCITTFaxDecode CCF DCTDecode DCT "
    b"JBIG2Decode JPXDecode Crypt".split()
)
# Images are not needed for the text. Font programs are: without its font a line's characters stand at other places.
_SKIPPED: Final = re.compile(
    rb"/Subtype\s*/(?:Image|XML)\b|/Type\s*/(?:Metadata|EmbeddedFile)\b"
    rb"|/(?:DCT|JPX|JBIG2|CCITTFax|LZW|RunLength|ASCIIHex|Crypt)\w*|/FunctionType\b"
)
_FONT: Final = re.compile(rb"/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b|/Length1\b")
_XREF: Final = re.compile(rb"startxref\s+(\d+)\s")
_SECTION: Final = re.compile(rb"\s*(\d+)\s+(\d+)[ \t]*\r?\n?")
_ENTRY_BYTES: Final = 20
_OBJECT: Final = re.compile(rb"\s{0,2}(\d+)\s+\d+\s+obj\b")
_PREVIOUS: Final = re.compile(rb"/Prev\s+(\d+)")
_MOST_SECTIONS: Final = 1_000
_BLANKED: Final = re.compile(rb"\x00{4,}")
_STRING: Final = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)|%[^\r\n]*+", re.DOTALL)
"""Strings and comments, which may hold anything."""
_WORD: Final = re.compile(rb"/(?:[^\s/<>\[\]()]|(?<=[\x80-\xff])[\[\]])*+")
"""Names, which may be in any encoding (fonts named in GBK)."""
_FOREIGN: Final = re.compile(rb"[\x80-\xff]")
_GARBAGE: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_CHUNK: Final = 1 << 20
_BINARY: Final = re.compile(rb"[\x80-\xff\x00-\x08\x0e-\x1f]")


def problems(data: bytes, path: str, limits: Limits) -> Iterator[Problem]:
    """What of the file is damaged, as far as bytes tell: streams that do not unpack, objects that are not in their place.

    Raises:
        LimitExceeded: a stream unpacks to more than any page of text takes.
    """
    if b"/Encrypt" in data:
        return
    broken = sum(_is_broken(dictionary, content, path, limits) for dictionary, content in _streams(data))
    broken += sum(map(_damage_between, _between_streams(data)))
    if broken:
        yield Problem(
            "GJ002",
            f"PDF 中有{broken}处数据已损坏，部分文字可能没有读出",
            f"the PDF is damaged in {broken} places; some text may be missing",
        )
    lost = _misplaced(data)
    if lost:
        yield Problem(
            "GJ002",
            f"PDF 的对象索引有{lost}处与内容不符，文件可能被改动或损坏，部分内容可能没有读出",
            f"{lost} entries of the PDF's object index do not fit its content; parts may be missing",
        )


def _between_streams(data: bytes) -> Iterator[bytes]:
    """The objects without their streams."""
    at = 0
    while found := _STREAM.search(data, at):
        yield data[at : found.start()]
        end = data.find(_END, found.end())
        if end < 0:
            return
        at = end
    yield data[at:]


def _damage_between(gap: bytes) -> int:
    """Places in objects without streams that cannot be: blanked, a stream without its beginning, bytes of no keyword or figure."""
    damage = len(_BLANKED.findall(gap)) + gap.count(_END, len(_END))
    if not damage and (_GARBAGE.search(gap) or _FOREIGN.search(gap)):
        plain = _STRING.sub(b"", gap)
        damage += _GARBAGE.search(plain) is not None or _FOREIGN.search(_WORD.sub(b"", plain)) is not None
    return damage


def texts(data: bytes, path: str, limits: Limits) -> int:
    """How many streams show text, as far as they can be unpacked; more than pages and forms with text: some are lost."""
    count = 0
    for dictionary, content in _streams(data):
        if _FONT.search(dictionary):
            continue
        current: bytes = bytes(content[: limits.part_bytes])
        try:
            for name in _FILTER.findall(dictionary):
                if name in (b"ASCII85Decode", b"A85"):
                    current = ascii85.decoded(current)
                else:
                    current = _inflated(current, True, path, limits)[1]
        except ValueError:
            continue
        count += b"BT" in current and (b"Tj" in current or b"TJ" in current)
    return count


def _streams(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Dictionary and packed bytes of every stream that text needs."""
    view = memoryview(data)
    at = 0
    while found := _STREAM.search(data, at):
        start = data.rfind(b"obj", max(at, found.start() - _DICTIONARY_BYTES), found.start())
        dictionary = data[max(start, found.start() - _DICTIONARY_BYTES, at) : found.start()]
        end = data.find(_END, found.end())
        end = len(data) if end < 0 else end
        at = end
        if not _SKIPPED.search(dictionary):
            yield dictionary, view[found.end() : end]


def _filters(dictionary: bytes) -> list[bytes]:
    found = _FILTER_ENTRY.search(dictionary)
    return _NAME.findall(found[1]) if found is not None else []


def _is_broken(dictionary: bytes, content: memoryview, path: str, limits: Limits) -> bool:
    if _GARBAGE.search(dictionary) or any(name not in _FILTERS for name in _filters(dictionary)):
        return True
    filters = _FILTER.findall(dictionary)
    if not filters:
        if _FONT.search(dictionary):
            return False
        head = bytes(content[:400])
        if bytes(content[-8:]).rstrip().endswith(b"~>"):  # packed, and nothing says so
            return True
        return len(_BINARY.findall(head)) > 0.3 * max(len(head), 1)
    current: bytes | memoryview = content
    for number, name in enumerate(filters, 1):
        if name in (b"ASCII85Decode", b"A85"):
            if len(current) > limits.part_bytes // 16:  # slow to undo, and rare
                return False
            try:
                current = ascii85.decoded(bytes(current))
            except ValueError:
                return True
        elif name in (b"FlateDecode", b"Fl"):
            whole, current = _inflated(current, number < len(filters), path, limits)
            if not whole:
                return True
        else:
            return False
    return False


def _inflated(packed: bytes | memoryview, kept: bool, path: str, limits: Limits) -> tuple[bool, bytes]:
    """Whether a deflate stream is whole, and its content if it is ``kept``."""
    inflate = zlib.decompressobj(-15)
    check, size, out = 1, 0, bytearray()
    rest: bytes | memoryview = packed[2:]
    try:
        while not inflate.eof:
            part = inflate.decompress(rest, _CHUNK)
            if not part and not inflate.eof:
                return False, b""
            rest = inflate.unconsumed_tail
            check = zlib.adler32(part, check)
            size += len(part)
            if size > limits.part_bytes:
                raise _too_large(path, limits)
            if kept:
                out += part
    except zlib.error:
        return False, b""
    said = int.from_bytes(inflate.unused_data[:4], "big")
    return len(inflate.unused_data) < 4 or said in (0, check), bytes(out)


def _too_large(path: str, limits: Limits) -> LimitExceeded:
    megabytes = limits.part_bytes // 2**20
    return LimitExceeded(
        f"PDF 中有数据流解压后超过{megabytes} MB，疑为压缩炸弹，未读取",
        f"a stream of the PDF unpacks to more than {megabytes} MB, like a bomb; not read",
        path,
    )


def _misplaced(data: bytes) -> int:
    """Entries of the plain cross-reference tables that do not point at their object (streams of references aside)."""
    origin = max(data.find(b"%PDF", 0, 1024), 0)
    found = _XREF.search(data, max(0, len(data) - 2_048))
    if found is None:
        return 0
    at, wrong = int(found[1]) + origin, 0
    seen: set[int] = set()
    while at not in seen and len(seen) < _MOST_SECTIONS:
        seen.add(at)
        if data[at : at + 4] != b"xref":
            return wrong + (0 if _OBJECT.match(data, at) else 1)
        end = data.find(b"trailer", at)
        if end < 0:
            return wrong + 1
        wrong += _wrong_entries(data, at + 4, end, origin)
        previous = _PREVIOUS.search(data, end, end + 2_048)
        if previous is None:
            return wrong
        at = int(previous[1]) + origin
    return wrong


def _wrong_entries(data: bytes, at: int, end: int, origin: int) -> int:
    wrong = 0
    while (section := _SECTION.match(data, at, end)) is not None:
        first, count = int(section[1]), int(section[2])
        at = section.end()
        if at + count * _ENTRY_BYTES > end + _ENTRY_BYTES:
            return wrong + 1
        for number in range(first, first + count):
            entry = data[at : at + _ENTRY_BYTES]
            at += _ENTRY_BYTES
            if entry[17:18] == b"n" and entry[:10].isdigit() and int(entry[:10]):
                there = _OBJECT.match(data, int(entry[:10]) + origin)
                wrong += there is None or int(there[1]) != number
            elif entry[17:18] not in (b"n", b"f"):
                wrong += 1
    return wrong
