"""GJ623 targets-in-words 指标值多为定性表述."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.finding import Defect
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet
from gouji.rules.cells import blank, quote, title_of

_FEWEST = 6
_MOST = 8


@rule(
    "GJ623", "targets-in-words", severity="info", enabled=False,
    zh="《{form}》{all}项指标中{vague}项的指标值只有定性表述", en="{vague} of {all} targets of “{form}” are words without a figure",
    title_zh="指标值多为定性表述", title_en="Most targets are vague words",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 六项以上指标的绩效表，指标值只有“逐步提高、有所改善”一类文字的不超过一半。

    为什么重要: 目标不能衡量，完成与否说不清。
    何时不算错: 效益指标本来可以定性；这是判断，不是错误，默认不查，需要时用 --select GJ623。
    """
    for form in facts.forms:
        targets = [i.target for i in form.indicators if i.target is not None and not blank(i.target)]
        vague = [c for c in targets if not facts.in_cell(form.block, c) and not any(x.isdigit() for x in c.text.string)]
        if len(targets) >= _FEWEST and len(vague) * 2 > len(targets):
            yield Defect(
                tuple(quote(c, "primary" if i == 0 else "secondary") for i, c in enumerate(vague[:_MOST])),
                {"form": title_of(form), "all": str(len(targets)), "vague": str(len(vague))},
            )
