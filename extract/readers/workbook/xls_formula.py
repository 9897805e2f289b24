"""Formulas of an .xls or .xlsb as text: the tokens of [MS-XLS] 2.5.198 that sums, differences and ratios are made of."""

from __future__ import annotations

import struct
from typing import Final

from msgspec import Struct

from gouji.extract.readers.workbook.address import address_of

_OPERATORS: Final = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>",
}  # fmt: skip
_FUNCTIONS: Final = {1: "IF", 4: "SUM", 5: "AVERAGE", 6: "MIN", 7: "MAX", 27: "ROUND", 344: "SUBTOTAL", 3: "ISERROR"}
_FIXED: Final = {27: 2, 3: 1}


class _Unknown(Exception):
    """A token of another kind."""


class _Layout(Struct, frozen=True):
    """How wide things are: of an .xls, and of an .xlsb ([MS-XLSB] 2.5.97), which holds more rows and columns."""

    length: str
    cell: str
    area: str
    rows: int
    columns: int


_XLS: Final = _Layout("<H", "<HH", "<4H", 1 << 16, 1 << 8)
_XLSB: Final = _Layout("<I", "<IH", "<IIHH", 1 << 20, 1 << 14)


def formula_text(formula: bytes, row: int, column: int, *, wide: bool = False) -> str | None:
    """``=B2/C2`` of a length and its tokens, as it stands in the cell; ``None`` for what is not known.

    ``wide`` for the tokens of an .xlsb.
    """
    layout = _XLSB if wide else _XLS
    start = struct.calcsize(layout.length)
    if len(formula) < start:
        return None
    size = struct.unpack_from(layout.length, formula)[0]
    tokens = formula[start : start + size]
    try:
        stack = _run(tokens, row, column, layout)
    except (_Unknown, struct.error, IndexError):
        return None
    return "=" + stack[0] if len(stack) == 1 else None


def _run(tokens: bytes, row: int, column: int, layout: _Layout) -> list[str]:
    stack: list[str] = []
    at = 0
    while at < len(tokens):
        kind = tokens[at]
        at += 1
        base = kind & 0x1F | 0x20 if kind >= 0x20 else kind
        if kind in _OPERATORS:
            right, left = stack.pop(), stack.pop()
            stack.append(f"{left}{_OPERATORS[kind]}{right}")
        elif kind == 0x12:
            stack.append("+" + stack.pop())
        elif kind == 0x13:
            stack.append("-" + stack.pop())
        elif kind == 0x14:
            stack.append(stack.pop() + "%")
        elif kind == 0x15:
            stack.append(f"({stack.pop()})")
        elif kind == 0x17:
            if layout is _XLSB:
                at += 2 + 2 * int(struct.unpack_from("<H", tokens, at)[0])
            else:
                at += 2 + tokens[at] * (2 if tokens[at + 1] & 1 else 1)
            stack.append('""')
        elif kind == 0x19:
            flags, data = struct.unpack_from("<BH", tokens, at)
            at += 3 + (2 * (data + 1) if flags & 0x04 else 0)
            if flags & 0x10:
                stack.append(f"SUM({stack.pop()})")
        elif kind == 0x1D:
            stack.append(str(tokens[at]))
            at += 1
        elif kind == 0x1E:
            stack.append(str(struct.unpack_from("<H", tokens, at)[0]))
            at += 2
        elif kind == 0x1F:
            stack.append(repr(struct.unpack_from("<d", tokens, at)[0]))
            at += 8
        elif base in (0x24, 0x2C):
            r, c = struct.unpack_from(layout.cell, tokens, at)
            at += struct.calcsize(layout.cell)
            stack.append(_cell(r, c, base == 0x2C, row, column, layout))
        elif base in (0x25, 0x2D):
            r1, r2, c1, c2 = struct.unpack_from(layout.area, tokens, at)
            at += struct.calcsize(layout.area)
            moved = base == 0x2D
            stack.append(f"{_cell(r1, c1, moved, row, column, layout)}:{_cell(r2, c2, moved, row, column, layout)}")
        elif base == 0x21:
            number = struct.unpack_from("<H", tokens, at)[0]
            at += 2
            stack.append(_called(stack, number, _FIXED.get(number)))
        elif base == 0x22:
            count, number = struct.unpack_from("<BH", tokens, at)
            at += 3
            stack.append(_called(stack, number & 0x7FFF, count & 0x7F))
        else:
            raise _Unknown
    return stack


def _called(stack: list[str], number: int, count: int | None) -> str:
    if number not in _FUNCTIONS or not count or count > len(stack):
        raise _Unknown
    arguments = stack[-count:]
    del stack[-count:]
    return f"{_FUNCTIONS[number]}({','.join(arguments)})"


def _cell(row: int, column: int, shared: bool, at_row: int, at_column: int, layout: _Layout) -> str:
    """Address of a reference; in a shared formula the relative parts count from the cell it stands in."""
    own = column & (layout.columns - 1)
    if shared:
        if column & 0x8000:
            row = (row + at_row) % layout.rows
        if column & 0x4000:
            own = (own + at_column) % layout.columns
    return address_of(row, own)
