"""What the text of one cell is: blank, number, label with numbering, 其中 and total marks."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from gouji.extract.facts.forms.words import words

_SPACES = re.compile(r"\s+")
_BLANKS = frozenset(("", "/", "／", "\\", "—", "-", "--", "——", "－", "–", "无", "空", "（空）", "(空)", "*", "——", "N/A"))
_NUMBER = re.compile(
    r"[≥≤＞＜><=＝≧≦±]{0,2}[-+−－]?[$￥¥€£]?[-−]?\d[\d,，]*(?:\.\d+)?(?:[Ee][-+]?\d{1,3})?"
    r"(?:[-~～—至]\d[\d,，]*(?:\.\d+)?)?"
    r"(?:%|％|‰|[^\W\d_²³]{1,5}[²³]?)?(?:[/／·*][^\W\d_]{1,4}){0,2}(?:以上|以下|以内|左右)?"
)
_NARROW = str.maketrans("．％", ".%")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
YEAR_HEAD = re.compile(r"^(?:年份|年度|年|时间|期间)$")
"""Heads of a column of years; matched against text without spaces."""
_DATE = re.compile(r"\d{1,4}(?:[-~～—－至]\d{1,2})?(?:年|月|日|[.．/-]\d{1,2}[.．/-]\d)")
_AGES = re.compile(r"\d{1,3}(?:[-~～—–至]\d{1,3})?周?岁")
"""0—14岁: who is counted in the row, no figure of it."""
_BRACKETS = re.compile(r"[（(\[【][^（(\[【）)\]】]*[）)\]】]")
_NUMBERING = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]、?"),
    re.compile(r"\d{1,2}(?:[、．]|[.](?!\d))"),
    re.compile(r"[（(]\d{1,2}[）)]、?|\d{1,2}[)）]"),
    re.compile(r"[①-⑳]、?"),
)
_CODE = re.compile(r"[A-Z](?P<digits>\d{0,3})[、.．]?(?=[一-鿿])(?![类级型包标区座栋股档等线楼组班证照站港口岗款超])")
"""A项目决策, A1立项规范性, A11…: the code of a row, one sign for each level."""
_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九十")}
_OF_WHICH = re.compile(r"(?:其\s*中)\s*[:：,，]?")
_ENGLISH_TOTAL = re.compile(r"(?P<grand>grand)?(?P<sub>sub-?)?totals?[A-Za-z&,/' -]{0,40}|[A-Za-z&,/' -]{1,40}total", re.I)
_NAME_PREFIX = re.compile(r"(?:[★☆※▲●*]+|指标\s*[\d一二三四五六七八九十]+\s*[:：、.])+")
_GLUED = re.compile(r"\d+(?:\.\d+)?%\d[\d.%]*|\d+\.\d{3,}\.\d+(?:\.\d+)*%?|\d{6,}(?:\.\d+)?%")
_SHORTEST_GLUED = 7
_TRUNCATED = re.compile(r"…{1,}|\.{6}|摘录至此")
_REMARK = re.compile(r"^[（(][^（）()]{1,20}[）)](?=.)")
_REGION = re.compile(r"(?:省|自治区|兵团|直辖市)$"), re.compile(r"(?:市|自治州|州|盟|地区)$"), re.compile(r"(?:县|区|旗|镇|乡)$")


@lru_cache(maxsize=32768)
def plain(text: str) -> str:
    """The text without any blanks."""
    return _SPACES.sub("", text)


def is_blank(text: str) -> bool:
    """Empty, or one of the signs that stand for nothing (``/``, ``—``, 无)."""
    return plain(text) in _BLANKS


def is_empty(text: str) -> bool:
    """Nothing printed at all."""
    return not text or text.isspace()


@lru_cache(maxsize=32768)
def is_number(text: str) -> bool:
    """The cell is one figure with at most an operator and a unit; dates are none."""
    bare = plain(text).translate(_NARROW)
    return bool(bare) and _NUMBER.fullmatch(bare) is not None and not _DATE.match(bare) and not _AGES.match(bare)


def is_glued(text: str) -> bool:
    """Several figures without a separator: ``303010100.00%10``, ``12.5035.2552.25``, ``390390100%``."""
    if len(text) < _SHORTEST_GLUED:
        return False
    return _GLUED.fullmatch(plain(text)) is not None


def is_year(text: str) -> bool:
    """``2023``, ``2023年``, ``2023年度``."""
    return _YEAR.fullmatch(plain(text)) is not None


def is_cut(text: str) -> bool:
    """The text ends in marks that something was left out (``…``)."""
    return _TRUNCATED.search(text) is not None


@lru_cache(maxsize=32768)
def head(text: str) -> str:
    """A header text for comparison: no blanks, bracketed remarks, stars, colons."""
    bare = _REMARK.sub("", plain(text))
    return _BRACKETS.sub("", bare).strip("：:★☆*、，,。|")


class Label(Struct, frozen=True):
    """A row or column label taken apart.

    Attributes:
        name: the words without numbering, 其中, stars and closing colon.
        level: depth of its numbering style, 1 for 一、 … 5 for ①; 0 without numbering.
        number: its ordinal in that numbering.
        of_which: it begins with 其中.
        indent: leading blanks, a full-width one counting two.
        total: it names a sum (合计, 浙江省合计, 年度资金总额).
        rank: among sums, the wider one is lower: 总计 0, 合计 1, named 2–4, 小计 5.

    """

    name: str
    level: int = 0
    number: int = 0
    of_which: bool = False
    indent: int = 0
    total: bool = False
    rank: int = 9


def _ordinal(mark: str) -> int:
    digits = re.search(r"\d+", mark)
    if digits:
        return int(digits.group())
    if "①" <= mark[0] <= "⑳":
        return ord(mark[0]) - ord("①") + 1
    value = 0
    for c in mark:
        if c == "十":
            value = (value or 1) * 10
        elif c in _CHINESE:
            value += _CHINESE[c]
    return value


def _rank(name: str, word: str) -> int:
    stem = name[: -len(word)] if name.endswith(word) else ""
    if stem:
        for rank, pattern in enumerate(_REGION, 2):
            if pattern.search(stem):
                return rank
    if word in ("总计", "总分", "总合计", "总得分", "总分值"):
        return 0
    if word == "小计":
        return 5
    return 3 if stem else 1


@lru_cache(maxsize=32768)
def label(text: str) -> Label:
    """Take a label apart; numbering, 其中 and indentation in whatever order they stand."""
    first = text.strip("\r\n").split("\n")[0] if text.strip() else ""
    indent = sum(2 if c == "\u3000" else 1 for c in first[: len(first) - len(first.lstrip())])
    rest = plain(text)
    level = number = 0
    of_which = False
    if coded := _CODE.match(rest):
        level, number = 1 + len(coded["digits"]), int(coded["digits"][-1:] or ord(rest[0]) - ord("A") + 1)
        rest = rest[coded.end():]
    for _ in range(2):
        for depth, pattern in enumerate(_NUMBERING, 1):
            found = pattern.match(rest)
            if found and len(found.group()) < len(rest):
                level, number, rest = depth, _ordinal(found.group()), rest[found.end():]
                break
        mark = _OF_WHICH.match(rest)
        if mark:
            of_which, rest = True, rest[mark.end():]
    rest = _NAME_PREFIX.sub("", rest, count=1).strip("：:")
    bare = head(rest)
    word = next((w for w in words().totals if bare.endswith(w)), "") or ("合计" if bare == "计" else "")
    if not word and bare.startswith(("合计", "总计")) and len(bare) <= 8:
        word = bare[:2]
    if not word and (english := _ENGLISH_TOTAL.fullmatch(bare)):
        return Label(rest, level, number, of_which, indent, True, 5 if english["sub"] else 0 if english["grand"] else 3)
    return Label(rest, level, number, of_which, indent, bool(word), _rank(bare, word) if word else 9)
