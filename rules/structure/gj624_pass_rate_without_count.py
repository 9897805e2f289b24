"""GJ624 pass-rate-without-count 有合格率而没有抽检数量."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number
from gouji.extract.sections import outline

_TESTED = re.compile(r"抽检|抽查|抽样|检测|检验|监测|送检")
_UNCOUNTED = ("元", "1", "", "分", "年", "月", "日", "天", "级")


@rule(
    "GJ624", "pass-rate-without-count", severity="warning",
    zh="写了合格率{rate}，全文没有抽检数量", en="a pass rate of {rate} and no count of what was tested",
    title_zh="有合格率而没有抽检数量", title_en="A pass rate without a count",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 报告正文给出抽检、检测的合格率时，同一份报告里应有抽检的数量。

    为什么重要: 没有分母，合格率无从复核。
    何时不算错: 报告或其自评表里有数量；合格率是目标、要求或上年数；说的不是抽检（考试合格率、验收合格率）。
    """
    sections = outline(facts.document)
    counted = {
        sections.part_of(n.block) for n in facts.quantities
        if n.cell is not None or (n.dimension() not in _UNCOUNTED and "/" not in n.dimension())
    }
    said: set[int] = set()
    for passage in facts.passages:
        part = sections.part_of(passage.block)
        if passage.cell is not None or part in counted or part in said or not _TESTED.search(passage.text):
            continue
        rate = next((n for n in passage.numbers if _is_rate(n, passage.text)), None)
        if rate is not None:
            said.add(part)
            yield Defect((cite(rate),), {"rate": rate.raw})


def _is_rate(number: Number, text: str) -> bool:
    if not number.is_quantity or number.dimension() != "1" or number.context.role in ("target", "plan", "prior"):
        return False
    before = re.split(r"[。；\n]", text[max(0, number.quantity.start - 80) : number.quantity.start])[-1]
    return before.rstrip("为达到在是：:约").endswith("合格率") and bool(_TESTED.search(before))
