"""Dates and times: a serial number of days under a date format."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from gouji.extract.readers.workbook.format_code import FormatSection, Token

_EPOCH: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST: Final = 2_958_465
_LEAP_BUG: Final = 60
"""Serials below this are one day off: the format counts 29 February 1900, which there was not."""
_DAY: Final = 86_400
_WEEKDAYS: Final = "一二三四五六日"
_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def show_date(value: Decimal, section: FormatSection, *, from_1904: bool = False) -> str | None:
    """Text of a serial number under a date section; ``None`` when no date has that number."""
    if not 0 <= value <= _LAST:
        return None
    seconds = int((value * _DAY).to_integral_value())
    moment = moment_of(seconds, from_1904=from_1904)
    tokens = section.tokens
    halves = any(t.text in ("am/pm", "a/p", "上午/下午") for t in tokens)
    out = []
    for i, token in enumerate(tokens):
        if token.kind == "date":
            out.append(_part(moment, token.text, minutes=_is_minutes(tokens, i), halves=halves))
        elif token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            out.append(f"{seconds // unit:0{len(token.text)}d}")
        elif token.kind == "digit":
            out.append("0" if i and tokens[i - 1].kind in ("point", "digit") else "")
        elif token.kind not in ("text", "general", "exponent"):
            out.append(token.text)
    return "".join(out).strip().rstrip(";@").strip()


def moment_of(seconds: int, *, from_1904: bool = False) -> datetime:
    """The moment so many seconds after the epoch of the workbook."""
    if from_1904:
        return _EPOCH_1904 + timedelta(seconds=seconds)
    return _EPOCH + timedelta(seconds=seconds, days=1 if seconds < _LEAP_BUG * _DAY else 0)


def serial_of(iso: str) -> Decimal | None:
    """Serial number of an ISO date or moment, ``None`` when it is none."""
    try:
        moment = datetime.fromisoformat(iso.strip())
    except ValueError:
        return None
    gone = moment.replace(tzinfo=None) - _EPOCH
    return Decimal(gone.days) + Decimal(gone.seconds) / _DAY


def _is_minutes(tokens: tuple[Token, ...], i: int) -> bool:
    """True when ``m`` means minutes: hours come before it, or seconds after it."""
    before = next((t.text[0] for t in reversed(tokens[:i]) if t.kind in ("date", "elapsed")), "")
    after = next((t.text[0] for t in tokens[i + 1 :] if t.kind in ("date", "elapsed")), "")
    return before == "h" or after == "s"


def _part(moment: datetime, letters: str, *, minutes: bool, halves: bool) -> str:
    sort, width = letters[0], len(letters)
    if letters in ("am/pm", "a/p"):
        return ("AM" if moment.hour < 12 else "PM")[: 2 if width > 3 else 1]
    if letters == "上午/下午":
        return "上午" if moment.hour < 12 else "下午"
    if sort == "y" or sort == "e":
        return f"{moment.year % 100:02d}" if sort == "y" and width <= 2 else str(moment.year)
    if sort == "m" and minutes and width <= 2:
        return f"{moment.minute:0{width}d}"
    if sort == "m":
        name = _MONTHS[moment.month - 1]
        return f"{moment.month:0{width}d}" if width <= 2 else name[:3] if width == 3 else name
    if sort == "d":
        name = _ENGLISH_DAYS[moment.weekday()]
        return f"{moment.day:0{width}d}" if width <= 2 else name[:3] if width == 3 else name
    if sort == "h":
        hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
        return f"{hour:0{min(width, 2)}d}"
    if sort == "s":
        return f"{moment.second:0{min(width, 2)}d}"
    return ("星期" if width > 3 else "") + _WEEKDAYS[moment.weekday()]
