"""Files made to hurt, each as small as it can be."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence

TEXT = "全年检查商户50户，其中超市12户、餐馆25户、药店14户。\n"
SOUND = "全年检查商户51户，其中超市12户、餐馆25户、药店14户。\n"


def docx(text: str = TEXT) -> bytes:
    """A small Word file."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name: str, content: str | bytes, base: bytes | None = None) -> bytes:
    """A Word file with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(base or docx())) as archive:
        files: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped(files | {name: content})


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def gbk_zip(files: Mapping[str, bytes], encoding: str = "gb18030") -> bytes:
    """A zip as Windows in Chinese writes it: names in ``encoding`` and no flag that says so."""
    stand_ins = {f"{i:0{len(name.encode(encoding))}d}": name for i, name in enumerate(files)}
    data = zipped({stand_in: files[name] for stand_in, name in stand_ins.items()})
    for stand_in, name in stand_ins.items():
        data = data.replace(stand_in.encode(), name.encode(encoding))
    return data


def tarred(files: Mapping[str, bytes], mode: str = "w:gz", links: Mapping[str, str] | None = None) -> bytes:
    """A tar archive, with symbolic links if wanted."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name, target in (links or {}).items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, target
            archive.addfile(entry)
    return out.getvalue()


def overlapping_zip(kernel: bytes, entries: int) -> bytes:
    """A zip the entries of which are all the same bytes: much out of little."""
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(kernel) + packer.flush()
    crc = zlib.crc32(kernel)
    sizes = (crc, len(packed), len(kernel))
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, *sizes, 5, 0) + b"0.txt"
    body = local + packed
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0x21, *sizes, 5, 0, 0, 0, 0, 0, 0) + b"0.txt"
        for _ in range(entries)
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), len(body), 0)
    return body + directory + end


def stored_rar(files: Mapping[str, bytes], method: int = 0x30) -> bytes:
    """A RAR 2.9 archive with its members stored (``method`` 0x30) or said to be packed (0x33)."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in files.items():
        raw = name.encode()
        body = struct.pack(
            "<IIBIIBBHI", len(content), len(content), 3, zlib.crc32(content), 0x21 << 16, 20, method, len(raw), 0x20
        )
        out += block(0x74, 0x8000, body + raw) + content
    return out + block(0x7B, 0x4000, b"")


def pdf(objects: Sequence[str | bytes]) -> bytes:
    """A PDF of these objects; the first is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        body = content.encode() if isinstance(content, str) else content
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: str = "") -> bytes:
    """A PDF stream."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << {0} >> >>"
FONT = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def form_loop() -> bytes:
    """Forms that draw each other for ever, twice each."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << /XObject << /A {0} 0 R /B {0} 0 R >> >>"
    draw = b"/A Do /B Do"
    return pdf([
        CATALOG, ONE_PAGE, PAGE.format("/XObject << /A 5 0 R /B 5 0 R >>"), stream(draw),
        stream(draw, form.format(6)), stream(draw, form.format(5)),
    ])  # fmt: skip


