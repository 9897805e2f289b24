"""Numbers and documents made by hand, for tests of the audit alone."""

from __future__ import annotations

import re
from decimal import Decimal

from gouji.extract.document import Document, Paragraph, Piece, Span, Text
from gouji.extract.facts.model import Context, FactSet, Number
from gouji.extract.numbers.quantity import Quantity

_FORM = re.compile(r"(?P<op>[≥≤]?)(?P<soft>近|约)?(?P<digits>-?[\d,]+(?:\.\d+)?)(?P<unit>.*)\Z")


class Sheet:
    """A document of one paragraph per number; ``sheet("50户")`` adds one and gives it."""

    def __init__(self) -> None:
        self.numbers: list[Number] = []
        self.texts: list[str] = []

    def __call__(
        self, raw: str, *, label: str = "", caption: str | None = None, low: str | None = None,
        high: str | None = None, block: int | None = None,
    ) -> Number:
        m = _FORM.match(raw)
        assert m is not None, raw
        digits, unit = m["digits"].replace(",", ""), m["unit"] or None
        value = Decimal(digits)
        count = "." not in digits and unit not in (None, "%", "万元", "亿元", "元")
        step = None if count else Decimal(1).scaleb(value.as_tuple().exponent)
        lows, highs = Decimal(low or digits), Decimal(high or digits)
        quantity = Quantity(
            raw, 0, len(raw), low=None if m["op"] == "≤" else lows, high=None if m["op"] == "≥" else highs,
            step=step, unit=unit, approximate=m["soft"], operator=m["op"] or None,
        )
        place = len(self.numbers)
        number = Number(
            f"n{place + 1}", quantity, place if block is None else block, None, Span(line=place + 1, start=0, end=len(raw)),
            Context(indicator=label, unit=caption),
        )
        self.numbers.append(number)
        self.texts.append(f"第{place}处{label}：{raw}")
        return number

    def facts(self) -> FactSet:
        blocks = tuple(
            Paragraph(Text(t, (Piece(0, len(t), Span(line=i + 1, start=0, end=len(t))),)))
            for i, t in enumerate(self.texts)
        )
        return FactSet(Document("made.txt", "text", "", blocks), tuple(self.numbers))
