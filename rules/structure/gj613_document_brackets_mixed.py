"""GJ613 document-brackets-mixed 文号括号不统一."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, texts

_NUMBERED = re.compile(r"[\u4e00-\u9fff]{2,10}\s*([〔（(\[【［])\s*(?:19|20)\d\d\s*([〕）)\]】］])\s*第?\s*\d{1,4}\s*号")
_RIGHT = "〔"


@rule(
    "GJ613", "document-brackets-mixed", severity="info",
    zh="文号里的年份有的用〔〕，有的用{wrong}", en="some document numbers put the year in 〔〕, others in {wrong}",
    title_zh="文号括号不统一", title_en="Document numbers in two kinds of brackets",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 发文字号的年份应置于六角括号〔〕内（GB/T 9704-2012 第7.2.5条），同一篇不混用其他括号。

    为什么重要: 引用的依据写法不一，多是从不同稿件拼接而来。
    何时不算错: 全篇只用一种括号；不是发文字号的括号。
    """
    right: list[Evidence] = []
    wrong: list[Evidence] = []
    for _, _, text in texts(facts.document) if facts.document.matches(_NUMBERED) else ():
        for m in _NUMBERED.finditer(text.string):
            (right if m[1] == _RIGHT else wrong).append(at(text, m.start(1), m.end()))
    if right and wrong:
        styles = "、".join(dict.fromkeys(e.quote[0] for e in wrong))
        evidence = (wrong[0], *(Evidence("secondary", e.quote, e.span) for e in (*wrong[1:], right[0])))
        yield Defect(evidence, {"wrong": styles})
