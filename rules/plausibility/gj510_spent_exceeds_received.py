"""GJ510 spent-exceeds-received 支出多于到位资金."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from gouji.audit.choose import broken
from gouji.audit.constraint import Constraint, at_most
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage

_RECEIVED = re.compile(r"(?:(?:实际|全年|共|已)?到位(?:财政|专项|项目)?(?:资金|经费)?|(?:资金|经费)(?:实际|全年|共|已)*到位)(?:总额|合计|共计|共|为)?$")
_SPENT = re.compile(r"(?:实际|全年|累计|共|已|资金|总|，|,)*(?:支出|使用|支付|执行)(?:资金|经费)?(?:总额|合计|共计|共|为|数|了)*$")
_CARRIED = re.compile(r"结转|结余|上年|往年|滚存|自筹|配套|垫付|其他资金|未到位")
_CLAUSE = re.compile(r"[，,。；;、\n]")
_STOP = "。\n；;"
_MESSAGE = {
    "zh": "支出{stated}多于到位资金：{sum}，没有说明结转或其他来源",
    "en": "{stated} spent is more than was received: {sum}, with no carry-over or other source named",
}


@rule(
    "GJ510", "spent-exceeds-received", severity="warning",
    zh=_MESSAGE["zh"], en=_MESSAGE["en"],
    title_zh="支出多于到位资金", title_en="More was spent than received",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 同一句里“到位资金X，支出Y”，支出不多于到位。

    为什么重要: 没有到账的钱花不出去；多出的部分来自何处须说明，否则其中一个数错了。
    何时不算错: 同段写有上年结转、结余、自筹、配套、垫付；到位的只是其中一笔；两数不在一句。
    """
    for passage in facts.passages:
        if "到位" not in passage.text or _CARRIED.search(passage.text):
            continue
        money = [n for n in passage.numbers if n.is_quantity and n.dimension() == "元" and n.quantity.value is not None]
        for received, spent in _pairs(passage, money):
            relation = at_most(spent, received, cue="到位")
            yield replace(relation, message=_MESSAGE) if broken(relation) else relation


def _pairs(passage: Passage, money: list[Number]) -> Iterator[tuple[Number, Number]]:
    """The one amount received and the one amount spent of a sentence."""
    start = 0
    for end in [i for i, c in enumerate(passage.text) if c in _STOP] + [len(passage.text)]:
        own = [n for n in money if start <= n.quantity.start < end]
        received = [n for n in own if _RECEIVED.search(_before(passage.text, n))]
        spent = [n for n in own if _SPENT.search(_before(passage.text, n))]
        if len(received) == 1 and len(spent) == 1 and received[0].quantity.start < spent[0].quantity.start:
            yield received[0], spent[0]
        start = end


def _before(text: str, number: Number) -> str:
    return _CLAUSE.split(text[max(0, number.quantity.start - 60) : number.quantity.start])[-1]
