"""GJ511 outcome-exceeds-intake 办结数大于受理数."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.constraint import Constraint, at_most
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.lexicon import words

_CARRIED = re.compile(r"(?:年初|期初|上年|上期|往年)(?:结转|未结|旧存|遗留|结存)|旧存")


@rule(
    "GJ511", "outcome-exceeds-intake", severity="warning",
    zh="{label}{stated}，超过了同句的来源数：{sum}",
    en="{label}: {stated} is more than the count it comes from in the same sentence: {sum}",
    title_zh="办结数大于受理数", title_en="More is finished than was taken in",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Constraint]:
    """检查内容: 同一句中，结案不多于立案，办结不多于受理，整改不多于发现，收回不多于发放，合格不多于抽检。

    为什么重要: 结果从来源里来，多出来的没有出处。
    何时不算错: 结案中含上年结转（因此只作提示）；两个数单位不同；中间隔着别的同类数。
    """
    pairs = [line.split("<") for line in words("gouji.rules.plausibility", "outcomes.txt")[""]]
    for passage in facts.passages:
        for i, intake in enumerate(passage.items[:-1]):
            outcome = passage.items[i + 1]
            if _pair(intake, outcome, pairs) and not _carried_over(passage, intake):
                yield at_most(passage.number(outcome.mention), passage.number(intake.mention), cue="来源与结果")


def _carried_over(passage: Passage, intake: Item) -> bool:
    """年初结转428件，全年受理24860件，办结24916件: more may be finished than came in."""
    return any(
        x.mention.sentence == intake.mention.sentence and x.dimension == intake.dimension and _CARRIED.search(x.mention.before)
        for x in passage.items
    )


def _pair(intake: Item, outcome: Item, pairs: list[list[str]]) -> bool:
    """Neighbours of one sentence and unit whose words are intake and outcome."""
    if intake.mention.sentence != outcome.mention.sentence or intake.dimension != outcome.dimension:
        return False
    if not (intake.plain and outcome.plain) or intake.prior or outcome.dimension in ("1", "", "分"):
        return False
    before, after = intake.mention.before, outcome.mention.before
    return any(a in after and b in before and a not in before and b not in after for a, b in pairs)
