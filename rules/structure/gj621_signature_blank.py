"""GJ621 signature-blank 负责人签字处空白."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.structure.places import at, graded, texts

_BLANK = re.compile(r"(?:单位|部门|项目|财务)?(?:负责人|领导|责任人)?(?:签字|签名|签章)(?:（[^）]{0,8}）)?[：:]?[\s_＿]*(?=$|\n|[\u4e00-\u9fff]{2,6}[：:])")
_FILLED = re.compile(r"(?:填表人|填报人|经办人|联系人|联系电话|填报日期|填表日期)[：:]\s*(?![\u4e00-\u9fff]{2,8}[：:])[^\s：:]")
_MOST = 12


@rule(
    "GJ621", "signature-blank", severity="info",
    zh="{count}处负责人签字空白，而同一行的填表人等已填", en="{count} signatures are blank though the rest of the line is filled in",
    title_zh="负责人签字处空白", title_en="The signature is blank",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 表尾一行里填表人、日期、电话已填，负责人签字后面是空的。

    为什么重要: 没有签批，报送的数据没有人负责。
    何时不算错: 电子稿上手写签名、盖章读不出来，所以只作提示；整行都空的是空表。
    """
    found = [
        at(t, m.start(), len(t.string[: m.end()].rstrip()))
        for _, cell, t in texts(facts.document) if "签" in t.string and len(t.string) < 200 and _FILLED.search(t.string)
        for m in _BLANK.finditer(t.string)
    ]
    if found:
        yield Defect(graded(found[:_MOST]), {"count": str(len(found))})
