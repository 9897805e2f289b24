"""GJ615 own-region-named-two-ways 本地称谓前后不一."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.extract.sections import outline
from gouji.rules.structure.places import at, graded, texts

_OWN = re.compile(r"我(县|区|旗)(?!域|委)")
_OTHER = {"县": "全县", "区": "全区", "旗": "全旗"}
_MOST = 6


@rule(
    "GJ615", "own-region-named-two-ways", severity="warning",
    zh="同一份报告里既称“我{a}”又称“我{b}”", en="one report speaks of “我{a}” and of “我{b}”",
    title_zh="本地称谓前后不一", title_en="The own region is named in two ways",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 一份报告里“我县”“我区”“我旗”只用一种。

    为什么重要: 县、区是同一级，一个单位只在一处；混用多是沿用撤县设区前的旧稿，或抄自别处。
    何时不算错: 自治区的县里，“我区”可指自治区；“全区”“区域”不算；“我市”可指上级市。
    """
    sections = outline(facts.document)
    found: dict[int, dict[str, list[Evidence]]] = {}
    wholes: dict[int, dict[str, list[Evidence]]] = {}
    for block, _, text in texts(facts.document):
        if "自治区" in text.string:
            return
        if "我" not in text.string and "全" not in text.string:
            continue
        part = sections.part_of(block)
        for m in _OWN.finditer(text.string):
            found.setdefault(part, {}).setdefault(m[1], []).append(at(text, m.start(), m.end()))
        for name, word in _OTHER.items():
            i = text.string.find(word)
            if i >= 0:
                wholes.setdefault(part, {}).setdefault(name, []).append(at(text, i, i + len(word)))
    for part, names in found.items():
        if len(names) < 2:
            continue
        rare, common = sorted(names, key=lambda n: len(names[n]) + len(wholes.get(part, {}).get(n, ())))[:2]
        also = wholes.get(part, {}).get(common, [])
        yield Defect(
            graded([*names[rare][:_MOST], *names[common][:_MOST], *also[:_MOST]]), {"a": rare, "b": common}
        )
