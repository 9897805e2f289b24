"""List numbers as Word writes them (ST_NumberFormat of ECMA-376, part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

DIGITS: Final = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED: Final = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(
    n: int, digits: str = DIGITS, units: str = "十百千", bare_ten: bool = True, one: bool = True
) -> str:
    """A whole number 0–9999 counted with units: 一百零一.

    ``bare_ten`` writes 十一 for 一十一; ``one`` off writes 百 for 一百 (Japanese). Others stay decimal.
    """
    if not 0 <= n <= 9999:
        return str(n)
    if n == 0:
        return "零" if digits is not DIGITS else "〇"
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit == 0:
            gap = bool(out)
            continue
        out += "零" if gap and one else ""
        gap = False
        drop_one = digit == 1 and power > 0 and ((bare_ten and power == 1 and not out) or not one)
        out += ("" if drop_one else digits[digit]) + (units[power - 1] if power else "")
    return out


def _spelled(n: int, digits: str = DIGITS) -> str:
    return "".join(digits[int(d)] for d in str(n))


def _chinese_counting(n: int) -> str:
    return chinese(n) if n < 100 else _spelled(n, "○" + DIGITS[1:])


def _roman(n: int) -> str:
    if not 0 < n < 32768:
        return str(n)
    out = ""
    for value, letters in ROMAN:
        out += letters * (n // value)
        n %= value
    return out


def _letters(n: int) -> str:
    return chr(65 + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n <= 26 * 30 else str(n)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Consecutive code points from ``first`` for 1…``last``; decimal beyond."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


def _cycle(n: int) -> str:
    return STEMS[(n - 1) % 10] + BRANCHES[(n - 1) % 12] if n > 0 else str(n)


def _ordinal(n: int) -> str:
    teen = 10 <= n % 100 <= 20
    return str(n) + ("th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th"))


def _full_width(n: int) -> str:
    return str(n).translate({ord("0") + d: chr(0xFF10 + d) for d in range(10)})


def _legal(digits: str) -> Callable[[int], str]:
    return lambda n: chinese(n, digits, "拾佰仟", bare_ten=False)


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": lambda n: _spelled(n, "○" + DIGITS[1:]),
    "japaneseCounting": lambda n: chinese(n, one=False),
    "japaneseDigitalTenThousand": _spelled,
    "koreanDigital2": _spelled,
    "ideographDigital": _spelled,
    "chineseLegalSimplified": _legal(LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(LEGAL_TRADITIONAL),
    "japaneseLegal": _legal("零壱弐参四伍六七八九"),
    "ideographTraditional": lambda n: STEMS[n - 1] if 1 <= n <= 10 else str(n),
    "ideographZodiac": lambda n: BRANCHES[n - 1] if 1 <= n <= 12 else str(n),
    "ideographZodiacTraditional": _cycle,
    "none": lambda n: "",
}


def list_number(n: int, name: str, custom: str | None = None) -> str:
    """The number ``n`` in the format called ``name``; decimal when the format is not known.

    ``custom`` is the sample of a ``custom`` format, ``001, 002, 003, ...``.
    """
    if name == "custom" and custom:
        return str(n).zfill(len(custom.split(",", 1)[0].strip()))
    return FORMATS.get(name, str)(n)
