"""GJ619 uses-without-amounts 资金分配没有金额."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.lexicon import alternatives
from gouji.rules.structure.places import at, texts, words

_ITEM = re.compile(r"(?:^|[：:；;。，,\s])(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")
_MONEY = re.compile(r"\d\s*(?:万|亿|元)")
_FEWEST = 3


@cache
def _announced() -> re.Pattern[str]:
    return re.compile("(?:" + alternatives(words("allocation_words")) + ")")


@rule(
    "GJ619", "uses-without-amounts", severity="warning",
    zh="“{words}”之后列了{count}项用途，没有一项写金额", en="{count} uses are listed after “{words}”, none with its amount",
    title_zh="资金分配没有金额", title_en="An allocation without amounts",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: “资金分配为：1.…；2.…；3.…”列出的各项应有金额。

    为什么重要: 说的是分配，却没有各项的数，总额无法与各项核对。
    何时不算错: 至少一项有金额；列的不到三项；说的是用途、方向而不是分配、安排。
    """
    for _, _, text in texts(facts.document) if facts.document.matches(_announced()) else ():
        for m in _announced().finditer(text.string):
            rest = text.string[m.end() :]
            items = list(_ITEM.finditer(rest))
            if len(items) < _FEWEST or items[0].start() > 12:
                continue
            stop = rest.find("。", items[-1].end())
            listed = rest[items[0].start() : stop if stop >= 0 else len(rest)]
            if not _MONEY.search(listed):
                end = m.end() + items[-1].end()
                yield Defect((at(text, m.start(), min(end, m.end() + 40)),), {"words": m[0], "count": str(len(items))})
