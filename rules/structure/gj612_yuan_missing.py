"""GJ612 yuan-missing 金额缺“元”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, graded, texts

_BARE_WAN = re.compile(
    r"(?:金额|资金|经费|款额?|收入|支出|投入|补助|安排|投资|预算|拨付|到位|奖励)"
    r"(?:[^，。；：、\d\n]{0,6})(?P<amount>\d[\d,]*(?:\.\d+)?\s*[余多]?\s*[万亿])(?=[，。；、：）)\s]|$|用于|和|全部|已全)"
)


@rule(
    "GJ612", "yuan-missing", severity="info",
    zh="金额缺“元”字，共{count}处：{quotes}", en="{count} amounts lack the word 元: {quotes}",
    title_zh="金额缺“元”", title_en="An amount without its unit",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 金额、资金、经费等词后面的数只写到“万”“亿”，没有“元”。

    为什么重要: 单位不全的金额无法与同一篇里写全的金额核对。
    何时不算错: 后面另有量词（60余万人次），前面说的不是钱。
    """
    found = [
        at(t, m.start("amount"), m.end("amount"))
        for _, _, t in texts(facts.document)
        for m in _BARE_WAN.finditer(t.string)
    ]
    if found:
        quotes = "、".join(dict.fromkeys(f"“{e.quote}”" for e in found))
        yield Defect(graded(found), {"count": str(len(found)), "quotes": quotes})
