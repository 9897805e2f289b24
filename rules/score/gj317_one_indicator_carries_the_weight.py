"""GJ317 one-indicator-carries-the-weight 一项指标占了大部分分值."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.cells import name_of, result_forms, score_of, stated

_FEWEST = 3


@rule(
    "GJ317", "one-indicator-carries-the-weight", severity="info", enabled=False,
    zh="“{name}”一项占{weight}分，为各项指标分值的{share}%", en="“{name}” alone carries {weight} points, {share} % of all",
    title_zh="一项指标占了大部分分值", title_en="One indicator carries most of the weight",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 三项以上指标的自评表，任一项的分值不超过合计的一半。

    为什么重要: 得分几乎由一项决定，其余指标形同虚设。
    何时不算错: 项目只有一项产出；这是判断，不是错误，默认不查，需要时用 --select GJ317。
    """
    for form in result_forms(facts):
        weights = [(i, w) for i in form.indicators if (w := score_of(facts, form, i.weight)) is not None and stated(w)]
        total = sum(stated(w) or 0 for _, w in weights)
        if len(weights) < _FEWEST:
            continue
        for row, weight in weights:
            points = stated(weight) or 0
            if points * 2 > total:
                share = round(points * 100 / total)
                yield Defect((cite(weight),), {"name": name_of(row), "weight": weight.raw, "share": str(share)})
