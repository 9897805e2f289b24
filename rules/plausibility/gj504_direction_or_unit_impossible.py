"""GJ504 direction-or-unit-impossible 指标方向或单位不合理."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, Evidence
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Form, Indicator, Number
from gouji.rules.cells import evidence_of, name_of, sign_of

# Less of these is better whatever the form (投诉, 事故 …); ≥ before them asks for more.
_UNWANTED = re.compile(r"(?:投诉|事故|差错|错误|违规|违纪|死亡|伤亡|不合格|损失|超支|逾期)(?:发生)?(?:次数|件数|数量|数|率|人数|金额|起数|额)$")
_HANDLED = re.compile(r"处理|办理|办结|处置|下降|减少|降低|查处|整改|受理|挽回|避免|排查|调解|回复|响应|赔付")
_COST = re.compile(r"(?:总成本|项目成本|预算成本|成本总额|成本控制(?:数|额|率)?|单位成本)$")
_LENGTH_FOR_AREA = re.compile(r"\d\s*h\s?m(?![²2㎡\w])")
_PERCENT_OF_MONEY = re.compile(r"(?:产值|产量|收入|利润|税收)(?:总额|总量)?$")


@rule(
    "GJ504", "direction-or-unit-impossible", severity="warning",
    zh="{label}目标“{target}”{problem}", en="{label}: the target “{target}” {problem_en}",
    title_zh="指标方向或单位不合理", title_en="An indicator's direction or unit makes no sense",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 投诉、事故、成本等反向指标不应以“≥”为目标；产值、产量不应以%计；面积不应以hm（长度）计。

    为什么重要: 方向或单位错了，完成值越差得分反而越高。
    何时不算错: 投诉处理率、事故下降率等正向指标；0作下限；增长率。
    """
    for form in facts.forms:
        for row in form.indicators:
            target = facts.only(form.block, row.target)
            if target is not None:
                yield from _direction(facts, form, row, target)
    yield from _areas(facts)


def _direction(facts: FactSet, form: Form, row: Indicator, target: Number) -> Iterator[Defect]:
    upward = sign_of(row, target) in ("≥", ">") and (target.quantity.low or 0) > 0
    name = re.sub(r"[(（][^)）]*[)）]", "", row.name)
    if upward and not _HANDLED.search(name) and (_UNWANTED.search(name) or _COST.search(name)):
        yield _defect(facts, form, row, target, "以“≥”为目标，方向相反", "asks for more where less is better")
    elif target.unit in ("%", "％") and _PERCENT_OF_MONEY.search(name) and target.quantity.operator is not None:
        yield _defect(facts, form, row, target, "以%计，单位与指标不符", "is in %, which the indicator is not")


def _defect(facts: FactSet, form: Form, row: Indicator, target: Number, zh: str, en: str) -> Defect:
    return Defect(
        (*evidence_of(facts, form, row.target, "primary"), *evidence_of(facts, form, row.name_cell)),
        {"label": name_of(row), "target": target.raw, "problem": zh, "problem_en": en},
    )


def _areas(facts: FactSet) -> Iterator[Defect]:
    """``1429hm`` for an area: hm is a hundred metres, hm² a hectare."""
    for _, _, text in facts.document.texts() if facts.document.matches(_LENGTH_FOR_AREA) else ():
        found = list(_LENGTH_FOR_AREA.finditer(text.string))
        if found and re.search(r"面积|治理|封育|坡改梯|种植|造林|林|草", text.string):
            yield Defect(
                tuple(
                    Evidence("secondary" if i else "primary", m.group(), text.locate(m.start(), m.end()))
                    for i, m in enumerate(found)
                ),
                message={
                    "zh": "面积以“hm”（百米）计，应为“hm²”（公顷）",
                    "en": "an area in “hm” (a length); hm² (hectare) is meant",
                },
                severity="info",
            )
