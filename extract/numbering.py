"""Numbering at the head of a line: 一、 （一） 1、 1.1 （1） ① 第一部分, tolerant of blanks and extractor residue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

NumberingStyle = Literal["chapter", "part", "cn", "cn_paren", "dotted", "ar", "ar_paren", "ar_half", "circled"]

RANK: dict[str, int] = {
    "part": 0, "chapter": 1, "cn": 2, "cn_paren": 3, "dotted": 4, "ar": 5, "ar_paren": 6, "ar_half": 7, "circled": 8,
}
"""Order of the styles from the outside in, as official documents nest them (GB/T 9704-2012, 7.3.3)."""

RESIDUE = re.compile(r"(?:\[bookmark:[^\]\n]{0,80}\]|[\s#\ufeff\u200b])*")
"""What extractors leave before the numbering: bookmarks, blanks, Markdown hashes."""

_CN = "[一二三四五六七八九十]{1,3}"
_FORMS: tuple[tuple[NumberingStyle, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s*({_CN}|\d{{1,2}})\s*(?:部分|篇)[\s、:：.]*")),
    ("chapter", re.compile(rf"第\s*({_CN}|\d{{1,2}})\s*[章节][\s、:：.]*")),
    ("cn", re.compile(rf"({_CN})\s*(?:、|[．.](?!\d))\s*")),
    ("cn_paren", re.compile(rf"[（(〔]\s*({_CN})\s*[）)〕]\s*[、．.]?\s*")),
    ("ar", re.compile(r"(\d{1,2})\s*(?:、|[.．](?!\d)|[.．](?=(?:19|20)\d\d\s*年))\s*")),
    # 1.2概况, but neither 1.2万元 nor 3.3批次
    ("dotted", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[\s、]+|(?=[\u4e00-\u9fff])(?![万亿元个批次家人年月日项台辆件亩公里平方米户吨名所条份套处倍分成百千多余级度]))")),
    ("ar_paren", re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、．.]?\s*")),
    ("ar_half", re.compile(r"(\d{1,2})\s*[）)]\s*[、．.]?\s*")),
    ("circled", re.compile(r"([①-⑳])\s*")),
)
_LONGEST_DOTTED = 60
"""A longer line that starts with ``1.2`` starts with a figure."""
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")}


class Numbering(Struct, frozen=True):
    """A line's numbering.

    Attributes:
        style: its form.
        number: its value (of ``2.3``: 3).
        label: as printed, without blanks: ``（二）``.
        start: offset of the numbering in the line.
        end: offset of the text behind it.

    """

    style: NumberingStyle
    number: int
    label: str
    start: int
    end: int

    @property
    def rank(self) -> int:
        """Place of the style from the outside in."""
        return RANK[self.style]


def chinese_number(numeral: str) -> int:
    """Value of 一 … 九十九."""
    if "十" not in numeral:
        return int("".join(str(_DIGITS[c]) for c in numeral))
    tens, _, ones = numeral.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if numeral[0].isdigit():
        return int(re.split("[.．]", numeral)[-1])
    return chinese_number(numeral)


@lru_cache(maxsize=8192)
def numbering_of(line: str) -> Numbering | None:
    """The numbering a line starts with, or ``None``; amounts (``3.3批次``) and years are none."""
    at = RESIDUE.match(line)
    start = at.end() if at else 0
    for style, form in _FORMS:
        found = form.match(line, start)
        if not found:
            continue
        if style == "dotted" and len(line) - start > _LONGEST_DOTTED:
            return None
        try:
            number = _value(found[1])
        except (KeyError, ValueError):
            return None
        return Numbering(style, number, re.sub(r"\s", "", found[0]), start, found.end())
    return None
