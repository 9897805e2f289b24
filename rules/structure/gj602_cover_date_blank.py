"""GJ602 cover-date-blank 封面日期未填."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.titles import is_blank_date
from gouji.rules.structure.places import graded, paragraphs, whole


@rule(
    "GJ602", "cover-date-blank", severity="info",
    zh="{count}处日期只有“年 月 日”，没有填写", en="{count} dates read “年 月 日” without figures",
    title_zh="封面日期未填", title_en="The date on the cover is blank",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 封面或落款处单独成行的“年 月 日”没有数字。

    为什么重要: 没有日期的报告说不清评价截止到何时。
    何时不算错: 日期已填；正文句子里提到年、月、日的；留空的签字栏不在此列。
    """
    blank = [whole(p.text) for _, p in paragraphs(facts.document) if is_blank_date(p.text.string)]
    if blank:
        yield Defect(graded(blank), {"count": str(len(blank))})
