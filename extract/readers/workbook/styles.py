"""Cell styles of an .xlsx: which number format and whether a border."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from gouji.extract.readers.workbook.number_format import builtin
from gouji.extract.readers.workbook.package import Element, local

_SIDES: Final = frozenset(("left", "right", "top", "bottom", "start", "end"))


class CellStyle(Struct, frozen=True):
    """Format code of a cell and whether lines are drawn around it (top and bottom, or at its sides)."""

    code: str = "General"
    bordered: bool = False


PLAIN: Final = CellStyle()


def read_styles(root: Element) -> tuple[CellStyle, ...]:
    """The styles that cells name by number, out of ``styles.xml``."""
    codes: dict[int, str] = {}
    borders: list[bool] = []
    styles: list[CellStyle] = []
    for group in root:
        name = local(group)
        if name == "numFmts":
            codes = {_number(f.get("numFmtId")): f.get("formatCode", "") for f in group}
        elif name == "borders":
            borders = [_is_drawn(border) for border in group if local(border) == "border"]
    for group in root:
        if local(group) != "cellXfs":
            continue
        for xf in group:
            identity, border = _number(xf.get("numFmtId")), _number(xf.get("borderId"))
            code = codes.get(identity) or builtin(identity)
            styles.append(CellStyle(code, 0 <= border < len(borders) and borders[border]))
    return tuple(styles)


def _is_drawn(border: Element) -> bool:
    """True when a cell with this border is boxed in: a single line above or below may be a title's ornament."""
    sides = {local(s) for s in border if local(s) in _SIDES and s.get("style", "none") != "none"}
    return len(sides) > 1 or bool(sides & {"left", "right", "start", "end"})


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
