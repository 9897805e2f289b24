"""GJ316 full-marks-throughout 各项指标全部或几乎满分."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.cells import result_forms, score_of, stated, title_of

_FEWEST = 8


@rule(
    "GJ316", "full-marks-throughout", severity="info", enabled=False,
    zh="《{form}》{count}项指标项项满分", en="all {count} indicators of “{form}” have full marks",
    title_zh="各项指标全部满分", title_en="Full marks throughout",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 一张自评表有分值的指标在八项以上，且每一项得分都等于分值。

    为什么重要: 目标偏低或自评走过场，复核时宜先看。
    何时不算错: 确实全部完成；这是判断，不是错误，默认不查，需要时用 --select GJ316。
    """
    for form in result_forms(facts):
        pairs = [(score_of(facts, form, i.score), score_of(facts, form, i.weight)) for i in form.indicators]
        scored = [(s, w) for s, w in pairs if s is not None and w is not None and stated(w)]
        if len(scored) >= _FEWEST and all(stated(s) == stated(w) for s, w in scored):
            yield Defect(
                tuple(cite(s, "primary" if i == 0 else "secondary") for i, (s, _) in enumerate(scored)),
                {"form": title_of(form), "count": str(len(scored))},
            )
