"""Lists that other figures show to be whole: told in step with one that adds up, or of so many parts as are counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.choose import Question, first_held, held, only_slipped, open_question
from gouji.audit.constraint import Constraint, sums_to
from gouji.extract.facts.model import Passage
from gouji.extract.facts.prose import Item

_FEWEST, _MOST_PAIRS = 3, 5


def in_step(passage: Passage) -> Iterator[Question]:
    """立案61起，罚款418.5万元，其中事前处罚47起罚款376.5万元，事后处罚4起罚款42.0万元: one figure of each part adds up, so must the other."""
    told = [g for g in passage.groups if len(g.children) > 1 and not g.open]
    for one in told:
        parts = [passage.number(c.mention) for c in one.children]
        if not held(sums_to(passage.number(one.parent.mention), parts)):
            continue
        for other in told:
            beside = len(other.children) == len(parts) and all(
                abs(a.mention.at - b.mention.at) == 1 and a.mention.segment == b.mention.segment
                for a, b in zip(one.children, other.children, strict=False)
            )
            if beside and other.parent.dimension != one.parent.dimension and other.parent.mention.sentence == one.parent.mention.sentence:
                numbers = [passage.number(c.mention) for c in other.children]
                yield from open_question([sums_to(passage.number(other.parent.mention), numbers, cue=other.cue)], likely=True)


def counted_list(passage: Passage) -> Iterator[Constraint | Question]:
    """项目支出144.5万元，占13.91%。项目共5个：甲36万元、乙22.5万元、…: so many as are counted, of an amount told before."""
    for i, count in enumerate(passage.items[:-2]):
        first, n = passage.items[i + 1], count.mention.quantity.value
        if first.mention.lead not in ("：", ":") or first.mention.at != count.mention.at + 1 or not count.plain:
            continue
        run = [x for x in passage.items[i + 1 :] if x.mention.sentence == count.mention.sentence and x.dimension == first.dimension]
        if n is None or len(run) != n or len(run) < _FEWEST or count.dimension in ("元", "1", "", run[0].dimension):
            continue
        if not all(x.plain and not x.average and x.mention.depth == count.mention.depth for x in run):
            continue
        wholes = [x for x in reversed(passage.items[:i]) if x.dimension == run[0].dimension and x.plain and not x.average]
        named = [w for w in wholes if len(count.label) > 1 and count.label[:2] in w.label]
        parts = [passage.number(x.mention) for x in run]
        fits = first_held(sums_to(passage.number(w.mention), parts, cue="各项") for w in wholes)
        likely = named[:1] or (wholes if len(wholes) == 1 else [])
        yield from [fits] if fits is not None else open_question([sums_to(passage.number(w.mention), parts, cue="各项") for w in likely], likely=True)


def glued_pairs(passage: Passage) -> Iterator[Constraint | Question]:
    """审查逮捕312件468人，批准251件361人，不批准61件107人: where the first figures of the pairs add up, the second must too."""
    numbers = [n for n in passage.numbers if n.is_quantity and n.point is not None]
    pairs = [(a, b) for a, b in pairwise(numbers) if a.quantity.end == b.quantity.start and a.dimension() != b.dimension()]
    for i, (whole, second) in enumerate(pairs):
        for size in range(2, min(_MOST_PAIRS, len(pairs) - i - 1) + 1):
            parts = pairs[i + 1 : i + 1 + size]
            close = "。" not in passage.text[whole.quantity.start : parts[-1][1].quantity.end]
            alike = all(a.dimension() == whole.dimension() and b.dimension() == second.dimension() for a, b in parts)
            if close and alike and held(first := sums_to(whole, [a for a, _ in parts], cue="各项")):
                yield first
                told = sums_to(second, [b for _, b in parts], cue="各项")
                yield from [told] if held(told) else open_question([told], likely=True)
                break


def involved(passage: Passage) -> Iterator[Constraint | Question]:
    """收入2315.6万元未缴库，涉及甲局1420.3万元、乙局586.8万元、丙局308.5万元: told one by one, they make it, or a slip of hand tells why not."""
    for i, whole in enumerate(passage.items[:-2]):
        run: list[Item] = []
        for x in passage.items[i + 1 :]:
            m = x.mention
            opens = not run and "涉及" in m.before and m.lead in ("，", ",")
            if x.dimension != whole.dimension or not x.plain or x.average or m.sentence != whole.mention.sentence or not (opens or (run and m.lead == "、" and m.before.strip())):
                break
            run.append(x)
        if len(run) > 1 and whole.plain and not whole.average and whole.dimension not in ("1", "", "分"):
            told = sums_to(passage.number(whole.mention), [passage.number(x.mention) for x in run], cue="涉及")
            yield from [told] if held(told) else only_slipped([told], telling=True)
