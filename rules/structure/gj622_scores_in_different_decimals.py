"""GJ622 scores-in-different-decimals 得分小数位不一."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.audit.wording import places_of
from gouji.extract.facts.model import FactSet, Number
from gouji.rules.cells import result_forms

_FEWEST = 5


@rule(
    "GJ622", "scores-in-different-decimals", severity="info",
    zh="得分的小数位不一：{forms}", en="scores are printed with different decimals: {forms}",
    title_zh="得分小数位不一", title_en="Scores printed with different decimals",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 同一份文件各张自评表的得分小数位应一致；表内得分统一两位小数时，总分也应如此。

    为什么重要: 小数位不一，多半是从不同系统或不同人的表拼来的，总分可能经过取整。
    何时不算错: 一张表里整数与小数并存（9分、4.5分）；得分不到五个的表。
    """
    styles: dict[int, tuple[Number, str]] = {}
    totals: list[Number] = []
    for form in result_forms(facts):
        scores = [n for n in (facts.only(form.block, i.score) for i in form.indicators) if n is not None]
        if len(scores) < _FEWEST:
            continue
        counted = Counter(places_of(n) for n in scores)
        places, how_many = counted.most_common(1)[0]
        if how_many < len(scores) or places in styles:
            continue
        styles[places] = (scores[0], form.title or "")
        total = facts.only(form.block, form.total_score)
        if total is not None and places_of(total) < places:
            totals.append(total)
    if len(styles) < 2 and not totals:
        return
    shown = [n for n, _ in styles.values()]
    evidence = tuple(cite(n, "primary" if i == 0 else "secondary") for i, n in enumerate((*shown, *totals)))
    yield Defect(evidence, {"forms": "、".join(n.raw for n in (*shown, *totals))})
