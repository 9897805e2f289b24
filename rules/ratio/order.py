"""Shares told in turn against the order of their amounts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from gouji.audit.finding import Defect, cite
from gouji.extract.facts.model import Number, Passage
from gouji.extract.facts.prose.claim import each_its_own, of_a_place
from gouji.extract.rational import Fraction

_ALL = Fraction(101, 100)
"""Shares of one whole make no more, rounded."""


def out_of_order(passage: Passage) -> Iterator[Defect]:
    """甲、乙、丙分别为58.74、6.38、1.86，分别占87.7%、2.8%、9.5%: of one whole, the larger has the larger share."""
    for pairs in _in_turn(passage):
        if sum(s.point or Fraction(0) for s, _ in pairs) > _ALL:
            continue
        for (s, p), (t, q) in permutations(pairs, 2):
            sure = all(n.point is not None and not n.quantity.soft for n in (s, p, t, q)) and p.dimension() == q.dimension()
            if sure and (p.interval().low or 0) > (q.interval().high or 0) and (s.interval().high or 0) < (t.interval().low or 0):
                yield Defect(
                    (cite(s), cite(t), cite(p, "secondary"), cite(q, "secondary")), computation=f"{p.raw}>{q.raw}，{s.raw}<{t.raw}",
                    message={
                        "zh": f"占比与数量次序相反：{p.raw}大于{q.raw}，占比却是{s.raw}小于{t.raw}",
                        "en": f"shares against the order of amounts: {p.raw} is more than {q.raw}, but {s.raw} less than {t.raw}",
                    },
                )


def _in_turn(passage: Passage) -> list[list[tuple[Number, Number]]]:
    """Runs of shares that one 分别 opens, each with its own amount."""
    told = [(a, item) for item in passage.items for a in item.of("share") if a.base is None and not (a.subject or each_its_own(a.base_label) or of_a_place(a.mention.before))]
    out: list[list[tuple[Number, Number]]] = []
    owners: set[int] = set()
    at = -1
    for a, item in sorted(told, key=lambda pair: pair[0].mention.at):
        pair = passage.number(a.mention), passage.number(item.mention)
        if "分别" in a.mention.before:
            out.append([pair])
            owners = {id(item)}
        elif out and a.mention.at == at + 1 and a.mention.lead in ("", "、") and id(item) not in owners:
            out[-1].append(pair)
            owners.add(id(item))
        at = a.mention.at
    return out
