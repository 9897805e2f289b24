"""GJ512 satisfaction-filed-as-output 满意度指标归入产出指标."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.cells import evidence_of, folded, level2_evidence, result_forms

_CLASS = re.compile(r"^(?:\d*[.、]?)?(数量|时效|成本)(?:指标)?")
_SATISFACTION = re.compile(r"满意(?:度|率|程度)(?:[(（][^)）]*[)）]|指标|[≥≤>=]*\d+(?:\.\d+)?%)*$")


@rule(
    "GJ512", "satisfaction-filed-as-output", severity="warning",
    zh="“{name}”列在{level}指标下，应列为满意度指标",
    en="“{name}” stands among the {level} indicators; it is an indicator of satisfaction",
    title_zh="满意度指标归入产出指标", title_en="Satisfaction filed among output or cost",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 名称是某某满意度的三级指标，不应列在数量、时效或成本指标下（财预〔2013〕53号：满意度指标单列）。

    为什么重要: 归错类，产出没有数量可核，满意度的分值也被重复或落空。
    何时不算错: 列在质量、效益或满意度指标下；说的是问卷份数、调查次数；一级指标本来就是满意度。
    """
    for form in result_forms(facts):
        for row in form.indicators:
            level = _CLASS.match(folded(row.level2))
            name = "".join(row.name.split())
            if level is None or "满意" in row.level1 or not _SATISFACTION.search(name):
                continue
            evidence = evidence_of(facts, form, row.name_cell, "primary")
            if evidence:
                yield Defect((*evidence, *level2_evidence(form, row)), {"name": name, "level": level[1]})
