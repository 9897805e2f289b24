"""One amount at one place: digits or Chinese numerals, 万/亿, 余, unit and rate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from gouji.extract.numbers import numerals, units

# 1,234,567.89 · 1234.5 · 1.2e5; a comma group must be exactly three digits.
ARABIC = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?:[eE][+-]?[0-9]{1,3}(?![0-9A-Za-z]))?"
)
# 5, 221. 79 and 1 234 567.89 as PDFs print them, and 1，960.00 with a wide comma.
SPACED = re.compile(
    r"[0-9]{1,3}(?:, ?[0-9]{3}(?![0-9]))+ ?\. ?[0-9]{1,6}|[0-9]{1,3}(?:，[0-9]{3}(?![0-9]))+\.[0-9]{1,6}"
    r"|[0-9]{1,3}(?: [0-9]{3}(?![0-9]))+\.[0-9]{2}(?![0-9])"
)
WIDE_COMMA = re.compile(r"[0-9]{1,3}(?:，[0-9]{3}(?![0-9]))+(?=[ 万亿]{0,2}[美欧日港]?元)")
# 案件321 146件: groups parted by a space (GB/T 15835), right behind a word that is no 表, 附件 or 第, before a unit.
THIN = re.compile(r"(?<=[一-鿿])(?<!附件)(?<![表图第章节条款注年月日号期])[1-9][0-9]{0,2}(?:[ \u2009\u202f\u00a0][0-9]{3}(?![0-9]))+(?=[万亿]{0,2}[^\W0-9_A-Za-z])")
CHINESE = re.compile(f"[{numerals.CHARACTERS}]+(?:点[{''.join(numerals.DIGITS)}]+[百千万亿]*)?")
_GROUPS = re.compile("[,， ]")
_LOOSE = str.maketrans("", "", " ,，\u2009\u202f\u00a0")
_OVER = "余多几来"
_DENOMINATOR = re.compile(r"\s?(?:[/／]|每)\s?(?=[^\W0-9_])")
_DENOMINATOR_MORE = re.compile(r"[/／*·•×](?=[^\W0-9_])")
_LATIN = re.compile(r"[A-Za-z0-9]")
# Words that begin like a unit and are none: 3个百分点 is handled by the longest match, these are not.
_NOT_A_UNIT = re.compile(r"人均|人民(?!币)|人大|年级|分别|分之|分公司|分局|分支|市场|区域|平均|方式|方案|方向|点名|度假|度电|社会|成立|成功|成员|成都|成果|成绩|成为|成本|倍增|次日|线上|线下|站式|克服|里程|院士|国家(?!级)|国内|国际|款项|行业|行政|员工|字号|字第|级别|校园|校舍|部门|部分|部委|具体|具备|方可|方能|平台|道路|路段|点位|店铺|路口|区县|市县|市州|市区|单独|单项|省级|市级|县级|区级|镇级|村级|国道|省道|县道|区间|号")
_BRACKETED_UNIT = re.compile(r"[（(]([万亿]?)([^\W0-9_]{1,3}|[%‰㎡])[）)]")
_MORE_OF = re.compile("个([多半])(月|小时|星期|钟头|世纪)")
POW10 = {k: Decimal(10**k) if k >= 0 else Decimal(1).scaleb(k) for k in range(-40, 41)}


class Amount(Struct):
    """A number with its unit, before qualifiers; ``value`` is in units of 10 ** ``mult``."""

    start: int
    end: int
    digits_end: int
    value: Decimal
    place: int
    mult: int
    over: str | None
    unit: str | None
    sort: units.Sort | None
    chinese: bool

    def plain(self) -> Decimal:
        """The value multiplied out."""
        return self.value * POW10[self.mult]


def unit_at(text: str, at: int) -> str | None:
    """The longest unit of the table that stands at ``at``."""
    if at >= len(text):
        return None
    for name in units.by_first().get(text[at], ()):
        if text.startswith(name, at):
            end = at + len(name)
            if name[-1].isascii() and name[-1].isalpha() and end < len(text) and _LATIN.match(text, end):
                continue
            if len(name) == 1 and _NOT_A_UNIT.match(text, at):
                continue
            return name
    return None


def _unit_from(text: str, at: int) -> int:
    """Where the unit begins behind 万 or 亿."""
    while at < len(text) and text[at] in units.POWERS and unit_at(text, at) is None:
        at += 1
    return at


def denominator_at(text: str, at: int) -> tuple[int, str]:
    """``/千人`` or ``/人·月`` at ``at``: its end and the text to append to the unit, or ``(at, "")``."""
    m = _DENOMINATOR.match(text, at)
    if m is None:
        return at, ""
    end, written = m.end(), ""
    while True:
        begin = end
        while end < len(text) and text[end] in units.POWERS and end - begin < 3 and unit_at(text, end) is None:
            end += 1
        name = unit_at(text, end) or ("月" if text.startswith("月", end) else None)
        if name is None:
            return (at, "") if not written else (begin - 1, written)
        end += len(name)
        written += ("/" if not written else "·") + text[begin:end]
        more = _DENOMINATOR_MORE.match(text, end)
        if more is None:
            if "每" in m.group() and end < len(text) and text[end].isalnum():
                return at, ""  # 260批次每批次680元
            return end, written
        end = more.end()


@lru_cache(maxsize=4096)
def _decimal(digits: str) -> tuple[Decimal, int]:
    """The value and the power of ten of its last printed place."""
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    return value, exponent if isinstance(exponent, int) else 0


def arabic_at(text: str, at: int, *, loose: bool = False) -> tuple[int, str] | None:
    """The Arabic numeral at ``at``: its end and its digits without separators; ``loose`` joins spaced groups."""
    m = SPACED.match(text, at) if loose or _GROUPS.search(text, at, at + 4) else None
    if m is None and not loose and (thin := THIN.match(text, at)) is not None and unit_at(text, _unit_from(text, thin.end())):
        m = thin
    m = m or WIDE_COMMA.match(text, at) or ARABIC.match(text, at)
    return (m.end(), m.group().translate(_LOOSE)) if m else None


def amount_at(text: str, at: int, *, loose: bool = False) -> Amount | None:
    """The amount that begins at ``at``, or ``None`` when no number stands there or it is malformed."""
    c = text[at] if at < len(text) else ""
    if "0" <= c <= "9":
        found = arabic_at(text, at, loose=loose)
        if found is None or len(found[1]) > 24:
            return None
        end, digits = found
        value, place = _decimal(digits)
        return finish(text, at, end, value, max(place, -30) if place < 0 else min(place, 30), 0, chinese=False)
    m = CHINESE.match(text, at)
    if m is None:
        return None
    word, end = m.group(), m.end()
    if len(word) > 1 and word[-1] in "千百" and unit_at(text, end - 1):
        word, end = word[:-1], end - 1  # 百万千瓦, 三百分点
    if len(word) > 24:
        return None
    read = numerals.read(word)
    if read is None:
        return None
    value, place = read
    mult = 0
    if word[-1] in "万萬亿億" and value:
        mult = 4 if word[-1] in "万萬" else 8
        value = value.scaleb(-mult).normalize() if "点" in word else value / POW10[mult]
        place = min(0, place - mult)
    elif "点" not in word:
        place = 0
    return finish(text, at, end, value, place, mult, chinese=True)


def finish(text: str, start: int, end: int, value: Decimal, place: int, mult: int, *, chinese: bool) -> Amount:
    """Read 万/亿, 余, the unit and the rate after the digits."""
    digits_end = end
    over = None
    n = len(text)
    gap = end + 1 if end < n and text[end] in "  　" else end
    name = unit_at(text, gap)
    at = gap
    if name is None:
        if at < n and text[at] in _OVER and at == end:
            after = at + 1
            if (after < n and text[after] in units.POWERS) or unit_at(text, after):
                over, at = text[at], after
                digits_end = at
        while at < n and text[at] in units.POWERS and mult < 16 and not unit_at(text, at):
            mult += units.POWERS[text[at]]
            at += 1
            digits_end = at
            if at < n and ("0" <= text[at] <= "9" or text[at] == "零") and over is None and place >= 0 and not chinese:
                joined = _continued(text, at, value, mult)
                if joined:
                    at, value, mult, place = joined
                    digits_end = at
        if over is None and digits_end > end and at < n and text[at] in _OVER:
            after = at + 1
            if unit_at(text, after) or text[at] == "余" or after >= n:
                over, at = text[at], after
                digits_end = at
        elif over is None and digits_end == end and at < n and text[at] == "余" and at == end:
            over, at = "余", at + 1
            digits_end = at
        gap = at + 1 if at < n and text[at] in "  　" and digits_end == at else at
        name = unit_at(text, gap)
    end = digits_end
    if name is None and end < n and text[end] in "（(" and (m := _BRACKETED_UNIT.match(text, end)) and m[2] in units.table():
        mult += units.POWERS[m[1]] if m[1] else 0  # 1000（万元）
        return Amount(start, m.end(), digits_end, value, place, mult, over, m[2], units.table()[m[2]][0], chinese)
    if name is None:
        return Amount(start, end, digits_end, value, place, mult, over, None, None, chinese)
    if name == "个" and (m := _MORE_OF.match(text, gap)):
        name = "个" + m[2]  # 3个多月, 两个半小时
        if m[1] == "半":
            value, place = value + Decimal("0.5"), -1
        else:
            over = "多"
        return Amount(start, m.end(), digits_end, value, place, mult, over, name, "time", chinese)
    sort = units.table()[name][0]
    end = gap + len(name)
    tail, rate = denominator_at(text, end)
    unit = name
    if rate:
        end, unit = tail, name + rate
    elif name == "元" and text.startswith("人民币", end):
        end += 3
    return Amount(start, end, digits_end, value, place, mult, over, unit, sort, chinese)


_SMALL_MONEY = re.compile(
    rf"(?:(?P<jiao>[0-9{''.join(numerals.DIGITS)}])角)?零?(?:(?P<fen>[0-9{''.join(numerals.DIGITS)}])分(?![之钟别公]))?"
)


def jiao_at(text: str, at: int) -> tuple[int, Decimal, int] | None:
    """5角, 伍角陆分 after 元: (end, in 元, place)."""
    m = _SMALL_MONEY.match(text, at)
    if m is None or m.end() == at or not (m["jiao"] or m["fen"]):
        return None
    value = _digit(m["jiao"]) / 10 + _digit(m["fen"]) / 100
    return m.end(), value, -2 if m["fen"] else -1


def _digit(c: str | None) -> Decimal:
    """One digit, Arabic or Chinese; nothing is 0."""
    return Decimal(numerals.DIGITS.get(c, c) if c else 0)


_CONTINUATION = re.compile(r"(零?)([0-9]+)([百千万]{0,2})")


def _continued(text: str, at: int, value: Decimal, mult: int) -> tuple[int, Decimal, int, int] | None:
    """3万5千, 3亿5000万, 3万5000, 10万零500: the second number joined to the first, counted in the smaller power."""
    m = _CONTINUATION.match(text, at)
    if m is None or len(m[2]) > 12:
        return None
    second = sum(units.POWERS[c] for c in m[3])
    size = len(m[2]) + second
    if second >= mult or size > mult or (not m[3] and not m[1] and size != mult):
        return None
    if m.end() < len(text) and text[m.end()] in ".年月":
        return None
    return m.end(), value * POW10[mult - second] + Decimal(m[2]), second, 0
