"""GJ609 template-text-left 模板说明未删."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, graded, texts, words


@rule(
    "GJ609", "template-text-left", severity="info",
    zh="模板中的填写说明没有删去，共{count}处：{quotes}", en="{count} instructions of the template are left in: {quotes}",
    title_zh="模板说明未删", title_en="Template instructions left in",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 表格和报告模板里给填报人看的说明（此页为封面、一个专项一行、XX单位等）没有删去。

    为什么重要: 说明没有删，往往意味着旁边该填的内容也没有改。
    何时不算错: 单位自己写的“说明”“备注”。
    """
    found: list[Evidence] = []
    phrases = facts.document.said(words("template_text"))
    for _, _, text in texts(facts.document) if phrases else ():
        for phrase in phrases:
            start = text.string.find(phrase)
            if start >= 0:
                found.append(at(text, start, start + len(phrase)))
                break
    if found:
        quotes = "、".join(dict.fromkeys(f"“{e.quote}”" for e in found))
        yield Defect(graded(found), {"count": str(len(found)), "quotes": quotes})
