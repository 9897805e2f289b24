"""Fields: the shown result counts, the instruction does not."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from gouji.extract.readers.docx.names import VAL, W, is_on
from gouji.extract.readers.docx.number_formats import list_number
from gouji.extract.readers.docx.package import Element

ENCLOSED: Final = re.compile(
    r"\s*EQ\s*\\o(?:\\a[clr])?\s*\(\s*[○◯〇□△◇]\s*[,;，]\s*([^()]{1,3}?)\s*\)", re.IGNORECASE
)
PAGE: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
LONGEST: Final = 1_000
CHECK_BOX: Final = f"{W}ffData/{W}checkBox"


class _Open(Struct):
    """A complex field not yet ended."""

    box: str = ""
    code: str = ""
    in_code: bool = True


class Fields:
    """The complex fields open at one point of a story."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.hiding = 0
        """How many open fields are in their instruction; text is shown when none is."""
        self.pages = 0
        """How many page number fields were met."""

    def char(self, element: Element) -> str:
        """Take a ``w:fldChar``; the text to show for a field that ends without a result."""
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.begin(_check_box(element))
        elif kind == "separate":
            self.separate()
        elif kind == "end":
            return self.end()
        return ""

    def begin(self, box: str = "") -> None:
        """A field begins; ``box`` is what it shows when it is a check box."""
        self._open.append(_Open(box))
        self.hiding += 1

    def separate(self) -> None:
        """The instruction ends and the result begins."""
        if self._open:
            self._close_code(self._open[-1])

    def end(self) -> str:
        """The field ends; the text to show when it had no result."""
        if not self._open:
            return ""
        field = self._open.pop()
        if not field.in_code:
            return ""
        self._close_code(field)
        return field.box or _enclosed(field.code)

    def tick(self, box: str) -> None:
        """The field whose instruction is being read is a check box that shows ``box``."""
        if self._open and self._open[-1].in_code:
            self._open[-1].box = box

    @property
    def code(self) -> str:
        """Instruction read so far of the innermost open field."""
        return self._open[-1].code if self._open else ""

    def instruction(self, code: str) -> None:
        """Take a ``w:instrText``."""
        if self._open and self._open[-1].in_code and len(self._open[-1].code) < LONGEST:
            self._open[-1].code += code

    def simple(self, code: str) -> None:
        """Take the instruction of a ``w:fldSimple``."""
        self.pages += bool(PAGE.match(code))

    def end_of_paragraph(self) -> None:
        """An instruction that its paragraph does not end must not hide the rest of the document."""
        for field in self._open:
            if field.in_code:
                self._close_code(field)

    def _close_code(self, field: _Open) -> None:
        if field.in_code:
            field.in_code = False
            self.hiding -= 1
            self.pages += bool(PAGE.match(field.code))


def _check_box(element: Element) -> str:
    box = element.find(CHECK_BOX)
    if box is None:
        return ""
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return "☑" if state is not None and is_on(state.get(VAL)) else "☐"


def _enclosed(code: str) -> str:
    r"""The characters an ``EQ \o\ac(○,3)`` field draws in a circle: ③."""
    match = ENCLOSED.match(code)
    if match is None:
        return ""
    inner = match[1]
    return list_number(int(inner), "decimalEnclosedCircle") if inner.isascii() and inner.isdigit() else inner
