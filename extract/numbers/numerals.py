"""Chinese numerals: 一千二百三十点五, 贰拾万, 三万5千 read exactly, and written again."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
    "幺": 1, "俩": 2, "仨": 3, "兩": 2,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_TWENTIES = {"廿": 20, "卅": 30, "卌": 40}
CHARACTERS = "".join({**DIGITS, **_SMALL, **_LARGE, **_TWENTIES})

_PLAIN = re.compile(f"[{''.join(DIGITS)}]+")
_NAMES = "零一二三四五六七八九"


def read_integer(word: str) -> int | None:
    """A Chinese integer (一千零五, 十二, 廿三, 二〇二三, 3万5千 without Arabic parts); ``None`` if it is malformed."""
    if _PLAIN.fullmatch(word):
        return int("".join(str(DIGITS[c]) for c in word)) if len(word) > 1 else DIGITS[word]
    total = section = digit = 0
    last_small, last_large, pending, after = 10**5, 10**17, False, 1
    for position, c in enumerate(word):
        if c in DIGITS:
            if pending and digit:
                return None
            digit, pending = DIGITS[c], True
            if digit == 0:
                pending, after = False, 1
        elif c in _TWENTIES:
            if pending or section % 100:
                return None
            section += _TWENTIES[c]
            last_small, after = 10, 1
        elif c in _SMALL:
            size = _SMALL[c]
            if not pending and (section or total) and size != 10:
                return None
            if size >= last_small:
                return None
            section += (digit if pending else 1) * size
            digit, pending, last_small, after = 0, False, size, size
        else:
            size = _LARGE[c]
            section += digit
            if position == 0 or not (section or total):
                return None
            if section == 0 or size > last_large:
                # 万亿, 十二万三千亿: everything so far is multiplied.
                total = (total + section) * size
            else:
                total += section * size
            section = digit = 0
            pending, last_small, last_large, after = False, 10**5, size, size
    if pending and after >= 100 and last_small < 10**5 and word[-2] in _SMALL:
        digit *= after // 10  # 三百五 = 350
    elif pending and after >= 10**4 and word[-2] in _LARGE:
        digit *= after // 10  # 三万五 = 35000
    return total + section + digit


def read(word: str) -> tuple[Decimal, int] | None:
    """A Chinese number with an optional 点 part: (value, power of ten of its last place); ``None`` if malformed."""
    whole, point, fraction = word.partition("点")
    unit = 0
    if point:
        # 三点五万: the power after the decimals multiplies the whole.
        while fraction and fraction[-1] in _LARGE | _SMALL:
            unit += len(str((_LARGE | _SMALL)[fraction[-1]])) - 1
            fraction = fraction[:-1]
        if not fraction or not _PLAIN.fullmatch(fraction):
            return None
    value = read_integer(whole)
    if value is None:
        return None
    if point:
        digits = "".join(str(DIGITS[c]) for c in fraction)
        return Decimal(f"{value}.{digits}").scaleb(unit), unit - len(digits)
    return Decimal(value), last_power(value)


def last_power(value: int) -> int:
    """Power of ten of the last digit that is not zero."""
    power = 0
    while value and value % 10 == 0:
        value //= 10
        power += 1
    return power


def write(value: int) -> str:
    """An integer from 0 below 10¹⁶ in small Chinese numerals."""
    if value < 0:
        return "负" + write(-value)
    if value == 0:
        return "零"
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if value >= size:
            head, rest = divmod(value, size)
            gap = "零" if rest and rest < size // 10 else ""
            return write(head) + name + (gap + write(rest) if rest else "")
    words = ""
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            words += _NAMES[digit] + name
        elif words and value and not words.endswith("零"):
            words += "零"
    return words.removeprefix("一") if words.startswith("一十") else words