def nested_forms(depth: int) -> bytes:
    """Forms in forms, each drawing the next twice: two to the power of ``depth``."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << /XObject << /A {0} 0 R >> >>"
    forms = [stream(b"/A Do /A Do", form.format(6 + i)) for i in range(depth)]
    last = stream(b"BT /F 12 Tf 20 20 Td (120) Tj ET", f"/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << {FONT} >>")
    return pdf([CATALOG, ONE_PAGE, PAGE.format("/XObject << /A 5 0 R >>"), stream(b"/A Do"), *forms, last])


def page_loop() -> bytes:
    """A page tree that is its own child."""
    return pdf([CATALOG, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000000 >>"])


def flate_bomb(megabytes: int) -> bytes:
    """A content stream of blanks, packed twice."""
    inner = zlib.compressobj(9)
    data = b"".join(inner.compress(b" " * 2**20) for _ in range(megabytes)) + inner.flush()
    packed = zlib.compress(data, 9)
    content = stream(packed, "/Filter [/FlateDecode /FlateDecode]")
    return pdf([CATALOG, ONE_PAGE, PAGE.format(FONT), content])


def many_pages(pages: int) -> bytes:
    """One page, referred to many times."""
    kids = " ".join(["3 0 R"] * pages)
    return pdf([
        CATALOG, f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>", PAGE.format(FONT),
        stream(b"BT /F 12 Tf 20 20 Td (120) Tj ET"),
    ])  # fmt: skip


def text_pdf(lines: Sequence[str]) -> bytes:
    """A sound PDF of lines in Latin letters."""
    shown = "\n".join(f"BT /F 12 Tf 20 {280 - 20 * i} Td ({line}) Tj ET" for i, line in enumerate(lines))
    content = stream(zlib.compress(shown.encode()), "/Filter /FlateDecode")
    return pdf([CATALOG, ONE_PAGE, PAGE.format(FONT), content])


def workbook(text: str = TEXT) -> bytes:
    """A small workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row, line in enumerate(text.splitlines(), 1):
        book.active.cell(row, 1, line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ofd(text: str = TEXT) -> bytes:
    """A small OFD file."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    line = text.strip()
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(line) - 1} 4">{line}</ofd:TextCode>'
    shown = f'<ofd:TextObject ID="1" Boundary="9 9 190 5" Font="1" Size="4">{code}</ofd:TextObject>'
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    pages = '<ofd:Pages><ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    return zipped({
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD">{root}</ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData>{area}</ofd:CommonData>{pages}</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml":
            f'<ofd:Page {space}><ofd:Content><ofd:Layer Type="Body" ID="3">{shown}</ofd:Layer></ofd:Content></ofd:Page>',
    })  # fmt: skip


PACKAGES = {"docx": (docx, "word/document.xml"), "xlsx": (workbook, "xl/worksheets/sheet1.xml"),
            "ofd": (ofd, "Doc_0/Pages/Page_0/Content.xml")}  # fmt: skip
"""Of every packed XML format: what makes a file, and its part that holds the text."""


def part_of(data: bytes, name: str) -> bytes:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def locked_zip(files: Mapping[str, bytes], password: str) -> bytes:
    """A zip with its members encrypted as PKWARE first did (ZipCrypto)."""
    data = bytearray(zipped(files, zipfile.ZIP_STORED))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    out, directory = bytearray(), bytearray()
    for entry in entries:
        name = entry.filename.encode()
        keys = _Keys(password.encode())
        head = bytes(11) + bytes([entry.CRC >> 24])
        body = keys.encrypted(head + files[entry.filename])
        flags = 1 | (0x800 if not entry.filename.isascii() else 0)
        sizes = (entry.CRC, len(body), entry.file_size)
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, flags, 0, 0, 0x21, *sizes, len(name), 0, 0, 0, 0, 0, len(out)
        ) + name
        out += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, flags, 0, 0, 0x21, *sizes, len(name), 0) + name + body
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return bytes(out + directory + end)


class _Keys:
    """The three keys of ZipCrypto (APPNOTE 6.1)."""

    def __init__(self, password: bytes) -> None:
        self._keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._turn(byte)

    def _turn(self, byte: int) -> None:
        first = _crc(self._keys[0], byte)
        second = ((self._keys[1] + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self._keys = [first, second, _crc(self._keys[2], second >> 24)]

    def encrypted(self, plain: bytes) -> bytes:
        out = bytearray()
        for byte in plain:
            mask = self._keys[2] | 2
            out.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
            self._turn(byte)
        return bytes(out)


def _crc(value: int, byte: int) -> int:
    return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def locked_office(data: bytes, password: str) -> bytes:
    """An Office file encrypted as Word and Excel do."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def locked_pdf(lines: Sequence[str], password: str) -> bytes:
    """A PDF that needs a password to be opened."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    for i, line in enumerate(lines):
        canvas.drawString(50, 700 - 20 * i, line)
    canvas.save()
    return out.getvalue()
