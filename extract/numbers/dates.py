"""Dates, years and times of day at one place, in figures and in Chinese numerals."""

from __future__ import annotations

import re

_TO = r"[  ]?(?:-{1,2}|—{1,2}|–|－|~|～|∼|至|到|﹣)[  ]?"
_S = r"[  　]{0,2}"
_YEAR = r"(?:1[6-9]|2[01])[0-9]{2}"
_CLOCK = rf"(?:{_S}[0-2]?[0-9](?::|：)[0-5][0-9](?:(?::|：)[0-5][0-9])?|{_S}[0-2]?[0-9](?:时(?:[0-5]?[0-9]分)?|点(?:[0-5]?[0-9]分|半|整)?))"
_DAY = rf"{_S}[0-3]?[0-9](?![0-9])(?:{_TO}[0-3]?[0-9](?![0-9]))?{_S}[日号]"
_MONTH = rf"{_S}[01]?[0-9](?:{_TO}[01]?[0-9])?{_S}月(?:份|{_DAY})?"
DATE = re.compile(
    rf"""
      {_YEAR}(?:(?:{_S}(?:年度?)?{_TO}|、){_YEAR}(?![0-9]))?{_S}年(?!限)(?:度|份|代|(?:{_MONTH})(?:{_CLOCK})?)?
    | {_YEAR}(?:{_S}(?:财政|会计|预算|学)年度?|财年)
    | {_YEAR}([-./／])[01]?[0-9]\1[0-3]?[0-9](?![0-9.])(?:{_CLOCK})?
    | {_YEAR}[-/／](?:0[1-9]|1[0-2])(?![0-9/-])
    | {_YEAR}\.(?:0?[1-9]|1[0-2])(?=\s?(?:[前底初末]|-\s?{_YEAR}\.))
    | {_YEAR}{_TO}{_YEAR}(?![0-9.])
    | [0-9]{{2}}年(?:度|代|底|末|初|{_MONTH})
    | [01]?[0-9](?:{_TO}[01]?[0-9]|[、和][01]?[0-9])?{_S}月(?!球|饼|嫂|均)(?:份|{_DAY}(?:{_CLOCK})?)?
    | [0-3]?[0-9](?:{_TO}[0-3]?[0-9])?{_S}日(?!元|圆|以?内|均|游|之内|照)
    | [0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9.:：%])
    | [0-2]?[0-9](?:时(?:[0-5]?[0-9]分)|点(?:[0-5]?[0-9]分|半|整|钟))
    """,
    re.VERBOSE,
)
# What may follow the first digits of a date; everything else is not worth a try.
DATE_FOLLOWS = frozenset("年月日号.-/／—–－~～至到:：时点 　 财会预学、和﹣∼")

_N = "[一二三四五六七八九十]"
_CHINESE_DAY = rf"(?:{_N}{{1,3}}[日号])"
CHINESE_DATE = re.compile(
    rf"""
      [一二][〇零○O0一二三四五六七八九]{{3}}年(?:度|{_N}{{1,2}}月(?:份|{_CHINESE_DAY})?)?
    | {_N}{{1,2}}(?:[至到]{_N}{{1,2}})?月(?:份|{_CHINESE_DAY}|底|初|末|上旬|中旬|下旬)?
    | {_N}{{1,3}}[日](?!元|圆|内|以内|游)
    """,
    re.VERBOSE,
)


def plausible(text: str) -> bool:
    """False for a month above 12 or a day above 31 (13月, 45日), which are no dates."""
    return not any(
        (mark == "月" and not 1 <= int(n) <= 12) or (mark == "日" and not 1 <= int(n) <= 31)
        for n, mark in re.findall(r"([0-9]{1,2})[  　]{0,2}([月日])", text)
    )
