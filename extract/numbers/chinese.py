"""What a run of Chinese numerals is: an amount, a share (百分之), an ordinal, a rough number (二三十, 数百), a word."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from gouji.extract.numbers import amounts, numerals, units
from gouji.extract.numbers.amounts import POW10, Amount
from gouji.extract.numbers.dates import CHINESE_DATE

# 第三届, 第一季度, 第二百五十条: numeral and what it ranks.
ORDINAL = re.compile(
    f"[{numerals.CHARACTERS}]{{1,10}}(?![方三][产方])(?:季度|批次|小组|中队|大队|[届批位名次期条款项章节号类页轮个人年月周天家站代级])?"
)
_DIGIT = "一二两三四五六七八九"
_RUN = amounts.CHINESE
_SHARE = re.compile(
    rf"(?P<bottom>[{numerals.CHARACTERS}]{{1,8}})分之[  ]?(?P<minus>负)?(?P<top>[{numerals.CHARACTERS}]+(?:点[{''.join(numerals.DIGITS)}]+)?|[0-9]+(?:\.[0-9]+)?)"
)
_MIXED = re.compile(rf"(?P<whole>[{numerals.CHARACTERS}]{{1,12}})又(?=[{numerals.CHARACTERS}]{{1,8}}分之)")
_TENTHS = re.compile(rf"(?P<whole>[{_DIGIT}])成(?P<part>[{_DIGIT}])?(?![立为功本果员绩品都长年交熟不套因])")
_ROUGH = re.compile(rf"(?P<ten>[{_DIGIT}]?十)?(?P<a>[{_DIGIT}])(?P<b>[{_DIGIT}])(?P<power>[十百千万亿]{{0,3}})(?![{_DIGIT}〇零点])")
_SOME = re.compile(r"(?P<ten>[一二两三四五六七八九]?[十百])?(?P<word>[数几])(?P<power>[十百千万亿]{1,3})?")
_UPWARD = re.compile(r"[十百千万亿]{1,3}")
# Units that after a Chinese numeral are more often part of a word (三方, 四面, 五点建议 …).
_WEAK_UNITS = frozenset("方面点线道路代国市省县区州院校店站社步员环字行单股部具片口平度包里款样案丛回列身V")
_PHASES, _COUNTING = frozenset("二三四五六"), frozenset("办行展了共计满达近约班成织设报有")
"""Phases of a project, and the last character of words before a count of courses or issues (举办二期)."""
_GROUPS = frozenset("组队班")
_ONE_KEEPS = frozenset(["money", "measure", "ratio"])
_BEFORE_ONE = frozenset("唯仅只共计有达为")
SHARE_UNITS = {100: "%", 1000: "‰", 10000: "‱"}


class Rough(Struct):
    """A rough number (二三十个, 数百人, 几十家): both ends, and the word that makes it rough."""

    end: int
    low: Decimal
    high: Decimal
    high_open: bool
    word: str | None
    unit: str | None
    sort: units.Sort | None
    mult: int


def share_at(text: str, at: int) -> tuple[int, Decimal, int, str | None] | None:
    """百分之九十八, 三分之一, 三又二分之一: (end, value, place, unit)."""
    m = _MIXED.match(text, at)
    whole = 0
    begin = at
    if m:
        read = numerals.read_integer(m["whole"])
        if read is None:
            return None
        whole, begin = read, m.end()
    m = _SHARE.match(text, begin)
    if m is None:
        return None
    head = m["bottom"]
    bottom = {"百": 100, "千": 1000, "万": 10000}.get(head) or numerals.read_integer(head)
    top = (Decimal(m["top"]), _place(m["top"])) if m["top"][0] in "0123456789" else numerals.read(m["top"])
    if not bottom or top is None or len(m["top"]) > 20:
        return None
    if m["minus"]:
        top = (-top[0], top[1])
    if whole == 0 and head in ("百", "千", "万", "一百", "一千", "一万"):
        return m.end(), top[0], min(top[1], 0), SHARE_UNITS[bottom]
    value = whole + top[0] / bottom
    exponent = value.as_tuple().exponent
    return m.end(), value, exponent if isinstance(exponent, int) else 0, None


def _place(digits: str) -> int:
    """Power of ten of the last printed place of an Arabic numeral."""
    return -len(digits.partition(".")[2])


def tenths_at(text: str, at: int) -> tuple[int, Decimal, int] | None:
    """六成五, 九成: (end, value in 成, place)."""
    m = _TENTHS.match(text, at)
    if m is None:
        return None
    value = Decimal(numerals.DIGITS[m["whole"]])
    if m["part"]:
        return m.end(), value + Decimal(numerals.DIGITS[m["part"]]) / 10, -1
    return m.end(), value, 0


def rough_at(text: str, at: int) -> Rough | None:
    """二三十, 十五六, 三四个, 数百, 几十, 十几, 几个, 上百; only with a unit or a power behind."""
    m = _ROUGH.match(text, at)
    if m:
        a, b = numerals.DIGITS[m["a"]], numerals.DIGITS[m["b"]]
        if b in (a + 1, a + 2) and (b == a + 1 or (a, b) == (3, 5)):
            ten = (numerals.read_integer(m["ten"]) or 0) if m["ten"] else 0
            return _rough(text, m.end(), Decimal(ten + a), Decimal(ten + b), False, None, m["power"])
        return None
    m = _SOME.match(text, at)
    if m and m["word"]:
        power = m["power"] or ""
        if not power and (m["word"] == "数" or not (m["ten"] or (at == 0 and m.end() + 1 == len(text)))):
            return None
        ten = (numerals.read_integer(m["ten"]) or 0) if m["ten"] else 0
        if m["ten"] and len(power) and power[0] in "十百":
            return None
        size = Decimal(1)
        low, high = (Decimal(ten), Decimal(ten + (10 if ten < 100 else 100))) if ten else (size * 2, size * 10)
        return _rough(text, m.end(), low, high, True, m["word"], power)
    if text[at] == "上" and (m := _UPWARD.match(text, at + 1)):
        return _rough(text, m.end(), Decimal(1), Decimal(10), True, "上", m.group())
    return None


def _rough(text: str, end: int, low: Decimal, high: Decimal, high_open: bool, word: str | None, power: str) -> Rough | None:
    """Both ends with the unit behind them; ``None`` without a unit when nothing else shows a number."""
    small = "".join(c for c in power if c in "十百千")
    mult = sum(units.POWERS[c] for c in power) - sum(units.POWERS[c] for c in small)
    scale = POW10[sum(units.POWERS[c] for c in small)]
    if end < len(text) and text[end] in "余多":
        end += 1
    probe = amounts.finish(text, end, end, low * scale, 0, mult, chinese=True)
    if probe.unit is None and not (power and (word or len(power) > 0)):
        return None
    if probe.unit is not None and not power and probe.unit in _WEAK_UNITS:
        return None
    return Rough(max(end, probe.end), low * scale, high * scale, high_open, word, probe.unit, probe.sort, probe.mult)


def half_at(text: str, at: int) -> Amount | None:
    """半公里, 半年, 半数: one half of the unit behind."""
    if text.startswith("半数", at):
        return Amount(at, at + 2, at + 2, Decimal(50), 0, 0, None, "%", "ratio", True)
    if at and text[at - 1] in "上下前后多大过一对折参各夜" :
        return None
    found = amounts.finish(text, at, at + 1, Decimal("0.5"), -1, 0, chinese=True)
    if found.unit is None or found.mult or found.unit in _WEAK_UNITS or found.sort not in ("measure", "time", "count"):
        return None
    if found.sort == "count" and found.unit != "个":
        return None
    return found


def date_end(text: str, at: int) -> int | None:
    """The end of a date in Chinese numerals (二〇二三年十二月, 十月底) at ``at``."""
    m = CHINESE_DATE.match(text, at)
    return m.end() if m else None

def whole_unit(word: str, unit: str | None) -> bool:
    """千克, 千瓦时, 百帕: 千 and 百 are part of the unit."""
    return word in ("千", "百", "毫") and bool(unit) and str(unit)[0] in "克瓦米帕伏焦卡赫升吨"


def counts(text: str, at: int, amount: Amount, floor: int) -> bool:
    """False when a plain Chinese numeral is more likely a word than a count."""
    word = text[at:amount.digits_end]
    whole = at == 0 and amount.end == len(text)
    if whole:
        if (amount.unit in _GROUPS and len(word) == 1) or whole_unit(word, amount.unit):
            return False  # 一组, 二队: names of the groups of a village; 千瓦时: a unit
        return word not in ("一", "百", "千", "十") or amount.unit is not None
    if len(word) > 1 and set(word) <= set(numerals.DIGITS):
        return False
    previous = text[at - 1] if at else "\0"
    if amount.unit in ("个", "张", "项") and text[amount.end:amount.end + 1] in ("“", "‘", "「"):
        return False
    if previous in "“‘「《" and previous and amount.sort in (None, "count"):
        return False
    if previous == "第":
        return False
    unit = amount.unit
    if unit is None:
        following = text[amount.end] if amount.end < len(text) else "\0"
        if amount.over:
            return len(word) > 1
        solid = len(word) >= 2 and any(c in "十百千万亿拾佰仟点" for c in word) and not set(word) <= set("十百千万亿")
        if not solid:
            return False
        return len(word) >= 3 or not ("一" <= following <= "鿿")
    if amount.over:
        return True
    if whole_unit(word, unit):
        return False
    if unit == "标段" and "一" <= previous <= "鿿" and previous not in "共为分成有划计个":
        return False  # 县道改造二标段
    if unit == "期" and word in _PHASES and "一" <= previous <= "鿿" and previous not in _COUNTING:
        return False  # 污水处理厂二期: a phase of a building project
    if unit == "类" and word in _PHASES and previous not in _COUNTING and text[amount.end : amount.end + 1] not in "，。；、":
        return False  # 二类乡镇
    if unit == "分" and word in ("十", "百", "万"):
        return False
    if unit == "次" and text.startswith(("会议", "全会", "全体", "产业", "常委会"), amount.end):
        return False
    if unit == "届" or (unit == "级" and len(word) > 1):
        return False
    if unit in _WEAK_UNITS and amount.sort in ("count", "measure"):
        return len(word) > 1 and unit not in "方面线道路代度里"
    if set(word) <= set("百千万亿"):
        return (previous in "近约达超过" and bool(previous)) or amount.sort in _ONE_KEEPS
    if word == "一":
        if unit == "倍":
            return bool(previous) and previous in "长加高升大多近约超了"
        if amount.sort in _ONE_KEEPS:
            return amount.unit not in ("倍", "成", "角", "度", "方", "平", "里")
        if amount.sort == "time":
            return unit in ("天", "个月", "小时", "分钟", "周", "个小时", "个季度") or (unit == "年" and (text[amount.end:amount.end + 1] in ("内", "以", "期", "半") or previous in "期时用达满约"))
        return (at > floor and previous == "一" and text[at - 2:at] == "唯一") or (at > floor and previous in _BEFORE_ONE and unit in ("个", "家", "项", "件", "名", "人", "起"))
    return True
