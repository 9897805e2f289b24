"""GJ405 source-named-two-ways 同一笔资金来源名称不一."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gouji.audit.finding import Defect, cite
from gouji.audit.pack import Pack
from gouji.audit.spec import rule
from gouji.extract.facts.model import FactSet, Number, Passage
from gouji.extract.facts.prose import Item
from gouji.extract.facts.sources import level_of

_RUN = 3
"""How many equal amounts in the same order make two lists the same money."""


@rule(
    "GJ405", "source-named-two-ways", severity="warning",
    zh="同一组金额的资金来源前后叫法不一：{a}；{b}",
    en="The same amounts are given different funding sources: {a}; {b}",
    title_zh="同一笔资金来源名称不一", title_en="One sum of money, two names for its source",
)
def check(facts: FactSet, pack: Pack) -> Iterator[Defect]:
    """检查内容: 两处按同样顺序列出同样的金额，来源级次（中央、自治区、地方、其他）应当一致。

    为什么重要: 同一笔钱一处写自治区、一处写地方，配套责任和拨付依据都说不清。
    何时不算错: 简称与全称（省级/省财政）；两处列示的本就是不同口径的金额。
    """
    runs = [run for p in facts.passages for run in _runs(p)]
    seen: set[tuple[str, ...]] = set()
    for a, b in combinations(runs, 2):
        for x, y in _conflicts(a, b):
            key = (x[0].label, y[0].label)
            if key not in seen:
                seen.add(key)
                yield Defect(
                    (cite(x[1], "primary", x[0].label + x[1].raw), cite(y[1], "secondary", y[0].label + y[1].raw)),
                    {"a": x[0].label + x[1].raw, "b": y[0].label + y[1].raw},
                )


Named = tuple[Item, Number]


def _runs(passage: Passage) -> Iterator[list[Named]]:
    """Runs of at least three amounts of money with a named source, one sentence each."""
    run: list[Named] = []
    for item in passage.items:
        same = run and run[-1][0].mention.sentence == item.mention.sentence
        if item.dimension == "元" and level_of(item.label) and (same or not run):
            run.append((item, passage.number(item.mention)))
            continue
        if len(run) >= _RUN:
            yield run
        run = [(item, passage.number(item.mention))] if item.dimension == "元" and level_of(item.label) else []
    if len(run) >= _RUN:
        yield run


def _conflicts(a: list[Named], b: list[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs of equal amounts at the same place of both lists whose sources cannot be the same."""
    if len(a) != len(b) or [n.interval() for _, n in a] != [n.interval() for _, n in b]:
        return
    if len({n.quantity.low for _, n in a}) < len(a):
        return
    for x, y in zip(a, b, strict=True):
        if level_of(x[0].label) != level_of(y[0].label):
            yield x, y
