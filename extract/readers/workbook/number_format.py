"""What a sheet shows of a stored figure: 0.6686 under ``0.0%`` is 66.9%."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from typing import Final

from gouji.extract.lexicon import yaml_of
from gouji.extract.readers.workbook.format_code import FormatSection, Token, sections_of
from gouji.extract.readers.workbook.format_dates import show_date
from gouji.extract.readers.workbook.sheet import plain_digits

_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_GENERAL: Final = Context(prec=10, rounding=ROUND_HALF_UP)
_MOST_PLACES: Final = 30
_LONGEST_PLAIN: Final = 20
_BRACKETED: Final = re.compile(r"[(（]([^()（）]*[0-9][^()（）]*)[)）]")
_USUAL: Final = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0{1,9}))?(?P<percent>%)?(?:_[ )])?")
_COUNTING: Final = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_TESTS: Final = {
    "<": lambda v, n: v < n, "<=": lambda v, n: v <= n, ">": lambda v, n: v > n,
    ">=": lambda v, n: v >= n, "=": lambda v, n: v == n, "<>": lambda v, n: v != n,
}  # fmt: skip


@cache
def builtin(identity: int) -> str:
    """Code of a format that files name by number only."""
    code: str = yaml_of(__package__ or "", "builtin_formats.yaml")["general"].get(identity, "General")
    return code


def show(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """Text of a figure under a format code, blanks at both ends left out.

    A negative figure that the format only puts in brackets or in red is shown with its minus sign, so that it
    can be read as what it is. A figure that is no date under a date format is shown as it is stored.
    """
    usual = _usual(code)
    if usual is not None:
        return _shown_usually(value, *usual)
    section, negated = _choose(sections_of(code), value)
    if section.kind == "date":
        shown = show_date(value, section, from_1904=from_1904)
        return general(value) if shown is None else _counted(shown, section.counting)
    if section.kind == "number":
        own = abs(value) if negated else value
        text = _number(own, section.tokens).strip()
    elif section.kind in ("general", "text"):
        body = general(abs(value) if negated else value)
        text = "".join(t.text if t.kind == "literal" else body for t in section.tokens).strip()
    else:
        return "".join(t.text for t in section.tokens).strip()
    return _counted(signed(text) if negated else text, section.counting)


@lru_cache(maxsize=2048)
def _usual(code: str) -> tuple[bool, Decimal, bool] | None:
    """Grouping, last place and percent sign of a code such as ``#,##0.00``; ``None`` for any other kind of code."""
    found = _USUAL.fullmatch(code)
    if found is None:
        return None
    return found["grouped"] is not None, Decimal(1).scaleb(-len(found["decimals"] or "")), found["percent"] is not None


def _shown_usually(value: Decimal, grouped: bool, last: Decimal, percent: bool) -> str:
    scaled = value.scaleb(2, context=_WIDE) if percent else value
    if scaled.adjusted() > _LONGEST_PLAIN:
        return general(value)
    rounded = scaled.quantize(last, context=_WIDE)
    text = format(rounded if rounded else abs(rounded), ",f" if grouped else "f")
    return text + "%" if percent else text


def signed(text: str) -> str:
    """A negative figure's text with its minus sign, where it is put in brackets or in red instead."""
    if "-" in text or not any(c in "123456789" for c in text):
        return text
    return "-" + _BRACKETED.sub(r"\1", text)


def show_text(text: str, code: str) -> str:
    """A text under a format code: its fourth section, if it has one, may add words to it."""
    sections = sections_of(code)
    for section in sections[3:] or [s for s in sections if s.kind == "text"]:
        if any(t.kind == "text" for t in section.tokens):
            return "".join(text if t.kind == "text" else t.text for t in section.tokens)
    return text


def general(value: Decimal) -> str:
    """A figure without any format: ten digits, whole numbers in full."""
    if value == value.to_integral_value():
        if value.adjusted() < _LONGEST_PLAIN:
            return plain_digits(value)
    elif value.adjusted() >= -9:
        rounded = _GENERAL.plus(value)
        return plain_digits(rounded.quantize(Decimal("1e-9"), context=_WIDE) if value.adjusted() < 0 else rounded)
    return f"{_GENERAL.plus(value).normalize():E}"


