"""GJ611 doubled-word 叠字."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, graded, texts, words

_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,6})\1|(?<!目)的的(?!确)|(?<!。)。。(?!。)|，，|、、|；；|([\u4e00-\u9fff]{2,10}。)\2")
SHOWN = 20
"""Places named at most: where there are more, the text is no draft of a person's."""
_NUMERALS = frozenset("一二三四五六七八九十百千零〇两")


@rule(
    "GJ611", "doubled-word", severity="info",
    zh="有{count}处字词重复：{quotes}", en="{count} words are written twice: {quotes}",
    title_zh="叠字", title_en="A word written twice",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一个词紧接着写了两遍（资金资金、服务服务对象），或标点重复（。。、，，）。

    为什么重要: 多是修改时没有删净旧稿，附近的数字也可能是旧稿的。
    何时不算错: 汉语里本来重叠的说法（一步一步、研究研究、等等、每生每年），省略号和破折号，数字读法。
    """
    found = []
    for _, _, text in texts(facts.document) if facts.document.matches(_DOUBLED) else ():
        for m in _DOUBLED.finditer(text.string):
            word = m[1] or ""
            if word and (m[0] in words("legal_doublings") or len(set(word)) == 1 or set(word) <= _NUMERALS or "每" in word):
                continue
            found.append(at(text, m.start(), m.end()))
    if found:
        quotes = "、".join(list(dict.fromkeys(f"“{e.quote}”" for e in found))[:SHOWN])
        yield Defect(graded(found[:SHOWN]), {"count": str(len(found)), "quotes": quotes})
