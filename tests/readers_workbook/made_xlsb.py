"""The sheets of ``made_workbooks`` as an .xlsb, record by record ([MS-XLSB]): nothing else at hand writes one."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence

from made_workbooks import OFFICE, PACKAGE, Figure, Made, MadeSheet

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_SUM = re.compile(r"SUM\(([A-Z]+\d+):([A-Z]+\d+)\)")
_RATIO = re.compile(r"([A-Z]+\d+)/([A-Z]+\d+)")
_DRAWN = b"\x01\x00" + bytes(8)
_NONE = bytes(10)


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def count(of: Sequence[object]) -> bytes:
    return struct.pack("<I", len(of))


def string(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def place(address: str) -> tuple[int, int]:
    letters, digits = _ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(digits) - 1, column - 1


def tokens(formula: str) -> bytes:
    """The few formulas the tests use, as relative references (both relative bits of the column set)."""
    if found := _SUM.fullmatch(formula):
        (r1, c1), (r2, c2) = place(found[1]), place(found[2])
        return b"\x25" + struct.pack("<IIHH", r1, r2, c1 | 0xC000, c2 | 0xC000) + b"\x22\x01" + struct.pack("<H", 4)
    found = _RATIO.fullmatch(formula)
    assert found is not None, formula
    cells = (place(a) for a in found.groups())
    return b"".join(b"\x44" + struct.pack("<IH", r, c | 0xC000) for r, c in cells) + b"\x06"


def parsed(formula: bytes, extra: bytes = b"") -> bytes:
    """A formula with its lengths."""
    return struct.pack("<I", len(formula)) + formula + struct.pack("<I", len(extra)) + extra


def xlsb(*sheets: MadeSheet, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Bytes of an .xlsb; ``parts`` replace or add parts of the package."""
    codes: list[str] = ["General"]
    strings: list[str] = []
    pages = {f"xl/worksheets/sheet{i}.bin": _sheet(s, codes, strings) for i, s in enumerate(sheets, 1)}
    states = {"visible": 0, "hidden": 1, "veryHidden": 2}
    bundle = b"".join(
        record(156, struct.pack("<II", states[s.state], i) + string(f"rId{i}") + string(s.name)) for i, s in enumerate(sheets, 1)
    )
    formats = b"".join(record(44, struct.pack("<H", 200 + i) + string(c)) for i, c in enumerate(codes))
    borders = b"".join(record(46, b"\x00" + side * 4 + _NONE) for side in (_NONE, _DRAWN))
    styles = b"".join(
        record(47, struct.pack("<5H", 0, 200 + i, 0, 0, b) + bytes(6)) for i in range(len(codes)) for b in (0, 1)
    )
    relations = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.bin"/>' for i in range(1, len(sheets) + 1))
    side = "".join(f'<Relationship Id="{k}" Type="{OFFICE}/{k}" Target="{k}.bin"/>' for k in ("styles", "sharedStrings"))
    made: dict[str, bytes] = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'.encode(),
        "xl/workbook.bin": record(131) + record(153, bytes(8) + string("")) + record(143) + bundle + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}">{relations}{side}</Relationships>'.encode(),
        "xl/styles.bin": record(278) + record(615, count(codes)) + formats + record(616) + record(613, count("ab")) + borders
        + record(614) + record(626, count("a")) + record(47, bytes(16)) + record(627) + record(617, count(2 * codes)) + styles
        + record(618) + record(279),
        "xl/sharedStrings.bin": record(159, struct.pack("<II", len(strings), len(strings)))
        + b"".join(record(19, b"\x00" + string(s)) for s in strings) + record(160),
    }
    made |= pages | dict(parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in made.items():
            package.writestr(name, data)
    return out.getvalue()


def _sheet(sheet: MadeSheet, codes: list[str], strings: list[str]) -> bytes:
    last = max((len(r) for r in sheet.rows), default=1) - 1
    out = [record(129), record(148, struct.pack("<4I", 0, len(sheet.rows) - 1, 0, last))]
    if sheet.hidden_columns:
        out.append(record(390))
        out += [record(60, struct.pack("<4IH", c, c, 2304, 0, 1)) for c in sheet.hidden_columns]
        out.append(record(391))
    out.append(record(145))
    for r, row in enumerate(sheet.rows):
        flags = 0x10 if r in sheet.hidden_rows else 0
        out.append(record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, flags, 0, 0)))
        out += [_cell(c, made, codes, strings, r in sheet.bordered_rows) for c, made in enumerate(row)]
    out.append(record(146))
    if sheet.merges:
        corners = [tuple(place(a) for a in m.split(":")) for m in sheet.merges]
        out.append(record(177, struct.pack("<I", len(corners))))
        out += [record(176, struct.pack("<4I", a[0], b[0], a[1], b[1])) for a, b in corners]
        out.append(record(178))
    return b"".join([*out, record(130)])


def _cell(column: int, made: Made, codes: list[str], strings: list[str], bordered: bool) -> bytes:
    if made is None or made == "":
        return record(1, struct.pack("<II", column, 1)) if bordered else b""
    if isinstance(made, str):
        if made not in strings:
            strings.append(made)
        return record(7, struct.pack("<III", column, int(bordered), strings.index(made)))
    assert isinstance(made, Figure)
    if made.code not in codes:
        codes.append(made.code)
    head = struct.pack("<II", column, 2 * codes.index(made.code) + int(bordered))
    value = float(made.stored)
    if made.formula:
        return record(9, head + struct.pack("<dH", value, 0) + parsed(tokens(made.formula)))
    if value == int(value) and abs(value) < 1 << 28:
        return record(2, head + struct.pack("<i", int(value) << 2 | 2))
    if round(value * 100) == value * 100:
        return record(2, head + struct.pack("<i", round(value * 100) << 2 | 3))
    return record(5, head + struct.pack("<d", value))
