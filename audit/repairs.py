"""Slips of hand that explain a wrong figure: which misprint turns the right value into the printed one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from gouji.audit.wording import DIGITS, figure, multiplier, restyled, ungrouped
from gouji.extract.facts.model import Number
from gouji.extract.rational import Fraction

ENGLISH = {
    "计量单位错（万元/元）": "wrong unit (10,000 times)",
    "计量单位错（亿元/元）": "wrong unit (100 million times)",
    "小数点错位": "misplaced decimal point",
    "合计误填为0": "0 for a filled total",
    "误填相邻数": "value of a neighbouring cell",
    "误填上年数": "last year's value",
    "数字颠倒": "digits transposed",
    "多一位数字": "one digit too many",
    "漏一位数字": "one digit lost",
    "一位数字不同": "one digit off",
    "正负号错": "wrong sign",
}
"""Slips as suggestions name them, and their English."""

UNIT_SLIP = "GJ203"
DECISIVE = 3
"""Slips from this strength on may decide between corrections that are otherwise as good."""
_WORTH_NAMING = 2
_MONEY = ("元", "万元", "亿元")


class Slip(Struct, frozen=True):
    """A misprint: its name, how unlikely it fits by chance (larger is stronger), the right value in own units."""

    name: str
    strength: int
    value: Fraction

    @property
    def code(self) -> str | None:
        """Code of the rule that reports this slip under its own name."""
        return UNIT_SLIP if self.name.startswith("计量单位错") else None


def slip_of(
    number: Number, fits: Callable[[Fraction], bool], *, is_total: bool = False, required: Fraction | None = None,
    neighbours: Sequence[tuple[str, Number]] = (),
) -> Slip | None:
    """The strongest slip by which a right value, one that ``fits`` (own units), was printed as this number.

    ``required`` is the value the relations ask for, where they ask for one: some slips are seen from there.
    """
    value = number.quantity.value
    if value is None:
        return None
    if fits(Fraction(0)):
        return None  # any small value would do
    best: Slip | None = None
    for slip in _slips(number, Fraction(value), is_total, required, neighbours):
        if slip.strength >= _WORTH_NAMING and (best is None or slip.strength > best.strength) and fits(slip.value):
            best = slip
    return best


def _slips(
    number: Number, value: Fraction, is_total: bool, required: Fraction | None, neighbours: Sequence[tuple[str, Number]]
) -> Iterator[Slip]:
    m = DIGITS.search(number.raw)
    if m is None:
        return
    digits = ungrouped(m[0])
    size = len(digits.replace(".", "").strip("0"))
    scale = multiplier(number) if value >= 0 else -multiplier(number)
    if value:
        share = number.dimension() == "1"
        if not share and size >= 1:
            for k, name in ((4, "计量单位错（万元/元）"), (8, "计量单位错（亿元/元）")):
                yield Slip(name, 9, value * 10**k)
                yield Slip(name, 9, value / 10**k)
        width = len(digits.replace(".", "").lstrip("0"))
        if width >= 2:
            for k in (1, 2, 3):
                strength = 7 if width >= 3 else 4 if size >= 2 else 1  # 30 and 3 are neighbours of any small figure
                yield Slip("小数点错位", strength, value / 10**k)
                yield Slip("小数点错位", strength, value * 10**k)
        yield Slip("正负号错", 4, -value)
    elif required:
        if is_total:
            yield Slip("合计误填为0", 6, required)
        return
    if required is not None and size >= 3:
        for name, other in neighbours:
            if figure(other) == figure(number) and other.unit == number.unit:
                yield Slip(name, 6, required)
    plain = digits.replace(".", "")
    after = len(digits) - digits.index(".") - 1 if "." in digits else 0
    long = len(plain.lstrip("0"))
    unit = scale / 10**after
    for name, strength, other_digits in _misprints(plain, long, size):
        if strength >= _WORTH_NAMING:
            yield Slip(name, strength, unit * int(other_digits))


def _misprints(plain: str, long: int, telling: int) -> Iterator[tuple[str, int, str]]:
    """Digits that a slip of the pen turns into these, with name and strength; round figures tell little."""
    # What is left of a short figure has many neighbours in a small space: there a slip fits by chance.
    extra, lost = (5 if long > 4 else 2 if long == 4 else 1), (5 if long > 3 else 2 if long == 3 else 1)
    for i in range(len(plain) - 1):
        if plain[i] != plain[i + 1]:
            swapped = plain[:i] + plain[i + 1] + plain[i] + plain[i + 2 :]
            yield "数字颠倒", 1 if long <= 2 else 3 if long == 3 else 6, swapped
    for i in range(len(plain)):
        if len(plain) > 1 and (i == 0 or plain[i] != plain[i - 1]):
            yield "多一位数字", extra, plain[:i] + plain[i + 1 :]
    for i in range(len(plain) + 1):
        for d in "0123456789":
            if i == 0 and d == "0":
                continue
            yield "漏一位数字", lost, plain[:i] + d + plain[i:]
    for i, old in enumerate(plain):
        for d in "0123456789":
            if d != old and not (i == 0 and d == "0" and len(plain) > 1):
                # Never decisive: a difference of one digit is one digit in the total and in every part alike.
                yield "一位数字不同", 2 if telling > 3 else 1 if telling == 3 else 0, (
                    plain[:i] + d + plain[i + 1 :]
                )


def corrected(number: Number, value: Fraction, slip: Slip | None) -> str | None:
    """What the number should read: another unit for a unit slip where that works, else another figure."""
    if slip is not None and slip.code and number.quantity.unit in _MONEY and number.quantity.value:
        ratio = value / Fraction(number.quantity.value)
        powers = {"元": 0, "万元": 4, "亿元": 8}
        for unit, power in powers.items():
            if ratio == Fraction(10) ** (power - powers[number.quantity.unit]):
                return number.raw[: len(number.raw) - len(number.quantity.unit)] + unit
    if slip is not None and slip.name == "小数点错位":
        return _moved(number, value)
    return restyled(number, value)


def _moved(number: Number, value: Fraction) -> str | None:
    """The figure with its point moved, all digits kept."""
    m = DIGITS.search(number.raw)
    if m is None or value < 0:
        return restyled(number, value)
    v = value / multiplier(number)
    places = next((p for p in range(13) if (v * 10**p).denominator == 1), None)
    if places is None:
        return restyled(number, value)
    whole, tail = divmod(v * 10**places, 10**places)
    text = f"{whole}" + (f".{int(tail):0{places}d}" if places else "")
    return number.raw[: m.start()] + text + number.raw[m.end() :]


def slip_in(name: str, lang: str) -> str:
    """A slip's name in ``zh`` or ``en``."""
    return ENGLISH.get(name, name) if lang == "en" else name
