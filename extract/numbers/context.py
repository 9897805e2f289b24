"""What the words around a number add to it: money, a currency sign, a denominator (每批次, 人均)."""

from __future__ import annotations

import re

from gouji.extract.numbers import units
from gouji.extract.numbers.quantity import Quantity

CURRENCY = re.compile(r"(?:US\$|HK\$|A\$|RMB|USD|CNY|EUR|GBP|JPY|HKD|[$￥¥€£])[  ]?$")
CURRENCIES = {"US$": "美元", "$": "美元", "USD": "美元", "HK$": "港元", "HKD": "港元", "A$": "澳元", "RMB": "元", "CNY": "元", "￥": "元", "¥": "元",
               "EUR": "欧元", "€": "欧元", "GBP": "英镑", "£": "英镑", "JPY": "日元"}
MAGNITUDE = re.compile(r"[  ]?(thousand|million|billion)(?![A-Za-z])", re.I)
MAGNITUDES = {"thousand": 3, "million": 6, "billion": 9}
CURRENCY_LAST = frozenset("$￥¥€£BDYRP  ")
_MONEY_WORDS = re.compile(
    r"(?:金额|资金|罚款|罚没|罚金|经费|投资|投入|补助|补贴|预算|支出|收入|拨付|安排|下达|价值|损失|货值|支付|贷款|[税款费价钱额薪]|产值|工资|奖励|利润|成本|存款"
    r"|央省|中央|省级|市级|县级|自筹|专项|配套)[^，。；;、0-9]{0,10}$"
)
_MONEY_HEAD = re.compile(r"资金|经费|投资|金额|预算|支出|收入|款|费|补助")
_PER = re.compile(
    r"(?:每(?P<each>[十百千万]{0,2}(?:批次|家次|人次|平方米|平方公里|公里|个[^，。；：、0-9]{0,4}|[人户名亩家件个辆台次头只吨份村镇条套位例批米株床座所]|[盏张页期册栋间幅块棵根支把桶袋箱瓶车班节课处宗笔项棵羽尾升斤](?=[^一-鿿]|约|为|$)))"
    r"|(?:^|[，。；、：:（(\s]|每|数)(?P<many>[十百千万])人(?!次|民|计|才|以|口)|(?P<mean>[人户亩村校])均(?!为?[一-鿿]{0,2}率))"
    r"(?:每(?P<time>[月天日年]))?(?P<gap>[^，。；：、,;:！？\n“”（）()0-9每]{0,14})$"
)
_PER_HINT = re.compile(r"[每均]|[十百千万]人")
_NO_RATE_GAP = re.compile(r"共|合计|总[额计数量]|累计|以上|增加了?到|增长|达标")


def money(text: str, start: int, end: int, cell: bool) -> bool:
    """True when a number ending in 万 or 亿 without a unit is money by the words around it."""
    if _MONEY_WORDS.search(text, max(0, start - 18), start):
        return True
    return bool(_MONEY_HEAD.match(text, end)) and not cell


_LABELLED = re.compile(r"[（(](?:单位[:：])?([十百千万亿]{0,2})([^\W0-9_]{1,3}|%)[）)]\s?[:：]\s?(?:约|[≥≤=]|共)?$")


def bracketed_unit(text: str, start: int) -> tuple[str, int] | None:
    """The unit a label gives the number after it (资金总额（万元）：30): unit and power of ten; ``None`` without one."""
    m = _LABELLED.search(text, max(0, start - 12), start)
    if m is None or m[2] not in units.table():
        return None
    return m[2], sum(units.POWERS[c] for c in m[1])


def rate(text: str, start: int) -> str | None:
    """The denominator that words before the number give it: 每批次680元, 人均2.15件, 万人有效发明专利4.05件."""
    begin = max(0, start - 22)
    if not _PER_HINT.search(text, begin, start):
        return None
    m = _PER.search(text[begin:start])
    if m is None or _NO_RATE_GAP.search(m["gap"]):
        return None
    each, many, mean = m["each"], m["many"], m["mean"]
    if each and each.startswith("个") and len(each) > 1:
        each = "个"
    name = each or (f"{many}人" if many else mean)
    if each and len(m["gap"]) > 8 and each[0] not in "十百千万":
        return None
    return f"{name}·{m['time']}" if m["time"] else name


def shared_rate(text: str, before: Quantity, after: Quantity) -> str | None:
    """人均收入分别为43180元、24650元: the denominator said once holds for the next number of the list too."""
    if after.start - before.end != 1 or text[before.end] not in "、和及" or not before.unit or after.unit is None:
        return None
    head, slash, _ = before.unit.partition("/")
    return before.unit if slash and head == after.unit and "/" not in before.raw else None