def _choose(sections: tuple[FormatSection, ...], value: Decimal) -> tuple[FormatSection, bool]:
    """The section for a figure, and whether it is one for negative figures, which show no sign of their own."""
    numeric = [s for s in sections[:3] if s.kind != "text"] or list(sections[:1])
    if any(s.condition for s in numeric):
        for s in numeric:
            if s.condition is None or _TESTS[s.condition[0]](value, s.condition[1]):
                below = s.condition is not None and s.condition[0] in ("<", "<=") and s.condition[1] <= 0
                return s, below and value < 0
        return numeric[-1], False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _number(value: Decimal, tokens: tuple[Token, ...]) -> str:
    kinds = [t.kind for t in tokens]
    if any(t.kind == "literal" and t.text == "/" for t in tokens) and kinds.count("digit") > 1:
        return general(value)
    digits = [i for i, k in enumerate(kinds) if k == "digit"]
    exponent = kinds.index("exponent") if "exponent" in kinds else len(tokens)
    point = kinds.index("point") if "point" in kinds else len(tokens)
    whole = [i for i in digits if i < min(point, exponent)]
    decimals = [i for i in digits if point < i < exponent][:_MOST_PLACES]
    last = max((i for i in digits if i < exponent), default=-1)
    commas = [i for i, k in enumerate(kinds) if k == "comma"]
    grouped = any(whole and whole[0] < i < whole[-1] for i in commas)
    shift = 2 * kinds.count("percent") - 3 * sum(1 for i in commas if i > (whole[-1] if whole else -1) and (i > last or i < point))
    scaled = value.scaleb(shift, context=_WIDE)
    power = 0
    if exponent < len(tokens) and scaled:
        power = scaled.adjusted() - (max(len(whole), 1) - 1)
        scaled = scaled.scaleb(-power, context=_WIDE)
    if scaled.adjusted() > _LONGEST_PLAIN:
        return general(value)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), context=_WIDE)
    sign = "-" if value < 0 and rounded else ""
    left, _, right = format(abs(rounded), "f").partition(".")
    shown = _fill_whole(left, [(i, tokens[i].text) for i in whole], grouped)
    shown.update(_fill_decimals(right, [(i, tokens[i].text) for i in decimals]))
    out = [sign]
    for i, token in enumerate(tokens):
        if i > exponent and token.kind == "digit":
            continue
        if token.kind == "digit":
            out.append(shown.get(i, ""))
        elif token.kind == "exponent":
            width = sum(1 for j in digits if j > exponent)
            mark = "-" if power < 0 else "+" if token.text.endswith("+") else ""
            out.append(f"E{mark}{abs(power):0{width}d}")
        elif token.kind == "point":
            out.append("." if i == point else "")
        elif token.kind != "comma":
            out.append(token.text)
    return "".join(out)


def _fill_whole(digits: str, slots: list[tuple[int, str]], grouped: bool) -> dict[int, str]:
    """Digits before the point by token, from the right; the first slot takes all that are left."""
    digits = digits.lstrip("0")
    shown: dict[int, str] = {}
    for place, (index, sign) in enumerate(reversed(slots)):
        here = ""
        upto = len(digits) if place == len(slots) - 1 else place + 1
        for p in range(place, max(upto, place + 1)):
            digit = digits[-1 - p] if p < len(digits) else {"0": "0", "?": " "}.get(sign, "")
            comma = "," if grouped and p and p % 3 == 0 and digit.strip() else ""
            here = digit + comma + here if comma else digit + here
        shown[index] = here
    return shown


def _fill_decimals(digits: str, slots: list[tuple[int, str]]) -> dict[int, str]:
    """Digits behind the point by token; zeros at the end show only where the code has a 0."""
    shown: dict[int, str] = {}
    trailing = True
    for (index, sign), digit in reversed(list(zip(slots, digits, strict=False))):
        trailing = trailing and digit == "0" and sign != "0"
        shown[index] = "" if trailing else digit
    return shown


def _counted(text: str, counting: int) -> str:
    """The text with Chinese or full-width digits where the format asks for them."""
    signs = _COUNTING.get(counting)
    if signs is None or counting != 3:
        # [DBNum1] and [DBNum2] write a figure in words; the plain digits say the same and are read more surely.
        return text
    return text.translate(str.maketrans("0123456789", signs))
